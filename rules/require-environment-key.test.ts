import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintSource, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireEnvironmentKey } from "./require-environment-key.ts";

const NAME = "require-environment-key";
const ONE = { id: "Api", property: "KmsKeyArn", when: "", count: "1 environment variable" };
const TWO = { ...ONE, count: "2 environment variables" };

/** A function with some more properties, one a line. */
function fn(type: string, ...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Api:",
		`    Type: ${type}`,
		"    Properties:",
		...lines.map((line) => `      ${line}`),
		"",
	].join("\n");
}

const LAMBDA = "AWS::Lambda::Function";
const SAM = "AWS::Serverless::Function";
const ENVIRONMENT = "Environment: { Variables: { STAGE: prod } }";

/** What the suggestion adds after the last resource, where the file is indented by two blanks. */
const NEW_KEY = `  EnvironmentKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      Description: Environment variables of the functions of this stack
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: EnableIamPolicies
            Effect: Allow
            Principal:
              AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root"
            Action: kms:*
            Resource: "*"
`;

const SENSITIVE = { functions: "sensitive" };

testRule(requireEnvironmentKey, {
	silent: [
		{
			name: "variables that are no secrets, where only secrets count",
			code: fn(LAMBDA, ENVIRONMENT),
			options: SENSITIVE,
		},
		...["Name of the secret", "Secrets Manager secret of the database", "Secrets Manager シークレット名"].map(
			(text) => ({
				name: `a parameter that its description says to be a pointer: ${text}`,
				code: `Parameters: { Credentials: { Type: String, Description: "${text}" } }\n${fn(LAMBDA, "Environment: { Variables: { DB_CREDENTIALS: !Ref Credentials } }")}`,
				options: SENSITIVE,
			}),
		),
		{
			name: "the name of a table that is kept in a secret",
			code: fn(
				LAMBDA,
				'Environment: { Variables: { TABLE_NAME: "{{resolve:secretsmanager:prod/db:SecretString:TableName}}" } }',
			),
			options: SENSITIVE,
		},
		{
			name: "the name of a secret, where only secrets count",
			code: fn(LAMBDA, "Environment: { Variables: { DB_SECRET_ARN: !ImportValue Secret } }"),
			options: SENSITIVE,
		},
		{ name: "a function without variables keeps nothing", code: fn(LAMBDA, "Handler: index.handler") },
		{ name: "an empty environment keeps nothing", code: fn(LAMBDA, "Environment: { Variables: {} }") },
		{
			name: "a variable that is AWS::NoValue is none",
			code: fn(LAMBDA, "Environment: { Variables: { STAGE: !Ref AWS::NoValue } }"),
		},
		{
			name: "a key of this template is the owner's",
			code: `${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt Key.Arn")}  Key: { Type: AWS::KMS::Key }\n`,
		},
		{
			name: "an ARN of a key is the owner's",
			code: fn(
				LAMBDA,
				ENVIRONMENT,
				"KmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888",
			),
		},
		{ name: "an imported key is the owner's", code: fn(SAM, ENVIRONMENT, "KmsKeyArn: !ImportValue OrdersKey") },
		{
			name: "a parameter without a default is asked for at deploy time",
			code: `Parameters:\n  KeyArn: { Type: String }\n${fn(SAM, ENVIRONMENT, "KmsKeyArn: !Ref KeyArn")}`,
		},
		{
			name: "a parameter read from Parameter Store holds a name, not the key",
			code: `Parameters:\n  KeyArn: { Type: "AWS::SSM::Parameter::Value<String>", Default: alias/aws/lambda }\n${fn(SAM, ENVIRONMENT, "KmsKeyArn: !Ref KeyArn")}`,
		},
		{
			name: "a dynamic reference is looked up at deploy time",
			code: fn(SAM, ENVIRONMENT, 'KmsKeyArn: "{{resolve:ssm:/orders/key}}"'),
		},
		{
			name: "a key out of a stack's outputs is the owner's",
			code: `${fn(SAM, ENVIRONMENT, "KmsKeyArn: !GetAtt Shared.Outputs.KeyArn")}  Shared: { Type: AWS::CloudFormation::Stack }\n`,
		},
		{
			name: "a `Fn::Sub` around the key is the key",
			code: `${fn(SAM, ENVIRONMENT, 'KmsKeyArn: !Sub "${Key.Arn}"')}  Key: { Type: AWS::KMS::Key }\n`,
		},
		{
			name: "an alias of the owner's is the owner's",
			code: fn(SAM, ENVIRONMENT, "KmsKeyArn: !Sub arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/orders"),
		},
		{
			name: "a key in Globals protects every function",
			code: `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    KmsKeyArn: !ImportValue OrdersKey\n${fn(SAM, ENVIRONMENT)}`,
		},
		{
			name: "Globals do not reach a plain function, and its variables neither",
			code: `Globals:\n  Function:\n    ${ENVIRONMENT}\n${fn(LAMBDA, "Handler: a.b")}`,
		},
		{
			name: "an included part may bring the key",
			code: fn(
				LAMBDA,
				ENVIRONMENT,
				"Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/f.yaml } }",
			),
		},
		{
			name: "variables that a transform brings are not counted",
			code: fn(
				LAMBDA,
				"Environment: { Variables: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/f.yaml } } } }",
			),
		},
		{ name: "variables from a parameter's text cannot be read", code: fn(LAMBDA, "Environment: !Ref Environment") },
		{
			name: "a merge key brings the key",
			code: `Shared: &shared\n  KmsKeyArn: !ImportValue OrdersKey\n${fn(SAM, ENVIRONMENT, "<<: *shared")}`,
		},
		{
			name: "an anchor elsewhere is the key",
			code: `Metadata:\n  Arn: &arn arn:aws:kms:eu-west-1:111122223333:key/1\n${fn(SAM, ENVIRONMENT, "KmsKeyArn: *arn")}`,
		},
		{
			name: "variables and key hang on the same condition",
			code: dedent`
				Conditions:
				  HasKey: !Not [!Equals [!Ref AWS::Region, us-east-1]]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: !If [HasKey, { Variables: { STAGE: prod } }, !Ref AWS::NoValue]
				      KmsKeyArn: !If [HasKey, !ImportValue OrdersKey, !Ref AWS::NoValue]
			`,
		},
		{
			name: "a function that is only made where the key exists has it",
			code: dedent`
				Conditions:
				  HasKey: !Not [!Equals [!Ref AWS::Region, us-east-1]]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Condition: HasKey
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
				      KmsKeyArn: !If [HasKey, !ImportValue OrdersKey, !Ref AWS::NoValue]
			`,
		},
		{
			name: "AllowedValues decide the condition",
			code: dedent`
				Parameters:
				  Stage: { Type: String, AllowedValues: [prod, live] }
				Conditions:
				  IsDev: !Equals [!Ref Stage, dev]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
				      KmsKeyArn: !If [IsDev, !Ref AWS::NoValue, !ImportValue OrdersKey]
			`,
		},
		{
			name: "a function that is never made keeps nothing",
			code: dedent`
				Conditions:
				  Never: !Equals [a, b]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Condition: Never
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
			`,
		},
		{
			name: "a mapping's row names the owner's key",
			code: dedent`
				Mappings:
				  Keys: { eu-west-1: { Arn: "arn:aws:kms:eu-west-1:111122223333:key/1" } }
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
				      KmsKeyArn: !FindInMap [Keys, !Ref "AWS::Region", Arn]
			`,
		},
		{
			name: "a mapping that is not there is only known to who adds it",
			code: fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !FindInMap [Keys, eu-west-1, Arn]"),
		},
		{
			name: "a value of the command line gives the key",
			code: `Parameters:\n  KeyArn: { Type: String, Default: "" }\n${fn(SAM, ENVIRONMENT, "KmsKeyArn: !Ref KeyArn")}`,
			parameters: { KeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
		},
		{
			name: "with every function asked, a key is enough",
			code: fn(LAMBDA, "KmsKeyArn: !ImportValue OrdersKey"),
			options: { functions: "all" },
		},
		{ name: "a function of another service is not asked", code: fn("AWS::CloudFront::Function", ENVIRONMENT) },
	],
	found: [
		{
			name: "a secret among the variables, where only secrets count",
			code: fn(LAMBDA, 'Environment: { Variables: { DB_PASSWORD: "{{resolve:ssm:/orders/db}}" } }'),
			options: SENSITIVE,
			errors: [{ messageId: "missingKeySensitive", suggestions: 1 }],
		},
		...["alias/orders", "1234abcd-12ab-34cd-56ef-1234567890ab"].map((key) => ({
			name: `what is no ARN: ${key}`,
			code: fn(LAMBDA, ENVIRONMENT, `KmsKeyArn: ${key}`),
			errors: [{ messageId: "noArn", data: { id: "Api", property: "KmsKeyArn", when: "" }, line: 6 }],
		})),
		{
			name: "the name of an alias",
			code: `${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !Ref Alias")}  Key: { Type: AWS::KMS::Key }\n  Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/a, TargetKeyId: !Ref Key } }\n`,
			errors: [
				{
					messageId: "noArn",
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key" },
							output: `${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt Key.Arn")}  Key: { Type: AWS::KMS::Key }\n  Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/a, TargetKeyId: !Ref Key } }\n`,
						},
					],
				},
			],
		},
		{
			name: "the key of a bucket is not offered, that of another function is",
			code: `${fn(LAMBDA, ENVIRONMENT)}  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: !Ref Files } }] } } }\n  Files: { Type: AWS::KMS::Key }\n  Other: { Type: AWS::Lambda::Function, Properties: { KmsKeyArn: !GetAtt Functions.Arn, Environment: { Variables: { A: b } } } }\n  Functions: { Type: AWS::KMS::Key }\n`,
			errors: [
				{
					messageId: "missingKey",
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Functions" },
							output: `${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt Functions.Arn")}  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: !Ref Files } }] } } }\n  Files: { Type: AWS::KMS::Key }\n  Other: { Type: AWS::Lambda::Function, Properties: { KmsKeyArn: !GetAtt Functions.Arn, Environment: { Variables: { A: b } } } }\n  Functions: { Type: AWS::KMS::Key }\n`,
						},
					],
				},
			],
		},
		{
			name: "a function in YAML without a key of its template's",
			code: fn(LAMBDA, "Environment:", "  Variables:", "    STAGE: prod", "    TABLE: orders"),
			errors: [
				{
					messageId: "missingKey",
					data: TWO,
					line: 2,
					column: 3,
					endLine: 2,
					endColumn: 6,
					suggestions: [
						{
							messageId: "addKey",
							data: { key: "EnvironmentKey" },
							output: `${fn(LAMBDA, "Environment:", "  Variables:", "    STAGE: prod", "    TABLE: orders", "KmsKeyArn: !GetAtt EnvironmentKey.Arn")}${NEW_KEY}`,
						},
					],
				},
			],
		},
		{
			name: "a SAM function in JSON, with a key that fits",
			filename: "template.json",
			code: '{"Transform":"AWS::Serverless-2016-10-31","Resources":{"Key":{"Type":"AWS::KMS::Key"},"Api":{"Type":"AWS::Serverless::Function","Properties":{"Environment":{"Variables":{"STAGE":"prod"}}}}}}',
			errors: [
				{
					messageId: "missingKey",
					data: ONE,
					line: 1,
					column: 87,
					endLine: 1,
					endColumn: 92,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key" },
							output: '{"Transform":"AWS::Serverless-2016-10-31","Resources":{"Key":{"Type":"AWS::KMS::Key"},"Api":{"Type":"AWS::Serverless::Function","Properties":{"Environment":{"Variables":{"STAGE":"prod"}},"KmsKeyArn":{"Fn::GetAtt":["Key","Arn"]}}}}}',
						},
					],
				},
			],
		},
		{
			name: "keys that cannot encrypt variables are not suggested",
			code: `${fn(LAMBDA, ENVIRONMENT)}  Signer: { Type: AWS::KMS::Key, Properties: { KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY } }\n  Key: { Type: AWS::KMS::Key }\n`,
			errors: [
				{
					messageId: "missingKey",
					data: ONE,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key" },
							output: `${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt Key.Arn")}  Signer: { Type: AWS::KMS::Key, Properties: { KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY } }\n  Key: { Type: AWS::KMS::Key }\n`,
						},
					],
				},
			],
		},
		{
			name: "a key that is not always there is not suggested, and neither is one that waits for the function",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${fn(LAMBDA, ENVIRONMENT)}  Some: { Type: AWS::KMS::Key, Condition: IsProd }\n  Named: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Condition: { ArnEquals: { "aws:SourceArn": !GetAtt Api.Arn } } }] } } }\n  Key: { Type: AWS::KMS::Key }\n`,
			errors: [
				{
					messageId: "missingKey",
					data: ONE,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key" },
							output: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt Key.Arn")}  Some: { Type: AWS::KMS::Key, Condition: IsProd }\n  Named: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Condition: { ArnEquals: { "aws:SourceArn": !GetAtt Api.Arn } } }] } } }\n  Key: { Type: AWS::KMS::Key }\n`,
						},
					],
				},
			],
		},
		{
			name: "the option names a key that cannot encrypt, so suggestions are all there is",
			code: `${fn(LAMBDA, ENVIRONMENT)}  Signer: { Type: AWS::KMS::Key, Properties: { KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY } }\n`,
			options: { key: "Signer" },
			errors: [{ messageId: "missingKey", data: ONE, suggestions: 1 }],
		},
		{
			name: "the option names a resource that is no key, so suggestions are all there is",
			code: `${fn(LAMBDA, ENVIRONMENT)}  Role: { Type: AWS::IAM::Role }\n`,
			options: { key: "Role" },
			errors: [{ messageId: "missingKey", data: ONE, suggestions: 1 }],
		},
		{
			name: "an anchor on the value is needed elsewhere, so nothing is written over it",
			code: `${fn(LAMBDA, ENVIRONMENT, 'KmsKeyArn: &arn ""')}  Other: { Type: AWS::SNS::Topic, Properties: { KmsMasterKeyId: *arn } }\n`,
			options: { key: "arn:aws:kms:eu-west-1:111122223333:key/1" },
			errors: [{ messageId: "missingKey", data: ONE, line: 6 }],
		},
		{
			name: "a new key's name is one that nobody has",
			code: `Parameters:\n  EnvironmentKey: { Type: String }\n${fn(LAMBDA, ENVIRONMENT)}`,
			errors: [
				{
					messageId: "missingKey",
					data: ONE,
					suggestions: [
						{
							messageId: "addKey",
							data: { key: "EnvironmentKey2" },
							output: `Parameters:\n  EnvironmentKey: { Type: String }\n${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt EnvironmentKey2.Arn")}${NEW_KEY.replace("EnvironmentKey:", "EnvironmentKey2:")}`,
						},
					],
				},
			],
		},
		{
			name: "the option names the key of the template, so the fix is safe",
			code: `${fn(LAMBDA, ENVIRONMENT)}  Key: { Type: AWS::KMS::Key }\n`,
			options: { key: "Key" },
			errors: [{ messageId: "missingKey", data: ONE }],
			output: `${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !GetAtt Key.Arn")}  Key: { Type: AWS::KMS::Key }\n`,
		},
		{
			name: "the option names a parameter",
			code: `Parameters:\n  KeyArn: { Type: String }\n${fn(LAMBDA, ENVIRONMENT)}`,
			options: { key: "KeyArn" },
			errors: [{ messageId: "missingKey", data: ONE }],
			output: `Parameters:\n  KeyArn: { Type: String }\n${fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !Ref KeyArn")}`,
		},
		{
			name: "the option names an ARN",
			code: fn(LAMBDA, ENVIRONMENT),
			options: { key: "arn:aws:kms:eu-west-1:111122223333:key/1" },
			errors: [{ messageId: "missingKey", data: ONE }],
			output: fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/1"),
		},
		{
			name: "the option names what this template does not have, so suggestions are all there is",
			code: fn(LAMBDA, ENVIRONMENT),
			options: { key: "SharedKey" },
			errors: [{ messageId: "missingKey", data: ONE, suggestions: 1 }],
		},
		{
			name: "AWS::NoValue is no key",
			code: fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: !Ref AWS::NoValue # later"),
			options: { key: "arn:aws:kms:eu-west-1:111122223333:key/1" },
			errors: [{ messageId: "missingKey", data: ONE, line: 6, column: 18, endColumn: 35 }],
			output: fn(LAMBDA, ENVIRONMENT, "KmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/1 # later"),
		},
		{
			name: "an empty text is no key",
			code: fn(LAMBDA, ENVIRONMENT, 'KmsKeyArn: ""'),
			errors: [{ messageId: "missingKey", data: ONE, line: 6, column: 18, suggestions: 1 }],
		},
		{
			name: "the alias of Lambda's own key is Lambda's key",
			code: fn(
				SAM,
				ENVIRONMENT,
				"KmsKeyArn: !Sub arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/lambda",
			),
			errors: [{ messageId: "providerKey", data: ONE, line: 6, suggestions: 1 }],
		},
		{
			name: "a parameter that is empty unless somebody gives a key",
			code: `Parameters:\n  KeyArn: { Type: String, Default: "" }\n${fn(SAM, ENVIRONMENT, "KmsKeyArn: !Ref KeyArn")}`,
			errors: [{ messageId: "missingKey", data: ONE, line: 8, suggestions: 1 }],
		},
		{
			name: "a secret's name makes it worse, and is named",
			code: `Parameters:\n  Password: { Type: String }\n${fn(SAM, "Environment:", "  Variables:", "    STAGE: prod", "    DB_PASSWORD: !Ref Password")}`,
			errors: [
				{
					messageId: "missingKeySensitive",
					data: { ...TWO, names: " (including 'DB_PASSWORD')" },
					suggestions: 1,
				},
			],
		},
		{
			name: "a parameter that hides its value is a secret",
			code: `Parameters:\n  Password: { Type: String, NoEcho: true }\n${fn(SAM, "Environment:", "  Variables:", "    STAGE: prod", "    DB: !Ref Password")}`,
			errors: [
				{ messageId: "missingKeySensitive", data: { ...TWO, names: " (including 'DB')" }, suggestions: 1 },
			],
		},
		{
			name: "the name of the user that a secret holds lets nobody in, so it is not sensitive",
			code: fn(
				SAM,
				"Environment:",
				"  Variables:",
				'    USERNAME: "{{resolve:secretsmanager:db:SecretString:username}}"',
			),
			errors: [{ messageId: "missingKey", suggestions: 1 }],
		},
		{
			name: "many sensitive variables are three and a number",
			code: fn(
				SAM,
				"Environment:",
				"  Variables:",
				...["A", "B", "C", "D", "E"].map(
					(name) =>
						`    ${name}_PASSWORD: "{{resolve:secretsmanager:${name.toLowerCase()}:SecretString:password}}"`,
				),
			),
			errors: [
				{
					messageId: "missingKeySensitive",
					data: {
						...ONE,
						count: "5 environment variables",
						names: " (including 'A_PASSWORD', 'B_PASSWORD', 'C_PASSWORD' and 2 more)",
					},
					suggestions: 1,
				},
			],
		},
		{
			name: "a literal secret makes it worse",
			code: fn(SAM, "Environment:", "  Variables:", `    UPLOADER: ${fakeSecret("aws-access-key-id")}`),
			errors: [
				{
					messageId: "missingKeySensitive",
					data: { ...ONE, names: " (including 'UPLOADER')" },
					suggestions: 1,
				},
			],
		},
		{
			name: "variables that come from Globals count for the function",
			code: `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Environment: { Variables: { STAGE: prod } }\n${fn(SAM, "Environment: { Variables: { TABLE: orders } }")}`,
			errors: [{ messageId: "missingKey", data: TWO, line: 6, column: 3, suggestions: 1 }],
		},
		{
			name: "a function cancels the key of Globals",
			code: `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    KmsKeyArn: !ImportValue OrdersKey\n${fn(SAM, ENVIRONMENT, "KmsKeyArn: !Ref AWS::NoValue")}`,
			errors: [{ messageId: "missingKey", data: ONE, line: 10, column: 18, suggestions: 1 }],
		},
		{
			name: "one wrong key in Globals is one finding, however many inherit it",
			code: dedent`
				Transform: AWS::Serverless-2016-10-31
				Globals:
				  Function:
				    KmsKeyArn: alias/aws/lambda
				    Environment: { Variables: { STAGE: prod } }
				Resources:
				  Api: { Type: AWS::Serverless::Function, Properties: { Handler: a.b } }
				  Worker: { Type: AWS::Serverless::Function, Properties: { Handler: c.d } }
			`,
			errors: [
				{
					messageId: "providerKey",
					data: { ...ONE, "'id'": "'Api' and 'Worker'" },
					line: 4,
					column: 16,
					suggestions: 1,
				},
			],
		},
		{
			name: "one branch has no key, and is named",
			code: dedent`
				Conditions:
				  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
				      KmsKeyArn: !If [IsProd, !ImportValue OrdersKey, !Ref AWS::NoValue]
			`,
			options: { key: "arn:aws:kms:eu-west-1:111122223333:key/1" },
			errors: [
				{
					messageId: "missingKey",
					data: { ...ONE, when: " if condition 'IsProd' is false" },
					line: 8,
					column: 55,
				},
			],
		},
		{
			name: "variables on one side, the key on the other",
			code: dedent`
				Conditions:
				  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: !If [IsProd, !Ref AWS::NoValue, { Variables: { STAGE: dev } }]
				      KmsKeyArn: !If [IsProd, !ImportValue OrdersKey, !Ref AWS::NoValue]
			`,
			errors: [{ messageId: "missingKey", data: { ...ONE, when: " if condition 'IsProd' is false" } }],
		},
		{
			name: "nested conditions: only the branch that can be reached counts",
			code: dedent`
				Parameters:
				  Stage: { Type: String, AllowedValues: [dev, prod] }
				Conditions:
				  IsProd: !Equals [!Ref Stage, prod]
				  IsDev: !Equals [!Ref Stage, dev]
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
				      KmsKeyArn: !If [IsProd, !If [IsDev, !Ref AWS::NoValue, !ImportValue OrdersKey], !Ref AWS::NoValue]
			`,
			errors: [{ messageId: "missingKey", data: { ...ONE, when: " if condition 'IsProd' is false" }, line: 11 }],
		},
		{
			name: "a row of a mapping names Lambda's own key",
			code: dedent`
				Mappings:
				  Keys: { eu-west-1: { Arn: alias/aws/lambda }, us-east-1: { Arn: "arn:aws:kms:us-east-1:111122223333:key/1" } }
				Resources:
				  Api:
				    Type: AWS::Lambda::Function
				    Properties:
				      Environment: { Variables: { STAGE: prod } }
				      KmsKeyArn: !FindInMap [Keys, !Ref "AWS::Region", Arn]
			`,
			errors: [
				{
					messageId: "providerKey",
					data: { ...ONE, when: " if mapping 'Keys' selects 'eu-west-1.Arn'" },
					line: 8,
				},
			],
		},
		{
			name: "functions of a loop are one finding with the name as it is written",
			code: dedent`
				Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
				Resources:
				  Fn::ForEach::Workers:
				    - Name
				    - [Orders, Invoices]
				    - Worker\${Name}:
				        Type: AWS::Serverless::Function
				        Properties:
				          Environment: { Variables: { QUEUE: !Ref Name } }
			`,
			options: { key: "arn:aws:kms:eu-west-1:111122223333:key/1" },
			errors: [{ messageId: "missingKey", data: { ...ONE, id: "Worker${Name}" }, line: 6, column: 7 }],
			output: dedent`
				Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
				Resources:
				  Fn::ForEach::Workers:
				    - Name
				    - [Orders, Invoices]
				    - Worker\${Name}:
				        Type: AWS::Serverless::Function
				        Properties:
				          Environment: { Variables: { QUEUE: !Ref Name } }
				          KmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/1
			`,
		},
		{
			name: "anchors give the variables",
			code: dedent`
				Shared: &variables
				  STAGE: prod
				  TABLE: orders
				Resources:
				  Api:
				    Type: AWS::Serverless::Function
				    Properties:
				      Environment:
				        Variables: *variables
			`,
			errors: [{ messageId: "missingKey", data: TWO, line: 5, column: 3, suggestions: 1 }],
		},
		{
			name: "a key reserved for the owner is asked of every function in an audit",
			code: fn(LAMBDA, "Handler: index.handler"),
			options: { functions: "all" },
			errors: [
				{
					messageId: "missingKeyWithoutVariables",
					data: { id: "Api", property: "KmsKeyArn", when: "" },
					line: 2,
					column: 3,
					suggestions: 1,
				},
			],
		},
	],
});

