import { expect, test } from "vitest";
import { ACCOUNT, PARTITION, readHoles, REGION, refTo, STACK_NAME, textWith, type TextWith } from "./written.ts";

/** What may stand in a hole, and what it is read as; null where nothing can be written for it. */
const HOLES: readonly (readonly [hole: string, TextWith["parts"][number] | null])[] = [
	["AWS::AccountId", ACCOUNT],
	["AWS::Partition", PARTITION],
	["AWS::StackName", STACK_NAME],
	["AWS::Region", REGION],
	["AWS::URLSuffix", null],
	["Secret", refTo("Secret")],
	["Secret.Arn", refTo("Secret", "Arn")],
	["Nested.Outputs.Name", refTo("Nested", "Outputs.Name")],
	["?", null],
	["", null],
];

test.each(HOLES)("a text with the hole '%s' keeps its parts", (hole, part) => {
	for (const [before, after] of [
		["", ""],
		["arn:", ""],
		["", ":x"],
		["a/", "/b"],
	] as const) {
		expect(readHoles(`${before}\${${hole}}${after}`)).toEqual(
			part === null ? null : textWith(...[before, part, after].filter((one) => one !== "")),
		);
	}
});

test("a text without holes is one part, and nothing is none", () => {
	expect(readHoles("plain")).toEqual(textWith("plain"));
	expect(readHoles("")).toEqual(textWith());
});
