import { describe, expect, test } from "vitest";
import { alternatives } from "../../model/value.ts";
import { readFile } from "./read-file.ts";

/** What `!If [Asked, yes-branch, no-branch]` can come to, by the branches that can be reached. */
function reach(
	conditions: readonly string[],
	parameters: readonly string[] = [],
	given: Readonly<Record<string, string>> = {},
): readonly string[] {
	const text = [
		"Parameters:",
		"  Free: { Type: String, Default: a }",
		"  Fixed: { Type: String, AllowedValues: [a] }",
		"  Some: { Type: String, AllowedValues: [a, b] }",
		...parameters.map((line) => `  ${line}`),
		"Conditions:",
		...conditions.map((line) => `  ${line}`),
		"Resources:",
		"  One: { Type: AWS::X::Y, Properties: { A: !If [Asked, first, second] } }",
	].join("\n");
	const value = readFile(text, "template.yaml", { parameterOverrides: given }).stack?.resource("One")?.get("A");
	return value === undefined
		? []
		: alternatives(value).map((one) => (one.value.kind === "literal" ? one.value.text : one.value.kind));
}

const BOTH = ["first", "second"];

describe("a condition", () => {
	test.each([
		["of two equal texts is true", ["Asked: !Equals [a, a]"], ["first"]],
		["of two texts is false", ["Asked: !Equals [a, b]"], ["second"]],
		["of a free parameter is open, whatever its default", ["Asked: !Equals [!Ref Free, a]"], BOTH],
		["of a parameter with one allowed value is true", ["Asked: !Equals [!Ref Fixed, a]"], ["first"]],
		["of a parameter and a value that it may not have is false", ["Asked: !Equals [!Ref Some, c]"], ["second"]],
		["of a parameter and one of its values is open", ["Asked: !Equals [!Ref Some, a]"], BOTH],
		["of a pseudo parameter is open", ["Asked: !Equals [!Ref AWS::Region, eu-west-1]"], BOTH],
		["is turned round by Not", ["Asked: !Not [!Equals [a, b]]"], ["first"]],
		["is false with one false member of And", ["Asked: !And [!Equals [a, b], !Equals [!Ref Free, a]]"], ["second"]],
		["is true with one true member of Or", ["Asked: !Or [!Equals [a, a], !Equals [!Ref Free, a]]"], ["first"]],
		["is open with one open member of And", ["Asked: !And [!Equals [a, a], !Equals [!Ref Free, a]]"], BOTH],
		["is false with all members of Or false", ["Asked: !Or [!Equals [a, b], !Equals [b, a]]"], ["second"]],
		["is that of another by its name", ["Other: !Equals [a, b]", "Asked: !Condition Other"], ["second"]],
		["is that of another in the long form", ["Other: !Equals [a, b]", "Asked: { Condition: Other }"], ["second"]],
		["that nobody wrote is open", ["Other: !Equals [a, b]"], BOTH],
		["that names itself is open, and ends", ["Asked: !Not [!Condition Asked]"], BOTH],
		[
			"of two that name each other is open, and ends",
			["Asked: !Not [!Condition Other]", "Other: !Condition Asked"],
			BOTH,
		],
		["with half its arguments is open", ["Asked: !Equals [a]"], BOTH],
		["of a text is open", ["Asked: maybe"], BOTH],
	])("%s", (_, conditions, expected) => {
		expect(reach(conditions)).toEqual(expected);
	});

	test("of a parameter that the command line gives is decided", () => {
		expect(reach(["Asked: !Equals [!Ref Free, a]"], [], { Free: "a" })).toEqual(["first"]);
		expect(reach(["Asked: !Equals [!Ref Free, a]"], [], { Free: "b" })).toEqual(["second"]);
	});
});

/** The branches of `A` of a resource that may stand under a condition itself. */
function branches(conditions: readonly string[], value: string, under?: string): readonly string[] {
	const text = [
		"Parameters:",
		"  Stage: { Type: String, AllowedValues: [dev, test, prod] }",
		"Conditions:",
		...conditions.map((line) => `  ${line}`),
		"Resources:",
		`  One: { Type: AWS::X::Y${under === undefined ? "" : `, Condition: ${under}`}, Properties: { A: ${value} } }`,
	].join("\n");
	const read = readFile(text, "template.yaml", { parameterOverrides: {} }).stack?.resource("One")?.get("A");
	return read === undefined
		? ["never made"]
		: alternatives(read).map((one) => (one.value.kind === "literal" ? one.value.text : one.value.kind));
}

const STAGES = [
	"IsDev: !Equals [!Ref Stage, dev]",
	"IsProd: !Equals [!Ref Stage, prod]",
	"IsReal: !Or [!Condition IsProd, !Equals [!Ref Stage, test]]",
	"Both: !And [!Condition IsDev, !Condition IsProd]",
];

describe("what a branch takes for granted", () => {
	test.each([
		["the same condition inside is decided", "!If [IsDev, !If [IsDev, a, b], c]", ["a", "c"]],
		["one value of a parameter rules out the others", "!If [IsDev, !If [IsProd, a, b], c]", ["b", "c"]],
		["a false Or makes each member false", "!If [IsReal, a, !If [IsProd, b, c]]", ["a", "c"]],
		["a true And makes each member true", "!If [Both, !If [IsDev, a, b], c]", ["a", "c"]],
		["an open condition inside stays open", "!If [IsReal, !If [IsProd, a, b], c]", ["a", "b", "c"]],
	])("%s", (_, value, expected) => {
		expect(branches(STAGES, value)).toEqual(expected);
	});

	test("a resource's own condition holds in it", () => {
		expect(branches(STAGES, "!If [IsDev, a, b]", "IsDev")).toEqual(["a"]);
		expect(branches(STAGES, "!If [IsDev, a, b]", "IsProd")).toEqual(["b"]);
	});

	test("a resource under a false condition is not there", () => {
		expect(branches(["Never: !Equals [a, b]"], "a", "Never")).toEqual(["never made"]);
	});

	test("many nested branches end in one that is unknown, and in time", () => {
		const depth = 16;
		const conditions = Array.from(
			{ length: depth },
			(_, index) => `C${String(index)}: !Equals [!Ref AWS::Region, r${String(index)}]`,
		);
		const value = Array.from({ length: depth }).reduce<string>(
			(inner, _, index) => `!If [C${String(index)}, ${inner}, ${index % 4 === 0 ? inner : "x"}]`,
			"y",
		);
		expect(branches(conditions, value).length).toBeLessThanOrEqual(65);
	});
});
