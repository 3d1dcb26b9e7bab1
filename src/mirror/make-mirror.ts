import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { mirrorFiles } from "./mirror-files.ts";

/**
 * Writes the mirror for pre-commit into a folder: `npm run mirror -- FOLDER [SPEC]`. `SPEC` is what npm installs in place of
 * the version, such as `file:/path/of/a/package.tgz`.
 */
const [folder, spec] = process.argv.slice(2);
if (folder === undefined) {
	process.stderr.write("Usage: npm run mirror -- FOLDER [SPEC]\n");
	process.exitCode = 2;
} else {
	const root = resolve(import.meta.dirname, "..", "..", "..");
	const { name, version, license, engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
		readonly name: string;
		readonly version: string;
		readonly license: string;
		readonly engines: { readonly node: string };
	};
	const hooks = readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8");
	const files = mirrorFiles({ name, version, license, node: engines.node, hooks, spec: spec ?? version });
	mkdirSync(folder, { recursive: true });
	for (const [file, text] of Object.entries(files)) {
		writeFileSync(join(folder, file), text, { mode: file.endsWith(".cjs") ? 0o755 : 0o644 });
	}
}
