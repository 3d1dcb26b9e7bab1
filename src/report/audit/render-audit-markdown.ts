import type { AuditAnswer, AuditMatch, AuditReport, AuditStep, AuditSubject } from "../../audit/answer.ts";
import { countOf } from "../../text/count-of.ts";
import { breakCommands, escapeControls } from "../escape-controls.ts";
import { codeMarkdown, plainMarkdown } from "../plain-markdown.ts";
import { atPlace, atRow, capitalize, keyOf, nameOfSubject, openOf, variablesOf, verdictOf } from "./audit-words.ts";

/** Renders a table of all rows in their order, and a section for each that is in the repository, with its plan. */
export function renderAuditMarkdown(report: AuditReport): string {
	const { summary, answers, costs } = report;
	const { rows, exposed, found, depends, absent, unnamed } = summary;
	const lines = [...[openOf(report) ?? []].flat(), ...costs.lines];
	const counts = [
		`${String(found)} in this repository`,
		...(depends === 0 ? [] : [`${String(depends)} perhaps`]),
		`${String(absent)} not`,
		...(unnamed === 0 ? [] : [`${String(unnamed)} without a resource`]),
	];
	return breakCommands(
		[
			"## kmslint audit",
			"",
			`**${countOf(rows, "row")}**: ${counts.join(", ")}. **${String(exposed)} to be fixed.**`,
			"",
			...lines.map((line) => `- ${plainMarkdown(line)}`),
			...(lines.length === 0 ? [] : [""]),
			"| row | listed | answer | where |",
			"| --- | --- | --- | --- |",
			...answers.map(renderRow),
			"",
			...answers.flatMap(renderSection),
		].join("\n"),
	);
}

function renderRow(answer: AuditAnswer): string {
	const names = answer.subjects.map((one) => plainMarkdown(nameOfSubject(one))).join(", ");
	const places = answer.subjects.flatMap(({ matches }) => matches.map(({ place }) => codeMarkdown(atPlace(place))));
	const verdict = plainMarkdown(verdictOf(answer));
	return `| ${plainMarkdown(atRow(answer))} | ${names} | ${answer.isExposed ? `**${verdict}**` : verdict} | ${[...new Set(places)].join(", ")} |`;
}

function renderSection(answer: AuditAnswer): readonly string[] {
	const { subjects, label, check } = answer;
	if (subjects.every(({ matches, candidates, steps }) => matches.length + candidates.length + steps.length === 0)) {
		return [];
	}
	const said = [label, check].filter((text) => text !== "");
	return [
		`### ${plainMarkdown(atRow(answer))} ${subjects.map((one) => plainMarkdown(nameOfSubject(one))).join(", ")}`,
		"",
		`${plainMarkdown(capitalize(verdictOf(answer)))}.${said.length === 0 ? "" : ` Listed as: ${plainMarkdown(said.join("; "))}.`}`,
		"",
		...subjects.flatMap(renderSubject),
	];
}

function renderSubject({ matches, candidates, steps, costs }: AuditSubject): readonly string[] {
	const list = [
		...matches.flatMap(renderMatch),
		...candidates.map(
			({ name, id, place, why }) =>
				`- Near: ${codeMarkdown(name)} (${plainMarkdown(id)}, ${codeMarkdown(atPlace(place))}): ${plainMarkdown(why)}`,
		),
		...costs.map((line) => `- Cost: ${plainMarkdown(line)}`),
	];
	return [
		...list,
		...(list.length === 0 ? [] : [""]),
		...steps.flatMap(renderStep),
		...(steps.length === 0 ? [] : [""]),
	];
}

function renderMatch(match: AuditMatch): readonly string[] {
	const { id, type, place, condition, findings, environment } = match;
	const variables = variablesOf(match);
	const key = keyOf(match);
	const name = type === null ? "" : `${plainMarkdown(id)} ${codeMarkdown(type)} at `;
	return [
		`- ${name}${codeMarkdown(atPlace(place))}${condition === null ? "" : `, if ${plainMarkdown(condition)}`}`,
		...(variables === null ? [] : [`  - ${plainMarkdown(variables)}`]),
		...(environment?.sensitive ?? []).map(
			({ name: variable, why, place: at }) =>
				`    - ${codeMarkdown(variable)}${at === null ? "" : ` (${codeMarkdown(atPlace(at))})`}: ${plainMarkdown(why)}`,
		),
		...(key === null ? [] : [`  - encrypted with: ${plainMarkdown(key)}`]),
		...findings.map(
			({ severity, message, rule, place: at }) =>
				`  - ${severity} ${codeMarkdown(atPlace(at))} ${plainMarkdown(message)} ${codeMarkdown(rule)}`,
		),
	];
}

function renderStep({ text, command }: AuditStep, at: number): readonly string[] {
	const number = `${String(at + 1)}.`;
	if (command === null) {
		return [`${number} ${plainMarkdown(text)}`];
	}
	const line = escapeControls(command);
	const fence = "`".repeat([...line.matchAll(/`+/gu)].reduce((most, [run]) => Math.max(most, run.length + 1), 3));
	return [`${number} ${plainMarkdown(text)}`, "", `   ${fence}sh`, `   ${line}`, `   ${fence}`, ""];
}
