import type { AuditAnswer, AuditMatch, AuditReport, AuditSubject } from "../../audit/answer.ts";
import { countOf } from "../../text/count-of.ts";
import { breakCommands, escapeControls } from "../escape-controls.ts";
import { atPlace, atRow, keyOf, nameOfSubject, openOf, variablesOf, verdictOf } from "./audit-words.ts";

/** The answers as text: a block for each row, then how many there are and what they cost. */
export function renderAuditText(report: AuditReport): string {
	const lines = [
		...report.answers.flatMap((answer) => [...renderAnswer(answer), ""]),
		summarize(report),
		...[openOf(report) ?? []].flat(),
		...report.costs.lines,
	];
	return breakCommands(lines.map((line) => `${escapeControls(line)}\n`).join(""));
}

function renderAnswer(answer: AuditAnswer): readonly string[] {
	const { subjects, label, check, isExposed } = answer;
	const names = subjects.map(nameOfSubject).join(", ");
	const said = [label, check].filter((text) => text !== "");
	return [
		`${isExposed ? "✖" : "·"} ${atRow(answer)} ${names === "" ? "" : `${names}: `}${verdictOf(answer)}`,
		...(said.length === 0 ? [] : [`  listed as: ${said.join("; ")}`]),
		...subjects.flatMap(renderSubject),
	];
}

function renderSubject({ matches, candidates, steps, costs }: AuditSubject): readonly string[] {
	return [
		...matches.flatMap(renderMatch),
		...candidates.map(({ name, id, place, why }) => `  near: '${name}' (${id}, ${atPlace(place)}): ${why}`),
		...costs.map((line) => `  cost: ${line}`),
		...steps.flatMap(({ text, command }, at) => [
			`  ${String(at + 1)}. ${text}`,
			...(command === null ? [] : [`     ${command}`]),
		]),
	];
}

function renderMatch(match: AuditMatch): readonly string[] {
	const { id, type, place, condition, findings, environment } = match;
	const variables = variablesOf(match);
	const key = keyOf(match);
	return [
		`  ${id === place.file ? "" : `${id} `}${type === null ? "" : `${type} `}at ${atPlace(place)}${condition === null ? "" : `, if ${condition}`}`,
		...(variables === null ? [] : [`    ${variables}`]),
		...(environment?.sensitive ?? []).map(
			({ name, why, place: at }) => `      ${name}${at === null ? "" : ` (${atPlace(at)})`}: ${why}`,
		),
		...(key === null ? [] : [`    encrypted with: ${key}`]),
		...findings.map(
			({ severity, message, rule, place: at }) => `    ${severity} ${atPlace(at)} ${message} ${rule}`,
		),
	];
}

function summarize({ summary }: AuditReport): string {
	const { rows, exposed, found, depends, absent, unnamed } = summary;
	return [
		`${countOf(rows, "row")}: ${String(found)} in this repository`,
		...(depends === 0 ? [] : [`${String(depends)} perhaps`]),
		`${String(absent)} not`,
		...(unnamed === 0 ? [] : [`${String(unnamed)} without a resource`]),
		`${String(exposed)} to be fixed`,
	].join(", ");
}
