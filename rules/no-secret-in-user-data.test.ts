import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noSecretInUserData } from "./no-secret-in-user-data.ts";

const PASSWORD = fakeSecret("password");
const KEY_ID = fakeSecret("aws-access-key-id");
const SECRET_KEY = fakeSecret("aws-secret-access-key");
const REDACTED = ` (${String(PASSWORD.length)} characters)`;

/** An instance with a property on line 6, beside an access key. */
function web(property: string, more = ""): string {
	return `Resources:\n  Key: { Type: "AWS::IAM::AccessKey", Properties: { UserName: mail } }\n  Web:\n    Type: AWS::EC2::Instance\n    Properties:\n      ${property}\n${more}`;
}

testRule(noSecretInUserData, {
	silent: [
		...[
			"!GetAtt Key.UserName",
			'"{{resolve:secretsmanager:db:SecretString:username}}"',
			'"{{resolve:ssm:/app/stage}}"',
		].map((value) => ({
			name: `no secret in user data: ${value}`,
			code: web(`UserData: { Fn::Base64: ${value} }`),
		})),
		{
			name: "Terraform resolves no reference of CloudFormation",
			filename: "main.tf",
			code: 'resource "aws_ssm_document" "d" {\n  name = "install"\n  document_type = "Command"\n  content = "{{resolve:secretsmanager:agent:SecretString:key}}"\n}\n',
		},
		{
			name: "a script of Python in a step",
			code: dedent`
				Resources:
				  Doc:
				    Type: AWS::SSM::Document
				    Properties:
				      DocumentType: Automation
				      Content:
				        schemaVersion: "0.3"
				        mainSteps:
				          - name: create
				            action: aws:executeScript
				            inputs:
				              Runtime: python3.11
				              Handler: create
				              Script: |
				                def create(events, context):
				                    master_password = events.get('MasterPassword')
				                    rds.create_db_instance(
				                        MasterUserPassword=master_password,
				                        Engine=events['Engine'])
			`,
		},
		{
			name: "the machine looks the secret up when it starts",
			code: dedent`
				Resources:
				  Web:
				    Type: AWS::EC2::Instance
				    Properties:
				      UserData:
				        Fn::Base64: !Sub |
				          #!/bin/bash -xe
				          export DB_PASSWORD=$(aws ssm get-parameter --name /\${AWS::StackName}/db --with-decryption --query Parameter.Value --output text)
				          /opt/aws/bin/cfn-init --stack \${AWS::StackName} --resource Web --region \${AWS::Region}
			`,
		},
		{
			name: "a parameter of the template is asked for when it is deployed",
			code: dedent`
				Parameters:
				  DBPassword: { Type: String, NoEcho: true }
				Resources:
				  Web:
				    Type: AWS::EC2::Instance
				    Properties:
				      UserData: !Base64
				        Fn::Join: ["", ["#!/bin/bash\\n", "mysqladmin -u root password '", !Ref DBPassword, "'\\n"]]
			`,
		},
		{
			name: "a pipe of nothing",
			code: "Resources:\n  Web: { Type: AWS::EC2::Instance, Properties: { UserData: '' } }\n",
		},
		{
			name: "an import",
			code: "Resources:\n  Web: { Type: AWS::EC2::Instance, Properties: { UserData: !ImportValue Script } }\n",
		},
		{
			name: "metadata of another tool",
			code: `Resources:\n  Web: { Type: AWS::EC2::Instance, Metadata: { Mine: { password: "${PASSWORD}" } } }\n`,
		},
		{
			name: "metadata that refers",
			code: dedent`
				Parameters:
				  DBPassword: { Type: String, NoEcho: true }
				Resources:
				  Web:
				    Type: AWS::EC2::Instance
				    Metadata:
				      AWS::CloudFormation::Init:
				        config:
				          files:
				            /etc/app.conf:
				              content: !Sub |
				                password=\${DBPassword}
				              mode: "000400"
				              owner: root
				          commands:
				            setup:
				              command: mysqladmin -u root password $DB_PASSWORD
				              env: { DB_PASSWORD: !Ref DBPassword }
			`,
		},
	],
	found: [
		...[
			["!GetAtt Key.SecretAccessKey", "Key.SecretAccessKey", 28],
			['!Sub "export KEY=${Key.SecretAccessKey}"', "Key.SecretAccessKey", 45],
			['!Join ["", ["export KEY=", !GetAtt Key.SecretAccessKey]]', "Key.SecretAccessKey", 55],
			['"export A={{resolve:secretsmanager:db:SecretString:password}} x"', "{{resolve:secretsmanager:…}}", 38],
		].map(([value = "", reference = "", column = 0]) => ({
			name: `what a deployment writes into user data: ${String(value)}`,
			code: web(`UserData: { Fn::Base64: ${String(value)} }`),
			errors: [
				{
					messageId: "resolvedSecret",
					data: { noun: "The user data", id: "Web", reference: String(reference), when: "" },
					line: 6,
					column: Number(column) + 3,
				},
			],
		})),
		{
			name: "what a deployment writes into what cfn-init reads",
			code: web(
				"InstanceType: t3.micro",
				'    Metadata: { AWS::CloudFormation::Init: { config: { files: { /etc/key: { content: !Sub "key=${Key.SecretAccessKey}" } } } } }\n',
			),
			errors: [
				{
					messageId: "resolvedSecret",
					data: {
						noun: "The `AWS::CloudFormation::Init` metadata",
						id: "Web",
						reference: "Key.SecretAccessKey",
						when: "",
					},
					line: 7,
				},
			],
		},
		{
			name: "a secret of a script, at its own place",
			code: dedent`
				Resources:
				  Web:
				    Type: AWS::EC2::Instance
				    Properties:
				      UserData:
				        Fn::Base64: |
				          #!/bin/bash
				          export DB_PASSWORD=${PASSWORD}
			`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						noun: "The user data",
						id: "Web",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'DB_PASSWORD'",
						when: "",
					},
					line: 8,
					column: 30,
					endLine: 8,
					endColumn: 30 + PASSWORD.length,
				},
			],
		},
		{
			name: "two secrets of one script",
			code: dedent`
				Resources:
				  Web:
				    Type: AWS::EC2::LaunchTemplate
				    Properties:
				      LaunchTemplateData:
				        UserData: !Base64
				          Fn::Sub: |
				            export AWS_ACCESS_KEY_ID=${KEY_ID}
				            export AWS_SECRET_ACCESS_KEY=${SECRET_KEY}
				            export AWS_DEFAULT_REGION=\${AWS::Region}
			`,
			errors: [
				{ messageId: "literalSecret", line: 8, column: 38 },
				{ messageId: "literalSecret", line: 9, column: 42 },
			],
		},
		{
			name: "JSON, in the pieces of a `Fn::Join`",
			filename: "template.json",
			code: JSON.stringify(
				{
					Resources: {
						Web: {
							Type: "AWS::AutoScaling::LaunchConfiguration",
							Properties: {
								UserData: {
									"Fn::Base64": {
										"Fn::Join": [
											"",
											[
												"#!/bin/bash\n",
												"export DB_PASSWORD=",
												PASSWORD,
												"\n",
												"export STACK=",
												{ Ref: "AWS::StackName" },
												"\n",
											],
										],
									},
								},
							},
						},
					},
				},
				null,
				2,
			),
			errors: [{ messageId: "literalSecret", line: 13, column: 18 }],
		},
		{
			name: "a script that is encoded already",
			code: `Resources:\n  Web: { Type: AWS::EC2::Instance, Properties: { UserData: ${Buffer.from(`#!/bin/bash\nexport DB_PASSWORD=${PASSWORD}\n`).toString("base64")} } }\n`,
			errors: [{ messageId: "literalSecret", line: 2, column: 60 }],
		},
		{
			name: "a file and a command of `cfn-init`",
			code: dedent`
				Resources:
				  Group:
				    Type: AWS::AutoScaling::AutoScalingGroup
				    Metadata:
				      AWS::CloudFormation::Init:
				        config:
				          files:
				            /etc/app.conf:
				              content: !Sub |
				                host=\${AWS::Region}
				                password=${PASSWORD}
				          commands:
				            setup:
				              command: setup.sh
				              env: { DB_PASSWORD: "${PASSWORD}" }
			`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						noun: "The `AWS::CloudFormation::Init` metadata",
						id: "Group",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'password'",
						when: "",
					},
					line: 11,
					column: 26,
				},
				{
					messageId: "literalSecret",
					data: {
						noun: "The `AWS::CloudFormation::Init` metadata",
						id: "Group",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'DB_PASSWORD'",
						when: "",
					},
					line: 15,
					column: 36,
				},
			],
		},
		{
			name: "credentials of `cfn-init`",
			code: dedent`
				Resources:
				  Web:
				    Type: AWS::EC2::Instance
				    Metadata:
				      AWS::CloudFormation::Authentication:
				        files: { type: S3, accessKeyId: ${KEY_ID}, secretKey: "${SECRET_KEY}" }
			`,
			errors: [{ messageId: "literalSecret" }, { messageId: "literalSecret" }],
		},
		{
			name: "a document of Systems Manager",
			code: dedent`
				Resources:
				  Setup:
				    Type: AWS::SSM::Document
				    Properties:
				      Content:
				        schemaVersion: "2.2"
				        mainSteps:
				          - action: aws:runShellScript
				            name: setup
				            inputs:
				              runCommand:
				                - "export DB_PASSWORD=${PASSWORD}"
				                - systemctl start app
			`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						noun: "The document",
						id: "Setup",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'DB_PASSWORD'",
						when: "",
					},
					line: 12,
					column: 39,
				},
			],
		},
		{
			name: "the default of a document's parameter",
			code: `Resources:\n  Setup: { Type: AWS::SSM::Document, Properties: { Content: { parameters: { dbPassword: { type: String, default: "${PASSWORD}" }, region: { type: String, default: eu-west-1 } } } } }\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						noun: "The document",
						id: "Setup",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'dbPassword'",
						when: "",
					},
				},
			],
		},
		{
			name: "the default of a document's parameter, in JSON",
			code: `Resources:\n  Setup: { Type: AWS::SSM::Document, Properties: { Content: '{ "parameters": { "dbPassword": { "type": "String", "default": "${PASSWORD}" } } }' } }\n`,
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "one branch of two",
			code: `Conditions: { IsProd: !Equals [!Ref "AWS::Region", eu-west-1] }\nResources:\n  Web: { Type: AWS::EC2::Instance, Properties: { UserData: !If [IsProd, "DB_PASSWORD=${PASSWORD}", ""] } }\n`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						noun: "The user data",
						id: "Web",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'DB_PASSWORD'",
						when: " if condition 'IsProd' is true",
					},
				},
			],
		},
	],
});

describe("where a secret stands", () => {
	test("is found in a folded text, as far as the text is written on one line", () => {
		const { messages } = lintTemplate(
			`Resources:\n  Web:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData: >-\n        echo one;\n        export DB_PASSWORD=${PASSWORD}\n`,
			{ "no-secret-in-user-data": {} },
		);
		expect(messages).toMatchObject([{ line: 7, column: 28 }]);
	});

	test("is the whole text where an escape stands in between", () => {
		const { messages } = lintTemplate(
			`Resources:\n  Web: { Type: AWS::EC2::Instance, Properties: { UserData: "DB_PASSWORD=\\x${PASSWORD.charCodeAt(0).toString(16)}${PASSWORD.slice(1)}" } }\n`,
			{ "no-secret-in-user-data": {} },
		);
		expect(messages).toMatchObject([{ line: 2, column: 60 }]);
	});
});
