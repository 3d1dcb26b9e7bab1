import { Buffer } from "node:buffer";
import { SEVERITIES, type Severity } from "../../rule/rule.ts";
import { PRICES } from "../../model/prices.ts";
import type { Language } from "../../locale/language.ts";
import { commaWords, countWords, type Translate } from "../../text/wording.ts";
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
	readonly language: Language;
}

/** How many values that are not known the page lists. */
const MOST_UNKNOWN = 500;

/**
 * Renders a page of its own for whoever answers an audit: what, where, why, the remedy and its cost. It loads nothing,
 * and its policy for content permits nothing but its own style and script.
 */
export function renderHtml(report: Report, context: HtmlContext): string {
	const { translate, language } = context;
	return renderPage({
		language,
		shown: translate("{{count}} of {{all}} findings shown"),
		title: `kmslint: ${findingsOf(report.summary.findings, context)}`,
		header: renderHeader(report, context),
		skip: { to: "findings", name: translate("Skip to the findings") },
		sections: [
			renderErrors(report, context),
			renderFindings(report, context),
			renderRules(report, context),
			renderSuppressed(report.suppressed, context),
			renderUnknown(report.unknown, context),
			renderMap(context),
		],
	});
}

function findingsOf(count: number, { translate }: HtmlContext): string {
	return translate(countWords(count, "{{count}} finding", "{{count}} findings"));
}

function renderHeader({ tool, summary }: Report, context: HtmlContext): Markup {
	const { exit, day, translate } = context;
	const read = summary.read.flatMap(({ one, many, count }) =>
		count === 0 ? [] : [countWords(count, `{{count}} ${one}`, `{{count}} ${many}`)],
	);
	const unread = renderUnread(summary.unread);
	const counts = SEVERITIES.filter((severity) => summary.bySeverity[severity] > 0);
	return h("header", {}, [
		h("h1", {}, translate("Encryption and secrets")),
		h("p", { class: "soft" }, `${tool.name} ${tool.version}, ${day}`),
		h("p", {}, [
			h("strong", {}, translate("{{findings}}.", { findings: findingsOf(summary.findings, context) })),
			read.length === 0
				? translate(" Nothing was read.")
				: translate(" Read: {{files}}.", { files: commaWords(read) }),
			unread === "" ? null : translate(" Not read: {{kinds}}.", { kinds: unread }),
			summary.suppressed === 0
				? null
				: translate(" {{findings}}.", {
						findings: countWords(
							summary.suppressed,
							"{{count}} suppressed finding",
							"{{count}} suppressed findings",
						),
					}),
			exit.why === null
				? translate(" Exit code {{code}}.", { code: String(exit.code) })
				: translate(" Exit code {{code}}: {{why}}.", { code: String(exit.code), why: exit.why }),
		]),
		counts.length === 0
			? null
			: table(
					translate("Findings by severity"),
					[translate("severity"), translate("findings")],
					counts.map((severity) => [shown(severity), summary.bySeverity[severity]]),
				),
	]);
}

function shown(severity: Severity): Markup {
	return h("span", { class: `severity ${severity}` }, severity);
}

