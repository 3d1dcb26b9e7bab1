import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { assignConstructs } from "./assign-constructs.ts";
import { readNestedTemplates, readPublishedTemplates } from "./read-assets.ts";
import { readConstructs, readReportedAcknowledgements } from "./read-constructs.ts";
import { readTrace } from "./read-frames.ts";
import { entryAt, offsetOf, readJson } from "./read-json.ts";
import { isManifest, readManifest } from "./read-manifest.ts";
import { readTree } from "./read-tree.ts";
import { spellInCdk } from "./spell-in-cdk.ts";

describe("a frame of a trace", () => {
	test.each([
		[
			"new ShopStack (/app/lib/shop-stack.ts:21:18)",
			{ name: "new ShopStack", file: "/app/lib/shop-stack.ts", line: 21, column: 18 },
		],
		[
			"    at Worker.make [as run] (/app/lib/worker.ts:6:3)",
			{ name: "Worker.make [as run]", file: "/app/lib/worker.ts", line: 6, column: 3 },
		],
		["/app/lib/a.js:3:115", { name: "", file: "/app/lib/a.js", line: 3, column: 115 }],
		[
			"async main (file:///app/my%20app/bin/app.mjs:7:1)",
			{ name: "main", file: "/app/my app/bin/app.mjs", line: 7, column: 1 },
		],
		[
			"new S (C:\\Users\\me\\app\\lib\\s.ts:9:5)",
			{ name: "new S", file: "C:/Users/me/app/lib/s.ts", line: 9, column: 5 },
		],
		["C:\\app\\bin\\app.ts:5:1", { name: "", file: "C:/app/bin/app.ts", line: 5, column: 1 }],
		["new S (file:///C:/app/lib/s.ts:9:5)", { name: "new S", file: "C:/app/lib/s.ts", line: 9, column: 5 }],
		[
			"new S (/app/lib/odd (copy)/s.ts:9:5)",
			{ name: "new S", file: "/app/lib/odd (copy)/s.ts", line: 9, column: 5 },
		],
		["__init__ (/app/stack.py:12)", { name: "__init__", file: "/app/stack.py", line: 12, column: null }],
		// As CDK writes the top of a module, without the end of its column.
		[
			"file:///app/bin/app.mjs:5: (file:///app/bin/app.mjs:5:1)",
			{ name: "", file: "/app/bin/app.mjs", line: 5, column: null },
		],
		["file:///app/bin/app.mjs:6 (:)", { name: "", file: "/app/bin/app.mjs", line: 6, column: null }],
		[
			"    at file:///app/app.mjs:10: (file:///app/app.mjs:10:2)",
			{ name: "", file: "/app/app.mjs", line: 10, column: null },
		],
	])("%s is read", (text, frame) => {
		expect(readTrace([text])).toEqual({ frames: [frame], truncated: false });
	});

	test.each([
		"...new Function2 in aws-cdk-lib...",
		"(no user code in 10 frames, use --stack-trace-limit to capture more)",
		"Array.forEach (:)",
		"Array.map (<anonymous>)",
		"Promise.all (index 0)",
		"new Key2 (/app/node_modules/aws-cdk-lib/aws-kms/lib/key.js:1:11435)",
		"new Key2 (C:\\app\\node_modules\\aws-cdk-lib\\aws-kms\\lib\\key.js:1:11435)",
		"Module._compile (node:internal/modules/cjs/loader:1521:14)",
		"Module._compile (internal/modules/cjs/loader.js:999:30)",
		"Kernel._create (/tmp/jsii-kernel-x/kernel.js:1:2)",
		"eval (eval at run (/app/a.js:1:1), <anonymous>:1:1)",
		"new X (native)",
		"",
		"no frame at all",
	])("%s is nobody's own code", (text) => {
		expect(readTrace([text])).toEqual({ frames: [], truncated: true });
	});

	test("anything else is no trace", () => {
		for (const trace of [undefined, null, 5, {}, "x"]) {
			expect(readTrace(trace)).toEqual({ frames: [], truncated: false });
		}
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						fc.string(),
						fc.string().map((text) => `${text} (${text}:1:2)`),
						fc.anything(),
					),
				),
				(trace) => {
					for (const { file, line } of readTrace(trace).frames) {
						expect(file).not.toBe("");
						expect(line).toBeGreaterThan(0);
					}
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe("a manifest", () => {
	const stack = { type: "aws:cloudformation:stack", properties: { templateFile: "S.template.json" } };

	test.each([
		[{ version: "55.0.0", artifacts: { S: stack } }, true],
		[{ version: "55.0.0", artifacts: { Tree: { type: "cdk:tree" } } }, true],
		[{ name: "A web app", version: "1", manifest_version: 3 }, false],
		[{ version: "1", artifacts: {} }, false],
		[{ version: "1", artifacts: { zip: { type: "application/zip" } } }, false],
		[{ version: 1, artifacts: { S: stack } }, false],
		[[], false],
		[null, false],
	])("%j is one: %s", (value, is) => {
		expect(isManifest(value)).toBe(is);
	});

	test("an artifact that cannot be understood is a problem at its place, and the others are read", () => {
		const text =
			'{ "version": "36.0.0",\n "artifacts": {\n  "Bad": { "type": "aws:cloudformation:stack" },\n  "Good": { "type": "aws:cloudformation:stack", "properties": { "templateFile": "Good.template.json" }, "metadata": { "/Good": [] } }\n } }';
		const reading = readManifest(text);
		expect(reading).toMatchObject({
			ok: true,
			manifest: {
				stacks: [
					{ id: "Good", templateFile: "Good.template.json", metadata: { "/Good": [] }, metadataFile: null },
				],
			},
		});
		expect(reading.ok ? reading.manifest.problems : []).toEqual([
			{ message: "Artifact 'Bad' names no template file, so it is not read.", offset: text.indexOf('"Bad"') },
		]);
	});

	test.each([
		['{ "version": "1", "artifacts": { "S": }', 39],
		["", 0],
		['{ "artifacts": [] }', 2],
		['"text"', 0],
	])("%s is refused at %i", (text, offset) => {
		expect(readManifest(text)).toMatchObject({ ok: false, problem: { offset } });
	});
});

describe("JSON", () => {
	test("is refused where YAML is more patient, at the place", () => {
		expect(readJson('{ "a": 1, }')).toMatchObject({ ok: false, problem: { offset: expect.any(Number) as number } });
		expect(readJson("{ 'a': 1 }")).toMatchObject({ ok: false });
	});

	test("tells where a key stands, or the last one on the way to it", () => {
		const text = '{ "a": { "b": { "c": 1 } } }';
		expect(offsetOf(text, ["a", "b", "c"])).toBe(text.indexOf('"c"'));
		expect(offsetOf(text, ["a", "x"])).toBe(text.indexOf('"a"'));
	});

	test("tells the entry of a template at an offset", () => {
		const text = '{ "Parameters": { "P": { "Type": "String" } }, "Resources": { "R": { "Type": "A::B" } } }';
		expect(entryAt(text, text.indexOf("String"))).toEqual({ section: "Parameters", id: "P" });
		expect(entryAt(text, text.indexOf('"Resources"'))).toBeNull();
	});
});

describe("the metadata of a stack", () => {
	test("of 2.200 with CDK_DEBUG=1 has the trace beside the logical id", () => {
		const { constructs } = readConstructs({
			"/S/Key/Resource": [
				{
					type: "aws:cdk:logicalId",
					data: "Key961B73FD",
					trace: [
						"new Key2 (/app/node_modules/aws-cdk-lib/aws-kms/lib/key.js:1:11435)",
						"new S (/app/lib/a.ts:3:59)",
						"node:internal/main/run_main_module:28:49",
					],
				},
			],
		});
		expect(constructs).toMatchObject([
			{
				path: "S/Key/Resource",
				logicalId: "Key961B73FD",
				trace: { frames: [{ file: "/app/lib/a.ts", line: 3, column: 59 }], truncated: false },
			},
		]);
	});

	test("of 2.200 without it has none, and one of 2.276 may be cut short", () => {
		expect(readConstructs({ "/S/Key": [{ type: "aws:cdk:logicalId", data: "Key" }] }).constructs).toMatchObject([
			{ trace: { frames: [], truncated: false } },
		]);
		expect(
			readConstructs({
				"/S/Key": [
					{ type: "aws:cdk:logicalId", data: "Key" },
					{
						type: "aws:cdk:creationStack",
						data: [
							"...aws-cdk-lib...",
							"(no user code in 10 frames, use --stack-trace-limit to capture more)",
						],
					},
				],
			}).constructs,
		).toMatchObject([{ trace: { frames: [], truncated: true } }]);
	});

	test("tells what is acknowledged, CDK's helpers and later assignments", () => {
		const reading = readConstructs({
			"/S": [{ type: "aws:cdk:acknowledged-rules", data: { "aws-kms::a": "why", other: 5 } }],
			"/S/Handler": [{ type: "aws:cdk:is-custom-resource-handler-singleton", data: true }],
			"/S/F": [
				{
					type: "aws:cdk:propertyAssignment",
					data: { propertyName: "Environment", stackTrace: ["new S (/app/a.ts:4:5)"] },
				},
			],
		});
		expect(reading.acknowledgements.map(({ path, id, reason }) => [path, id, reason])).toEqual([
			["S", "aws-kms::a", "why"],
			["S", "other", ""],
		]);
		expect(
			reading.constructs.map(({ path, handler, assignments }) => [
				path,
				handler,
				assignments.map(({ property }) => property),
			]),
		).toEqual([
			["S", false, []],
			["S/Handler", true, []],
			["S/F", false, ["Environment"]],
		]);
	});

	test("never throws", () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				readConstructs(value);
				readReportedAcknowledgements(value);
				readTree(value);
				readPublishedTemplates(value);
				readNestedTemplates(value);
				isManifest(value);
			}),
			{ numRuns: 300 },
		);
	});
});

