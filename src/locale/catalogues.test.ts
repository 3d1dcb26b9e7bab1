import { describe, expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { SDK_ROWS } from "../../rules/require-sdk-encryption/sdk-rows.ts";
import { PROVIDERS } from "../detect/formats/provider-table.ts";
import { REASONS } from "../fix/lookup/refusal.ts";
import { CDK_ENGINE, TEMPLATE_ENGINE } from "../languages/cloudformation/engine.ts";
import { DIALECTS } from "../languages/dialects.ts";
import { TERRAFORM_ENGINE } from "../languages/terraform/translate/engine.ts";
import { SCRIPT_PLACES } from "../model/user-data.ts";
import { COPY_PLACES, IMAGE_PLACES, MADE_IMAGE_PLACES, SNAPSHOT_PLACES, VOLUME_PLACES } from "../model/volume.ts";
import { wordsOf } from "../rule/words.ts";
import { filesOfHouse, roomsAround, TESTING_FLOOR, textOf } from "../testing/house.ts";
import { catalogueOf, type Catalogue } from "./catalogue.ts";

const CATALOGUES = (["es", "ja"] as const).flatMap((language) => {
	const catalogue = catalogueOf(language);
	return catalogue === null ? [] : [{ language, ...catalogue }];
});

/** Words that are the same in another language. */
const SAME: ReadonlySet<string> = new Set([
	"{{count}} variable",
	"{{count}} variables",
	"bucket",
	"{{count}} error",
	"error",
	"variable",
	"local",
	"plan",
	"module",
	"parameter",
]);

/** `wording("…", {`: a sentence, or a part of one. */
const WORDINGS = /\b(?:wording|translate)\(\s*("(?:[^"\\\n]|\\.)*"|'[^'\\\n]*')/gu;

/** `countWords(count, "{{count}} error", "{{count}} errors")` */
const COUNTED = /\b(?:countWords|some)\((?:[^"]{0,120}?),\s*("\{\{count\}\}[^"]*"),?(?:\s*("\{\{count\}\}[^"]*"))?/gu;

/** Fixed parts of sentences that are strings: why a value is not known, what a secret is, what was analyzed. */
const FIXED = [
	/\b(?:why|unknown|advice|caution|label): ("(?:[^"\\\n]|\\.)*")/gu,
	/\b(?:unresolved|failed)\((?:[^"`;]|\n){0,80}?, ("(?:[^"\\\n]|\\.)*")/gu,
	/\bunresolved\(span, given\.length === 0 \? ("[^"]+") : ("[^"]+")/gu,
	/\bunresolved\(node, target === null \? ("[^"]+") : ("[^"]+")/gu,
	/\bgeneric\(text, (?:"\w+"|\w+|[^"]{0,20} \? "\w+" : "\w+"), ("(?:[^"\\\n]|\\.)*")/gu,
	/\bfuel(?:Of|For)\((?:[^"`;]|\n){0,40}?, ("(?:[^"\\\n]|\\.)*")/gu,
	/^const (?:NOT_KNOWN|UNKNOWN|ANOTHER|PASSWORD|SECRET|EXAMPLE_LABEL|FUNCTION|NEW_TASKS|NEW_INSTANCES|FULL_COPY) = ("(?:[^"\\\n]|\\.)*");/gmu,
	/\bcalled\(name, ("(?:[^"\\\n]|\\.)*")\)/gu,
	/\boffers\.set\(name, ("(?:[^"\\\n]|\\.)*")\)/gu,
	/\bexport const SHOWN = ("[^"]*");/gu,
	/\bon: (?:entry\?\.target \?\? )?("[^"]+ [^"]+")/gu,
	/\bholds: ("(?:[^"\\\n]|\\.)*")/gu,
	/\bnamed\([^;]{0,120}?\bspan,[^;]{0,60}?("\w+"),?\s*\);/gu,
];

/** What parsers say, and what is said of a file that cannot be written: sentences without places. */
const SENTENCES =
	/(?:=|\breturn|\?|:|message:|say\(|failed\()\s+("[A-Z`](?:[^"\\\n]|\\.)*\.")|^export const (?:NO_ESLINT) = ("[^"]*");/gmu;

const WITH_SENTENCES = [
	"src/files/replace-file.ts",
	"src/languages/assembly/read-json.ts",
	"src/languages/assembly/read-manifest.ts",
	"src/languages/javascript/parse-source.ts",
	"src/languages/template/parse/parse-json.ts",
	"src/languages/template/parse/parse-sentences.ts",
	"src/languages/template/read-template.ts",
	"src/languages/terraform/parse/sentences.ts",
	"src/lint/eslint-host.ts",
	"src/rule/file/failure.ts",
];

/** Rooms whose sentences are not translated yet. */
const ENGLISH_ROOMS = /^src\/(?:app|audit|cli|migrate|report|lists|config)\/|(?:code-source|dialect|module-fuel)\.ts$/u;

const SHIPPED = filesOfHouse().filter(
	(path) => (roomsAround(path)[0]?.floor ?? TESTING_FLOOR) < TESTING_FLOOR && path !== "src/text/wording.ts",
);

function literalsIn(text: string, pattern: RegExp): readonly string[] {
	return [...text.matchAll(pattern)].flatMap(([, ...literals]) =>
		literals
			.filter((one) => one !== undefined)
			.map((one) => (one.startsWith("'") ? one.slice(1, -1) : (JSON.parse(one) as string))),
	);
}

const TABLES: readonly string[] = [
	...PROVIDERS.map(({ label }) => label),
	...[VOLUME_PLACES, IMAGE_PLACES, MADE_IMAGE_PLACES, COPY_PLACES, SNAPSHOT_PLACES].flat().map(({ noun }) => noun),
	...SCRIPT_PLACES.map(({ noun }) => noun),
	...SDK_ROWS.map(({ what }) => what),
	...Object.values(REASONS).flatMap((reason) => {
		const words = (reason as (...given: readonly unknown[]) => unknown)("");
		return typeof words === "string" ? [words] : [];
	}),
	...[TEMPLATE_ENGINE, CDK_ENGINE, TERRAFORM_ENGINE].flatMap((engine) => {
		const { engine: _, mask: _mask, ...words } = wordsOf(engine);
		return Object.values(words);
	}),
	...DIALECTS.flatMap(({ counted: { one, many } }) => [`{{count}} ${one}`, `{{count}} ${many}`]),
	...["💡 suggestion", "or by hand"],
	...["plan", "state", "parameter", "mapping", "variable", "the answer of AWS"],
];

const PLACES = /\{\{\w+\}\}/gu;

const ENGLISH: ReadonlySet<string> = new Set(
	[
		...SHIPPED.filter((path) => !ENGLISH_ROOMS.test(path)).flatMap((path) =>
			FIXED.flatMap((pattern) => literalsIn(textOf(path), pattern)),
		),
		...SHIPPED.flatMap((path) => [WORDINGS, COUNTED].flatMap((pattern) => literalsIn(textOf(path), pattern))),
		...literalsIn(textOf("src/text/wording.ts"), WORDINGS),
		...WITH_SENTENCES.flatMap((path) => literalsIn(textOf(path), SENTENCES)),
		...DIALECTS.map(({ passedBy }) => passedBy),
		...TABLES,
	].filter((words) => /^(?!AWS::)[^]*\p{L}\p{L}/u.test(words.replaceAll(PLACES, ""))),
);

/** The places of a sentence, sorted. */
function placesOf(sentence: string): readonly string[] {
	return [...sentence.matchAll(/'\{\{\w+\}\}'|`\{\{\w+\}\}`|\{\{\w+\}\}/gu)].map(([place]) => place).sort();
}

describe.each(CATALOGUES)("the catalogue of '$language'", ({ rules, phrases }: Catalogue) => {
	test("has the messages of every rule, and no others", () => {
		const idsOf = (messages: Readonly<Record<string, string>>): readonly string[] => Object.keys(messages).sort();
		expect(Object.fromEntries([...rules].map(([name, texts]) => [name, idsOf(texts.messages)]))).toEqual(
			Object.fromEntries(RULES.map(({ name, messages }) => [name, idsOf(messages)])),
		);
	});

	test("has every other sentence, and no others", () => {
		const known = new Set(phrases.keys());
		expect({
			missing: [...ENGLISH].filter((words) => !known.has(words)),
			// What has no letters, `{{list}}, {{item}}`, may be written otherwise.
			left: [...known].filter((words) => !ENGLISH.has(words) && /\p{L}/u.test(words.replaceAll(PLACES, ""))),
		}).toEqual({ missing: [], left: [] });
	});

	test("fills the same places, in any order, with names in quotes and code in ticks", () => {
		const pairs = [
			...phrases,
			...RULES.flatMap(({ name, messages }) =>
				Object.entries(messages).map(
					([id, english]) => [english, rules.get(name)?.messages[id] ?? ""] as const,
				),
			),
		];
		const changed = pairs.filter(
			([english, words]) => JSON.stringify(placesOf(english)) !== JSON.stringify(placesOf(words)),
		);
		expect(changed).toEqual([]);
	});

	test("has no English left", () => {
		const texts = [
			...[...phrases].filter(([english]) => !SAME.has(english)),
			...RULES.flatMap(({ name, description, messages }) => [
				[description, rules.get(name)?.description ?? description] as const,
				...Object.entries(messages).map(([id, english]) => [english, rules.get(name)?.messages[id]] as const),
			]),
		];
		expect(texts.filter(([english, words]) => words === undefined || words.trim() === english.trim())).toEqual([]);
	});
});