function renderErrors({ errors }: Report, context: HtmlContext): Child {
	const { translate } = context;
	if (errors.length === 0) {
		return null;
	}
	return section(
		"errors",
		translate("Could not be checked"),
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
	const { translate } = context;
	const findings = byWeight(report, context);
	const content =
		findings.length === 0
			? h("p", {}, report.summary.files === 0 ? translate("Nothing was read.") : translate("None."))
			: [
					renderFilters(findings, context),
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
	return section("findings", translate("Findings"), content);
}

/** Hidden until the script is there that it needs. */
function renderFilters(findings: readonly ReportedFinding[], context: HtmlContext): Child {
	const { translate } = context;
	const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
	const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
	return [
		h("form", { role: "search", hidden: true, "aria-label": translate("Filter the findings") }, [
			h("label", { class: "above" }, [
				translate("Words"),
				h("input", { type: "search", name: "words", autocomplete: "off", spellcheck: "false" }),
			]),
			h("label", { class: "above" }, [
				translate("Rule"),
				h("select", { name: "rule" }, [
					h("option", { value: "" }, translate("all")),
					rules.map((rule) => h("option", { value: rule }, rule)),
				]),
			]),
			h("fieldset", {}, [
				h("legend", {}, translate("Severity")),
				SEVERITIES.filter((severity) => count(severity) > 0).map((severity) =>
					h("label", {}, [
						h("input", { type: "checkbox", name: "severity", value: severity, checked: true }),
						` ${severity} (${String(count(severity))})`,
					]),
				),
			]),
			h("button", { type: "reset" }, translate("Show all")),
		]),
		h("p", { role: "status", class: "soft" }, findingsOf(findings.length, context)),
	];
}

function renderFinding(finding: ReportedFinding, context: HtmlContext): Markup {
	const { rule, docs, severity, level, message, property, frame, construct, related = [] } = finding;
	const { translate } = context;
	const resources = [finding.resource, ...(finding.others ?? [])].filter((one) => one !== null);
	const facts = context.rules.find(({ name }) => name === rule);
	const rows: readonly (readonly [string, Child])[] = [
		[
			resources.length > 1 ? translate("Resources") : translate("Resource"),
			resources.length === 0
				? null
				: resources.flatMap(({ id, type }, at) => [at > 0 ? ", " : null, h("code", {}, id), ` (${type})`]),
		],
		[translate("Property"), property === null ? null : h("code", {}, property)],
		[translate("Construct"), construct === undefined ? null : h("code", {}, construct.path)],
		[
			translate("Called from"),
			related.length === 0 ? null : related.flatMap((call) => [placeOf(call, context), " "]),
		],
		[translate("Remedy"), remedyOf(finding, context)],
		[translate("Requirements"), facts === undefined ? null : requirementsOf(facts)],
		[
			translate("Rule"),
			[
				h("a", { href: docs }, rule),
				facts === undefined
					? null
					: [
							": ",
							sentence(facts.description),
							" (",
							h("a", { href: `#rule-${rule}` }, translate("why")),
							")",
						],
				level === "error" ? translate(", error") : translate(", warning"),
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

function remedyOf({ fix, suggestions, lookups = [], generated }: ReportedFinding, { translate }: HtmlContext): Child {
	if (generated !== null) {
		return sentence(
			translate("Made by {{by}}. {{remedy}}", { by: generated.by, remedy: generated.remedy ?? "" }).trim(),
		);
	}
	const offers: readonly Child[] = [
		...(fix === "safe" ? [sentence(translate("Applied by `kmslint --fix`."))] : []),
		...suggestions.map(({ description }) => sentence(description)),
		...(lookups.length === 0
			? []
			: [sentence(translate("A lookup can take its place: `kmslint migrate` writes the whole plan."))]),
	];
	if (offers.length === 0) {
		return translate("See the page of the rule.");
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
function renderRules({ findings }: Report, { rules, language, translate }: HtmlContext): Child {
	const used = rules.filter(({ name }) => findings.some(({ rule }) => rule === name));
	if (used.length === 0) {
		return null;
	}
	return section("rules", translate("Why, and what it costs"), [
		used.map((rule) =>
			h("article", { id: `rule-${rule.name}`, class: "info" }, [
				h("h3", {}, [h("a", { href: rule.docs }, rule.name), ": ", sentence(rule.description)]),
				inEnglish(paragraphs(rule.why), language),
				rule.cost === ""
					? null
					: [h("p", {}, h("strong", {}, translate("Cost"))), inEnglish(paragraphs(rule.cost), language)],
			]),
		),
		h(
			"p",
			{},
			translate(
				"A customer managed key costs {{key}} USD a month, whatever it encrypts, and {{price}} USD per {{requests}} requests; one key can serve many resources. Encryption with a key of AWS costs nothing.",
				{
					key: String(PRICES.keyPerMonth),
					price: String(PRICES.requests.price),
					requests: PRICES.requests.count,
				},
			),
		),
	]);
}

/** What is there in English alone: a page of a rule. */
function inEnglish(children: Child, language: Language): Child {
	return language === "en" ? children : h("div", { lang: "en" }, children);
}

function renderSuppressed(suppressed: readonly ReportedSuppression[], context: HtmlContext): Child {
	if (suppressed.length === 0) {
		return null;
	}
	return section(
		"suppressed",
		context.translate("Accepted for now"),
		table(
			context.translate("Suppressed findings"),
			[
				context.translate("place"),
				context.translate("finding"),
				context.translate("reason"),
				context.translate("until"),
				context.translate("owner"),
			],
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
	const { translate } = context;
	return section("unknown", translate("Not known until deployment"), [
		table(
			translate("Values that are not known until deployment"),
			[translate("place"), translate("resource"), translate("property"), translate("because")],
			unknown
				.slice(0, MOST_UNKNOWN)
				.map((one) => [
					placeOf(one, context),
					one.resource === null ? "" : h("code", {}, one.resource.id),
					h("code", {}, one.property),
					sentence(one.why),
				]),
		),
		left > 0 ? h("p", {}, translate("And {{count}} more.", { count: String(left) })) : null,
	]);
}

function renderMap({ map, translate }: HtmlContext): Child {
	if (map === null || map.functions.length === 0) {
		return null;
	}
	const image = `data:image/svg+xml;base64,${Buffer.from(renderSvg(map)).toString("base64")}`;
	return section("map", translate("The application"), [
		h(
			"div",
			{ class: "wide map", tabindex: 0, role: "region", "aria-label": translate("Map of the application") },
			h("img", {
				src: image,
				alt: translate(
					"Functions, their variables, the secrets that they read, and the keys. The table below says the same.",
				),
			}),
		),
		table(
			translate("Functions of the application"),
			[
				translate("function"),
				translate("handler"),
				translate("exposed variables"),
				translate("role"),
				translate("key of its variables"),
			],
			map.functions.map((fn) => [
				[h("code", {}, fn.id), " ", h("span", { class: "soft" }, `${fn.place.file}:${String(fn.place.line)}`)],
				handlerOf(fn, translate),
				fn.variables
					.filter(({ exposed }) => exposed)
					.map(({ name }) => name)
					.join(", ") || translate("none"),
				fn.role ?? translate("in no file"),
				fn.key ?? translate("of AWS, or not known"),
			]),
		),
	]);
}

function handlerOf({ handler, why }: MapFunction, translate: Translate): Child {
	return handler === null
		? translate("not found, because {{why}}", { why: why ?? translate("of its configuration") })
		: h("code", {}, `${handler.file} ${handler.exported}`);
}
