import { dedent } from "../src/testing/dedent.ts";
import { testRule } from "../src/testing/rule-tester.ts";
import { requireDecryptPermission } from "./require-decrypt-permission.ts";

interface Story {
	/** Statements of the role, in flow. */
	readonly statements?: string;
	readonly keyPolicy?: string;
	readonly variables?: string;
	readonly fn?: string;
	readonly role?: string;
	readonly more?: string;
}

const READ = "{ Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: !Ref S }";
const DECRYPT = "{ Effect: Allow, Action: 'kms:Decrypt', Resource: !GetAtt K.Arn }";

/** A function with a role, a secret under a key, and what the role may. */
const story = ({
	statements = READ,
	keyPolicy = "",
	variables = "STAGE: prod",
	fn = "Role: !GetAtt R.Arn, ",
	role = "",
	more = "",
}: Story): string =>
	[
		"Resources:",
		`  K: { Type: AWS::KMS::Key${keyPolicy === "" ? "" : `, Properties: { KeyPolicy: { Statement: [${keyPolicy}] } }`} }`,
		"  S: { Type: AWS::SecretsManager::Secret, Properties: { KmsKeyId: !Ref K } }",
		`  R: { Type: AWS::IAM::Role, Properties: { ${role}Policies: [{ PolicyName: p, PolicyDocument: { Statement: [${statements}] } }] } }`,
		`  F: { Type: AWS::Lambda::Function, Properties: { ${fn}Environment: { Variables: { ${variables} } } } }`,
		...(more === "" ? [] : [more]),
		"",
	].join("\n");

const ROOT =
	"{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }";
const ADMIN =
	"{ Effect: Allow, Principal: { AWS: 'arn:aws:iam::111122223333:role/admin' }, Action: 'kms:*', Resource: '*' }";
const BASIC = "ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'], ";

