import type { Rule as EslintRule } from "eslint";
import type { TemplateFile } from "../../languages/template/ast.ts";
import { configuredRules, readDirective, suppressionsIn } from "../../languages/directive.ts";
import { readCdk } from "../../languages/cdk/read-cdk.ts";
import { readModule, type SourceModule } from "../../languages/program/source-module.ts";
import { readingOf } from "../../languages/template/language.ts";
import { readFile } from "../../languages/template/read-file.ts";
import type { Stack } from "../../model/resource.ts";
import type { Suppressions } from "../../model/suppression.ts";
import { detailsOf } from "./details.ts";
import { failureOf } from "./failure.ts";

/** What the rules ask of one file, whatever its dialect. */
export interface SourceReading {
	/** The resources that it describes; null where it describes none. */
	readonly stack: Stack | null;
	/** The program; null where the file is none. */
	readonly module: SourceModule | null;
	/** The tree of a template; null where the file is none. */
	readonly template: TemplateFile | null;
	readonly suppressions: Suppressions;
}

/** File names that another plugin's YAML or JSON language may bring to us; a script is never read as a template. */
const HOSTED = /\.(?:ya?ml|json[c5]?|template|cfn)$/iu;

const EMPTY: Suppressions = { entries: [], problems: [] };

/** Readings by their `SourceCode`, so that each file is read once for all rules. */
const READINGS = new WeakMap<object, SourceReading>();

/** What of ESLint's context tells of the file. */
type FileContext = Pick<EslintRule.RuleContext, "sourceCode" | "filename" | "cwd" | "settings">;

/**
 * Reads what ESLint has parsed: our own language, a host's YAML or JSON, JavaScript, TypeScript. Never throws: what
 * cannot
 * be read because of a bug is missing, and is one of the `failures` among the details of the file.
 */
export function readSource(context: FileContext): SourceReading {
	const { sourceCode } = context;
	let reading = READINGS.get(sourceCode);
	if (reading === undefined) {
		reading = read(context);
		READINGS.set(sourceCode, reading);
	}
	return reading;
}

/** What a rule has read of a file, by its `SourceCode`; undefined where none has. */
export function knownReading(sourceCode: object): SourceReading | undefined {
	return READINGS.get(sourceCode);
}

function read({ sourceCode, filename, cwd, settings }: FileContext): SourceReading {
	const attempt = <T>(make: () => T, otherwise: T): T => {
		try {
			return make();
		} catch (error) {
			const { failures } = detailsOf(sourceCode);
			if (failures.length === 0) {
				failures.push(failureOf(error));
			}
			return otherwise;
		}
	};
	const own =
		readingOf(sourceCode.ast) ??
		(HOSTED.test(filename)
			? attempt(() => readFile(sourceCode.text, filename, { parameterOverrides: {} }), null)
			: undefined);
	if (own !== undefined) {
		return {
			stack: own?.stack ?? null,
			module: null,
			template: own?.file ?? null,
			suppressions: own?.stack?.suppressions ?? EMPTY,
		};
	}
	const given: unknown = settings["aws-kms"];
	const ours = typeof given === "object" && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
	const module = attempt(() => readModule(sourceCode, filename, cwd, ours), null);
	const suppressions = module === null ? EMPTY : attempt(() => readComments(module), EMPTY);
	return { stack: attempt(() => readApp(sourceCode, filename, ours), null), module, template: null, suppressions };
}

/** A unit test makes constructs to look at them: its stacks are never deployed. */
const UNIT_TEST = /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|[\\/])__tests__[\\/]/u;

/** The resources that a program makes with CDK; null where it makes none, and in a unit test. */
function readApp(
	{ text, ast, scopeManager, parserServices }: EslintRule.RuleContext["sourceCode"],
	filename: string,
	settings: Readonly<Record<string, unknown>>,
): Stack | null {
	const enforced = settings["assumeEnforced"];
	return scopeManager === null || UNIT_TEST.test(filename)
		? null
		: readCdk({
				text,
				ast,
				scopeManager,
				filename,
				services: parserServices,
				assumeEnforced: Array.isArray(enforced) ? enforced.map(String) : [],
			});
}

/** The directives in the comments of a program. ESLint itself carries them out. */
function readComments({ comments }: SourceModule): Suppressions {
	const entries = comments.flatMap(({ value, range: [start, end] }) => {
		const comment = { value, start, end, mark: 2 };
		const directive = readDirective(comment);
		// A bare one is about everybody's rules.
		return directive === null
			? configuredRules(comment)
			: suppressionsIn(directive).filter(({ rule }) => rule !== null);
	});
	return { entries, problems: [] };
}
