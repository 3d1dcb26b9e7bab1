import type { Way } from "./way.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covers, narrows, readPolicy, type Policy } from "./policy.ts";
import type { LiteralValue, Value } from "./value.ts";

const span = { start: 0, end: 0 };

/** Data as rules see it, with what only deployment tells. */
type Sketch = string | null | undefined | readonly Sketch[] | { readonly [key: string]: Sketch } | Special;

/**
 * `choose`: one or the other by a condition. `open`: more may be in it. `unknown`: anything. `text`: known around a
 * part that is not.
 */
class Special {
	readonly kind: "choose" | "open" | "unknown" | "text" | "default";
	readonly parts: readonly Sketch[];
	readonly condition: string;

	constructor(kind: Special["kind"], parts: readonly Sketch[] = [], condition = "") {
		this.kind = kind;
		this.parts = parts;
		this.condition = condition;
	}
}

const choose = (condition: string, one: Sketch, other: Sketch): Special =>
	new Special("choose", [one, other], condition);
const open = (some: Sketch): Special => new Special("open", [some]);
const UNKNOWN = new Special("unknown");

const literal = (text: string | null): LiteralValue => ({
	kind: "literal",
	span,
	value: text,
	text: text ?? "",
	via: null,
});

function valueOf(sketch: Sketch): Value {
	if (sketch === undefined) {
		return { kind: "absent", span, explicit: false };
	}
	if (typeof sketch === "string" || sketch === null) {
		return literal(sketch);
	}
	if (sketch instanceof Special) {
		const [one, other] = sketch.parts;
		switch (sketch.kind) {
			case "choose":
				return {
					kind: "branches",
					span,
					branches: [
						{ when: { of: "condition", name: sketch.condition, is: true }, value: valueOf(one) },
						{ when: { of: "condition", name: sketch.condition, is: false }, value: valueOf(other) },
					],
				};
			case "open":
				return { ...valueOf(one), open: true } as Value;
			case "unknown":
				return { kind: "unresolved", span, why: "a test says so" };
			case "text":
				return {
					kind: "text",
					span,
					parts: [String(one), { kind: "unresolved", span, why: "a test says so" }],
				};
			case "default": {
				const parameter = {
					name: "P",
					type: "String",
					noEcho: false,
					default: one === undefined ? null : literal(String(one)),
					written: null,
					overridden: false,
					allowed: null,
					description: "",
					open: false,
					span,
					nameSpan: span,
					origin: null,
				};
				return { kind: "reference", span, to: { of: "parameter", parameter } } as Value;
			}
			default:
				return sketch.kind satisfies never;
		}
	}
	if (Array.isArray(sketch)) {
		return { kind: "list", span, items: sketch.map(valueOf), open: false, origin: null };
	}
	return {
		kind: "map",
		span,
		open: false,
		origin: null,
		entries: Object.entries(sketch as Readonly<Record<string, Sketch>>)
			.filter(([, value]) => value !== undefined)
			.map(([key, value]) => ({ key, keySpan: span, span, value: valueOf(value) })),
	};
}

type World = readonly string[];
/**
 * Every way in which the conditions may come out; each level of a document has one of its own, so that no branch is out
 * of reach.
 */
const WORLDS = ["A", "B", "C", "D", "E"].reduce<readonly World[]>(
	(worlds, name) => [...worlds, ...worlds.map((world) => [...world, name])],
	[[]],
);
const holds = (when: readonly Way[], world: World): boolean =>
	when.every((one) => one.of === "condition" && one.is === world.includes(one.name));

/** The data as it is deployed where the conditions come out like that. */
function deployed(sketch: Sketch, world: World): Sketch {
	if (sketch instanceof Special) {
		return sketch.kind === "choose"
			? deployed(sketch.parts[world.includes(sketch.condition) ? 0 : 1], world)
			: new Special(
					sketch.kind,
					sketch.parts.map((part) => deployed(part, world)),
				);
	}
	if (Array.isArray(sketch)) {
		return sketch.map((item) => deployed(item as Sketch, world));
	}
	return typeof sketch === "object" && sketch !== null
		? Object.fromEntries(
				Object.entries(sketch as Readonly<Record<string, Sketch>>).map(([key, value]) => [
					key,
					deployed(value, world),
				]),
			)
		: sketch;
}

interface Plain {
	readonly statements: readonly {
		readonly effect: string;
		readonly actions: readonly (string | null)[];
		readonly resources: readonly (string | null)[];
		readonly inverted: boolean;
	}[];
	readonly complete: boolean;
}

const isMap = (sketch: Sketch): sketch is Readonly<Record<string, Sketch>> =>
	typeof sketch === "object" && sketch !== null && !Array.isArray(sketch) && !(sketch instanceof Special);

