import { describe, expect, test } from "vitest";
import { readBucket } from "../../../model/bucket.ts";
import { mayDecrypt, roleOf, trustOf } from "../../../model/role.ts";
import type { Resource } from "../../../model/resource.ts";
import { alternatives } from "../../../model/value.ts";
import { renderWay } from "../../../model/way.ts";
import { describeValue, readTerraform, type TerraformFiles } from "../../../testing/read-terraform.ts";

function property(files: TerraformFiles | string, id: string, path: string): string {
	const resource = readTerraform(files).resource(id);
	return resource === undefined ? "none" : describeValue(resource.get(path));
}

describe("a bucket and the resources that belong to it", () => {
	const ALGORITHM = "BucketEncryption.ServerSideEncryptionConfiguration";
	const encryption = (bucket: string, more = ""): string =>
		`resource "aws_s3_bucket_server_side_encryption_configuration" "b" {\n  bucket = ${bucket}\n${more}\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = "aws:kms"\n    }\n  }\n}\n`;
	const levels = (text: TerraformFiles | string): readonly string[] =>
		readTerraform(text)
			.find("AWS::S3::Bucket")
			.flatMap((bucket) => readBucket(bucket).map(({ protection }) => protection));
	const BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "data"\n}\n';
	const NAMED = (name: string): string =>
		`variable "n" {}\nvariable "m" {}\nlocals {\n  n = "\${var.n}-data"\n}\nresource "random_id" "r" {}\nresource "aws_s3_bucket" "b" {\n  bucket = ${name}\n}\n`;

	test.each([
		["by a reference", BUCKET + encryption("aws_s3_bucket.b.id"), ["provider-key"]],
		["by an attribute of the same meaning", BUCKET + encryption("aws_s3_bucket.b.bucket"), ["provider-key"]],
		["by the same name", BUCKET + encryption('"data"'), ["provider-key"]],
		["by a name in a local", `${BUCKET}locals { n = "data" }\n${encryption("local.n")}`, ["provider-key"]],
		["of another name", BUCKET + encryption('"other"'), ["provider-owned"]],
		["by a name that is not known", BUCKET + encryption('file("name")'), ["unknown"]],
		[
			"that may not be there",
			`variable "n" {}\n${BUCKET}${encryption("aws_s3_bucket.b.id", "  count = var.n")}`,
			["unknown"],
		],
		[
			"on the same condition",
			`variable "n" {}\nresource "aws_s3_bucket" "b" {\n  count = var.n\n}\n${encryption("aws_s3_bucket.b[0].id", "  count = var.n")}`,
			["provider-key"],
		],
		[
			"with the same keys",
			`resource "aws_s3_bucket" "b" {\n  for_each = toset(["x", "y"])\n}\n${encryption("aws_s3_bucket.b[each.key].id", '  for_each = toset(["x"])')}`,
			["provider-key", "provider-owned"],
		],
		[
			"for each bucket",
			`resource "aws_s3_bucket" "b" {\n  for_each = toset(["x", "y"])\n}\n${encryption("each.value.id", "  for_each = aws_s3_bucket.b")}`,
			["provider-key", "provider-key"],
		],
		[
			"for each bucket, whatever they are, and for no other one",
			`variable "names" {}\nresource "aws_s3_bucket" "b" {\n  for_each = toset(var.names)\n}\nresource "aws_s3_bucket" "other" {}\n${encryption("each.value.id", "  for_each = aws_s3_bucket.b")}`,
			["provider-key", "provider-owned"],
		],
		["by the same variable", encryption("var.n") + NAMED("var.n"), ["provider-key"]],
		["by a text of the same variable", encryption('"${var.n}-data"') + NAMED('"${var.n}-data"'), ["provider-key"]],
		["by a local with such a text", encryption("local.n") + NAMED('"${var.n}-data"'), ["provider-key"]],
		[
			"by a text of the same resource",
			encryption('"${random_id.r.hex}-data"') + NAMED('"${random_id.r.hex}-data"'),
			["provider-key"],
		],
		["of a name with another end", encryption('"${var.n}-data"') + NAMED('"${var.n}-logs"'), ["provider-owned"]],
		["of a name with another beginning", encryption('"data-${var.m}"') + NAMED('"logs"'), ["provider-owned"]],
		[
			"by a variable, of one that AWS names",
			`variable "n" {}\nresource "aws_s3_bucket" "b" {\n  bucket_prefix = "logs-"\n}\n${encryption("var.n")}`,
			["provider-owned"],
		],
		["by a variable that may be its name", encryption("var.m") + NAMED("var.n"), ["unknown"]],
		["by a text that may be its name", encryption('"${var.m}-data"') + NAMED('"${var.n}-data"'), ["unknown"]],
	])("encryption %s", (_, text, expected) => {
		expect(levels(text)).toEqual(expected);
	});

	const GRANT =
		'grant {\n    grantee {\n      type = "Group"\n      uri = "http://acs.amazonaws.com/groups/s3/LogDelivery"\n    }\n    permission = "WRITE"\n  }';
	test.each([
		[
			"of another resource",
			`${BUCKET}resource "aws_s3_bucket_acl" "a" {\n  bucket = aws_s3_bucket.b.id\n  access_control_policy {\n  ${GRANT}\n  }\n}`,
			'"LogDeliveryWrite"',
		],
		["inside of it", BUCKET.replace("\n}", `\n  ${GRANT}\n}`), '"LogDeliveryWrite"'],
		["to another group", BUCKET.replace("\n}", `\n  ${GRANT.replace("LogDelivery", "Other")}\n}`), "null"],
	])("a grant to the group that writes logs %s", (_, text, expected) => {
		expect(property(text, "aws_s3_bucket.b", "AccessControl")).toBe(expected);
	});

	test.each([
		[
			"of another resource",
			`${BUCKET}resource "aws_s3_bucket_website_configuration" "w" {\n  bucket = aws_s3_bucket.b.id\n  index_document {\n    suffix = "index.html"\n  }\n}`,
		],
		["inside of it", BUCKET.replace("\n}", '\n  website {\n    index_document = "index.html"\n  }\n}')],
	])("a website %s", (_, text) => {
		expect(property(text, "aws_s3_bucket.b", "WebsiteConfiguration.IndexDocument")).toBe('"index.html"');
	});

	test.each([
		["aws_s3_bucket", "logging {\n    target_bucket = aws_s3_bucket.logs.id\n  }"],
		["aws_s3_bucket_logging", "target_bucket = aws_s3_bucket.logs.id"],
		["aws_lb", "access_logs {\n    bucket = aws_s3_bucket.logs.bucket\n  }"],
		["aws_alb", "connection_logs {\n    bucket = aws_s3_bucket.logs.id\n  }"],
		["aws_redshift_cluster", "logging {\n    bucket_name = aws_s3_bucket.logs.id\n  }"],
		["aws_redshift_logging", "bucket_name = aws_s3_bucket.logs.id"],
	])("takes logs of %s", (type, body) => {
		const text = `resource "aws_s3_bucket" "logs" {}\nresource "${type}" "x" {\n  ${body}\n}\n`;
		expect(readTerraform(text).whole.logTargets.map(describeValue)).toEqual(["→ aws_s3_bucket.logs"]);
	});

	test("a block inside of it, which is deprecated", () => {
		const text =
			'resource "aws_s3_bucket" "b" {\n  server_side_encryption_configuration {\n    rule {\n      apply_server_side_encryption_by_default {\n        sse_algorithm = "AES256"\n      }\n    }\n  }\n}';
		expect(property(text, "aws_s3_bucket.b", ALGORITHM)).toBe(
			'[{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }]',
		);
	});
});

