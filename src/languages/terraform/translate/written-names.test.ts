import fc from "fast-check";
import { expect, test } from "vitest";
import type { Value } from "../../../model/value.ts";
import { mayBeSame, partsOfName } from "./written-names.ts";

const AT = { start: 0, end: 0 };

/** `"a-${var.x}-b"` of `["a-", { x }, "-b"]`; what is not known at all for a hole without a name. */
function nameOf(parts: readonly (string | { readonly hole: string })[]): Value {
	return {
		kind: "text",
		span: AT,
		parts: parts.map((part): string | Value =>
			typeof part === "string"
				? part
				: part.hole === ""
					? { kind: "unresolved", span: AT, why: "" }
					: { kind: "reference", span: AT, to: { of: "resource", id: part.hole, attribute: null } },
		),
	};
}

const PART = fc.oneof(
	fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 3 }),
	fc.record({ hole: fc.constantFrom("x", "y") }),
);
const NAME = fc.array(PART, { maxLength: 4 });

function filled(
	parts: readonly (string | { readonly hole: string })[],
	values: Readonly<Record<string, string>>,
): string {
	return parts.map((part) => (typeof part === "string" ? part : (values[part.hole] ?? ""))).join("");
}

test("names that something makes the same may be the same", () => {
	const value = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 3 });
	fc.assert(
		fc.property(NAME, NAME, value, value, (one, other, x, y) => {
			fc.pre(filled(one, { x, y }) === filled(other, { x, y }));
			expect(mayBeSame(partsOfName(nameOf(one)), partsOfName(nameOf(other)))).toBe(true);
		}),
		{ numRuns: 300 },
	);
});

test.each([
	["other ends", [{ hole: "x" }, "-logs"], [{ hole: "x" }, "-data"]],
	["other beginnings", ["logs"], ["data-", { hole: "x" }]],
	["another end of a known one", ["logs"], [{ hole: "x" }, "-data"]],
	["more behind the same", [{ hole: "x" }], [{ hole: "x" }, "-data"]],
	["more between the same", ["a", { hole: "x" }, "b"], ["a", { hole: "x" }, "-b"]],
])("%s: never the same", (_, one, other) => {
	expect(mayBeSame(partsOfName(nameOf(one)), partsOfName(nameOf(other)))).toBe(false);
	expect(mayBeSame(partsOfName(nameOf(other)), partsOfName(nameOf(one)))).toBe(false);
});

test("what is not known at all is not the same as itself", () => {
	const unknown = partsOfName(nameOf(["a-", { hole: "" }]));
	expect(mayBeSame(unknown, partsOfName(nameOf(["a-", { hole: "" }, "-b"])))).toBe(true);
});
