import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { RULES } from "../rules/index.ts";
import { LEFT_OUT } from "../src/languages/cloudformation/families.ts";
import { TEMPLATE_ENGINE } from "../src/languages/cloudformation/engine.ts";
import { ARGUMENTS } from "../src/languages/terraform/spec/mapping.ts";
import { typeSpec } from "../src/languages/terraform/spec/type-spec.ts";
import type { Store } from "../src/model/at-rest/store.ts";
import type { Update } from "../src/model/engine.ts";
import { STORES } from "../src/model/at-rest/stores.ts";
import { FIX_KINDS, readSeenFixes, type FixKind } from "../src/testing/seen-fixes.ts";
import { centralTable } from "./central-cost.ts";
import { configSchema, SCHEMA_FILE } from "./config-schema.ts";
import { houseDrawing, houseTable } from "./draw-house.ts";
import { seedsPage } from "./seed-stories.ts";
import { rewritesTable } from "./rewrites-table.ts";
import { requirementsOf } from "./standards.ts";
import { PRESETS, type PresetEntry, type Rule } from "../src/rule/rule.ts";
import { wordsOf } from "../src/rule/words.ts";

/** A document with the text of its generated parts. */
export interface GeneratedDocument {
	/** From the root of the project. */
	readonly path: string;
	readonly parts: Readonly<Record<string, string>>;
}

const KIND_NOTE: Readonly<Record<FixKind, string>> = {
	fix: "🔧 `--fix`",
	option: "⚙️ `--fix` with an option",
	suggestion: "💡 suggestion",
	none: "by hand",
};

/** How the findings of a rule are fixed, as recorded by the tests; what `--fix` does by itself needs no option. */
function fixesOf(rule: Rule): ReadonlyMap<string, readonly FixKind[]> {
	const seen = Object.entries(readSeenFixes()[rule.name] ?? {});
	return new Map(
		seen.map(([id, kinds]) => [id, kinds.filter((kind) => kind !== "option" || !kinds.includes("fix"))] as const),
	);
}

function kindsOf(rule: Rule): ReadonlySet<FixKind> {
	const kinds = new Set([...fixesOf(rule).values()].flat());
	// A lookup replaces a literal only once its value is stored, which other tests do.
	return rule.fix === "option" ? kinds.add("option") : kinds;
}

function fixNote(rule: Rule): string {
	const kinds = kindsOf(rule);
	const offered = FIX_KINDS.filter((kind) => kind !== "none" && kinds.has(kind));
	return offered.length === 0
		? "Fixed by hand"
		: `Fixed by: ${offered.map((kind) => kindNote(rule, kind)).join(", ")}${kinds.has("none") ? ", or by hand" : ""}`;
}

/** `⚙️ `--fix` with option `key``: the option whose value `--fix` needs. */
function kindNote(rule: Rule, kind: FixKind): string {
	const option = ["fix", "key"].find((name) => Object.hasOwn(rule.options, name));
	return kind === "option" && option !== undefined ? `⚙️ \`--fix\` with option \`${option}\`` : KIND_NOTE[kind];
}

/** Where the findings of a rule differ in how they are fixed. */
function fixTable(rule: Rule): readonly string[] {
	const fixes = [...fixesOf(rule)];
	return new Set(fixes.map(([, kinds]) => kinds.join())).size < 2
		? []
		: [
				"",
				"| finding | fixed by |",
				"| --- | --- |",
				...fixes.map(
					([id, kinds]) => `| \`${id}\` | ${kinds.map((kind) => kindNote(rule, kind)).join(", ")} |`,
				),
			];
}

/** The folder of the documents: the built program is elsewhere. */
const DOCS = resolve(import.meta.dirname, import.meta.dirname.includes("dist") ? "../../docs" : ".");

/** Everything in the documents that the code decides. */
export function generatedDocuments(): readonly GeneratedDocument[] {
	return [
		{ path: "CONTRIBUTING.md", parts: { house: houseDrawing() } },
		{ path: "docs/architecture.md", parts: { rooms: houseTable() } },
		{ path: "README.md", parts: { rules: rulesTable() } },
		{ path: "docs/encryption-at-rest.md", parts: { stores: storesTable(), "left-out": leftOutTable() } },
		{ path: "docs/rewrites.md", parts: { contexts: rewritesTable() } },
		{ path: "docs/terraform.md", parts: { types: terraformTypes() } },
		{ path: "docs/ci.md", parts: { central: centralTable(readFileSync(join(DOCS, "performance.md"), "utf8")) } },
		{ path: "docs/seeds.md", parts: { stories: seedsPage() } },
		...RULES.map((rule) => ({
			path: `docs/rules/${rule.name}.md`,
			parts: {
				header: header(rule),
				messages: messages(rule),
				options: options(rule),
				compliance: compliance(rule),
				ignore: ignoring(rule),
			},
		})),
	];
}

