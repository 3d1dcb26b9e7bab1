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
		`\nnew kms.Key(this, "SecretsKey", ${KEY}`,
	],
	[
		"a stack behind a name",
		`const app = new App();\nconst stack = new Stack(app, "Main");\nnew lambda.Function(stack, ${FN});`,
		`\nnew kms.Key(stack, "SecretsKey", ${KEY}`,
	],
	[
		"a class above in the file",
		`class Base extends Stack {}\nclass Main extends Base { constructor(scope, id) {\nsuper(scope, id);\nnew lambda.Function(this, ${FN}); } }`,
		`\nnew kms.Key(this, "SecretsKey", ${KEY}`,
	],
	[
		"no construct, which may be there several times",
		`class Api extends Construct { constructor(scope, id) {\nsuper(scope, id);\nnew lambda.Function(this, ${FN}); } }`,
		undefined,
	],
	["no scope that a caller passes", `export function make(scope) {\nnew lambda.Function(scope, ${FN}); }`, undefined],
])("a key with an alias is made in %s, without a name that nothing uses", (_, body, expected) => {
	expect(declared(body)).toBe(expected);
});

test.each([
	["a key that stands alone gets the name that is needed", 'new kms.Key(this, "SecretsKey");', "const secretsKey = "],
	["so does one of an id that is no name", 'new kms.Key(this, "app/2-delete");', "const appDeleteKey = "],
	["one in another block is out of reach", 'if (id) { new kms.Key(this, "SecretsKey"); }', null],
])("%s", (_, key, named) => {
	const text = `${IMPORTS}import * as kms from "aws-cdk-lib/aws-kms";
class Main extends Stack { constructor(scope, id) { super(scope, id); ${key} new lambda.Function(this, ${FN}); } }`;
	const stack = readCdk(moduleOf(text, "app.ts"));
	const made = stack?.find("AWS::KMS::Key")[0];
	const edits = made === undefined ? null : stack?.resource("Api")?.set("KmsKeyArn", refTo(made.id, "Arn"));
	const at = text.indexOf("new kms.Key");
	expect(edits?.find(({ span }) => span.start === at && span.end === at)?.text ?? null).toBe(named);
	expect(edits === null).toBe(named === null);
});
