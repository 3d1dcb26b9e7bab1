import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import { RULES } from "../rules/index.ts";
import { run } from "../src/cli/run.ts";
import { TextLinter } from "../src/lint/lint-text.ts";
import { PRESETS } from "../src/rule/rule.ts";
import { fileOfBlock, lintText } from "../src/testing/rule-tester.ts";
import { PICTURE, renderTerminal, terminalPart, terminalText } from "./draw-terminal.ts";
import { fillParts, generatedDocuments } from "./generate-docs.ts";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const DOCUMENTS = [
	"README.md",
	"AGENTS.md",
	"CONTRIBUTING.md",
	"CHANGELOG.md",
	"SECURITY.md",
	...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".md"))
		.map((name) => `docs/${name}`),
];

describe("the documents", () => {
	test.each(generatedDocuments().map(({ path, parts }) => [path, parts] as const))(
		"%s is in step with the code (npm run docs)",
		(path, parts) => {
			expect(read(path)).toBe(fillParts(read(path), parts));
		},
	);

	test.each(DOCUMENTS)("%s links to what is there", (path) => {
		for (const [, target = ""] of read(path).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/gu)) {
			expect(existsSync(join(ROOT, dirname(path), target)), `${path} links to ${target}`).toBe(true);
		}
	});

	test.each(DOCUMENTS)("%s links to files of the repository that exist, by their address", (path) => {
		const own =
			/https:\/\/(?:github\.com\/eslint-plugin-aws-kms\/eslint-plugin-aws-kms\/blob|raw\.githubusercontent\.com\/eslint-plugin-aws-kms\/eslint-plugin-aws-kms)\/main\/([^)#\s]+)/gu;
		for (const [, target = ""] of read(path).matchAll(own)) {
			expect(existsSync(join(ROOT, target)), `${path} links to ${target}`).toBe(true);
		}
	});

	test("the README links by full addresses, which also work on the page of the package", () => {
		const relative = [...read("README.md").matchAll(/\]\((?!https:\/\/)([^)]+)\)/gu)].map(([, target]) => target);
		expect(relative).toEqual([]);
	});

	test("the table of dependencies names each of them, and no other", () => {
		const { dependencies, devDependencies, peerDependencies } = JSON.parse(read("package.json")) as Record<
			string,
			Record<string, string>
		>;
		const named = [...read("docs/decisions/005-dependencies.md").matchAll(/^\| (.*?) \|/gmu)].flatMap(
			([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name),
		);
		expect([...new Set(named)].sort()).toEqual(
			[...new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }))].sort(),
		);
	});
});

/** `<!-- output: kmslint … -->` and the block after it. UPDATE_DOCS=1 writes it anew. */
const OUTPUT = /<!-- output: kmslint (.*?) -->\n```text\n([^]*?)```/gu;

