import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "rolldown";
import { folderOf, LEFT_OUT } from "../../src/portable/left-out.js";

/**
 * Builds the page on which the rules can be tried: one file that loads nothing. `npm run playground` writes
 * `dist/playground/index.html`, which any static host serves.
 */

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..", "..");
const read = (...path) => readFileSync(join(...path), "utf8");

/** The modules of Node.js that the rules load, as a browser can have them. */
const NODE = new Map(["fs", "path", "url", "module"].map((name) => [name, join(HERE, "node", `${name}.ts`)]));

const browser = {
	name: "browser",
	resolveId: (id) => NODE.get(id.replace(/^node:/u, "")) ?? null,
	load: (id) => LEFT_OUT.get(id) ?? null,
};

/** The program of the page, with the examples. */
function entry(examples) {
	const from = (...path) => JSON.stringify(join(...path));
	const text = `import { CHECKER } from ${from(HERE, "check-text.ts")};
import { start } from ${from(HERE, "page/start.ts")};
import { provideParser } from ${from(HERE, "node/module.ts")};
import { fakeSecret } from ${from(ROOT, "src/testing/fake-secret.ts")};
void start(CHECKER, ${JSON.stringify(examples)}, provideParser, fakeSecret);`;
	return {
		name: "entry",
		resolveId: (id) => (id === "playground" ? id : null),
		load: (id) => (id === "playground" ? text : null),
	};
}

/** The words of messages in other languages, by path. */
function catalogues() {
	const names = ["es", "ja"].flatMap((language) =>
		["rules", "phrases"].map((name) => `/locales/${language}/${name}.json`),
	);
	return Object.fromEntries(names.map((path) => [path, JSON.stringify(JSON.parse(read(ROOT, path)))]));
}

async function buildProgram() {
	const { name, version } = JSON.parse(read(ROOT, "package.json"));
	const examples = JSON.parse(read(HERE, "examples.json")).map(({ title, file }) => ({
		title,
		text: read(ROOT, "fixtures", file),
	}));
	const { output } = await build({
		cwd: ROOT,
		platform: "browser",
		input: { page: "playground" },
		write: false,
		plugins: [entry(examples), browser],
		transform: {
			inject: {
				Buffer: [join(HERE, "node/buffer.ts"), "Buffer"],
				process: [join(HERE, "node/process.ts"), "process"],
			},
			define: {
				BUILTIN_MODULES: JSON.stringify(builtinModules),
				PACKAGE: JSON.stringify({ name, version }),
				FILES: JSON.stringify(catalogues()),
				"import.meta.url": JSON.stringify("file:///src/text/package-root.ts"),
			},
		},
		output: { format: "iife", minify: true, codeSplitting: false },
	});
	// Inside of an element, neither its end nor a comment may begin.
	const script = output[0].code.replaceAll("</script", "<\\/script").replaceAll("<!--", "\\x3c!--");
	return { script, version, packages: packagesOf(output[0].moduleIds) };
}

/** The folders of the packages that modules belong to. */
function packagesOf(modules) {
	const folders = modules.flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/u.exec(id)?.[0] ?? []);
	return [...new Set([...folders, folderOf("oxc-parser")])].sort();
}

function licenseOf(folder) {
	const { name, version, license } = JSON.parse(read(folder, "package.json"));
	const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENSE-MIT", "License.txt", "license"]
		.map((one) => join(folder, one))
		.find((path) => existsSync(path));
	return `${name} ${version}\n\n${file === undefined ? license : read(file).trim()}`;
}

/** Nothing may be loaded or sent, from wherever the page is opened; WebAssembly is the parser of JavaScript and TypeScript. */
function policyOf(script, style) {
	const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
	return `default-src 'none'; script-src ${hashOf(script)} 'wasm-unsafe-eval'; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
}

const escapeHtml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** @returns {Promise<string>} the page, as HTML */
export async function buildPage() {
	const { script, version, packages } = await buildProgram();
	const style = read(HERE, "page.css");
	const parser = readFileSync(join(folderOf("oxc-parser"), "parser.wasm32-wasip1.wasm"));
	const parts = new Map([
		["{policy}", policyOf(script, style)],
		["{version}", version],
		["<style></style>", `<style>${style}</style>`],
		["</pre>\n\t\t\t</details>", `${escapeHtml(packages.map(licenseOf).join("\n\n\n"))}</pre>\n\t\t\t</details>`],
		['id="parser"></script>', `id="parser">${gzipSync(parser, { level: 9 }).toString("base64")}</script>`],
		["<script></script>", `<script>${script}</script>`],
	]);
	return [...parts].reduce(
		(page, [place, text]) => {
			if (page.split(place).length !== 2) {
				throw new Error(`The page has no place for ${place}.`);
			}
			return page.replace(place, () => text);
		},
		read(HERE, "page.html"),
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const page = await buildPage();
	const folder = join(ROOT, "dist", "playground");
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "index.html"), page);
	console.log(`dist/playground/index.html: ${(page.length / 1e6).toFixed(2)} MB`);
}
