import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { IPolicyValidationPlugin } from "aws-cdk-lib/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { KmsLint, type KmsLintOptions } from "./cdk.ts";
import { fakeSecret } from "./testing/fake-secret.ts";
import { Folder } from "./testing/run-command.ts";
import { dedent } from "./testing/dedent.ts";
import { App } from "./testing/synthesize.ts";

/** The app of the fixture, with the plugin. */
const VALIDATED = dedent`
	import { App, Stage, Validations } from "aws-cdk-lib/core";
	import { KmsLint } from "eslint-plugin-aws-kms/cdk";
	import { ShopStack } from "../lib/shop-stack.ts";

	const app = new App();
	Validations.of(app).addPlugins(new KmsLint(JSON.parse(process.env["OPTIONS"] ?? "{}")));
	new ShopStack(app, "Shop");
	const prod = new Stage(app, "Prod");
	new ShopStack(prod, "Shop");
	Validations.of(prod).acknowledge({ id: "aws-kms::require-bucket-encryption", reason: "Public files only." });
	app.synth();
`;

interface Violation {
	readonly ruleName: string;
	readonly description: string;
	readonly severity: string;
	readonly suggestedFix: string;
	readonly reason?: string;
	readonly violatingConstructs: readonly {
		readonly constructPath: string;
		readonly stackTraces?: readonly string[];
		readonly cloudFormationResource?: {
			readonly templatePath: string;
			readonly logicalId: string;
			readonly propertyPaths?: readonly string[];
		};
	}[];
}

interface Validation {
	readonly pluginReports: readonly {
		readonly pluginName: string;
		readonly pluginVersion: string;
		readonly conclusion: string;
		readonly violations: readonly Violation[];
		readonly suppressedViolations?: readonly Violation[];
	}[];
}

let app: App;
let recommended: ReturnType<typeof validate>;

beforeAll(() => {
	app = new App("shop", { files: { "bin/validated.ts": VALIDATED } });
	recommended = validate({}, "cdk.out");
});

afterAll(() => {
	app.folder.remove();
});

function validate(options: KmsLintOptions, outdir: string) {
	const { status, output } = app.synthesize("bin/validated.js", {
		outdir,
		env: { OPTIONS: JSON.stringify(options) },
	});
	const { pluginReports } = JSON.parse(
		readFileSync(join(app.folder.path, outdir, "validation-report.json"), "utf8"),
	) as Validation;
	const report = pluginReports.find(({ pluginName }) => pluginName === "aws-kms");
	const pathsOf = (rule: string, violations: readonly Violation[] = report?.violations ?? []): readonly string[] =>
		violations
			.filter(({ ruleName }) => ruleName === rule)
			.flatMap(({ violatingConstructs }) => violatingConstructs.map(({ constructPath }) => constructPath))
			.sort();
	return { status, output, report, pathsOf };
}