describe("how bad it is", () => {
	const severity = (code: string): unknown =>
		lintTemplate(code, { [NAME]: {} }).details.findings.map((finding) => finding.severity);

	test("low for plain variables, high for a sensitive one", () => {
		expect(severity(fn(LAMBDA, ENVIRONMENT))).toEqual(["low"]);
		expect(
			severity(fn(LAMBDA, `Environment: { Variables: { DB_PASSWORD: "${fakeSecret("password")}" } }`)),
		).toEqual(["medium"]);
	});

	test("a pointer to a secret is no secret", () => {
		expect(
			severity(fn(LAMBDA, "Environment: { Variables: { DB_PASSWORD_PARAMETER_NAME: /orders/db-password } }")),
		).toEqual(["low"]);
	});
});

describe("functions that CDK wrote", () => {
	const one = (id: string, ...lines: readonly string[]) =>
		lintTemplate(fn(LAMBDA, ENVIRONMENT, ...lines).replace("  Api:", `  ${id}:`), { [NAME]: {} }).details
			.findings[0];

	test("are known by their id, at the lowest severity", () => {
		const id = `LogRetention${"aae0aa3c5b4d4f87b02d85b201efdd8a"}${"FD4BFC8A"}`;
		expect(one(id)).toMatchObject({ severity: "info", generated: { by: "CDK", remedy: "logGroup" } });
	});

	test("are known by their id, where a cluster's machines are drained", () => {
		expect(one(`EcsClusterDefaultAutoScalingGroupDrainECSHookFunction${"E17A5F5E"}`)).toMatchObject({
			severity: "info",
			generated: { by: "CDK", remedy: null },
		});
	});

	test("are known by their description", () => {
		expect(
			one(
				"ProviderframeworkonEvent83C1D0A7",
				"Description: AWS CDK resource provider framework - onEvent (Stack/Provider)",
			),
		).toMatchObject({
			severity: "info",
			generated: { by: "CDK", remedy: "providerFunctionEnvEncryption" },
		});
	});

	test("are known by their construct path", () => {
		const code = fn(LAMBDA, ENVIRONMENT).replace(
			"    Properties:",
			"    Metadata: { aws:cdk:path: Stack/Provider/framework-onEvent/Resource }\n    Properties:",
		);
		expect(lintTemplate(code, { [NAME]: {} }).details.findings[0]).toMatchObject({
			severity: "info",
			generated: { by: "CDK" },
		});
	});

	test("are not those that an author named alike", () => {
		expect(one("LogRetentionHandler")).toMatchObject({ severity: "low", generated: null });
	});
});

