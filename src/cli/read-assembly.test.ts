import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import type { Folder } from "../testing/run-command.ts";
import { useFolders } from "../testing/use-folders.ts";

/** Assemblies made by hand: of older versions of CDK, of other machines, broken and hostile ones. */
const KEY = { Type: "AWS::KMS::Key", Properties: { KeyPolicy: {} } };
const TEMPLATE = JSON.stringify({ Resources: { Key961B73FD: KEY } }, null, 1);
const SOURCE =
	'import * as kms from "aws-cdk-lib/aws-kms";\n\nexport function make(scope: never): void {\n\tnew kms.Key(scope, "Key");\n}\n';

const folderOf = useFolders();

const stackOf = (metadata: unknown, more: object = {}): object => ({
	type: "aws:cloudformation:stack",
	properties: { templateFile: "S.template.json" },
	metadata,
	...more,
});
const manifestOf = (metadata: unknown, more: object = {}): string =>
	JSON.stringify({ version: "36.0.0", artifacts: { S: stackOf(metadata), ...more } });
const made = (...trace: readonly string[]): object => ({
	"/S/Key/Resource": [
		{ type: "aws:cdk:logicalId", data: "Key961B73FD" },
		{ type: "aws:cdk:creationStack", data: trace },
	],
});

interface Found {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly construct?: { readonly path: string };
}

async function lint(folder: Folder, ...argv: readonly string[]) {
	const { code, stdout, stderr } = await folder.run(["--format", "json", ...argv]);
	const { findings, errors, suppressed } = JSON.parse(stdout) as {
		readonly findings: readonly Found[];
		readonly errors: readonly {
			readonly file: string;
			readonly line: number;
			readonly column: number;
			readonly message: string;
		}[];
		readonly suppressed: readonly object[];
	};
	return {
		code,
		stderr,
		errors,
		suppressed,
		places: findings.map(({ file, line, column, construct }) =>
			`${file}:${String(line)}:${String(column)} ${construct?.path ?? ""}`.trimEnd(),
		),
	};
}

describe("an assembly without traces", () => {
	const old = { "/S/Key/Resource": [{ type: "aws:cdk:logicalId", data: "Key961B73FD" }] };

	test("is reported at the template, with the path, and says once how to get them", async () => {
		const said = await lint(
			folderOf({ "cdk.out/manifest.json": manifestOf(old), "cdk.out/S.template.json": TEMPLATE }),
			"cdk.out",
		);
		expect(said.places).toEqual(["cdk.out/S.template.json:3:3 S/Key/Resource"]);
		expect(said.stderr.split("\n")).toHaveLength(2);
		expect(said.stderr).toContain(
			"cdk.out does not record the source line of 1 finding. Synthesize with `NODE_OPTIONS=--stack-trace-limit=60 npx cdk synth` and aws-cdk-lib 2.251 or later; for an earlier one, set `CDK_DEBUG=1` too.",
		);
	});

	test("says so where the traces are too short", async () => {
		const said = await lint(
			folderOf({
				"cdk.out/manifest.json": manifestOf(
					made("...aws-cdk-lib...", "(no user code in 10 frames, use --stack-trace-limit to capture more)"),
				),
				"cdk.out/S.template.json": TEMPLATE,
			}),
			"cdk.out",
		);
		expect(said.stderr).toContain("of 1 finding, 1 of them because the stack traces were too short.");
	});

	test("has the path from the template or from the tree, where the metadata is missing", async () => {
		const template = JSON.stringify({
			Resources: { Key961B73FD: { ...KEY, Metadata: { "aws:cdk:path": "S/Key/Resource" } }, Other: KEY },
		});
		const tree = JSON.stringify({
			tree: {
				id: "App",
				path: "",
				children: {
					Other: {
						id: "Other",
						path: "S/Other",
						attributes: { "aws:cdk:cloudformation:logicalId": "Other" },
					},
				},
			},
		});
		const said = await lint(
			folderOf({
				"cdk.out/manifest.json": manifestOf(null, {
					Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
				}),
				"cdk.out/S.template.json": template,
				"cdk.out/tree.json": tree,
			}),
			"cdk.out",
		);
		expect(said.places.map((place) => place.split(" ")[1])).toEqual(["S/Key/Resource", "S/Other"]);
	});

	test("has the trace of 2.240 and before, made with CDK_DEBUG=1, in the manifest", async () => {
		const debug = {
			"/S/Key/Resource": [
				{
					type: "aws:cdk:logicalId",
					data: "Key961B73FD",
					trace: [
						"new Key2 (/x/node_modules/aws-cdk-lib/aws-kms/lib/key.js:1:11435)",
						"make (lib/make.ts:4:2)",
						"node:internal/main/run_main_module:28:49",
					],
				},
			],
		};
		const said = await lint(
			folderOf({
				"cdk.out/manifest.json": manifestOf(debug),
				"cdk.out/S.template.json": TEMPLATE,
				"lib/make.ts": SOURCE,
			}),
			"cdk.out",
		);
		expect(said.places).toEqual(["lib/make.ts:4:2 S/Key/Resource"]);
		expect(said.stderr).toBe("");
	});
});