describe("the validation plugin", () => {
	test("has the shape that CDK asks for", () => {
		const plugin: IPolicyValidationPlugin = new KmsLint();
		expect(plugin.name).toBe("aws-kms");
		expect(plugin.ruleIds).toContain("require-key-rotation");
	});

	test("ends the synthesis with the findings, each at its line, in stages and in nested stacks", () => {
		const { status, output, report, pathsOf } = recommended;
		expect(status).toBe(1);
		expect(report).toMatchObject({ conclusion: "failure", pluginVersion: new KmsLint().version });
		expect(pathsOf("require-key-rotation")).toEqual(
			["Prod", ""].flatMap((stage) =>
				["OddKey", "OrdersKey/Resource", "Reports/Key/Resource"].map(
					(id) => `${stage === "" ? "" : `${stage}/`}Shop/${id}`,
				),
			),
		);
		expect(output).toContain(app.placeOf("lib/reports.ts", 'new kms.Key(this, "Key")'));
		expect(output).toContain(app.placeOf("lib/shop-stack.ts", "new ec2.Volume"));
		expect(output).not.toContain(app.secret);
	});

	test("gives the construct of a parameter, and the property of a resource", () => {
		const { report, pathsOf } = recommended;
		expect(pathsOf("require-no-echo")).toEqual(["Prod/Shop/DbPassword", "Shop/DbPassword"]);
		const resolved = report?.violations.find(({ ruleName }) => ruleName === "no-resolved-secret-in-environment");
		expect(resolved?.violatingConstructs[0]?.cloudFormationResource).toMatchObject({
			templatePath: "Shop.template.json",
			propertyPaths: ["Properties.Environment.Variables.DB_PASSWORD"],
		});
		expect(resolved).toMatchObject({
			severity: "error",
			suggestedFix: expect.stringContaining("docs/rules/no-resolved-secret-in-environment.md") as string,
		});
	});

	test("leaves out what is acknowledged, and so does the command", async () => {
		const { report, pathsOf } = recommended;
		const suppressed = report?.suppressedViolations ?? [];
		expect(pathsOf("require-key-rotation", suppressed)).toEqual([
			"Prod/Shop/LegacyKey/Resource",
			"Shop/LegacyKey/Resource",
		]);
		expect(pathsOf("require-bucket-encryption", suppressed)).toEqual(["Prod/Shop/Site/Resource"]);
		expect(pathsOf("require-bucket-encryption")).toEqual(["Shop/Site/Resource"]);
		const { stdout } = await app.folder.run(["cdk.out", "--format", "json"]);
		const said = JSON.parse(stdout) as {
			readonly findings: readonly {
				readonly rule: string;
				readonly construct?: { readonly path: string; readonly others: readonly unknown[] };
			}[];
			readonly suppressed: readonly {
				readonly rule: string;
				readonly suppression: { readonly kind: string; readonly reason: string };
			}[];
		};
		expect(
			said.findings.filter(({ rule }) => rule === "require-bucket-encryption").map(({ construct }) => construct),
		).toMatchObject([{ path: "Shop/Site/Resource", others: [] }]);
		expect(said.suppressed.find(({ rule }) => rule === "require-bucket-encryption")?.suppression).toEqual({
			kind: "acknowledgement",
			reason: "Public files only.",
			until: null,
		});
	});

	test("lets the synthesis pass where only warnings are left, and says of CDK's own what helps", () => {
		const rules = Object.fromEntries(new KmsLint().ruleIds.map((name) => [name, "off"] as const));
		const { status, report } = validate(
			{ rules: { ...rules, "require-environment-key": ["warn", { functions: "with-variables" }] } },
			"warn.out",
		);
		expect(status).toBe(0);
		expect(report?.conclusion).toBe("success");
		const provider = report?.violations.find(({ violatingConstructs }) =>
			violatingConstructs.some(
				({ constructPath }) => constructPath === "Shop/Provider/framework-onEvent/Resource",
			),
		);
		expect(provider).toMatchObject({
			severity: "info",
			suggestedFix: expect.stringContaining("set `providerFunctionEnvEncryption` on the construct") as string,
		});
	});

	test("works as the page on CDK shows it", () => {
		const page = readFileSync(join(import.meta.dirname, "..", "docs", "cdk.md"), "utf8");
		const [, name = "", code = ""] = /```ts\n\/\/ (bin\/\S+)\n([^]*?)```/u.exec(page) ?? [];
		const documented = new App("docs", { files: { [name]: code } });
		try {
			const { status, output } = documented.synthesize(name.replace(/ts$/u, "js"));
			expect(status).toBe(1);
			expect(output).toMatch(/ERROR Key 'OrdersKey\w+' is never rotated/u);
			expect(output).toMatch(/WARNING The volume of 'Scratch\w+' is not encrypted/u);
			expect(output).not.toContain("LegacyKey");
		} finally {
			documented.folder.remove();
		}
	});

	test("loads in an app of CommonJS too", () => {
		const { status, stdout } = spawnSync(
			process.execPath,
			["-e", 'console.log(new (require("eslint-plugin-aws-kms/cdk").KmsLint)().name)'],
			{ cwd: app.folder.path, encoding: "utf8" },
		);
		expect({ status, stdout }).toEqual({ status: 0, stdout: "aws-kms\n" });
	});

	test.each([
		[{ preset: "strickt" }, "Unknown preset 'strickt'. Did you mean 'strict'?"],
		[{ presets: "strict" }, "Unknown option 'presets' of KmsLint. Did you mean 'preset'?"],
		[
			{ rules: { "require-key-rotatoin": "off" } },
			"Unknown rule 'require-key-rotatoin'. Did you mean 'require-key-rotation'?",
		],
		[
			{ rules: { "require-key-rotation": "eror" } },
			"'eror' is not a level of rule 'require-key-rotation'. Did you mean 'error'?",
		],
		[
			{ rules: { "require-volume-encryption": ["error", { minimum: "best" }] } },
			"Option `minimum` of rule 'require-volume-encryption' takes one of 'provider-key', 'customer-key'.",
		],
	])("refuses %j and says what to write", (options, message) => {
		expect(() => new KmsLint(options as KmsLintOptions)).toThrow(message);
	});

	test("follow the configuration of the project, and win over it", () => {
		const folder = new Folder({
			"kmslint.config.json": '{ "preset": "audit", "rules": { "require-key-rotation": "off" } }',
		});
		const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder.path);
		try {
			expect(new KmsLint().ruleIds).toContain("require-key-retention");
			expect(new KmsLint().ruleIds).not.toContain("require-key-rotation");
			expect(new KmsLint({ preset: "recommended" }).ruleIds).not.toContain("require-key-retention");
			expect(new KmsLint({ rules: { "require-key-rotation": "warn" } }).ruleIds).toContain(
				"require-key-rotation",
			);
			folder.write("kmslint.config.json", '{ "presets": "audit" }');
			expect(() => new KmsLint()).toThrow(
				"kmslint.config.json:1:3: Unknown key 'presets'. Did you mean 'preset'?",
			);
		} finally {
			cwd.mockRestore();
			folder.remove();
		}
	});
});

test("what is nested too deeply for the stack of the synthesis is checked as well", () => {
	const folder = new Folder();
	const deep = "[".repeat(1500) + "]".repeat(1500);
	const path = folder.write(
		"App.template.json",
		JSON.stringify({
			Resources: {
				Api: {
					Type: "AWS::Lambda::Function",
					Properties: {
						Runtime: "nodejs22.x",
						Handler: "index.handler",
						Code: {
							ZipFile: `const deep = ${deep};\nexports.handler = async () => fetch("x", { headers: { authorization: "${fakeSecret("bearer-header")}" } });\n`,
						},
					},
				},
			},
		}),
	);
	const { violations } = new KmsLint().validate({ templatePaths: [path] });
	folder.remove();
	expect(violations.map(({ ruleName }) => ruleName)).toEqual(["no-hardcoded-secret"]);
});
