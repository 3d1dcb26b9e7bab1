import type { Dialect, DialectConfig, DialectSettings, LargeFile, ParsedText, Reading } from "../dialect.ts";
import { editInTemplate, findInlineCode } from "./inline-code.ts";
import { readingOf, readingWith, readTemplateFile, templateLanguage } from "./language.ts";
import { TemplateSuppressing } from "./template-suppressing.ts";
import { templateSpans } from "./template-spans.ts";
import { mayBeTemplate, readFile, SURELY_TEMPLATE } from "./read-file.ts";
import { wording } from "../../text/wording.ts";

/** File extensions that another plugin's YAML or JSON language may pass to us; a script is never read as a template. */
const HOSTED = /(?<!\.(?:tf|tofu|tfvars))\.(?:ya?ml|json[c5]?|template|cfn)$/iu;

const MB = 1024 * 1024;

/** SAM and CloudFormation templates, YAML and JSON, recognized by their content, whatever their name. */
export const TEMPLATE: Dialect = {
	counted: { key: "templates", one: "template", many: "templates" },
	preset: {
		name: "template",
		globs: [
			"**/template.{yaml,yml,json}",
			"**/*.template",
			"**/*.template.{yaml,yml,json}",
			"**/*-template.{yaml,yml,json}",
			"**/*.cfn.{yaml,yml,json}",
			"**/*.sam.{yaml,yml,json}",
			"**/cloudformation.{yaml,yml,json}",
			"**/cloudformation/**/*.{yaml,yml,json}",
			"**/packaged.{yaml,yml,json}",
		],
	},
	language: {
		name: "template",
		implementation: templateLanguage,
		foreignRules: [
			"json/no-duplicate-keys",
			"json/no-empty-keys",
			"json/no-unnormalized-keys",
			"json/no-unsafe-values",
			"json/sort-keys",
			"json/top-level-interop",
		],
	},
	names: /\.(?:ya?ml|json|template|cfn|cform)$/iu,
	isNamed: () => false,
	mayHold: mayBeTemplate,
	passedBy: "is not a CloudFormation or SAM template",
	/**
	 * CloudFormation accepts templates of at most 1 MB. A file can be larger, because indentation is removed before the
	 * upload (`cdk synth` does that itself). Four times as much takes some seconds and 300 MB of memory.
	 *
	 * Source: "Template body size in a request",
	 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
	 */
	maxBytes: 4 * MB,
	refuseLarge: (size, head): LargeFile =>
		SURELY_TEMPLATE.test(head)
			? {
					kind: "error",
					message: wording("It has {{size}}; CloudFormation limits a template to 1 MB.", { size }),
				}
			: { kind: "skip", why: wording("is too large to be a template") },
	prepare: () => null,
	parse: (text, filename, settings) => ({ text, ast: readTemplateFile(text, filename, settings).file }),
	configure: (_, filename, settings) => configure(filename, settings),
	read,
	holds: (ast) => (readingOf(ast)?.stack ?? null) !== null,
	problemsOf(ast) {
		const reading = readingOf(ast);
		return [...(reading?.syntax ?? []), ...(reading?.structure ?? [])];
	},
	deepestPlace: () => 0,
	isAlone: true,
	hasScriptLines: false,
	isShared: false,
	programsIn(text, filename) {
		const programs = findInlineCode(text, filename);
		return programs.map((program) => ({
			...program,
			edit: (edit) => editInTemplate(text, filename, programs, program, edit),
		}));
	},
};

/** The values of parameters that the configuration of the project has; those of the author's ESLint go to the language. */
function parametersIn({ parameters }: ParsedText["settings"]): Readonly<Record<string, string>> {
	return typeof parameters === "object" && parameters !== null
		? Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
		: {};
}

function configure(filename: string, { parameterOverrides, suppressions }: DialectSettings): DialectConfig {
	return {
		// Only the extension matters.
		filename: `template${/\.[A-Za-z0-9]{1,12}$/u.exec(filename)?.[0] ?? ".yaml"}`,
		language: "template",
		languageOptions: [{ template: { tolerant: true, parameterOverrides, suppressions } } as never],
		hasOwnComments: true,
		isTooDeep: () => false,
	};
}

function read({ text, ast, filename, settings, guard }: ParsedText): Reading | undefined {
	const parameterOverrides = parametersIn(settings);
	const reading =
		guard(() => readingWith(ast, text, parameterOverrides), readingOf(ast)) ??
		(HOSTED.test(filename) ? guard(() => readFile(text, filename, { parameterOverrides }), null) : undefined);
	if (reading === undefined) {
		return undefined;
	}
	const template = reading?.file ?? null;
	return {
		stack: reading?.stack ?? null,
		module: null,
		suppressions: reading?.stack?.suppressions ?? { entries: [], problems: [] },
		comments: template?.comments ?? [],
		secretSpans: () => (template === null ? [] : templateSpans(text, template)),
		suppressing: template === null ? null : new TemplateSuppressing(text, template),
	};
}
