import { CodeActionKind, type CodeAction, type TextEdit as ProtocolEdit } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Span, TextEdit } from "../../text/span.ts";
import type { DocumentFinding } from "./document-checker.ts";
import { diagnosticOf } from "./diagnostics.ts";

/** The kind of the action that makes every safe fix of a document. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.kmslint`;

/** What an editor offers for the findings in a range: fixes, suggestions, and to ignore each with a reason. */
export function quickFixes(document: TextDocument, findings: readonly DocumentFinding[], range: Span): CodeAction[] {
	return findings
		.filter(({ span }) => span.start <= range.end && range.start <= span.end)
		.flatMap((one) => {
			const { finding, ignore } = one;
			const offer = (title: string, edits: readonly TextEdit[], isPreferred = false): CodeAction => ({
				title,
				kind: CodeActionKind.QuickFix,
				diagnostics: [diagnosticOf(document, one)],
				...(isPreferred ? { isPreferred } : {}),
				edit: {
					documentChanges: [
						{
							textDocument: { uri: document.uri, version: document.version },
							edits: edits.map((edit) => protocolEdit(document, edit)),
						},
					],
				},
			});
			return [
				...(finding.edit === null ? [] : [offer(`Fix this (${finding.rule})`, [finding.edit], true)]),
				...finding.suggestions.map(({ description, edits }) => offer(description, edits)),
				...(ignore === null ? [] : [offer(`Ignore with a reason (${finding.rule})`, [ignore])]),
			];
		});
}

/** Every safe fix at once; of two that touch each other the first. Null if there is none. */
export function fixAll(document: TextDocument, findings: readonly DocumentFinding[]): CodeAction | null {
	const edits = findings
		.flatMap(({ finding }) => (finding.edit === null || finding.fix !== "safe" ? [] : [finding.edit]))
		.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
	const kept: TextEdit[] = [];
	for (const edit of edits) {
		const last = kept.at(-1);
		if (last === undefined || edit.span.start > last.span.end) {
			kept.push(edit);
		}
	}
	return kept.length === 0
		? null
		: {
				title: "Fix all that kmslint can fix safely",
				kind: FIX_ALL,
				edit: {
					documentChanges: [
						{
							textDocument: { uri: document.uri, version: document.version },
							edits: kept.map((edit) => protocolEdit(document, edit)),
						},
					],
				},
			};
}

function protocolEdit(document: TextDocument, { span, text }: TextEdit): ProtocolEdit {
	return {
		range: { start: document.positionAt(span.start), end: document.positionAt(span.end) },
		newText: text,
	};
}
