import { isBuiltin } from "node:module";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "./testing/remove-folder.ts";
import { fakeSecret } from "./testing/fake-secret.ts";
import { NPM_ENVIRONMENT, packInto } from "./testing/packed-package.ts";

const ROOT = resolve(import.meta.dirname, "..");
const NAME = "eslint-plugin-aws-kms";
const TEMPLATE = `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {}
`;
/** Somebody else's JSON, which must not become ours. */
const FOREIGN = '{ "Resources": { "Key": { "Type": "AWS::KMS::Key" } } }\n';

let folder: string;
let tarball: string;
let installed: Installed;

interface Installed {
	readonly stdout: string;
	readonly stderr: string;
	/** How the two commands ended. */
	readonly codes: readonly string[];
	/** The folder `node_modules` that npm made. */
	readonly modules: string;
}

function npm(cwd: string, ...args: readonly string[]): { readonly stdout: string; readonly stderr: string } {
	return spawnSync("npm", [...args], {
		cwd,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...NPM_ENVIRONMENT },
	});
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "kmslint-package-"));
	cleaning.push(() => {
		removeFolder(folder);
	});
	tarball = packInto(folder);
	installed = install();
});

/** Takes away what was made: each step is known once its folder is there. */
const cleaning: (() => void)[] = [];
afterAll(() => {
	for (const step of cleaning) {
		step();
	}
});

/** What npm installs for `npx`: the package, its dependencies and its peers; and what its two commands do there. */
function install(): Installed {
	const bare = join(folder, "bare");
	mkdirSync(bare);
	writeFileSync(join(bare, "template.yaml"), TEMPLATE);
	writeFileSync(
		join(bare, "api.yaml"),
		`Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment: { Variables: { DB_PASSWORD: "${fakeSecret("password")}" } }\n`,
	);
	const { stdout, stderr } = npm(
		bare,
		"exec",
		"--yes",
		"--package",
		tarball,
		"-c",
		'eslint-plugin-aws-kms template.yaml --format json; echo "status $?"; kmslint secrets store api.yaml; echo "status $?"; echo "$npm_config_cache"; command -v kmslint',
	);
	const [report = "", store = "", rest = ""] = stdout.split("status ");
	const [code = "", cache = "", path = ""] = rest.trim().split("\n");
	if (path === "") {
		throw new Error(`npm has installed no command: ${stderr}`);
	}
	const modules = resolve(dirname(path), "..");
	cleaning.push(() => {
		removeFolder(dirname(modules), join(cache, "_npx"));
	});
	return { stdout: report, stderr, codes: [store.trim(), code], modules };
}

/** A project that has installed the package beside one version of ESLint. */
function projectWith(version: string): string {
	const project = join(folder, `eslint-${version}`);
	const modules = join(project, "node_modules");
	mkdirSync(modules, { recursive: true });
	for (const name of readdirSync(installed.modules).filter((one) => !one.startsWith("."))) {
		symlinkSync(join(installed.modules, name), join(modules, name));
	}
	// Copied, so that it finds the ESLint of this project.
	rmSync(join(modules, NAME));
	cpSync(join(installed.modules, NAME), join(modules, NAME), { recursive: true });
	if (version !== "10") {
		rmSync(join(modules, "eslint"));
		symlinkSync(join(ROOT, "node_modules", `eslint-${version}`), join(modules, "eslint"));
	}
	writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true, "type": "module" }');
	writeFileSync(
		join(project, "eslint.config.js"),
		`import awsKms from "${NAME}";\nexport default [...awsKms.configs.recommended];\n`,
	);
	writeFileSync(join(project, "template.yaml"), TEMPLATE);
	writeFileSync(join(project, "data.json"), FOREIGN);
	expect(JSON.parse(readFileSync(join(modules, "eslint", "package.json"), "utf8"))).toMatchObject({
		version: expect.stringMatching(new RegExp(`^${version.replace(".", "\\.")}\\.`, "u")) as string,
	});
	return project;
}

type Linted = readonly { readonly file: string; readonly messages: readonly string[] }[];

/** What ESLint reports in a project, then with `--fix`, then with a cache, and how it reads a template. */
function lint(project: string): Readonly<Record<"found" | "fixed" | "cached", Linted>> & { readonly language: string } {
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[
			"--input-type=module",
			"-e",
			`import { basename } from "node:path";
import { ESLint } from "eslint";
const lint = async (options) => {
	const results = await new ESLint(options).lintFiles(["."]);
	await ESLint.outputFixes(results);
	return results.map(({ filePath, messages }) => ({ file: basename(filePath), messages: messages.map(({ line, column, ruleId }) => line + ":" + column + " " + ruleId) }));
};
const found = await lint({});
const fixed = await lint({ fix: true });
await lint({ cache: true });
const cached = await lint({ cache: true });
// What \`--print-config\` prints.
const { language } = JSON.parse(JSON.stringify(await new ESLint().calculateConfigForFile("template.yaml")));
console.log(JSON.stringify({ found, fixed, cached, language }));`,
		],
		{ cwd: project, encoding: "utf8" },
	);
	expect(stderr).toBe("");
	return JSON.parse(stdout) as ReturnType<typeof lint>;
}

