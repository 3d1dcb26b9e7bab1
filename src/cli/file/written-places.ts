import type { WrittenAt } from "../../languages/dialect.ts";
import type { TextLinter } from "../../lint/lint-text.ts";
import type { LintedText } from "../../lint/linted-text.ts";
import type { Suppression } from "../../model/suppression.ts";
import type { ReportedFinding } from "../../report/report.ts";
import { SecretCopies } from "../../rule/masking/secret-copies.ts";
import { LineIndex } from "../../text/line-index.ts";
import { MaskedText } from "../../text/masked-text.ts";
import type { Span } from "../../text/span.ts";
import { secretsIn } from "./secrets-in.ts";
import { shownPath } from "./shown-path.ts";

/** Where a finding is reported. */
export interface Place {
	/** As reports show it. */
	readonly file: string;
	readonly index: LineIndex;
	readonly span: Span;
	/** The text of the file without its secrets. */
	readonly masked: () => MaskedText;
	/** For a place in another file, where the finding was made. */
	readonly plan?: NonNullable<ReportedFinding["plan"]>;
	/** The comment at a place in another file that suppresses a rule. */
	acceptedBy(rule: string): Suppression | null;
}

/** The places of findings in a file, or in the files that a person writes instead: of a plan, in its module. */
export class WrittenPlaces {
	readonly #linter: TextLinter;
	readonly #cwd: string;
	readonly #file: string;
	readonly #text: string;
	readonly #linted: LintedText;
	#masked: MaskedText | undefined;
	#copies: SecretCopies | undefined;
	readonly #others = new Map<string, { readonly index: LineIndex; masked?: MaskedText }>();

	constructor(linter: TextLinter, cwd: string, file: string, text: string, linted: LintedText) {
		this.#linter = linter;
		this.#cwd = cwd;
		this.#file = file;
		this.#text = text;
		this.#linted = linted;
	}

	of(span: Span): Place {
		const written = this.#linted.writtenAt?.(span) ?? null;
		const { index } = this.#linted;
		return written === null
			? { file: this.#file, index, span, masked: () => this.#own(), acceptedBy: () => null }
			: {
					...this.#elsewhere(written),
					plan: {
						file: this.#file,
						...index.locate(span.start),
						module: written.root === this.#cwd ? "." : shownPath(written.root, this.#cwd),
					},
				};
	}

	#own(): MaskedText {
		this.#masked ??= new MaskedText(this.#text, this.#linted.index, this.#linted.secretSpans());
		return this.#masked;
	}

	#elsewhere(written: WrittenAt): Place {
		const { path, text, span } = written;
		const file = shownPath(path, this.#cwd);
		const known = this.#others.get(path) ?? { index: new LineIndex(text) };
		this.#others.set(path, known);
		return {
			file,
			index: known.index,
			span,
			masked: () => (known.masked ??= new MaskedText(text, known.index, this.#hiddenIn(text, file))),
			acceptedBy: (rule) => written.acceptedBy(rule),
		};
	}

	/** What is a secret in the other file, and what this one knows to be one. */
	#hiddenIn(text: string, file: string): readonly Span[] {
		this.#copies ??= new SecretCopies(this.#text, this.#linted.secretSpans());
		return [
			...this.#linter.secretSpansOf(text, file),
			...this.#copies.spansIn(text),
			...secretsIn(this.#text, this.#linted, text),
		];
	}
}

/** Findings in a plan without those that a block has for more than one of its instances, which name them all. */
export function joinInstances<T extends Omit<ReportedFinding, "fingerprint">>(findings: readonly T[]): readonly T[] {
	const joined = new Map<string, T>();
	for (const [index, finding] of findings.entries()) {
		const { rule, messageId, file, line, column, property, resource, plan } = finding;
		const key =
			plan === undefined ? String(index) : JSON.stringify([rule, messageId, file, line, column, property]);
		const first = joined.get(key);
		if (first === undefined) {
			joined.set(key, finding);
		} else if (resource !== null && resource.id !== first.resource?.id) {
			joined.set(key, { ...first, others: [...(first.others ?? []), resource] });
		}
	}
	return [...joined.values()];
}
