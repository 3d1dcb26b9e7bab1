import { Buffer } from "node:buffer";
import { SEVERITIES, type Severity } from "../../rule/rule.ts";
import { PRICE_OF_REQUESTS, priceOfKeys } from "../../model/prices.ts";
import { countOf } from "../../text/count-of.ts";
import { byWeight, pathIn, type CiContext } from "../ci/ci-context.ts";
import type { AppMap, MapFunction } from "../map/app-map.ts";
import { renderSvg } from "../map/render-svg.ts";
import type { Report, ReportedFinding, ReportedSuppression, ReportedUnknown } from "../report.ts";
import { renderUnread } from "../render-unread.ts";
import { h, Markup, paragraphs, sentence, type Child } from "./markup.ts";
import { renderPage, section, table } from "./page.ts";

/** What the page says of a rule. */
interface HtmlRule {
	readonly name: string;
	readonly description: string;
	readonly docs: string;
	/** Why it matters, and what a remedy costs, as on its page: Markdown. */
	readonly why: string;
	readonly cost: string;
	/** The ids of the requirements it covers, by standard. */
	readonly compliance: Readonly<Record<string, readonly string[]>>;
}

/** What the page has beside the report. */
export interface HtmlContext extends CiContext {
	readonly rules: readonly HtmlRule[];
	/** The day of the run: `2026-11-28`. */
	readonly day: string;
	/** The application that was read; null for none. */
	readonly map: AppMap | null;
}

/** How many values that are not known the page lists. */
const MOST_UNKNOWN = 500;

/**
 * Renders a page of its own for whoever answers an audit: what, where, why, the remedy and its cost. It loads nothing,
 * and its policy for content permits nothing but its own style and script.
 */
export function renderHtml(report: Report, context: HtmlContext): string {
	return renderPage({
		title: `kmslint: ${countOf(report.summary.findings, "finding")}`,
		header: renderHeader(report, context),
		skip: { to: "findings", name: "Skip to the findings" },
		sections: [
			renderErrors(report, context),
			renderFindings(report, context),
			renderRules(report, context),
			renderSuppressed(report.suppressed, context),
			renderUnknown(report.unknown, context),
			renderMap(context.map),
		],
	});
}

function renderHeader({ tool, summary }: Report, { exit, day }: HtmlContext): Markup {
	const read = summary.read.flatMap(({ one, many, count }) => (count === 0 ? [] : [countOf(count, one, many)]));
	const unread = renderUnread(summary.unread);
	const counts = SEVERITIES.filter((severity) => summary.bySeverity[severity] > 0);
	return h("header", {}, [
		h("h1", {}, "Encryption and secrets"),
		h("p", { class: "soft" }, `${tool.name} ${tool.version}, ${day}`),
		h("p", {}, [
			h("strong", {}, `${countOf(summary.findings, "finding")}.`),
			` ${read.length === 0 ? "Nothing was read" : `Read: ${read.join(", ")}`}.`,
			unread === "" ? null : ` Not read: ${unread}.`,
			summary.suppressed === 0 ? null : ` ${countOf(summary.suppressed, "suppressed finding")}.`,
			` Exit code ${String(exit.code)}${exit.why === null ? "" : `: ${exit.why}`}.`,
		]),
		counts.length === 0
			? null
			: table(
					"Findings by severity",
					["severity", "findings"],
					counts.map((severity) => [shown(severity), summary.bySeverity[severity]]),
				),
	]);
}

function shown(severity: Severity): Markup {
	return h("span", { class: `severity ${severity}` }, severity);
}

function renderErrors({ errors }: Report, context: HtmlContext): Child {
	if (errors.length === 0) {
		return null;
	}
	return section(
		"errors",
		"Could not be checked",
		h(
			"ul",
			{},
			errors.map((error) => h("li", {}, [placeOf(error, context), ": ", sentence(error.message)])),
		),
	);
}

function placeOf(
	{ file, line, column }: { readonly file: string; readonly line: number; readonly column?: number },
	context: CiContext,
): Markup {
	const path = pathIn(context, file);
	const place = h("code", {}, `${path}:${String(line)}${column === undefined ? "" : `:${String(column)}`}`);
	return context.source === null || path !== `${context.base}${file}`
		? place
		: h("a", { href: `${context.source}${path.split("/").map(encodePart).join("/")}#L${String(line)}` }, place);
}

