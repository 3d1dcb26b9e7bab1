import type { TSESTree } from "@typescript-eslint/utils";
import type { Stack } from "../../model/resource.ts";
import type { Suppressions } from "../../model/suppression.ts";
import { LineIndex } from "../../text/line-index.ts";
import type { Span } from "../../text/span.ts";
import { programSpans } from "../exposure/program-spans.ts";
import { isUnitTest } from "../cdk/is-unit-test.ts";
import { linkApp, readCdk } from "../cdk/apps.ts";
import type { Dialect, DialectConfig, LargeFile, ParsedText, Reading } from "../dialect.ts";
import { configuredRules, readDirective, suppressionsIn } from "../directive.ts";
import { readModule, SOURCE_NAME, type SourceModule } from "../program/source-module.ts";
import { deepestPlace, isNestedTooDeeply } from "./measure-nesting.ts";
import { hasParser, loadTypeScriptParser, parseSource } from "./parse-source.ts";
import { hasJsx, kindsOfSource, languageOptionsOf } from "./source-config.ts";
import { wording } from "../../text/wording.ts";

const MB = 1024 * 1024;

/** What a bundler wrote has more; parsing and scope analysis take half a gigabyte of memory for each MB. */
const MAX_BYTES = 2 * MB;

/** Handlers and apps of the CDK, in JavaScript and TypeScript. */
export const JAVASCRIPT: Dialect = {
	counted: { key: "sources", one: "source file", many: "source files" },
	preset: { name: "source", globs: ["**/*.{js,mjs,cjs,jsx}"] },
	language: null,
	names: SOURCE_NAME,
	isNamed: (filename) => SOURCE_NAME.test(filename),
	mayHold: () => false,
	passedBy: "is no JavaScript or TypeScript",
	maxBytes: MAX_BYTES,
	refuseLarge: (size): LargeFile => ({
		kind: "skip",
		why: wording("has {{size}}; programs above {{limit}} MB are not checked", {
			size,
			limit: String(MAX_BYTES / MB),
		}),
		always: true,
	}),
	prepare: (filename) =>
		!/\.[cm]?tsx?$/iu.test(filename) || hasParser()
			? null
			: "the binary of `oxc-parser` is not installed. Install the package again, without `--omit=optional`",
	parse(text, filename) {
		for (const kind of kindsOfSource(text, filename)) {
			const parsed = parseSource(text, kind, hasJsx(kind, filename));
			if (parsed !== null) {
				return parsed;
			}
		}
		return null;
	},
	configure,
	read,
	holds: () => true,
	problemsOf: () => [],
	deepestPlace,
	isAlone: true,
	hasScriptLines: true,
	isShared: true,
	programsIn: () => [],
	link: linkApp,
};

function configure(text: string, filename: string): DialectConfig {
	const kinds = kindsOfSource(text, filename);
	return {
		filename: nameInside(filename),
		languageOptions: kinds.map((kind) =>
			languageOptionsOf(kind, filename, kind === "typescript" ? loadTypeScriptParser() : null),
		),
		hasOwnComments: false,
		// The parser of TypeScript asks by itself.
		isTooDeep: () => !kinds.includes("typescript") && isNestedTooDeeply(text, true),
	};
}

/** ESLint lints no file outside of its base folder. */
function nameInside(filename: string): string {
	return filename.startsWith("../") || filename.startsWith("/")
		? filename.slice(filename.lastIndexOf("/") + 1)
		: filename;
}

function read(file: ParsedText): Reading {
	const { filename, cwd, settings, guard } = file;
	const module = guard(() => readModule(file, filename, cwd, settings), null);
	return {
		stack: module === null ? null : guard(() => readApp(module), null),
		module,
		suppressions: module === null ? EMPTY : guard(() => readComments(module), EMPTY),
		secretSpans: () => (module === null ? [] : programSpans(module)),
		suppressing: {
			lines: new LineIndex(file.text, true),
			comment: "//",
			closed: () => longTokens(file),
			suppressIn: () => null,
		},
	};
}

const EMPTY: Suppressions = { entries: [], problems: [] };

/** The resources that a program makes with CDK; null where it makes none, and in a unit test. */
function readApp(module: SourceModule): Stack | null {
	const enforced = module.settings["assumeEnforced"];
	return isUnitTest(module) ? null : readCdk(module, Array.isArray(enforced) ? enforced.map(String) : []);
}

/** What a parser tells of a token; that of another language may tell less. */
type Token = Pick<TSESTree.Token, "type"> & Partial<Pick<TSESTree.Token, "range" | "loc">>;

/** Tokens and comments that go over several lines: template literals, text of JSX, block comments. */
function longTokens({ ast, text }: ParsedText): readonly Span[] {
	// A parser may give none, as our own does in the command.
	const { tokens, comments } = (ast ?? {}) as {
		readonly tokens?: readonly Token[];
		readonly comments?: readonly Token[];
	};
	return tokens === undefined || tokens.length === 0
		? [{ start: -1, end: text.length + 1 }]
		: [...tokens, ...(comments ?? [])].flatMap(({ type, range, loc }) =>
				range === undefined || loc?.start.line === loc?.end.line
					? []
					: // Behind a text of JSX more of it may be written.
						[{ start: range[0], end: range[1] + ((type as string) === "JSXText" ? 1 : 0) }],
			);
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