describe("where a source lies", () => {
	const where = async (trace: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
		(
			await lint(
				folderOf({
					"cdk.out/manifest.json": manifestOf(made(trace)),
					"cdk.out/S.template.json": TEMPLATE,
					...files,
				}),
				"cdk.out",
			)
		).places;

	test.each([
		["an assembly of another machine", "make (/builds/42/app/lib/make.ts:4:2)", "lib/make.ts:4:2"],
		["an assembly of Windows", "make (C:\\Users\\me\\app\\lib\\make.ts:4:2)", "lib/make.ts:4:2"],
		[
			"a module's top, whose column CDK loses",
			"file:///builds/app/lib/make.ts:4: (file:///builds/app/lib/make.ts:4:1)",
			"lib/make.ts:4:2",
		],
		["a file that is not here", "make (/builds/42/app/src/other.ts:4:2)", "/builds/42/app/src/other.ts:4:2"],
		["a file of one name, which says too little", "make (/builds/42/make.ts:4:2)", "/builds/42/make.ts:4:2"],
	])("%s", async (_name, trace, place) => {
		expect(await where(trace, { "lib/make.ts": SOURCE, "make.ts": SOURCE })).toEqual([`${place} S/Key/Resource`]);
	});

	test.each([
		["/builds/a b/other.ts", "file:///builds/a%20b/other.ts"],
		["C:\\Users\\me\\other.ts", "file:///C:/Users/me/other.ts"],
	])("%s, which is not here, is an absolute place to SARIF", async (file, uri) => {
		const { stdout } = await folderOf({
			"cdk.out/manifest.json": manifestOf(made(`make (${file}:4:2)`)),
			"cdk.out/S.template.json": TEMPLATE,
		}).run(["cdk.out", "--format", "sarif"]);
		const { runs } = JSON.parse(stdout) as {
			readonly runs: readonly [
				{
					readonly results: readonly [
						{
							readonly locations: readonly [
								{ readonly physicalLocation: { readonly artifactLocation: object } },
							];
						},
					];
				},
			];
		};
		expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri });
	});

	test("a compiled file with its map beside it is the file that it was made of", async () => {
		// `new kms.Key` of line 3, column 1 was line 4, column 2.
		const map = JSON.stringify({ version: 3, sources: ["../lib/make.ts"], names: [], mappings: ";;AAGC" });
		expect(
			await where("make (build/make.js:3:1)", {
				"build/make.js": "\n\nnew kms.Key();\n//# sourceMappingURL=make.js.map\n",
				"build/make.js.map": map,
				"lib/make.ts": SOURCE,
			}),
		).toEqual(["lib/make.ts:4:2 S/Key/Resource"]);
	});

	test.each([
		["no map", {}],
		["a broken map", { "build/make.js.map": "{" }],
		["a map that is none", { "build/make.js.map": '{ "mappings": 5 }' }],
		[
			"a map to a file that is not here",
			{
				"build/make.js.map": JSON.stringify({
					version: 3,
					sources: ["../lib/gone.ts"],
					names: [],
					mappings: ";;AAGC",
				}),
			},
		],
		[
			"a map that leads out of the project",
			{
				"build/make.js.map": JSON.stringify({
					version: 3,
					sources: ["../../../../../../etc/hosts"],
					names: [],
					mappings: ";;AAGC",
				}),
			},
		],
	])("a compiled file with %s is itself", async (_name, files) => {
		expect(
			await where("make (build/make.js:3:1)", {
				"build/make.js": "\n\nnew kms.Key();\n//# sourceMappingURL=make.js.map\n",
				...files,
			}),
		).toEqual(["build/make.js:3:1 S/Key/Resource"]);
	});
});

