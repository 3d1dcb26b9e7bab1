import { expect, test } from "vitest";
import { dedent } from "../testing/dedent.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { lintTemplate } from "../testing/rule-tester.ts";

const WEAK = fakeSecret("weak-password");

/** A function whose variable `X` has a value, and is used by this code. */
function template(use: string, value: string): string {
	return dedent`
		Transform: AWS::Serverless-2016-10-31
		Parameters: { Given: { Type: String } }
		Resources:
		  Api:
		    Type: AWS::Serverless::Function
		    Properties:
		      Runtime: nodejs22.x
		      Handler: index.handler
		      InlineCode: ${JSON.stringify(`exports.handler = async () => ${use};`)}
		      Environment: { Variables: { X: ${value} } }
		  Secret: { Type: AWS::SecretsManager::Secret }
	`;
}

const RULES = { "no-secret-in-environment": {}, "require-environment-key": { functions: "sensitive" } };

test.each<readonly [name: string, use: string, value: string, rules: readonly string[]]>([
	[
		"a literal that the code uses as a password",
		"connect({ password: process.env.X })",
		WEAK,
		["no-secret-in-environment", "require-environment-key"],
	],
	[
		"a parameter that the code uses as a password",
		"connect({ user: 'a', password: process.env.X ?? '' })",
		"!Ref Given",
		["require-environment-key"],
	],
	["a literal that the code uses as a name", "connect({ user: process.env.X })", WEAK, []],
	["the address of a secret", "connect({ password: process.env.X })", "/app/password", []],
	["the secret itself, by its ARN", "connect({ secret: process.env.X })", "!Ref Secret", []],
	[
		"what the code looks up",
		"read({ secret: process.env.X }, new (require('@aws-sdk/client-ssm').GetParameterCommand)({ Name: process.env.X }))",
		WEAK,
		[],
	],
])("%s", (_, use, value, rules) => {
	const { details } = lintTemplate(template(use, value), RULES, "template.yaml");
	expect([...new Set(details.findings.map(({ rule }) => rule))].sort()).toEqual(rules);
});
