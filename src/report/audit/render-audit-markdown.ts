import type { AuditAnswer, AuditMatch, AuditReport, AuditStep, AuditSubject } from "../../audit/answer.ts";
import { countWords, verbatim, type Translate } from "../../text/wording.ts";
import { breakCommands, escapeControls } from "../escape-controls.ts";
import { codeMarkdown, plainMarkdown } from "../plain-markdown.ts";
import { atPlace, atRow, capitalize, keyOf, nameOfSubject, openOf, variablesOf, verdictOf } from "./audit-words.ts";

/** Renders a table of all rows in their order, and a section for each that is in the repository, with its plan. */
export function renderAuditMarkdown(report: AuditReport, translate: Translate): string {
	const { summary, answers, costs } = report;
	const { rows, exposed, found, depends, absent, unnamed } = summary;
	const lines = [...[openOf(report, translate) ?? []].flat(), ...costs.lines];
	const counts = [
		translate("{{count}} in this repository", { count: String(found) }),
		...(depends === 0 ? [] : [translate("{{count}} perhaps", { count: String(depends) })]),
		translate("{{count}} not", { count: String(absent) }),
		...(unnamed === 0 ? [] : [translate("{{count}} without a resource", { count: String(unnamed) })]),
	];
	return breakCommands(
		[
			"## kmslint audit",
			"",
			`**${translate(countWords(rows, "{{count}} row", "{{count}} rows"))}**: ${counts.join(", ")}. **${translate("{{count}} to be fixed.", { count: String(exposed) })}**`,
			"",
			...lines.map((line) => `- ${plainMarkdown(line)}`),
			...(lines.length === 0 ? [] : [""]),
			`| ${[translate("row"), translate("listed"), translate("answer"), translate("where")].join(" | ")} |`,
			"| --- | --- | --- | --- |",
			...answers.map((answer) => renderRow(answer, translate)),
			"",
			...answers.flatMap((answer) => renderSection(answer, translate)),
		].join("\n"),
	);
}

function renderRow(answer: AuditAnswer, translate: Translate): string {
	const names = answer.subjects.map((one) => plainMarkdown(nameOfSubject(one, translate))).join(", ");
	const places = answer.subjects.flatMap(({ matches }) => matches.map(({ place }) => codeMarkdown(atPlace(place))));
	const verdict = plainMarkdown(verdictOf(answer, translate));
	return `| ${plainMarkdown(atRow(answer, translate))} | ${names} | ${answer.isExposed ? `**${verdict}**` : verdict} | ${[...new Set(places)].join(", ")} |`;
}

function renderSection(answer: AuditAnswer, translate: Translate): readonly string[] {
	const { subjects, label, check } = answer;
	if (subjects.every(({ matches, candidates, steps }) => matches.length + candidates.length + steps.length === 0)) {
		return [];
	}
	const said = [label, check].filter((text) => text !== "");
	return [
		`### ${plainMarkdown(atRow(answer, translate))} ${subjects.map((one) => plainMarkdown(nameOfSubject(one, translate))).join(", ")}`,
		"",
		`${plainMarkdown(capitalize(verdictOf(answer, translate)))}.${said.length === 0 ? "" : ` ${translate("Listed as:")} ${plainMarkdown(said.join("; "))}.`}`,
		"",
		...subjects.flatMap((one) => renderSubject(one, translate)),
	];
}

function renderSubject({ matches, candidates, steps, costs }: AuditSubject, translate: Translate): readonly string[] {
	const list = [
		...matches.flatMap((one) => renderMatch(one, translate)),
		...candidates.map(
			({ name, id, place, why }) =>
				`- ${translate("Near:")} ${codeMarkdown(name)} (${plainMarkdown(id)}, ${codeMarkdown(atPlace(place))}): ${plainMarkdown(why)}`,
		),
		...costs.map((line) => `- ${translate("Cost:")} ${plainMarkdown(line)}`),
	];
	return [
		...list,
		...(list.length === 0 ? [] : [""]),
		...steps.flatMap(renderStep),
		...(steps.length === 0 ? [] : [""]),
	];
}

function renderMatch(match: AuditMatch, translate: Translate): readonly string[] {
	const { id, type, place, condition, findings, environment } = match;
	const variables = variablesOf(match, translate);
	const key = keyOf(match, translate);
	const at = codeMarkdown(atPlace(place));
	const name =
		type === null
			? at
			: `${plainMarkdown(id)} ${codeMarkdown(type)} ${translate("at {{place}}", { place: verbatim(at) })}`;
	return [
		`- ${name}${condition === null ? "" : translate(", if {{condition}}", { condition: plainMarkdown(condition) })}`,
		...(variables === null ? [] : [`  - ${plainMarkdown(variables)}`]),
		...(environment?.sensitive ?? []).map(
			({ name: variable, why, place: at }) =>
				`    - ${codeMarkdown(variable)}${at === null ? "" : ` (${codeMarkdown(atPlace(at))})`}: ${plainMarkdown(why)}`,
		),
		...(key === null ? [] : [`  - ${translate("encrypted with:")} ${plainMarkdown(key)}`]),
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
