import type {
	AuditAnswer,
	AuditKey,
	AuditMatch,
	AuditPlace,
	AuditReport,
	AuditSubject,
	AuditUsableKey,
} from "../../audit/answer.ts";
import { statusOf } from "../../audit/answer-rows.ts";
import { countOf } from "../../text/count-of.ts";

/** `template.yaml:3:5` */
export function atPlace({ file, line, column }: AuditPlace): string {
	return `${file}:${String(line)}:${String(column)}`;
}

/** Where a row is in its list: `findings.csv:12`, in JSON `findings.json, finding 3`. */
export function atRow({ list, line, rows }: AuditAnswer): string {
	return line === null ? `${list}, finding ${rows.join(" and ")}` : `${list}:${String(line)}`;
}

const NOUNS: Readonly<Record<AuditSubject["kind"], string>> = {
	function: "function",
	bucket: "bucket",
	image: "image",
	account: "account",
	resource: "resource",
	any: "resource",
};

/** `function 'orders' (account 111122223333, us-east-1)` */
export function nameOfSubject({ kind, name, account, region }: AuditSubject): string {
	const where = [kind === "account" || account === null ? null : `account ${account}`, region].filter(
		(one) => one !== null,
	);
	return `${NOUNS[kind]} '${name}'${where.length === 0 ? "" : ` (${where.join(", ")})`}`;
}

/** The answer to a row in a few words. */
export function verdictOf(answer: AuditAnswer): string {
	const status = statusOf(answer);
	const listed = answer.isPassed ? "; the list says that nothing is to be done" : "";
	switch (status) {
		case "found":
		case "depends":
			return `${status === "found" ? "" : "perhaps "}in this repository, ${answer.isExposed ? "to be fixed" : "nothing is exposed"}${listed}`;
		case "absent":
			return `not in this repository${listed}`;
		case "unnamed":
			return "the row names no resource";
		default:
			return status satisfies never;
	}
}

/** What rows that are not found may be all the same, in a sentence; null for nothing. */
export function openOf({ open }: AuditReport): string | null {
	const shown = open.slice(0, MAX_OPEN).map(({ id, place }) => `'${id}' (${atPlace(place)})`);
	const more = open.length - shown.length;
	return open.length === 0
		? null
		: `A row that is not found may be what has no known name until deployment: ${shown.join(", ")}${more === 0 ? "" : ` and ${String(more)} more`}.`;
}

/** How many resources without a known name are listed. */
const MAX_OPEN = 10;

/** The variables of a function in a sentence; null for other things. */
export function variablesOf({ environment }: AuditMatch): string | null {
	if (environment === undefined) {
		return null;
	}
	const { variables, sensitive, unknown } = environment;
	const more = unknown === null ? "" : `; there may be more, because ${unknown}`;
	return sensitive.length === 0
		? `${countOf(variables, "variable")}, none of them sensitive${more}`
		: `${countOf(variables, "variable")}, ${String(sensitive.length)} sensitive${more}`;
}

/** What encrypts something, in a sentence; null for what has no key. */
export function keyOf({ key }: AuditMatch): string | null {
	return key === undefined ? null : [levelOf(key), ...[key.key, ...key.suitable].flatMap(renderKey)].join("; ");
}

function levelOf({ level, key, suitable }: AuditKey): string {
	switch (level) {
		case "customer":
			return key === null ? "a customer managed key outside of this stack" : "a customer managed key";
		case "aws-managed":
			return suitable.length === 0 ? "the AWS managed key; the stack has no suitable one" : "the AWS managed key";
		case "s3-managed":
			return suitable.length === 0 ? "S3-managed keys; the stack has no suitable one" : "S3-managed keys";
		case "none":
			return "none";
		case "unknown":
			return "not known until deployment";
		default:
			return level satisfies never;
	}
}

function renderKey(key: AuditUsableKey | null): readonly string[] {
	if (key === null) {
		return [];
	}
	const may =
		key.decrypts === null
			? ""
			: key.decrypts === "allowed"
				? `, and the role may decrypt with it: ${key.why}`
				: key.decrypts === "denied"
					? `, but the role may not decrypt with it: ${key.why}`
					: `; whether the role may decrypt with it is not known: ${key.why}`;
	return [`'${key.id}' (${atPlace(key.place)})${may}`];
}

/** A sentence with its first letter as it begins a sentence. */
export function capitalize(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
