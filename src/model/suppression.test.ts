import { describe, expect, test } from "vitest";
import { readReason, stateOf, type Suppression } from "./suppression.ts";

const suppression = (reason: string | null, until: string | null): Suppression => ({
	kind: "metadata",
	rule: "require-key-rotation",
	reason,
	until,
	resource: null,
	span: { start: 0, end: 0 },
});
const NOW = new Date("2027-03-31T23:59:59Z");

describe("a suppression", () => {
	test.each([
		["with a reason", "kept", null, "valid"],
		["without a reason", null, null, "missingReason"],
		["with blanks for a reason", "  ", null, "missingReason"],
		["with words to be replaced by a reason", " TODO: say why ", null, "placeholderReason"],
		["that ends tomorrow", "kept", "2027-04-01", "valid"],
		["that ends today still counts", "kept", "2027-03-31", "valid"],
		["that ended yesterday", "kept", "2027-03-30", "passedDate"],
		["with another order of the date", "kept", "31.03.2028", "malformedDate"],
		["with a day that there is not", "kept", "2028-02-30", "malformedDate"],
		["with a month that there is not", "kept", "2028-13-01", "malformedDate"],
		["with words for a date", "kept", "soon", "malformedDate"],
	])("%s", (_, reason, until, expected) => {
		expect(stateOf(suppression(reason, until), NOW)).toBe(expected);
	});
});

describe("the text after the dashes", () => {
	test.each([
		["kept by hand", "kept by hand", null],
		["kept by hand until: 2027-03-31", "kept by hand", "2027-03-31"],
		["kept by hand, until:2027-03-31 ", "kept by hand,", "2027-03-31"],
		["kept by hand (until: soon)", "kept by hand", "soon"],
		["until: 2027-03-31", null, "2027-03-31"],
		["kept until the HSM is there", "kept until the HSM is there", null],
		["", null, null],
	])("%j", (text, reason, until) => {
		expect(readReason(text)).toEqual({ reason, until });
	});
});
