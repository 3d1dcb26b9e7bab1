import { dirname } from "node:path";
import type { AppFunction, AppModule } from "../app/application.ts";
import { literalOf } from "../model/value.ts";
import { needOf } from "../rule/lookup-needs.ts";
import { groupBy } from "../text/group-by.ts";
import { addDependencies } from "./add-dependency.ts";
import { isBundledBySam } from "./bundled.ts";
import type { FileEditor } from "./file-editor.ts";
import { Manifests, type PackageManifest } from "./manifests.ts";
import type { MigrationSettings, NeededPackage, SecretPlan } from "./migration.ts";

/** Of packages that nothing of the project names yet. */
const VERSIONS: readonly (readonly [scope: string, version: string])[] = [
	["@aws-sdk/", "^3.0.0"],
	["@aws-lambda-powertools/", "^2.0.0"],
];

/**
 * The packages that the lookups import and no `package.json` of their modules has yet, with the edits that add them. The
 * runtimes of Node.js 18 and later contain the AWS SDK, unless a bundler has to find it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function planPackages(
	secrets: readonly SecretPlan[],
	{ backend, cwd, roots }: Pick<MigrationSettings, "backend" | "cwd" | "roots">,
	editor: FileEditor,
): readonly NeededPackage[] {
	const manifests = new Manifests(cwd, roots);
	const needed = new Map<string, readonly [file: PackageManifest | null, needed: NeededPackage]>();
	for (const { leads, modules } of secrets) {
		for (const { fn, variable, isRead } of leads) {
			const names = needOf(variable, backend, null).packages;
			for (const module of isRead ? modules.filter((one) => isLoadedBy(fn, one)) : []) {
				const file = manifests.nearest(dirname(module.file.path));
				for (const name of names.filter((one) => isMissing(one, fn, file))) {
					const key = `${file?.path ?? ""} ${name}`;
					const functions = needed.get(key)?.[1].functions ?? [];
					const one = {
						name,
						version: versionOf(name, file),
						functions: [...new Set([...functions, fn])],
						manifest: file?.name ?? null,
					};
					needed.set(key, [file, one]);
				}
			}
		}
	}
	for (const [file, own] of groupBy(needed.values(), ([first]) => first)) {
		const added = own.map(([, { name, version }]) => [name, version] as const);
		const edits = file === null ? null : addDependencies(file.text, added);
		if (file !== null && edits !== null) {
			editor.add(file, edits);
		}
	}
	return [...needed.values()].map(([, one]) => one);
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
	// `workspace:*`, `catalog:` and `file:…` are about one package.
	const known = [...(manifest?.versions ?? [])].find(
		([other, range]) => other.startsWith(scope) && /^[\^~>=v\s]*\d/u.test(range),
	);
	return known?.[1] ?? version;
}
