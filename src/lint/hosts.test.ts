import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { likelyDialect, namedDialect } from "../languages/dialects.ts";
import { rulesOf } from "../plugin.ts";
import { detailsOf } from "../rule/file/details.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { FUZZ_RUNS, partOf, SEED } from "../testing/seed.ts";
import { CANARY_KINDS, canaryOf } from "../testing/secret-texts/canaries.ts";
import { PROGRAM_PLACES, secretProgram } from "../testing/secret-texts/secret-programs.ts";
import { MODULE_PLACES, MODULE_STYLES, secretModule } from "../testing/secret-texts/secret-modules.ts";
import { FORMATS, SCALARS, secretTemplate, TEMPLATE_PLACES } from "../testing/secret-texts/secret-templates.ts";
import { fixTexts } from "../testing/texts/fix-texts.ts";
import { SHAPES, spell } from "../testing/texts/labelled-sources.ts";
import { EslintHost, FOR_ESLINT, isForEslint } from "./eslint-host.ts";
import type { Heard } from "./heard.ts";
import { OwnHost } from "./own-host.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const RULES = rulesOf("audit");
const SETTINGS = { cwd: "/project", parameterOverrides: {}, suppressions: true };
const OWN = new OwnHost(RULES, ROOT);
const ESLINT = EslintHost.load(RULES, ROOT, true) as EslintHost;

interface Text {
	readonly filename: string;
	readonly text: string;
}

function fixtures(): readonly Text[] {
	return readdirSync(join(ROOT, "fixtures"), { recursive: true, encoding: "utf8" })
		.filter((name) => /\.(?:ya?ml|json|tf|tfvars|[cm]?[jt]sx?)$/u.test(name))
		.map((filename) => ({
			filename,
			text: readFileSync(join(ROOT, "fixtures", filename), "utf8").replace(
				/\{\{fake:([\w-]+)\}\}|<<([a-z-]+)>>/gu,
				(_, id: string | undefined, other: string | undefined) => fakeSecret(id ?? other ?? ""),
			),
		}));
}

const KINDS = Object.keys(CANARY_KINDS);

/** The same places with other secrets in other ways of writing, by number. */
function madeTexts(round: number): readonly Text[] {
	const at = <Item>(items: readonly Item[], number: number): Item => items[number % items.length] as Item;
	const programs = PROGRAM_PLACES.map((place, number) => ({
		filename: at(["a.js", "a.ts", "a.mjs", "a.tsx", "a.cjs"], number + round),
		text: secretProgram(place, canaryOf(at(KINDS, number + round), SEED + round), {
			style: number + round,
			trigger: number,
			layout: number * 7 + round,
		}),
	}));
	const templates = TEMPLATE_PLACES.map((place, number) => {
		const format = at(FORMATS, number + round);
		return {
			filename: format === "json" || format === "minified" ? "template.json" : "template.yaml",
			text: secretTemplate(
				place,
				canaryOf(at(KINDS, number + round), SEED + round),
				{ format, scalar: at(SCALARS, number + round), lineEnd: at(["\n", "\r\n"], number) },
				number,
			),
		};
	});
	const shapes = SHAPES.map(({ code, jsx }, number) => ({
		filename: jsx === true ? at(["a.jsx", "a.tsx"], round) : at(["a.js", "a.ts"], number + round),
		text: `// 😀\n${code(spell("db password"), fakeSecret("password", round))}\n`,
	}));
	const modules = MODULE_PLACES.map((place, number) => {
		const style = at(MODULE_STYLES, number + round);
		const canary = canaryOf(at(KINDS, number + round), SEED + round);
		const { text, extension } = secretModule(place, canary, style, at(["\n", "\r\n"], number));
		return { filename: `main.${extension}`, text };
	});
	// Another third in each round: `KMSLINT_FUZZ=3` compares all of them.
	return [...programs, ...templates, ...modules, ...shapes].filter((_, number) => (number + round) % 3 === 0);
}

function toldBy(heard: Heard): unknown {
	const { unknown, suppressed, silenced, failures } = detailsOf(heard.sourceCode);
	return { findings: heard.findings, hidden: heard.suppressed, unknown, suppressed, silenced, failures };
}

