import { Linter } from "eslint";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RULES } from "../../rules/index.ts";
import plugin from "../plugin.ts";
import { TextLinter } from "../lint/lint-text.ts";
import { PropsWriter } from "../languages/cdk/write/props-writer.ts";
import { TemplateEditor } from "../languages/template/write/template-editor.ts";
import { CleanEdits } from "../rule/offers/clean-edits.ts";
import { createRule } from "../rule/create-rule.ts";
import type { Rule } from "../rule/rule.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";

const KEYS = `Resources:
  First:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {}
  Second:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {}
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: false
`;
const HANDLER =
	'import { S3Client } from "@aws-sdk/client-s3";\nexport const handler = async () => console.log(process.env.DB_PASSWORD, new S3Client({}));\n';
const APP =
	'import * as kms from "aws-cdk-lib/aws-kms";\nimport { Stack } from "aws-cdk-lib";\nexport class S extends Stack { constructor(a: any, b: string) { super(a, b); new kms.Key(this, "K", { enableKeyRotation: false }); } }\n';

const rule = (name: string): Rule => {
	const found = RULES.find((one) => one.name === name);
	if (found === undefined) {
		throw new Error(name);
	}
	return found;
};

/** An exception such as nobody wants to see: its message quotes what was read, and looks like calls. */
function quoting(text: string): Error {
	return new RangeError(`${text}\n    at ${text} (file:///tmp/${text}.js:1:1)`);
}

interface Json {
	readonly findings: readonly {
		readonly rule: string;
		readonly file: string;
		readonly resource: { readonly id: string } | null;
	}[];
	readonly errors: readonly {
		readonly file: string;
		readonly line: number;
		readonly column: number;
		readonly message: string;
		readonly rule?: string;
	}[];
	readonly summary: { readonly files: number };
}

let folder: Folder;

beforeEach(() => {
	folder = new Folder();
});
afterEach(() => {
	vi.restoreAllMocks();
	folder.remove();
});