describe("an alias that an app imports by its name", () => {
	const ALIAS = fc
		.array(fc.constantFrom(..."abcxyz019/_-"), { minLength: 1, maxLength: 12 })
		.map((letters) => letters.join(""));

	test("is passed as its ARN, and as a name where the app asks for the name", () => {
		fc.assert(
			fc.property(ALIAS, fc.boolean(), (name, isProvider) => {
				const alias = `kms.Alias.fromAliasName(scope, "A", "alias/${isProvider ? "aws/" : "app-"}${name.replaceAll("/", "")}x")`;
				const app = (made: string): string =>
					`import * as kms from "aws-cdk-lib/aws-kms";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nexport const make = (scope) => new lambda.${made};\n`;
				const idsOf = (made: string): readonly (string | undefined)[] =>
					lintSource(app(made), { "require-environment-key": {} }, "app.ts").messages.map(
						({ messageId }) => messageId,
					);
				expect(
					idsOf(`Function(scope, "F", { environment: { A: "b" }, environmentEncryption: ${alias} })`),
				).toEqual(isProvider ? ["providerKey"] : []);
				expect(
					idsOf(
						`CfnFunction(scope, "F", { environment: { variables: { A: "b" } }, kmsKeyArn: ${alias}.aliasName })`,
					),
				).toEqual([isProvider ? "providerKey" : "noArn"]);
			}),
		);
	});
});

