import { expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { useFolders } from "../testing/use-folders.ts";

const PASSWORD = fakeSecret("password", 541);
const folderOf = useFolders();

/** A template whose function takes everything from parameters. */
const CHILD = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Setting: { Type: String }
  Name: { Type: String }
  Key: { Type: String }
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../src
      Handler: api.handler
      Runtime: nodejs22.x
      KmsKeyArn: !Ref Key
      Environment:
        Variables:
          SETTING: !Ref Setting
          NAME: !Ref Name
`;

const CODE = `const { SSMClient, GetParameterCommand } = require("@aws-sdk/client-ssm");
const client = new SSMClient({});
exports.handler = async () => {
  connect({ password: process.env.SETTING });
  return client.send(new GetParameterCommand({ Name: process.env.NAME, WithDecryption: true }));
};
`;

/** A stack that nests it, with what it passes. */
const parent = (passed: Readonly<Record<string, string>>, more = ""): string =>
	`Resources:
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: nested/child.yaml
      Parameters: ${JSON.stringify(passed)}
${more}`;

const RULES: ReadonlySet<string> = new Set([
	"no-secret-in-environment",
	"no-resolved-secret-in-environment",
	"require-environment-key",
]);

async function findingsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
	const folder = folderOf({ "nested/child.yaml": CHILD, "src/api.js": CODE, ...files });
	const { stdout } = await folder.run(["nested", "--preset", "strict", "--format", "json"]);
	expect(stdout).not.toContain(PASSWORD);
	const { findings } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly rule: string; readonly line: number; readonly message: string }[];
	};
	return findings
		.filter(({ rule }) => RULES.has(rule))
		.map(({ rule, line, message }) => `${rule} ${String(line)} ${message}`);
}

const KEY = { Key: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" };

test("a rule about a nested template knows what the stack passes for its parameters", async () => {
	expect(await findingsOf({})).toEqual([]);
	expect(
		await findingsOf({ "app.yaml": parent({ Setting: "{{resolve:ssm:/app/stage}}", Name: "/a", ...KEY }) }),
	).toEqual([]);
	// Its use in the code says what it is.
	expect(await findingsOf({ "app.yaml": parent({ Setting: PASSWORD, Name: "/a", ...KEY }) })).toEqual([
		expect.stringMatching(
			/^no-secret-in-environment 16 Variable 'SETTING' of 'Api' is .*, passed for parameter 'Setting'/u,
		),
	]);
	expect(
		await findingsOf({ "app.yaml": parent({ Setting: "{{resolve:secretsmanager:app}}", Name: "/a", ...KEY }) }),
	).toEqual([
		expect.stringMatching(/^no-resolved-secret-in-environment 16 Variable 'SETTING' of 'Api' is deployed/u),
	]);
	expect(await findingsOf({ "app.yaml": parent({ Setting: "x", Name: "/a", Key: "" }) })).toEqual([
		expect.stringMatching(/^require-environment-key 13 Environment variables of 'Api'/u),
	]);
});

test("each of several stacks counts, and one that passes what only the deployment knows leaves it unknown", async () => {
	const first = parent({ Setting: "x", Name: "/a", ...KEY });
	const second = parent({ Setting: "x", Name: "/a", Key: "alias/aws/lambda" });
	expect(await findingsOf({ "a.yaml": first, "b.yaml": second })).toEqual([
		expect.stringMatching(/^require-environment-key 13 .* use the AWS managed key/u),
	]);
	const third = second.replace('"alias/aws/lambda"', "!ImportValue Key");
	expect(await findingsOf({ "a.yaml": second, "b.yaml": third })).toEqual([]);
});

test("stacks that nest each other end", async () => {
	const around = parent({ Setting: "x", Name: "/a", ...KEY }).replace("nested/child.yaml", "app.yaml");
	expect(
		await findingsOf({ "app.yaml": around, "nested/self.yaml": around.replace("app.yaml", "self.yaml") }),
	).toEqual([]);
});

test.each(["", "# eslint-disable-next-line other/rule\n"])(
	"code is looked for from the folder of the template: %j",
	async (comment) => {
		const template = CHILD.replace("../src", "code").replace("Transform", `${comment}Transform`);
		const folder = folderOf({
			"nested/child.yaml": template,
			"nested/code/api.js": "exports.handler = async () => process.env.MISSING.length;\n",
			"code/api.js": CODE,
			"other/main.tf": `resource "aws_lambda_function" "api" {
  filename = data.archive_file.api.output_path
  handler  = "api.handler"
}
data "archive_file" "api" {
  type        = "zip"
  source_dir  = "\${path.module}/../nested/code"
  output_path = "api.zip"
}
`,
		});
		const { stdout } = await folder.run(["--preset", "strict", "--format", "json"]);
		const { findings } = JSON.parse(stdout) as {
			readonly findings: readonly { readonly rule: string; readonly file: string; readonly message: string }[];
		};
		expect(
			findings
				.filter(({ rule }) => rule === "no-unset-variable")
				.map(({ file, message }) => [file, /\w+\/code\/api\.js:1/u.exec(message)?.[0]])
				.sort(),
		).toEqual([
			["nested/child.yaml", "nested/code/api.js:1"],
			["other/main.tf", "nested/code/api.js:1"],
		]);
	},
);