function encodePart(part: string): string {
	return encodeURIComponent(part.replaceAll(/\p{Cs}/gu, "\uFFFD"));
}

function renderFindings(report: Report, context: HtmlContext): Markup {
	const findings = byWeight(report, context);
	const content =
		findings.length === 0
			? h("p", {}, report.summary.files === 0 ? "Nothing was read." : "None.")
			: [
					renderFilters(findings),
					h(
						"ol",
						{ class: "findings" },
						findings.map((finding) =>
							h(
								"li",
								{ "data-severity": finding.severity, "data-rule": finding.rule },
								renderFinding(finding, context),
							),
						),
					),
				];
	return section("findings", "Findings", content);
}

/** Hidden until the script is there that it needs. */
function renderFilters(findings: readonly ReportedFinding[]): Child {
	const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
	const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
	return [
		h("form", { role: "search", hidden: true, "aria-label": "Filter the findings" }, [
			h("label", { class: "above" }, [
				"Words",
				h("input", { type: "search", name: "words", autocomplete: "off", spellcheck: "false" }),
			]),
			h("label", { class: "above" }, [
				"Rule",
				h("select", { name: "rule" }, [
					h("option", { value: "" }, "all"),
					rules.map((rule) => h("option", { value: rule }, rule)),
				]),
			]),
			h("fieldset", {}, [
				h("legend", {}, "Severity"),
				SEVERITIES.filter((severity) => count(severity) > 0).map((severity) =>
					h("label", {}, [
						h("input", { type: "checkbox", name: "severity", value: severity, checked: true }),
						` ${severity} (${String(count(severity))})`,
					]),
				),
			]),
			h("button", { type: "reset" }, "Show all"),
		]),
		h("p", { role: "status", class: "soft" }, countOf(findings.length, "finding")),
	];
}

function renderFinding(finding: ReportedFinding, context: HtmlContext): Markup {
	const { rule, docs, severity, level, message, property, frame, construct, related = [] } = finding;
	const resources = [finding.resource, ...(finding.others ?? [])].filter((one) => one !== null);
	const facts = context.rules.find(({ name }) => name === rule);
	const rows: readonly (readonly [string, Child])[] = [
		[
			resources.length > 1 ? "Resources" : "Resource",
			resources.length === 0
				? null
				: resources.flatMap(({ id, type }, at) => [at > 0 ? ", " : null, h("code", {}, id), ` (${type})`]),
		],
		["Property", property === null ? null : h("code", {}, property)],
		["Construct", construct === undefined ? null : h("code", {}, construct.path)],
		["Called from", related.length === 0 ? null : related.flatMap((call) => [placeOf(call, context), " "])],
		["Remedy", remedyOf(finding)],
		["Requirements", facts === undefined ? null : requirementsOf(facts)],
		[
			"Rule",
			[
				h("a", { href: docs }, rule),
				facts === undefined
					? null
					: [": ", sentence(facts.description), " (", h("a", { href: `#rule-${rule}` }, "why"), ")"],
				level === "error" ? ", error" : ", warning",
			],
		],
	];
	return h("article", { class: severity }, [
		h("h3", {}, [shown(severity), " ", sentence(message)]),
		h("p", {}, placeOf(finding, context)),
		frame.lines.length === 0 ? null : renderFrame(finding),
		h(
			"dl",
			{},
			rows.flatMap(([name, value]) => (value === null ? [] : [h("dt", {}, name), h("dd", {}, value)])),
		),
	]);
}

/** The lines of the file, each with its number; they hold no secret. */
function renderFrame({ frame: { lines, mark }, line }: ReportedFinding): Markup {
	const width = String(line + lines.length - 1).length;
	return h(
		"pre",
		{ tabindex: 0 },
		h(
			"code",
			{},
			lines.flatMap((text, at): readonly Child[] => [
				at > 0 ? new Markup("\n") : null,
				h("span", { class: "soft" }, `${String(line + at).padStart(width)} | `),
				mark === null || at > 0
					? text
					: [
							text.slice(0, mark.start),
							h("mark", {}, text.slice(mark.start, mark.end)),
							text.slice(mark.end),
						],
			]),
		),
	);
}

