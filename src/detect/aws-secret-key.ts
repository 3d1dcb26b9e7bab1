import type { Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { randomness, type Makeup } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { isPath } from "./veto.ts";

const RULE = "aws-secret-access-key";

/** 40 characters under the words of a name such as `AWS_SECRET_ACCESS_KEY`; null where they are no such key. */
export function judgeAwsSecretKey(text: string, words: readonly string[], makeup: Makeup): Detection | null {
	const isAws = words.includes("aws") || words.includes("access");
	if (
		!words.includes("secret") ||
		!(isAws || words.includes("key")) ||
		!REGEXES.awsSecretKey.test(text) ||
		isPath(text)
	) {
		return null;
	}
	if (REGEXES.exampleKey.test(text)) {
		return generic(text, "low", "AWS's published example key", RULE);
	}
	const isRandom = randomness(text, makeup) > 0.5;
	return isAws && (isRandom || makeup.kinds > 1)
		? generic(text, isRandom ? "high" : "medium", "an AWS secret access key", RULE)
		: null;
}