testRule(requireDecryptPermission, {
	silent: [
		{ name: "a role that may decrypt with the key", code: story({ statements: `${READ}, ${DECRYPT}` }) },
		{
			name: "a role that may decrypt with every key",
			code: story({ statements: `${READ}, { Effect: Allow, Action: 'kms:*', Resource: '*' }` }),
		},
		{
			name: "a key of which only deploy time knows",
			code: story({
				statements: `${READ}, { Effect: Allow, Action: 'kms:Decrypt', Resource: !ImportValue Key }`,
			}),
		},
		{
			name: "the key's policy names the role itself",
			code: story({
				keyPolicy: "{ Effect: Allow, Principal: { AWS: !GetAtt R.Arn }, Action: 'kms:Decrypt', Resource: '*' }",
			}),
		},
		{
			name: "the key's policy trusts the account's users of Secrets Manager",
			code: story({
				keyPolicy:
					"{ Effect: Allow, Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': !Ref 'AWS::AccountId' } } }",
			}),
		},
		{
			name: "the key's policy is known at deploy time",
			code: story({
				keyPolicy:
					"{ Effect: Allow, Principal: { AWS: !ImportValue Who }, Action: 'kms:Decrypt', Resource: '*' }",
			}),
		},
		{ name: "a secret under a key of AWS's own", code: story({}).replace("Properties: { KmsKeyId: !Ref K } ", "") },
		{
			name: "a secret that the role does not name",
			code: story({ statements: "{ Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: '*' }" }),
		},
		{ name: "a role of another template", code: story({ fn: "Role: !ImportValue Role, " }) },
		{
			name: "a managed policy of another template",
			code: story({ role: "ManagedPolicyArns: [!ImportValue Policy], " }),
		},
		{
			name: "a managed policy of AWS's that may hold it",
			code: story({ role: "ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'], " }),
		},
		{
			name: "a policy that is attached by a parameter",
			code: story({
				more: "  P: { Type: AWS::IAM::Policy, Properties: { Roles: [!ImportValue Role], PolicyDocument: { Statement: [] } } }",
			}),
		},
		{
			name: "a policy beside the role",
			code: story({
				role: BASIC,
				more: `  P: { Type: AWS::IAM::Policy, Properties: { PolicyName: p, Roles: [!Ref R], PolicyDocument: { Statement: [${DECRYPT}] } } }`,
			}),
		},
		{
			name: "a managed policy of this template",
			code: story({
				role: "ManagedPolicyArns: [!Ref P], ",
				more: `  P: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [${DECRYPT}] } } }`,
			}),
		},
		{
			name: "Lambda decrypts the environment with a grant of its own",
			code: story({ statements: "", fn: "Role: !GetAtt R.Arn, KmsKeyArn: !GetAtt K.Arn, " }),
		},
		{
			name: "a ciphertext and the permission",
			code: story({ statements: DECRYPT, variables: "ENCRYPTED_TOKEN: AQICAHh" }),
		},
		{
			name: "a policy template of SAM",
			code: "Transform: AWS::Serverless-2016-10-31\nResources:\n  K: { Type: AWS::KMS::Key }\n  S: { Type: AWS::SecretsManager::Secret, Properties: { KmsKeyId: !Ref K } }\n  F: { Type: AWS::Serverless::Function, Properties: { Policies: [{ AWSSecretsManagerGetSecretValuePolicy: { SecretArn: !Ref S } }, { KMSDecryptPolicy: { KeyId: !Ref K } }] } }\n",
		},
	],
	found: [
		{
			name: "a secret that the role may read and not decrypt",
			code: story({ role: BASIC }),
			errors: [
				{
					messageId: "missingIdentity",
					data: { id: "F", what: "secret 'S'", role: "R", key: "K" },
					line: 5,
					column: 3,
					suggestions: [
						{
							messageId: "addPolicy",
							data: { role: "R", key: "K" },
							output: `${story({ role: BASIC }).trimEnd()}\n  FDecryptPolicy:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: F-decrypt\n      Roles:\n        - !Ref R\n      PolicyDocument:\n        Version: 2012-10-17\n        Statement:\n          - Effect: Allow\n            Action: kms:Decrypt\n            Resource: !GetAtt K.Arn\n`.replaceAll(
								"2012-10-17",
								'"2012-10-17"',
							),
						},
					],
				},
			],
		},
		{
			name: "the account's root leaves it to IAM, which says nothing",
			code: story({ keyPolicy: ROOT }),
			errors: [{ messageId: "missingIdentity", suggestions: 1 }],
		},
		{
			name: "a permission on another key",
			code: story({
				statements: `${READ}, { Effect: Allow, Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-west-1:111122223333:key/1' }`,
			}),
			errors: [{ messageId: "missingIdentity", suggestions: 1 }],
		},
		{
			name: "a Deny is no permission",
			code: story({ statements: `${READ}, { Effect: Deny, Action: 'kms:Decrypt', Resource: '*' }` }),
			errors: [{ messageId: "missingIdentity", suggestions: 1 }],
		},
		{
			name: "the key's half is missing",
			code: story({ statements: `${READ}, ${DECRYPT}`, keyPolicy: ADMIN }),
			errors: [{ messageId: "missingKeyPolicy", data: { id: "F", what: "secret 'S'", role: "R", key: "K" } }],
		},
		{ name: "both halves are missing", code: story({ keyPolicy: ADMIN }), errors: [{ messageId: "missingBoth" }] },
		{
			name: "a ciphertext and no permission",
			code: story({ statements: "", variables: "ENCRYPTED_TOKEN: AQICAHh" }),
			errors: [
				{
					messageId: "missingAny",
					data: { id: "F", variable: "ENCRYPTED_TOKEN", role: "R" },
					line: 5,
					column: 100,
				},
			],
		},
		{
			name: "a ciphertext by its form",
			code: story({ statements: "", variables: `TOKEN: AQICA${"Hh0a".repeat(12)}` }),
			errors: [{ messageId: "missingAny" }],
		},
		{
			name: "the key of the environment, for an auditor who asks",
			code: story({ statements: "", fn: "Role: !GetAtt R.Arn, KmsKeyArn: !GetAtt K.Arn, " }),
			options: { environmentKey: true },
			errors: [
				{
					messageId: "missingIdentity",
					data: { id: "F", what: "its environment", role: "R", key: "K" },
					suggestions: 1,
				},
			],
		},
		{
			name: "a role that SAM makes",
			code: dedent`
				Transform: AWS::Serverless-2016-10-31
				Resources:
				  K: { Type: AWS::KMS::Key }
				  S: { Type: AWS::SecretsManager::Secret, Properties: { KmsKeyId: !GetAtt K.Arn } }
				  F:
				    Type: AWS::Serverless::Function
				    Properties:
				      Policies:
				        - AWSXRayDaemonWriteAccess
				        - AWSSecretsManagerGetSecretValuePolicy: { SecretArn: !Ref S }
			`,
			errors: [
				{
					messageId: "missingIdentity",
					data: { id: "F", what: "secret 'S'", role: "FRole", key: "K" },
					line: 5,
					column: 3,
					suggestions: 1,
				},
			],
		},
	],
});