describe("a role and what it may do", () => {
	const FUNCTION =
		'resource "aws_lambda_function" "f" {\n  role = aws_iam_role.r.arn\n}\nresource "aws_kms_key" "k" {}\n';
	const DOCUMENT =
		'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["kms:Decrypt"]\n    resources = [aws_kms_key.k.arn]\n  }\n}\n';
	const JSON_DOCUMENT =
		'jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.k.arn }] })';
	const decrypts = (text: string): string => {
		const stack = readTerraform(FUNCTION + text);
		const [fn] = stack.find("AWS::Lambda::Function");
		const role = fn === undefined ? null : roleOf(fn);
		const key: Resource | undefined = stack.resource("aws_kms_key.k");
		return role === null || key === undefined
			? "no role"
			: `${String(mayDecrypt(role, key, key.stack))} ${role.complete ? "complete" : "open"} ${trustOf(key, role)}`;
	};

	test.each([
		["nothing", 'resource "aws_iam_role" "r" {}', "false complete delegated"],
		[
			"an inline policy",
			`${DOCUMENT}resource "aws_iam_role" "r" {\n  inline_policy {\n    policy = data.aws_iam_policy_document.d.json\n  }\n}`,
			"true complete delegated",
		],
		[
			"a policy of its own, by the id",
			`resource "aws_iam_role" "r" {}\nresource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n  policy = ${JSON_DOCUMENT}\n}`,
			"true complete delegated",
		],
		[
			"an attached policy, by the name",
			`${DOCUMENT}resource "aws_iam_role" "r" {}\nresource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.d.json\n}\nresource "aws_iam_role_policy_attachment" "a" {\n  role = aws_iam_role.r.name\n  policy_arn = aws_iam_policy.p.arn\n}`,
			"true complete delegated",
		],
		[
			"several attachments by for_each",
			`${DOCUMENT}resource "aws_iam_role" "r" {}\nresource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.d.json\n}\nresource "aws_iam_role_policy_attachment" "a" {\n  for_each = { a = aws_iam_policy.p.arn, b = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" }\n  role = aws_iam_role.r.name\n  policy_arn = each.value\n}`,
			"true complete delegated",
		],
		[
			"a policy of somebody else",
			'resource "aws_iam_role" "r" {}\nvariable "arn" {}\nresource "aws_iam_role_policy_attachment" "a" {\n  role = aws_iam_role.r.name\n  policy_arn = var.arn\n}',
			"false open delegated",
		],
		[
			"a policy in a heredoc with holes",
			'resource "aws_iam_role" "r" {}\nresource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n  policy = <<EOT\n{\n  "Statement": [{ "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "${aws_kms_key.k.arn}" }]\n}\nEOT\n}',
			"true complete delegated",
		],
		[
			"a key policy that names it",
			'resource "aws_iam_role" "r" {}\ndata "aws_iam_policy_document" "k" {\n  statement {\n    actions = ["kms:*"]\n    resources = ["*"]\n    principals {\n      type = "AWS"\n      identifiers = [aws_iam_role.r.arn]\n    }\n  }\n}\nresource "aws_kms_key_policy" "k" {\n  key_id = aws_kms_key.k.id\n  policy = data.aws_iam_policy_document.k.json\n}',
			"false complete named",
		],
		[
			"a grant",
			'resource "aws_iam_role" "r" {}\nresource "aws_kms_grant" "g" {\n  key_id = aws_kms_key.k.key_id\n  grantee_principal = aws_iam_role.r.arn\n  operations = ["Decrypt"]\n}',
			"true complete delegated",
		],
		[
			"a grant of something else",
			'resource "aws_iam_role" "r" {}\nresource "aws_kms_grant" "g" {\n  key_id = aws_kms_key.k.key_id\n  grantee_principal = aws_iam_role.r.arn\n  operations = ["Encrypt"]\n}',
			"false complete delegated",
		],
		[
			"a key policy for the account",
			'resource "aws_iam_role" "r" {}\ndata "aws_caller_identity" "me" {}\nresource "aws_kms_key_policy" "k" {\n  key_id = aws_kms_key.k.key_id\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" } }] })\n}',
			"false complete delegated",
		],
	])("by %s", (_, text, expected) => {
		expect(decrypts(text)).toBe(expected);
	});
});

