import fc from "fast-check";
import { NO_FRAME } from "../report/code-frame.ts";
import type { Report, ReportedError, ReportedFinding } from "../report/report.ts";
import { SEVERITIES } from "../rule/rule.ts";

/** What means something in one of the formats, or to a terminal, and what XML cannot express. */
const UNEASY = [
	..."\0\n\r\t\u001B\u007F\u0085\u2028\u202E\uD800\uDC00\uFFFE|`*_[]<>&\"'\\%,:;=+-@#!~$(){}/ aä🔑",
	"::error::",
	"##[error]",
	"]]>",
	"-->",
	"<!--",
	"&amp;",
	"%0A",
	"${{ x }}",
	"\r\n",
	"https://a.b/c",
	"www.a.b",
	"=1+1",
	"```",
];
/** Texts of such parts. */
const text = fc.array(fc.constantFrom(...UNEASY), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
/** Paths below `src`. */
const file = text.map((name) => `src/${name.replaceAll("/", "_")}.yaml`);
const place = fc.record({ file, line: fc.integer({ min: 1, max: 99 }), column: fc.integer({ min: 1, max: 99 }) });

/** Findings with such texts. */
export const finding = fc
	.record({
		at: place,
		message: text,
		severity: fc.constantFrom(...SEVERITIES),
		level: fc.constantFrom("warn" as const, "error" as const),
		resource: fc.option(fc.record({ id: text, type: text })),
		property: fc.option(text),
		lines: fc.integer({ min: 0, max: 2 }),
		fix: fc.constantFrom("safe" as const, "suggestion" as const, "none" as const),
		fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/u),
		isGenerated: fc.boolean(),
	})
	.map(({ at, lines, isGenerated, ...rest }): ReportedFinding => ({
		...at,
		...rest,
		rule: "require-key-rotation",
		messageId: "missingRotation",
		endLine: at.line + lines,
		endColumn: at.column + 1,
		lookups: [],
		suggestions: [],
		docs: "https://example.com/rules/require-key-rotation",
		generated: isGenerated ? { by: "a framework", remedy: null } : null,
		frame: NO_FRAME,
	}));

const error = fc.record({ at: place, message: text }).map(({ at, message }): ReportedError => ({ ...at, message }));

/** Reports of such findings. @param most how many findings a report has at most */
export const report = (most = 30): fc.Arbitrary<Report> =>
	fc
		.record({ findings: fc.array(finding, { maxLength: most }), errors: fc.array(error, { maxLength: 3 }) })
		.map(({ findings, errors }) => ({
			tool: { name: "kmslint", version: "0.0.0" },
			summary: {
				files: 1,
				read: [],
				findings: findings.length,
				errors: errors.length,
				unknown: 0,
				suppressed: 0,
				baseline: 0,
				older: 0,
				bySeverity: Object.fromEntries(
					SEVERITIES.map((severity) => [
						severity,
						findings.filter((one) => one.severity === severity).length,
					]),
				) as Report["summary"]["bySeverity"],
				byLevel: { error: 0, warning: 0 },
				unread: {},
				skipped: { bundled: 0, textTemplates: 0 },
			},
			findings,
			errors,
			unknown: [],
			suppressed: [],
		}));