describe("an example of what the command prints", () => {
	const examples = DOCUMENTS.flatMap((path) =>
		[...read(path).matchAll(OUTPUT)].map((match) => [path, match[1] ?? "", match[2] ?? ""] as const),
	);

	test.each(examples)("%s: kmslint %s", async (path, argv, shown) => {
		let stdout = "";
		await run(argv.split(" "), {
			stdout: { write: (text) => (stdout += text) },
			stderr: { write: () => undefined },
			readStdin: () => Promise.resolve(new Uint8Array()),
			cwd: ROOT,
			env: {},
			now: () => 0,
		});
		if (process.env["UPDATE_DOCS"] === "1") {
			writeFileSync(
				join(ROOT, path),
				read(path).replace(OUTPUT, (whole, given: string) =>
					given === argv ? `<!-- output: kmslint ${argv} -->\n\`\`\`text\n${stdout}\`\`\`` : whole,
				),
			);
			return;
		}
		// How long a run takes is the machine's affair.
		const still = (text: string): string => text.replace(/\d+\.\d s$/gmu, "0.0 s");
		expect(still(stdout)).toBe(still(shown));
	});

	test("or of what agents should run, is a command that it knows", async () => {
		const commands = [...read("AGENTS.md").matchAll(/npx kmslint ([^`\n]*)/gu)].map(([, argv = ""]) => argv.trim());
		expect(commands.length).toBeGreaterThan(4);
		for (const argv of commands.filter((one) => !one.includes("--write") && one !== "--fix")) {
			const paths = argv.replace("template.yaml src/", "fixtures/readme");
			const code = await run(paths.split(" "), {
				stdout: { write: () => undefined },
				stderr: { write: () => undefined },
				readStdin: () => Promise.resolve(new Uint8Array()),
				cwd: /^(?:map|migrate)/u.test(argv) ? join(ROOT, "fixtures/apps/sam-javascript") : ROOT,
				env: {},
				now: () => 0,
			});
			expect(code, argv).toBeLessThan(2);
		}
	});

	test("is in the README", () => {
		expect(examples.map(([path]) => path)).toContain("README.md");
	});
});

describe("the picture of a terminal", () => {
	test("shows what the command prints, as text and as a picture (npm run picture)", async () => {
		const text = await terminalText();
		expect(read(PICTURE)).toBe(renderTerminal(text));
		expect(read("README.md")).toContain(terminalPart(text));
	});

	test("fits on a page, and is text", () => {
		const svg = read(PICTURE);
		const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gu)].map(([, spans = ""]) =>
			spans.replaceAll(/<[^>]*>/gu, ""),
		);
		expect(Number(/width="(\d+)"/u.exec(svg)?.[1])).toBeLessThanOrEqual(900);
		expect(texts).toContain("$ npx eslint-plugin-aws-kms");
		// 13 pixels a line, at most 0.61 of that a character.
		expect(Math.max(...texts.map((text) => text.length)) * 13 * 0.61).toBeLessThanOrEqual(900 - 2 * 20);
	});
});

/** `<!-- silent: rule, rule -->` or `<!-- reported: rule -->`, and the block after it. */
const PAIR = /^### ([^\n]+)\n|<!-- (silent|reported): ([a-z, -]+) -->\n```(yaml|json|js|ts)\n([^]*?)```/gmu;

describe("what stays silent on purpose", () => {
	const audit = new Map(RULES.map((rule) => [rule.name, rule.presets.audit] as const));
	const cases: {
		readonly title: string;
		readonly kind: string;
		readonly rules: readonly string[];
		readonly language: string;
		readonly code: string;
	}[] = [];
	let title = "";
	for (const [, heading, kind = "", rules = "", language = "", code = ""] of read("docs/false-positives.md").matchAll(
		PAIR,
	)) {
		title = heading ?? title;
		if (heading === undefined) {
			cases.push({ title, kind, rules: rules.split(", "), language, code });
		}
	}

	test.each(cases.map((one) => [one.title, one.kind, one] as const))(
		"%s: %s",
		(_title, kind, { rules, language, code }) => {
			// `functions: "all"` asks functions without variables too.
			const messages = lintText(
				code,
				language,
				Object.fromEntries(
					rules.map((rule) => [
						rule,
						rule === "require-environment-key" ? "error" : (audit.get(rule) as Linter.RuleEntry),
					]),
				),
			);
			expect([...new Set(messages.map(({ ruleId }) => ruleId))]).toEqual(
				kind === "silent" ? [] : [`aws-kms/${rules[0] ?? ""}`],
			);
		},
	);

	test("each shape has a neighbour that is reported", () => {
		expect(cases.length).toBeGreaterThan(20);
		expect(cases.map(({ kind }) => kind)).toEqual(
			cases.map((_, index) => (index % 2 === 0 ? "silent" : "reported")),
		);
	});
});

describe.each(RULES.map((rule) => [rule.name] as const))("the page of %s", (name) => {
	const page = read(`docs/rules/${name}.md`);
	const asksSource = RULES.find((rule) => rule.name === name)?.checkModule !== undefined;
	const blocks = [...page.matchAll(/^(❌|✅)[^\n]*\n\n```(yaml|json|hcl|js|ts)\n([^]*?)```/gmu)].map((match) => ({
		sign: match[1] ?? "",
		language: match[2] ?? "",
		code: match[3] ?? "",
	}));
	const lint = (language: string, code: string): readonly Linter.LintMessage[] =>
		lintText(code, language, { [name]: "error" });

	test("has wrong and right examples, in each language that the rule reads", () => {
		const wrong = new Set(blocks.filter(({ sign }) => sign === "❌").map(({ language }) => language));
		// For a resource also in CDK; suppressions are what a file of any language holds.
		expect([...wrong]).toEqual(
			expect.arrayContaining(
				asksSource
					? ["js", "ts"]
					: name === "no-invalid-suppression"
						? ["json", "yaml"]
						: name === "no-secret-in-state" // Of the engines, only Terraform has a state.
							? ["hcl"]
							: ["json", "yaml", "ts"],
			),
		);
		expect(blocks.some(({ sign }) => sign === "✅")).toBe(true);
	});

	test("shows what it reports", () => {
		for (const { language, code } of blocks.filter(({ sign }) => sign === "❌")) {
			const messages = lint(language, code);
			expect(
				messages.map(({ ruleId }) => ruleId),
				code,
			).toEqual([`aws-kms/${name}`]);
		}
	});

	test("shows what the command reports where it is pasted into a file", async () => {
		const preset =
			PRESETS.find((one) => RULES.find((rule) => rule.name === name)?.presets[one] !== "off") ?? "audit";
		const linter = new TextLinter({
			preset,
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: ROOT,
		});
		for (const { language, code } of blocks.filter(({ sign }) => sign === "❌")) {
			expect(
				linter.lint(code, fileOfBlock(language)).findings.map(({ rule }) => rule),
				code,
			).toContain(name);
		}
	});

	test("shows what stays silent", () => {
		for (const { language, code } of blocks.filter(({ sign }) => sign === "✅")) {
			expect(lint(language, code), code).toEqual([]);
		}
	});

	test("says what the fix does when it is deployed, what it costs, and when not to use it", () => {
		for (const heading of [
			"Why it matters",
			"Examples",
			"Options",
			"How to fix it",
			"Cost",
			"When not to use it",
			"What is not reported",
			"Compliance",
			"Further reading",
		]) {
			expect(page).toContain(`\n## ${heading}\n`);
		}
	});

	test("holds no secret", () => {
		// But for the key that AWS's own documentation shows, which every scanner knows.
		expect(page.replaceAll("AKIAIOSFODNN7EXAMPLE", "")).not.toMatch(/AKIA[A-Z0-9]{16}|ghp_[A-Za-z0-9]{36}/u);
		expect(page).not.toContain("{{fake:");
	});
});
