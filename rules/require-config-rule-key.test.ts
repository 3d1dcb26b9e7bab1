import { testRule } from "../src/testing/rule-tester.ts";
import { requireConfigRuleKey } from "./require-config-rule-key.ts";

/** A Config rule with parameters, in flow. */
const rule = (input: string, identifier = "S3_DEFAULT_ENCRYPTION_KMS"): string =>
	`Parameters: { Keys: { Type: String } }\nResources:\n  R: { Type: AWS::Config::ConfigRule, Properties: { ${input}Source: { Owner: AWS, SourceIdentifier: ${identifier} } } }\n`;
const ARN = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";
/** A managed rule of CDK, with some arguments. */
const app = (props: string): string => `import { aws_config as config, aws_kms as kms, Stack } from "aws-cdk-lib";
export class App extends Stack {
	constructor(scope, id) {
		super(scope, id);
		const key = new kms.Key(this, "Key");
		new config.ManagedRule(this, "Rule", { ${props} });
	}
}`;
const KMS = "identifier: config.ManagedRuleIdentifiers.S3_DEFAULT_ENCRYPTION_KMS";
const property = "InputParameters.kmsKeyArns";

testRule(requireConfigRuleKey, {
	silent: [
		{ name: "the keys are a parameter", code: rule("InputParameters: { kmsKeyArns: !Ref Keys }, ") },
		{ name: "the keys are ARNs", code: rule(`InputParameters: { kmsKeyArns: "${ARN}, ${ARN}" }, `) },
		{ name: "one of the keys is an ARN", code: rule(`InputParameters: { kmsKeyArns: "alias/a,${ARN}" }, `) },
		{ name: "JSON in a text", code: rule(`InputParameters: '{ "kmsKeyArns": "${ARN}" }', `) },
		{
			name: "JSON with a part that is not known",
			code: rule(`InputParameters: !Sub '{ "kmsKeyArns": "\${Keys}" }', `),
		},
		{ name: "parameters that are not known", code: rule("InputParameters: !Ref Keys, ") },
		{ name: "another Config rule", code: rule("", "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED") },
		{
			name: "in CDK, the key of a construct",
			filename: "stack.ts",
			code: app(`${KMS}, inputParameters: { kmsKeyArns: key.keyArn }`),
		},
		{
			name: "in CDK, another managed rule",
			filename: "stack.ts",
			code: app("identifier: config.ManagedRuleIdentifiers.S3_BUCKET_VERSIONING_ENABLED"),
		},
		{ name: "an identifier that is not known", code: rule("", "!Ref Keys") },
	],
	found: [
		{
			name: "no parameters",
			code: rule(""),
			errors: [{ messageId: "missingKeys", data: { id: "R", property }, line: 3, column: 3 }],
		},
		{
			name: "other parameters, as JSON in a text",
			code: rule(`InputParameters: '{ "a": "b" }', `),
			errors: [{ messageId: "missingKeys", data: { id: "R", property } }],
		},
		{
			name: "an alias in the place of an ARN",
			code: rule("InputParameters: { kmsKeyArns: alias/orders }, "),
			errors: [{ messageId: "noArn", data: { id: "R" } }],
		},
		{
			name: "an organization's rule",
			code: `Resources:\n  R: { Type: AWS::Config::OrganizationConfigRule, Properties: { OrganizationManagedRuleMetadata: { RuleIdentifier: S3_DEFAULT_ENCRYPTION_KMS } } }\n`,
			errors: [
				{
					messageId: "missingKeys",
					data: { id: "R", property: `OrganizationManagedRuleMetadata.${property}` },
				},
			],
		},
		{
			name: "in CDK",
			filename: "stack.ts",
			code: `import { aws_config as config, Stack } from "aws-cdk-lib";
export class App extends Stack {
	constructor(scope, id) {
		super(scope, id);
		new config.CfnConfigRule(this, "Rule", { source: { owner: "AWS", sourceIdentifier: "S3_DEFAULT_ENCRYPTION_KMS" } });
	}
}`,
			errors: [{ messageId: "missingKeys", data: { id: "Rule", property: "inputParameters.kmsKeyArns" } }],
		},
		{
			name: "a managed rule in CDK",
			filename: "stack.ts",
			code: app(KMS),
			errors: [{ messageId: "missingKeys", data: { id: "Rule", property: "inputParameters.kmsKeyArns" } }],
		},
		{
			name: "a managed rule in CDK, by its name and with an alias",
			filename: "stack.ts",
			code: app('identifier: "S3_DEFAULT_ENCRYPTION_KMS", inputParameters: { kmsKeyArns: "alias/orders" }'),
			errors: [{ messageId: "noArn", data: { id: "Rule" } }],
		},
		{
			name: "in Terraform",
			filename: "main.tf",
			code: `resource "aws_config_config_rule" "kms" {
  name             = "buckets"
  input_parameters = jsonencode({ kmsKeyArns = "alias/orders" })
  source {
    owner             = "AWS"
    source_identifier = "S3_DEFAULT_ENCRYPTION_KMS"
  }
}
`,
			errors: [{ messageId: "noArn", data: { id: "aws_config_config_rule.kms" } }],
		},
	],
});