/** The types of `hashicorp/aws` that the mapping knows, by service. */
function terraformTypes(): string {
	const rows = Object.keys(ARGUMENTS).map((type) => ({ type, cfn: typeSpec(type)?.cfn ?? "" }));
	return [
		`${String(rows.length)} types of \`hashicorp/aws\`, and all types of \`hashicorp/awscc\` that CloudFormation has:`,
		"",
		"| Terraform | CloudFormation |",
		"| --- | --- |",
		...rows.map(({ type, cfn }) => `| \`${type}\` | \`${cfn}\` |`),
	].join("\n");
}

function levelOf(entry: PresetEntry): string {
	return typeof entry === "string"
		? entry
		: `${entry[0]} (${Object.entries(entry[1])
				.map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``)
				.join(", ")})`;
}

function header(rule: Rule): string {
	const presets = PRESETS.map((preset) => `\`${preset}\`: ${levelOf(rule.presets[preset])}`).join(" · ");
	const types = rule.types ?? [];
	const list = types.map((type) => `\`${type}\``).join(", ");
	return [
		`# ${rule.name}`,
		"",
		`${rule.description}.`,
		"",
		`${fixNote(rule)} · severity ${[rule.severity, ...(rule.severities ?? [])].join(", ")} · ${presets}`,
		...fixTable(rule),
		"",
		rule.checkModule !== undefined
			? `Checks JavaScript and TypeScript source${rule.checkStack === undefined ? "" : ", and the whole template"}.`
			: rule.types === null
				? "Checks the whole template."
				: types.length > 12
					? `<details><summary>${String(types.length)} resource types</summary>\n\n${list}\n\n</details>`
					: `Checks ${list}.`,
	].join("\n");
}

