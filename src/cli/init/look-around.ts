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
	/** The command that installs a development dependency. */
	readonly install: string;
}

/** Looks at the files below a folder. Nothing is executed. */
export function lookAround(cwd: string): Project {
	const kinds = new Set<string>();
	let hasYaml = false;
	let hasTypeScript = false;
	for (const found of findFiles(["."], cwd)) {
		if (!("explicit" in found) || found.assembly !== undefined) {
			continue;
		}
		hasTypeScript ||= /\.[cm]?tsx?$/u.test(found.path);
		const isYaml = /\.ya?ml$/u.test(found.path);
		const reading = isYaml || !kinds.has("terraform") || !kinds.has("templates") ? readText(found.path) : null;
		const kind =
			reading?.kind === "text" ? dialectOf(shownPath(found.path, cwd), reading.text)?.counted.key : undefined;
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
		install: installerOf(cwd),
	};
}

function readManifest(cwd: string): Readonly<Record<string, unknown>> | null {
	const text = readOwn(cwd, "package.json");
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

/** Files that only one package manager writes. */
const LOCKS = [
	["pnpm-lock.yaml", "pnpm add --save-dev"],
	["yarn.lock", "yarn add --dev"],
	["bun.lock", "bun add --dev"],
] as const;

function installerOf(cwd: string): string {
	return LOCKS.find(([lock]) => existsSync(join(cwd, lock)))?.[1] ?? "npm install --save-dev";
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
