import type { AuditAnswer, AuditReport } from "../../audit/answer.ts";
import { statusOf } from "../../audit/answer-rows.ts";
import { renderCell } from "../render-cell.ts";
import { atPlace, keyOf, variablesOf, verdictOf } from "./audit-words.ts";
import type { Translate } from "../../text/wording.ts";

const COLUMNS = [
	"list",
	"row",
	"line",
	"kind",
	"name",
	"account",
	"region",
	"label",
	"check",
	"status",
	"exposed",
	"answer",
	"places",
	"resources",
	"conditions",
	"variables",
	"sensitive",
	"encrypted with",
	"findings",
	"near",
	"cost",
	"plan",
] as const;

/** Renders a table with one record for each row of the lists, in their order; ` | ` is between the values of a cell. */
export function renderAuditCsv({ answers }: AuditReport, translate: Translate): string {
	return [COLUMNS.join(","), ...answers.map((answer) => renderRow(answer, translate)), ""].join("\r\n");
}

function renderRow(answer: AuditAnswer, translate: Translate): string {
	const { subjects } = answer;
	const matches = subjects.flatMap((one) => one.matches);
	const cells: Readonly<Record<(typeof COLUMNS)[number], readonly (string | null)[]>> = {
		list: [answer.list],
		row: answer.rows.map(String),
		line: [answer.line === null ? null : String(answer.line)],
		kind: subjects.map(({ kind }) => kind),
		name: subjects.map(({ name }) => name),
		account: subjects.map(({ account }) => account),
		region: subjects.map(({ region }) => region),
		label: [answer.label],
		check: [answer.check],
		status: [statusOf(answer)],
		exposed: [answer.isExposed ? "yes" : "no"],
		answer: [verdictOf(answer, translate)],
		places: matches.map(({ place }) => atPlace(place)),
		resources: matches.map(({ id, type }) => (type === null ? null : `${id} ${type}`)),
		conditions: matches.map(({ condition }) =>
			condition === null ? null : translate("if {{condition}}", { condition }),
		),
		variables: matches.map((match) => variablesOf(match, translate)),
		sensitive: matches.flatMap(({ environment }) =>
			(environment?.sensitive ?? []).map(({ name, why }) => `${name}: ${why}`),
		),
		"encrypted with": matches.map((match) => keyOf(match, translate)),
		findings: matches.flatMap(({ findings }) =>
			findings.map(({ severity, message, rule, place }) => `${severity} ${atPlace(place)} ${message} ${rule}`),
		),
		near: subjects.flatMap(({ candidates }) =>
			candidates.map(({ name, id, place, why }) => `'${name}' (${id}, ${atPlace(place)}): ${why}`),
		),
		cost: subjects.flatMap(({ costs }) => costs),
		plan: subjects.flatMap(({ steps }) =>
			steps.map(({ text, command }, at) => `${String(at + 1)}. ${text}${command === null ? "" : ` ${command}`}`),
		),
	};
	return COLUMNS.map((column) =>
		renderCell([...new Set(cells[column].filter((one) => one !== null && one !== ""))].join(" | ")),
	).join(",");
}
