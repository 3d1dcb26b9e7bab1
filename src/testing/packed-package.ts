import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..", "..");

/**
 * Has npm take from its cache what it has there, without asking the registry whether that is still the same, and ask for
 * nothing that no test reads.
 */
export const NPM_ENVIRONMENT: Readonly<Record<string, string>> = {
	npm_config_audit: "false",
	npm_config_fund: "false",
	npm_config_prefer_offline: "true",
	npm_config_update_notifier: "false",
};

/** What npm has packed in this process: it does not change while tests run. */
let packed: { readonly name: string; readonly bytes: Uint8Array } | undefined;

/**
 * Puts into a folder what npm would publish. The build is there already (`npm test` makes it), so it is not made again.
 *
 * @returns the path of the tarball
 */
export function packInto(folder: string): string {
	if (packed !== undefined) {
		const path = join(folder, packed.name);
		writeFileSync(path, packed.bytes);
		return path;
	}
	const said = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
		cwd: ROOT,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...NPM_ENVIRONMENT },
	});
	const [{ filename: name } = { filename: "" }] = JSON.parse(said) as readonly { readonly filename: string }[];
	const path = join(folder, name);
	packed = { name, bytes: readFileSync(path) };
	return path;
}
