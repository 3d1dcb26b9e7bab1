import { describe, expect, it } from "vitest";
import { describeExpression } from "../../../testing/describe-hcl.ts";
import { parseHcl } from "./parse-hcl.ts";
import type { HclBlock, HclItem } from "./syntax.ts";

function valueOf(expression: string): string {
	const { body, errors } = parseHcl(`x = ${expression}\n`);
	expect(errors).toStrictEqual([]);
	const [item] = body.items;
	return item?.type === "HclAttribute" ? describeExpression(item.value) : "none";
}

describe("expressions", () => {
	it.each([
		["1 + 2 * 3 - 4 % 5", "(1+(2*3)-(4%5))"],
		["a || b && !c == d", "(a||(b&&((!c)==d)))"],
		["-a.b[0] >= 1.5e3", "((-a.b[0])>=1500)"],
		["a ? b : c ? d : e", "(a|b|(c|d|e))"],
		["(\n  a\n  + b\n)", "(a+b)"],
		["a.0.b[*].c.*.d-e", "a[0].b[*].c.*.d-e"],
		["f(a, b...)", "f(a, b...)"],
		["provider::aws::arn_parse(\n  x,\n)", "provider::aws::arn_parse(x)"],
		["[for k, v in m : v if k != null]", "[k, v in m: v if (k!=null)]"],
		["{for v in c : v.id => v...}", "[_, v in c: v.id => v...]"],
		['{ a = 1, "b" : 2\n (c) = 3\n "d${e}" = 4 }', '{a = 1, b = 2, (c) = 3, ("d<e>") = 4}'],
		["[\n  1, # one\n  2, // two\n]", "[1, 2]"],
		['"a${b}c\\n\\u00e9$${d}%%{e}"', '"a<b>c\né${d}%{e}"'],
		['"${f("x", { y = "z" })}"', '"<f("x", {y = "z"})>"'],
		['"a ${~ b ~} c"', '"a<b>c"'],
		['"%{ if a }b%{ else }c%{ endif }%{ for x in y }${x}%{ endfor }"', '"|HclIf||HclLoop|"'],
		["<<EOT\na\n  ${b}\nEOT", '"a\n  <b>\n"'],
		["<<-EOT\n    a\n      b\n  EOT", '"a\n  b\n"'],
		["f(<<A\nx\nA\n, b)", 'f("x\n", b)'],
	])("%s", (text, expected) => {
		expect(valueOf(text)).toBe(expected);
	});
});

describe("bodies", () => {
	it("reads attributes, blocks, labels and comments with their spans", () => {
		const text =
			'# one\nresource "aws_kms_key" k { // two\r\n  a = 1 /* three */\r\n  b {\n    c = 2\n  }\n  d { e = 3 }\n}\n';
		const { body, comments, errors } = parseHcl(text);
		expect(errors).toStrictEqual([]);
		expect(comments.map(({ value }) => value)).toStrictEqual([" one", " two", " three "]);
		const [block] = body.items as readonly HclBlock[];
		expect(block?.labels.map((label) => label.text)).toStrictEqual(["aws_kms_key", "k"]);
		expect(block?.body.items.map((item) => text.slice(item.start, item.end))).toStrictEqual([
			"a = 1",
			"b {\n    c = 2\n  }",
			"d { e = 3 }",
		]);
	});
});

const MODULE = `resource "a" "one" {
  name = "x"
  tags = {
    a = "b"
  }
  list = ["a", "b"]
  block {
    text = "\${var.x}"
  }
}

resource "a" "two" {
  name = f(g("x"), 1)
}

locals {
  a = [
    "x",
    "y",
  ]
}

output "o" {
  value = 1
}
`;

describe("broken texts", () => {
	it("keeps the blocks around one missing bracket or quote", () => {
		const places = [...MODULE.matchAll(/["}()[\]]|(?<!\$)\{/gu)].map(({ index }) => index);
		const whole = namesIn(parseHcl(MODULE).body.items);
		const kept = places.map((at) => {
			const { body, errors } = parseHcl(MODULE.slice(0, at) + MODULE.slice(at + 1));
			expect(errors).not.toStrictEqual([]);
			const names = namesIn(body.items);
			return whole.filter((name) => names.includes(name)).length / whole.length;
		});
		expect(kept.reduce((sum, share) => sum + share, 0) / kept.length).toBeGreaterThan(0.95);
	});
});

function namesIn(items: readonly HclItem[]): readonly string[] {
	return items.flatMap((item) =>
		item.type === "HclBlock" ? [[item.keyword, ...item.labels].map(({ text }) => text).join(".")] : [],
	);
}
