import { describe, expect, test } from "vitest";
import type { PlainTemplate } from "../src/testing/lower-sam.ts";
import { NAMESPACE } from "../src/plugin.ts";
import { TEMPLATE_ENGINE } from "../src/languages/cloudformation/engine.ts";
import type { Update } from "../src/model/engine.ts";
import { COPY_PLACES, IMAGE_PLACES, VOLUME_PLACES, type VolumePlace } from "../src/model/volume.ts";
import type { FindingDetail } from "../src/rule/file/details.ts";
import { fixTexts, type FixText } from "../src/testing/texts/fix-texts.ts";
import { askRules } from "../src/testing/ask-rules.ts";
import { impactOf } from "../src/testing/impact.ts";
import { readComments, readPlain } from "../src/testing/read-plain.ts";
import { fixTemplate, lintTemplate, type LintResult } from "../src/testing/rule-tester.ts";
import { FUZZ_RUNS, SEED } from "../src/testing/seed.ts";
import { LineIndex } from "../src/text/line-index.ts";
import { RULES } from "./index.ts";

/** Options under which a rule offers more than it does by default. */
const OPTIONS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
	"require-environment-key": [
		{},
		{ key: "Key" },
		{ functions: "all" },
		{ key: "arn:aws:kms:eu-west-1:111122223333:key/1", functions: "all" },
	],
	"require-bucket-encryption": [
		{},
		{ minimum: "customer-key" },
		{ dualLayer: true },
		{ dualLayer: true, minimum: "customer-key" },
	],
	"require-volume-encryption": [{}, { minimum: "customer-key" }],
	"require-image-encryption": [{}, { minimum: "customer-key" }],
	"require-encryption-at-rest": [{}, { minimum: "customer-key" }],
};

const DEFAULT: readonly Readonly<Record<string, unknown>>[] = [{}];

function optionsOf(rule: string): readonly Readonly<Record<string, unknown>>[] {
	return OPTIONS[rule] ?? DEFAULT;
}

interface Offer {
	readonly rule: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly finding: FindingDetail;
	readonly grade: "safe" | "suggestion";
	/** What the suggestion says it does; empty for a fix. */
	readonly says: string;
	/** The whole text once the edit is made. */
	readonly output: string;
}

/** Asks once for equal inputs: options of a rule often offer the same text, and ways of writing mean the same data. */
function once<A>(answer: (input: string) => A): (input: string) => A {
	const known = new Map<string, A>();
	return (input) => {
		if (!known.has(input)) {
			known.set(input, answer(input));
		}
		return known.get(input) as A;
	};
}

/** What one rule says of a text, alone. */
type Lint = (about: Pick<Offer, "rule" | "options">, text: string) => LintResult;

/** What one rule says, of what several said of a text. */
function only(rule: string, { messages, details }: LintResult): LintResult {
	return {
		messages: messages.filter(({ ruleId }) => ruleId === null || ruleId === `${NAMESPACE}/${rule}`),
		details: { ...details, findings: details.findings.filter((finding) => finding.rule === rule) },
	};
}

/**
 * A linter of the text as it stands, as ESLint lints it. All rules are asked together, each with its first options, then
 * with its second: a rule says alone what it says beside others.
 */
function lintTogether({ filename, text }: FixText): Lint {
	const layers = new Map<number, LintResult>();
	return ({ rule, options }) => {
		const layer = optionsOf(rule).indexOf(options);
		const asked = RULES.flatMap(({ name }) => {
			const own = optionsOf(name)[layer];
			return own === undefined ? [] : [[name, own] as const];
		});
		const said = layers.get(layer) ?? lintTemplate(text, Object.fromEntries(asked), filename);
		layers.set(layer, said);
		return only(rule, said);
	};
}

/** What one rule finds in a text that a fix has made; null where the text cannot be read. */
type Ask = (about: Pick<Offer, "rule" | "options">, text: string) => readonly FindingDetail[] | null;

