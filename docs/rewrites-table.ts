import type { LookupGroup } from "../src/fix/lookup/plan-lookups.ts";
import {
	ALL_LOOKUP_CASES,
	filenameOf,
	programOf,
	secretOf,
	VARIABLES,
	type LookupCase,
	type LookupCaseGroup,
} from "../src/testing/texts/lookup-cases.ts";
import { planText } from "../src/testing/plan-text.ts";

/** The rewrite for each place that the tests run, in a module with top-level `await` and in one without. */
export function rewritesTable(): string {
	return ALL_LOOKUP_CASES.map(({ title, language, cases }) => {
		const rows = cases.map(
			(one) =>
				`| ${one.context.replaceAll("|", "\\|")} | ${outcomeOf(one, language, "module")} | ${outcomeOf(one, language, "commonjs")} |`,
		);
		return [
			`### ${title}`,
			"",
			language === "javascript"
				? "| place | ES module with top-level `await` | CommonJS and others |"
				: "| place | `.mts` | `.ts` |",
			"| --- | --- | --- |",
			...rows,
		].join("\n");
	}).join("\n\n");
}

function outcomeOf(one: LookupCase, language: LookupCaseGroup["language"], kind: "module" | "commonjs"): string {
	const { groups, reasons } = planText(
		programOf(one, kind),
		filenameOf(language, kind),
		{ backend: "ssm", topLevelAwait: kind === "module" },
		[secretOf(1), secretOf(2)],
		VARIABLES,
	);
	return [...new Set([...groups.flatMap(describe), ...reasons.map((reason) => `not replaced: ${reason}`)])].join(
		"; ",
	);
}

function describe({ shapes }: LookupGroup): readonly string[] {
	return shapes.map(({ kind, loading }) => {
		switch (kind) {
			case "call":
				return "lookup in place";
			case "lift":
				return loading ? "lookup in a `const` at the top level" : "lookup in a `const` in the async function";
			case "sink":
				return loading
					? "the `const` moves to the top of the module"
					: "the `const` moves into the functions that read it";
			case "fill":
				return "lookup at the start of the exported functions, into a variable";
			case "name":
				return "uses the existing lookup";
			case "remove":
				return "the `const` is removed";
			default:
				return kind satisfies never;
		}
	});
}
