import { expect, test } from "vitest";
import { renderSarif } from "./render-sarif.ts";
import type { Report } from "./report.ts";

test("half of a pair of surrogates in a file's name ends no run", () => {
	const report: Report = {
		tool: { name: "kmslint", version: "0.0.0" },
		summary: {
			files: 1,
			read: [],
			findings: 0,
			errors: 1,
			unknown: 0,
			suppressed: 0,
			baseline: 0,
			older: 0,
			bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
			byLevel: { error: 0, warning: 0 },
			unread: {},
			skipped: { bundled: 0, textTemplates: 0 },
		},
		findings: [],
		errors: [{ file: "a/\uD800 b.yaml", line: 1, column: 1, message: "It cannot be read." }],
		unknown: [],
		suppressed: [],
	};
	expect(renderSarif(report, [])).toContain('"a/%EF%BF%BD%20b.yaml"');
});
