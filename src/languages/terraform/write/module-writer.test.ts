import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { freshId, newKey } from "../../../model/kms-key.ts";
import type { Resource } from "../../../model/resource.ts";
import { follow, type MapValue, type Value } from "../../../model/value.ts";
import { refTo, type Written } from "../../../model/written.ts";
import { applyEdits } from "../../../text/apply-edits.ts";
import { joinEdits } from "../../../text/join-edits.ts";
import type { TextEdit } from "../../../text/span.ts";
import { formatProblems } from "../../../testing/format-problems.ts";
import { describeValue, readTerraform, type TerraformFiles } from "../../../testing/read-terraform.ts";
import { parseHcl } from "../parse/parse-hcl.ts";
import { ARGUMENTS } from "../spec/mapping.ts";
import { typeSpec } from "../spec/type-spec.ts";
import type { FileView } from "../translate/file-view.ts";
import { removeFolder } from "../../../testing/remove-folder.ts";

/** Every text that a test has made, for `terraform fmt`. */
const WRITTEN: string[] = [];

/** A text without the tabs of this file. */
function plain(text: string): string {
	return text.replaceAll(/^\t+/gmu, "");
}

function resourceOf(view: FileView, id: string): Resource {
	const resource = view.resource(id);
	if (resource === undefined) {
		throw new Error(`There is no ${id}`);
	}
	return resource;
}

/** The text after the edits, which stays laid out as it was, and keeps what it says otherwise. */
function edited(before: string, edits: readonly TextEdit[] | null): string | null {
	if (edits === null) {
		return null;
	}
	const after = applyEdits(before, edits);
	expect(parseHcl(after).errors).toStrictEqual([]);
	expect(formatProblems(before)).toStrictEqual([]);
	expect(formatProblems(after)).toStrictEqual([]);
	const comments = parseHcl(before).comments.map(({ value }) => value);
	expect(parseHcl(after).comments.map(({ value }) => value)).toStrictEqual(comments);
	WRITTEN.push(after);
	return after;
}

function setIn(text: string, id: string, path: string, value: Written): string | null {
	return edited(text, resourceOf(readTerraform(text), id).set(path, value));
}

function mapAt(resource: Resource, path: string): MapValue {
	const value: Value = resource.get(path);
	if (value.kind !== "map") {
		throw new Error(`${path} is no map`);
	}
	return value;
}

