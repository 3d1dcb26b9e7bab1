import { describe, expect, test } from "vitest";
import { lintTemplate } from "../testing/rule-tester.ts";

/** What is said of a function with such a role: `missingIdentity`, `unknown`, or nothing. */
function said(role: object, around: object = {}): string {
	const { messages, details } = lintTemplate(
		JSON.stringify({
			Parameters: { Given: { Type: "String" } },
			Resources: {
				K: { Type: "AWS::KMS::Key" },
				Other: { Type: "AWS::KMS::Key" },
				S: { Type: "AWS::SecretsManager::Secret", Properties: { KmsKeyId: { Ref: "K" } } },
				R: { Type: "AWS::IAM::Role", Properties: { Policies: [READS], ...role } },
				F: { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": ["R", "Arn"] } } },
				...around,
			},
		}),
		{ "require-decrypt-permission": {} },
		"template.json",
	);
	return [...messages.map(({ messageId }) => messageId), ...details.unknown.map(() => "unknown")].join() || "nothing";
}

const policy = (...statements: readonly object[]): object => ({
	PolicyName: "p",
	PolicyDocument: { Statement: statements },
});
const READ = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: { Ref: "S" } };
const READS = policy(READ);
const decrypt = (resource: unknown): object => ({ Effect: "Allow", Action: "kms:Decrypt", Resource: resource });
const K = { "Fn::GetAtt": ["K", "Arn"] };

describe("a managed policy without an action of KMS", () => {
	test.each([
		"AWSLambdaBasicExecutionRole",
		"AWSLambdaVPCAccessExecutionRole",
		"AWSLambdaENIManagementAccess",
		"AWSXRayDaemonWriteAccess",
		"AWSXrayWriteOnlyAccess",
		"AWSXrayFullAccess",
		"CloudWatchLambdaInsightsExecutionRolePolicy",
		"CloudWatchLambdaApplicationSignalsExecutionRolePolicy",
		"AWSLambdaSQSQueueExecutionRole",
		"AWSLambdaDynamoDBExecutionRole",
		"AWSLambdaKinesisExecutionRole",
		"AWSLambdaInvocation-DynamoDB",
		"AWSLambdaRole",
	])("%s is known to allow no decryption", (name) => {
		expect(said({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/service-role/${name}`] })).toBe("missingIdentity");
		expect(said({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/Own${name}`] })).toBe("unknown");
		expect(said({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}Plus`] })).toBe("unknown");
	});
});

describe("what a role may decrypt with", () => {
	test.each<[string, unknown, string]>([
		["its key", K, "nothing"],
		["its key by its id", { "Fn::Sub": "arn:aws:kms:eu-west-1:111122223333:key/${K}" }, "nothing"],
		["every key", "*", "nothing"],
		["what a pattern names", "arn:aws:kms:*:*:key/*", "nothing"],
		["a parameter", { Ref: "Given" }, "nothing"],
		["another key of the template", { "Fn::GetAtt": ["Other", "Arn"] }, "missingIdentity"],
		["a key that was there before", "arn:aws:kms:eu-west-1:111122223333:key/1", "missingIdentity"],
		["no key at all", { "Fn::GetAtt": ["S", "Id"] }, "nothing"],
	])("%s", (_says, resource, expected) => {
		expect(said({ Policies: [policy(READ, decrypt(resource))] })).toBe(expected);
	});

	test.each<[string, object, string]>([
		["what is denied", { ...decrypt(K), Effect: "Deny" }, "missingIdentity"],
		["another action", { ...decrypt(K), Action: "kms:Encrypt" }, "missingIdentity"],
		["all actions of KMS", { ...decrypt(K), Action: ["kms:*"] }, "nothing"],
		["all but some actions", { Effect: "Allow", NotAction: "s3:*", Resource: "*" }, "nothing"],
	])("%s", (_says, statement, expected) => {
		expect(said({ Policies: [policy(READ, statement)] })).toBe(expected);
	});
});

test("two secrets of one key are told once", () => {
	const around = { S2: { Type: "AWS::SecretsManager::Secret", Properties: { KmsKeyId: { Ref: "K" } } } };
	const both = policy({ ...READ, Resource: [{ Ref: "S" }, { Ref: "S2" }] });
	expect(said({ Policies: [both] }, around)).toBe("missingIdentity");
});

describe("a policy that is attached", () => {
	const attached = (type: string, roles: object): object => ({
		P: { Type: type, Properties: { ...roles, PolicyDocument: { Statement: [decrypt(K)] } } },
	});
	test.each<[string, object, string]>([
		["names the role", attached("AWS::IAM::Policy", { Roles: [{ Ref: "R" }] }), "nothing"],
		["is managed and names it", attached("AWS::IAM::ManagedPolicy", { Roles: [{ Ref: "R" }] }), "nothing"],
		["is of the role alone", attached("AWS::IAM::RolePolicy", { RoleName: { Ref: "R" } }), "nothing"],
		["names another role", attached("AWS::IAM::Policy", { Roles: ["other"] }), "missingIdentity"],
		["names a parameter", attached("AWS::IAM::Policy", { Roles: [{ Ref: "Given" }] }), "unknown"],
		["is of a user", attached("AWS::IAM::UserPolicy", { UserName: "u" }), "missingIdentity"],
	])("%s", (_says, around, expected) => {
		expect(said({}, around)).toBe(expected);
	});

	test("counts where the role lists it, and is unknown where it is elsewhere", () => {
		const own = attached("AWS::IAM::ManagedPolicy", {});
		expect(said({ ManagedPolicyArns: [{ Ref: "P" }] }, own)).toBe("nothing");
		expect(said({ ManagedPolicyArns: [{ Ref: "Given" }] }, own)).toBe("unknown");
		expect(said({ ManagedPolicyArns: { Ref: "Given" } }, own)).toBe("unknown");
	});
});

describe("the policy of the key", () => {
	const root = { AWS: "arn:aws:iam::111122223333:root" };
	const key = (principal: unknown, action = "kms:*", effect = "Allow"): object => ({
		K: {
			Type: "AWS::KMS::Key",
			Properties: {
				KeyPolicy: { Statement: [{ Effect: effect, Principal: principal, Action: action, Resource: "*" }] },
			},
		},
	});
	test.each<[string, object, string]>([
		["leaves it to IAM", key(root), "missingIdentity"],
		["leaves it to IAM by the account's number", key({ AWS: "111122223333" }), "missingIdentity"],
		["names everyone", key("*"), "nothing"],
		["names the role", key({ AWS: { "Fn::GetAtt": ["R", "Arn"] } }), "nothing"],
		["names another", key({ AWS: "arn:aws:iam::111122223333:role/x" }), "missingBoth"],
		["names a service", key({ Service: "lambda.amazonaws.com" }), "missingBoth"],
		["allows another action", key("*", "kms:Encrypt"), "missingBoth"],
		["denies", key("*", "kms:*", "Deny"), "missingBoth"],
		["names a parameter", key({ AWS: { Ref: "Given" } }), "nothing"],
		["names a name with a hole", key({ AWS: { "Fn::Sub": "arn:aws:iam::1:role/${Given}" } }), "nothing"],
	])("%s", (_says, around, expected) => {
		expect(said({}, around)).toBe(expected);
	});
});