describe("the encryption of a delivery stream", () => {
	test.each([
		[
			"switched on before its key",
			["enabled = true", 'key_type = "CUSTOMER_MANAGED_CMK"'],
			'"CUSTOMER_MANAGED_CMK"',
		],
		["switched on after it", ['key_type = "CUSTOMER_MANAGED_CMK"', "enabled = true"], '"CUSTOMER_MANAGED_CMK"'],
		["switched on alone, with a key of AWS", ["enabled = true"], '"AWS_OWNED_CMK"'],
		["switched off", ["enabled = false", 'key_type = "CUSTOMER_MANAGED_CMK"'], "null"],
		["not switched on", ['key_type = "CUSTOMER_MANAGED_CMK"'], "null"],
		["perhaps switched on", ["enabled = var.on", 'key_type = "CUSTOMER_MANAGED_CMK"'], "?"],
	])("%s", (_, lines, expected) => {
		const text = `variable "on" {}\nresource "aws_kinesis_firehose_delivery_stream" "s" {\n  server_side_encryption {\n    ${lines.join("\n    ")}\n  }\n}\n`;
		expect(
			property(
				text,
				"aws_kinesis_firehose_delivery_stream.s",
				"DeliveryStreamEncryptionConfigurationInput.KeyType",
			),
		).toBe(expected);
	});
});

