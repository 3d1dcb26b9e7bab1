import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runsAsModule } from "../rule/offers/runs-as-module.ts";
import { moduleOf } from "../testing/read-module.ts";
import type { Folder } from "../testing/run-command.ts";
import { useFolders } from "../testing/use-folders.ts";
import { readAssembly } from "./read-assembly.ts";
import { renderWords } from "../text/wording.ts";

const TEMPLATE = JSON.stringify({ Resources: { Key: { Type: "AWS::KMS::Key", Properties: {} } } });
const stack = (templateFile: string): object => ({
	type: "aws:cloudformation:stack",
	environment: "aws://unknown-account/unknown-region",
	properties: { templateFile },
});
const nested = (directoryName: string): object => ({ type: "cdk:cloud-assembly", properties: { directoryName } });
const manifest = (artifacts: Readonly<Record<string, object>>): string =>
	JSON.stringify({ version: "48.0.0", artifacts });

const folderOf = useFolders();

/** The names of the templates that are read, and the sentences about what is not. */
const read = (folder: Folder): { readonly templates: readonly string[]; readonly errors: readonly string[] } => {
	const { templates, errors } = readAssembly(join(folder.path, "cdk.out"));
	return {
		templates: templates.map(({ path }) => path.slice(folder.path.length + 1)),
		errors: errors.map(({ message }) => renderWords(message)),
	};
};
const LINK = "It is a symbolic link to a file outside the assembly, so it is not read.";

describe.skipIf(process.platform === "win32")("a link in an assembly", () => {
	test("is not followed out of it: a template, a folder on the way, a manifest, a nested assembly", () => {
		const outside = folderOf({
			"a.template.json": TEMPLATE,
			"manifest.json": manifest({ A: stack("a.template.json") }),
		});
		const folder = folderOf({
			"cdk.out/manifest.json": manifest({
				A: stack("a.template.json"),
				B: stack("sub/a.template.json"),
				C: nested("other"),
				D: nested("own"),
			}),
			"cdk.out/own/x": "",
		});
		symlinkSync(join(outside.path, "a.template.json"), join(folder.path, "cdk.out", "a.template.json"));
		symlinkSync(outside.path, join(folder.path, "cdk.out", "sub"));
		symlinkSync(outside.path, join(folder.path, "cdk.out", "other"));
		symlinkSync(join(outside.path, "manifest.json"), join(folder.path, "cdk.out", "own", "manifest.json"));
		const { templates, errors } = read(folder);
		expect(templates).toEqual([]);
		expect(errors.filter((message) => message === LINK).length).toBe(3);
		expect(errors).toContain("The assembly 'other' is outside this one, so it is not read.");
	});

	test("whose manifest is one is no assembly", async () => {
		const outside = folderOf({ "manifest.json": manifest({ A: stack("a.template.json") }) });
		const folder = folderOf({ "cdk.out/a.template.json": TEMPLATE });
		symlinkSync(join(outside.path, "manifest.json"), join(folder.path, "cdk.out", "manifest.json"));
		const said = await folder.run(["--format", "json"]);
		expect(said.stdout).not.toContain(outside.path);
		expect((JSON.parse(said.stdout) as { readonly summary: { readonly findings: number } }).summary.findings).toBe(
			1,
		);
	});

	test("is followed inside it, and in a circle once", () => {
		const folder = folderOf({
			"cdk.out/manifest.json": manifest({ A: stack("link.template.json"), B: nested("b"), C: nested("c") }),
			"cdk.out/a.template.json": TEMPLATE,
		});
		symlinkSync("a.template.json", join(folder.path, "cdk.out", "link.template.json"));
		symlinkSync(".", join(folder.path, "cdk.out", "b"));
		symlinkSync(".", join(folder.path, "cdk.out", "c"));
		expect(read(folder)).toEqual({ templates: ["cdk.out/link.template.json"], errors: [] });
	});

	test("is resolved where the assembly itself is reached through one", () => {
		const folder = folderOf({
			"real/manifest.json": manifest({ A: stack("a.template.json") }),
			"real/a.template.json": TEMPLATE,
		});
		symlinkSync("real", join(folder.path, "cdk.out"));
		expect(read(folder).templates).toEqual(["cdk.out/a.template.json"]);
	});

	test.each(["../../a.template.json", "/etc/passwd", "x/../../a.template.json"])(
		"is not needed to lead out: '%s' is refused",
		(name) => {
			const folder = folderOf({
				"a.template.json": TEMPLATE,
				"cdk.out/manifest.json": manifest({ A: stack(name) }),
			});
			expect(read(folder).templates).toEqual([]);
		},
	);
});

describe("package.json", () => {
	const asked = (folder: Folder, cwd = ""): boolean =>
		runsAsModule({
			...moduleOf("export const a = 1;\n", "index.js"),
			filename: join(folder.path, "repo", "a", "index.js"),
			cwd: join(folder.path, cwd),
		});

	test("counts up to the root of the repository, and above it none does", () => {
		const folder = folderOf({ "package.json": '{ "type": "module" }', "repo/a/index.js": "" });
		mkdirSync(join(folder.path, "repo", ".git"));
		expect(asked(folder)).toBe(false);
		folder.write("repo/package.json", '{ "type": "module" }');
		expect(asked(folder)).toBe(true);
	});

	test("counts up to the working directory where there is no repository", () => {
		const folder = folderOf({ "package.json": '{ "type": "module" }', "repo/a/index.js": "" });
		expect(asked(folder)).toBe(true);
		expect(asked(folder, "repo")).toBe(false);
	});
});
