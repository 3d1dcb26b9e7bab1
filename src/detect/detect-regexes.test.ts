import { checkSync } from "recheck";
import { describe, expect, test } from "vitest";
import { REGEXES } from "./regexes.ts";

// The pure JavaScript backend: no Java and no native agent is asked for.
process.env["RECHECK_BACKEND"] = "pure";

describe("the time a regular expression takes grows no faster than the text", () => {
	test.each(Object.entries(REGEXES))("%s", (_name, regex) => {
		const answer = checkSync(regex.source, regex.flags, { timeout: 20_000 });
		// An answer that took too long is `unknown`, and no proof.
		expect(answer.status === "safe" ? answer.complexity.type : answer.status).toMatch(/^(?:safe|linear)$/u);
	}, 30_000);
});