describe("volumes of an account that encrypts by default", () => {
	const VOLUME = 'resource "aws_ebs_volume" "v" {}\nresource "aws_ebs_volume" "w" {\n  encrypted = false\n}\n';
	const encrypted = (text: string): readonly string[] =>
		readTerraform(VOLUME + text)
			.find("AWS::EC2::Volume")
			.map((one) => describeValue(one.get("Encrypted")));

	test.each([
		["without a word about it", "", ["null", "false"]],
		["by the resource", 'resource "aws_ebs_encryption_by_default" "d" {}', ["?", "false"]],
		[
			"not, if it is switched off",
			'resource "aws_ebs_encryption_by_default" "d" {\n  enabled = false\n}',
			["null", "false"],
		],
		[
			"of another Region",
			'resource "aws_ebs_encryption_by_default" "d" {\n  provider = aws.other\n}',
			["null", "false"],
		],
		[
			"of another Region, by its name",
			'resource "aws_ebs_encryption_by_default" "d" {\n  region = "us-west-2"\n}',
			["null", "false"],
		],
		[
			"by the provider without an alias",
			'resource "aws_ebs_encryption_by_default" "d" {\n  provider = aws\n}',
			["?", "false"],
		],
	])("%s", (_, text, expected) => {
		expect(encrypted(text)).toEqual(expected);
	});
});

test.each([
	["provider = aws.west", 'provider = "aws.west"'],
	['region = "us-west-2"', 'region = "us-west-2"'],
	["region = var.region", "region = var.region"],
])("a volume is encrypted by the default of its own Region: %s and %s", (one, other) => {
	const [volume] = readTerraform(
		`resource "aws_ebs_volume" "v" {\n  ${one}\n}\nresource "aws_ebs_encryption_by_default" "d" {\n  ${other}\n}\n`,
	).find("AWS::EC2::Volume");
	expect(volume === undefined ? "none" : describeValue(volume.get("Encrypted"))).toBe("?");
});