/** A function whose code looks up what it needs, with a role of these policies. */
function looksUp(code: string, statements: string, more = ""): string {
	return `Transform: AWS::Serverless-2016-10-31
Resources:
  Key: { Type: AWS::KMS::Key }
  Token: { Type: AWS::SecretsManager::Secret, Properties: { KmsKeyId: !Ref Key } }
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: ${JSON.stringify(code)}
      Environment: { Variables: { ID: !Ref Token, BLOB: "x" } }
      Policies: [{ Statement: [${statements}] }]
${more}`;
}

const GET_SECRET = `const { GetSecretValueCommand } = require("@aws-sdk/client-secrets-manager");
exports.handler = async () => client.send(new GetSecretValueCommand({ SecretId: process.env.ID }));`;
const GET_PARAMETER = `const { getParameter } = require("@aws-lambda-powertools/parameters/ssm");
exports.handler = async () => getParameter("/app/token");`;
const CALLS_DECRYPT = `const { DecryptCommand } = require("@aws-sdk/client-kms");
exports.handler = async () => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(process.env.BLOB, "base64") }));`;
const MAY_READ = "{ Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: '*' }";
const MAY_DECRYPT = "{ Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn }";

testRule(requireDecryptPermission, {
	silent: [
		{ name: "the role may do all that the code does", code: looksUp(GET_SECRET, `${MAY_READ}, ${MAY_DECRYPT}`) },
		{
			name: "the role may read parameters",
			code: looksUp(GET_PARAMETER, "{ Effect: Allow, Action: 'ssm:Get*', Resource: '*' }"),
		},
		{
			name: "the policy of the secret may allow it",
			code: looksUp(
				GET_SECRET,
				MAY_DECRYPT,
				"  P: { Type: AWS::SecretsManager::ResourcePolicy, Properties: { SecretId: !Ref Token } }\n",
			),
		},
		{
			name: "only another handler looks up",
			code: looksUp(
				`${GET_PARAMETER.replace("exports.handler", "exports.other")}\nexports.handler = async () => 1;`,
				MAY_DECRYPT,
			),
		},
		{
			name: "a policy is not known",
			code: looksUp(GET_PARAMETER, MAY_DECRYPT).replace("Policies: [", "Policies: [SomePolicy, "),
		},
		{ name: "the role may decrypt", code: looksUp(CALLS_DECRYPT, MAY_DECRYPT) },
	],
	found: [
		{
			name: "the code reads a secret, and the role may read any, but not decrypt it",
			code: looksUp(GET_SECRET, MAY_READ),
			errors: [
				{
					messageId: "missingIdentity",
					data: { id: "Api", what: "secret 'Token'", role: "ApiRole", key: "Key" },
					suggestions: 1,
				},
			],
		},
		{
			name: "the code reads a parameter, and the role may not",
			code: looksUp(GET_PARAMETER, MAY_DECRYPT),
			errors: [
				{
					messageId: "missingLookup",
					data: { id: "Api", place: "template.yaml:10", role: "ApiRole", action: "ssm:GetParameter" },
					line: 5,
					column: 3,
				},
			],
		},
		{
			name: "the code decrypts a variable whose name does not say so",
			code: looksUp(CALLS_DECRYPT, MAY_READ),
			errors: [
				{
					messageId: "missingAny",
					data: { id: "Api", variable: "BLOB", role: "ApiRole" },
					line: 11,
					column: 51,
				},
			],
		},
	],
});