/**
 * How AWS reads a document in which nothing is chosen any more; written for this test, by the page and not by the code.
 */
function readDeployed(document: Sketch): Plain {
	const inner = document instanceof Special && document.kind === "open" ? document.parts[0] : document;
	if (document === undefined) {
		return { statements: [], complete: true };
	}
	if (!isMap(inner)) {
		return { statements: [], complete: false };
	}
	const given = inner["Statement"];
	const isOpenList = given instanceof Special && given.kind === "open" && Array.isArray(given.parts[0]);
	const list = isOpenList ? given.parts[0] : given;
	const items = Array.isArray(list) ? (list as readonly Sketch[]) : [list];
	const present = items.filter((item) => item !== undefined);
	const texts = (some: Sketch): readonly (string | null)[] =>
		(Array.isArray(some) ? (some as readonly Sketch[]) : some === undefined ? [] : [some]).map(textOf);
	return {
		complete: document === inner && !isOpenList && (Array.isArray(list) || isMap(list)) && present.every(isMap),
		statements: present.filter(isMap).map((one) => ({
			effect: one["Effect"] === "Allow" || one["Effect"] === "Deny" ? one["Effect"] : "unknown",
			actions: texts(one["Action"]),
			resources: texts(one["Resource"]),
			inverted: one["NotAction"] !== undefined || one["NotResource"] !== undefined,
		})),
	};
}

function textOf(sketch: Sketch): string | null {
	if (typeof sketch === "string") {
		return sketch;
	}
	if (sketch instanceof Special && sketch.kind === "text") {
		return `${String(sketch.parts[0])}?`;
	}
	return sketch instanceof Special && sketch.kind === "default" && sketch.parts[0] !== undefined
		? String(sketch.parts[0])
		: null;
}

/** What our reader says of one world. */
function inWorld({ statements }: Policy, world: World): Plain["statements"] {
	return statements
		.filter(({ when }) => holds(when, world))
		.map(({ effect, actions, resources, inverted }) => ({
			effect,
			actions: actions.filter(({ when }) => holds(when, world)).map(({ text }) => text),
			resources: resources.filter(({ when }) => holds(when, world)).map(({ text }) => text),
			inverted,
		}));
}

const chosen = (condition: string, some: fc.Arbitrary<Sketch>): fc.Arbitrary<Sketch> =>
	fc.oneof(
		{ weight: 4, arbitrary: some },
		{ weight: 1, arbitrary: fc.tuple(some, some).map(([one, other]) => choose(condition, one, other)) },
	);
const text: fc.Arbitrary<Sketch> = fc.oneof(
	fc.constantFrom<Sketch>("kms:Decrypt", "kms:*", "s3:PutObject", "*"),
	fc.constantFrom<Sketch>(
		UNKNOWN,
		new Special("text", ["arn:aws:s3:::"]),
		new Special("default", ["kms:Sign"]),
		new Special("default"),
	),
);
const texts = chosen("B", fc.oneof(text, fc.array(chosen("A", text), { maxLength: 3 }), fc.constant(undefined)));
const statement: fc.Arbitrary<Sketch> = fc.record({
	Effect: fc.constantFrom<Sketch>("Allow", "Deny", "allow", undefined, UNKNOWN),
	Action: texts,
	Resource: texts,
	NotAction: fc.constantFrom<Sketch>(undefined, undefined, "kms:Sign"),
	NotResource: fc.constantFrom<Sketch>(undefined, undefined, "*"),
});
const item = fc.oneof(
	{ weight: 8, arbitrary: statement },
	{ weight: 1, arbitrary: fc.constantFrom<Sketch>(undefined, UNKNOWN, "text") },
	{ weight: 1, arbitrary: statement.map(open) },
);
const list = fc.oneof(
	{ weight: 6, arbitrary: fc.array(chosen("C", item), { maxLength: 3 }) as fc.Arbitrary<Sketch> },
	{ weight: 2, arbitrary: statement },
	{ weight: 1, arbitrary: fc.array(item, { maxLength: 2 }).map(open) },
	{ weight: 1, arbitrary: fc.constantFrom<Sketch>(undefined, UNKNOWN, "text") },
);
const map = chosen("D", list).map((Statement): Sketch => ({ Version: "2012-10-17", Statement }));
const document = chosen(
	"E",
	fc.oneof(
		{ weight: 8, arbitrary: map },
		{ weight: 1, arbitrary: map.map(open) },
		{ weight: 1, arbitrary: fc.constantFrom<Sketch>(undefined, UNKNOWN, "text", []) },
	),
);