describe("an exception in a rule", () => {
	test("costs that rule on that file: the rest is reported, and the exit code is 2", async () => {
		folder.write("a.yaml", KEYS);
		folder.write("b.yaml", KEYS.replaceAll("First", "Third"));
		const canary = fakeSecret("aws-access-key-id");
		const check = rule("require-key-rotation").check?.bind(rule("require-key-rotation"));
		vi.spyOn(rule("require-key-rotation"), "check").mockImplementation((resource, options) => {
			if (resource.id === "First") {
				throw quoting(canary);
			}
			return check?.(resource, options) ?? [];
		});
		const said = await folder.run(["--format", "json", "--preset", "audit"]);
		expect(said.code).toBe(2);
		const { findings, errors } = JSON.parse(said.stdout) as Json;
		expect(errors).toEqual([
			{
				file: "a.yaml",
				line: 2,
				column: 3,
				message: expect.stringMatching(
					/^Rule 'require-key-rotation' failed .*\(RangeError\)\. Report it: https:/u,
				) as string,
				rule: "require-key-rotation",
			},
		]);
		expect(
			findings
				.filter((finding) => finding.rule === "require-key-rotation")
				.map(({ file, resource }) => `${file} ${resource?.id ?? ""}`),
		).toEqual(["a.yaml Second", "b.yaml Third", "b.yaml Second"]);
		expect(
			findings.filter((finding) => finding.file === "a.yaml" && finding.rule === "require-encryption-at-rest"),
		).not.toEqual([]);
	});

	test.each(RULES.map(({ name }) => name))("%s: is told in every format without a word of the file", async (name) => {
		folder.write("template.yaml", KEYS);
		folder.write("handler.mjs", HANDLER);
		folder.write("app.ts", APP);
		const canary = fakeSecret("aws-access-key-id");
		for (const method of ["check", "checkStack", "checkModule", "checkProgram", "checkSuppressions"] as const) {
			if (rule(name)[method] !== undefined) {
				vi.spyOn(rule(name), method).mockImplementation(() => {
					throw quoting(canary);
				});
			}
		}
		const formats =
			name === "require-key-rotation"
				? [["--format", "json"], ["--format", "sarif"], [], ["--fix-dry-run"]]
				: [[]];
		for (const argv of formats) {
			const { code, stdout, stderr } = await folder.run([...argv, "--rule", `${name}:error`], {
				env: { KMSLINT_DEBUG: "1" },
			});
			expect(stdout + stderr).not.toContain(canary);
			if (code === 2) {
				expect(stdout).toContain(`Rule '${name}' failed`);
				expect(stderr).toContain("create-rule.ts:");
			}
		}
	});

	test("does not end ESLint's own run: it is a message, and the others say what they say", () => {
		const broken: Rule = {
			...rule("require-key-rotation"),
			name: "broken",
			check: () => {
				throw quoting("canary");
			},
		};
		const own = { ...plugin, rules: { ...plugin.rules, broken: createRule(broken) } };
		const messages = new Linter().verify(
			KEYS,
			[
				{
					files: ["**/*.*"],
					plugins: { own },
					language: "own/template",
					rules: { "own/broken": "error", "own/require-key-rotation": "error" },
				},
			] as never,
			{ filename: "template.yaml" },
		);
		expect(messages.filter(({ ruleId }) => ruleId === "own/broken")).toMatchObject([
			{ line: 2, message: expect.stringContaining("Rule 'broken' failed") as string },
		]);
		expect(messages.filter(({ ruleId }) => ruleId === "own/require-key-rotation")).toHaveLength(2);
		expect(JSON.stringify(messages)).not.toContain("canary");
	});

	test("an offer whose edits cannot all be made is left out, and its finding stays", () => {
		const edits = [
			{ span: { start: 0, end: 5 }, text: "a" },
			{ span: { start: 3, end: 8 }, text: "b" },
		];
		const overlapping: Rule = {
			...rule("require-key-rotation"),
			name: "overlapping",
			*check({ head }) {
				yield {
					at: head,
					messageId: "missingRotation",
					data: {},
					fix: edits,
					suggestions: [
						{ messageId: "missingRotation", data: {}, edits },
						{ messageId: "missingRotation", data: {}, edits: [{ span: { start: 0, end: 1e9 }, text: "" }] },
					],
				};
			},
		};
		const own = { ...plugin, rules: { overlapping: createRule(overlapping) } };
		const messages = new Linter().verify(
			KEYS,
			[
				{
					files: ["**/*.*"],
					plugins: { own },
					language: "own/template",
					rules: { "own/overlapping": "error" },
				},
			] as never,
			{ filename: "template.yaml" },
		);
		expect(messages).toHaveLength(2);
		for (const message of messages) {
			expect(message.fix).toBeUndefined();
			// What stays is the offer to accept the finding, which no edit of the rule is part of.
			expect((message.suggestions ?? []).map(({ messageId }) => messageId)).toEqual(["ignoreWithReason"]);
		}
	});
});

describe("an exception while an edit is made", () => {
	const MAKERS: readonly (readonly [
		name: string,
		file: string,
		text: () => string,
		breakIt: (error: () => never) => void,
	])[] = [
		[
			"of a template",
			"a.yaml",
			() => KEYS,
			(fail) => vi.spyOn(TemplateEditor.prototype, "setPair").mockImplementation(fail),
		],
		["of an app", "a.ts", () => APP, (fail) => vi.spyOn(PropsWriter.prototype, "setAll").mockImplementation(fail)],
		[
			"of a handler",
			"a.mjs",
			() => `export const handler = async () => use("${fakeSecret("github-personal-token")}");\n`,
			(fail) => vi.spyOn(CleanEdits.prototype, "for").mockImplementation(fail),
		],
	];

	test.each(MAKERS)("%s costs that offer only", async (_name, file, text, breakIt) => {
		folder.write(file, text());
		const argv = ["--format", "json", "--preset", "audit"];
		const before = JSON.parse((await folder.run(argv)).stdout) as Json;
		const canary = fakeSecret("aws-access-key-id");
		breakIt(() => {
			throw quoting(canary);
		});
		const { code, stdout, stderr } = await folder.run(argv);
		const after = JSON.parse(stdout) as Json;
		const named = ({ findings }: Json): readonly string[] =>
			findings.map(({ rule: name, resource }) => `${name} ${resource?.id ?? ""}`);
		expect(named(before)).not.toHaveLength(0);
		expect(named(after)).toEqual(named(before));
		expect(stdout + stderr).not.toContain(canary);
		expect(code).toBe(2);
		expect(after.errors).not.toHaveLength(0);
		for (const { rule: name = "", ...error } of after.errors) {
			expect(error.file).toBe(file);
			expect(error.message).toMatch(
				new RegExp(`^A fix of rule '${name}' was left out .*\\(RangeError\\)\\. Report it: https:`, "u"),
			);
		}
		expect((await folder.run(["--fix"])).code).toBe(2);
		expect(readFileSync(join(folder.path, file), "utf8")).toBe(text());
	});

	test("costs one suggestion in an editor: the others and the finding stay", () => {
		const make = TemplateEditor.prototype.setPair;
		vi.spyOn(TemplateEditor.prototype, "setPair").mockImplementation(function (this: TemplateEditor, ...args) {
			if (args[1] === "SqsManagedSseEnabled") {
				throw quoting("canary");
			}
			return make.apply(this, args);
		});
		const messages = new Linter().verify(
			KEYS,
			[
				{
					files: ["**/*.*"],
					plugins: { own: plugin },
					language: "own/template",
					rules: { "own/require-encryption-at-rest": "error", "own/require-key-rotation": "error" },
				},
			] as never,
			{ filename: "template.yaml" },
		);
		const of = (name: string): readonly Linter.LintMessage[] =>
			messages.filter(({ ruleId, messageId }) => ruleId === `own/${name}` && messageId !== undefined);
		expect(of("require-encryption-at-rest").map(({ fix }) => fix)).toEqual([undefined]);
		expect(of("require-key-rotation").map(({ fix }) => fix)).toEqual([expect.anything(), expect.anything()]);
		expect(JSON.stringify(messages)).not.toContain("canary");
	});
});

