import type { Reading, InlineProgram } from "../languages/dialect.ts";
import type { LookupFact } from "../languages/facts/lookup-facts.ts";
import type { LookupTarget } from "../languages/facts/lookup-target.ts";
import type { ReadFact } from "../languages/facts/read-facts.ts";
import type { SourceModule } from "../languages/program/source-module.ts";
import type { Resource, Stack } from "../model/resource.ts";
import type { Variable } from "../model/environment.ts";
import type { FunctionRole } from "../model/role.ts";
import type { Value } from "../model/value.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Span, TextEdit } from "../text/span.ts";

/** Every stack and every program below some paths, joined. */
export interface Application {
	/** The files that were read, by absolute path: those below the paths, and what they import below the same folders. */
	readonly files: ReadonlyMap<string, AppFile>;
	readonly stacks: readonly AppStack[];
	/** In the order of the files, then of the text. */
	readonly functions: readonly AppFunction[];
	/** What could not be read or joined. */
	readonly unknown: readonly AppUnknown[];
}

/** A file of the application. */
export interface AppFile {
	/** Absolute. */
	readonly path: string;
	/** As reports show it: from the working directory, with `/`. */
	readonly name: string;
	/** Without its BOM. */
	readonly text: string;
	readonly lines: LineIndex;
	readonly reading: Reading;
	/** Of a template: the programs inside it. */
	readonly programs: readonly InlineProgram[];
}

/** A range of a file. */
export interface Place {
	readonly file: AppFile;
	readonly span: Span;
}

/** A place as messages name it: `src/db.ts:12`. */
export function lineOf({ file, span }: Place): string {
	return `${file.name}:${String(file.lines.locate(span.start).line)}`;
}

/** What is deployed together: a template, the constructs of one file of an app, a root module of Terraform. */
export interface AppStack {
	/** The file; of a module of Terraform the one that the function is in. */
	readonly file: AppFile;
	/** What all files of the stack have in common, and no other stack: the path of the file, or of the module's folder. */
	readonly unit: string;
	/** As {@link file} shows it: spans are those of {@link placeOf}. */
	readonly stack: Stack;
	/** Where a span of the stack is. */
	placeOf(span: Span): Place;
	/** The file that a resource of {@link file} begins in: the first on the way of calls to it; null for that file itself. */
	readonly callerOf?: (id: string) => AppFile | null;
	/** The ids of functions that are the same as another one of the stack. */
	readonly repeated?: ReadonlySet<string>;
	/** The stacks that this one is nested in, with the resource that nests it. */
	readonly parents: readonly { readonly stack: AppStack; readonly resource: Resource }[];
}

/** A program of a function: a file, or a text inside a template. */
export interface AppModule {
	readonly file: AppFile;
	readonly module: SourceModule;
	/** An edit of the program as an edit of {@link file}; null where that is not exactly known, as in a text of a program. */
	editOf(edit: TextEdit): TextEdit | null;
	/** A range of the program as a range of {@link file}; of inline code the whole program if it is not exactly known. */
	placeOf(span: Span): Place;
}

/** A Lambda function, with all that belongs to it. */
export interface AppFunction {
	/** `AWS::Lambda::Function`, in any dialect. */
	readonly resource: Resource;
	readonly stack: AppStack;
	/** Where a finding about the whole function points. */
	readonly place: Place;
	readonly code: FunctionCode;
	/** The variables that are set or read, by name: first those that are set, in their order. */
	readonly variables: readonly AppVariable[];
	readonly environment: Environment;
	/** The stored values that its code reads, and the ciphertexts that it decrypts. */
	readonly lookups: readonly AppLookup[];
	/** The execution role; null if it is not in this stack. */
	readonly role: FunctionRole | null;
	/** What encrypts its variables: the value of `KmsKeyArn`. */
	readonly key: Value;
}

/** The code of a function, or why it is not known. */
export type FunctionCode =
	| LinkedCode
	/** There is code of ours, but the link is not certain; the reason follows "because": `'dist/api.js' does not exist`. */
	| { readonly kind: "unknown"; readonly why: string }
	/** Not JavaScript, or no source: another runtime, a container image, an archive in S3. */
	| { readonly kind: "foreign"; readonly why: string };

/** A function whose handler file was found. */
export interface LinkedCode {
	readonly kind: "linked";
	readonly handler: AppModule;
	/** The exported name, as Lambda calls it: `handler`, `api.get`. */
	readonly exported: string;
	/** Where it is exported; null if the file exports it in a way that is not known, or not at all. */
	readonly exportedAt: Place | null;
	/** The handler's module, and every module of the application that it loads, each once, nearest first. */
	readonly modules: readonly AppModule[];
	/** The packages that are loaded and not read, by name: `@aws-sdk/client-ssm`, `node:fs`. */
	readonly packages: ReadonlySet<string>;
	/** Imports that lead nowhere, so that the function may have more code: why, and where. Empty if all is read. */
	readonly unread: readonly AppUnknown[];
}

/** A variable of a function's environment. */
export interface AppVariable {
	readonly name: string;
	/** Where it is set; null if the configuration does not set it. */
	readonly set: Place | null;
	/** As the configuration sets it: its value, which may have branches; null if it does not. */
	readonly variable: Variable | null;
	/** The values that it has in the end: parameters of a nested stack as what its parents pass for them. */
	readonly values: readonly Value[];
	/** Every place of the function's code that reads it by name. */
	readonly reads: readonly AppRead[];
	/** Where code of the function sets it at run time. */
	readonly isWritten: boolean;
}

/** A place that reads a variable. */
export interface AppRead {
	readonly module: AppModule;
	readonly place: Place;
	readonly fact: ReadFact;
	/** False if nothing that the handler leads to uses the part of the module that reads it. */
	readonly mayRun: boolean;
}

/** A place that reads a stored value, or decrypts one. */
export interface AppLookup {
	readonly module: AppModule;
	readonly place: Place;
	readonly fact: LookupFact;
	/** What is read; of a ciphertext, the variables that hold it. */
	readonly targets: readonly AppTarget[];
	/** False if nothing that the handler leads to uses the part of the module that looks up. */
	readonly mayRun: boolean;
}

/** What a lookup reads, as far as it is known. */
export interface AppTarget {
	readonly target: LookupTarget;
	/** The variable that says what is read, or holds the ciphertext. */
	readonly variable: AppVariable | null;
	/** The name or the ARN; null if it is not known until deployment. */
	readonly name: string | null;
	/** The secret or the SSM parameter, if it is in the same stack. */
	readonly resource: Resource | null;
}

/** How much is known of a function's variables. */
export interface Environment {
	/** Why the configuration may set more variables; null if all are known. */
	readonly mayBeSet: string | null;
	/** Why the code may read more variables, or set them; null if every read is known. */
	readonly mayBeRead: string | null;
}

/** Something that is not known, with the reason to follow "because". */
export interface AppUnknown {
	readonly place: Place | null;
	/** The file, as reports show it. */
	readonly file: string;
	/** The function, if it is about one. */
	readonly id: string | null;
	readonly why: string;
}