const CASES: readonly (readonly [name: string, path: string, value: Written, before: string, after: string | null])[] =
	[
		[
			"in the paragraph of the last argument, if its name fits",
			"Encrypted",
			true,
			`resource "aws_ebs_volume" "x" {
			  availability_zone = "eu-west-1a" # zone
			  size              = 1            # small
			  # end

			  tags = {
			    A = "b"
			  }
			}`,
			`resource "aws_ebs_volume" "x" {
			  availability_zone = "eu-west-1a" # zone
			  size              = 1            # small
			  # end

			  tags = {
			    A = "b"
			  }
			  encrypted = true
			}`,
		],
		[
			"in a paragraph of its own, if its name is longer",
			"EnableKeyRotation",
			true,
			`resource "aws_kms_key" "x" {
			  policy = "{}" # none

			  lifecycle {
			    prevent_destroy = true
			  }
			}`,
			`resource "aws_kms_key" "x" {
			  policy = "{}" # none

			  enable_key_rotation = true

			  lifecycle {
			    prevent_destroy = true
			  }
			}`,
		],
		[
			"between braces on one line",
			"EnableKeyRotation",
			true,
			`resource "aws_kms_key" "x" {}
			`,
			`resource "aws_kms_key" "x" {
			  enable_key_rotation = true
			}
			`,
		],
		[
			"beside the one argument of a line",
			"EnableKeyRotation",
			true,
			`resource "aws_kms_key" "x" { description = "a" }`,
			`resource "aws_kms_key" "x" {
			  description = "a"

			  enable_key_rotation = true
			}`,
		],
		[
			"before blocks, if there is no argument",
			"KmsKeyArn",
			refTo("aws_kms_key.k", "Arn"),
			`resource "aws_lambda_function" "x" {
			  # variables
			  environment {
			    variables = { A = "b" }
			  }
			}`,
			`resource "aws_lambda_function" "x" {
			  kms_key_arn = aws_kms_key.k.arn

			  # variables
			  environment {
			    variables = { A = "b" }
			  }
			}`,
		],
		[
			"with its block, if that is missing",
			"SSESpecification.SSEEnabled",
			true,
			`resource "aws_dynamodb_table" "x" {
			  name = "t" # name
			}`,
			`resource "aws_dynamodb_table" "x" {
			  name = "t" # name

			  server_side_encryption {
			    enabled = true
			  }
			}`,
		],
		[
			"with the switch of its block",
			"DeliveryStreamEncryptionConfigurationInput",
			{ KeyType: "CUSTOMER_MANAGED_CMK", KeyARN: "arn" },
			`resource "aws_kinesis_firehose_delivery_stream" "x" {
			  name = "s"
			}`,
			`resource "aws_kinesis_firehose_delivery_stream" "x" {
			  name = "s"

			  server_side_encryption {
			    enabled  = true
			    key_type = "CUSTOMER_MANAGED_CMK"
			    key_arn  = "arn"
			  }
			}`,
		],
		[
			"with the switch of its block, which is off",
			"DeliveryStreamEncryptionConfigurationInput",
			{ KeyType: "CUSTOMER_MANAGED_CMK", KeyARN: "arn" },
			`resource "aws_kinesis_firehose_delivery_stream" "x" {
			  server_side_encryption {
			    enabled = false
			  }
			}`,
			`resource "aws_kinesis_firehose_delivery_stream" "x" {
			  server_side_encryption {
			    enabled = true

			    key_type = "CUSTOMER_MANAGED_CMK"
			    key_arn  = "arn"
			  }
			}`,
		],
		[
			"with the switch of its block, which has the rest",
			"DeliveryStreamEncryptionConfigurationInput",
			{ KeyType: "CUSTOMER_MANAGED_CMK", KeyARN: refTo("aws_kms_key.k", "Arn") },
			`resource "aws_kinesis_firehose_delivery_stream" "x" {
			  server_side_encryption {
			    key_type = "CUSTOMER_MANAGED_CMK"
			    key_arn  = aws_kms_key.k.arn
			  }
			}`,
			`resource "aws_kinesis_firehose_delivery_stream" "x" {
			  server_side_encryption {
			    key_type = "CUSTOMER_MANAGED_CMK"
			    key_arn  = aws_kms_key.k.arn
			    enabled  = true
			  }
			}`,
		],
		[
			"in place of another value, with comments below each other",
			"EnableKeyRotation",
			true,
			`resource "aws_kms_key" "x" {
			  description         = "a"   # why
			  enable_key_rotation = false # later
			  policy              = "{}"  # none
			}`,
			`resource "aws_kms_key" "x" {
			  description         = "a"  # why
			  enable_key_rotation = true # later
			  policy              = "{}" # none
			}`,
		],
		[
			"as a resource of its own",
			"BucketEncryption",
			{
				ServerSideEncryptionConfiguration: [
					{
						ServerSideEncryptionByDefault: {
							SSEAlgorithm: "aws:kms",
							KMSMasterKeyID: refTo("aws_kms_key.k", "Arn"),
						},
						BucketKeyEnabled: true,
					},
				],
			},
			`resource "aws_s3_bucket" "x" {
			  bucket = "b"
			}

			resource "aws_s3_bucket" "y" {}`,
			`resource "aws_s3_bucket" "x" {
			  bucket = "b"
			}

			resource "aws_s3_bucket_server_side_encryption_configuration" "x" {
			  bucket = aws_s3_bucket.x.id

			  rule {
			    bucket_key_enabled = true

			    apply_server_side_encryption_by_default {
			      sse_algorithm     = "aws:kms"
			      kms_master_key_id = aws_kms_key.k.arn
			    }
			  }
			}

			resource "aws_s3_bucket" "y" {}`,
		],
		[
			"not where the lifecycle ignores it",
			"EnableKeyRotation",
			true,
			`resource "aws_kms_key" "x" {
			  lifecycle {
			    ignore_changes = [description, enable_key_rotation]
			  }
			}`,
			null,
		],
		[
			"not where the resource would be destroyed and must not be",
			"Encrypted",
			true,
			`resource "aws_ebs_volume" "x" {
			  size = 1

			  lifecycle {
			    prevent_destroy = true
			  }
			}`,
			null,
		],
		[
			"not where several blocks may be meant",
			"SSESpecification.SSEEnabled",
			true,
			`resource "aws_dynamodb_table" "x" {
			  dynamic "server_side_encryption" {
			    for_each = var.sse

			    content {
			      kms_key_arn = server_side_encryption.value
			    }
			  }
			}`,
			null,
		],
		[
			"not in place of a variable",
			"Encrypted",
			true,
			`resource "aws_ebs_volume" "x" {
			  encrypted = var.encrypted
			}`,
			null,
		],
	];

