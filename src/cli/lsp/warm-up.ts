import { TextLinter } from "../../lint/lint-text.ts";

/** A short text of each dialect, with what most of them have: its findings matter to nobody. */
const TEXTS: readonly (readonly [name: string, text: string])[] = [
	[
		"template.yaml",
		`Transform: AWS::Serverless-2016-10-31
Parameters: { Stage: { Type: String, Default: dev } }
Resources:
  Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [] } } }
  Queue: { Type: AWS::SQS::Queue }
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "\${Stage}-a" } }
  Table: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { SSEEnabled: false } } }
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      InlineCode: exports.handler = async () => process.env.TABLE;
      Environment: { Variables: { TABLE: !Ref Table, STAGE: !Ref Stage } }
      Policies: [{ Statement: [{ Effect: Allow, Action: "kms:Decrypt", Resource: "*" }] }]
`,
	],
	[
		"index.ts",
		'import { env } from "node:process";\nexport const handler = async (): Promise<string> => `${env.STAGE}`;\n',
	],
	["main.tf", 'resource "aws_kms_key" "key" {\n  description = var.name\n}\n'],
];

/**
 * What makes the first document of an editor as fast as the second: the rules and parsers are loaded and compiled. Each part
 * takes some tens of milliseconds, and none throws.
 */
export function warmUp(): readonly (() => void)[] {
	let linter: TextLinter | undefined;
	return TEXTS.map(([name, text]) => () => {
		linter ??= new TextLinter({
			preset: "recommended",
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			// There is none, so that nothing is read around these texts.
			cwd: "/no/such/folder",
		});
		linter.lint(text, name);
	});
}
