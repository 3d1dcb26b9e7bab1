import type { Linter } from "eslint/universal";
import type { Generated, Resource, Stack } from "../model/resource.ts";
import type { Suppression, Suppressions } from "../model/suppression.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { ParsedSource, SourceModule } from "./program/source-module.ts";
import type { Words } from "../text/wording.ts";

/**
 * A language in which resources or programs are written: which files belong to it, how they are read, and how ESLint is
 * configured for them. The command, the presets and the processors know dialects only through `dialects.ts`.
 */
export interface Dialect {
	/** How a report counts its files; `key` is the name of the count in JSON. */
	readonly counted: { readonly key: string; readonly one: string; readonly many: string };
	/** The name of its part of a preset, and the globs of its files. */
	readonly preset: { readonly name: string; readonly globs: readonly string[] };
	/** The ESLint language that reads it; null if ESLint itself or an installed parser does. */
	readonly language: DialectLanguage | null;
	/** The file names that may belong to it: only such files in a folder are opened. */
	readonly names: RegExp;
	/** True if the file name alone decides that a file belongs to this dialect. */
	isNamed(filename: string): boolean;
	/** True if a text may belong to this dialect, without parsing; called if no file name decides. */
	mayHold(text: string): boolean;
	/** Why a file is skipped that does not belong to it: "is not a … template". */
	readonly passedBy: string;
	/** The largest size in bytes, and the message for a larger file, given its size (`5 MB`) and its beginning. */
	readonly maxBytes: number;
	refuseLarge(size: string, head: string): LargeFile;
	/** Why a file of that name cannot be read on this machine; null if it can. */
	prepare(filename: string): string | null;
	/**
	 * Parses a text without ESLint, for the command; null where ESLint has to read it: it has an error, or the parser is not
	 * installed.
	 *
	 * @param filename from the working directory, with `/`
	 */
	parse(text: string, filename: string, settings: DialectSettings): ParsedSource | null;
	/** How ESLint reads a text. */
	configure(text: string, filename: string, settings: DialectSettings): DialectConfig;
	/** The result of ESLint's parser as a reading; undefined if it belongs to another dialect. */
	read(file: ParsedText): Reading | undefined;
	/** True if a parsed file turns out to contain something to check. */
	holds(ast: unknown): boolean;
	/** Problems in a parsed file that do not stop the dialect from reading it. */
	problemsOf(ast: unknown): readonly { readonly message: Words; readonly offset: number }[];
	/** The offset of the deepest nesting, for a text that is nested too deeply. */
	deepestPlace(text: string): number;
	/** True if what is reported of a file depends on that file alone, so that it can be kept as long as the file is the same. */
	readonly isAlone: boolean;
	/** True if lines end as in JavaScript, also at U+2028. */
	readonly hasScriptLines: boolean;
	/** True if a suppression without a rule name also applies to other plugins. */
	readonly isShared: boolean;
	/** The programs inside a text. */
	programsIn(text: string, filename: string): readonly InlineProgram[];
	/**
	 * Reads modules again that make functions whose code the module alone does not tell: once for each call in another
	 * module that tells more. A module is left out where none does.
	 *
	 * @param declaring the modules with such functions
	 * @param callers all modules of the application
	 */
	readonly link?: (
		declaring: readonly SourceModule[],
		callers: readonly SourceModule[],
		links: ModuleLinks,
	) => ReadonlyMap<SourceModule, LinkedStack>;
}

/** How the modules of an app lead to each other. */
export interface ModuleLinks {
	/** The module that an import of a module leads to; null for a package, and for what is not found. */
	importedBy(specifier: string, from: SourceModule): SourceModule | null;
	/** The absolute path of a module, with `/`. */
	pathOf(module: SourceModule): string;
}

/** What a module makes, where other modules of the app decide which code its functions have. */
export interface LinkedStack {
	/** With a function for each call in another module. */
	readonly stack: Stack;
	/** The ids of functions that another one stands for: one call, on several ways that make no difference. */
	readonly repeated: ReadonlySet<string>;
	/** Where a span of the stack is: in the module itself, or in one that calls it. */
	placeOf(span: Span): { readonly module: SourceModule; readonly span: Span };
	/** The module whose call is the first on the way to a resource; null for one that the module itself makes. */
	callerOf(id: string): SourceModule | null;
}

/** An ESLint language that the plugin provides. */
interface DialectLanguage {
	/** Its name in a configuration, after the name of the plugin. */
	readonly name: string;
	/** https://eslint.org/docs/latest/extend/languages */
	readonly implementation: object;
	/** Full names of other plugins' rules for the same files that fail in this language. */
	readonly foreignRules: readonly string[];
}

/** The report of a file that is too large: an error, or why it is skipped. */
export type LargeFile =
	| { readonly kind: "error"; readonly message: Words }
	/** `always` if it is reported even when the user did not name the file. */
	| { readonly kind: "skip"; readonly why: Words; readonly always?: true };

