import type { Linter } from "eslint/universal";
import type { Generated, Stack } from "../model/resource.ts";
import type { Suppression, Suppressions } from "../model/suppression.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { SourceModule } from "./program/source-module.ts";

/**
 * A way of writing down what runs or is deployed: what belongs to it, how it is read, and how ESLint is told. The
 * command, the presets and the processors know dialects by the table in `dialects.ts` alone.
 */
export interface Dialect {
	/** How a report counts its files; `key` is the name of the number in JSON. */
	readonly counted: { readonly key: string; readonly one: string; readonly many: string };
	/** What a preset calls its part of the configuration, and the names of its files, as globs. */
	readonly preset: { readonly name: string; readonly globs: readonly string[] };
	/** The language by which ESLint reads it; null where ESLint, or a parser that people have, does. */
	readonly language: DialectLanguage | null;
	/** What its files are named like, among others: only such files of a folder are opened. */
	readonly names: RegExp;
	/** True for what can only be written in it, by its name. */
	isNamed(filename: string): boolean;
	/** True where a text may be written in it, without parsing; asked where no name decides. */
	mayHold(text: string): boolean;
	/** Why a file is passed by that it does not hold: "is no … template". */
	readonly passedBy: string;
	/** How large a file may be, in bytes, and what is said of a larger one, by its size (`5 MB`) and its beginning. */
	readonly maxBytes: number;
	refuseLarge(size: string, head: string): LargeFile;
	/** Why a file of that name cannot be read on this machine; null where it can. */
	prepare(filename: string): string | null;
	/** How ESLint reads a text. */
	configure(text: string, filename: string, settings: DialectSettings): DialectConfig;
	/** What ESLint has parsed; undefined where that is another dialect's. */
	read(file: ParsedText): Reading | undefined;
	/** True where what ESLint has parsed is of interest after all. */
	holds(ast: unknown): boolean;
	/** What is wrong in what ESLint has parsed, where the dialect reads on. */
	problemsOf(ast: unknown): readonly { readonly message: string; readonly offset: number }[];
	/** Where a text is nested deepest, for one that is nested too deeply. */
	deepestPlace(text: string): number;
	/** True where lines end as in JavaScript, also at U+2028. */
	readonly hasScriptLines: boolean;
	/** True where a suppression that names no rule is about the rules of others as well. */
	readonly isShared: boolean;
	/** The programs that stand inside a text. */
	programsIn(text: string, filename: string): readonly InlineProgram[];
}

/** A language that the plugin brings along. */
interface DialectLanguage {
	/** Its name in a configuration, behind the plugin's. */
	readonly name: string;
	/** https://eslint.org/docs/latest/extend/languages */
	readonly implementation: object;
	/** Rules of other plugins for the same files, by their full names, that refuse this language. */
	readonly foreignRules: readonly string[];
}

/** What is said of a file that is too large: an error, or why it is skipped. */
export type LargeFile =
	| { readonly kind: "error"; readonly message: string }
	/** `always` where it is said although the user did not name the file. */
	| { readonly kind: "skip"; readonly why: string; readonly always?: true };

/** What the command decides for every text. */
export interface DialectSettings {
	readonly parameterOverrides: Readonly<Record<string, string>>;
	/** False to report what comments and metadata suppress, too. */
	readonly suppressions: boolean;
}

/** How ESLint reads a text. */
export interface DialectConfig {
	/** A name inside ESLint's base folder. */
	readonly filename: string;
	/** The language of this plugin, without its namespace; ESLint's own where it is left out. */
	readonly language?: string;
	readonly languageOptions: NonNullable<Linter.Config["languageOptions"]>;
	/** True where ESLint carries out the suppressions in comments by itself. */
	readonly hasOwnComments: boolean;
	/** True where the parser would not come to an end: the text is not read. */
	readonly isTooDeep: boolean;
}

/** A text that ESLint has parsed, in whatever language. */
export interface ParsedText {
	readonly text: string;
	readonly ast: unknown;
	readonly scopeManager?: unknown;
	readonly visitorKeys?: unknown;
	readonly parserServices?: unknown;
	/** As ESLint knows it, often relative to {@link cwd}. */
	readonly filename: string;
	readonly cwd: string;
	/** What the author sets under `settings["aws-kms"]`. */
	readonly settings: Readonly<Record<string, unknown>>;
	/** Runs a reader; what it throws is a bug, which costs its answer and no more. */
	readonly guard: <T>(read: () => T, otherwise: T) => T;
}

/** What the rules ask of one file. */
export interface Reading {
	/** The resources that it describes; null where it describes none. */
	readonly stack: Stack | null;
	/** The program; null where the file is none. */
	readonly module: SourceModule | null;
	/** The dialect's own tree, where it has one. */
	readonly tree: object | null;
	readonly suppressions: Suppressions;
}

/** A program that stands inside the text of another dialect, in the file of what deploys it. */
export interface InlineProgram {
	/** The resource that runs it, its type and its property, as the author wrote them. */
	readonly id: string;
	readonly type: string;
	readonly property: string;
	/** A name for the program, whose extension says how it is read: `Api.cjs`. */
	readonly filename: string;
	readonly code: InlineText;
	/** The framework that wrote it; null where the author did. */
	readonly generated: Generated | null;
	/** What the author accepts of it in metadata, with a reason that counts. */
	readonly accepted: readonly Suppression[];
	/** An edit of the program as one of the file; null where it would not be exactly that. */
	edit(edit: TextEdit): TextEdit | null;
}

/** The text of a program, and where it stands in the file. */
interface InlineText {
	readonly text: string;
	/** The place in the file; null where it stands in what only the deployment fills in. */
	locate(span: Span): Span | null;
	/** All of the file that says a stretch of the program; null where nothing does. */
	cover(span: Span): Span | null;
}
