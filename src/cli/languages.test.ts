import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { groupBy } from "../text/group-by.ts";
import { Folder } from "../testing/run-command.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures");

/** Folders with the reports of other commands, or with many copies of the same. */
const LEFT_OUT = /^(?:apps|audit|fuzz|outcomes)(?:\/|$)/u;

/** All fixtures are compared in all languages with `KMSLINT_FUZZ=1`; else one of each rule in Spanish, and all in Japanese. */
const isLong = process.env["KMSLINT_FUZZ"] !== undefined;

const NAMES: readonly string[] = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" }).filter(
	(name) =>
		/\.(?:ya?ml|json|tf|csv|[cm]?[jt]s)$/u.test(name) &&
		!LEFT_OUT.test(name) &&
		statSync(join(FIXTURES, name)).isFile(),
);

/** The fixtures in the folders of a list, with secrets made at run time. */
function folderOf(names: readonly string[]): Folder {
	return new Folder(
		Object.fromEntries(
			names.map((name) => [
				name,
				readFileSync(join(FIXTURES, name), "utf8").replaceAll(/<<([a-z-]+)>>/gu, (_, kind: string) =>
					fakeSecret(kind),
				),
			]),
		),
	);
}

/** The first story of each rule. */
const FIRST: readonly string[] = [...groupBy(NAMES, (name) => name.split("/")[0] ?? "").values()].flatMap((names) => {
	const story = names[0]?.split("/").slice(0, 2).join("/") ?? "";
	return names.filter((name) => name.startsWith(`${story}/`));
});

const [all, some] = [folderOf(NAMES), folderOf(isLong ? NAMES : FIRST)];

afterAll(() => {
	all.remove();
	some.remove();
});

interface Said {
	readonly message?: string;
	readonly why?: string;
	readonly suggestions?: readonly { readonly description: string }[];
}

interface Report {
	readonly findings: readonly Said[];
	readonly unknown: readonly Said[];
	readonly suppressed: readonly Said[];
	readonly errors: readonly Said[];
}

interface Reported {
	readonly code: number;
	readonly report: Report;
}

const OPTIONS = [".", "--preset", "audit", "--show-unknown", "--format", "json"];

async function reportIn(language: string, folder: Folder): Promise<Reported> {
	const { code, stdout } = await folder.run([...OPTIONS, "--lang", language]);
	return { code, report: JSON.parse(stdout) as Report };
}

function textsOf({ findings, unknown, suppressed }: Report): readonly string[] {
	return [...findings, ...unknown, ...suppressed].flatMap(({ message, why, suggestions = [] }) => [
		...(message === undefined ? [] : [message]),
		...(why === undefined ? [] : [why]),
		...suggestions.map(({ description }) => description),
	]);
}

/** A report without its sentences. */
function withoutTexts({ findings, unknown, suppressed, errors }: Report): unknown {
	return [findings, unknown, suppressed, errors].map((list) =>
		list.map(({ message: _, why: _why, suggestions, ...facts }) => ({
			...facts,
			suggestions: suggestions?.length,
		})),
	);
}

/** Words that every English sentence has some of, and no Spanish one. */
const ENGLISH =
	/\b(?:the|is|are|not|with|and|or|of|for|its?|which|that|this|to|from|cannot|may|must|by|on|set|use|pass|remove|known|until)\b/iu;

/** What is left of a sentence without names in quotes, code in ticks and places. */
function prose(text: string): string {
	return text.replaceAll(/`[^`]*`|'[^']*'|\([^()\s]+:\d+\)/gu, "");
}

const english = await reportIn("en", some);

const REPORTS = [
	{ language: "es", folder: some, least: 100 },
	{ language: "ja", folder: isLong ? some : all, least: 400 },
];

describe.each(REPORTS)("in '$language', $least findings and more", async ({ language, folder, least }) => {
	const { code, report } = await reportIn(language, folder);

	test("no sentence is left in English, and every place is filled", () => {
		const texts = textsOf(report);
		expect(report.findings.length).toBeGreaterThan(least);
		expect(texts.filter((text) => ENGLISH.test(prose(text)))).toEqual([]);
		expect(texts.filter((text) => /\{\{|\bundefined\b|\[object/u.test(prose(text)))).toEqual([]);
	});

	test.runIf(folder === some)("the same is found as in English, with the same fixes and fingerprints", () => {
		expect(code).toBe(english.code);
		expect(withoutTexts(report)).toEqual(withoutTexts(english.report));
		const texts = textsOf(english.report);
		expect(textsOf(report).filter((text, index) => text === texts[index])).toEqual([]);
	});
});

test("the environment decides what is printed as text, a configuration what is written, and `--lang` all of it", async () => {
	const folder = new Folder({ "template.yaml": "Resources:\n  K:\n    Type: AWS::KMS::Key\n" });
	const said = async (argv: readonly string[], LANG: string): Promise<string> => {
		const { stdout } = await folder.run(["template.yaml", "--no-color", ...argv], { env: { LANG } });
		const [, language = "other"] =
			Object.entries({ "never rotated": "en", "nunca se rota": "es", ローテーションされません: "ja" }).find(
				([words]) => stdout.includes(words),
			) ?? [];
		return language;
	};
	expect(await said([], "ja_JP.UTF-8")).toBe("ja");
	expect(await said([], "C.UTF-8")).toBe("en");
	expect(await said(["--format", "json"], "ja_JP.UTF-8")).toBe("en");
	expect(await said(["--format", "sarif", "--lang", "ja"], "es_ES")).toBe("ja");
	folder.write("kmslint.config.json", '{ "settings": { "locale": "es" } }');
	expect(await said([], "ja_JP.UTF-8")).toBe("es");
	expect(await said(["--format", "json"], "ja_JP.UTF-8")).toBe("es");
	expect(await said(["--lang", "en"], "ja_JP.UTF-8")).toBe("en");
	folder.remove();
});

test.each(["es", "ja"])(
	"in '%s', what cannot be read, and what is passed by, is said without English",
	async (language) => {
		const folder = new Folder({
			"broken.yaml": "Resource: {}\nResources:\n  A:\n    Type: AWS::S3::Bucket\n   B: [\n",
			"broken.tf": 'resource "aws_kms_key" "a" {\n  x =\n',
			"empty.yaml": "",
			"other.yaml": "on: push\n",
			"cdk.context.json": "{}",
			"wide.json": "\u0000",
		});
		const { code, stdout, stderr } = await folder.run([
			...["broken.yaml", "broken.tf", "empty.yaml", "other.yaml", "wide.json", "absent.yaml", "*.toml"],
			...["--lang", language, "--format", "json"],
		]);
		const { errors } = JSON.parse(stdout) as Report;
		const nothing = await folder.run(["cdk.context.json", "--lang", language, "--no-color"]);
		folder.remove();
		expect([code, errors.length > 3, stderr.split("\n").length]).toEqual([2, true, 4]);
		expect(
			[
				...errors.map(({ message = "" }) => message),
				...`${stderr}${nothing.stderr}${nothing.stdout}`.split("\n"),
			].filter((text) => ENGLISH.test(prose(text).replace(/ error +/u, ""))),
		).toEqual([]);
	},
);

test("a language that there is not is an error", async () => {
	expect(await some.run([".", "--lang", "jp"])).toEqual({
		code: 2,
		stdout: "",
		stderr: "kmslint: Invalid value for --lang: 'jp'. Did you mean 'ja'?\n",
	});
});
