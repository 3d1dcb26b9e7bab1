import { kindOfType, roleOfHeader, saysEncrypted, saysPassed, type Role } from "./columns.ts";
import { fold } from "./fold.ts";
import { plainCell, readName, shownName, type ListedName } from "./listed-name.ts";
import type { ListedRow } from "./listed-row.ts";
import { accountIn, imageIdIn, regionIn, subjectOfArn, type Subject, type SubjectKind } from "./subject.ts";

/** A cell with what its column says of it. */
export interface Cell {
	readonly header: string;
	/** Null for a column that nobody knows. */
	readonly role: Role | null;
	readonly text: string;
}

/** The cells of a record, by their columns. */
export function cellsOf(headers: readonly string[], texts: readonly string[]): readonly Cell[] {
	return texts.map((text, at) => {
		const header = headers[at] ?? "";
		return { header, role: rolesOf(headers)[at] ?? null, text: text.trim() };
	});
}

const ROLES = new WeakMap<readonly string[], readonly (Role | null)[]>();

/** The roles of the columns of a table. */
function rolesOf(headers: readonly string[]): readonly (Role | null)[] {
	let roles = ROLES.get(headers);
	if (roles === undefined) {
		roles = headers.map(roleOfHeader);
		ROLES.set(headers, roles);
	}
	return roles;
}

/** Columns that may name the resource of a row, the surest first. */
const NAMING: readonly (readonly [role: Role, kind: SubjectKind])[] = [
	["function", "function"],
	["bucket", "bucket"],
	["image", "image"],
	["resource", "any"],
	["name", "any"],
];

/** What a row says, by its cells. */
export function readCells(cells: readonly Cell[]): Omit<ListedRow, "line" | "number" | "joined"> {
	const textOf = (role: Role): string => cells.find((cell) => cell.role === role && cell.text !== "")?.text ?? "";
	const place = { account: accountOf(cells), region: regionOf(cells) };
	const subjects = subjectsIn(cells, kindOfType(textOf("type"))).map((subject) => ({
		...subject,
		account: subject.account ?? place.account,
		region: subject.region ?? place.region,
	}));
	return {
		subjects,
		check: plainCell(textOf("check")),
		label: labelOf(cells, subjects),
		isPassed: cells.some(
			({ role, header, text }) =>
				(role === "encrypted" && saysEncrypted(header, text)) ||
				(role === "status" && saysPassed(text) === true),
		),
	};
}

function subjectsIn(cells: readonly Cell[], type: SubjectKind | null): readonly Subject[] {
	const certain = distinct(
		cells.filter(({ role }) => role !== "other" && role !== "check").flatMap(({ text }) => certainIn(text)),
	);
	if (certain.some(({ kind }) => kind !== "account")) {
		return certain.filter(({ kind }) => kind !== "account");
	}
	for (const [role, kind] of NAMING) {
		const named = cells.filter((cell) => cell.role === role).flatMap(({ text }) => namesIn(text));
		// A column that is called after a kind holds names of that kind; others hold what another column says.
		const actual = kind === "any" ? (type ?? "any") : kind;
		if (named.length > 0 && actual !== "account" && actual !== "image") {
			return distinct(named.map((name) => ({ kind: actual, names: [name], account: null, region: null })));
		}
	}
	if (certain.length > 0) {
		return certain;
	}
	const unknown = cells
		.filter(({ role, text }) => role === null && mayBeName(text))
		.flatMap(({ text }) => readName(text) ?? []);
	if (unknown.length > 0) {
		return [
			{ kind: type === null || type === "account" ? "any" : type, names: unknown, account: null, region: null },
		];
	}
	const account = accountOf(cells);
	return account === null ? [] : [{ kind: "account", names: [{ parts: [account] }], account, region: null }];
}

/** What needs no column to be recognized: an ARN, the id of an image, an account of Security Hub. */
function certainIn(text: string): readonly Subject[] {
	return piecesOf(text).flatMap((piece): readonly Subject[] => {
		const image = imageIdIn(piece);
		if (image !== null) {
			return [{ kind: "image", names: [{ parts: [image] }], account: null, region: null }];
		}
		const account = piece.startsWith("AWS::::Account:") ? accountIn(piece, false) : null;
		if (account !== null) {
			return [{ kind: "account", names: [{ parts: [account] }], account, region: null }];
		}
		const named = subjectOfArn(piece);
		return named === null ? [] : [named];
	});
}

/** Several names in one cell: `orders, payments`. */
function piecesOf(text: string): readonly string[] {
	return plainCell(text)
		.split(/[,;、，；]/u)
		.filter((piece) => piece.trim() !== "");
}

function namesIn(text: string): readonly ListedName[] {
	// A number in such a column is of an account, whose row is shifted.
	return isNothing(text)
		? []
		: piecesOf(text).flatMap((piece) => (accountIn(piece, false) === null ? (readName(piece) ?? []) : []));
}

/** `-`, `N/A`, `ninguno`. */
function isNothing(text: string): boolean {
	return /^(?:|-+|n a|na|none|null|ningun[oa]|no aplica|なし|該当なし)$/u.test(fold(text));
}

/** True for what may be the name of a resource in a column that nobody knows: no number, date, Region or sentence. */
function mayBeName(text: string): boolean {
	const plain = plainCell(text);
	const words = plain.split(/\s+/u);
	return (
		/^[\w./:$-]+$/u.test(words.join("")) &&
		/[A-Za-z]/u.test(plain) &&
		words.length <= 2 &&
		plain.length > 2 &&
		plain.length <= 256 &&
		regionIn(plain) === null &&
		saysPassed(plain) === null &&
		kindOfType(plain) === null &&
		!/^(?:aws|ec2|iam|kms|s3|yes|true|false|high|medium|low|critical|alto|alta|medi[oa]|baj[oa]|critic[oa]|prod|dev|qa|test)$/iu.test(
			plain,
		) &&
		!/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/u.test(plain)
	);
}

function distinct(subjects: readonly Subject[]): readonly Subject[] {
	const kept = new Map<string, Subject>();
	for (const subject of subjects) {
		const key = `${subject.kind} ${subject.names.map(({ parts }) => parts.join("")).join(" ")}`;
		if (!kept.has(key)) {
			kept.set(key, subject);
		}
	}
	return [...kept.values()];
}

function accountOf(cells: readonly Cell[]): string | null {
	const told = cells.filter(({ role }) => role === "account").flatMap(({ text }) => accountIn(text, true) ?? []);
	return (
		told[0] ??
		cells.filter(({ role }) => role === null).flatMap(({ text }) => accountIn(text, false) ?? [])[0] ??
		null
	);
}

function regionOf(cells: readonly Cell[]): string | null {
	const ordered = [...cells].sort((a, b) => Number(b.role === "region") - Number(a.role === "region"));
	return ordered.flatMap(({ text }) => regionIn(text) ?? [])[0] ?? null;
}

/** The names of an image, and of the list's other columns that describe the resource in a few words. */
function labelOf(cells: readonly Cell[], subjects: readonly Subject[]): string {
	const shown = new Set(subjects.flatMap(({ names }) => names.map(shownName)));
	return cells
		.filter(({ role, header }) => role === "name" || (role === "label" && /name|nombre|名/u.test(fold(header))))
		.map(({ text }) => plainCell(text))
		.filter((text) => text !== "" && text.length <= 80 && !shown.has(text.replaceAll(/\s/gu, "")))
		.join(", ");
}