describe("a policy document", () => {
	test("is read as AWS reads what is deployed, whatever the conditions come to", () => {
		let complete = 0;
		fc.assert(
			fc.property(document, (sketch) => {
				const policy = readPolicy(valueOf(sketch));
				const expected = WORLDS.map((world) => readDeployed(deployed(sketch, world)));
				expect(WORLDS.map((world) => inWorld(policy, world))).toEqual(
					expected.map(({ statements }) => statements),
				);
				expect(policy.complete).toBe(expected.every((one) => one.complete));
				complete += policy.complete ? 1 : 0;
			}),
			{ numRuns: 1_000 },
		);
		expect(complete).toBeGreaterThan(100);
		expect(complete).toBeLessThan(900);
	});

	const read = (given: Sketch) => readPolicy(valueOf({ Statement: [given] })).statements[0];

	test("whose effect a condition decides has none", () => {
		expect(read({ Effect: choose("A", "Allow", "Deny") })?.effect).toBe("unknown");
	});

	test("has the conditions of every branch, keys in lower case", () => {
		const one = read({
			Effect: "Deny",
			Condition: choose(
				"A",
				{ StringEquals: { "S3:Prefix": ["a", "b"] } },
				{ Null: choose("B", { "aws:SourceArn": "true" }, undefined) },
			),
		});
		expect(
			one?.conditions.map(({ operator, key, values }) => [operator, key, values.map((value) => value.text)]),
		).toEqual([
			["StringEquals", "s3:prefix", ["a", "b"]],
			["Null", "aws:sourcearn", ["true"]],
		]);
		expect(one?.obscure).toBe(false);
	});

	test.each<[string, Sketch, boolean]>([
		["there is none", undefined, false],
		["a branch has none", choose("A", { Bool: { "aws:SecureTransport": "false" } }, undefined), false],
		["it is not known", UNKNOWN, true],
		["it is a text", "text", true],
		["a branch of it is not known", choose("A", { Bool: { a: "b" } }, UNKNOWN), true],
		["the keys of an operator are not known", { StringEquals: UNKNOWN }, true],
		["there may be more operators", open({ Bool: { a: "b" } }), true],
		["an operator may have more keys", { StringEquals: open({ a: "b" }) }, true],
		["an operator may have keys", { StringEquals: open({}) }, true],
		["a branch may have more keys", choose("A", { Bool: open({ a: "b" }) }, undefined), true],
		["the keys of an operator are a list", { Bool: { a: "b" }, StringEquals: ["a"] }, true],
	])("has conditions that can be read, or not: %s", (_, given, obscure) => {
		expect(read({ Effect: "Allow", Condition: given })?.obscure).toBe(obscure);
	});

	test("keeps its principals", () => {
		const one = read({ Principal: "*", NotPrincipal: { AWS: "1" } });
		expect(one?.principal).toMatchObject({ kind: "literal", text: "*" });
		expect(one?.notPrincipal.kind).toBe("map");
	});
});

