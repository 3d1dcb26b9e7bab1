import { expect, test } from "vitest";
import { moduleOf } from "../../../testing/read-module.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { staticTextOf } from "../../program/static-text.ts";
import { readCdk } from "../read-cdk.ts";

const HEAD = `import * as lambda from "aws-cdk-lib/aws-lambda";
const A = "a";
const PORT = 8080;`;

/** The text of an expression, as a handler and as an app are read; null where it is not known. */
function textsOf(expression: string): readonly [handler: string | null, app: string | null] {
	const module = moduleOf(
		`${HEAD}\nnew lambda.CfnFunction(this, "F", { kmsKeyArn: ${expression}, role: "r", code: {} });`,
		"app.ts",
	);
	const property = nodesOf(module, "Property").find(
		({ key }) => key.type === "Identifier" && key.name === "kmsKeyArn",
	);
	const value = readCdk(module)?.resources[0]?.get("KmsKeyArn");
	return [
		property === undefined ? null : staticTextOf(property.value, module),
		value?.kind === "literal" ? value.text : null,
	];
}

test.each([
	['"ab"', "ab"],
	["`ab`", "ab"],
	["`${A}b`", "ab"],
	['A + "b" + 1', "ab1"],
	["`${A}:${PORT}`", "a:8080"],
	["String(A)", "a"],
	['["a", A].join("-")', "a-a"],
	['["a", A].join()', "a,a"],
	['"a".concat(A, "b")', "aab"],
	["String.raw`\\w${A}`", "\\wa"],
	['"ab".toString()', "ab"],
	["Object.freeze(A)", "a"],
	['("ab" as const)!', "ab"],
])("an app and a handler read the text of %s alike", (expression, text) => {
	expect(textsOf(expression)).toEqual([text, text]);
});

test.each(["PORT + PORT", "`${other}`", "A + other", "load()", "[...all].join()", "[A, other].join()"])(
	"neither knows the text of %s",
	(expression) => {
		expect(textsOf(expression)).toEqual([null, null]);
	},
);
