import type { Resource } from "../../model/resource.ts";
import { joinAll, joinEdits } from "../../text/join-edits.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import type { FoundSecret } from "../found-secret.ts";
import { SEVERITIES, type Finding, type Severity, type Suggestion } from "../rule.ts";
import { lastOfPath } from "../../text/last-of-path.ts";
import { namesWords, renderWords, type Phrases } from "../../text/wording.ts";

/** A finding of one resource; null where it is about none. */
export interface Member {
	readonly finding: Finding;
	readonly resource: Resource | null;
	readonly severity: Severity;
}

/**
 * What a rule found about one thing. A text that many resources share (a SAM `Globals` block, an anchor, the default of
 * a parameter, an entry of a mapping, a constant of a CDK app) is one finding, which names them.
 */
export interface FindingGroup {
	readonly first: Member;
	readonly members: Member[];
}

/** Puts a finding to those about the same thing; two properties that are missing at one place are two things. */
export function addToGroup(groups: Map<string, FindingGroup>, member: Member): void {
	const { messageId, at, subject, property } = member.finding;
	const key = JSON.stringify([
		messageId,
		at.start,
		at.end,
		subject === undefined ? (property ?? "") : null,
		member.resource?.generated?.by ?? null,
	]);
	const group = groups.get(key);
	if (group === undefined) {
		groups.set(key, { first: member, members: [member] });
	} else {
		group.members.push(member);
	}
}

/** The resources that a group names, each once, in the order of the file. */
export function resourcesOf({ members }: FindingGroup): readonly Resource[] {
	return [...new Set(members.flatMap(({ resource }) => resource ?? []))];
}

export function severityOf({ first, members }: FindingGroup): Severity {
	return members.reduce(
		(worst, { severity }) => (SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(worst) ? severity : worst),
		first.severity,
	);
}

/** Each value that is to be kept, once under each name. */
export function secretsOf({ members }: FindingGroup): readonly FoundSecret[] {
	const found = new Map<string, FoundSecret>();
	for (const secret of members.flatMap(({ finding }) => finding.secrets ?? [])) {
		const key = JSON.stringify([secret.name, secret.reveal()]);
		found.set(key, found.get(key) ?? secret);
	}
	return [...found.values()];
}

/** How many of a group are offered something singly: each of these is a text of its own. */
const MAX_SINGLE = 8;

/** The edits that can be made together: all of them, or of the first few those that go with what stands before. */
function together(all: readonly (readonly TextEdit[])[]): readonly TextEdit[] | null {
	return (
		joinAll(all) ??
		all
			.slice(0, MAX_SINGLE)
			.reduce<readonly TextEdit[] | null>((made, edits) => joinEdits(made ?? [], edits) ?? made, null)
	);
}

/** The fixes of all members; those that cannot be made with the ones before them come in the next pass. */
export function fixOf({ members }: FindingGroup): readonly TextEdit[] | null {
	const fixes = members.flatMap(({ finding }) =>
		finding.fix === undefined || finding.fix === null ? [] : [finding.fix],
	);
	return fixes.length === 0 ? null : together(fixes);
}

/** The fix of one of several members that may be given by itself; the next pass makes that of the next one. */
export function singleFixOf(
	{ members }: FindingGroup,
	isOffered: (edits: readonly TextEdit[]) => boolean,
): readonly TextEdit[] | null {
	const fixes = members.length < 2 ? [] : members.slice(0, MAX_SINGLE).map(({ finding }) => finding.fix);
	return fixes.map((fix) => joinEdits(fix ?? null)).find((fix) => fix !== null && isOffered(fix)) ?? null;
}

/** A suggestion as it is offered. */
export interface Offer extends Suggestion {
	readonly edits: readonly TextEdit[];
	/** The resource that it is for, where the finding names others that it does nothing for. */
	readonly only: string | null;
}