/** True where both hosts read the text; ESLint reads what our own parsers refuse. */
function compare({ filename, text }: Text): boolean {
	const dialect = likelyDialect(filename);
	const config = dialect.configure(text, filename, SETTINGS);
	const parsed = dialect.parse(text, config.filename, SETTINGS);
	const other = ESLINT.lint(text, config, dialect);
	if (parsed === null || !("sourceCode" in other)) {
		// A parser may take what another refuses, but ours takes all that ESLint's does.
		expect("sourceCode" in other, `${filename}\n${text}`).toBe(false);
		return false;
	}
	expect(toldBy(OWN.lint(parsed, config.filename)), `${filename}\n${text}`).toEqual(toldBy(other));
	return true;
}

describe("the command's own host and ESLint tell the same findings, fixes and suggestions", () => {
	test.each([
		["half of the fixtures", () => partOf(fixtures(), 2)],
		["texts with every finding", () => partOf(fixTexts(), 4)],
		...Array.from(
			{ length: FUZZ_RUNS ?? 1 },
			(_, round) => [`secrets in every place, round ${String(round)}`, () => madeTexts(round)] as const,
		),
	] as const)("of %s", (_, make) => {
		const texts = make().filter(({ text }) => !FOR_ESLINT.test(text));
		const read = texts.filter(compare);
		expect(read.length).toBeGreaterThan(texts.length * 0.8);
		const programs = read.filter(({ filename }) => namedDialect(filename) !== null);
		expect(programs.length === read.length).toBe(false);
	});
});

/** Comments that mean nothing to our rules, and those that may. */
const FOREIGN = [
	"// eslint-disable-next-line no-var",
	"//eslint-disable-line @typescript-eslint/no-explicit-any, no-undef -- a legacy",
	"/* eslint-disable no-console */",
	"/* eslint-enable import/no-extraneous-dependencies ,max-len */",
	"/* eslint-disable-next-line no-a -- on\n two lines */",
];
const OURS = [
	"// eslint-disable-next-line",
	"/* eslint-disable */",
	"/* eslint-disable no-a\n, aws-kms/no-hardcoded-secret */",
	"// eslint-disable-next-line no-a, aws-kms/no-hardcoded-secret",
	"// eslint-disable-line no-hardcoded-secret",
	"/* eslint-disable no-a,\n aws-kms/no-hardcoded-secret */",
	"/* eslint aws-kms/no-hardcoded-secret: off */",
	"/* eslint-enable */",
	"/*\neslint-disable aws-kms/no-hardcoded-secret */",
];

test("a program whose comments to ESLint name rules of others alone means the same to both hosts", () => {
	const programs = madeTexts(0).filter(({ filename }) => namedDialect(filename) !== null);
	const texts = programs.map(({ filename, text }, number) => ({
		filename,
		text: text
			.split("\n")
			.flatMap((line, at) => [
				...((at + number) % 3 === 0 ? [FOREIGN[(at + number) % FOREIGN.length] ?? ""] : []),
				line,
			])
			.join("\n"),
	}));
	const own = texts.filter(({ text }) => FOR_ESLINT.test(text) && !isForEslint(text));
	expect(own.length).toBeGreaterThan(texts.length * 0.8);
	expect(own.filter(compare).length).toBeGreaterThan(own.length * 0.8);
});

test.each(OURS)("ESLint reads a program with %j", (comment) => {
	for (const foreign of ["", ...FOREIGN]) {
		expect(isForEslint(`${foreign}\na();\n${comment}\nb();\n`)).toBe(true);
		expect(isForEslint(`${comment}\na();\n${foreign}\nb();\n`)).toBe(true);
	}
});

test("a text with a comment to ESLint is read by ESLint, with what the comment means", () => {
	expect(
		ESLINT.lint(
			`// eslint-disable-next-line aws-kms/no-hardcoded-secret -- kept\nconst b = "${fakeSecret("github-personal-token")}";\n`,
			likelyDialect("a.js").configure("", "a.js", SETTINGS),
			likelyDialect("a.js"),
		),
	).toMatchObject({ findings: [], suppressed: [{ rule: "no-hardcoded-secret", reason: "kept" }] });
});
