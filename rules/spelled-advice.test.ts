import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TextLinter } from "../src/lint/lint-text.ts";
import { RuleWords } from "../src/rule/rule-words.ts";
import type { PresetName } from "../src/rule/rule.ts";
import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { readPlain } from "../src/testing/read-plain.ts";
import { MASK } from "../src/text/masked-text.ts";
import { quotedName, renderWords, wording } from "../src/text/wording.ts";
import { RULES } from "./index.ts";

const ROOT = join(import.meta.dirname, "..", "fixtures");
/** Both together have every rule at every level. */
const PRESETS = ["strict", "audit"] as const;
const LANGUAGES = ["en", "es", "ja"] as const;

/** A setting of four characters and more as each language writes it. */
const SPELLED = [
	'"SSEAlgorithm": "aws:kms"',
	"SSEAlgorithm: aws:kms",
	"SSEAlgorithm: 'aws:kms'",
	'sseAlgorithm: "aws:kms"',
	'sse_algorithm = "aws:kms"',
	'"Null": { "s3:x-amz-server-side-encryption": "false" }',
];

const PLACES = RULES.flatMap((rule) =>
	LANGUAGES.flatMap((language) => {
		const words = new RuleWords(rule, language);
		return Object.entries(rule.messages).flatMap(([id, message]) =>
			[...message.matchAll(/(['`]?)\{\{(\w+)\}\}/gu)].map(([, mark = "", place = ""]) => ({
				title: `${rule.name}/${id} ${place} (${language})`,
				mark,
				shown: (text: Parameters<typeof words.render>[0]): string | undefined =>
					words.shownTexts(id, { [place]: text })[place],
			})),
		);
	}),
);

function linterFor(preset: PresetName): TextLinter {
	return new TextLinter({
		preset,
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: ROOT,
	});
}

/** What is reported of a text: messages, what is offered, and what is structurally wrong. */
function said(linter: TextLinter, text: string, filename: string): readonly string[] {
	const { findings, errors } = linter.lint(text, filename);
	return [
		...findings.flatMap(({ message, suggestions }) => [
			message,
			...suggestions.map(({ description }) => description),
		]),
		...errors.map(({ message }) => renderWords(message)),
	];
}

describe("what a rule spells is shown as it is to be written", () => {
	test("in each place of a message that has code or words", () => {
		const masked = PLACES.filter(({ mark }) => mark !== "'").flatMap(({ title, mark, shown }) =>
			SPELLED.filter(
				(spelled) =>
					shown(mark === "`" ? spelled : wording(" to `{{value}}`", { value: spelled }))?.includes(
						spelled,
					) !== true,
			).map((spelled) => `${title}: ${spelled}`),
		);
		expect(masked).toEqual([]);
	});

	test.each(PRESETS)("in the findings of every fixture, and of its templates as JSON, under %s", (preset) => {
		const linter = linterFor(preset);
		const masked: string[] = [];
		const languages = new Set<string>();
		for (const name of readdirSync(ROOT, { recursive: true, encoding: "utf8" })) {
			const [extension] = /\.(?:ya?ml|json|tf|[cm]?[jt]s)$/u.exec(name) ?? [];
			if (extension === undefined) {
				continue;
			}
			let count = 0;
			const text = readFileSync(join(ROOT, name), "utf8").replace(/<<([a-z-]+)>>/gu, (_mark, id: string) =>
				fakeSecret(id, ++count),
			);
			const json = /\.ya?ml$/u.test(extension) ? asJson(text) : null;
			for (const [form, filename] of [[text, `x/file${extension}`] as const, [json, "x/file.json"] as const]) {
				const sentences = form === null ? [] : said(linter, form, filename);
				if (sentences.length > 0) {
					languages.add(filename.replace("yml", "yaml"));
				}
				masked.push(
					...sentences.filter((one) => one.includes(MASK)).map((one) => `${name} ${filename}: ${one}`),
				);
			}
		}
		expect(masked).toEqual([]);
		expect([...languages]).toEqual(
			expect.arrayContaining(["x/file.json", "x/file.yaml", "x/file.tf", "x/file.ts"]),
		);
	});
});

describe("a name with a value in it, because a quote is missing, is shown without the value", () => {
	test("in each place of a message that has a name, and in names within words", () => {
		const secret = fakeSecret("password");
		const shownOnes = ["T: !Sub '", 'T: "', "Variables: T: '"].flatMap((before) => {
			const name = `${before}${secret}${before.endsWith('"') ? '"' : "'"}`;
			return PLACES.flatMap(({ title, mark, shown }) =>
				(mark === "'" ? [name, quotedName(name)] : [quotedName(name)])
					.filter((words) => shown(words)?.includes(secret) !== false)
					.map(() => `${title}: ${before}`),
			);
		});
		expect(shownOnes).toEqual([]);
	});

	test("wherever in a template the quote is missing", () => {
		const secrets = Array.from({ length: 6 }, (_, index) => fakeSecret("password", index + 1));
		const [first = "", second = "", third = "", fourth = "", fifth = "", sixth = ""] = secrets;
		const text = dedent`
			Parameters:
			  Stage: { Type: String, Default: '${first}' }
			  Other:
			    Type: String
			    Default: '${second}'
			Conditions:
			  IsOpen: !Equals [!Ref Stage, "prod"]
			Resources:
			  Fn:
			    Type: AWS::Lambda::Function
			    Condition: IsOpen
			    Properties:
			      Handler: a.b
			      Environment:
			        Variables:
			          STAGE: "prod"
			          T: !Sub '${third}-\${AWS::Region}'
			          DB_PASSWORD: '${fourth}'
			  Bucket:
			    Type: AWS::S3::Bucket
			    Properties:
			      Tags: [{ Key: "a", Value: '${fifth}' }]
			  Queue:
			    Type: AWS::SQS::Queue
			Outputs:
			  Out:
			    Value: '${sixth}'
		`;
		const linters = PRESETS.map(linterFor);
		const leaks = new Set<string>();
		let count = 0;
		for (const { index } of text.matchAll(/(?<=[\s:[{,]) ?(?=\S)/gu)) {
			for (const quote of ['"', "'"]) {
				const broken = `${text.slice(0, index)}${quote}${text.slice(index)}`;
				for (const linter of linters) {
					const sentences = said(linter, broken, "template.yaml");
					count += sentences.length;
					sentences
						.filter((one) => secrets.some((secret) => one.includes(secret)))
						.forEach((one) => leaks.add(secrets.reduce((left, secret) => left.replace(secret, "…"), one)));
				}
			}
		}
		expect([...leaks]).toEqual([]);
		expect(count).toBeGreaterThan(100);
	});
});

/** Null for what the reference parser refuses. */
function asJson(text: string): string | null {
	try {
		return JSON.stringify(readPlain(text), null, 2);
	} catch {
		return null;
	}
}