describe("an exception elsewhere", () => {
	test("while a file is read, parsed or walked costs that file", async () => {
		folder.write(
			"a.mjs",
			HANDLER.replace("S3Client({})", `S3Client(${"[\n".repeat(20_000)}${"]\n".repeat(20_000)})`),
		);
		folder.write("b.yaml", KEYS);
		const said = await folder.run(["--fix-dry-run", "--format", "json"]);
		const { errors, findings } = JSON.parse(said.stdout) as Json;
		expect(said.code).toBe(2);
		const before = HANDLER.slice(0, HANDLER.indexOf("S3Client({})")).split("\n").length;
		expect(errors).toEqual([
			{ file: "a.mjs", line: before + 19_999, column: 1, message: "This file is nested too deeply to be read." },
		]);
		expect(findings.filter(({ file }) => file === "b.yaml")).not.toEqual([]);
	});

	test("while a program is taken for an app or a module costs that reading, and is told once", () => {
		const told: { readonly message?: string }[] = [];
		const sourceCode = {
			text: APP,
			ast: { type: "Program", body: [], comments: [], range: [0, APP.length] },
			get scopeManager(): never {
				throw new TypeError("canary");
			},
		};
		const context = {
			sourceCode,
			filename: "app.ts",
			cwd: folder.path,
			settings: {},
			options: [],
			report: (one: { readonly message?: string }) => told.push(one),
		};
		for (const one of [rule("require-key-rotation"), rule("no-hardcoded-secret")]) {
			const listeners = createRule(one).create(context as never) as Readonly<Record<string, () => void>>;
			listeners["Program"]?.();
		}
		expect(told).toEqual([
			{
				loc: { line: 1, column: 0 },
				message: expect.stringMatching(
					/^This file could not be read because of a bug \(TypeError\)/u,
				) as string,
			},
		]);
	});

	test("while a file is fixed costs the fixes of that file", async () => {
		folder.write("a.yaml", KEYS);
		folder.write("b.yaml", KEYS.replaceAll("First", "Broken"));
		const lint = TextLinter.prototype.lint;
		vi.spyOn(TextLinter.prototype, "lint").mockImplementation(function (this: TextLinter, text, filename) {
			if (text.includes("Broken") && text.includes("EnableKeyRotation")) {
				throw new TypeError("canary");
			}
			return lint.call(this, text, filename);
		});
		const said = await folder.run(["--fix", "--format", "json"]);
		const { errors, findings } = JSON.parse(said.stdout) as Json;
		expect(said.code).toBe(2);
		expect(errors).toEqual([
			{
				file: "b.yaml",
				line: 1,
				column: 1,
				message: expect.stringMatching(/^Nothing in this file was fixed because of a bug/u) as string,
			},
		]);
		expect(findings.filter(({ rule: name }) => name === "require-key-rotation").map(({ file }) => file)).toEqual([
			"b.yaml",
			"b.yaml",
		]);
	});
});
