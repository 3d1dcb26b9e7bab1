import { basename, dirname, join } from "node:path";
import { isBelowFolder, leadsOutOf } from "./files/leads-out-of.ts";
import { readRegularFile } from "./files/read-regular-file.ts";
import { readNestedTemplates, readPublishedTemplates } from "./languages/assembly/read-assets.ts";
import { entryAt, readJson } from "./languages/assembly/read-json.ts";
import { RULE_FACTS, VERSION } from "./plugin.ts";
import type { TextLinter } from "./lint/lint-text.ts";
import { ProjectLinter } from "./lint/project-linter.ts";
import type { LintedFinding } from "./lint/linted-text.ts";
import { LEVELS, type Level } from "./rule/level.ts";
import type { RuleSetting } from "./rule/rule-setting.ts";
import { UsageError } from "./lint/usage-error.ts";
import { didYouMean } from "./text/did-you-mean.ts";
import { PRESETS } from "./rule/rule.ts";
import { pushAll } from "./text/push-all.ts";

/** What the plugin asks. */
export interface KmsLintOptions {
	/** Which rules, at which level; if it is not given, as the configuration of the project says, else `recommended`. */
	readonly preset?: "recommended" | "strict" | "audit";
	/** What differs from the preset and the configuration, by rule: `"off"`, or `["error", { minimum: "customer-key" }]`. */
	readonly rules?: Readonly<Record<string, Level | readonly [Level, Readonly<Record<string, unknown>>]>>;
}

/** What CDK gives to a plugin, as far as it is used: `IPolicyValidationContext` of `aws-cdk-lib`. */
export interface ValidationContext {
	readonly templatePaths: readonly string[];
	readonly stackTemplates?: readonly { readonly stackConstructPath: string; readonly templatePath: string }[];
	readonly appConstruct?: ConstructLike;
}

/** `IConstruct` of `constructs`, as far as it is used. */
export interface ConstructLike {
	readonly node: { readonly tryFindChild: (id: string) => ConstructLike | undefined };
}

/** What CDK wants to hear: `PolicyValidationPluginReport`. */
export interface ValidationReport {
	success: boolean;
	pluginVersion: string;
	violations: Violation[];
}

/** `PolicyViolation`. */
export interface Violation {
	ruleName: string;
	description: string;
	fix: string;
	severity: string;
	ruleMetadata: Record<string, string>;
	violatingResources: ViolatingResource[];
}

/** `PolicyViolatingResource`: an element of a template, or a construct where there is none. */
export type ViolatingResource =
	| { resourceLogicalId: string; templatePath: string; locations: string[] }
	| { constructPath: string; templatePath: string; locations: string[] };

/**
 * Asks the rules during `cdk synth`, as a plugin of CDK's own validation: each finding is told with the line that made
 * the construct, and `acknowledge()` accepts it.
 *
 * ```ts
 * Validations.of(app).addPlugins(new KmsLint({ preset: "strict" }));
 * Validations.of(bucket).acknowledge({ id: "aws-kms::require-bucket-encryption", reason: "Public files only." });
 * ```
 *
 * It is what `IPolicyValidationPlugin` asks for, by its shape: this package does not depend on CDK. Findings of rules
 * at level "error" end the synthesis, those at level "warn" are told.
 *
 * Source: https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 */
export class KmsLint {
	/** The namespace of `acknowledge()`. */
	readonly name = "aws-kms";
	readonly version = VERSION;
	readonly ruleIds: string[];
	readonly #linter: TextLinter;

	/** @throws {UsageError} where a configuration is not understood, there is no such preset or rule, or the options of a rule are not what it takes */
	constructor(options: KmsLintOptions = {}) {
		const { preset = null, rules = {}, ...others } = options;
		const [unknown] = Object.keys(others);
		if (unknown !== undefined) {
			throw new UsageError(`Unknown option '${unknown}' of KmsLint. ${didYouMean(unknown, ["preset", "rules"])}`);
		}
		if (preset !== null && !PRESETS.includes(preset)) {
			throw new UsageError(`Unknown preset '${String(preset)}'. ${didYouMean(String(preset), PRESETS)}`);
		}
		this.#linter = new ProjectLinter({
			preset,
			config: null,
			readsDeep: true,
			rules: new Map(Object.entries(rules).map(settingOf)),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: process.cwd(),
		}).for("cdk.out/manifest.json");
		this.ruleIds = RULE_FACTS.map(({ name }) => name).filter((name) => this.#linter.levelOf(name) !== "off");
	}

	/** Asks the rules about the templates that CDK wrote, those of nested stacks among them. Changes nothing. */
	validate(context: ValidationContext): ValidationReport {
		const violations = new Map<string, Violation>();
		for (const path of [...new Set(context.templatePaths.flatMap(withNested))]) {
			const text = read(path);
			const linted = this.#linter.lint(text, basename(path));
			for (const { rule = "unreadable-template", message, line, column } of linted.errors) {
				// What nobody checked ends the synthesis; whatever else is found is told beside it.
				const stack =
					context.stackTemplates?.find(({ templatePath }) => templatePath === path)?.stackConstructPath ?? "";
				const description = `${basename(path)}:${String(line)}:${String(column)} ${message}`;
				violations.set(JSON.stringify([rule, description]), {
					ruleName: rule,
					description,
					fix: "",
					severity: "error",
					ruleMetadata: {},
					violatingResources: [{ constructPath: stack, templatePath: path, locations: [] }],
				});
			}
			for (const finding of linted.findings) {
				const violation = violationOf(finding);
				const key = JSON.stringify(violation);
				const known = violations.get(key) ?? violation;
				pushAll(
					known.violatingResources,
					[finding.resource, ...(finding.others ?? [])].map((resource) =>
						placeOf({ ...finding, resource }, text, path, context),
					),
				);
				violations.set(key, known);
			}
		}
		const all = [...violations.values()];
		return { success: all.every(({ severity }) => severity !== "error"), pluginVersion: VERSION, violations: all };
	}
}

