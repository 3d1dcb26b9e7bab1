import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { leadsOutOf } from "../../files/leads-out-of.ts";
import { dialectOf } from "../../languages/dialects.ts";
import { readText } from "../file/read-text.ts";
import { shownPath } from "../file/shown-path.ts";
import { findFiles } from "../find-files.ts";

const MAX_BYTES = 1024 * 1024;

/** What a project has. */
export interface Project {
	readonly cwd: string;
	/** The keys of the dialects whose files there are. */
	readonly kinds: ReadonlySet<string>;
	readonly hasYaml: boolean;
	readonly hasTypeScript: boolean;
	/** The packages that `package.json` names; null without one. */
	readonly packages: ReadonlySet<string> | null;
	readonly isModule: boolean;
	/** The packages of a workspace that have files of their own to check. */
	readonly members: readonly Member[];
	/** The command that installs a development dependency, for a package of a workspace or for the folder itself. */
	readonly install: (member: Member | null) => string;
}

/** A package of a workspace. */
export interface Member {
	/** From the root of the workspace, with `/`. */
	readonly folder: string;
	readonly name: string | null;
	readonly packages: ReadonlySet<string>;
}

/**
 * Looks at the files below a folder. Nothing is executed.
 *
 * @param members the folders of the packages of its workspace, if it is the root of one
 */
export function lookAround(cwd: string, members: readonly string[]): Project {
	const used = new Set<string>();
	const kinds = new Set<string>();
	let hasYaml = false;
	let hasTypeScript = false;
	for (const found of findFiles(["."], cwd)) {
		if (!("explicit" in found) || found.assembly !== undefined) {
			continue;
		}
		const name = shownPath(found.path, cwd);
		for (const folder of /\/eslint\.config\.[cm]?[jt]s$|package\.json$/u.test(name) ? [] : foldersOf(name)) {
			used.add(folder);
		}
		hasTypeScript ||= /\.[cm]?tsx?$/u.test(found.path);
		const isYaml = /\.ya?ml$/u.test(found.path);
		const reading = isYaml || !kinds.has("terraform") || !kinds.has("templates") ? readText(found.path) : null;
		const kind = reading?.kind === "text" ? dialectOf(name, reading.text)?.counted.key : undefined;
		if (kind !== undefined) {
			kinds.add(kind);
			hasYaml ||= isYaml && kind === "templates";
		}
	}
	const manifest = readManifest(cwd);
	return {
		cwd,
		kinds,
		hasYaml,
		hasTypeScript,
		packages: manifest === null ? null : packagesOf(manifest),
		isModule: manifest?.["type"] === "module",
		members: members.flatMap((folder) => (used.has(folder) ? [memberIn(cwd, folder)] : [])),
		install: (member) => installCommand(cwd, members.length > 0, member),
	};
}

/** The folders above a file, from the root: `a/b/c.ts` is in `a/b` and in `a`. */
function foldersOf(name: string): readonly string[] {
	const parts = name.split("/").slice(0, -1);
	return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

function memberIn(cwd: string, folder: string): Member {
	const manifest = readManifest(cwd, `${folder}/package.json`);
	const name = manifest?.["name"];
	return {
		folder,
		name: typeof name === "string" ? name : null,
		packages: manifest === null ? new Set() : packagesOf(manifest),
	};
}

function readManifest(cwd: string, file = "package.json"): Readonly<Record<string, unknown>> | null {
	const text = readOwn(cwd, file);
	try {
		const value: unknown = text === null ? null : JSON.parse(text.replace(/^\uFEFF/u, ""));
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		return null;
	}
}

function packagesOf(manifest: Readonly<Record<string, unknown>>): ReadonlySet<string> {
	return new Set(
		[manifest["dependencies"], manifest["devDependencies"], manifest["peerDependencies"]].flatMap((table) =>
			typeof table === "object" && table !== null ? Object.keys(table) : [],
		),
	);
}

/**
 * The command that installs a development dependency, by the file that only one package manager writes. In the root of a
 * workspace, pnpm and Yarn 1 want to be told that it is meant.
 */
function installCommand(cwd: string, isWorkspace: boolean, member: Member | null): string {
	const has = (file: string): boolean => existsSync(join(cwd, file));
	if (has("pnpm-lock.yaml") || has("pnpm-workspace.yaml")) {
		return member === null
			? `pnpm add --save-dev${isWorkspace ? " --workspace-root" : ""}`
			: `pnpm --filter ./${member.folder} add --save-dev`;
	}
	if (has("yarn.lock")) {
		const asks = isWorkspace && !has(".yarnrc.yml");
		return member === null
			? `yarn add --dev${asks ? " --ignore-workspace-root-check" : ""}`
			: `yarn workspace ${member.name ?? member.folder} add --dev`;
	}
	if (has("bun.lock")) {
		return member === null ? "bun add --dev" : `bun add --cwd ${member.folder} --dev`;
	}
	return `npm install --save-dev${member === null ? "" : ` --workspace ${member.folder}`}`;
}

/** The text of a file of the project; null if there is none, or it is no text, or a link leads out of the project. */
export function readOwn(cwd: string, file: string): string | null {
	const path = join(cwd, file);
	const read = readRegularFile(path, { maxBytes: MAX_BYTES });
	if (read.kind !== "bytes" || leadsOutOf(cwd, path)) {
		return null;
	}
	const text = read.bytes.toString("utf8");
	// What is no UTF-8 would not be written back as it is.
	return Buffer.from(text).equals(read.bytes) ? text : null;
}

/** The texts of the files in a folder of the project, by name. */
export function readFolder(cwd: string, folder: string): ReadonlyMap<string, string> {
	try {
		return new Map(readdirSync(join(cwd, folder)).map((name) => [name, readOwn(cwd, `${folder}/${name}`) ?? ""]));
	} catch {
		return new Map();
	}
}