describe("a hostile assembly", () => {
	test("shows no line of a file that is no source, or lies elsewhere, or that a link leads to", async () => {
		const outside = folderOf({ "secret.ts": 'const hidden = "not for you";\n' });
		for (const trace of [
			join(outside.path, "secret.ts"),
			"../secret.ts",
			".env",
			"link.ts",
			join(outside.path, "missing.ts"),
		]) {
			const folder = folderOf({
				"cdk.out/manifest.json": manifestOf(made(`make (${trace}:1:1)`)),
				"cdk.out/S.template.json": TEMPLATE,
				".env": "HIDDEN=not for you\n",
			});
			symlinkSync(join(outside.path, "secret.ts"), join(folder.path, "link.ts"));
			const { stdout } = await folder.run(["cdk.out"]);
			expect(stdout).toContain("require-key-rotation");
			expect(stdout).not.toContain("not for you");
		}
	});

	test("reads no template outside of it, and says so", async () => {
		const said = await lint(
			folderOf({
				"cdk.out/manifest.json": manifestOf(null, {
					T: { type: "aws:cloudformation:stack", properties: { templateFile: "../../T.template.json" } },
					P: { type: "cdk:cloud-assembly", properties: { directoryName: ".." } },
					L: { type: "cdk:cloud-assembly", properties: { directoryName: "." } },
				}),
				"cdk.out/S.template.json": TEMPLATE,
			}),
			"cdk.out",
		);
		expect(said.errors.map(({ message }) => message).sort()).toEqual([
			"The assembly '.' is outside this one, so it is not read.",
			"The assembly '..' is outside this one, so it is not read.",
			"The template '../../T.template.json' is outside the assembly, so it is not read.",
		]);
		expect(said.places).toHaveLength(1);
	});

	test("masks a secret of the template on the line of the source, however it is written there", async () => {
		const secret = fakeSecret("password");
		const template = JSON.stringify({
			Resources: {
				Key961B73FD: {
					Type: "AWS::SSM::Parameter",
					Properties: { Type: "String", Name: "/db/password", Value: secret },
				},
			},
		});
		const folder = folderOf({
			"cdk.out/manifest.json": manifestOf(made("make (lib/make.ts:1:1)")),
			"cdk.out/S.template.json": template,
			"lib/make.ts": `put(scope, "x", ["${secret}"]);\n`,
		});
		const { stdout } = await folder.run(["cdk.out"]);
		expect(stdout).toContain('put(scope, "x", ["****"]);');
		expect(stdout).not.toContain(secret);
	});
});

