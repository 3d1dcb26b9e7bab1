import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { folderOf, LEFT_OUT } from "../portable/left-out.js";

/**
 * Builds the extension for VS Code: `npm run vscode` writes `dist/vscode/extension/`, and has `vsce` pack it as
 * `dist/vscode/kmslint.vsix`.
 */

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..", "..");
const OUT = join(ROOT, "dist", "vscode");
const readJson = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

const MINIFY = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

/** Packages that the command loads when it needs them: here they are parts of the one file, compiled when they are needed. */
const LOADED = `
const { createRequire, builtinModules } = process.getBuiltinModule("node:module");
const scopes = () => ({ analyze: require("@typescript-eslint/scope-manager").analyze, visitorKeys: require("@typescript-eslint/visitor-keys").visitorKeys });
let parser;
const LOADED = {
	"./scopes.cjs": scopes,
	"csv-parse/sync": () => require("csv-parse/sync"),
	"eslint/universal": () => require("eslint/universal"),
	ignore: () => require("ignore"),
	"oxc-parser": () => (parser ??= startParser()),
	picomatch: () => require("picomatch"),
	"smol-toml": () => require("smol-toml"),
	yaml: () => require("yaml"),
};
function startParser() {
	const { readFileSync } = process.getBuiltinModule("node:fs");
	const { join } = process.getBuiltinModule("node:path");
	const bytes = readFileSync(join(__dirname, "parser.wasm"));
	return require(${JSON.stringify(join(ROOT, "src/portable/start-parser.ts"))}).startParser(new WebAssembly.Module(bytes));
}
exports.createRequire = (from) => {
	const own = createRequire(from);
	return (id) => (Object.hasOwn(LOADED, id) ? LOADED[id]() : own(id));
};
exports.builtinModules = builtinModules;
exports.isBuiltin = (name) => builtinModules.includes(name.replace(/^node:/, ""));
`;

const loaded = {
	name: "loaded",
	resolveId: (id) => (id === "node:module" ? "\0loaded.cjs" : null),
	load: (id) => (id === "\0loaded.cjs" ? { code: LOADED, moduleType: "js" } : (LEFT_OUT.get(id) ?? null)),
};

const COMMON = { cwd: ROOT, platform: "node", logLevel: "warn" };
const output = (folder, name) => ({
	dir: folder,
	format: "cjs",
	entryFileNames: `${name}.cjs`,
	codeSplitting: false,
	minify: MINIFY,
});

function licenseOf(folder) {
	const { name, version, license } = readJson(folder, "package.json");
	const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENSE-MIT", "License.txt", "license"]
		.map((one) => join(folder, one))
		.find((path) => existsSync(path));
	return `${name} ${version}\n\n${file === undefined ? license : readFileSync(file, "utf8").trim()}`;
}

/** The folders of the packages that modules belong to. */
function packagesOf(modules) {
	const folders = modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/u.exec(id)?.[0] ?? []);
	return [...new Set([...folders, folderOf("oxc-parser")])].sort();
}

/** Writes all that is packed into a folder. */
export async function buildExtension(folder) {
	mkdirSync(folder, { recursive: true });
	const built = [
		await build({
			...COMMON,
			input: { server: join(HERE, "server.ts") },
			plugins: [loaded],
			// The folder of the extension takes the place of the package's.
			transform: { define: { "import.meta.url": "__kmslintUrl" } },
			output: {
				...output(folder, "server"),
				banner: 'const __kmslintUrl = process.getBuiltinModule("node:url").pathToFileURL(require("node:path").join(__dirname, "dist/bundle/command/server.cjs")).href;',
			},
		}),
		await build({
			...COMMON,
			input: { extension: join(HERE, "main.ts") },
			external: ["vscode"],
			output: output(folder, "extension"),
		}),
	];
	const { version, repository, bugs, homepage } = readJson(ROOT, "package.json");
	const manifest = { ...readJson(HERE, "manifest.json"), version, repository, bugs, homepage };
	writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, "\t")}\n`);
	cpSync(join(HERE, "README.md"), join(folder, "README.md"));
	cpSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
	cpSync(join(ROOT, "locales"), join(folder, "locales"), { recursive: true });
	cpSync(join(folderOf("oxc-parser"), "parser.wasm32-wasip1.wasm"), join(folder, "parser.wasm"));
	const packages = packagesOf(built.flatMap(({ output: [chunk] }) => chunk.moduleIds));
	writeFileSync(join(folder, "LICENSES.txt"), `${packages.map(licenseOf).join("\n\n\n")}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = join(OUT, "extension");
	rmSync(folder, { recursive: true, force: true });
	await buildExtension(folder);
	// `vsce` has 26 dependencies of its own, each with more, so it is none of ours: npx fetches it where it is not installed.
	const { status } = spawnSync(
		"npx",
		["--yes", "@vscode/vsce@3", "package", "--no-dependencies", "--out", join(OUT, "kmslint.vsix")],
		{ cwd: folder, stdio: "inherit", shell: process.platform === "win32" },
	);
	process.exitCode = status ?? 1;
}