describe("the packed tarball", () => {
	test("holds the build and no test, source or fixture", () => {
		const names = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
		for (const name of [
			"bundle/index.js",
			"bundle/cdk.js",
			"bundle/command/kmslint.cjs",
			"src/index.d.ts",
			"src/cdk.d.ts",
		]) {
			expect(names).toContain(`package/dist/${name}`);
		}
		// The program is there once, in few files.
		const programs = names.filter((name) => /\.c?js$/u.test(name));
		expect(programs.filter((name) => !name.startsWith("package/dist/bundle/"))).toEqual([]);
		expect(programs.length).toBeLessThan(40);
		expect(
			names.filter((name) => /\.test\.|fixtures|\/bench\/|\/fuzz\/|\/testing\/|node_modules/u.test(name)),
		).toEqual([]);
	});

	test.each([
		["apps", "function readCdk("],
		["lint-assembly", "function lintAssembly("],
		["plan-lookups", "function planLookups("],
		["program-spans", "function programSpans("],
		["read-stack", "TerraformStack=class"],
		["read-stack", "ModuleWriter=class"],
		["render-sarif", "function renderSarif("],
	])("what few runs need is in a chunk of its own: %s has %s", (chunk, definition) => {
		const has = (name: string): boolean =>
			readFileSync(join(ROOT, "dist", "bundle", "command", `${name}.cjs`), "utf8").includes(definition);
		expect([has(chunk), has("program")]).toEqual([true, false]);
	});

	test("declares every package that it imports, and no other", () => {
		const root = join(installed.modules, NAME);
		const { dependencies, peerDependencies } = JSON.parse(
			readFileSync(join(root, "package.json"), "utf8"),
		) as Readonly<Record<"dependencies" | "peerDependencies", Readonly<Record<string, string>>>>;
		const imported = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" })
			.filter((name) => /\.c?js$/u.test(name))
			.map((name) => readFileSync(join(root, "dist", name), "utf8"))
			.flatMap((text) => [
				...ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
				// The compiler gives up early on a long file of few lines.
				...[
					...text.matchAll(
						/(?:createRequire\)?\([^;]{0,90}?\)|await import|\boxc:require\$?\d*)\(["`]([^"`]+)["`]\)/gu,
					),
				].map(([, name = ""]) => name),
			])
			.flatMap((name) => /^(?:@[^/]+\/)?[^./][^/]*/u.exec(name)?.[0] ?? [])
			// A sentence of ours that names an import is none.
			.filter((name) => !isBuiltin(name) && !name.startsWith("${"));
		// The parser is looked for in the user's project.
		expect([...new Set([...imported, "@typescript-eslint/parser"])].sort()).toEqual(
			[...new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)])].sort(),
		);
	});

	test("runs by its own name in a folder with nothing but a template, and without the AWS SDK", () => {
		const { stdout, stderr } = installed;
		const report = JSON.parse(stdout) as { readonly findings: readonly { readonly rule: string }[] };
		expect(report.findings.map((finding) => finding.rule)).toEqual(["require-key-rotation"]);
		// Only who stores secrets installs it.
		expect(stderr).toContain(
			"kmslint: 'kmslint secrets store' needs the AWS SDK's client. Run: npm install --save-dev @aws-sdk/client-ssm\n",
		);
		expect(installed.codes).toEqual(["1", "2"]);
	});

	test.each(["9.38", "10"])("works under ESLint %s", (version) => {
		const project = projectWith(version);
		const { found, fixed, cached, language } = lint(project);
		expect(found.filter(({ messages }) => messages.length > 0)).toEqual([
			{ file: "template.yaml", messages: ["2:3 aws-kms/require-key-rotation"] },
		]);
		expect(found.some(({ file }) => file === "data.json")).toBe(false);
		expect([...fixed, ...cached].flatMap(({ messages }) => messages)).toEqual([]);
		expect(readFileSync(join(project, "template.yaml"), "utf8")).toBe(
			`${TEMPLATE.trimEnd()}\n      EnableKeyRotation: true\n`,
		);
		expect(language).toBe("aws-kms/template");
	});
});
