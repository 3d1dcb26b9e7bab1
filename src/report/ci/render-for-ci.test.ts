import { Ajv } from "ajv";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { marked, type Tokens } from "marked";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { SEVERITIES } from "../../rule/rule.ts";
import { report } from "../../testing/random-reports.ts";
import type { Report } from "../report.ts";
import type { CiContext } from "./ci-context.ts";
import { renderForCi, type CiFormat } from "./render-for-ci.ts";
import { translatorOf } from "../../text/wording.ts";

const RUNS = { numRuns: 50 };

const CONTEXT: CiContext = {
	base: "packages/app/",
	source: null,
	translate: translatorOf(null),
	seconds: 1.5,
	exit: { code: 1, why: "1 error" },
	isFailing: ({ level }) => level === "error",
};

/** What every format leaves out: whatever a terminal obeys, and whatever nobody sees. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|[^\P{Cc}\n\r]/u;

function render(format: CiFormat, given: Report, context = CONTEXT): string {
	const rendered = renderForCi(format, given, context);
	expect(rendered).not.toMatch(UNSEEN);
	return rendered;
}

interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly inside: Element[];
}

/** Reads XML as strictly as its standard asks. */
function readXml(xml: string): Element {
	const root: Element = { name: "", attributes: {}, inside: [] };
	const open = [root];
	const parser = new SaxesParser();
	parser.on("opentag", ({ name, attributes }) => {
		const element = { name, attributes: attributes as Readonly<Record<string, string>>, inside: [] };
		open.at(-1)?.inside.push(element);
		open.push(element);
	});
	parser.on("closetag", () => {
		open.pop();
	});
	parser.on("error", (problem) => {
		throw problem;
	});
	parser.write(xml).close();
	const [first] = root.inside;
	if (first === undefined) {
		throw new Error("There is no element.");
	}
	return first;
}

/** What GitHub's runner takes from a line. Source: `ActionCommand.TryParseV2` of `actions/runner`. */
function readCommand(line: string) {
	const [, kind = "", properties = "", message = ""] = /^\s*::(\S+) (.*?)::(.*)$/u.exec(line) ?? [];
	const unescape = (escaped: string): string =>
		escaped
			.replaceAll("%0D", "\r")
			.replaceAll("%0A", "\n")
			.replaceAll("%3A", ":")
			.replaceAll("%2C", ",")
			.replaceAll("%25", "%");
	return {
		kind,
		message: unescape(message),
		properties: Object.fromEntries(
			properties.split(",").map((pair) => {
				const at = pair.indexOf("=");
				return [pair.slice(0, at), unescape(pair.slice(at + 1))] as const;
			}),
		),
	};
}

/** Source: "Code Quality report format", GitLab's documentation. */
const GITLAB = {
	type: "array",
	items: {
		type: "object",
		required: ["description", "check_name", "fingerprint", "severity", "location"],
		properties: {
			description: { type: "string", minLength: 1 },
			check_name: { type: "string", minLength: 1 },
			fingerprint: { type: "string", minLength: 1 },
			severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
			location: {
				type: "object",
				required: ["path", "positions"],
				properties: {
					path: { type: "string", pattern: "^(?!\\./)." },
					positions: {
						type: "object",
						required: ["begin"],
						properties: {
							begin: { type: "object", required: ["line"], properties: { line: { type: "integer" } } },
						},
					},
				},
			},
		},
	},
};