describe("a broken assembly", () => {
	test.each([
		["and CDK's mark", { "cdk.out/cdk.out": '{"version":"36.0.0"}' }],
		["and nothing but its name", {}],
	])("with a broken manifest %s: an error at its place, and the templates are read", async (_, mark) => {
		const said = await lint(
			folderOf({
				"cdk.out/manifest.json": '{\n  "version": "36.0.0",\n  "artifacts": {,\n}',
				"cdk.out/S.template.json": TEMPLATE,
				...mark,
			}),
			"cdk.out",
		);
		expect(said.code).toBe(2);
		expect(said.errors[0]).toMatchObject({ file: "cdk.out/manifest.json", line: 3 });
		expect(said.places).toEqual(["cdk.out/S.template.json:3:3"]);
	});

	test("with broken or missing metadata of one stack: an error, and the other stack is told", async () => {
		const folder = folderOf({
			"cdk.out/manifest.json": JSON.stringify({
				version: "55.0.0",
				artifacts: {
					S: stackOf(undefined, { additionalMetadataFile: "S.metadata.json" }),
					T: { ...stackOf(made("make (lib/make.ts:4:2)")), properties: { templateFile: "T.template.json" } },
					U: {
						...stackOf(undefined, { additionalMetadataFile: "U.metadata.json" }),
						properties: { templateFile: "U.template.json" },
					},
				},
			}),
			"cdk.out/S.metadata.json": '{\n "/S/Key": [ }\n',
			"cdk.out/S.template.json": TEMPLATE,
			"cdk.out/T.template.json": TEMPLATE,
			"lib/make.ts": SOURCE,
		});
		const said = await lint(folder, "cdk.out");
		expect(said.code).toBe(2);
		expect(said.errors).toMatchObject([
			{ file: "cdk.out/S.metadata.json", line: 2 },
			{ file: "cdk.out/U.metadata.json", line: 1 },
			{ file: "cdk.out/U.template.json", line: 1 },
		]);
		expect(said.places).toEqual(["cdk.out/S.template.json:3:3", "lib/make.ts:4:2 S/Key/Resource"]);
	});

	test("with a broken template: an error at its place", async () => {
		const said = await lint(
			folderOf({
				"cdk.out/manifest.json": manifestOf(null),
				"cdk.out/S.template.json": '{\n "Resources": {\n  "Key": { "Type": "AWS::KMS::Key", }}\n',
			}),
			"cdk.out",
		);
		expect(said.code).toBe(2);
		expect(said.errors.map(({ file }) => file)).toContain("cdk.out/S.template.json");
	});
});

describe("finding assemblies", () => {
	const files = {
		"cdk.out/manifest.json": manifestOf(made("make (lib/make.ts:4:2)")),
		"cdk.out/S.template.json": TEMPLATE,
		"cdk.out/Gone.template.json": TEMPLATE,
		"cdk.out/asset.0a1b/index.js": "exports.handler = 1;\n",
		"cdk.out/asset.0a1b/template.yaml": "Resources:\n  Key:\n    Type: AWS::KMS::Key\n",
		"lib/make.ts": SOURCE,
	};

	test("is by what lies in a folder, whatever it is called, and reads it as one", async () => {
		const renamed = Object.fromEntries(
			Object.entries(files).map(([name, text]) => [name.replace("cdk.out/", "out/synth/"), text]),
		);
		// `Gone` was left by an earlier synthesis; the folder of an asset is bundled code.
		expect((await lint(folderOf(renamed))).places.filter((place) => place.includes("S/Key"))).toEqual([
			"lib/make.ts:4:2 S/Key/Resource",
		]);
		expect((await lint(folderOf(renamed))).places.filter((place) => place.startsWith("out/"))).toEqual([]);
	});

	test("leaves one that is git-ignored alone, unless it is named", async () => {
		const folder = folderOf({ ...files, ".gitignore": "cdk.out\n", ".git/HEAD": "ref: refs/heads/main\n" });
		expect((await lint(folder)).places.filter((place) => place.includes("S/Key"))).toEqual([]);
		expect((await lint(folder, "cdk.out")).places).toEqual(["lib/make.ts:4:2 S/Key/Resource"]);
	});

	test("takes a web app's manifest for no assembly", async () => {
		const said = await lint(
			folderOf({
				"web/manifest.json": '{ "name": "App", "version": "1.0", "icons": [] }',
				"web/template.json": TEMPLATE,
			}),
		);
		expect(said.places).toEqual(["web/template.json:3:3"]);
	});

	test("reads a template that is named, also one that an earlier synthesis left", async () => {
		expect((await lint(folderOf(files), "cdk.out/S.template.json")).places).toEqual([
			"lib/make.ts:4:2 S/Key/Resource",
		]);
		expect((await lint(folderOf(files), "cdk.out/Gone.template.json")).places).toEqual([
			"cdk.out/Gone.template.json:3:3",
		]);
	});
});

