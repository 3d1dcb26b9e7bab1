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

/** What becomes of each place that the tests run, in a module that waits at its top level and in one that does not. */
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
				? "| place | a module that can wait | CommonJS, and any other |"
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
	return [...new Set([...groups.flatMap(describe), ...reasons.map((reason) => `stays: ${reason}`)])].join("; ");
}

function describe({ shapes }: LookupGroup): readonly string[] {
	return shapes.map(({ kind, loading }) => {
		switch (kind) {
			case "call":
				return "lookup in place";
			case "lift":
				return loading
					? "a `const` at the top level takes the lookup"
					: "a `const` in the async function takes the lookup";
			case "sink":
				return loading
					? "the `const` moves to the top of the module"
					: "the `const` moves into the functions that read it";
			case "fill":
				return "a variable takes the lookup, at the start of the exported functions";
			case "name":
				return "the name of the lookup that is there";
			case "remove":
				return "the `const` goes";
			default:
				return kind satisfies never;
		}
	});
}
