import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "rolldown";

/**
 * What is published: few files, because Node.js takes longer to find and load three hundred small ones than to check a
 * template. `dist/src` holds the same program file by file, for our own scripts, with its declarations.
 */
const MINIFY = { compress: false, mangle: false, codegen: { removeWhitespace: true } };
const COMMON = { platform: "node", external: /^[^./]/u };

// The plugin is the command's program as well: two modules give what is there once.
rmSync("dist/bundle", { recursive: true, force: true });
mkdirSync("dist/bundle", { recursive: true });
writeFileSync(
	"dist/bundle/index.js",
	`import bundled from "./command/index.cjs";
const plugin = bundled.default;
export default plugin;
export { plugin as "module.exports" };
`,
);
writeFileSync(
	"dist/bundle/cdk.js",
	`import bundled from "./command/cdk.cjs";
export const { KmsLint } = bundled;
`,
);

// The same for `require`, with declarations of their own: TypeScript asks them of each kind of module.
const AS_IMPORT = 'with { "resolution-mode": "import" }';
writeFileSync("dist/bundle/index.cjs", 'module.exports = require("./command/index.cjs").default;\n');
writeFileSync(
	"dist/bundle/index.d.cts",
	`import type own from "../src/index.js" ${AS_IMPORT};
declare const plugin: typeof own;
export = plugin;
`,
);
writeFileSync("dist/bundle/cdk.cjs", 'exports.KmsLint = require("./command/cdk.cjs").KmsLint;\n');
writeFileSync(
	"dist/bundle/cdk.d.cts",
	`import type { KmsLint as Own } from "../src/cdk.js" ${AS_IMPORT};
export type { KmsLintOptions } from "../src/cdk.js" ${AS_IMPORT};
export declare const KmsLint: typeof Own;
export type KmsLint = Own;
`,
);

/**
 * What few runs of the command need, by the functions that lead to it: a chunk of its own, loaded with the first call.
 * Compiling it takes a part of each start otherwise.
 */
const LAZY = new Map(
	Object.entries({
		"src/cli/lint-assembly.ts": "lintAssembly",
		"src/fix/lookup/plan-lookups.ts": "planLookups",
		"src/languages/cdk/apps.ts": "constructNamed linkApp readCdk toCdkName",
		"src/languages/exposure/program-spans.ts": "programSpans",
		"src/languages/terraform/read-stack.ts": "callsOf readStack",
		"src/report/ci/render-for-ci.ts": "renderForCi",
		"src/report/render-sarif.ts": "renderSarif",
	}).map(([path, name]) => [resolve(path), name]),
);

const lazyChunks = {
	name: "lazy-chunks",
	resolveId(id, importer) {
		const path = importer === undefined ? "" : resolve(dirname(importer), id);
		return LAZY.has(path) ? `${path}?lazy` : null;
	},
	load(id) {
		const path = id.endsWith("?lazy") ? id.slice(0, -"?lazy".length) : "";
		const names = LAZY.get(path)?.split(" ") ?? [];
		return names.length === 0
			? null
			: `import { createRequire } from "node:module";
let loaded;
const chunk = () => (loaded ??= createRequire(import.meta.url)("./${basename(path, ".ts")}.cjs"));
${names.map((name) => `export const ${name} = (...given) => chunk().${name}(...given);`).join("\n")}`;
	},
};

/** The library of the language server is a part of that one command: nobody else should have to install it. */
const isServer = /[\\/]node_modules[\\/]vscode-/u;

/** The licenses of the packages that a chunk holds. */
const LICENSES = new Map([
	["language-server", "vscode-languageserver/License.txt"],
	["program", "fastest-levenshtein/LICENSE.md"],
]);

function bannerOf({ name }) {
	const path = LICENSES.get(name);
	return path === undefined ? "" : `/*!\n${readFileSync(join("node_modules", path), "utf8")}*/`;
}

// The command as CommonJS, which Node.js loads in half the time of an ES module, and without indentation and comments:
// what is read is what is compiled. Names stay, so that a bug report can be understood.
await build({
	...COMMON,
	external: /^(?!vscode-|fastest-levenshtein)[^./]/u,
	input: {
		kmslint: "./src/cli/main.ts",
		index: "./src/index.ts",
		cdk: "./src/cdk.ts",
		"deep-process": "./src/lint/deep-process.ts",
		"file-worker": "./src/cli/file/file-worker.ts",
		...Object.fromEntries([...LAZY.keys()].map((path) => [basename(path, ".ts"), path])),
	},
	plugins: [lazyChunks],
	output: {
		dir: "dist/bundle/command",
		format: "cjs",
		exports: "named",
		entryFileNames: "[name].cjs",
		chunkFileNames: "[name].cjs",
		// One chunk of what several of them need: to find and open a file takes as long as to compile twenty kilobytes.
		codeSplitting: {
			groups: [
				{ name: "language-server", test: isServer },
				// Of the command and of its threads: it loads the rest.
				{ name: "compiled-code", test: /\/src\/cli\/file\/compiled-code\.ts$/u, priority: 1 },
				{ name: "program", minShareCount: 2 },
				// What few people run, and nobody in a hook.
				{
					name: "once",
					test: /\/src\/cli\/(?:(?:completion|doctor|explain|init)\/|eslint-settings|parameters\/read)/u,
				},
			],
		},
		banner: bannerOf,
		minify: MINIFY,
	},
});

// The command's copy of typescript-eslint's scope manager, with the keys of its trees: without the definitions of TypeScript's
// libraries, for which no rule asks, and in one file it is loaded in a quarter of the time.
const scopeManager = dirname(createRequire(import.meta.url).resolve("@typescript-eslint/scope-manager/package.json"));
await build({
	platform: "node",
	input: { scopes: "scopes" },
	plugins: [
		{
			name: "scopes",
			resolveId: (id, importer) =>
				id === "scopes" ? id : id === "../lib" && importer?.startsWith(scopeManager) ? "no-libraries" : null,
			load: (id) =>
				id === "scopes"
					? `export { analyze } from ${JSON.stringify(join(scopeManager, "dist", "analyze.js"))};
export { visitorKeys } from "@typescript-eslint/visitor-keys";`
					: id === "no-libraries"
						? "export const lib = new Map();"
						: null,
		},
	],
	output: {
		dir: "dist/bundle/command",
		format: "cjs",
		entryFileNames: "[name].cjs",
		banner: `/*!\n${readFileSync(join(scopeManager, "LICENSE"), "utf8")}*/`,
		minify: MINIFY,
	},
});

// A text in which every character is a byte is read, and compiled, in half the time of one with a single wider character.
for (const file of readdirSync("dist/bundle/command")) {
	const path = join("dist/bundle/command", file);
	const escaped = readFileSync(path, "utf8").replaceAll(
		/[^\0-\x7F]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
	writeFileSync(path, escaped);
}
