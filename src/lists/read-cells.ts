import { kindOfType, roleOfHeader, saysEncrypted, saysPassed, serviceOfType, type Role } from "./columns.ts";
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

/** What a row says, by its cells. */
export function readCells(cells: readonly Cell[]): Omit<ListedRow, "line" | "number" | "joined"> {
	const textOf = (role: Role): string => cells.find((cell) => cell.role === role && cell.text !== "")?.text ?? "";
	const place = { account: accountOf(cells), region: regionOf(cells) };
	const type = textOf("type");
	const service = kindOfType(type) === null ? serviceOfType(type) : null;
	const kind = kindOfType(type) ?? (service === null ? null : "resource");
	const subjects = subjectsIn(cells, kind).map((subject) => ({
		...subject,
		service: subject.service ?? (subject.kind === "resource" ? service : null),
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
	const certain = cells
		.filter(({ role }) => role !== "other" && role !== "check")
		.flatMap((cell) => certainIn(cell.text).map((subject) => ({ cell, subject })))
		.filter(({ subject }) => subject.kind !== "account");
	const ways: readonly (() => readonly Subject[])[] = [
		// An id or an ARN in a column that names resources; the id of an image in any.
		() => certain.filter(({ cell }) => isNaming(cell.role)).map(({ subject }) => subject),
		() => certain.filter(({ subject }) => subject.kind === "image").map(({ subject }) => subject),
		() => named(cells, "function", "function"),
		() => named(cells, "bucket", "bucket"),
		() => certain.map(({ subject }) => subject),
		// Others hold what another column says.
		() => named(cells, "resource", type ?? "any"),
		() => named(cells, "name", type ?? "any"),
		() => cells.flatMap(({ text }) => certainIn(text)).filter(({ kind }) => kind === "account"),
		() => unknown(cells, null, type),
		() => unknown(cells, "label", type),
		() => accounts(cells),
	];
	for (const way of ways) {
		const subjects = distinct(way());
		if (subjects.length > 0) {
			return subjects;
		}
	}
	return [];
}

function isNaming(role: Role | null): boolean {
	return role === "function" || role === "bucket" || role === "image" || role === "resource";
}

/** What the columns of a role name. Images and accounts have ids, and a text in their place is no name. */
function named(cells: readonly Cell[], role: Role, kind: SubjectKind): readonly Subject[] {
	return kind === "account" || kind === "image"
		? []
		: cells
				.filter((cell) => cell.role === role)
				.flatMap(({ text }) => namesIn(text))
				.map((name) => ({ kind, names: [name], service: null, account: null, region: null }));
}

/** What may be a name in columns that do not say so: one thing, and the first name that is known decides. */
function unknown(cells: readonly Cell[], role: Role | null, type: SubjectKind | null): readonly Subject[] {
	const names = cells
		.filter((cell) => cell.role === role && mayBeName(cell.text))
		.flatMap(({ text }) => readName(text) ?? []);
	const kind = type === null || type === "account" ? "any" : type;
	return names.length === 0 ? [] : [{ kind, names, service: null, account: null, region: null }];
}

function accounts(cells: readonly Cell[]): readonly Subject[] {
	const account = accountOf(cells);
	return account === null
		? []
		: [{ kind: "account", names: [{ parts: [account] }], service: null, account, region: null }];
}

/** What needs no column to be recognized: an ARN, the id of an image, an account of Security Hub. */
function certainIn(text: string): readonly Subject[] {
	return piecesOf(text).flatMap((piece): readonly Subject[] => {
		const image = imageIdIn(piece);
		if (image !== null) {
			return [{ kind: "image", names: [{ parts: [image] }], service: null, account: null, region: null }];
		}
		const account = piece.startsWith("AWS::::Account:") ? accountIn(piece, false) : null;
		if (account !== null) {
			return [{ kind: "account", names: [{ parts: [account] }], service: null, account, region: null }];
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
		: piecesOf(text).flatMap((piece) =>
				accountIn(piece, false) === null ? (readName(withoutNote(piece)) ?? []) : [],
			);
}

/** `orders (nightly)`: no name of AWS has a bracket in it. */
function withoutNote(name: string): string {
	const at = name.indexOf("(");
	return at > 0 && name.trimEnd().endsWith(")") ? name.slice(0, at) : name;
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

/** `1.23457E+11`, `1,23457E+11`: the number of an account, of which a spreadsheet has lost the digits. */
const ROUNDED = /^\d(?:[.,]\d+)?E\+1[01]$/iu;

/** The names of an image, and of the list's other columns that describe the resource in a few words. */
function labelOf(cells: readonly Cell[], subjects: readonly Subject[]): string {
	const shown = new Set(subjects.flatMap(({ names }) => names.map(shownName)));
	const rounded = cells.find(({ role, text }) => role === "account" && ROUNDED.test(text));
	const texts = cells
		.filter(({ role, header }) => role === "name" || (role === "label" && /name|nombre|名/u.test(fold(header))))
		.map(({ text }) => plainCell(text))
		.filter((text) => text !== "" && text.length <= 80 && !shown.has(text.replaceAll(/\s/gu, "")));
	return [...texts, ...(rounded === undefined ? [] : [`account rounded by a spreadsheet: ${rounded.text}`])].join(
		", ",
	);
}
