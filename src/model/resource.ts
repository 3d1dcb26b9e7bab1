import type { CodeSource } from "./code-source.ts";
import type { Engine } from "./engine.ts";
import type { Way } from "./way.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type {
	Ciphertext,
	EngineKeys,
	ShownFile,
	ShownOutput,
	StateStore,
	StoredSecret,
	StoredSource,
	VolumeDefault,
} from "./stack-facts.ts";
import type { Suppressions } from "./suppression.ts";
import type { Entry, ListValue, MapValue, Parameter, Value } from "./value.ts";
import type { NewResource, Written } from "./written.ts";

/** A resource of a template, an app or a plan. */
export interface Resource {
	/** The logical id. */
	readonly id: string;
	/** The CloudFormation type that is deployed: `AWS::Lambda::Function` for an `AWS::Serverless::Function` too. */
	readonly type: string;
	/** The type as the author wrote it. */
	readonly writtenType: string;
	/** Where a finding about the whole resource points: its logical id. */
	readonly head: Span;
	readonly stack: Stack;
	/** Set if a framework generated this function; null if the author wrote it. */
	readonly generated: Generated | null;
	/** True inside a loop (`Fn::ForEach`): one text, several resources. */
	readonly looped: boolean;
	/** The condition on which it is created; null if it always is. */
	readonly condition: string | null;
	/** The properties, inherited ones (SAM `Globals`) merged in. */
	readonly properties: Value;
	/** Its metadata, for tools: `AWS::CloudFormation::Init`. */
	readonly metadata: Value;
	/** What happens to it when it leaves the stack. */
	readonly removal: Removal;
	/** Of a function: where its code is, if the dialect says so in another way than by its properties. */
	readonly source?: CodeSource | null;
	/** The value at a path of property names in CloudFormation's spelling: `Environment.Variables`. */
	get(path: string | readonly string[]): Value;
	/** True for a property whose value is set outside of the engine: what is written stands in for it. */
	ignores?(path: string): boolean;
	/** True for a property that the engine cannot set. */
	lacks?(path: string): boolean;
	/** A path as the author of this dialect spells it: `environmentEncryption` for `KmsKeyArn` in CDK. */
	spell(path: string): string;
	/** The same for a property of one of several maps, which the author may have written in blocks of different names. */
	spellIn?(map: MapValue, path: string): string;
	/** A value of a property as the author of this dialect writes it: `s3.BucketEncryption.KMS` for `aws:kms` in CDK. */
	spellValue(path: string, value: string | boolean): string;
	/** A property with a value, as the author of this dialect writes it: `Key: true`, in JSON `"Key": true`. */
	spellSetting(path: string, value: string | boolean): string;
	/** Edits that set a property of this resource, or null if the text has no safe place for it. */
	set(path: string | readonly string[], value: Written): readonly TextEdit[] | null;
}

/** What happens to a resource when it leaves the stack, or the stack is deleted. */
export interface Removal {
	/** The attribute `DeletionPolicy`: absent means `Delete` for most types. */
	readonly policy: Value;
	/** The attribute as the author writes it: `DeletionPolicy`, or `removalPolicy` in CDK. */
	readonly property: string;
	/** What the author writes to keep the resource: `DeletionPolicy: Retain`. */
	readonly setting: string;
	/** Edits that keep the resource, or null if the text has no safe place for them. */
	retain(): readonly TextEdit[] | null;
}

/** A function that a framework generated. */
export interface Generated {
	/** The framework: "CDK". */
	readonly by: string;
	/** The property of the construct that fixes the finding, if there is one. */
	readonly remedy: string | null;
}