describe("the constructs of nested stacks", () => {
	const of = (path: string, logicalId: string | null, templateFile: string | null = null) => ({
		path,
		logicalId,
		trace: { frames: [], truncated: false },
		assignments: [],
		templateFile,
		handler: false,
	});
	const assigned = (
		constructs: Parameters<typeof assignConstructs>[1],
		...templates: readonly (readonly [string, ...string[]])[]
	) =>
		Object.fromEntries(
			[
				...assignConstructs(
					"S.template.json",
					constructs,
					templates.map(([file, ...ids]) => ({ file, ids: new Set(ids) })),
				),
			].map(([file, byId]) => [file, [...byId.values()].map(({ path }) => path)]),
		);

	test("go where CDK says", () => {
		expect(
			assigned(
				[
					of("S/N", null, "X.nested.template.json"),
					of("S/N.NestedStack/N.NestedStackResource", "NR"),
					of("S/N/Key", "Key"),
					of("S/Key", "Key"),
				],
				["S.template.json", "NR", "Key"],
				["X.nested.template.json", "Key"],
			),
		).toEqual({
			"S.template.json": ["S/N.NestedStack/N.NestedStackResource", "S/Key"],
			"X.nested.template.json": ["S/N/Key"],
		});
	});

	test("go by CDK's names of the files, where it does not say: two stacks of one class have the same ids", () => {
		const two = ["A", "B"].flatMap((id) => [
			of(`S/${id}.NestedStack/${id}.NestedStackResource`, `${id}R`),
			of(`S/${id}/Key`, "Key"),
		]);
		expect(
			assigned(
				two,
				["S.template.json", "AR", "BR"],
				["SB1234ABCD.nested.template.json", "Key"],
				["SA1234ABCD.nested.template.json", "Key"],
			),
		).toMatchObject({
			"SA1234ABCD.nested.template.json": ["S/A/Key"],
			"SB1234ABCD.nested.template.json": ["S/B/Key"],
		});
	});

	test("go by their ids, where the names are others, and nowhere, where nothing fits", () => {
		const nested = [
			of("S/N.NestedStack/N.NestedStackResource", "NR"),
			of("S/N/Key", "Key"),
			of("S/N/M.NestedStack/M.NestedStackResource", "MR"),
			of("S/N/M/Queue", "Queue"),
		];
		expect(
			assigned(
				nested,
				["S.template.json", "NR"],
				["inner.template.json", "Queue"],
				["outer.template.json", "Key", "MR"],
			),
		).toEqual({
			"S.template.json": ["S/N.NestedStack/N.NestedStackResource"],
			"outer.template.json": ["S/N/Key", "S/N/M.NestedStack/M.NestedStackResource"],
			"inner.template.json": ["S/N/M/Queue"],
		});
		expect(
			assigned(
				[of("S/N.NestedStack/N.NestedStackResource", "NR"), of("S/N/Key", "Key")],
				["other.template.json", "Queue"],
			),
		).toEqual({ "S.template.json": ["S/N.NestedStack/N.NestedStackResource"] });
	});
});

