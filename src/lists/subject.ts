import { plainCell, readName, type ListedName } from "./listed-name.ts";

/** The kinds of things that a list names; `resource` for those of any other type, `any` where only the name is known. */
export type SubjectKind = "function" | "bucket" | "image" | "account" | "resource" | "any";

/** Something that a row of a list is about. */
export interface Subject {
	readonly kind: SubjectKind;
	/** What it may be called: of several cells of unknown columns, the first that is known decides. */
	readonly names: readonly ListedName[];
	/** Its service, if it is of another kind: the word in ARNs and types, in lower case; null if the list does not say. */
	readonly service: string | null;
	/** 12 digits; null if the list does not say. */
	readonly account: string | null;
	readonly region: string | null;
}

/** `ami` and the digits, hyphens and breaks aside. */
const IMAGE = /^ami([0-9a-f]{17}|[0-9a-f]{8})$/u;

/** The id of an image in a cell, also if a break divides it; null if the cell has none. */
export function imageIdIn(cell: string): string | null {
	const name = readName(cell);
	const digits = IMAGE.exec(name?.parts.join("").replaceAll("-", "").toLowerCase() ?? "")?.[1];
	return digits === undefined ? null : `ami-${digits}`;
}

/** Services whose resources are of a kind of their own. */
const KINDS: ReadonlyMap<string, SubjectKind> = new Map([
	["lambda", "function"],
	["s3", "bucket"],
]);

/** Services of the report itself: the ARN of a finding is none of a resource. */
const REPORTS = new Set(["securityhub", "config", "inspector2", "guardduty", "access-analyzer"]);

/** `arn:aws:lambda:eu-west-1:111122223333:function:orders:prod`, broken or not. */
export function subjectOfArn(cell: string): Subject | null {
	const whole = plainCell(cell);
	const text = readName(whole)?.parts.join("") ?? "";
	const match = /^arn:aws[\w-]*:([\w-]+):([\w-]*):(\d*):(.+)$/u.exec(text);
	if (match === null || REPORTS.has(match[1] ?? "")) {
		return null;
	}
	const [, service = "", region = "", account = "", rest = ""] = match;
	const place = { account: account === "" ? null : account, region: region === "" ? null : region };
	const image = service === "ec2" && rest.startsWith("image/") ? imageIdIn(rest.slice("image/".length)) : null;
	if (image !== null) {
		return { kind: "image", names: [{ parts: [image] }], service: null, ...place };
	}
	const given = nameInArn(service, whole);
	// The ARN of a secret ends in six characters that its name has not.
	const names = (service === "secretsmanager" ? [given, given.replace(/-\w{6}$/u, "")] : [given]).flatMap(
		(one) => readName(one) ?? [],
	);
	return names.length === 0 ? null : { kind: kindOf(service, rest), names, service, ...place };
}

function kindOf(service: string, rest: string): SubjectKind {
	const kind = KINDS.get(service) ?? "resource";
	return kind === "function" && !/^function:/u.test(rest)
		? "resource" // A layer, an event source.
		: kind === "bucket" && rest.startsWith("accesspoint")
			? "resource"
			: rest === "root" && service === "iam"
				? "account"
				: kind;
}

/** The name of the resource with its breaks: what follows the type, without a version or an alias. */
function nameInArn(service: string, whole: string): string {
	const given = whole.slice(offsetOf(whole));
	switch (service) {
		case "lambda":
			return given.split(":")[1] ?? given;
		case "s3":
			return given.split("/")[0] ?? given;
		case "sns":
		case "sqs":
			return given;
		case "ssm":
			return given.replace(/^parameter/u, "");
		default:
			return given.slice(given.search(/[:/]/u) + 1).replace(/:\*$/u, "");
	}
}

/** Where the part after the account begins in an ARN, which may have breaks: after the fifth colon. */
function offsetOf(whole: string): number {
	let at = 0;
	for (let colon = 0; colon < 5; colon += 1) {
		at = whole.indexOf(":", at) + 1;
	}
	return at;
}

/**
 * An account number: 12 digits, grouped or not. A spreadsheet drops the zeros at the beginning.
 *
 * @param isColumn true in a column of accounts, where fewer digits can only be such a number
 */
export function accountIn(cell: string, isColumn: boolean): string | null {
	const text = plainCell(cell).replace(/^AWS::::Account:/u, "");
	const digits = text.replaceAll(/[\s-]/gu, "").replace(/[.,]0$/u, "");
	return /^\d{12}$/u.test(digits) ? digits : isColumn && /^\d{9,11}$/u.test(digits) ? digits.padStart(12, "0") : null;
}

/** A Region in a cell: `us-east-1`; null for a name in words, and for none. */
export function regionIn(cell: string): string | null {
	return /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/u.exec(plainCell(cell).toLowerCase())?.[0] ?? null;
}
