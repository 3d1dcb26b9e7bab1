import { join } from "node:path";
import { expect, test } from "vitest";
import { recordedLines } from "../src/testing/recorded-table.ts";
import { RULES } from "./index.ts";

// What each rule promises beside its texts, which its page holds: a level, an option or a type that changes is a
// release of its own, so the change is to be seen. `UPDATE_OUTCOMES=1` writes it anew.

test.each(RULES.map((rule) => [rule.name, rule] as const))("%s promises the same", (name, rule) => {
	const { types, severity, severities, fix, presets, compliance, options, defaults } = rule;
	const lines = Object.entries({ types, severity, severities, fix, presets, compliance, options, defaults }).map(
		([key, value]) => `${key} ${JSON.stringify(value ?? null)}`,
	);
	const path = join(import.meta.dirname, "..", "fixtures", "outcomes", "promises", `${name}.txt`);
	expect(lines).toEqual(recordedLines(path, lines));
});