function options(rule: Rule): string {
	const entries = Object.entries(rule.options) as readonly (readonly [
		string,
		{ readonly description?: string; readonly enum?: readonly unknown[]; readonly type?: string },
	])[];
	if (entries.length === 0) {
		return "This rule has no options.";
	}
	const rows = entries.map(
		([name, schema]) =>
			`| \`${name}\` | ${schema.enum?.map((value) => `\`${JSON.stringify(value)}\``).join(", ") ?? schema.type ?? ""} | \`${JSON.stringify(rule.defaults[name])}\` | ${schema.description ?? ""} |`,
	);
	return ["| option | values | default | what it does |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** How to ignore one finding, or all findings of the rule. */
function ignoring(rule: Rule): string {
	const name = `aws-kms/${rule.name}`;
	const [comment, alternative] =
		rule.checkModule === undefined
			? [`# eslint-disable-next-line ${name} -- the reason`, "; in JSON, use [`Metadata`](../suppressions.md)"]
			: [`// eslint-disable-next-line ${name} -- the reason`, ""];
	return [
		`To ignore one finding, write \`${comment}\` on the line above${alternative}. More: [suppressions](../suppressions.md).`,
		"",
		`To turn the rule off, use \`--rule '${rule.name}: off'\`, or \`"${name}": "off"\` in ESLint.`,
	].join("\n");
}

/** All messages of the rule, so that one can be looked up. */
function messages(rule: Rule): string {
	// With the words for a template.
	const words = Object.entries(wordsOf(TEMPLATE_ENGINE));
	const worded = (text: string): string =>
		words.reduce((before, [name, word]) => before.replaceAll(`{{${name}}}`, word), text);
	const rows = Object.entries(rule.messages).map(
		([id, text]) => `| \`${id}\` | ${worded(text).replaceAll("|", "\\|")} |`,
	);
	return [
		"| id | message |",
		"| --- | --- |",
		...rows,
		...(rule.yieldsTo === undefined
			? []
			: [
					"",
					`Not reported if ${joinOr(rule.yieldsTo.map((name) => `[${name}](${name}.md)`))} reports the same value.`,
				]),
	].join("\n");
}

/** `a`, `a or b`, `a, b or c`. */
function joinOr(names: readonly string[]): string {
	return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
}

function compliance(rule: Rule): string {
	const requirements = requirementsOf(rule);
	return requirements.length === 0
		? "No standard has a requirement for this."
		: [
				"| standard | ids |",
				"| --- | --- |",
				...requirements.map(({ standard, ids, source }) => `| [${standard}](${source}) | ${ids.join(", ")} |`),
			].join("\n");
}

function rulesTable(): string {
	const rows = RULES.map(
		(rule) =>
			`| [${rule.name}](https://github.com/eslint-plugin-aws-kms/eslint-plugin-aws-kms/blob/main/docs/rules/${rule.name}.md) | ${rule.description} | ${FIX_KINDS.filter(
				(kind) => kind !== "none" && kindsOf(rule).has(kind),
			)
				.map((kind) => KIND_NOTE[kind].split(" ")[0])
				.join(" ")} | ${PRESETS.map((preset) => levelOf(rule.presets[preset])).join(" | ")} |`,
	);
	return [
		"🔧 fixed by `--fix` · ⚙️ fixed by `--fix` once an option of the rule is set · 💡 suggestion in the editor. The page of a rule lists how each of its findings is fixed.",
		"",
		`| rule | what it checks | | ${PRESETS.join(" | ")} |`,
		`| --- | --- | --- | ${PRESETS.map(() => "---").join(" | ")} |`,
		...rows,
	].join("\n");
}

const RUNG_NOTE = {
	none: "not encrypted",
	"provider-owned": "AWS owned key",
	"provider-key": "AWS managed key",
	"customer-key": "customer managed key",
	unknown: "another resource decides",
} as const;

const UPDATE_NOTE = {
	"in-place": "in place",
	interrupt: "interrupts",
	replace: "replaces",
	refuse: "refused",
	unsure: "not documented",
} as const;

function storesTable(): string {
	const path = (store: Store, name: string | undefined): string =>
		name === undefined ? "" : `\`${[store.at, name].filter((part) => part !== undefined).join(".")}\``;
	const { updateOf: updateIn } = TEMPLATE_ENGINE;
	const updateOf = ({ type, at = "", ...store }: Store, isDeployed: boolean): Update => {
		const decider = store.switch ?? store.mode ?? store.key ?? "";
		return updateIn(type, at === "" ? decider : `${at}.${decider}`, isDeployed);
	};
	const rows = STORES.map(
		(store) =>
			`| \`${store.type}\` | ${[path(store, store.switch), path(store, store.mode), path(store, store.key)].filter((cell) => cell !== "").join(", ")} | ${RUNG_NOTE[store.absent ?? "provider-owned"]} | ${UPDATE_NOTE[updateOf(store, false)]} | ${UPDATE_NOTE[updateOf(store, true)]} | ${store.source} |`,
	);
	return [
		"| type | properties | default | setting it | changing it | AWS's page |",
		"| --- | --- | --- | --- | --- | --- |",
		...rows,
	].join("\n");
}

function leftOutTable(): string {
	const rows = Object.entries(LEFT_OUT).flatMap(([type, entries]) =>
		Object.entries(entries).map(
			([path, reason]) => `| \`${type}\` | ${path === "*" ? "everything" : `\`${path}\``} | ${reason} |`,
		),
	);
	return ["| type | property | why |", "| --- | --- | --- |", ...rows].join("\n");
}

/**
 * A document's text with its generated parts replaced; a part is between `<!-- begin NAME -->` and
 * `<!-- end NAME -->`.
 */
export function fillParts(text: string, parts: Readonly<Record<string, string>>): string {
	return Object.entries(parts).reduce((filled, [name, part]) => {
		const begin = `<!-- begin ${name} -->`;
		const end = `<!-- end ${name} -->`;
		const from = filled.indexOf(begin);
		const to = filled.indexOf(end);
		if (from === -1 || to === -1) {
			throw new Error(`The document has no part '${name}'.`);
		}
		return `${filled.slice(0, from + begin.length)}\n${part}\n${filled.slice(to)}`;
	}, text);
}

/** Run as a program: writes every document again. */
if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const root = resolve(import.meta.dirname, import.meta.dirname.includes("dist") ? "../.." : "..");
	for (const { path, parts } of generatedDocuments()) {
		const file = join(root, path);
		writeFileSync(file, fillParts(readFileSync(file, "utf8"), parts));
	}
	writeFileSync(join(root, SCHEMA_FILE), `${JSON.stringify(configSchema(), null, 2)}\n`);
}