describe("modules", () => {
	const CHILD = {
		"modules/volume/main.tf":
			'variable "encrypted" {\n  type = bool\n  default = false\n}\nresource "aws_ebs_volume" "v" {\n  encrypted = var.encrypted\n}\noutput "id" {\n  value = aws_ebs_volume.v.id\n}\n',
	};

	test("a local module is evaluated for each call", () => {
		const stack = readTerraform({
			...CHILD,
			"main.tf":
				'module "a" {\n  source = "./modules/volume"\n  encrypted = true\n}\nmodule "b" {\n  source = "./modules/volume"\n}\n',
		});
		expect(stack.resources.map((one) => `${one.id} ${describeValue(one.get("Encrypted"))}`)).toEqual([
			"module.a.aws_ebs_volume.v true",
			"module.b.aws_ebs_volume.v false",
		]);
	});

	test("an argument has its place at the call, and the resource in the module", () => {
		const text = 'module "a" {\n  source = "./modules/volume"\n  encrypted = false\n}\n';
		const stack = readTerraform({ ...CHILD, "main.tf": text });
		const [volume] = stack.resources;
		const { start = 0, end = 0 } = volume?.get("Encrypted").span ?? {};
		expect(text.slice(start - stack.base, end - stack.base)).toBe("false");
		expect(volume === undefined ? null : stack.isOwn(volume.head)).toBe(false);
	});

	test.each([
		["null in place of a default", "default = true", "null"],
		["null for what has no default", "", "null"],
		["null for what is null anyway", "default = null", ""],
	])("%s has its place at the call", (_, lines, expected) => {
		const text = 'module "a" {\n  source = "./m"\n  e = null\n}\n';
		const stack = readTerraform({
			"main.tf": text,
			"m/main.tf": `variable "e" {\n  ${lines}\n}\nresource "aws_ebs_volume" "v" {\n  encrypted = var.e\n}\n`,
		});
		const value = stack.resources[0]?.get("Encrypted");
		const { start = 0, end = 0 } = value?.span ?? {};
		expect(value?.kind).toBe("absent");
		expect(
			value !== undefined && stack.isOwn(value.span) ? text.slice(start - stack.base, end - stack.base) : "",
		).toBe(expected);
	});

	test("instances of a call, and their outputs", () => {
		const stack = readTerraform({
			...CHILD,
			"main.tf":
				'module "m" {\n  for_each = { x = true, y = false }\n  source = "./modules/volume"\n  encrypted = each.value\n}\nresource "aws_ssm_parameter" "p" {\n  value = module.m["y"].id\n}\n',
		});
		expect(stack.resources.map(({ id }) => id)).toEqual([
			"aws_ssm_parameter.p",
			'module.m["x"].aws_ebs_volume.v',
			'module.m["y"].aws_ebs_volume.v',
		]);
		expect(
			describeValue(
				stack.resources[0]?.get("Value") ?? { kind: "unresolved", span: { start: 0, end: 0 }, why: "" },
			),
		).toBe('→ module.m["y"].aws_ebs_volume.v');
	});

	test("a resource goes through calls and outputs as a whole", () => {
		const files = {
			"m/main.tf":
				'variable "key" {}\nresource "aws_sqs_queue" "q" {\n  kms_master_key_id = var.key.arn\n}\noutput "queue" {\n  value = aws_sqs_queue.q\n}\n',
			"main.tf":
				'resource "aws_kms_key" "k" {\n  for_each = toset(["a", "b"])\n}\nmodule "m" {\n  source = "./m"\n  key = aws_kms_key.k["b"]\n}\nresource "aws_ssm_parameter" "p" {\n  value = module.m.queue.arn\n}\n',
		};
		expect(property(files, "module.m.aws_sqs_queue.q", "KmsMasterKeyId")).toBe('→ aws_kms_key.k["b"] Arn');
		expect(property(files, "aws_ssm_parameter.p", "Value")).toBe("→ module.m.aws_sqs_queue.q Arn");
	});

	test("a module that calls itself ends", () => {
		const stack = readTerraform(
			{ "main.tf": "", "m/main.tf": 'module "m" {\n  source = "../m"\n}\nresource "aws_kms_key" "k" {}\n' },
			"m/main.tf",
		);
		expect(stack.resources.length).toBeLessThan(20);
	});

	test.each([
		[
			"lambda",
			'source = "terraform-aws-modules/lambda/aws"\n  environment_variables = { A = "b" }\n  kms_key_arn = module.k.key_arn',
			"Environment.Variables",
			'{ A: "b" }',
		],
		[
			"lambda",
			'source = "terraform-aws-modules/lambda/aws"\n  kms_key_arn = module.k.key_arn',
			"KmsKeyArn",
			"→ module.k Arn",
		],
		["rds", 'source = "terraform-aws-modules/rds/aws"', "StorageEncrypted", "true"],
		[
			"rds",
			'source = "registry.terraform.io/terraform-aws-modules/rds/aws"\n  storage_encrypted = false',
			"StorageEncrypted",
			"false",
		],
		[
			"kms",
			'source = "git::https://github.com/terraform-aws-modules/terraform-aws-kms.git?ref=v3"',
			"EnableKeyRotation",
			"true",
		],
		[
			"s3",
			'source = "terraform-aws-modules/s3-bucket/aws"\n  server_side_encryption_configuration = { rule = { apply_server_side_encryption_by_default = { sse_algorithm = "AES256" } } }',
			"BucketEncryption.ServerSideEncryptionConfiguration",
			'[{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }]',
		],
		[
			"ec2",
			'source = "terraform-aws-modules/ec2-instance/aws"\n  root_block_device = [{ encrypted = false }]',
			"BlockDeviceMappings",
			"[{ Ebs: { Encrypted: false } }]",
		],
		["ssm", 'source = "terraform-aws-modules/ssm-parameter/aws"\n  secure_type = true', "Type", '"SecureString"'],
	])("of the registry: %s", (_, body, path, expected) => {
		const text = `module "m" {\n  ${body}\n}\nmodule "k" {\n  source = "terraform-aws-modules/kms/aws"\n}\n`;
		expect(property(text, "module.m", path)).toBe(expected);
	});

	test("of the registry that is not made, or not known, is none", () => {
		expect(
			property(
				'module "m" {\n  source = "terraform-aws-modules/kms/aws"\n  create = false\n}',
				"module.m",
				"EnableKeyRotation",
			),
		).toBe("none");
		expect(property('module "m" {\n  source = "example/kms/aws"\n}', "module.m", "EnableKeyRotation")).toBe("none");
	});
});

