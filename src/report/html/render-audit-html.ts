import type { AuditAnswer, AuditMatch, AuditPlace, AuditReport, AuditStep, AuditSubject } from "../../audit/answer.ts";
import type { Language } from "../../locale/language.ts";
import { countWords, type Translate } from "../../text/wording.ts";
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
export function renderAuditHtml(report: AuditReport, language: Language, translate: Translate): string {
	const { summary, answers, costs } = report;
	const open = openOf(report, translate);
	const rowsOf = (count: number): string => translate(countWords(count, "{{count}} row", "{{count}} rows"));
	return renderPage({
		language,
		title: `kmslint audit: ${rowsOf(summary.rows)}`,
		header: h("header", {}, [
			h("h1", {}, translate("Answers to an audit")),
			h("p", { class: "soft" }, report.lists.map(({ file, rows }) => `${file} (${rowsOf(rows)})`).join(", ")),
			h("p", {}, [
				h("strong", {}, translate("{{count}} to be fixed.", { count: String(summary.exposed) })),
				translate(
					" {{found}} in this repository, {{depends}} perhaps, {{absent}} not, {{unnamed}} without a resource.",
					{
						found: String(summary.found),
						depends: String(summary.depends),
						absent: String(summary.absent),
						unnamed: String(summary.unnamed),
					},
				),
			]),
		]),
		skip: { to: "rows", name: translate("Skip to the rows") },
		sections: [
			section(
				"rows",
				translate("Rows"),
				table(
					translate("Rows of the lists"),
					[translate("row"), translate("listed"), translate("answer"), translate("where")],
					answers.map((answer, at) => cellsOf(answer, at, translate)),
				),
			),
			open === null ? null : section("open", translate("Not known"), itemsOf([sentence(open)])),
			costs.lines.length === 0 ? null : section("costs", translate("Cost"), itemsOf(costs.lines.map(sentence))),
			section(
				"answers",
				translate("Answers"),
				answers.flatMap((answer, at) => renderAnswer(answer, at, translate) ?? []),
			),
		],
	});
}

function cellsOf(answer: AuditAnswer, at: number, translate: Translate): readonly Child[] {
	const places = answer.subjects.flatMap(({ matches }) => matches.map(({ place }) => atPlace(place)));
	const verdict = verdictOf(answer, translate);
	return [
		hasMore(answer) ? h("a", { href: `#${idOf(at)}` }, atRow(answer, translate)) : atRow(answer, translate),
		answer.subjects.map((one) => nameOfSubject(one, translate)).join(", "),
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

function renderAnswer(answer: AuditAnswer, at: number, translate: Translate): Markup | null {
	const said = [answer.label, answer.check].filter((text) => text !== "");
	return hasMore(answer)
		? h("article", { id: idOf(at), class: answer.isExposed ? "high" : "info" }, [
				h(
					"h3",
					{},
					`${atRow(answer, translate)}: ${answer.subjects.map((one) => nameOfSubject(one, translate)).join(", ")}`,
				),
				h("p", {}, [
					sentence(`${capitalize(verdictOf(answer, translate))}.`),
					said.length === 0 ? null : ` ${translate("Listed as:")} ${said.join("; ")}.`,
				]),
				answer.subjects.map((one) => renderSubject(one, translate)),
			])
		: null;
}

function renderSubject({ matches, candidates, steps, costs }: AuditSubject, translate: Translate): Child {
	const items: readonly Child[] = [
		...matches.map((one) => renderMatch(one, translate)),
		...candidates.map(({ name, id, place, why }) => [
			translate("Near:"),
			" ",
			h("code", {}, name),
			` (${id}, `,
			placed(place),
			"): ",
			sentence(why),
		]),
		...costs.map((line) => [translate("Cost:"), " ", sentence(line)]),
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

function renderMatch(match: AuditMatch, translate: Translate): Child {
	const { id, type, place, condition, findings, environment } = match;
	const variables = variablesOf(match, translate);
	const key = keyOf(match, translate);
	const inner: readonly Child[] = [
		...(variables === null ? [] : [sentence(variables)]),
		...(environment?.sensitive ?? []).map(({ name, why, place: at }) => [
			h("code", {}, name),
			...(at === null ? [] : [" (", placed(at), ")"]),
			": ",
			sentence(why),
		]),
		...(key === null ? [] : [sentence(`${translate("encrypted with:")} ${key}`)]),
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
		type === null ? null : [h("code", {}, id), ` (${type})`],
		type === null
			? placed(place)
			: translate(" at {{place}}", { place: MARK })
					.split(MARK)
					.flatMap((part, at) => [at > 0 ? placed(place) : null, part]),
		condition === null ? null : sentence(translate(", if {{condition}}", { condition })),
		inner.length === 0 ? null : itemsOf(inner),
	];
}

/** Where an element is in a sentence. */
const MARK = "\u0000";

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
