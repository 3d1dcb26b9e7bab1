import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { findBrowser } from "../../testing/find-browser.ts";
import { finding, report } from "../../testing/random-reports.ts";
import { readPage } from "../../testing/read-page.ts";
import { BrowserPage } from "../../testing/drive-browser.ts";
import { Folder } from "../../testing/run-command.ts";
import { escapeControls } from "../escape-controls.ts";
import type { Report } from "../report.ts";
import { renderHtml, type HtmlContext } from "./render-html.ts";
import { translatorOf } from "../../text/wording.ts";

const CONTEXT: HtmlContext = {
	base: "",
	source: null,
	seconds: 1,
	exit: { code: 1, why: "1 error" },
	isFailing: ({ level }) => level === "error",
	rules: [
		{
			name: "require-key-rotation",
			description: "Require rotation of `keys`",
			docs: "https://example.com/rules/require-key-rotation",
			why: "Keys [grow old](../x.md).\n\n- one `a`\n- two\n\n```sh\nb <c>\n```",
			cost: "",
			compliance: { CWE: ["CWE-324"], "PCI DSS 4.0.1": ["3.7.4"] },
		},
	],
	day: "2026-11-28",
	map: null,
	language: "en",
	translate: translatorOf(null),
};

describe("the page", () => {
	test("says everything that a report says, and nothing in it is taken for HTML", () => {
		fc.assert(
			fc.property(report(8), (made) => {
				const { elements, text } = readPage(renderHtml(made, CONTEXT));
				for (const { message, file, line } of made.findings) {
					expect(text).toContain(plain(message));
					expect(text).toContain(`${visible(file)}:${String(line)}`);
				}
				expect(elements.filter(({ attributes }) => "data-rule" in attributes)).toHaveLength(
					made.findings.length,
				);
				expect(elements.filter(({ name }) => name === "script" || name === "style")).toHaveLength(2);
				const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
				expect(new Set(ids).size).toBe(ids.length);
			}),
			{ numRuns: 30 },
		);
	});

	test("loads nothing, from wherever it is opened", () => {
		const { elements } = readPage(renderHtml(sampleOf(3), CONTEXT));
		const loaded = elements.flatMap(({ name, attributes }) =>
			name === "a"
				? []
				: [attributes["src"], attributes["href"], attributes["srcset"]].filter((one) => one !== undefined),
		);
		expect(loaded.filter((one) => !one.startsWith("data:"))).toEqual([]);
		expect(
			elements.find(({ name, attributes }) => name === "meta" && "http-equiv" in attributes)?.attributes[
				"content"
			],
		).toMatch(
			/^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'$/u,
		);
	});

	test("of a report without findings says so", () => {
		const { text } = readPage(renderHtml(sampleOf(0), CONTEXT));
		expect(text).toContain("FindingsNone.");
	});
});

function visible(text: string): string {
	return escapeControls(text).replaceAll(/[\uFFFE\uFFFF]/gu, "\uFFFD");
}

/** What is shown of a sentence: backticks around code become an element. */
function plain(text: string): string {
	return visible(text).replaceAll(/`([^`]+)`/gu, "$1");
}

function sampleOf(count: number): Report {
	const findings = fc.sample(finding, { numRuns: Math.max(1, count), seed: 3 }).slice(0, count);
	const [empty] = fc.sample(report(0), { numRuns: 1, seed: 3 });
	if (empty === undefined) {
		throw new Error("There is no report.");
	}
	return { ...empty, errors: [], findings, summary: { ...empty.summary, findings: count } };
}

const BROWSER = findBrowser();

/** What a screen reader is told of a part of a page. */
interface AxNode {
	readonly ignored: boolean;
	readonly role?: { readonly value: string };
	readonly name?: { readonly value: string };
}

describe.skipIf(BROWSER === null)("in Chromium", () => {
	let folder: Folder;
	let page: BrowserPage;
	const variable = fakeSecret("password");

	beforeAll(async () => {
		folder = new Folder({
			"template.yaml": `Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n  Orders:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      Role: arn:aws:iam::111122223333:role/orders\n      Code: { ZipFile: "exports.handler = async () => process.env.DB_PASSWORD;" }\n      Environment: { Variables: { DB_PASSWORD: "${variable}" } }\n`,
			"src/logs.mjs": "console.log(process.env);\n",
		});
		await folder.run([".", "--preset", "audit", "--format", "html:report.html"]);
		page = await BrowserPage.open(BROWSER ?? "", join(folder.path, "browser"));
	});

	afterAll(async () => {
		await page.close();
		folder.remove();
	});

	const open = async (fragment = ""): Promise<void> => {
		await page.goTo("about:blank", "true");
		await page.goTo(
			`${pathToFileURL(join(folder.path, "report.html")).href}${fragment}`,
			'document.body.textContent.includes("findings shown")',
		);
	};

	test("its script runs under the page's own policy, and a link carries the filters", async () => {
		const html = readFileSync(join(folder.path, "report.html"), "utf8");
		expect(html).not.toContain(variable);
		const rules = [...html.matchAll(/<li data-severity="\w+" data-rule="([\w-]+)"/gu)].map(([, rule = ""]) => rule);
		expect(rules.length).toBeGreaterThan(3);
		await open("#rule=require-key-rotation");
		expect(
			await page.evaluate(
				'[...document.querySelectorAll("li[data-rule]")].filter((one) => !one.hidden).map((one) => one.dataset.rule)',
			),
		).toEqual(["require-key-rotation"]);
		expect(await page.evaluate("document.body.textContent")).toContain(
			`1 of ${String(rules.length)} findings shown`,
		);
		expect(page.problems).toEqual([]);
		expect(page.requests.filter((url) => !/^(?:file:.*report\.html|about:blank|data:)/u.test(url))).toEqual([]);
	});

	test("axe finds nothing, in light and in dark", async () => {
		await open();
		await page.evaluate(`${readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")};0`);
		for (const value of ["light", "dark"]) {
			await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
			const [passed, violations] = (await page.evaluate(
				"axe.run().then(({ violations, passes }) => [passes.length, violations.map(({ id, nodes }) => [id, nodes[0].html])])",
			)) as readonly [number, readonly unknown[]];
			expect(violations).toEqual([]);
			expect(passed).toBeGreaterThan(15);
		}
	});

	test("a screen reader meets one heading after the other, and a name for all that can be changed", async () => {
		await open();
		const { nodes } = (await page.send("Accessibility.getFullAXTree")) as unknown as {
			readonly nodes: readonly AxNode[];
		};
		const told = nodes.flatMap(({ ignored, role, name }) =>
			ignored || role === undefined ? [] : [{ role: role.value, name: name?.value ?? "" }],
		);
		const named = ["button", "checkbox", "combobox", "image", "link", "region", "search", "searchbox"];
		expect(named.filter((role) => !told.some((one) => one.role === role))).toEqual([]);
		expect(told.filter(({ role, name }) => named.includes(role) && name.trim() === "")).toEqual([]);
		for (const role of ["banner", "main", "status"]) {
			expect(told.filter((one) => one.role === role)).toHaveLength(1);
		}
		const levels = (await page.evaluate(
			'[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ tagName }) => Number(tagName[1]))',
		)) as readonly number[];
		expect(levels[0]).toBe(1);
		expect(levels.filter((level) => level === 1)).toHaveLength(1);
		expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
	});
});
