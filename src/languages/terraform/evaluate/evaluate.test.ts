import { describe, expect, test } from "vitest";
import { follow } from "../../../model/value.ts";
import { describeValue, readTerraform, type TerraformFiles } from "../../../testing/read-terraform.ts";

/** The value of `encrypted` of the only volume, with other files beside it. */
function encrypted(expression: string, others = "", files: TerraformFiles = {}): string {
	const text = `resource "aws_ebs_volume" "v" {\n  encrypted = ${expression}\n}\n${others}`;
	const stack = readTerraform({ "main.tf": text, ...files });
	const [volume] = stack.find("AWS::EC2::Volume");
	return volume === undefined ? "none" : describeValue(volume.get("Encrypted"));
}

const CASES: readonly (readonly [name: string, actual: () => string, expected: string])[] = [
	["a literal", () => encrypted("true"), "true"],
	["a switch as a text", () => encrypted('"true"'), '"true"'],
	["null is absent", () => encrypted("null"), "null"],
	["a variable has its default", () => encrypted("var.e", 'variable "e" { default = true }'), "var.e = true"],
	["a variable without a default is a name", () => encrypted("var.e", 'variable "e" {}'), "var.e"],
	["a default of null is absent", () => encrypted("var.e", 'variable "e" { default = null }'), "null"],
	[
		"a variable file counts more than a default",
		() => encrypted("var.e", 'variable "e" { default = true }', { "terraform.tfvars": "e = false" }),
		"var.e = false",
	],
	[
		"*.auto.tfvars counts more than terraform.tfvars",
		() =>
			encrypted("var.e", 'variable "e" {}', {
				"terraform.tfvars": "e = false",
				"a.auto.tfvars": "e = true",
				"other.tfvars": "e = 3",
			}),
		"var.e = true",
	],
	["a local", () => encrypted("local.e", "locals { e = true }"), "true"],
	[
		"a local of a local in another file",
		() => encrypted("local.a", "locals { a = local.b }", { "l.tf": "locals { b = true }" }),
		"true",
	],
	["a local that refers to itself", () => encrypted("local.e", "locals { e = local.e }"), "?"],
	[
		"a condition that is known",
		() => encrypted('var.s == "prod" ? true : false', 'variable "s" { default = "prod" }'),
		"true",
	],
	["a condition that is not", () => encrypted('var.s == "prod" ? true : false', 'variable "s" {}'), "true or false"],
	["a condition with both sides alike", () => encrypted('var.s == "prod" ? true : true', 'variable "s" {}'), "true"],
	[
		"a comparison with null",
		() => encrypted("var.s != null ? false : true", 'variable "s" { default = null }'),
		"true",
	],
	[
		"an override",
		() => encrypted("false", "", { "main_override.tf": 'resource "aws_ebs_volume" "v" { encrypted = true }' }),
		"true",
	],
	["merge", () => encrypted("merge({ e = false }, { e = true }).e"), "true"],
	["merge with what is not known", () => encrypted("merge({ e = true }, var.m).e", 'variable "m" {}'), "?"],
	[
		"merge of a key behind what is not known",
		() => encrypted("merge(var.m, { e = true }).e", 'variable "m" {}'),
		"true",
	],
	["lookup", () => encrypted('lookup({ a = true }, "a", false)'), "true"],
	["lookup of a missing key", () => encrypted('lookup({ a = true }, "b", false)'), "false"],
	["try of a missing key", () => encrypted("try({ a = false }.b, true)"), "true"],
	["try of a key that is there", () => encrypted("try(local.a.b, false)", "locals { a = { b = true } }"), "true"],
	["coalesce", () => encrypted("coalesce(null, true)"), "true"],
	["concat and element", () => encrypted("element(concat([], [true]), 0)"), "true"],
	[
		"an optional default of a type",
		() =>
			encrypted(
				"var.o.e",
				'variable "o" {\n  type = object({ n = string, e = optional(bool, true) })\n  default = { n = "a" }\n}',
			),
		"true",
	],
	[
		"an optional attribute without a default",
		() => encrypted("var.o.e", 'variable "o" {\n  type = object({ e = optional(bool) })\n  default = {}\n}'),
		"null",
	],
	["for over a list", () => encrypted("[for x in [false, true] : x][1]"), "true"],
	[
		"for over a map with a condition",
		() => encrypted('{ for k, v in { a = true, b = false } : k => v if k == "a" }["a"]'),
		"true",
	],
	["a splat", () => encrypted("[{ e = true }].*.e[0]"), "true"],
	["a list by count.index", () => encrypted("[true][count.index]", "", {}).replace(/^\?$/u, "?"), "?"],
	["jsondecode", () => encrypted('jsondecode("{\\"e\\": true}").e'), "true"],
	["an operator", () => encrypted("!false && 2 > 1"), "true"],
	["a switch that one side decides", () => encrypted("var.a || true", 'variable "a" {}'), "true"],
	["a text that is one hole", () => encrypted('"${true}"'), "true"],
	["a function that is not known", () => encrypted('file("x")'), "?"],
	["a data source", () => encrypted("data.http.x.body", 'data "http" "x" {}'), "→ data.http.x body"],
	["each outside of for_each", () => encrypted("each.value"), "?"],
];

