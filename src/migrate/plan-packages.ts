import { dirname, join, relative, sep } from "node:path";
import type { AppFunction, AppModule } from "../app/application.ts";
import type { Backend } from "../fix/lookup/lookup.ts";
import { readSmallText } from "../files/read-regular-file.ts";
import { literalOf } from "../model/value.ts";
import { needOf } from "../rule/lookup-needs.ts";
import { groupBy } from "../text/group-by.ts";
import { addDependencies } from "./add-dependency.ts";
import { isBundledBySam } from "./bundled.ts";
import type { FileEditor } from "./file-editor.ts";
import type { NeededPackage, SecretPlan } from "./migration.ts";

const MAX_BYTES = 1024 * 1024;

/** Of packages that nothing of the project names yet. */
const VERSIONS: readonly (readonly [scope: string, version: string])[] = [
	["@aws-sdk/", "^3.0.0"],
	["@aws-lambda-powertools/", "^2.0.0"],
];

/**
 * The packages that the lookups import and no `package.json` of their modules has yet, with the edits that add them. The
 * runtimes of Node.js 18 and later contain the AWS SDK, unless a bundler has to find it.
 *
 * @param cwd no manifest above it is read
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function planPackages(
	secrets: readonly SecretPlan[],
	backend: Backend,
	cwd: string,
	editor: FileEditor,
): readonly NeededPackage[] {
	const needed = new Map<string, NeededPackage>();
	for (const { leads, modules } of secrets) {
		for (const { fn, variable, isRead } of leads) {
			const names = needOf(variable, backend, null).packages;
			for (const module of isRead ? modules.filter((one) => isLoadedBy(fn, one)) : []) {
				const manifest = nearestManifest(module.file.path, cwd);
				for (const name of names.filter((one) => isMissing(one, fn, manifest))) {
					const key = `${manifest?.path ?? ""} ${name}`;
					const { functions = [] } = needed.get(key) ?? {};
					needed.set(key, {
						name,
						version: versionOf(name, manifest),
						functions: [...new Set([...functions, fn])],
						manifest: manifest === null ? null : relative(cwd, manifest.path).split(sep).join("/"),
					});
				}
			}
		}
	}
	for (const [manifest, own] of groupBy([...needed.values()], (one) => one.manifest)) {
		const path = manifest === null ? null : join(cwd, manifest);
		const text = path === null ? null : readSmallText(path, { maxBytes: MAX_BYTES });
		const edits =
			text === null
				? null
				: addDependencies(
						text,
						own.map(({ name, version }) => [name, version]),
					);
		if (path !== null && text !== null && manifest !== null && edits !== null) {
			editor.add({ path, name: manifest, text }, edits);
		}
	}
	return [...needed.values()];
}

interface PackageManifest {
	readonly path: string;
	/** All packages that it names, with their versions. */
	readonly versions: ReadonlyMap<string, string>;
}

function isLoadedBy({ code }: AppFunction, module: AppModule): boolean {
	return code.kind === "linked" && code.modules.includes(module);
}

function isMissing(name: string, fn: AppFunction, manifest: PackageManifest | null): boolean {
	return manifest?.versions.has(name) !== true && !(name.startsWith("@aws-sdk/") && isInRuntime(fn));
}

/** True if the function finds the AWS SDK where it runs. */
function isInRuntime(fn: AppFunction): boolean {
	const runtime = literalOf(fn.resource.get("Runtime"))?.text ?? "";
	return !isBundledBySam(fn) && !/^nodejs(?:\d|1[0-6])\./u.test(runtime);
}

function versionOf(name: string, manifest: PackageManifest | null): string {
	const [scope = "", version = "*"] = VERSIONS.find(([prefix]) => name.startsWith(prefix)) ?? [];
	const known = [...(manifest?.versions ?? [])].find(([other]) => other.startsWith(scope));
	return known?.[1] ?? version;
}

/** The `package.json` of a file: the one of its folder, or the next one above. */
function nearestManifest(path: string, cwd: string): PackageManifest | null {
	for (let folder = dirname(path); ; folder = dirname(folder)) {
		const file = join(folder, "package.json");
		const text = readSmallText(file, { maxBytes: MAX_BYTES });
		const versions = text === null ? null : versionsIn(text);
		if (versions !== null) {
			return { path: file, versions };
		}
		if (folder === cwd || dirname(folder) === folder) {
			return null;
		}
	}
}

function versionsIn(text: string): ReadonlyMap<string, string> | null {
	try {
		const manifest = JSON.parse(text) as Readonly<Record<string, unknown>>;
		const fields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const;
		return new Map(
			fields.flatMap((field) =>
				Object.entries(manifest[field] ?? {}).map(([name, version]) => [name, String(version)]),
			),
		);
	} catch {
		return null;
	}
}
