import type { TextEdit } from "../text/span.ts";
import { PLACEHOLDER_REASON, readReason, type Suppression } from "../model/suppression.ts";

/** A directive in a comment: `eslint-disable-next-line aws-kms/require-key-rotation -- kept until March`. */
const DIRECTIVE = /^\s*eslint-(disable-next-line|disable-line|disable|enable)(?=[\s,]|$)([^]*)$/u;

/** What stands between the rules and the reason. */
const DASHES = /\s-{2,}(?:\s|$)/u;

/** How ESLint knows our rules. */
export const PREFIX = "aws-kms/";

/** A comment of any dialect. */
export interface Comment {
	/** What stands behind the mark (`#`, `//`). */
	readonly value: string;
	/** UTF-16 offsets, the mark included. */
	readonly start: number;
	readonly end: number;
	/** How long the mark is. */
	readonly mark: number;
}

/** A directive for ESLint, read. */
export interface Directive {
	readonly type: "disable-next-line" | "disable-line" | "disable" | "enable";
	/** The rules as they are written, with their namespaces; none for all rules. */
	readonly rules: readonly string[];
	readonly justification: string;
	readonly comment: Comment;
}

/** Reads a comment as a directive; null where it is none. */
export function readDirective(comment: Comment): Directive | null {
	const match = DIRECTIVE.exec(comment.value);
	if (match === null) {
		return null;
	}
	const [rules = "", ...reason] = (match[2] ?? "").split(DASHES);
	return {
		type: match[1] as Directive["type"],
		rules: rules
			.split(",")
			.map((rule) => rule.trim())
			.filter((rule) => rule !== ""),
		justification: reason.join(" -- ").trim(),
		comment,
	};
}

/** What a directive suppresses of ours. */
export function suppressionsIn({ type, rules, justification, comment }: Directive): readonly Suppression[] {
	if (type === "enable") {
		return [];
	}
	const reason = readReason(justification);
	const said = {
		kind: "comment" as const,
		...reason,
		resource: null,
		...(reason.reason === null && rules.length > 0
			? { addReason: addReason({ type, rules, justification, comment }) }
			: {}),
	};
	if (rules.length === 0) {
		return [{ ...said, rule: null, span: { start: comment.start, end: comment.end } }];
	}
	return rules
		.filter((rule) => rule.startsWith(PREFIX))
		.map((rule) => {
			const start = comment.start + comment.mark + comment.value.indexOf(rule);
			return { ...said, rule: rule.slice(PREFIX.length), span: { start, end: start + rule.length } };
		});
}

/** A comment that configures rules for a whole file: `eslint aws-kms/no-secret-in-log: off`. */
const CONFIGURATION = /^\s*eslint\s/u;
const CONFIGURED = /aws-kms\/([\w-]{1,80})["']?\s{0,9}:\s{0,9}(\[?["']?[\w-]{1,9}["']?)\s{0,9}(\]?)/gu;
/** What leaves a rule as it is, or makes it more. */
const ERROR = /^\[?["']?(?:error|2)["']?$/u;

/** The rules of ours that such a comment switches off, sets to a warning or gives options: as much as a suppression. */
export function configuredRules({ value, start, mark }: Comment): readonly Suppression[] {
	if (!CONFIGURATION.test(value)) {
		return [];
	}
	const at = value.search(DASHES);
	const reason = readReason(at < 0 ? "" : value.slice(at).replace(DASHES, "").trim());
	return [...(at < 0 ? value : value.slice(0, at)).matchAll(CONFIGURED)]
		.filter(([, , level = "", closing]) => !ERROR.test(level) || (level.startsWith("[") && closing === ""))
		.map(({ index, 1: rule = "" }) => {
			const from = start + mark + index;
			return {
				kind: "comment" as const,
				...reason,
				rule,
				resource: null,
				span: { start: from, end: from + PREFIX.length + rule.length },
			};
		});
}

/** The offset behind the last rule that a directive names. */
export function rulesEnd({ comment: { value, start, mark } }: Directive): number {
	const at = value.search(DASHES);
	return start + mark + (at < 0 ? value : value.slice(0, at)).trimEnd().length;
}

/** Before a date, where one is all that is said. */
function addReason(directive: Directive): TextEdit {
	const {
		justification,
		comment: { value, start, mark },
	} = directive;
	const at = justification === "" ? rulesEnd(directive) : start + mark + value.lastIndexOf(justification);
	const end = justification === "" ? start + mark + value.trimEnd().length : at;
	return {
		span: { start: at, end },
		text: justification === "" ? ` -- ${PLACEHOLDER_REASON}` : `${PLACEHOLDER_REASON} `,
	};
}
