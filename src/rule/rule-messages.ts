import type { Rule as EslintRule } from "eslint";
import { groupedMessage } from "./file/finding-groups.ts";
import { IGNORE_WITH_REASON } from "./ignore-offer.ts";
import type { Rule } from "./rule.ts";
import type { RuleWords } from "./rule-words.ts";
import { wording } from "../text/wording.ts";

const IGNORE = wording("Ignore this finding, with a reason to fill in.");
const ADD_REASON = wording("Add a reason to fill in.");

/** The words of the finding that is being reported to ESLint; null for English. */
let reported: RuleWords | null = null;

/**
 * The messages of a rule as ESLint takes them. ESLint reads one by its id when a finding is reported, and keeps the id: so
 * the message is that of the finding's language, and whoever reads the messages of a rule gets the English ones.
 */
export function messagesOf(rule: Rule): Record<string, string> {
	const messages: Record<string, string> = {};
	const add = (id: string, read: () => string): void => {
		Object.defineProperty(messages, id, { enumerable: true, get: read });
	};
	for (const [id, english] of Object.entries(rule.messages)) {
		const message = groupedMessage(english);
		add(id, () => reported?.message(id) ?? message);
	}
	const ignore = rule.checkSuppressions === undefined ? IGNORE : ADD_REASON;
	add(IGNORE_WITH_REASON, () => reported?.render(ignore) ?? ignore.english);
	return messages;
}

/** Reports to ESLint in a language. */
export function reportIn(
	words: RuleWords,
	context: EslintRule.RuleContext,
	descriptor: EslintRule.ReportDescriptor,
): void {
	reported = words;
	try {
		context.report(descriptor);
	} finally {
		reported = null;
	}
}
