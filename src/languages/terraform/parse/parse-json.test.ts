import { describe, expect, it } from "vitest";
import { parseHcl } from "./parse-hcl.ts";
import { parseJson } from "./parse-json.ts";
import { childrenOf } from "./children-of.ts";
import { joinTemplate } from "./join-template.ts";
import type { HclFile, HclNode } from "./syntax.ts";
import { textSpan } from "./text-span.ts";

const MODULE = JSON.stringify(
	{
		"//": "no block",
		terraform: { required_providers: { aws: { version: "~> 6.0" } }, backend: { s3: { bucket: "b" } } },
		variable: { names: { type: "list(string)", default: ["a"] } },
		locals: [{ a: "${var.names[0]}-x" }, { lifecycle: 1 }],
		resource: {
			aws_kms_key: [{ one: { enable_key_rotation: true } }, { two: { depends_on: ["aws_kms_key.one"] } }],
			aws_s3_bucket: { b: [{ bucket: 'a"${upper("b\\n")}\tc', dynamic: { x: { for_each: [1], content: {} } } }] },
		},
	},
	null,
	2,
);

function blocksIn(file: HclFile): readonly string[] {
	return file.body.items.map((item) =>
		item.type === "HclBlock"
			? `${[item.keyword, ...item.labels].map(({ text }) => text).join(".")}: ${item.body.items.map((inner) => (inner.type === "HclBlock" ? [inner.keyword, ...inner.labels].map(({ text }) => text).join(".") : inner.name.text)).join(" ")}`
			: item.name.text,
	);
}

function nodesOf(root: HclNode): readonly HclNode[] {
	return [root, ...childrenOf(root).flatMap(nodesOf)];
}

describe("the JSON of a module", () => {
	it("becomes the same blocks as the native syntax", () => {
		const file = parseJson(MODULE, true);
		expect(file.errors).toStrictEqual([]);
		expect(blocksIn(file)).toStrictEqual([
			"terraform: required_providers backend.s3",
			"variable.names: type default",
			"locals: a",
			"locals: lifecycle",
			"resource.aws_kms_key.one: enable_key_rotation",
			"resource.aws_kms_key.two: depends_on",
			"resource.aws_s3_bucket.b: bucket dynamic.x",
		]);
	});

	it("reads every string as a template, with the place of each of its parts", () => {
		const nodes = nodesOf(parseJson(MODULE, true));
		const at = (type: HclNode["type"]): readonly string[] =>
			nodes.filter((node) => node.type === type).map(({ start, end }) => MODULE.slice(start, end));
		expect(at("HclTraversal")).toStrictEqual(["var.names[0]", "aws_kms_key.one"]);
		expect(at("HclCall")).toStrictEqual(["list(string)", String.raw`upper(\"b\\n\")`]);
		expect(at("HclHole")).toStrictEqual(["${var.names[0]}", String.raw`\${upper(\"b\\n\")}`.slice(1)]);
		const texts = nodes.flatMap((node) => (node.type === "HclTemplate" ? [joinTemplate(node)] : []));
		const bucket = texts.find(({ text }) => text.startsWith('a"'));
		expect(bucket?.text).toBe('a"${x}\tc');
		const last = bucket?.pieces.at(-1)?.piece;
		const span = last === undefined ? { start: 0, end: 0 } : textSpan(MODULE, "quoted", last, 1, 2);
		expect(MODULE.slice(span.start, span.end)).toBe("c");
	});

	it("has attributes alone in a file of values", () => {
		expect(blocksIn(parseJson('{"resource": {"a": 1}, "b": "x"}', false))).toStrictEqual(["resource", "b"]);
	});

	it("tells the place of an error, and keeps what is before it", () => {
		for (const [text, place, kept] of [
			['{"locals": {"a": 1,}}', 18, 1],
			['{"locals": {"a": 1} // x\n}', 20, 1],
			['{"locals": {"a": 01}}', 18, 1],
			['{"locals": {"a": "\\x"}}', 18, 1],
			['{"locals": {"a": "x\n"}}', 17, 1],
			['{"locals": {"a": [1}}', 19, 1],
			['{"locals": {"a": 1}', 0, 1],
			['{"resource": {"aws_kms_key": 3}}', 29, 0],
			['{"locals": {"a": "${b +}"}}', 23, 1],
			["[]", 0, 0],
			["", 0, 0],
			['{"a": 1} 2', 9, 1],
		] as const) {
			const { body, errors } = parseJson(text, true);
			expect({ text, place: errors[0]?.offset, kept: body.items.length }).toStrictEqual({ text, place, kept });
		}
	});

	it("is bounded in depth", () => {
		expect(parseJson(`{"a": ${"[".repeat(100_000)}`, true).errors).toHaveLength(1);
		expect(parseHcl(`a = ${"[".repeat(100_000)}`).errors).toHaveLength(1);
		expect(parseHcl("a {".repeat(100_000)).errors.length).toBeLessThanOrEqual(100);
	});
});
