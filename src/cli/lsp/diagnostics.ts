import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { RULE_FACTS } from "../../plugin.ts";
import { escapeControls } from "../../report/escape-controls.ts";
import { PRICE_OF_REQUESTS, priceOfKeys } from "../../model/prices.ts";
import type { DocumentError, DocumentFinding } from "./document-checker.ts";

/** Who says it, in the editor's list of problems. */
const SOURCE = "kmslint";

/** A finding as a diagnostic: the level of its rule is the editor's, the severity `info` a hint of information. */
export function diagnosticOf(document: TextDocument, { finding }: DocumentFinding): Diagnostic {
	const facts = RULE_FACTS.find(({ name }) => name === finding.rule);
	return {
		range: { start: document.positionAt(finding.span.start), end: document.positionAt(finding.span.end) },
		severity:
			finding.severity === "info"
				? DiagnosticSeverity.Information
				: finding.level === "error"
					? DiagnosticSeverity.Error
					: DiagnosticSeverity.Warning,
		source: SOURCE,
		code: finding.rule,
		...(facts === undefined ? {} : { codeDescription: { href: facts.docs } }),
		message: escapeControls(finding.message),
	};
}

/** Why a document, or a part of it, could not be read. */
export function errorOf(document: TextDocument, { at, message, rule }: DocumentError): Diagnostic {
	return {
		range: { start: document.positionAt(at), end: document.positionAt(at + 1) },
		severity: DiagnosticSeverity.Error,
		source: SOURCE,
		...(rule === undefined ? {} : { code: rule }),
		message: escapeControls(message),
	};
}

/** Tells that not all findings are shown. */
export function cutNotice(shown: number): Diagnostic {
	const start = { line: 0, character: 0 };
	return {
		range: { start, end: start },
		severity: DiagnosticSeverity.Information,
		source: SOURCE,
		message: `Only ${String(shown)} findings of this file are shown. Run \`kmslint\` to see all.`,
	};
}

/** What a rule asks, as Markdown for the editor: what it is about, which requirements, and what a key costs. */
export function explain({ finding }: DocumentFinding): string {
	const facts = RULE_FACTS.find(({ name }) => name === finding.rule);
	if (facts === undefined) {
		return "";
	}
	const requirements = Object.entries(facts.compliance).map(([standard, ids]) => `${standard}: ${ids.join(", ")}`);
	return [
		`**[${facts.name}](${facts.docs})** (${finding.severity}): ${facts.description}.`,
		...(requirements.length === 0 ? [] : [requirements.join("; ")]),
		...(/key|encrypt/u.test(facts.name)
			? [`A customer managed key costs ${priceOfKeys(1)} and ${PRICE_OF_REQUESTS}, whatever it encrypts.`]
			: []),
	].join("\n\n");
}