test("a tree gives the paths of logical ids, however deep", () => {
	const leaf = (path: string) => ({ id: "x", path, attributes: { "aws:cdk:cloudformation:logicalId": "Key" } });
	expect(
		readTree({
			tree: {
				id: "App",
				path: "",
				children: {
					A: leaf("A/Key"),
					B: {
						id: "B",
						path: "B",
						constructInfo: { fqn: "aws-cdk-lib.Stack" },
						children: { Key: leaf("B/Key") },
					},
				},
			},
		}),
	).toEqual({ paths: new Map([["Key", ["B/Key", "A/Key"]]]), classes: new Map([["B", "aws-cdk-lib.Stack"]]) });
	let deep: object = leaf("deep");
	for (let depth = 0; depth < 5000; depth += 1) {
		deep = { id: "x", path: "x", children: { x: deep } };
	}
	expect(readTree({ tree: deep })).toEqual({ paths: new Map(), classes: new Map() });
});

describe("the spelling of a property in CDK", () => {
	const classes = new Map([
		["S", "aws-cdk-lib.Stack"],
		["S/Mine", "constructs.Construct"],
		["S/Mine/Fn", "aws-cdk-lib.aws_lambda.Function"],
		["S/Key", "aws-cdk-lib.aws_kms.Key"],
		["S/Volume", "aws-cdk-lib.aws_ec2.Volume"],
		["S/Queue", "aws-cdk-lib.aws_sqs.Queue"],
		["S/Raw", "aws-cdk-lib.aws_kms.CfnKey"],
		["S/RawFn", "aws-cdk-lib.aws_lambda.CfnFunction"],
		["S/Pipeline", "aws-cdk-lib.aws_codepipeline.Pipeline"],
		["S/Pipeline/ArtifactsBucketEncryptionKey", "aws-cdk-lib.aws_kms.Key"],
		["S/Pipeline/ArtifactsBucket", "aws-cdk-lib.aws_s3.Bucket"],
		["S/Other", "some-library.Thing"],
		["S/Other/Key", "aws-cdk-lib.aws_kms.Key"],
	]);

	test.each([
		["S/Mine/Fn/Resource", "KmsKeyArn", { name: "environmentEncryption", of: "aws_lambda.Function" }],
		[
			"S/Mine/Fn/Resource",
			"Environment.Variables.DB_PASSWORD",
			{ name: "environment.DB_PASSWORD", of: "aws_lambda.Function" },
		],
		["S/Key/Resource", "EnableKeyRotation", { name: "enableKeyRotation", of: "aws_kms.Key" }],
		["S/Volume/Resource", "Encrypted", { name: "encrypted", of: "aws_ec2.Volume" }],
		["S/Queue/Resource", "KmsMasterKeyId", { name: "encryptionMasterKey", of: "aws_sqs.Queue" }],
		["S/Raw", "EnableKeyRotation", { name: "enableKeyRotation", of: "aws_kms.CfnKey" }],
		[
			"S/RawFn",
			"Environment.Variables.DB_PASSWORD",
			{ name: "environment.variables.DB_PASSWORD", of: "aws_lambda.CfnFunction" },
		],
		[
			"S/Pipeline/ArtifactsBucketEncryptionKey/Resource",
			"EnableKeyRotation",
			{ name: "enableKeyRotation", of: "aws_codepipeline.Pipeline" },
		],
		[
			"S/Pipeline/ArtifactsBucket/Resource",
			"BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled",
			{ name: "artifactBucket", of: "aws_codepipeline.Pipeline" },
		],
		["S/Pipeline/ArtifactsBucket/Resource", "Tags", null],
		["S/Other/Key/Resource", "EnableKeyRotation", null],
		["S/Key/Resource", "Unheard.Of", null],
		["S/Gone/Resource", "EnableKeyRotation", null],
	])("%s, %s", (path, property, spelt) => {
		expect(spellInCdk(classes, path, property)).toEqual(spelt);
	});
});
