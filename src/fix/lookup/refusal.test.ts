import { expect, test } from "vitest";
import { ALL_LOOKUP_CASES, filenameOf, programOf, secretOf, VARIABLES } from "../../testing/texts/lookup-cases.ts";
import { planText } from "../../testing/plan-text.ts";
import type { Backend } from "./lookup.ts";
import { REASONS } from "./refusal.ts";
import { renderWords, type Words } from "../../text/wording.ts";

/** Given by rules about what they read themselves, or where two places of one text meet. */
const ELSEWHERE = new Set(["overlap", "budget", "name", "written", "unread"]);

/** A reason as a pattern: what it names may be anything. */
function patternOf(reason: (...names: never[]) => Words): RegExp {
	const escaped = renderWords(reason("@@" as never, "@@" as never)).replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
	return new RegExp(`^${escaped.replaceAll("@@", ".*")}$`, "u");
}

test("each reason for a refusal is that of a case, which the tests run as it stands", () => {
	const given = new Set<string>();
	for (const { language, cases } of ALL_LOOKUP_CASES) {
		for (const one of cases) {
			for (const kind of ["module", "commonjs"] as const) {
				for (const backend of ["ssm", "extension"] satisfies readonly Backend[]) {
					const { reasons } = planText(
						programOf(one, language === "typescript" ? "module" : kind),
						filenameOf(language, kind),
						{ backend, topLevelAwait: kind === "module" },
						[secretOf(1), secretOf(2)],
						VARIABLES,
					);
					reasons.forEach((reason) => given.add(reason));
				}
			}
		}
	}
	const missing = Object.entries(REASONS).filter(
		([key, reason]) => !ELSEWHERE.has(key) && ![...given].some((one) => patternOf(reason).test(one)),
	);
	expect(missing.map(([key]) => key)).toEqual([]);
});