test("what only deploy time knows is listed at the line of the source", async () => {
	const template = JSON.stringify({
		Parameters: { Rotate: { Type: "String" } },
		Resources: { Key961B73FD: { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: { Ref: "Rotate" } } } },
	});
	const { stdout } = await folderOf({
		"cdk.out/manifest.json": manifestOf(made("make (lib/make.ts:4:2)")),
		"cdk.out/S.template.json": template,
		"lib/make.ts": SOURCE,
	}).run(["cdk.out", "--show-unknown", "--format", "json"]);
	expect((JSON.parse(stdout) as { readonly unknown: readonly object[] }).unknown).toMatchObject([
		{ rule: "require-key-rotation", file: "lib/make.ts", line: 4, column: 2 },
	]);
});

describe("an acknowledgement", () => {
	const acknowledged = (reason: string, path = "/S/Key", id = "aws-kms::require-key-rotation") => ({
		...made("make (lib/make.ts:4:2)"),
		[path]: [
			{ type: "aws:cdk:acknowledged-rules", data: { [id]: reason }, trace: ["    at make (lib/make.ts:5:1)"] },
		],
	});
	const said = (metadata: object) =>
		lint(
			folderOf({
				"cdk.out/manifest.json": manifestOf(metadata),
				"cdk.out/S.template.json": TEMPLATE,
				"lib/make.ts": SOURCE,
			}),
			"cdk.out",
		);

	test.each([
		["of the construct", acknowledged("By hand")],
		["of what it lies in", acknowledged("By hand", "/S")],
		["of the whole app", acknowledged("By hand", "/")],
		["until a day to come", acknowledged("By hand until: 2999-12-31")],
	])("%s counts", async (_name, metadata) => {
		const { places, suppressed, code } = await said(metadata);
		expect({ places, code, suppressed: suppressed.length }).toEqual({ places: [], code: 0, suppressed: 1 });
	});

	test.each([
		["of a neighbour whose name begins like this one", acknowledged("By hand", "/S/Ke")],
		["of another plugin", acknowledged("By hand", "/S", "cdk-nag::require-key-rotation")],
		["of another rule", acknowledged("By hand", "/S", "aws-kms::require-volume-encryption")],
	])("%s does not", async (_name, metadata) => {
		expect((await said(metadata)).places).toEqual(["lib/make.ts:4:2 S/Key/Resource"]);
	});

	test.each([
		["without a reason", acknowledged(" ")],
		["until a day that is past", acknowledged("By hand until: 2020-01-31")],
		["until a day that is none", acknowledged("By hand until: soon")],
		["without the namespace", acknowledged("By hand", "/S/Key", "Annotation::require-key-rotation")],
		[
			"with ESLint's name of the rule",
			acknowledged("By hand", "/S/Key", "Annotation::aws-kms/require-key-rotation"),
		],
	])("%s does not, and is a finding itself", async (_name, metadata) => {
		expect((await said(metadata)).places).toEqual(["lib/make.ts:4:2 S/Key/Resource", "lib/make.ts:5:1 S/Key"]);
	});
});
