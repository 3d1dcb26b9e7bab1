import {
	CodeActionKind,
	type CodeAction,
	type TextEdit as ProtocolEdit,
	type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Span, TextEdit } from "../../text/span.ts";
import { chooseFixes } from "../file/fix-text.ts";
import type { DocumentFinding } from "./document-checker.ts";
import { diagnosticOf } from "./diagnostics.ts";

/** The kind of the action that makes every safe fix of a document. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.kmslint`;

/** What an editor offers for the findings in a range: fixes, suggestions, and to ignore each with a reason. */
export function quickFixes(document: TextDocument, findings: readonly DocumentFinding[], range: Span): CodeAction[] {
	return findings
		.filter(({ finding: { span } }) => span.start <= range.end && range.start <= span.end)
		.flatMap((one) => {
			const { finding, ignore } = one;
			const offer = (title: string, edits: readonly TextEdit[], isPreferred = false): CodeAction => ({
				title,
				kind: CodeActionKind.QuickFix,
				diagnostics: [diagnosticOf(document, one)],
				...(isPreferred ? { isPreferred } : {}),
				edit: editOf(document, edits),
			});
			return [
				...(finding.edit === null ? [] : [offer(`Fix this (${finding.rule})`, [finding.edit], true)]),
				...finding.suggestions.map(({ description, edits }) => offer(description, edits)),
				...(ignore === null ? [] : [offer(`Ignore with a reason (${finding.rule})`, [ignore])]),
			];
		});
}

/** The fixes that `--fix` would make first, at once. Null if there is none. */
export function fixAll(document: TextDocument, findings: readonly DocumentFinding[]): CodeAction | null {
	const edits = chooseFixes(findings.map(({ finding }) => finding)).flatMap(({ edit }) => edit ?? []);
	return edits.length === 0
		? null
		: {
				title: "Fix all that kmslint can fix safely",
				kind: FIX_ALL,
				edit: editOf(document, edits),
			};
}

function editOf(document: TextDocument, edits: readonly TextEdit[]): WorkspaceEdit {
	return {
		documentChanges: [
			{
				textDocument: { uri: document.uri, version: document.version },
				edits: edits.map((edit) => protocolEdit(document, edit)),
			},
		],
	};
}

function protocolEdit(document: TextDocument, { span, text }: TextEdit): ProtocolEdit {
	return {
		range: { start: document.positionAt(span.start), end: document.positionAt(span.end) },
		newText: text,
	};
}
