import { detectSecret } from "../detect/detect-secret.ts";
import { redact, redactLabel, redactText } from "../detect/redact.ts";
import { shownName } from "../lists/listed-name.ts";
import type { ListedRow } from "../lists/listed-row.ts";
import type { Subject } from "../lists/subject.ts";
import { shorten } from "../text/shorten.ts";
import type { AuditAnswer, AuditReport, AuditStatus, AuditSubject } from "./answer.ts";
import { MatchDescriber } from "./describe-match.ts";
import type { AuditInput } from "./audit-input.ts";
import { locate } from "./locate.ts";
import { planAbsent, planMatches, planSynthesized } from "./plan-subject.ts";
import { ResourceIndex, type FoundResource } from "./resource-index.ts";
import { costsOf, costsOfSubject } from "./costs.ts";
import type { Translate } from "../text/wording.ts";

/** How long a text of a list is shown at most. */
const MAX_SHOWN = 120;

/** Answers each row of some lists, in their order, by what is in an application. */
export function answerRows(input: AuditInput): AuditReport {
	const index = new ResourceIndex(input.app, input.stackNames);
	const describer = new MatchDescriber(input);
	const answers = input.lists.flatMap(({ file, entries }) =>
		joinBroken(entries, index).map(({ row, numbers }): AuditAnswer => {
			const subjects = row.subjects
				.flatMap((subject) => separate(subject, index))
				.map((subject) => answer(subject, row, { input, index, describer }));
			return {
				list: file,
				rows: numbers,
				line: row.line,
				check: shown(row.check),
				label: shown(row.label),
				isPassed: row.isPassed,
				subjects,
				isExposed: subjects.some(({ matches }) => matches.some(({ findings }) => findings.length > 0)),
			};
		}),
	);
	return {
		lists: input.lists.map(({ file, format, rows, skipped }) => ({ file, format, rows, skipped })),
		answers,
		summary: {
			rows: answers.length,
			exposed: answers.filter(({ isExposed }) => isExposed).length,
			found: count(answers, "found"),
			depends: count(answers, "depends"),
			absent: count(answers, "absent"),
			unnamed: answers.filter(({ subjects }) => subjects.length === 0).length,
		},
		costs: costsOf(answers, input.translate),
		open: index.openFor(absentKinds(answers)).map(({ resource, place }) => ({
			id: redactLabel(resource.id),
			type: resource.type,
			place: locate(place),
		})),
	};
}

/** The status of a row: of several things that it names, the first that is in the repository decides. */
export function statusOf({ subjects }: AuditAnswer): AuditStatus | "unnamed" {
	const statuses = new Set(subjects.map(({ status }) => status));
	return statuses.has("found")
		? "found"
		: statuses.has("depends")
			? "depends"
			: statuses.has("absent")
				? "absent"
				: "unnamed";
}

function absentKinds(answers: readonly AuditAnswer[]): ReadonlySet<AuditSubject["kind"]> {
	const subjects = answers.flatMap((one) => one.subjects);
	return new Set(subjects.filter(({ status }) => status === "absent").map(({ kind }) => kind));
}

function count(answers: readonly AuditAnswer[], status: AuditStatus): number {
	return answers.filter((answer) => statusOf(answer) === status).length;
}

/**
 * The rows, and as one those that a line break divided: where both together name what is in the repository, and the
 * second alone does not.
 */
function joinBroken(
	entries: readonly ListedRow[],
	index: ResourceIndex,
): readonly { readonly row: ListedRow; readonly numbers: readonly number[] }[] {
	const rows: { readonly row: ListedRow; readonly numbers: readonly number[] }[] = [];
	for (const entry of entries) {
		const broken = isKnown(entry, index) ? -1 : entry.joined.findIndex((joined) => isKnown(joined, index));
		const parts = broken < 0 ? [] : rows.slice(rows.length - broken - 1);
		const joined = entry.joined[broken];
		if (
			joined !== undefined &&
			parts.length === broken + 1 &&
			parts.every(({ row, numbers }) => numbers.length === 1 && !isKnown(row, index))
		) {
			rows.splice(rows.length - parts.length);
			rows.push({ row: joined, numbers: [...parts.flatMap(({ numbers }) => numbers), entry.number] });
		} else {
			rows.push({ row: entry, numbers: [entry.number] });
		}
	}
	return rows;
}

