import { expect, test } from "vitest";
import { textsIn } from "../../../model/texts-in.ts";
import { readTerraform } from "../../../testing/read-terraform.ts";

const MODULE = `variable "stages" {
  type    = map(object({ encrypted = optional(bool, true), size = number }))
  default = { dev = { size = 1 }, prod = { size = 2, encrypted = false } }
}

locals {
  names  = [for name, stage in var.stages : upper(name) if stage.size > 1]
  policy = jsonencode({ Statement = [for name in local.names : { Effect = "Allow", Action = "kms:*", Resource = aws_kms_key.main[name].arn }] })
}

resource "aws_kms_key" "main" {
  for_each            = toset(local.names)
  enable_key_rotation = each.key == "PROD" ? true : var.rotation
  policy              = <<-EOT
    { "Statement": [%{ for name in local.names }{ "Sid": "\${name}" }%{ endfor }] }
  EOT
}

resource "aws_instance" "main" {
  count = length(local.names)
  dynamic "ebs_block_device" {
    for_each = var.stages
    content {
      encrypted = ebs_block_device.value.encrypted
    }
  }
  user_data = base64encode(format("%s-%03d", join(",", aws_kms_key.main[*].arn), count.index))
}

module "child" {
  source = "./child"
  key    = aws_kms_key.main
}
`;
const CHILD = 'variable "key" {}\nresource "aws_sqs_queue" "q" {\n  kms_master_key_id = values(var.key)[0].arn\n}\n';
const PIECES = [
	"${",
	"}",
	'"',
	"[",
	"]",
	"{",
	"...",
	"[*]",
	".0",
	"null",
	"each.value",
	"<<EOT\n",
	" ? ",
	":",
	"%{ if ",
	"count = ",
];

/** Reads everything that rules may ask. */
function readAll(text: string): number {
	const stack = readTerraform({ "main.tf": text, "child/main.tf": CHILD });
	return (
		[...stack.texts()].length +
		stack.outputs.size +
		stack.resources.reduce(
			(sum, resource) => sum + textsIn(resource.properties, "").length + resource.removal.setting.length,
			0,
		)
	);
}

test("a module is read, however it is damaged", () => {
	expect(readAll(MODULE)).toBeGreaterThan(20);
	for (let round = 0; round < 300; round += 1) {
		const at = (round * 7919) % MODULE.length;
		const piece = PIECES[round % PIECES.length] ?? "";
		const damaged =
			round % 2 === 0
				? MODULE.slice(0, at) + piece + MODULE.slice(at)
				: MODULE.slice(0, at) + MODULE.slice(at + 1 + (round % 9));
		expect(() => readAll(damaged), damaged).not.toThrow();
	}
});

test.each([
	["lists", (name: string) => `[${name}, ${name}]`],
	["maps", (name: string) => `{ a = ${name}, b = ${name} }`],
	["texts", (name: string) => `"\${${name}}\${${name}}-"`],
	["branches", (name: string) => `var.unknown ? [${name}] : [${name}, ${name}]`],
	["concat", (name: string) => `concat([${name}], [${name}])`],
])("values that grow with every name end: %s", (_, grow) => {
	const locals = Array.from(
		{ length: 60 },
		(_unused, index) => `  a${String(index + 1)} = ${grow(`local.a${String(index)}`)}`,
	);
	const text = `locals {\n  a0 = "x"\n${locals.join("\n")}\n}\nvariable "unknown" {}\nresource "aws_ssm_parameter" "p" {\n  value = local.a60\n}\n`;
	expect(readAll(text)).toBeGreaterThan(0);
});

test("names that lead through thousands of names end", () => {
	const locals = Array.from(
		{ length: 5000 },
		(_unused, index) => `  a${String(index + 1)} = local.a${String(index)}`,
	);
	expect(
		readAll(
			`locals {\n  a0 = "x"\n${locals.join("\n")}\n}\nresource "aws_ssm_parameter" "p" {\n  value = local.a5000\n}\n`,
		),
	).toBeGreaterThan(0);
});