test.each(CASES)("%s", (_, actual, expected) => {
	expect(actual()).toBe(expected);
});

describe("count and for_each", () => {
	const ids = (text: string): readonly string[] =>
		readTerraform(text).resources.map((one) => `${one.id} ${describeValue(one.get("Encrypted"))}`);

	test("count = 0 makes nothing", () => {
		expect(ids('resource "aws_ebs_volume" "v" { count = 0 }')).toEqual([]);
	});

	test("count = 1 is called as its block, and refers as such", () => {
		expect(ids('resource "aws_ebs_volume" "v" {\n  count = 1\n  encrypted = [true][count.index]\n}')).toEqual([
			"aws_ebs_volume.v true",
		]);
	});

	test("for_each has one resource for each key", () => {
		expect(
			ids('resource "aws_ebs_volume" "v" {\n  for_each = { a = true, b = false }\n  encrypted = each.value\n}'),
		).toEqual(['aws_ebs_volume.v["a"] true', 'aws_ebs_volume.v["b"] false']);
	});

	test("a number that is not known makes one, on a condition", () => {
		const [one] = readTerraform('variable "n" {}\nresource "aws_ebs_volume" "v" { count = var.n }').resources;
		expect([one?.id, one?.looped, one?.condition]).toEqual(["aws_ebs_volume.v", true, "var.n"]);
	});
});

describe("texts", () => {
	const value = (expression: string, others = ""): string =>
		describeValue(
			readTerraform(
				`resource "aws_ssm_parameter" "p" {\n  value = ${expression}\n}\n${others}`,
			).resources[0]?.get("Value") ?? {
				kind: "unresolved",
				span: { start: 0, end: 0 },
				why: "",
			},
		);

	test.each([
		['"a-${var.x}-b"', 'variable "x" { default = "y" }', '"a-y-b"'],
		['"a-${var.x}"', 'variable "x" {}', "text(a-{var.x})"],
		['"a-${var.x}"', 'variable "x" {\n  default = "y"\n  sensitive = true\n}', 'text(a-{var.x = "y"})'],
		['join("-", ["a", "b"])', "", '"a-b"'],
		['format("%s/%03d", "a", 7)', "", '"a/007"'],
		['"%{ if true }a%{ else }b%{ endif }"', "", '"a"'],
		['"%{ for x in ["a", "b"] }${x},%{ endfor }"', "", '"a,b,"'],
		['replace(upper("a.b"), ".", "-")', "", '"A-B"'],
		["jsonencode({ a = [1] })", "", "{ a: [1] }"],
		['formatlist("%s-%s", ["a", "b"], var.x)', 'variable "x" { default = "y" }', '["a-y", "b-y"]'],
		['formatlist("%s", [var.x])', 'variable "x" {}', "[text({var.x})]"],
		['formatlist("%s-%s", ["a"], ["b", "c"])', "", "?"],
		['formatlist("%s", var.x)', 'variable "x" {}', "?"],
		['setsubtract(["b", "a", "b"], ["a"])', "", '["b"]'],
		['setintersection(["b", "a"], ["a", "c"])', "", '["a"]'],
		['setsubtract(["a"], [var.x])', 'variable "x" {}', "?"],
		['setproduct(["a", "b"], [1, 2])[3]', "", '["b", 2]'],
		['length(setproduct(["a"], []))', "", "0"],
		['setproduct(["a"], var.x)', 'variable "x" {}', "?"],
		[`length(setproduct(${"range(8), ".repeat(8)}["a"]))`, "", "?"],
		['"${basename("a/b.zip")} ${dirname("a/b.zip")}"', "", '"b.zip a"'],
		["aws_kms_key.k.arn", 'resource "aws_kms_key" "k" {}', "→ aws_kms_key.k Arn"],
		[
			"aws_kms_alias.a.target_key_arn",
			'resource "aws_kms_key" "k" {}\nresource "aws_kms_alias" "a" { target_key_id = aws_kms_key.k.id }',
			"→ aws_kms_key.k Arn",
		],
		['join("", aws_kms_key.k[*].arn)', 'resource "aws_kms_key" "k" { count = 1 }', "→ aws_kms_key.k Arn"],
		["one(aws_kms_key.k[*].arn)", 'resource "aws_kms_key" "k" { count = 0 }', "null"],
		['try(aws_kms_key.k[0].arn, "none")', 'resource "aws_kms_key" "k" { count = 0 }', '"none"'],
		[
			"data.aws_kms_alias.a.target_key_arn",
			'data "aws_kms_alias" "a" { name = "alias/aws/ssm" }',
			"text(arn:aws:kms:{?}:alias/aws/ssm)",
		],
		["data.aws_caller_identity.me.account_id", 'data "aws_caller_identity" "me" {}', "pseudo AWS::AccountId"],
	])("%s", (expression, others, expected) => {
		expect(value(expression, others)).toBe(expected);
	});
});

