import type { AuditAnswer, AuditMatch, AuditPlace, AuditReport, AuditStep, AuditSubject } from "../../audit/answer.ts";
import { countOf } from "../../text/count-of.ts";
import {
	atPlace,
	atRow,
	capitalize,
	keyOf,
	nameOfSubject,
	openOf,
	variablesOf,
	verdictOf,
} from "../audit/audit-words.ts";
import { escapeControls } from "../escape-controls.ts";
import { h, sentence, type Child, type Markup } from "./markup.ts";
import { renderPage, section, table } from "./page.ts";

/** Renders the answers to an auditor's list as a page of its own: all rows in their order, then each with its plan. */
export function renderAuditHtml(report: AuditReport): string {
	const { summary, answers, costs } = report;
	const open = openOf(report);
	return renderPage({
		title: `kmslint audit: ${countOf(summary.rows, "row")}`,
		header: h("header", {}, [
			h("h1", {}, "Answers to an audit"),
			h(
				"p",
				{ class: "soft" },
				report.lists.map(({ file, rows }) => `${file} (${countOf(rows, "row")})`).join(", "),
			),
			h("p", {}, [
				h("strong", {}, `${String(summary.exposed)} to be fixed.`),
				` ${String(summary.found)} in this repository, ${String(summary.depends)} perhaps, ${String(summary.absent)} not, ${String(summary.unnamed)} without a resource.`,
			]),
		]),
		skip: { to: "rows", name: "Skip to the rows" },
		sections: [
			section(
				"rows",
				"Rows",
				table("Rows of the lists", ["row", "listed", "answer", "where"], answers.map(cellsOf)),
			),
			open === null ? null : section("open", "Not known", itemsOf([sentence(open)])),
			costs.lines.length === 0 ? null : section("costs", "Cost", itemsOf(costs.lines.map(sentence))),
			section(
				"answers",
				"Answers",
				answers.flatMap((answer, at) => renderAnswer(answer, at) ?? []),
			),
		],
	});
}

function cellsOf(answer: AuditAnswer, at: number): readonly Child[] {
	const places = answer.subjects.flatMap(({ matches }) => matches.map(({ place }) => atPlace(place)));
	const verdict = verdictOf(answer);
	return [
		hasMore(answer) ? h("a", { href: `#${idOf(at)}` }, atRow(answer)) : atRow(answer),
		answer.subjects.map(nameOfSubject).join(", "),
		answer.isExposed ? h("strong", {}, verdict) : verdict,
		[...new Set(places)].flatMap((place, index) => [index > 0 ? ", " : null, h("code", {}, place)]),
	];
}

function idOf(at: number): string {
	return `row-${String(at + 1)}`;
}

function hasMore({ subjects }: AuditAnswer): boolean {
	return subjects.some(({ matches, candidates, steps }) => matches.length + candidates.length + steps.length > 0);
}

function renderAnswer(answer: AuditAnswer, at: number): Markup | null {
	const said = [answer.label, answer.check].filter((text) => text !== "");
	return hasMore(answer)
		? h("article", { id: idOf(at), class: answer.isExposed ? "high" : "info" }, [
				h("h3", {}, `${atRow(answer)}: ${answer.subjects.map(nameOfSubject).join(", ")}`),
				h("p", {}, [
					sentence(`${capitalize(verdictOf(answer))}.`),
					said.length === 0 ? null : ` Listed as: ${said.join("; ")}.`,
				]),
				answer.subjects.map(renderSubject),
			])
		: null;
}

function renderSubject({ matches, candidates, steps, costs }: AuditSubject): Child {
	const items: readonly Child[] = [
		...matches.map(renderMatch),
		...candidates.map(({ name, id, place, why }) => [
			"Near: ",
			h("code", {}, name),
			` (${id}, `,
			placed(place),
			"): ",
			sentence(why),
		]),
		...costs.map((line) => ["Cost: ", sentence(line)]),
	];
	return [
		items.length === 0 ? null : itemsOf(items),
		steps.length === 0
			? null
			: h(
					"ol",
					{},
					steps.map((step) => h("li", {}, renderStep(step))),
				),
	];
}

function renderMatch(match: AuditMatch): Child {
	const { id, type, place, condition, findings, environment } = match;
	const variables = variablesOf(match);
	const key = keyOf(match);
	const inner: readonly Child[] = [
		...(variables === null ? [] : [sentence(variables)]),
		...(environment?.sensitive ?? []).map(({ name, why, place: at }) => [
			h("code", {}, name),
			...(at === null ? [] : [" (", placed(at), ")"]),
			": ",
			sentence(why),
		]),
		...(key === null ? [] : [sentence(`encrypted with: ${key}`)]),
		...findings.map(({ severity, message, rule, place: at }) => [
			h("span", { class: `severity ${severity}` }, severity),
			" ",
			placed(at),
			" ",
			sentence(message),
			" ",
			h("code", {}, rule),
		]),
	];
	return [
		type === null ? null : [h("code", {}, id), ` (${type}) at `],
		placed(place),
		condition === null ? null : [", if ", sentence(condition)],
		inner.length === 0 ? null : itemsOf(inner),
	];
}

function placed(place: AuditPlace): Markup {
	return h("code", {}, atPlace(place));
}

function renderStep({ text, command }: AuditStep): Child {
	return [
		sentence(text),
		command === null ? null : h("pre", { tabindex: 0 }, h("code", {}, escapeControls(command))),
	];
}

function itemsOf(items: readonly Child[]): Markup {
	return h(
		"ul",
		{},
		items.map((item) => h("li", {}, item)),
	);
}
