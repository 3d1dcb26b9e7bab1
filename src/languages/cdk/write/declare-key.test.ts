import { expect, test } from "vitest";
import { newKey } from "../../../model/kms-key.ts";
import { refTo } from "../../../model/written.ts";
import { moduleOf } from "../../../testing/read-module.ts";
import { readCdk } from "../read-cdk.ts";

const FN = '"Api", { handler: "a.handler" }';
const IMPORTS =
	'import { App, Stack } from "aws-cdk-lib"; import { Construct } from "constructs"; import * as lambda from "aws-cdk-lib/aws-lambda";\n';

function declared(body: string): string | undefined {
	const text = IMPORTS + body;
	const stack = readCdk(moduleOf(text, "app.ts"));
	const alias = { AliasName: "alias/app", TargetKeyId: refTo("SecretsKey") };
	const edits = stack?.editor.addResources(
		{
			SecretsKey: newKey("Secrets"),
			SecretsKeyAlias: { type: "AWS::KMS::Alias", retained: false, properties: alias },
		},
		"Api",
	);
	return edits?.map((edit) => edit.text).find((one) => one.includes("new "));
}

const KEY = '{ alias: "alias/app", description: "Secrets", enableKeyRotation: true });';

test.each([
	[
		"a class that is a stack",
		`class Main extends Stack { constructor(scope, id) {\nsuper(scope, id);\nnew lambda.Function(this, ${FN}); } }`,
		`\nconst secretsKey = new kms.Key(this, "SecretsKey", ${KEY}`,
	],
	[
		"a stack behind a name",
		`const app = new App();\nconst stack = new Stack(app, "Main");\nnew lambda.Function(stack, ${FN});`,
		`\nconst secretsKey = new kms.Key(stack, "SecretsKey", ${KEY}`,
	],
	[
		"a class above in the file",
		`class Base extends Stack {}\nclass Main extends Base { constructor(scope, id) {\nsuper(scope, id);\nnew lambda.Function(this, ${FN}); } }`,
		`\nconst secretsKey = new kms.Key(this, "SecretsKey", ${KEY}`,
	],
	[
		"no construct, which may be there several times",
		`class Api extends Construct { constructor(scope, id) {\nsuper(scope, id);\nnew lambda.Function(this, ${FN}); } }`,
		undefined,
	],
	["no scope that a caller passes", `export function make(scope) {\nnew lambda.Function(scope, ${FN}); }`, undefined],
])("a key with an alias is declared in %s", (_, body, expected) => {
	expect(declared(body)).toBe(expected);
});
