import { dirname } from "node:path";
import { absolutePath } from "../../files/absolute-path.ts";
import { leadsOutOf } from "../../files/leads-out-of.ts";
import type { Suppressions } from "../../model/suppression.ts";
import { LineIndex } from "../../text/line-index.ts";
import type { Dialect, DialectConfig, DialectSettings, LargeFile, ParsedText, Reading } from "../dialect.ts";
import { parsedFileOf, parseFile, terraformLanguage } from "./language.ts";
import { foldersOf } from "./module-files.ts";
import { parseNamed } from "./parse/parse-named.ts";
import { isPlan } from "./parse/parse-plan.ts";
import type { HclFile } from "./parse/syntax.ts";
import { PlanSource } from "./plan-source.ts";
import { closedSpans } from "./closed-spans.ts";
import { callsOf, readStack } from "./read-stack.ts";
import { readSuppressions } from "./read-suppressions.ts";
import type { FileView } from "./translate/file-view.ts";
import { mayBeUsedByCallers } from "./used-by-callers.ts";
import { terraformSpans } from "./terraform-spans.ts";
import { wording } from "../../text/wording.ts";

const MB = 1024 * 1024;

/** Written by hand, a file has some kilobytes; a plan of a large module has several megabytes. */
const MAX_BYTES = 10 * MB;

const NAMES = /\.(?:(?:tf|tofu|tfvars)(?:\.json)?|tfstate(?:\.backup)?)$/iu;

/** Modules of Terraform and OpenTofu, in HCL and JSON, and the values of their variables. */
export const TERRAFORM: Dialect = {
	counted: { key: "terraform", one: "Terraform file", many: "Terraform files" },
	preset: {
		name: "terraform",
		globs: ["**/*.tf", "**/*.tofu", "**/*.tfvars", "**/*.tf.json", "**/*.tofu.json", "**/*.tfvars.json"],
	},
	language: { name: "terraform", implementation: terraformLanguage, foreignRules: [] },
	names: NAMES,
	isNamed: (filename) => NAMES.test(filename),
	mayHold: isPlan,
	passedBy: "is not a Terraform file",
	maxBytes: MAX_BYTES,
	refuseLarge: (size): LargeFile => ({
		kind: "skip",
		why: wording("has {{size}}; Terraform files above {{limit}} MB are not checked", {
			size,
			limit: String(MAX_BYTES / MB),
		}),
		always: true,
	}),
	prepare: () => null,
	parse: (text, filename, { cwd, suppressions, run = null }) => ({
		text,
		ast: parseFile(text, absolutePath(cwd, filename), { suppressions }, run),
	}),
	configure: (_, filename, settings) => configure(filename, settings),
	read,
	holds: (ast) => parsedFileOf(ast) !== undefined,
	problemsOf: (ast) => parsedFileOf(ast)?.file.errors ?? [],
	deepestPlace: () => 0,
	isAlone: false,
	hasScriptLines: false,
	isShared: false,
	programsIn: () => [],
};

function configure(filename: string, { cwd, suppressions }: DialectSettings): DialectConfig {
	const [extension = ".tf"] = NAMES.exec(filename) ?? [];
	return {
		filename: `module${extension.toLowerCase()}`,
		language: "terraform",
		languageOptions: [{ terraform: { tolerant: true, suppressions, path: absolutePath(cwd, filename) } } as never],
		hasOwnComments: true,
		isTooDeep: () => false,
	};
}

const NOTHING: Suppressions = { entries: [], problems: [] };

function read({ text, ast, cwd, guard }: ParsedText): Reading | undefined {
	const parsed = parsedFileOf(ast);
	if (parsed === undefined) {
		return undefined;
	}
	const { file, path, hasSuppressions, run } = parsed;
	const suppressions = hasSuppressions ? readSuppressions(file) : NOTHING;
	const stack = guard((): FileView | null => readStack({ text, file, path, root: cwd, suppressions, run }), null);
	return {
		stack,
		base: stack?.base ?? 0,
		...(stack === null ? {} : { calledFor: callsOf(stack, hasSuppressions) }),
		mayBeUsedElsewhere: (offset) => mayBeUsedByCallers(file, text, offset),
		module: null,
		suppressions,
		comments: file.comments,
		secretSpans: () => terraformSpans(text, file),
		suppressing: {
			lines: new LineIndex(text),
			comment: file.format === "json" ? null : "#",
			closed: () => closedSpans(file),
			suppressIn: () => null,
		},
		...(file.shown?.kind === "plan" && path !== null
			? { writtenAt: writtenBy(file, path, leadsOutOf(cwd, path) ? dirname(path) : cwd, hasSuppressions) }
			: {}),
	};
}

/** Where the module of a plan writes what is in the plan; the module is looked for with the first finding. */
function writtenBy(
	plan: HclFile,
	path: string,
	root: string,
	suppressions: boolean,
): NonNullable<Reading["writtenAt"]> {
	let source: PlanSource | undefined;
	return (span) => {
		source ??= new PlanSource(plan, { path, root, suppressions, folders: foldersOf(root, parseNamed) });
		return source.find(span);
	};
}
