import { describe, expect, test } from "vitest";
import { isAllowed, mayUseKey, type Question, type Statement } from "./policy.ts";

const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/orders`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234`;
const PARAMETER = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/app/token`;
const READ: Question = { action: "ssm:GetParameter", resource: PARAMETER, keys: { "aws:SecureTransport": "true" } };

const allow = (statement: Partial<Statement> = {}): Statement => ({
	Effect: "Allow",
	Action: "ssm:GetParameter",
	Resource: PARAMETER,
	...statement,
});
const deny = (statement: Partial<Statement> = {}): Statement => ({ ...allow(statement), Effect: "Deny" });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
describe("an identity policy", () => {
	const { Action: _action, Resource: _resource, ...bare } = allow();
	test.each<readonly [name: string, statements: readonly Statement[], allowed: boolean]>([
		["nothing is allowed by default", [], false],
		["an allow is enough", [allow()], true],
		["a deny wins, wherever it stands", [deny(), allow()], false],
		["a deny of something else does not count", [allow(), deny({ Action: "ssm:PutParameter" })], true],
		["actions have wildcards, and no case", [allow({ Action: "SSM:Get*" })], true],
		["a question mark is one character", [allow({ Action: "ssm:GetParameter?" })], false],
		["several actions, several resources", [allow({ Action: ["a:B", "ssm:*"], Resource: ["x", "*"] })], true],
		["resources have wildcards", [allow({ Resource: `arn:aws:ssm:*:${ACCOUNT}:parameter/app/*` })], true],
		["resources have case", [allow({ Resource: PARAMETER.toUpperCase() })], false],
		["another parameter", [allow({ Resource: `${PARAMETER}s` })], false],
		["all actions but one", [{ ...bare, Resource: "*", NotAction: "ssm:PutParameter" }], true],
		["all actions but this one", [{ ...bare, Resource: "*", NotAction: "ssm:Get*" }], false],
		["all resources but this one", [{ ...bare, Action: "*", NotResource: PARAMETER }], false],
		["a deny of all but this", [allow(), { ...bare, Effect: "Deny", Action: "*", NotResource: PARAMETER }], true],
		["a condition that holds", [allow({ Condition: { Bool: { "aws:SecureTransport": true } } })], true],
		["a condition that does not", [allow({ Condition: { Bool: { "aws:SecureTransport": false } } })], false],
		["a key that is not there", [allow({ Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } })], false],
		["… for a negated operator", [allow({ Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } })], true],
		["… if it exists", [allow({ Condition: { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } } })], true],
		["… which is asked for", [allow({ Condition: { Null: { "aws:SourceVpc": "true" } } })], true],
		[
			"all conditions have to hold",
			[
				allow({
					Condition: {
						Bool: { "aws:SecureTransport": "true" },
						StringLike: { "aws:SourceVpc": "*" },
					},
				}),
			],
			false,
		],
	])("%s", (_name, statements, allowed) => {
		expect(isAllowed(statements, READ)).toBe(allowed);
	});

	test("an operator that nobody knows is no answer", () => {
		expect(() => isAllowed([allow({ Condition: { DateLessThan: { "aws:SecureTransport": "x" } } })], READ)).toThrow(
			RangeError,
		);
	});
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html */
describe("the policies of a key and of a role", () => {
	const DECRYPT: Question = {
		action: "kms:Decrypt",
		resource: KEY,
		keys: {
			"kms:ViaService": "ssm.eu-west-1.amazonaws.com",
			"kms:EncryptionContext:PARAMETER_ARN": PARAMETER,
			"kms:ResourceAliases": ["alias/a", "alias/b"],
		},
	};
	const identity = (statement: Partial<Statement> = {}): Statement => ({
		Effect: "Allow",
		Action: "kms:Decrypt",
		Resource: KEY,
		...statement,
	});
	const onKey = (Principal: NonNullable<Statement["Principal"]>, statement: Partial<Statement> = {}): Statement => ({
		Effect: "Allow",
		Principal,
		Action: "kms:*",
		Resource: "*",
		...statement,
	});
	const ROOT = onKey({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
	const via = (service: string): Partial<Statement> => ({
		Condition: { StringEquals: { "kms:ViaService": `${service}.eu-west-1.amazonaws.com` } },
	});

	test.each<readonly [name: string, own: readonly Statement[], ofKey: readonly Statement[], allowed: boolean]>([
		["the account is let in, and the role is allowed", [identity()], [ROOT], true],
		["the account alone allows nobody", [], [ROOT], false],
		["the account by its number", [identity()], [onKey({ AWS: ACCOUNT })], true],
		["the role alone is not let in", [identity()], [], false],
		["the role is named by the key", [], [onKey({ AWS: [ROLE] })], true],
		["another role is named by the key", [identity()], [onKey({ AWS: `${ROLE}-2` })], false],
		["another account", [identity()], [onKey({ AWS: "arn:aws:iam::999999999999:root" })], false],
		["a service", [identity()], [onKey({ Service: "lambda.amazonaws.com" })], false],
		["everyone", [], [onKey("*")], true],
		["the role denies it to itself", [identity({ Effect: "Deny" })], [onKey({ AWS: ROLE })], false],
		["the key denies it", [identity()], [ROOT, onKey("*", { Effect: "Deny", Action: "kms:Decrypt" })], false],
		[
			"the key denies it to all others",
			[identity()],
			[ROOT, { Effect: "Deny", NotPrincipal: { AWS: ROLE }, Action: "kms:*" }],
			true,
		],
		["another action of the key", [identity()], [onKey({ AWS: ROLE }, { Action: "kms:Encrypt" })], false],
		["through the service that is asked for", [identity(via("ssm"))], [ROOT], true],
		["through another service", [identity(via("secretsmanager"))], [ROOT], false],
		["the key asks for the service", [], [onKey("*", via("ssm"))], true],
		["the key asks for another", [], [onKey("*", via("s3"))], false],
		[
			"the encryption context",
			[
				identity({
					Condition: { StringEquals: { "kms:EncryptionContext:PARAMETER_ARN": `${PARAMETER}-2` } },
				}),
			],
			[ROOT],
			false,
		],
		[
			"one of its aliases",
			[
				identity({
					Resource: "*",
					Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/b" } },
				}),
			],
			[ROOT],
			true,
		],
		[
			"all of its aliases",
			[identity({ Condition: { "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/b" } } })],
			[ROOT],
			false,
		],
	])("%s", (_name, own, ofKey, allowed) => {
		expect(mayUseKey(own, ofKey, DECRYPT, ROLE)).toBe(allowed);
	});
});