function settingOf([name, entry]: readonly [
	string,
	Level | readonly [Level, Readonly<Record<string, unknown>>],
]): readonly [string, RuleSetting] {
	const names = RULE_FACTS.map((rule) => rule.name);
	if (!names.includes(name)) {
		throw new UsageError(`Unknown rule '${name}'. ${didYouMean(name, names)}`);
	}
	const [level, options] = (typeof entry === "string" ? [entry] : entry) as readonly [
		Level,
		Readonly<Record<string, unknown>>?,
	];
	if (!LEVELS.includes(level)) {
		throw new UsageError(
			`'${String(level)}' is not a level of rule '${name}'. ${didYouMean(String(level), LEVELS)}`,
		);
	}
	return [name, { level, options: options ?? null }];
}

function violationOf({ rule, message, severity, level, generated }: LintedFinding): Violation {
	const remedy = generated?.remedy ?? null;
	return {
		ruleName: rule,
		description: message,
		fix:
			generated === null
				? `See ${docsOf(rule)}`
				: remedy === null
					? `CDK generated this resource. See ${docsOf(rule)}`
					: `CDK generated this resource; set \`${remedy}\` on the construct. See ${docsOf(rule)}`,
		severity: generated !== null ? "info" : level === "error" ? "error" : "warning",
		ruleMetadata: { severity },
		violatingResources: [],
	};
}

function docsOf(rule: string): string {
	return RULE_FACTS.find(({ name }) => name === rule)?.docs ?? "";
}

function placeOf(
	{ resource, property, span }: LintedFinding,
	text: string,
	templatePath: string,
	{ stackTemplates = [], appConstruct }: ValidationContext,
): ViolatingResource {
	const locations = property === null ? [] : [`Properties.${property}`];
	if (resource !== null) {
		return { resourceLogicalId: resource.id, templatePath, locations };
	}
	// CDK knows the constructs of resources by their logical id, those of parameters not.
	const stack = stackTemplates.find((one) => one.templatePath === templatePath)?.stackConstructPath ?? "";
	const entry = entryAt(text, span.start);
	const path = entry === null ? stack : `${stack}/${entry.id}`;
	return {
		constructPath: hasChild(appConstruct, path) ? path : stack,
		templatePath,
		locations: entry === null ? [] : [`${entry.section}.${entry.id}`],
	};
}

function hasChild(root: ConstructLike | undefined, path: string): boolean {
	return path.split("/").reduce<ConstructLike | undefined>((at, id) => at?.node.tryFindChild(id), root) !== undefined;
}

/** A stack's template and those of its nested stacks, of which CDK does not tell plugins. */
function withNested(path: string): readonly string[] {
	const folder = dirname(path);
	const found = [basename(path)];
	const assets = join(folder, basename(path).replace(/\.template\.json$/u, ".assets.json"));
	pushAll(
		found,
		inside(
			folder,
			leadsOutOf(folder, assets) || readRegularFile(assets, LIMITS).kind === "missing"
				? []
				: readPublishedTemplates(parse(assets)),
		),
	);
	for (const file of found) {
		pushAll(
			found,
			inside(folder, readNestedTemplates(parse(join(folder, file)))).filter((nested) => !found.includes(nested)),
		);
	}
	return [...new Set(found)].map((file) => (file === basename(path) ? path : join(folder, file)));
}

function parse(path: string): unknown {
	const json = readJson(read(path));
	return json.ok ? json.value : null;
}

/** Names of files in a folder; those that lead out of it, by `..` or by a link, are none of ours. */
function inside(folder: string, names: readonly string[]): readonly string[] {
	return names.filter((name) => isBelowFolder(folder, join(folder, name)) && !leadsOutOf(folder, join(folder, name)));
}

/** What CDK wrote a moment ago. */
const LIMITS = { maxBytes: 64 * 1024 * 1024 };

function read(path: string): string {
	const reading = readRegularFile(path, LIMITS);
	if (reading.kind !== "bytes") {
		throw new Error(`${path} cannot be read.`);
	}
	return reading.bytes.toString("utf8");
}