describe("awscc", () => {
	test("names and nesting follow CloudFormation", () => {
		const text =
			'resource "awscc_lambda_function" "f" {\n  kms_key_arn = "arn:x"\n  environment = { variables = { DB_HOST = "h" } }\n}\nresource "awscc_kms_key" "k" {\n  key_policy = jsonencode({ Version = "2012-10-17" })\n  enable_key_rotation = true\n}\n';
		expect(property(text, "awscc_lambda_function.f", "KmsKeyArn")).toBe('"arn:x"');
		expect(property(text, "awscc_lambda_function.f", "Environment.Variables")).toBe('{ DB_HOST: "h" }');
		expect(property(text, "awscc_kms_key.k", "KeyPolicy.Version")).toBe('"2012-10-17"');
		expect(property(text, "awscc_kms_key.k", "EnableKeyRotation")).toBe("true");
	});
});

test("dynamic blocks are there as if they were written", () => {
	const text = (each: string): string =>
		`variable "v" {}\nresource "aws_instance" "i" {\n  dynamic "ebs_block_device" {\n    for_each = ${each}\n    content {\n      encrypted = ebs_block_device.value\n    }\n  }\n}`;
	expect(property(text("[true, false]"), "aws_instance.i", "BlockDeviceMappings")).toBe(
		"[{ Ebs: { Encrypted: true } }, { Ebs: { Encrypted: false } }]",
	);
	expect(property(text("var.v"), "aws_instance.i", "BlockDeviceMappings")).toBe(
		"[{ Ebs: { Encrypted: ? } or null }]",
	);
});

test("what a dynamic block is made for may depend on a condition", () => {
	const read = (each: string, content: string): string =>
		property(
			`variable "v" {}\nvariable "w" {}\nresource "aws_instance" "i" {\n  dynamic "ebs_block_device" {\n    for_each = ${each}\n    content {\n      encrypted = ${content}\n    }\n  }\n}`,
			"aws_instance.i",
			"BlockDeviceMappings",
		);
	expect(read("var.v ? [1] : []", "true")).toBe("[{ Ebs: { Encrypted: true } or null }]");
	expect(read("var.v == null ? [] : [var.v]", "ebs_block_device.value")).toBe(
		"[{ Ebs: null or { Encrypted: var.v } }]",
	);
	expect(read("var.v ? [true, false] : [false]", "ebs_block_device.value")).toBe(
		"[{ Ebs: { Encrypted: true } or { Encrypted: false } }, { Ebs: { Encrypted: false } or null }]",
	);
	expect(read("var.v ? [] : (var.w ? [true] : [])", "ebs_block_device.value")).toBe(
		"[{ Ebs: null or { Encrypted: true } or null }]",
	);
	expect(read("var.v ? [] : []", "true")).toBe("null");

	const ways = (each: string): readonly string[] => {
		const found = readTerraform(
			`variable "v" {}\nresource "aws_lambda_function" "f" {\n  dynamic "environment" {\n    for_each = ${each}\n    content {\n      variables = { A: "b" }\n    }\n  }\n}`,
		)
			.find("AWS::Lambda::Function")
			.flatMap((fn) => [...alternatives(fn.get("Environment.Variables.A"))]);
		return found.map(({ when, value: one }) => `${one.kind} ${when.map(renderWay).join(" and ")}`);
	};
	expect(ways("var.v ? [1] : []")).toEqual(["literal `var.v` is true", "absent `var.v` is false"]);
	expect(ways("var.v")).toEqual(["literal `var.v` is set", "absent `var.v` is not set"]);
});

test("every resource that a module declares is there, however many", () => {
	const text = Array.from({ length: 5100 }, (_, at) => `resource "aws_kms_key" "k${String(at)}" {}\n`).join("");
	expect(readTerraform(text).find("AWS::KMS::Key")).toHaveLength(5100);
});