/**
 * The suggestions of all members: those that say the same are one, which does it for each of them. Where that cannot be
 * offered as one, each member keeps its own.
 *
 * @param isOffered false for edits that nobody may be given
 */
export function suggestionsOf(
	{ members }: FindingGroup,
	isOffered: (edits: readonly TextEdit[]) => boolean = () => true,
): readonly Offer[] {
	const kinds = new Map<string, { readonly suggestion: Suggestion; readonly parts: Part[] }>();
	for (const { finding, resource } of members) {
		for (const suggestion of finding.suggestions ?? []) {
			const edits = joinEdits(suggestion.edits);
			if (edits !== null && edits.length > 0) {
				const key = JSON.stringify([suggestion.messageId, suggestion.data]);
				const kind = kinds.get(key) ?? { suggestion, parts: [] };
				kinds.set(key, kind);
				kind.parts.push({ edits, resource });
			}
		}
	}
	return [...kinds.values()].flatMap(({ suggestion, parts }): readonly Offer[] => {
		const all = joinAll(parts.map(({ edits }) => edits));
		return all !== null && isOffered(all)
			? [{ ...suggestion, edits: all, only: null }]
			: parts.length === 1
				? []
				: parts
						.filter(({ resource, edits }) => resource !== null && isOffered(edits))
						.slice(0, MAX_SINGLE)
						.map(({ edits, resource }) => ({ ...suggestion, edits, only: resource?.id ?? null }));
	});
}

interface Part {
	readonly edits: readonly TextEdit[];
	readonly resource: Resource | null;
}

const QUOTED = /'\{\{(\w+)\}\}'/gu;

/** A message as ESLint is given it: a name in quotes may stand for several, each in quotes of its own. */
export function groupedMessage(message: string): string {
	return message.replace(QUOTED, "{{'$1'}}");
}

/** The data of a message with, for each name, the names of all members in quotes: `'A', 'B' and 3 more`. */
export function groupedData(
	all: readonly Readonly<Record<string, string>>[],
	phrases: Phrases | null,
): Readonly<Record<string, string>> {
	const [first = {}] = all;
	// Most findings are about one resource.
	const namesOf = (key: string, value: string): string =>
		all.length === 1
			? `'${value}'`
			: renderWords(namesWords([...new Set(all.flatMap((data) => data[key] ?? []))], 2), phrases);
	return {
		...first,
		...Object.fromEntries(Object.entries(first).map(([key, value]) => [`'${key}'`, namesOf(key, value)])),
	};
}

/** A thing that a rule speaks about. */
export interface Subject {
	readonly rule: string;
	readonly at: Span;
	/** Null where the place alone says what it is: a value that is written there. */
	readonly property: string | null;
}

/** What a finding is about, to compare with what other rules say. */
export function subjectOf(rule: string, { at, subject, property }: Finding): Subject {
	return { rule, at: subject ?? at, property: subject === undefined ? lastOfPath(property ?? "") : null };
}

/** What the rules speak about, by its place: whoever has many findings has many to compare each with. */
export class Subjects {
	readonly #byPlace = new Map<string, Subject[]>();

	add(subject: Subject): void {
		const place = placeOf(subject);
		const here = this.#byPlace.get(place);
		if (here === undefined) {
			this.#byPlace.set(place, [subject]);
		} else if (here.every(({ rule, property }) => rule !== subject.rule || property !== subject.property)) {
			here.push(subject);
		}
	}

	/** True where a more specific rule speaks about the same thing. */
	hasBetter(own: Subject, yieldsTo: readonly string[]): boolean {
		return (
			yieldsTo.length > 0 &&
			(this.#byPlace.get(placeOf(own)) ?? []).some(
				({ rule, property }) =>
					yieldsTo.includes(rule) &&
					(property === null || own.property === null || property === own.property),
			)
		);
	}
}

function placeOf({ at }: Subject): string {
	return `${String(at.start)}-${String(at.end)}`;
}