/** Asks each rule once about each text. */
function askOnce({ filename }: FixText): Ask {
	const ask = once((asked) => {
		const [rule, options, text] = JSON.parse(asked) as readonly [string, Readonly<Record<string, unknown>>, string];
		const details = askRules(text, { [rule]: options }, filename);
		return details !== null && details.failures.length === 0 ? details.findings : null;
	});
	return ({ rule, options }, text) => ask(JSON.stringify([rule, options, text]));
}

/** Everything that the rules offer to do to a text. */
function offersOn({ text }: FixText, lint: Lint): readonly Offer[] {
	const bare = text.replace(/^\uFEFF/u, "");
	const index = new LineIndex(bare);
	return RULES.flatMap((rule) =>
		optionsOf(rule.name).flatMap((options) => {
			const { messages, details } = lint({ rule: rule.name, options }, text);
			return messages.flatMap((message): Offer[] => {
				const finding = details.findings.find((one) => {
					const { line, column } = index.locate(one.span.start);
					return (
						one.messageId === message.messageId &&
						line === message.line &&
						column === message.column &&
						one.message === message.message
					);
				});
				if (finding === undefined) {
					throw new Error(`No detail for ${message.message}`);
				}
				const make = (edit: { readonly range: readonly [number, number]; readonly text: string }): string =>
					bare.slice(0, edit.range[0]) + edit.text + bare.slice(edit.range[1]);
				const base = { rule: rule.name, options, finding };
				return [
					...(message.fix === undefined
						? []
						: [{ ...base, grade: "safe" as const, says: "", output: make(message.fix) }]),
					...(message.suggestions ?? []).map((suggestion) => ({
						...base,
						grade: "suggestion" as const,
						says: suggestion.desc,
						output: make(suggestion.fix),
					})),
				];
			});
		}),
	);
}

/** Where two pieces of data differ: the shortest paths, list items by `[]`. */
function differences(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
	if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
		return before.flatMap((item, index) => differences(item, after[index], path));
	}
	if (isMap(before) && isMap(after)) {
		const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
		return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]));
	}
	return JSON.stringify(before) === JSON.stringify(after) ? [] : [path.join(".")];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Attributes of a resource that are set together. */
const RETAINING: ReadonlySet<string> = new Set(["DeletionPolicy", "UpdateReplacePolicy"]);

/** True for `Resources.Key.DeletionPolicy`, of that resource or of any. */
function isRetaining(names: readonly string[], resource: { readonly id: string } | null): boolean {
	const [section, id = "", attribute = ""] = names;
	return (
		section === "Resources" &&
		(resource === null || id === resource.id) &&
		names.length === 3 &&
		RETAINING.has(attribute)
	);
}

/**
 * True where a difference is at the property that the finding names: in it, around it where it was missing, or beside
 * it.
 */
function isNamed(path: string, offer: Offer, shared: boolean): boolean {
	const property = (offer.finding.property ?? "").split(".");
	const parent = property.slice(0, -1).join(".");
	const names = path.split(".");
	if (property[0] === "DeletionPolicy") {
		return isRetaining(names, shared ? null : offer.finding.resource);
	}
	if (shared) {
		// Behind an anchor the same property changes wherever it is shown, under other names too.
		const last = names.at(-1) ?? "";
		const variable = property.at(-1) ?? "";
		return last.startsWith(variable) || property.includes(last) || last === "Properties";
	}
	if (offer.finding.resource === null) {
		const whole = property.join("."); // `Parameters.Password.NoEcho`: a path from the root.
		return path === whole || path.startsWith(`${whole}.`);
	}
	const root = `Resources.${offer.finding.resource.id}.Properties`;
	if (root === path) {
		return true; // It had no properties.
	}
	if (!path.startsWith(`${root}.`)) {
		return false;
	}
	const rest = path.slice(root.length + 1);
	return (
		rest === "BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled" ||
		property.join(".") === rest ||
		property.join(".").startsWith(`${rest}.`) ||
		rest.startsWith(`${property.join(".")}.`) ||
		rest.split(".").slice(0, -1).join(".") === parent
	);
}

