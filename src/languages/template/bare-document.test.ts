import { describe, expect, test } from "vitest";
import { useFolders } from "../../testing/use-folders.ts";

const folderOf = useFolders();

const AUTOMATION = `schemaVersion: "0.3"
mainSteps:
  - name: put
    action: aws:executeAwsApi
    inputs:
      Service: s3
      Api: PutBucketEncryption
      ServerSideEncryptionConfiguration:
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }]
`;

const statement = (action: string, rest: string): string =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: [{ Effect: "Allow", Action: action, Resource: "*", ...(JSON.parse(rest) as object) }],
	});

interface Read {
	readonly summary: { readonly files: number; readonly templates: number };
	readonly findings: readonly {
		readonly rule: string;
		readonly resource: object;
		readonly fix: string;
		readonly suggestions: readonly unknown[];
	}[];
}

async function read(files: Readonly<Record<string, string>>): Promise<Read> {
	const folder = folderOf(files);
	const { stdout } = await folder.run(["-f", "json", "--preset", "audit", "."]);
	return JSON.parse(stdout) as Read;
}

describe("a document without a template", () => {
	test.each([
		[
			"an automation document in YAML",
			"encrypt.yaml",
			AUTOMATION,
			"no-weak-remediation",
			{ id: "encrypt", type: "AWS::SSM::Document" },
		],
		[
			"the policy of a key",
			"policies/data-key.json",
			statement("kms:Decrypt", '{ "Principal": { "AWS": "*" } }'),
			"no-public-key-policy",
			{ id: "data-key", type: "AWS::KMS::ReplicaKey" },
		],
		[
			"the policy of a bucket",
			"bucket.json",
			JSON.stringify({
				Statement: {
					Effect: "Deny",
					Principal: "*",
					Action: "s3:PutObject",
					Resource: "*",
					Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } },
				},
			}),
			"no-upload-policy-pitfall",
			{ id: "bucket", type: "AWS::S3::BucketPolicy" },
		],
	])("%s is checked by the rules for its resource, and not edited", async (_, name, text, rule, resource) => {
		const { findings, summary } = await read({ [name]: text });
		expect(summary).toMatchObject({ templates: 1 });
		expect(findings).toMatchObject([{ rule, resource, fix: "none", suggestions: [] }]);
	});

	test.each([
		["an identity policy", statement("kms:Decrypt", "{}")],
		["a policy of a queue", statement("sqs:SendMessage", '{ "Principal": "*" }')],
		[
			"a policy for several services",
			'{ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "kms:Decrypt"] }] }',
		],
		[
			"something else with those words",
			'{ "Statement": "x", "Effect": "y", "Principal": "z", "schemaVersion": 1, "mainSteps": {} }',
		],
		["a broken text", '{ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "kms:*" }'],
	])("%s is none", async (_, text) => {
		expect(await read({ "x.json": text })).toMatchObject({ summary: { templates: 0 }, findings: [] });
	});

	test("a comment suppresses what is found", async () => {
		const ignored = AUTOMATION.replace(
			"        Rules",
			"        # eslint-disable-next-line aws-kms/no-weak-remediation -- a test\n        Rules",
		);
		expect((await read({ "encrypt.yaml": ignored })).findings).toEqual([]);
	});
});
