import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readApplication } from "./read-application.ts";
import { removeFolder } from "../testing/remove-folder.ts";

// Applications whose answers are known because they are generated: whatever dialect, layout and kind of import, each
// function is linked to its own handler, and has the variables that it sets and that its modules read.

const NAMES = ["TABLE", "QUEUE", "BUCKET", "HOST", "TOKEN"] as const;

interface GeneratedFunction {
	readonly folder: string;
	readonly file: string;
	readonly extension: "mjs" | "ts" | "js";
	readonly exported: string;
	readonly set: readonly string[];
	/** The variables that the handler reads, and those that each module of a chain reads that it imports. */
	readonly reads: readonly (readonly string[])[];
}

const some = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 });

const generatedFunction: fc.Arbitrary<GeneratedFunction> = fc.record({
	folder: fc.constantFrom("src", "services/orders", "lambda/a/b"),
	file: fc.constantFrom("index", "app", "get-order", "a/deep"),
	extension: fc.constantFrom("mjs", "ts", "js"),
	exported: fc.constantFrom("handler", "main", "get"),
	set: some,
	reads: fc.array(some, { minLength: 1, maxLength: 3 }),
});

const application = fc.record({
	dialect: fc.constantFrom("sam", "json", "cdk", "entry", "terraform"),
	functions: fc.array(generatedFunction, { minLength: 1, maxLength: 3 }),
});

/** The modules of a function: the handler first. Each imports the next, and reads variables. */
function modulesOf({ folder, file, extension, exported, reads }: GeneratedFunction, index: number) {
	const isCommon = extension === "js";
	const pathOf = (at: number): string =>
		at === 0
			? `f${String(index)}/${folder}/${file}.${extension}`
			: `f${String(index)}/lib/m${String(at)}.${extension}`;
	return reads.map((names, at) => {
		const depth = pathOf(at).split("/").length - 1;
		const next = `${at === 0 ? "../".repeat(depth - 1) : "./"}${at === 0 ? "lib/" : ""}m${String(at + 1)}`;
		const specifier = isCommon ? next : `${next}.${extension === "ts" ? "js" : extension}`;
		const loads =
			at + 1 < reads.length
				? isCommon
					? `const next = require("${specifier}");\n`
					: `import { next } from "${specifier}";\n`
				: "const next = 1;\n";
		const body = `() => [next, ${names.map((name) => `process.env.${name}`).join(", ")}]`;
		const name = at === 0 ? exported : "next";
		// A module exports what the one before imports: `next` of the next one under another name here.
		return {
			path: pathOf(at),
			text: isCommon
				? `${loads}exports.${name} = ${body};\n`
				: `${loads.replace("{ next }", "{ next as other }").replace("const next", "const other")}${at === 0 ? `export const ${name} = ${body.replace("next", "other")};` : `export const next = ${body.replace("next", "other")};`}\n`,
		};
	});
}

function stackOf(
	dialect: string,
	functions: readonly GeneratedFunction[],
): { readonly path: string; readonly text: string } {
	const handlerOf = ({ file, exported }: GeneratedFunction): string => `${file}.${exported}`;
	const folderOf = ({ folder }: GeneratedFunction, index: number): string => `f${String(index)}/${folder}`;
	switch (dialect) {
		case "sam":
			return {
				path: "template.yaml",
				text: `Transform: AWS::Serverless-2016-10-31\nResources:\n${functions
					.map(
						(fn, index) =>
							`  F${String(index)}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: ${folderOf(fn, index)}/\n      Handler: ${handlerOf(fn)}\n      Environment: { Variables: { ${fn.set.map((name) => `${name}: x`).join(", ")} } }\n`,
					)
					.join("")}`,
			};
		case "json":
			return {
				path: "infra/stack.json",
				text: JSON.stringify({
					AWSTemplateFormatVersion: "2010-09-09",
					Resources: Object.fromEntries(
						functions.map((fn, index) => [
							`F${String(index)}`,
							{
								Type: "AWS::Lambda::Function",
								Properties: {
									Code: `../${folderOf(fn, index)}`,
									Handler: handlerOf(fn),
									Environment: { Variables: Object.fromEntries(fn.set.map((name) => [name, "x"])) },
								},
							},
						]),
					),
				}),
			};
		case "terraform":
			return {
				path: "infra/main.tf",
				text: functions
					.map(
						(fn, index) =>
							`data "archive_file" "f${String(index)}" {\n  type = "zip"\n  source_dir = "\${path.module}/../${folderOf(fn, index)}"\n  output_path = "f.zip"\n}\nresource "aws_lambda_function" "f${String(index)}" {\n  filename = data.archive_file.f${String(index)}.output_path\n  handler = "${handlerOf(fn)}"\n  environment { variables = { ${fn.set.map((name) => `${name} = "x"`).join(", ")} } }\n}\n`,
					)
					.join(""),
			};
		default:
			return {
				path: "lib/stack.ts",
				text: `import * as path from "path";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nimport { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";\nexport class S extends Stack {\n  constructor(scope, id) {\n    super(scope, id);\n${functions
					.map((fn, index) => {
						const environment = `environment: { ${fn.set.map((name) => `${name}: "x"`).join(", ")} }`;
						return dialect === "entry"
							? `    new NodejsFunction(this, "F${String(index)}", { entry: path.join(__dirname, "..", "${folderOf(fn, index)}", "${fn.file}.${fn.extension}"), handler: "${fn.exported}", ${environment} });\n`
							: `    new lambda.Function(this, "F${String(index)}", { runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromAsset("${folderOf(fn, index)}"), handler: "${handlerOf(fn)}", ${environment} });\n`;
					})
					.join("")}  }\n}\n`,
			};
	}
}

let root: string;
let count = 0;
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), "kmslint-generated-"));
});
afterAll(() => {
	removeFolder(root);
});

test("every function of a generated application is joined with its own code", () => {
	fc.assert(
		fc.property(application, ({ dialect, functions }) => {
			count += 1;
			const cwd = join(root, String(count));
			const files = [
				stackOf(dialect, functions),
				{ path: "cdk.json", text: "{}" },
				...functions.flatMap(modulesOf),
			];
			for (const { path, text } of files) {
				mkdirSync(dirname(join(cwd, path)), { recursive: true });
				writeFileSync(join(cwd, path), text);
			}
			const app = readApplication({
				cwd,
				parameterOverrides: {},
				suppressions: true,
				paths: files.map(({ path }) => join(cwd, path)),
				roots: [cwd],
			});
			expect(
				app.functions.map(({ code, variables, environment }) => ({
					modules: code.kind === "linked" ? code.modules.map(({ file }) => file.name) : code.why,
					exported: code.kind === "linked" && code.exportedAt !== null ? code.exported : null,
					set: variables.flatMap(({ name, set }) => (set === null ? [] : [name])).sort(),
					read: variables.flatMap(({ name, reads }) => (reads.length === 0 ? [] : [name])).sort(),
					environment,
				})),
			).toEqual(
				functions.map((fn, index) => ({
					modules: modulesOf(fn, index).map(({ path }) => path),
					exported: fn.exported,
					set: [...fn.set].sort(),
					read: [...new Set(fn.reads.flat())].sort(),
					environment: { mayBeSet: null, mayBeRead: null },
				})),
			);
		}),
		{ numRuns: 30 },
	);
});
