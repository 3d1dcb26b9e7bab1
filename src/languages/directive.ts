import { readReason, type Suppression } from "../model/suppression.ts";

/** A directive in a comment: `eslint-disable-next-line aws-kms/require-key-rotation -- kept until March`. */
const DIRECTIVE = /^\s*eslint-(disable-next-line|disable-line|disable|enable)(?=[\s,]|$)([^]*)$/u;

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
	const [rules = "", ...reason] = (match[2] ?? "").split(/\s-{2,}(?:\s|$)/u);
	return {
		type: match[1] as Directive["type"],
		rules: rules.split(",").map((rule) => rule.trim()).filter((rule) => rule !== ""),
		justification: reason.join(" -- ").trim(),
		comment,
	};
}

/** What a directive suppresses of ours. */
export function suppressionsIn({ type, rules, justification, comment }: Directive): readonly Suppression[] {
	if (type === "enable") {
		return [];
	}
	const said = { kind: "comment" as const, ...readReason(justification), resource: null };
	if (rules.length === 0) {
		return [{ ...said, rule: null, span: { start: comment.start, end: comment.end } }];
	}
	return rules.filter((rule) => rule.startsWith(PREFIX)).map((rule) => {
		const start = comment.start + comment.mark + comment.value.indexOf(rule);
		return { ...said, rule: rule.slice(PREFIX.length), span: { start, end: start + rule.length } };
	});
}