describe("a property is set", () => {
	test.each(CASES)("%s", (_, path, value, before, after) => {
		const text = plain(before);
		const [, type = ""] = /"(\w+)"/u.exec(text) ?? [];
		expect(setIn(text, `${type}.x`, path, value)).toBe(after === null ? null : plain(after));
		if (after !== null && text.includes("\n")) {
			const crlf = text.replaceAll("\n", "\r\n");
			const edits = resourceOf(readTerraform(crlf), `${type}.x`).set(path, value);
			expect(applyEdits(crlf, edits ?? [])).toBe(plain(after).replaceAll("\n", "\r\n"));
		}
	});

	test("in every type of the mapping, and is read again", () => {
		let count = 0;
		for (const type of Object.keys(ARGUMENTS)) {
			for (const property of typeSpec(type)?.spelling.keys() ?? []) {
				const text = `resource "${type}" "x" {\n  name = "a"\n}\n`;
				const edits = resourceOf(readTerraform(text), `${type}.x`).set(property, "on");
				if (edits !== null) {
					const after = edited(text, edits) ?? "";
					const read = describeValue(resourceOf(readTerraform(after), `${type}.x`).get(property));
					expect(read, after).not.toBe("null");
					count += 1;
				}
			}
		}
		expect(count).toBeGreaterThan(200);
	});

	test("only in the file that is looked at, and not in what cannot be read", () => {
		const key = 'resource "aws_kms_key" "x" {\n}\n';
		const files = (more: TerraformFiles): TerraformFiles => ({ "main.tf": "locals {\n  a = 1\n}\n", ...more });
		const set = (all: TerraformFiles, id = "aws_kms_key.x"): unknown =>
			resourceOf(readTerraform(all), id).set("EnableKeyRotation", true);
		expect(set({ "main.tf": key })).not.toBeNull();
		expect(set(files({ "keys.tf": key }))).toBeNull();
		expect(set({ "main.tf": key, "override.tf": key })).not.toBeNull();
		expect(set({ "main.tf": key, "override.tf": key.replace("{", '{\n  description = "a"') })).toBeNull();
		expect(set({ "main.tf": `${key}x =\n` })).toBeNull();
		expect(
			set({ "main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": key }, "module.m.aws_kms_key.x"),
		).toBeNull();
	});
});

describe("resources of hashicorp/awscc are edited under their own names", () => {
	const KEY = refTo("aws_kms_key.k", "Arn");
	const inResource = (type: string, body: string): string => `resource "${type}" "x" {\n${body}}\n`;
	test.each([
		[
			"a part that is there",
			"awscc_opensearchservice_domain",
			"EncryptionAtRestOptions.Enabled",
			true,
			"  encryption_at_rest_options = {\n    enabled = false\n  }\n",
			"  encryption_at_rest_options = {\n    enabled = true\n  }\n",
		],
		[
			"a part of what is there",
			"awscc_opensearchservice_domain",
			"EncryptionAtRestOptions.KmsKeyId",
			KEY,
			"  encryption_at_rest_options = {\n    enabled = true\n  }\n",
			"  encryption_at_rest_options = {\n    enabled = true\n\n    kms_key_id = aws_kms_key.k.arn\n  }\n",
		],
		[
			"a part of what is not there",
			"awscc_opensearchservice_domain",
			"EncryptionAtRestOptions.Enabled",
			true,
			'  domain_name = "d"\n',
			'  domain_name = "d"\n\n  encryption_at_rest_options = {\n    enabled = true\n  }\n',
		],
		[
			"a structure",
			"awscc_dynamodb_table",
			"SSESpecification",
			{ SSEEnabled: true, KMSMasterKeyId: KEY },
			"",
			"  sse_specification = {\n    sse_enabled       = true\n    kms_master_key_id = aws_kms_key.k.arn\n  }\n",
		],
		[
			"a variable",
			"awscc_lambda_function",
			"Environment.Variables.API_TOKEN",
			"x",
			"  environment = {\n    variables = {\n      A = 1\n    }\n  }\n",
			null,
		],
		[
			"a value of a variable",
			"awscc_sqs_queue",
			"SqsManagedSseEnabled",
			true,
			"  sqs_managed_sse_enabled = var.s\n",
			null,
		],
	] as const)("%s", (_, type, path, value, before, after) => {
		const expected = after === null ? null : inResource(type, after);
		expect(setIn(inResource(type, before), `${type}.x`, path, value as Written)).toBe(expected);
	});

	test.each([
		["awscc_ec2_instance", "  block_device_mappings = [{\n    ebs = {\n      volume_size = 8\n    }\n  }]\n"],
		["aws_instance", "  ebs_block_device = [\n    {\n      volume_size = 8\n    }\n  ]\n"],
	])("a map inside of a list of %s", (type, body) => {
		const text = inResource(type, body);
		const resource = resourceOf(readTerraform(text), `${type}.x`);
		const [ebs] = follow(resource.properties, "BlockDeviceMappings[].Ebs").map(({ value }) => value as MapValue);
		expect(edited(text, ebs === undefined ? null : resource.stack.editor.set(ebs, "Encrypted", true))).toBe(
			text.replace("volume_size = 8", "volume_size = 8\n      encrypted   = true"),
		);
	});
});