const keyOf = (finding: FindingDetail): string =>
	`${finding.messageId} ${finding.resource?.id ?? ""} ${finding.property ?? ""}`;

/** The first of the offers that a rule makes in the same words of the same kind of finding. */
function firstOfEachKind(offers: readonly Offer[]): readonly Offer[] {
	const kindOf = ({ rule, options, finding, grade, says }: Offer): string =>
		JSON.stringify([rule, options, finding.messageId, grade, says.replaceAll(/'[^']*'/gu, "")]);
	return [...new Map(offers.map((offer) => [kindOf(offer), offer] as const).reverse()).values()];
}

/** How often each finding comes. */
function tally(findings: readonly FindingDetail[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const finding of findings) {
		counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
	}
	return counts;
}

/** What an offer may add: a key, and a policy that lets a role use it. */
const ADDED: ReadonlySet<string> = new Set(["AWS::KMS::Key", "AWS::IAM::Policy"]);

/**
 * Each part of everything in a third of the ways of writing, and the next parts in the others; whoever changes the writers
 * asks all with `KMSLINT_FUZZ=1`, and another `KMSLINT_SEED` asks another third.
 */
const TEXTS = fixTexts().filter(
	({ name, whole, shared }, at) =>
		FUZZ_RUNS !== undefined ||
		whole ||
		shared ||
		/^YAML (?:in blocks:|by hand)/u.test(name) ||
		(at + SEED) % 3 === 0,
);

/** What the deployment does, by the data before and after as JSON; the order of the keys is part of it. */
const impactOfJson = once((both) => {
	const [before, after] = JSON.parse(both) as readonly [PlainTemplate, PlainTemplate];
	return impactOf(before, after);
});

describe.each(TEXTS.map((text) => [text.name, text] as const))("%s", (_, text) => {
	const bare = text.text.replace(/^\uFEFF/u, "");
	const lint = lintTogether(text);
	const ask = askOnce(text);
	const every = offersOn(text, lint);
	const offers = text.whole ? firstOfEachKind(every) : every;
	/** A JSON file is read by JSON's own parser, which is stricter and faster than YAML's. */
	const read = once((some) =>
		text.filename.endsWith(".json") ? (JSON.parse(some) as PlainTemplate) : readPlain(some),
	);
	const commentsOf = once(readComments);
	const before = read(bare);
	const label = ({ rule, options, finding, says }: Offer): string =>
		`${rule} ${JSON.stringify(options)} ${keyOf(finding)} ${says}`;

	test("is mended somewhere, by a fix and by a suggestion", () => {
		expect(new Set(offers.map((offer) => offer.grade))).toEqual(new Set(["safe", "suggestion"]));
	});

	test("still parses", () => {
		for (const offer of offers) {
			expect(() => read(offer.output), label(offer)).not.toThrow();
			expect(ask(offer, offer.output), label(offer)).not.toBe(null);
		}
	});

	test("keeps every comment", () => {
		for (const offer of offers.filter(() => text.filename.endsWith(".yaml"))) {
			expect(commentsOf(offer.output), label(offer)).toEqual(commentsOf(bare));
		}
	});

	test("keeps its line ends, and whether it has a last one", () => {
		for (const { output } of offers) {
			const kinds = (some: string): ReadonlySet<string> => new Set(some.match(/\r\n|\n|\r/gu) ?? []);
			expect([...kinds(output)].filter((kind) => !kinds(bare).has(kind) && kinds(bare).size > 0)).toEqual([]);
			expect(/[\r\n]$/u.test(output)).toBe(/[\r\n]$/u.test(bare));
		}
	});

	test("changes in nothing but the property that the finding names, and new keys", () => {
		for (const offer of offers) {
			const after = read(offer.output);
			const paths = differences(before, after);
			expect(paths, label(offer)).not.toEqual([]);
			const resources = after["Resources"] as Readonly<Record<string, { readonly Type?: string } | undefined>>;
			const known = before["Resources"] as Readonly<Record<string, unknown>>;
			const others = paths.filter((path) => {
				const [section, id = "", ...rest] = path.split(".");
				const added =
					section === "Resources" &&
					rest.length === 0 &&
					!Object.hasOwn(known, id) &&
					ADDED.has(resources[id]?.Type ?? "");
				return !added && !isNamed(path, offer, text.shared);
			});
			expect(others, label(offer)).toEqual([]);
		}
	});

	test("loses the finding, and gets no new one", () => {
		// Behind an anchor or in `Globals` the next resource reports what the first one did.
		for (const offer of text.shared ? [] : offers) {
			const old = tally(lint(offer, text.text).details.findings);
			const now = tally(ask(offer, offer.output) ?? []);
			const key = keyOf(offer.finding);
			expect(now.get(key) ?? 0, label(offer)).toBeLessThan(old.get(key) ?? 0);
			// Switched on, a store asks for its key next where the option wants one.
			const id = offer.finding.resource?.id ?? "";
			const isNext = (one: string): boolean =>
				["missingKey", "providerKey", "providerOwned"].some((next) => one.startsWith(`${next} ${id} `));
			// Another rule may have reported it in its place, with which the text that was made is not asked.
			const saidAlone = (one: string): boolean =>
				tally(ask(offer, text.text.replace(/^\uFEFF/u, "")) ?? []).has(one);
			expect(
				[...now.keys()].filter(
					(one) =>
						!old.has(one) &&
						!saidAlone(one) &&
						!(isNext(one) && offer.options["minimum"] === "customer-key"),
				),
				label(offer),
			).toEqual([]);
		}
	});

	test("changes no more on a second pass", () => {
		for (const rule of RULES) {
			for (const options of optionsOf(rule.name)) {
				const about = { rule: rule.name, options };
				// Where nothing has a fix, `--fix` has nothing to do.
				if (lint(about, text.text).messages.some(({ fix }) => fix !== undefined)) {
					const fixed = fixTemplate(text.text, { [rule.name]: options }, text.filename);
					const left = ask(about, fixed.replace(/^\uFEFF/u, ""));
					expect(
						left?.filter(({ fix }) => fix === "safe"),
						`${rule.name} ${JSON.stringify(options)}`,
					).toEqual([]);
				}
			}
		}
	});

	test("is deployed as the grade says", () => {
		for (const offer of offers) {
			const impacts = impactOfJson(JSON.stringify([before, read(offer.output)]));
			const id = offer.finding.resource?.id ?? "";
			const others = Object.entries(impacts).filter(
				([other, impact]) => other !== id && impact !== "WILL_CREATE",
			);
			if (!text.shared) {
				expect(others, label(offer)).toEqual([]);
			}
			expect(
				Object.values(impacts).filter((impact) => impact === "WILL_DESTROY" || impact === "WILL_ORPHAN"),
				label(offer),
			).toEqual([]);
			if (offer.finding.resource === null) {
				expect(impacts, label(offer)).toEqual({}); // What stands outside of the resources changes none of them.
				continue;
			}
			const replaces = offer.says.includes("CloudFormation replaces the resource");
			if (
				replaces &&
				(OVERRIDES.some((row) => row.type === offer.finding.resource?.type) ||
					REPLACED_IN_WORDS.has(offer.finding.resource?.type ?? ""))
			) {
				continue; // Stricter than the library: see below.
			}
			if (offer.grade === "safe") {
				expect(Object.values(impacts), label(offer)).not.toContain("WILL_CREATE");
			}
			const own = [
				...new Set(
					Object.entries(impacts).flatMap(([other, impact]) => (other === id || text.shared ? [impact] : [])),
				),
			].filter((impact) => impact !== "WILL_CREATE");
			// A permission stands in a policy of its own: the function that needs it is not touched.
			const isBeside = own.length === 0 && Object.values(impacts).includes("WILL_CREATE");
			expect(own, label(offer)).toEqual(
				isBeside ? [] : replaces ? [expect.stringMatching(/^(?:WILL|MAY)_REPLACE$/u)] : ["WILL_UPDATE"],
			);
		}
	});
});

/**
 * Where CloudFormation's own documents are stricter than the library, which knows the flags of top-level properties
 * alone.
 */
const OVERRIDES: readonly { readonly type: string; readonly library: string; readonly update: Update }[] = [
	// "AWS::EC2::Volume", `Encrypted`, `KmsKeyId`: "Update requires: Updates are not supported."
	{ type: "AWS::EC2::Volume", library: "WILL_UPDATE", update: "refuse" },
	// "AWS::EC2::SpotFleet EbsBlockDevice", `Encrypted`: "Update requires: Replacement", a flag of a nested property.
	{ type: "AWS::EC2::SpotFleet", library: "WILL_UPDATE", update: "replace" },
	// "AWS::WorkSpaces::Workspace", `RootVolumeEncryptionEnabled` and its like: "Update requires: Updates are not
	// supported."
	{ type: "AWS::WorkSpaces::Workspace", library: "MAY_REPLACE", update: "refuse" },
];

/**
 * "The domain is deleted and recreated" ("AWS::OpenSearchService::Domain EncryptionAtRestOptions"): a sentence, for
 * which the specification has no flag.
 */
const REPLACED_IN_WORDS: ReadonlySet<string> = new Set(["AWS::OpenSearchService::Domain"]);

/** A template of one resource whose volume has that value for its switch (or for its key). */
function probe(place: VolumePlace, name: string, value: string | boolean): PlainTemplate {
	const properties = [...(place.path === "" ? [] : place.path.split(".")), name].reduceRight<unknown>(
		(inner, step) => ({ [step.replaceAll("[]", "")]: step.endsWith("[]") ? [inner] : inner }),
		value,
	);
	return { Resources: { One: { Type: place.type, Properties: properties as never } } };
}

const LIBRARY: Readonly<Record<string, Update>> = {
	WILL_UPDATE: "in-place",
	MAY_REPLACE: "replace",
	WILL_REPLACE: "replace",
};

describe("the table of what updates in place", () => {
	const places = [...VOLUME_PLACES, ...IMAGE_PLACES, ...COPY_PLACES];

	describe.each(places.map((place) => [`${place.type} ${place.path} ${place.encrypted}`, place] as const))(
		"%s",
		(_, place) => {
			const probes = [
				{ name: place.encrypted, from: place.off ?? false, to: place.off === undefined ? true : "CUSTOM" },
				...(place.key === null
					? []
					: [
							{
								name: place.key,
								from: "arn:aws:kms:eu-west-1:111122223333:key/1",
								to: "arn:aws:kms:eu-west-1:111122223333:key/2",
							},
						]),
			];

			test.each(probes)("$name is as the library says, or stricter with a reason", ({ name, from, to }) => {
				const says = impactOf(probe(place, name, from), probe(place, name, to))["One"] ?? "NO_CHANGE";
				const override = OVERRIDES.find((row) => row.type === place.type);
				const property = place.path === "" ? place.encrypted : `${place.path}.${place.encrypted}`;
				const update = TEMPLATE_ENGINE.updateOf(place.type, property, false);
				if (override === undefined) {
					expect(LIBRARY[says]).toBe(update);
				} else {
					expect({ library: says, update }).toEqual({
						library: override.library,
						update: override.update,
					});
				}
			});
		},
	);

	test("every override is of a type that the tables have", () => {
		expect(OVERRIDES.filter((row) => !places.some((place) => place.type === row.type))).toEqual([]);
	});
});
