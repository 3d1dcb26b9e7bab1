import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { dedent } from "../../testing/dedent.ts";
import { Folder } from "../../testing/run-command.ts";
import { lintSource, lintTemplate, type LintResult } from "../../testing/rule-tester.ts";

const ENVIRONMENT = "no-secret-in-environment";
const KEY = "require-environment-key";
const [ONE, TWO] = [fakeSecret("password"), fakeSecret("password", 2)];

const functions = (count: number, properties: (id: string) => string): string =>
	Array.from(
		{ length: count },
		(_, index) =>
			`  F${String(index + 1)}:\n    Type: AWS::Serverless::Function\n    Properties: ${properties(`F${String(index + 1)}`)}\n`,
	).join("");
const said = ({ messages }: LintResult): readonly string[] =>
	messages.map(
		({ ruleId, line, message }) =>
			`${String(line)} ${(ruleId ?? "").replace("aws-kms/", "")} ${/ of ('.*?(?:'|more))(?= (?:is|are|\())/u.exec(message)?.[1] ?? ""}`,
	);

describe("one text that many resources take", () => {
	test.each([
		[
			"a mapping",
			`Mappings:\n  Env: { prod: { Token: "${ONE}" } }\nResources:\n${functions(5, () => "{ Environment: { Variables: { TOKEN: !FindInMap [Env, prod, Token] } } }")}`,
			"2 no-secret-in-environment 'F1', 'F2' and 3 more",
		],
		[
			"an anchor",
			`Shared: &v { TOKEN: "${ONE}" }\nResources:\n${functions(3, () => "{ Environment: { Variables: *v } }")}`,
			"1 no-secret-in-environment 'F1', 'F2' and 'F3'",
		],
		[
			"an anchor of the value",
			`Resources:\n${functions(1, () => `{ Environment: { Variables: { TOKEN: &t "${ONE}", SECRET: *t } } }`)}`,
			"4 no-secret-in-environment 'F1'",
		],
		[
			"SAM's Globals",
			`Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: { Environment: { Variables: { TOKEN: "${ONE}" } } }\nResources:\n${functions(2, () => "{ Handler: a.b }")}`,
			"3 no-secret-in-environment 'F1' and 'F2'",
		],
		[
			"a parameter's default",
			`Parameters:\n  Value: { Type: String, Default: "${ONE}" }\nResources:\n${functions(4, () => "{ Environment: { Variables: { TOKEN: !Ref Value } } }")}`,
			"2 no-secret-in-environment 'F1', 'F2' and 2 more",
		],
	])("%s is one finding, which names them", (_name, code, expected) => {
		expect(said(lintTemplate(code, { [ENVIRONMENT]: {} }))).toEqual([expected]);
	});

	test("is as many findings as there are literals", () => {
		const code = `Mappings:\n  Env: { prod: { Token: "${ONE}" }, test: { Token: "${TWO}" } }\nResources:\n${functions(2, () => "{ Environment: { Variables: { TOKEN: !FindInMap [Env, !Ref Stage, Token] } } }")}`;
		expect(lintTemplate(code, { [ENVIRONMENT]: {} }).messages.map(({ line, column }) => [line, column])).toEqual([
			[2, 25],
			[2, (code.split("\n")[1] ?? "").indexOf(TWO)],
		]);
	});

	test("is one finding for the values of the report, too", () => {
		const { details } = lintTemplate(
			`Mappings:\n  Env: { prod: { Token: "${ONE}" } }\nResources:\n${functions(2, () => "{ Environment: { Variables: { TOKEN: !FindInMap [Env, prod, Token], API_KEY: !FindInMap [Env, prod, Token] } } }")}`,
			{ [ENVIRONMENT]: {} },
		);
		expect(details.findings).toMatchObject([
			{
				resource: { id: "F1" },
				others: [{ id: "F2", type: "AWS::Serverless::Function" }],
				property: "Environment.Variables.TOKEN",
			},
		]);
		expect(details.findings[0]?.message).toContain("'TOKEN' and 'API_KEY' of 'F1' and 'F2'");
		expect(details.findings[0]?.secrets.map(({ name }) => name)).toEqual(["TOKEN", "API_KEY"]);
	});

	test("is mended for all of them by one suggestion", () => {
		const code = `Mappings:\n  Env: { prod: { Token: "${ONE}" } }\nResources:\n${functions(2, () => "{ Environment: { Variables: { TOKEN: !FindInMap [Env, prod, Token] } } }")}`;
		const [message] = lintTemplate(code, { [ENVIRONMENT]: {} }).messages;
		expect(message?.suggestions).toHaveLength(1);
		expect(message?.suggestions?.[0]?.fix.text.match(/TOKEN_PARAMETER_NAME/gu)).toHaveLength(2);
	});

	test("is offered for each of them where one edit for all would carry a secret along", () => {
		const code = `import { Stack } from "aws-cdk-lib";
import { Function } from "aws-cdk-lib/aws-lambda";
import { Key } from "aws-cdk-lib/aws-kms";
const VARIABLES = { STAGE: "prod" };
class S extends Stack {
	constructor(app, id) {
		super(app, id);
		const key = new Key(this, "Key", { enableKeyRotation: true });
		new Function(this, "A", { environment: VARIABLES });
		this.password = "${ONE}";
		new Function(this, "B", { environment: VARIABLES });
	}
}
`;
		const [message] = lintSource(code, { [KEY]: {} }, "app.ts").messages;
		expect(message?.suggestions?.map(({ desc }) => desc.replace(/ \(.*/u, ""))).toEqual([
			"For 'A': use key 'Key' of this stack.",
			"For 'B': use key 'Key' of this stack.",
		]);
		expect(JSON.stringify(message?.suggestions)).not.toContain(ONE);
		const [fixed] = lintSource(code, { [KEY]: { key: "Key" } }, "app.ts").messages;
		expect(fixed?.fix?.text).toBe(", environmentEncryption: key");
	});

	test("is still reported for the others where one accepts it", () => {
		const accepted = `    Metadata: { kmslint: { suppress: [{ rule: ${ENVIRONMENT}, reason: revoked }] } }\n`;
		const code = `Mappings:\n  Env: { prod: { Token: "${ONE}" } }\nResources:\n${functions(3, () => "{ Environment: { Variables: { TOKEN: !FindInMap [Env, prod, Token] } } }").replace("  F2:\n", `  F2:\n${accepted}`)}`;
		const result = lintTemplate(code, { [ENVIRONMENT]: {} });
		expect(said(result)).toEqual(["2 no-secret-in-environment 'F1' and 'F3'"]);
		expect(result.details.suppressed).toMatchObject([{ resource: { id: "F2" } }]);
	});
});

describe("variables that several functions share", () => {
	const globals = (variables: string, more = ""): string =>
		`Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Environment:\n      Variables:\n        ${variables}\n${more}Resources:\n`;

	test.each([
		[
			"all of them",
			`${globals("STAGE: prod")}${functions(5, () => "{ Handler: a.b }")}`,
			["6 require-environment-key 'F1', 'F2' and 3 more"],
		],
		[
			"with variables of their own",
			`${globals("STAGE: prod")}${functions(2, (id) => `{ Environment: { Variables: { OWN: ${id} } } }`)}`,
			["6 require-environment-key 'F1' and 'F2'"],
		],
		[
			"but for one that has a key",
			`${globals("STAGE: prod")}${functions(3, (id) => (id === "F2" ? "{ KmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/1 }" : "{ Handler: a.b }"))}`,
			["6 require-environment-key 'F1' and 'F3'"],
		],
		[
			"of one function alone",
			`${globals("STAGE: prod")}${functions(1, () => "{ Handler: a.b }")}`,
			["8 require-environment-key 'F1'"],
		],
		[
			"which each function has for itself",
			`Resources:\n${functions(2, () => "{ Environment: { Variables: { STAGE: prod } } }")}`,
			["2 require-environment-key 'F1'", "5 require-environment-key 'F2'"],
		],
	])("are one finding at the block: %s", (_name, code, expected) => {
		expect(said(lintTemplate(code, { [KEY]: {} }))).toEqual(expected);
	});

	test("are mended in every function", () => {
		const code = `${globals("STAGE: prod")}${functions(3, () => "{ Handler: a.b }")}  Key: { Type: AWS::KMS::Key }\n`;
		const [message] = lintTemplate(code, { [KEY]: { key: "Key" } }).messages;
		expect(message?.fix?.text.match(/KmsKeyArn: !GetAtt Key.Arn/gu)).toHaveLength(3);
	});

	test("are one finding in a CDK app, of a constant that several constructs share", () => {
		const code = dedent`
			import * as lambda from "aws-cdk-lib/aws-lambda";
			import { Stack } from "aws-cdk-lib";
			const common = { runtime: lambda.Runtime.NODEJS_22_X, handler: "a.b", code: lambda.Code.fromAsset("a"), environment: { TOKEN: "${ONE}" } };
			export class S extends Stack {
				constructor(scope, id) {
					super(scope, id);
					new lambda.Function(this, "A", common);
					new lambda.Function(this, "B", { ...common, memorySize: 512 });
					new lambda.Function(this, "C", { ...common });
				}
			}
		`;
		expect(said(lintSource(code, { [KEY]: {}, [ENVIRONMENT]: {} }, "app.ts"))).toEqual([
			"3 require-environment-key 'A', 'B' and 'C'",
			"3 no-secret-in-environment 'A', 'B' and 'C'",
		]);
	});
});

describe("several rules about one value", () => {
	const code = `Parameters:\n  DbPassword: { Type: String, Default: "${ONE}" }\nResources:\n${functions(2, () => "{ Environment: { Variables: { DB_PASSWORD: !Ref DbPassword } } }")}`;
	const rulesOf = ({ messages }: LintResult): readonly unknown[] => messages.map(({ ruleId }) => ruleId);

	test("the most specific one speaks", () => {
		expect(rulesOf(lintTemplate(code, { [ENVIRONMENT]: {}, "no-secret-parameter-default": {} }))).toEqual([
			"aws-kms/no-secret-parameter-default",
		]);
		expect(rulesOf(lintTemplate(code, { "no-secret-parameter-default": {}, [ENVIRONMENT]: {} }))).toEqual([
			"aws-kms/no-secret-parameter-default",
		]);
	});

	test("another one does where that is off", () => {
		expect(rulesOf(lintTemplate(code, { [ENVIRONMENT]: {} }))).toEqual(["aws-kms/no-secret-in-environment"]);
	});

	test("none does where the author accepts what the most specific one says", () => {
		const accepted = `Metadata: { kmslint: { suppress: [{ rule: no-secret-parameter-default, reason: of a test account }] } }\n${code}`;
		expect(rulesOf(lintTemplate(accepted, { [ENVIRONMENT]: {}, "no-secret-parameter-default": {} }))).toEqual([]);
		expect(
			rulesOf(
				lintTemplate(
					`${code.replace("  DbPassword", "  # eslint-disable-next-line aws-kms/no-secret-parameter-default -- of a test account\n  DbPassword")}`,
					{ [ENVIRONMENT]: {}, "no-secret-parameter-default": {} },
				),
			),
		).toEqual([]);
	});

	test("about a mapping's entry, whatever its uses", () => {
		const shared = `Mappings:\n  Env: { prod: { Token: "${ONE}" } }\nResources:\n${functions(1, () => "{ Environment: { Variables: { TOKEN: !FindInMap [Env, prod, Token] } } }")}  P: { Type: AWS::SSM::Parameter, Properties: { Name: /db/token, Type: String, Value: !FindInMap [Env, prod, Token] } }\n  D: { Type: AWS::RDS::DBInstance, Properties: { MasterUserPassword: !FindInMap [Env, prod, Token] } }\n`;
		const rules = { [ENVIRONMENT]: {}, "no-plaintext-parameter": {}, "no-secret-in-template": {} };
		expect(rulesOf(lintTemplate(shared, rules))).toEqual(["aws-kms/no-secret-in-environment"]);
		expect(rulesOf(lintTemplate(shared, { "no-plaintext-parameter": {}, "no-secret-in-template": {} }))).toEqual([
			"aws-kms/no-plaintext-parameter",
		]);
		expect(rulesOf(lintTemplate(shared, { "no-secret-in-template": {} }))).toEqual([
			"aws-kms/no-secret-in-template",
		]);
	});

	test("in the command as in ESLint", async () => {
		const folder = new Folder({ "template.yaml": code });
		try {
			const { stdout } = await folder.run(["-f", "json"]);
			expect(
				(
					JSON.parse(stdout) as {
						readonly findings: readonly { readonly rule: string; readonly line: number }[];
					}
				).findings
					.filter(({ line }) => line === 2)
					.map(({ rule }) => rule)
					.filter((rule) => rule.includes("secret")),
			).toEqual(["no-secret-parameter-default"]);
		} finally {
			folder.remove();
		}
	});
});
