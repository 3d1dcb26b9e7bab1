import type { AuditAnswer, AuditMatch, AuditReport, AuditSubject } from "../../audit/answer.ts";
import { countWords, wording, type Translate } from "../../text/wording.ts";
import { breakCommands, escapeControls } from "../escape-controls.ts";
import { atPlace, atRow, keyOf, nameOfSubject, openOf, variablesOf, verdictOf } from "./audit-words.ts";

/** The answers as text: a block for each row, then how many there are and what they cost. */
export function renderAuditText(report: AuditReport, translate: Translate): string {
	const lines = [
		...report.answers.flatMap((answer) => [...renderAnswer(answer, translate), ""]),
		summarize(report, translate),
		...[openOf(report, translate) ?? []].flat(),
		...report.costs.lines,
	];
	return breakCommands(lines.map((line) => `${escapeControls(line)}\n`).join(""));
}

function renderAnswer(answer: AuditAnswer, translate: Translate): readonly string[] {
	const { subjects, label, check, isExposed } = answer;
	const names = subjects.map((one) => nameOfSubject(one, translate)).join(", ");
	const said = [label, check].filter((text) => text !== "");
	return [
		`${isExposed ? "✖" : "·"} ${atRow(answer, translate)} ${names === "" ? "" : `${names}: `}${verdictOf(answer, translate)}`,
		...(said.length === 0 ? [] : [`  ${translate("listed as:")} ${said.join("; ")}`]),
		...subjects.flatMap((one) => renderSubject(one, translate)),
	];
}

function renderSubject({ matches, candidates, steps, costs }: AuditSubject, translate: Translate): readonly string[] {
	return [
		...matches.flatMap((one) => renderMatch(one, translate)),
		...candidates.map(
			({ name, id, place, why }) => `  ${translate("near:")} '${name}' (${id}, ${atPlace(place)}): ${why}`,
		),
		...costs.map((line) => `  ${translate("cost:")} ${line}`),
		...steps.flatMap(({ text, command }, at) => [
			`  ${String(at + 1)}. ${text}`,
			...(command === null ? [] : [`     ${command}`]),
		]),
	];
}

function renderMatch(match: AuditMatch, translate: Translate): readonly string[] {
	const { id, type, place, condition, findings, environment } = match;
	const variables = variablesOf(match, translate);
	const key = keyOf(match, translate);
	return [
		`  ${id === place.file ? "" : `${id} `}${type === null ? "" : `${type} `}${translate("at {{place}}", { place: atPlace(place) })}${condition === null ? "" : translate(", if {{condition}}", { condition })}`,
		...(variables === null ? [] : [`    ${variables}`]),
		...(environment?.sensitive ?? []).map(
			({ name, why, place: at }) => `      ${name}${at === null ? "" : ` (${atPlace(at)})`}: ${why}`,
		),
		...(key === null ? [] : [`    ${translate("encrypted with:")} ${key}`]),
		...findings.map(
			({ severity, message, rule, place: at }) => `    ${severity} ${atPlace(at)} ${message} ${rule}`,
		),
	];
}

function summarize({ summary }: AuditReport, translate: Translate): string {
	const { rows, exposed, found, depends, absent, unnamed } = summary;
	return [
		translate("{{rows}}: {{found}}", {
			rows: countWords(rows, "{{count}} row", "{{count}} rows"),
			found: wording("{{count}} in this repository", { count: String(found) }),
		}),
		...(depends === 0 ? [] : [translate("{{count}} perhaps", { count: String(depends) })]),
		translate("{{count}} not", { count: String(absent) }),
		...(unnamed === 0 ? [] : [translate("{{count}} without a resource", { count: String(unnamed) })]),
		translate("{{count}} to be fixed", { count: String(exposed) }),
	].join(", ");
}