describe("of several keys", () => {
	const RESOURCE = { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: true } };
	/** What is offered to a function of a stack with these keys, and with these resources besides. */
	const offered = (keys: readonly string[], others: Readonly<Record<string, unknown>> = {}): readonly string[] => {
		const { messages } = lintTemplate(
			JSON.stringify({
				Resources: {
					Api: {
						Type: "AWS::Lambda::Function",
						Properties: { Environment: { Variables: { TABLE: "orders" } } },
					},
					...Object.fromEntries(keys.map((id) => [id, RESOURCE])),
					...others,
				},
			}),
			{ [NAME]: {} },
			"template.json",
		);
		return messages.flatMap(({ suggestions = [] }) =>
			suggestions.map(({ desc }) => /'(\w+)'/u.exec(desc)?.[1] ?? ""),
		);
	};
	const OF_OTHERS = ["VendorProcessingKMSEncryptionKey", "TxMAKey", "PaymentsKey", "OrdersTableKey", "PartnerKey"];
	const OF_ALL = ["AppKey", "LambdaEnvironmentKey", "Key", "KmsKey2", "SharedEncryptionKey", "SecretsKey"];
	const user = (key: string): unknown => ({
		Type: "AWS::Lambda::Function",
		Properties: { Environment: { Variables: { A: "b" } }, KmsKeyArn: { "Fn::GetAtt": [key, "Arn"] } },
	});

	test("those are offered that are for functions, and no other", () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.constantFrom(...OF_OTHERS, ...OF_ALL), { minLength: 2, maxLength: 3 }),
				(keys) => {
					const own = keys.filter((key) => OF_ALL.includes(key));
					expect(offered(keys)).toEqual(own.length === 0 ? ["EnvironmentKey"] : own);
				},
			),
			{ numRuns: 40 },
		);
	});

	test.each(OF_OTHERS.filter((key) => !key.includes("Table")))("a key that another function has is: %s", (key) => {
		expect(offered([key, "TxMAQueueKey"], { Worker: user(key) })).toEqual([key]);
	});
});
