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
import { countWords, listWords, wording, type Translate, type Words } from "../../text/wording.ts";

/** `template.yaml:3:5` */
export function atPlace({ file, line, column }: AuditPlace): string {
	return `${file}:${String(line)}:${String(column)}`;
}

/** Where a row is in its list: `findings.csv:12`, in JSON `findings.json, finding 3`. */
export function atRow({ list, line, rows }: AuditAnswer, translate: Translate): string {
	return line === null
		? translate("{{list}}, finding {{rows}}", { list, rows: listWords(rows.map(String)) })
		: `${list}:${String(line)}`;
}

const NOUNS: Readonly<Record<AuditSubject["kind"], Words>> = {
	function: wording("function"),
	bucket: wording("bucket"),
	image: wording("image"),
	account: wording("account"),
	resource: wording("resource"),
	any: wording("resource"),
};

/** `function 'orders' (account 111122223333, us-east-1)` */
export function nameOfSubject({ kind, name, account, region }: AuditSubject, translate: Translate): string {
	const where = [
		kind === "account" || account === null ? null : translate("account {{account}}", { account }),
		region,
	].filter((one) => one !== null);
	return `${translate("{{noun}} '{{name}}'", { noun: NOUNS[kind], name })}${where.length === 0 ? "" : ` (${where.join(", ")})`}`;
}

/** The answer to a row in a few words. */
export function verdictOf(answer: AuditAnswer, translate: Translate): string {
	const status = statusOf(answer);
	const listed = answer.isPassed ? translate("; the list says that nothing is to be done") : "";
	switch (status) {
		case "found":
		case "depends":
			return `${translate("{{where}}, {{what}}", {
				where: status === "found" ? wording("in this repository") : wording("perhaps in this repository"),
				what: answer.isExposed ? wording("to be fixed") : wording("nothing is exposed"),
			})}${listed}`;
		case "absent":
			return `${translate("not in this repository")}${listed}`;
		case "unnamed":
			return translate("the row names no resource");
		default:
			return status satisfies never;
	}
}

/** What rows that are not found may be all the same, in a sentence; null for nothing. */
export function openOf({ open }: AuditReport, translate: Translate): string | null {
	const shown = open.slice(0, MAX_OPEN).map(({ id, place }) => `'${id}' (${atPlace(place)})`);
	const more = open.length - shown.length;
	return open.length === 0
		? null
		: translate("A row that is not found may be what has no known name until deployment: {{names}}.", {
				names:
					more === 0
						? shown.join(", ")
						: wording("{{list}} and {{last}}", {
								list: shown.join(", "),
								last: wording("{{count}} more", { count: String(more) }),
							}),
			});
}

/** How many resources without a known name are listed. */
const MAX_OPEN = 10;

/** The variables of a function in a sentence; null for other things. */
export function variablesOf({ environment }: AuditMatch, translate: Translate): string | null {
	if (environment === undefined) {
		return null;
	}
	const { variables, sensitive, unknown } = environment;
	const more = unknown === null ? "" : translate("; there may be more, because {{why}}", { why: unknown });
	const count = countWords(variables, "{{count}} variable", "{{count}} variables");
	return sensitive.length === 0
		? `${translate("{{variables}}, none of them sensitive", { variables: count })}${more}`
		: `${translate("{{variables}}, {{sensitive}} sensitive", { variables: count, sensitive: String(sensitive.length) })}${more}`;
}

/** What encrypts something, in a sentence; null for what has no key. */
export function keyOf({ key }: AuditMatch, translate: Translate): string | null {
	return key === undefined
		? null
		: [translate(levelOf(key)), ...[key.key, ...key.suitable].flatMap((one) => renderKey(one, translate))].join(
				"; ",
			);
}

function levelOf({ level, key, suitable }: AuditKey): Words {
	switch (level) {
		case "customer":
			return key === null
				? wording("a customer managed key outside of this stack")
				: wording("a customer managed key");
		case "aws-managed":
			return suitable.length === 0
				? wording("the AWS managed key; the stack has no suitable one")
				: wording("the AWS managed key");
		case "s3-managed":
			return suitable.length === 0
				? wording("S3-managed keys; the stack has no suitable one")
				: wording("S3-managed keys");
		case "none":
			return wording("none");
		case "unknown":
			return wording("not known until deployment");
		default:
			return level satisfies never;
	}
}

function renderKey(key: AuditUsableKey | null, translate: Translate): readonly string[] {
	if (key === null) {
		return [];
	}
	const may =
		key.decrypts === null
			? ""
			: key.decrypts === "allowed"
				? translate(", and the role may decrypt with it: {{why}}", { why: key.why })
				: key.decrypts === "denied"
					? translate(", but the role may not decrypt with it: {{why}}", { why: key.why })
					: translate("; whether the role may decrypt with it is not known: {{why}}", { why: key.why });
	return [`'${key.id}' (${atPlace(key.place)})${may}`];
}

/** A sentence with its first letter as it begins a sentence. */
export function capitalize(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