/** Settings of the command that apply to every text. */
export interface DialectSettings {
	/** The working directory, from which a file is named. */
	readonly cwd: string;
	readonly parameterOverrides: Readonly<Record<string, string>>;
	/** False to report also what comments and metadata suppress. */
	readonly suppressions: boolean;
	/** Set if no file changes on disk as long as it is the same object. */
	readonly run?: object | null;
}

/** How ESLint reads a text. */
export interface DialectConfig {
	/** A name inside ESLint's base folder. */
	readonly filename: string;
	/** A language of this plugin, without its namespace; ESLint's own if left out. */
	readonly language?: string;
	/** How ESLint is to parse the text: each of them in turn, until one succeeds. */
	readonly languageOptions: readonly NonNullable<Linter.Config["languageOptions"]>[];
	/** True if ESLint applies suppressions in comments itself. */
	readonly hasOwnComments: boolean;
	/** True if the parser would not finish: the text is not read. */
	isTooDeep(): boolean;
}

/** A text that has been parsed, in any language. */
export interface ParsedText extends ParsedSource {
	/** As ESLint passes it, often relative to {@link cwd}. */
	readonly filename: string;
	readonly cwd: string;
	/** The user's `settings["aws-kms"]`. */
	readonly settings: Readonly<Record<string, unknown>>;
	/** Calls a reader; if it throws, which is a bug, returns `otherwise`. */
	readonly guard: <T>(read: () => T, otherwise: T) => T;
}

/** What the rules read of one file. */
export interface Reading {
	/** The resources that it describes; null if there are none. */
	readonly stack: Stack | null;
	/** Where the file begins in the texts that the spans of {@link stack} are offsets in; 0 where it is its only file. */
	readonly base?: number;
	/** The program; null if the file is not one. */
	readonly module: SourceModule | null;
	readonly suppressions: Suppressions;
	/** The comments of the file, where a resource can have any; without their marks. */
	readonly comments?: readonly (Span & { readonly value: string })[];
	/**
	 * Where the text may contain a secret, whether or not a rule reports it, so that no output shows it. What
	 * {@link stack} tells of passwords is hidden as well.
	 */
	secretSpans(): readonly Span[];
	/** How an edit of the file suppresses a finding; null if none does. */
	readonly suppressing: Suppressing | null;
	/**
	 * Where a person has written a part of a file that a program wrote: of a plan, in the module; null if that is not
	 * known.
	 */
	readonly writtenAt?: (span: Span) => WrittenAt | null;
	/**
	 * What is known of a resource that this file has another folder make, for a finding with a place there; null for all
	 * others.
	 */
	readonly calledFor?: (resource: Resource, place: Span) => CalledFor | null;
	/** True for a suppression in the comment at an offset that may hide a finding of another file, if it hides none here. */
	readonly mayBeUsedElsewhere?: (offset: number) => boolean;
}

/** A resource of a module that is called. */
export interface CalledFor {
	/** The call, in offsets of the stack. */
	readonly span: Span;
	/**
	 * All resources of the same text as others see them that are nearer to it: its own module, and those that lead to it. A
	 * list is the same object each time.
	 */
	readonly elsewhere: () => Iterable<readonly Resource[]>;
	/** The comment by which one of those accepts what a rule, without the namespace, says of it. */
	readonly acceptedBy: (rule: string) => Suppression | null;
}

/** A place in another file. */
export interface WrittenAt {
	/** The absolute path of the file. */
	readonly path: string;
	/** The absolute folder that all of it was made from. */
	readonly root: string;
	readonly text: string;
	readonly span: Span;
	/** The comment there that suppresses a rule, given by its name without the namespace; null if none does. */
	acceptedBy(rule: string): Suppression | null;
}

/** How an edit suppresses a finding: with a comment above its line, or in the metadata of a resource. */
export interface Suppressing {
	readonly lines: LineIndex;
	/** What begins a comment to the end of the line: `//`, `#`; null if the file takes none. */
	readonly comment: string | null;
	/** Where no line can be inserted: texts of several lines, collections in brackets. Called once. */
	closed(): readonly Span[];
	/** Suppresses a rule in the metadata of a resource; null if that has no place for it. It only inserts. */
	suppressIn(resource: string, rule: string): TextEdit | null;
}

/** A program inside a text of another dialect: a function's inline code in a template. */
export interface InlineProgram {
	/** The resource that runs it, its type and property, as the author wrote them. */
	readonly id: string;
	readonly type: string;
	readonly property: string;
	/** A file name for the program, whose extension decides how it is read: `Api.cjs`. */
	readonly filename: string;
	readonly code: InlineText;
	/** The framework that generated it; null if the author wrote it. */
	readonly generated: Generated | null;
	/** The suppressions in metadata that apply to it and have a valid reason. */
	readonly accepted: readonly Suppression[];
	/** Converts an edit of the program to an edit of the file; null if that is not exactly possible. */
	edit(edit: TextEdit): TextEdit | null;
}

/** The text of a program, and its position in the file. */
interface InlineText {
	readonly text: string;
	/** The position in the file; null inside a value that is not known until deployment. */
	spanInFile(span: Span): Span | null;
	/** All of the file that contributes to a part of the program; null if nothing does. */
	cover(span: Span): Span | null;
}
