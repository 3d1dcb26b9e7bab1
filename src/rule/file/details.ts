import type { Suppression } from "../../model/suppression.ts";
import type { Failure } from "./failure.ts";
import { Subjects } from "./finding-groups.ts";
import type { FoundSecret } from "../found-secret.ts";
import type { LookupNeed } from "../lookup-needs.ts";
import type { Severity } from "../rule.ts";
import type { Span, TextEdit } from "../../text/span.ts";

/** All of a finding, from the rule to the report: ESLint is given a part of it. */
export interface FindingDetail {
	readonly rule: string;
	readonly messageId: string;
	readonly message: string;
	readonly severity: Severity;
	readonly span: Span;
	readonly resource: { readonly id: string; readonly type: string } | null;
	/** Others that it names: they share the text that it is about. */
	readonly others?: readonly { readonly id: string; readonly type: string }[];
	readonly property: string | null;
	readonly fix: "safe" | "suggestion" | "none";
	/** The function was written by a framework. */
	readonly generated: { readonly by: string; readonly remedy: string | null } | null;
	/** The edits of its fix; null where it has none. */
	readonly edits: readonly TextEdit[] | null;
	/** What else would help, for a person to choose. */
	readonly suggestions: readonly { readonly description: string; readonly edits: readonly TextEdit[] }[];
	/** Where the secrets that it is about are written. */
	readonly secretSpans: readonly Span[];
	/** The values that it found, for `kmslint secrets`; no report takes them. */
	readonly secrets: readonly FoundSecret[];
	/** What the function needs once the fix is made. */
	readonly needs?: readonly LookupNeed[];
	/** Where the lookups read that the suggestions make. */
	readonly lookups?: readonly string[];
}

/** Something that only deploy time knows. */
export interface UnknownDetail {
	readonly rule: string;
	readonly span: Span;
	readonly resource: { readonly id: string; readonly type: string } | null;
	readonly property: string;
	readonly why: string;
}

/** A finding that the author accepts. */
interface SuppressedDetail extends FindingDetail {
	readonly suppression: Suppression;
}

interface RuleNames {
	add(name: string): void;
	delete(name: string): void;
	has(name: string): boolean;
}

export interface Details {
	readonly findings: FindingDetail[];
	readonly unknown: UnknownDetail[];
	/** By `Metadata`; what comments suppress, ESLint knows. */
	readonly suppressed: SuppressedDetail[];
	/** Left to a more specific rule: they are told nowhere, but what they are about is hidden all the same. */
	readonly silenced: FindingDetail[];
	/** What the rules speak about, whether the author accepts it or not. */
	readonly subjects: Subjects;
	/** The rules that were asked to the end. */
	readonly asked: RuleNames;
	/** Those that were not, because they had found as much as anybody reads. */
	readonly cut: Set<string>;
	/** What went wrong in the program itself, once for each rule. */
	readonly failures: Failure[];
}

/** Names of rules as a list: every file has dozens of them, and hardly any is looked up. */
class NameList implements RuleNames {
	#names: string[] = [];

	add(name: string): void {
		this.#names.push(name);
	}

	delete(name: string): void {
		this.#names = this.#names.filter((one) => one !== name);
	}

	has(name: string): boolean {
		return this.#names.includes(name);
	}
}

const KEPT = new WeakMap<object, Details>();

/** What the rules said about a file, by its `SourceCode`. Empty where no rule ran. */
export function detailsOf(sourceCode: object): Details {
	let details = KEPT.get(sourceCode);
	if (details === undefined) {
		details = {
			findings: [],
			unknown: [],
			suppressed: [],
			silenced: [],
			subjects: new Subjects(),
			asked: new NameList(),
			cut: new Set(),
			failures: [],
		};
		KEPT.set(sourceCode, details);
	}
	return details;
}