describe("the editor", () => {
	const FUNCTION = plain(`resource "aws_lambda_function" "f" {
			  role = aws_iam_role.r.arn

			  environment {
			    variables = {
			      TOKEN = "a" # secret
			      STAGE = "b" # stage
			    }
			  }
			}
			`);

	test("adds a key behind its user, and names it", () => {
		const view = readTerraform(FUNCTION);
		const id = freshId(view, "AWS::KMS::Key", "EnvironmentKey");
		const edits = joinEdits(
			resourceOf(view, "aws_lambda_function.f").set("KmsKeyArn", refTo(id, "Arn")),
			view.editor.addResources({ [id]: newKey("Variables") }, "aws_lambda_function.f"),
		);
		expect(edited(FUNCTION, edits)?.slice(FUNCTION.length - 60)).toContain(
			plain(`resource "aws_kms_key" "environment" {
				  description         = "Variables"
				  enable_key_rotation = true

				  lifecycle {
				    prevent_destroy = true
				  }
				}
				`),
		);
		expect(edited(FUNCTION, edits)).toContain("  kms_key_arn = aws_kms_key.environment.arn\n");
	});

	test("adds a policy", () => {
		const view = readTerraform(FUNCTION);
		const edits = view.editor.addResources({
			"aws_iam_role_policy.f_decrypt": {
				type: "AWS::IAM::Policy",
				retained: false,
				properties: {
					PolicyName: "aws_lambda_function.f-decrypt",
					Roles: [refTo("aws_iam_role.r")],
					PolicyDocument: {
						Version: "2012-10-17",
						Statement: [
							{ Effect: "Allow", Action: "kms:Decrypt", Resource: refTo("aws_kms_key.k", "Arn") },
						],
					},
				},
			},
		});
		expect(edited(FUNCTION, edits)?.slice(FUNCTION.length)).toBe(
			plain(`
				resource "aws_iam_role_policy" "f_decrypt" {
				  name = "f-decrypt"
				  role = aws_iam_role.r.name
				  policy = jsonencode({
				    Version = "2012-10-17"
				    Statement = [
				      {
				        Effect   = "Allow"
				        Action   = "kms:Decrypt"
				        Resource = aws_kms_key.k.arn
				      },
				    ]
				  })
				}
				`),
		);
	});

	test("writes another pair in place of one, and keeps the others aligned", () => {
		const view = readTerraform(FUNCTION);
		const [token] = mapAt(resourceOf(view, "aws_lambda_function.f"), "Environment.Variables").entries;
		const edits = token === undefined ? null : view.editor.rewrite(token, "TOKEN_SECRET_ID", "app/token");
		expect(edited(FUNCTION, edits)).toContain(
			['      TOKEN_SECRET_ID = "app/token" # secret\n', '      STAGE           = "b"         # stage\n'].join(
				"",
			),
		);
	});

	const POLICY = plain(`resource "aws_kms_key" "k" {
			  policy = jsonencode({
			    Version = "2012-10-17"
			    Statement = [
			      {
			        Effect    = "Allow"
			        Principal = "*"
			        Action    = ["kms:Decrypt", "kms:Encrypt"] # both
			        Resource  = "*"                            # all
			      },
			    ]
			  })
			}
			`);

	test("changes a document in a call", () => {
		const view = readTerraform(POLICY);
		const list = resourceOf(view, "aws_kms_key.k").get("KeyPolicy.Statement");
		const [statement] = list.kind === "list" ? list.items : [];
		if (statement?.kind !== "map") {
			throw new Error("There is no statement");
		}
		const find = (key: string): Value | undefined => statement.entries.find((one) => one.key === key)?.value;
		const [principal, action] = [find("Principal"), find("Action")];
		if (principal === undefined || action?.kind !== "list") {
			throw new Error("There is no principal");
		}
		const { editor } = view;
		expect(edited(POLICY, editor.replace(principal, { AWS: "a" }))).toContain('Principal = { AWS = "a" }\n');
		expect(edited(POLICY, editor.append(action, "kms:ReEncryptFrom"))).toContain(
			[
				'        Action    = ["kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom"] # both\n',
				'        Resource  = "*"                                                 # all\n',
			].join(""),
		);
		expect(edited(POLICY, editor.set(statement, "Condition", { Null: { "aws:x": "false" } }))).toContain(
			plain(`        Resource  = "*"                            # all
				        Condition = {
				          Null = {
				            "aws:x" = "false"
				          }
				        }
				      },`).slice(0, 50),
		);
	});

	test.each([
		'"{\\"Statement\\": [{ \\"Action\\": \\"kms:*\\" }]}"',
		'<<EOT\n{ "Statement": [{ "Action": "kms:*" }] }\nEOT',
	])("leaves a document in a text as it is: %s", (policy) => {
		const view = readTerraform(`resource "aws_kms_key" "k" {\n  policy = ${policy}\n}\n`);
		const list = resourceOf(view, "aws_kms_key.k").get("KeyPolicy.Statement");
		const [statement] = list.kind === "list" ? list.items : [];
		const action = statement?.kind === "map" ? statement.entries.find(({ key }) => key === "Action") : undefined;
		expect(action?.value.kind).toBe("literal");
		expect(action === undefined ? [] : view.editor.replace(action.value, "kms:Decrypt")).toBeNull();
	});

	const VARIABLE = plain(`variable "token" {
			  description = "d" # what
			  default     = "a"
			}

			locals {
			  header = "Bearer \${var.token}"
			}

			output "header" {
			  value = local.header
			}

			output "other" {
			  value = 1
			}
			`);

	test("masks a variable with every output that shows it", () => {
		const mask = (files: TerraformFiles): readonly TextEdit[] | null => {
			const view = readTerraform(files);
			const parameter = view.parameters.get("token");
			return parameter === undefined ? null : view.editor.setAttribute(parameter, "NoEcho", true);
		};
		const after = edited(VARIABLE, mask({ "main.tf": VARIABLE }));
		expect(after).toBe(
			VARIABLE.replace('  default     = "a"\n', '  default     = "a"\n  sensitive   = true\n').replace(
				"  value = local.header\n",
				"  value = local.header\n\n  sensitive = true\n",
			),
		);
		expect(mask({ "main.tf": VARIABLE, "outputs.tf": 'output "x" {\n  value = local.header\n}\n' })).toBeNull();
		const counted = 'resource "aws_kms_key" "k" {\n  count = local.header == "" ? 0 : 1\n}\n';
		expect(mask({ "main.tf": VARIABLE, "keys.tf": counted })).toBeNull();
		expect(mask({ "main.tf": VARIABLE, "m.tf": 'module "x" {\n  source = "y"\n  a = var.token\n}\n' })).toBeNull();
	});

	test("removes a default with its line", () => {
		const view = readTerraform(VARIABLE);
		const parameter = view.parameters.get("token");
		const edits = parameter === undefined ? null : view.editor.removeAttribute(parameter, "Default");
		expect(edited(VARIABLE, edits)).toBe(VARIABLE.replace('  default     = "a"\n', ""));
	});

	test("keeps a resource from being destroyed", () => {
		const text = 'resource "aws_kms_key" "k" {\n  description = "a"\n}\n';
		expect(edited(text, resourceOf(readTerraform(text), "aws_kms_key.k").removal.retain())).toBe(
			'resource "aws_kms_key" "k" {\n  description = "a"\n\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n',
		);
	});
});

/** The check of the rule that edits follow, by the program that has it, where it is installed. */
const TERRAFORM = spawnSync("terraform", ["version"], { encoding: "utf8" }).status === 0;

describe.runIf(TERRAFORM)("terraform fmt", () => {
	const folder = mkdtempSync(join(tmpdir(), "kmslint-fmt-"));
	afterAll(() => {
		removeFolder(folder);
	});

	test("leaves every text as the edits have made it", () => {
		expect(WRITTEN.length).toBeGreaterThan(200);
		for (const [index, text] of WRITTEN.entries()) {
			writeFileSync(join(folder, `${String(index)}.tf`), text);
		}
		const { stdout } = spawnSync("terraform", ["fmt", "-check", "-diff", "."], { cwd: folder, encoding: "utf8" });
		expect(stdout).toBe("");
	});
});