/** Names on lines of one cell: several, if each is known by itself, and one that is broken if not. */
function separate(subject: Subject, index: ResourceIndex): readonly Subject[] {
	const [first] = subject.names;
	const parts = (first?.parts ?? []).map((part): Subject => ({ ...subject, names: [{ parts: [part] }] }));
	const isOne = index.search(subject).found.some(({ condition }) => condition === null);
	return parts.length > 1 && !isOne && parts.every((part) => index.search(part).found.length > 0) ? parts : [subject];
}

/** True if a row names what needs no search, or what the repository has. */
function isKnown({ subjects }: ListedRow, index: ResourceIndex): boolean {
	return subjects.some((subject) => subject.kind === "image" || index.search(subject).found.length > 0);
}

interface Tools {
	readonly input: AuditInput;
	readonly index: ResourceIndex;
	readonly describer: MatchDescriber;
}

/**
 * What a person wrote, where it is found: what a synthesis made of it is the same. That has the name of its stack, so that
 * the one that is written is no longer found under a condition.
 */
function preferWritten(
	all: readonly FoundResource[],
	isSynthesized: (one: FoundResource) => boolean,
): readonly FoundResource[] {
	const written = all.filter((one) => !isSynthesized(one));
	const [first, second] = written;
	if (first === undefined) {
		return all;
	}
	const isKnown = second === undefined && all.some((one) => isSynthesized(one) && one.condition === null);
	return isKnown ? [{ ...first, condition: null }] : written;
}

function answer(subject: Subject, row: ListedRow, { input, index, describer }: Tools): AuditSubject {
	const [first] = subject.names;
	const name = first === undefined ? "" : shownName(first);
	if (subject.kind === "image" || subject.kind === "account") {
		const matches = (input.mentions.get(name) ?? []).map((mention) => describer.describeMention(mention));
		return finish(subject, row, { name, matches, candidates: [] }, input.translate);
	}
	const { found: all, near } = index.search(subject);
	const isSynthesized = ({ known }: FoundResource): boolean => input.isSynthesized(known.stack.file);
	const found = preferWritten(all, isSynthesized);
	return finish(
		subject,
		row,
		{
			name: found[0]?.name ?? name,
			matches: found.map((one) => {
				const match = describer.describe(one);
				return isSynthesized(one) && match.findings.length > 0
					? { ...match, steps: [planSynthesized(match.place.file, input.translate)] }
					: match;
			}),
			candidates: near.map(({ known, name: other, why }) => ({
				name: redactLabel(other),
				id: redactLabel(known.resource.id),
				type: known.resource.type,
				place: locate(known.place),
				why: input.translate(why),
			})),
		},
		input.translate,
	);
}

function finish(
	subject: Subject,
	row: ListedRow,
	{ name, matches, candidates }: Pick<AuditSubject, "name" | "matches" | "candidates">,
	translate: Translate,
): AuditSubject {
	const { kind, account, region } = subject;
	const status: AuditStatus =
		matches.length === 0 ? "absent" : matches.every(({ condition }) => condition !== null) ? "depends" : "found";
	const bare = { kind: kindOf(kind, matches), name: shown(name), account, region, status, matches, candidates };
	const isDone = row.isPassed && matches.every(({ findings }) => findings.length === 0);
	return {
		...bare,
		steps: isDone
			? []
			: status === "absent"
				? planAbsent(bare, row, translate)
				: planMatches(bare, row.label, matches, translate),
		costs: isDone ? [] : costsOfSubject(bare, translate),
	};
}

/** What only a name was known of is what it is found to be. */
function kindOf(kind: Subject["kind"], matches: AuditSubject["matches"]): AuditSubject["kind"] {
	const types = new Set(matches.map(({ type }) => type));
	return kind === "any" && types.has("AWS::Lambda::Function")
		? "function"
		: kind === "any" && types.has("AWS::S3::Bucket")
			? "bucket"
			: kind === "any" && types.size > 0
				? "resource"
				: kind;
}

/** A text of a list, without what may be a secret in it. */
function shown(text: string): string {
	const masked = detectSecret(text, { kind: "environment" }) === null ? redactText(text) : redact(text);
	return shorten(masked, MAX_SHOWN);
}