describe("a condition", () => {
	const narrowing = (
		operator: string,
		values: Sketch,
		keys = ["aws:principalorgid"],
		key = "aws:PrincipalOrgID",
	): boolean => {
		const [statement] = readPolicy(
			valueOf({ Statement: { Effect: "Allow", Condition: { [operator]: { [key]: values } } } }),
		).statements;
		return statement !== undefined && narrows(statement, keys);
	};
	const POSITIVE = [
		"StringEquals",
		"StringEqualsIgnoreCase",
		"StringLike",
		"ArnEquals",
		"ArnLike",
		"IpAddress",
		"Bool",
		"NumericEquals",
		"NumericLessThanEquals",
		"DateGreaterThan",
	];
	const NEGATED = [
		"StringNotEquals",
		"StringNotEqualsIgnoreCase",
		"StringNotLike",
		"ArnNotEquals",
		"ArnNotLike",
		"NotIpAddress",
		"Null",
	];

	test.each(POSITIVE)(
		"by %s narrows, also for any of several values, and not for all of them or where the key may be missing",
		(operator) => {
			expect(narrowing(operator, "o-1")).toBe(true);
			expect(narrowing(`ForAnyValue:${operator}`, ["o-1", "o-2"])).toBe(true);
			expect(narrowing(`ForAllValues:${operator}`, "o-1")).toBe(false);
			if (!/^(?:Numeric|Date)/u.test(operator)) {
				expect(narrowing(`${operator}IfExists`, "o-1")).toBe(false);
			}
			expect(narrowing(`My${operator}`, "o-1")).toBe(false);
		},
	);

	test.each(NEGATED)("by %s does not narrow", (operator) => {
		expect(narrowing(operator, "o-1")).toBe(false);
	});

	test.each<[string, Sketch, boolean]>([
		["one value", "o-1", true],
		["what only deployment knows", UNKNOWN, true],
		["values that begin with anything", ["*-1", "o-a*"], true],
		["one value or any organization", ["o-1", "o-*"], false],
		["no value", [], false],
		["anything", "*", false],
		["anything, written twice", "**", false],
		["nothing", "", false],
		["one value or anything", ["o-1", "*"], false],
	])("with %s: %s narrows %s", (_, values, expected) => {
		expect(narrowing("StringLike", values)).toBe(expected);
	});

	/** Values that every account of AWS satisfies, by how they are compared. */
	const EVERYONE: readonly (readonly [operator: string, key: string, value: string])[] = [
		...["0.0.0.0/0", "::/0", "0:0:0:0:0:0:0:0/0", "198.51.100.7/0"].map(
			(network) => ["IpAddress", "aws:SourceIp", network] as const,
		),
		...["ArnLike", "ArnEquals", "StringLike"].flatMap((operator) =>
			["aws:PrincipalArn", "aws:SourceArn", "kms:GranteePrincipal"].flatMap((key) =>
				["arn:aws:iam::*:role/app", "arn:*:iam::*:*", "arn:aws:iam::*", "arn:*", "arn:aws:s3:::*"].map(
					(pattern) => [operator, key, pattern] as const,
				),
			),
		),
		["StringLike", "aws:PrincipalOrgID", "o-*"],
		["StringLike", "aws:PrincipalOrgPaths", "o-*/*"],
		["StringLike", "aws:SourceVpce", "vpce-*"],
		["StringLike", "aws:SourceVpc", "vpc-*"],
		["StringLike", "aws:userid", "*:*"],
	];
	const SOMEONE: readonly (readonly [operator: string, key: string, value: string])[] = [
		["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
		["IpAddress", "aws:SourceIp", "198.51.100.7"],
		["IpAddress", "aws:SourceIp", "2001:db8::/32"],
		["ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*"],
		["ArnLike", "aws:PrincipalArn", "arn:*:*:*:1111*:*"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::orders"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::orders-*"],
		["StringEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/app"],
		["StringLike", "aws:PrincipalOrgID", "o-a*"],
		["StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3/*"],
		["StringLike", "aws:SourceVpce", "vpce-0a*"],
		["StringLike", "aws:userid", "AROAEXAMPLE:*"],
		["StringLike", "kms:EncryptionContext:PARAMETER_ARN", "arn:aws:ssm:*:*:parameter/orders/*"],
	];

	test.each(EVERYONE)("by %s of %s '%s' narrows nothing, even beside a value that does", (operator, key, value) => {
		const keys = [key.toLowerCase()];
		expect(narrowing(operator, value, keys, key)).toBe(false);
		expect(narrowing(`ForAnyValue:${operator}`, [value], keys, key)).toBe(false);
		for (const [, , other] of SOMEONE.filter(([by, of]) => by === operator && of === key)) {
			expect(narrowing(operator, [other, value], keys, key)).toBe(false);
		}
	});

	test.each(SOMEONE)("by %s of %s '%s' narrows", (operator, key, value) => {
		expect(narrowing(operator, value, [key.toLowerCase()], key)).toBe(true);
	});

	test("narrows by an ARN of which the account is not known until deployment", () => {
		const arn: Sketch = UNKNOWN;
		expect(
			narrowing("ArnLike", ["arn:aws:iam::111122223333:role/app", arn], ["aws:principalarn"], "aws:PrincipalArn"),
		).toBe(true);
	});

	test("narrows by the keys that are asked for alone, or by their family", () => {
		expect(narrowing("StringEquals", "o-1", ["aws:sourcearn"])).toBe(false);
		expect(narrowing("StringEquals", "o-1", ["aws:sourcearn", "aws:principal*"])).toBe(true);
		expect(narrowing("StringEquals", "o-1", [])).toBe(false);
	});
});

describe("a pattern", () => {
	test("covers what a regular expression of the same meaning matches", () => {
		const word = fc.array(fc.constantFrom("a", "B", ":"), { maxLength: 6 }).map((letters) => letters.join(""));
		const pattern = fc
			.array(fc.constantFrom("a", "b", ":", "*", "?"), { maxLength: 6 })
			.map((letters) => letters.join(""));
		let covered = 0;
		fc.assert(
			fc.property(pattern, word, (wanted, given) => {
				const expected = new RegExp(`^${wanted.replaceAll("*", ".*").replaceAll("?", ".")}$`, "iu").test(given);
				covered += expected ? 1 : 0;
				expect(covers(wanted, given)).toBe(expected);
			}),
			{ numRuns: 3_000 },
		);
		expect(covered).toBeGreaterThan(200);
	});
});