describe("whatever stands in a report", () => {
	test("GitHub gets its commands and no other, ten of a kind, the highest severity first", () => {
		fc.assert(
			fc.property(report(), (given) => {
				const lines = render("github", given).split("\n");
				const commands = lines.filter((line) => /^\s*::|##\[/u.test(line)).map(readCommand);
				for (const kind of ["error", "warning", "notice"]) {
					expect(commands.filter((one) => one.kind === kind).length).toBeLessThanOrEqual(10);
				}
				expect(commands.every(({ kind }) => ["error", "warning", "notice"].includes(kind))).toBe(true);
				for (const { properties, message } of commands) {
					expect(properties["file"]).toMatch(/^packages\/app\/src\//u);
					expect(Number(properties["line"])).toBeGreaterThan(0);
					expect(message).not.toBe("");
				}
				// Each is an annotation or a line.
				const places = lines.filter((line) => /packages\/app\/src\//u.test(line));
				expect(places).toHaveLength(given.findings.length + given.errors.length);
				const severities = commands
					.filter(({ kind }) => kind === "error")
					.flatMap(({ properties }) => /\((\w+)\)$/u.exec(properties["title"] ?? "")?.[1] ?? []);
				const order = severities.map((severity) => SEVERITIES.findIndex((one) => one === severity));
				expect(order).toEqual([...order].sort((a, b) => a - b));
			}),
			RUNS,
		);
	});

	test("GitLab's report keeps to its schema", () => {
		const validate = new Ajv().compile(GITLAB);
		fc.assert(
			fc.property(report(), (given) => {
				const read: unknown = JSON.parse(render("gitlab", given));
				expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
				expect(read).toHaveLength(given.findings.length + given.errors.length);
			}),
			RUNS,
		);
	});

	test("JUnit's XML is well-formed, counts what it has, and fails where the run fails", () => {
		fc.assert(
			fc.property(report(), (given) => {
				const all = readXml(render("junit", given));
				const cases = all.inside.flatMap((suite) => {
					expect(suite.attributes["tests"]).toBe(String(suite.inside.length));
					const names = suite.inside.map(({ attributes }) => attributes["name"]);
					expect(new Set(names).size).toBe(names.length);
					return suite.inside;
				});
				const total = given.findings.length + given.errors.length;
				expect(cases).toHaveLength(Math.max(1, total));
				expect(all.attributes["tests"]).toBe(String(cases.length));
				expect(all.attributes["failures"]).toBe(String(given.findings.filter(CONTEXT.isFailing).length));
				expect(cases.filter(({ inside }) => inside.some(({ name }) => name === "failure"))).toHaveLength(
					given.findings.filter(CONTEXT.isFailing).length,
				);
				expect(all.attributes["errors"]).toBe(String(given.errors.length));
			}),
			RUNS,
		);
	});

	test("Checkstyle's XML is well-formed, with each finding below its file", () => {
		fc.assert(
			fc.property(report(), (given) => {
				const all = readXml(render("checkstyle", given));
				expect(new Set(all.inside.map(({ attributes }) => attributes["name"])).size).toBe(all.inside.length);
				expect(all.inside.flatMap(({ inside }) => inside)).toHaveLength(
					given.findings.length + given.errors.length,
				);
			}),
			RUNS,
		);
	});

	test("a table has as many cells as columns, and no cell is a formula", () => {
		fc.assert(
			fc.property(report(), (given) => {
				const rows: readonly string[][] = parse(render("csv", given), { record_delimiter: "\r\n" });
				expect(rows).toHaveLength(1 + given.findings.length + given.errors.length);
				expect(rows.flat().filter((cell) => /^[=+\-@]/u.test(cell))).toEqual([]);
			}),
			RUNS,
		);
	});

	test("Markdown has its table and its links, and no other, and calls nobody", () => {
		fc.assert(
			fc.property(report(), (given) => {
				const markdown = render("markdown", given);
				const tokens = marked.lexer(markdown, { gfm: true });
				const tables = tokens.filter((token): token is Tokens.Table => token.type === "table");
				expect(tables.flatMap(({ rows }) => rows)).toHaveLength(given.findings.length);
				for (const row of tables.flatMap(({ rows }) => rows)) {
					expect(row[3]?.text).toContain("require-key-rotation");
				}
				const links: string[] = [];
				const html: string[] = [];
				const words: string[] = [];
				marked.walkTokens(tokens, (token) => {
					if (token.type === "link") {
						links.push((token as Tokens.Link).href);
					} else if (token.type === "html") {
						html.push(token.raw);
					} else if (token.type === "text" && !("tokens" in token)) {
						words.push(token.raw);
					}
				});
				expect(links).toEqual(given.findings.map(() => "https://example.com/rules/require-key-rotation"));
				expect(html.filter((one) => one !== "<!-- -->")).toEqual([]);
				expect(words.filter((word) => /@\w/u.test(word))).toEqual([]);
			}),
			RUNS,
		);
	});

	test("Markdown fits into a comment", () => {
		fc.assert(
			fc.property(report(3), (given) => {
				const many = { ...given, findings: Array.from({ length: 900 }, () => given.findings).flat() };
				expect(render("markdown", many).length).toBeLessThan(65_536);
			}),
			{ numRuns: 5 },
		);
	});

	test("a file has a link where CI says at which address it is", () => {
		fc.assert(
			fc.property(report(5), (given) => {
				const source = "https://github.com/acme/shop/blob/abc/";
				const markdown = render("markdown", given, { ...CONTEXT, source });
				const links: string[] = [];
				marked.walkTokens(marked.lexer(markdown), (token) => {
					if (token.type === "link") {
						links.push((token as Tokens.Link).href);
					}
				});
				const places = links.filter((link) => link.startsWith(source));
				expect(places).toHaveLength(given.findings.length + given.errors.length);
				expect(places.every((link) => /^[!-~]+#L\d+$/u.test(link))).toBe(true);
			}),
			RUNS,
		);
	});
});