function remedyOf({ fix, suggestions, lookups = [], generated }: ReportedFinding): Child {
	if (generated !== null) {
		return sentence(`Made by ${generated.by}. ${generated.remedy ?? ""}`.trim());
	}
	const offers: readonly Child[] = [
		...(fix === "safe" ? [["Applied by ", h("code", {}, "kmslint --fix"), "."]] : []),
		...suggestions.map(({ description }) => sentence(description)),
		...(lookups.length === 0
			? []
			: [["A lookup can take its place: ", h("code", {}, "kmslint migrate"), " writes the whole plan."]]),
	];
	if (offers.length === 0) {
		return "See the page of the rule.";
	}
	return offers.length === 1
		? (offers[0] ?? null)
		: h(
				"ul",
				{},
				offers.map((offer) => h("li", {}, offer)),
			);
}

function requirementsOf({ compliance }: HtmlRule): Child {
	// The name of a weakness has the standard's in it.
	const all = Object.entries(compliance).map(([standard, ids]) =>
		ids.every((id) => id.startsWith(standard)) ? ids.join(", ") : `${standard} ${ids.join(", ")}`,
	);
	return all.length === 0 ? null : all.join("; ");
}

/** Each rule that found something: what it asks for, why, and what that costs. */
function renderRules({ findings }: Report, { rules }: HtmlContext): Child {
	const used = rules.filter(({ name }) => findings.some(({ rule }) => rule === name));
	if (used.length === 0) {
		return null;
	}
	return section("rules", "Why, and what it costs", [
		used.map((rule) =>
			h("article", { id: `rule-${rule.name}`, class: "info" }, [
				h("h3", {}, [h("a", { href: rule.docs }, rule.name), ": ", sentence(rule.description)]),
				paragraphs(rule.why),
				rule.cost === "" ? null : [h("p", {}, h("strong", {}, "Cost")), paragraphs(rule.cost)],
			]),
		),
		h(
			"p",
			{},
			`A customer managed key costs ${priceOfKeys(1)}, whatever it encrypts, and ${PRICE_OF_REQUESTS}; one key can serve many resources. Encryption with a key of AWS costs nothing.`,
		),
	]);
}

function renderSuppressed(suppressed: readonly ReportedSuppression[], context: HtmlContext): Child {
	if (suppressed.length === 0) {
		return null;
	}
	return section(
		"suppressed",
		"Accepted for now",
		table(
			"Suppressed findings",
			["place", "finding", "reason", "until", "owner"],
			suppressed.map((one) => [
				placeOf(one, context),
				sentence(one.message),
				one.suppression.reason,
				one.suppression.until ?? "",
				one.suppression.owner ?? "",
			]),
		),
	);
}

function renderUnknown(unknown: readonly ReportedUnknown[], context: HtmlContext): Child {
	if (unknown.length === 0) {
		return null;
	}
	const left = unknown.length - MOST_UNKNOWN;
	return section("unknown", "Not known until deployment", [
		table(
			"Values that are not known until deployment",
			["place", "resource", "property", "because"],
			unknown
				.slice(0, MOST_UNKNOWN)
				.map((one) => [
					placeOf(one, context),
					one.resource === null ? "" : h("code", {}, one.resource.id),
					h("code", {}, one.property),
					sentence(one.why),
				]),
		),
		left > 0 ? h("p", {}, `And ${String(left)} more.`) : null,
	]);
}

function renderMap(map: AppMap | null): Child {
	if (map === null || map.functions.length === 0) {
		return null;
	}
	const image = `data:image/svg+xml;base64,${Buffer.from(renderSvg(map)).toString("base64")}`;
	return section("map", "The application", [
		h(
			"div",
			{ class: "wide map", tabindex: 0, role: "region", "aria-label": "Map of the application" },
			h("img", {
				src: image,
				alt: "Functions, their variables, the secrets that they read, and the keys. The table below says the same.",
			}),
		),
		table(
			"Functions of the application",
			["function", "handler", "exposed variables", "role", "key of its variables"],
			map.functions.map((fn) => [
				[h("code", {}, fn.id), " ", h("span", { class: "soft" }, `${fn.place.file}:${String(fn.place.line)}`)],
				handlerOf(fn),
				fn.variables
					.filter(({ exposed }) => exposed)
					.map(({ name }) => name)
					.join(", ") || "none",
				fn.role ?? "in no file",
				fn.key ?? "of AWS, or not known",
			]),
		),
	]);
}

function handlerOf({ handler, why }: MapFunction): Child {
	return handler === null
		? `not found, because ${why ?? "of its configuration"}`
		: h("code", {}, `${handler.file} ${handler.exported}`);
}