test("what is written in a JSON text has its own place", () => {
	const text =
		'resource "aws_iam_role_policy" "p" {\n  policy = <<EOT\n{\n  "Statement": [{ "Effect": "Allow", "Action": ["kms:*"], "Resource": "${aws_kms_key.k.arn}" }]\n}\nEOT\n}\nresource "aws_kms_key" "k" {}\n' +
		'resource "aws_ecs_task_definition" "t" {\n  container_definitions = "[{ \\"name\\": \\"a\\" }]"\n}\nresource "aws_ecs_task_definition" "u" {\n  container_definitions = <<EOT\n[{ "name": "${1 + 1}b" }]\nEOT\n}\n';
	const stack = readTerraform(text);
	const written = (id: string, path: string): string => {
		const reached = follow(
			stack.resource(id)?.properties ?? { kind: "absent", span: { start: 0, end: 0 }, explicit: false },
			path,
		);
		const { start = 0, end = 0 } = reached[0]?.value.span ?? {};
		return text.slice(start, end);
	};
	expect(written("aws_iam_role_policy.p", "PolicyDocument.Statement[].Action")).toBe('["kms:*"]');
	expect(written("aws_iam_role_policy.p", "PolicyDocument.Statement[].Effect")).toBe('"Allow"');
	expect(written("aws_iam_role_policy.p", "PolicyDocument.Statement[].Resource")).toBe("aws_kms_key.k.arn");
	// Escapes and holes move what is behind them.
	expect(written("aws_ecs_task_definition.t", "ContainerDefinitions[].Name")).toMatch(/^"\[\{/u);
	expect(written("aws_ecs_task_definition.u", "ContainerDefinitions[].Name")).toMatch(/^<<EOT/u);
});

test("what is not known has the last name of the expression", () => {
	const built = (expression: string, others: string): string | undefined => {
		const value = readTerraform(
			`resource "aws_ssm_parameter" "p" {\n  value = ${expression}\n}\n${others}`,
		).resources[0]?.get("Value");
		return value?.kind === "unresolved" ? value.built : "known";
	};
	expect(built("local.creds.password", 'locals { creds = jsondecode(file("x")) }')).toBe("password");
	expect(built('jsondecode(var.x)["api_key"]', 'variable "x" {}')).toBe("api_key");
	expect(built("module.db.password", 'module "db" { source = "x/y/aws" }')).toBe("password");
	expect(built('file("x")', "")).toBeUndefined();
});