/** All that is deployed together. */
export interface Stack {
	/** What deploys it. */
	readonly engine: Engine;
	readonly resources: readonly Resource[];
	readonly parameters: ReadonlyMap<string, Parameter>;
	/** What the stack shows to whoever may describe it, by name. */
	readonly outputs: ReadonlyMap<string, Value>;
	/** The suppressions in the file. */
	readonly suppressions: Suppressions;
	readonly editor: Editor;
	/** A key of a map with its value, as the author of this dialect writes them: `Null: { header: false }`. */
	spellPair(key: string, value: PairValue): string;
	/** Every literal text of the file with its path, or at least those of a section: for rules about values anywhere. */
	texts(section?: string): Iterable<LocatedText>;
	/**
	 * Where a part of a value's text is in the file: `text` is the whole, `start` and `end` the part, in UTF-16 units.
	 * The span of the whole value if the part is written differently (escapes, folded lines, several pieces).
	 */
	spanOfPart(value: Value, text: string, start: number, end: number): Span;
	/** The types of its resources, each once. */
	readonly types: Iterable<string>;
	find(type: string): readonly Resource[];
	/** The resource of this logical id. */
	resource(id: string): Resource | undefined;
	/** How the author of this dialect would call a new resource of a type; null, or no such method, for `wanted` itself. */
	newId?(type: string, wanted: string): string | null;
	/** Of a stack of several files: the file that a span is in, absolute, and the place in it. */
	placeOf?(span: Span): { readonly path: string; readonly span: Span } | null;
	/** Set if several files show the same resources: the same object for all of them, to keep what is read of those. */
	readonly shared?: object;
	/** False for what another file writes; left out if there is no other one. */
	isOwn?(span: Span): boolean;
	/** False if nothing of a resource is written in this file, so that nothing about it is reported here. */
	isReported(resource: Resource): boolean;
	/** False if these branches can never be taken together. */
	isPossible(when: readonly Way[]): boolean;
	/** Of engines with a state: the secrets of this file that it stores in plaintext, and where it is stored. */
	readonly stored?: readonly StoredSecret[];
	readonly storedSources?: readonly StoredSource[];
	readonly stateStores?: readonly StateStore[];
	/** Literal texts outside of resources and inputs: locals, arguments of modules and providers, files of values. */
	looseTexts?(): Iterable<LocatedText>;
	/** All literal texts but those of properties, whether a resource, a loop or `Globals` has them. */
	proseTexts?(): Iterable<LocatedText>;
	/** Of a file that is a plan or a state. */
	readonly shownFile?: ShownFile | undefined;
	/** Of engines that can mask outputs: those of this file that show their value; {@link outputs} is then empty. */
	readonly shownOutputs?: readonly ShownOutput[];
	/** Of engines that are configured in the file: the keys that they are given. */
	readonly engineKeys?: readonly EngineKeys[];
	/** Buckets, as resources name them that only this engine has, to which logs are written that take no KMS key. */
	readonly logTargets?: readonly Value[];
	/** What this file encrypts. */
	readonly ciphertexts?: readonly Ciphertext[];
	/** What the file sets up for all volumes of its account and Region; undefined if that is not its affair. */
	readonly volumeDefault?: VolumeDefault | undefined;
}

/** What a message can show beside a key. */
export type PairValue = string | boolean | { readonly [key: string]: PairValue };

/** A literal string anywhere in the file. */
export interface LocatedText {
	readonly text: string;
	readonly span: Span;
	/** Names from the root: `["Parameters", "ImageId", "Default"]`; list items by number. */
	readonly path: readonly string[];
	/** The resource that contains it. */
	readonly resource: Resource | null;
}

/** Creates edits in the style of the file. Each method returns null if the text has no safe place for them. */
export interface Editor {
	/** Sets `key` of a map: replaces a present value, adds a missing pair. */
	set(map: MapValue, key: string, value: Written): readonly TextEdit[] | null;
	/** Sets several keys of a map together, if one alone would mean something else. */
	setAll(map: MapValue, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null;
	/** Replaces a value in place. */
	replace(value: Value, by: Written): readonly TextEdit[] | null;
	/** Replaces key and value of an entry. */
	rewrite(entry: Entry, key: string, value: Written): readonly TextEdit[] | null;
	/** Sets an attribute of a parameter: `NoEcho`. */
	setAttribute(parameter: Parameter, key: string, value: Written): readonly TextEdit[] | null;
	/** Removes an attribute of a parameter with its line; a comment after it stays. */
	removeAttribute(parameter: Parameter, key: string): readonly TextEdit[] | null;
	/** Adds an item at the end of a list. */
	append(list: ListValue, item: Written): readonly TextEdit[] | null;
	/** Lets a function's role do what statements say, in an engine's own style; left out if a policy is a resource. */
	grant?(fn: Resource, statements: readonly { readonly [key: string]: Written }[]): readonly TextEdit[] | null;
	/** Adds resources after the one with that logical id, or after the last one. */
	addResources(resources: Readonly<Record<string, NewResource>>, behind?: string): readonly TextEdit[] | null;
}
