import { contradict, type Way } from "./way.ts";
import type { Span } from "../text/span.ts";
import { Answers } from "../text/answers.ts";
import type { Words } from "../text/wording.ts";

/** The value of a property, as far as the text shows it. A rule does not report `unresolved` values. */
export type Value =
	| AbsentValue
	| LiteralValue
	| MapValue
	| ListValue
	| TextValue
	| ReferenceValue
	| BranchesValue
	| UnresolvedValue;

/** A missing value, or `AWS::NoValue`, which CloudFormation treats as missing. `span` is where it would be. */
export interface AbsentValue {
	readonly kind: "absent";
	readonly span: Span;
	/** True if the author wrote `AWS::NoValue`. */
	readonly explicit: boolean;
}

export interface LiteralValue {
	readonly kind: "literal";
	readonly span: Span;
	readonly value: string | number | boolean | null;
	/** The text as written: `0123` and `1e3` stay as they are, which matters for a secret. */
	readonly text: string;
	/** The parameter, mapping or local name that the literal comes from; null if it is written in place. */
	readonly via: Via | null;
}

/** The source of a literal that is not written in place. `span` is the position of the literal itself. */
export interface Via {
	readonly kind: "parameter" | "override" | "mapping";
	readonly name: string;
	readonly span: Span | null;
	/** What the author calls it, if not "parameter" or "mapping": "local". */
	readonly noun?: string;
}

export interface MapValue {
	readonly kind: "map";
	readonly span: Span;
	readonly entries: readonly Entry[];
	/** True if the deployment may add entries (a transform, an unreadable merge): a missing key is then unknown. */
	readonly open: boolean;
	/** The dialect's own node, only for its editor. */
	readonly origin: unknown;
}

export interface Entry {
	readonly key: string;
	readonly keySpan: Span;
	readonly value: Value;
	/** Key and value as written, for highlighting a whole pair. */
	readonly span: Span;
}

export interface ListValue {
	readonly kind: "list";
	readonly span: Span;
	readonly items: readonly Value[];
	readonly open: boolean;
	readonly origin: unknown;
}

/** Text of which some parts are known: `Fn::Sub`, `Fn::Join`, a template literal. */
export interface TextValue {
	readonly kind: "text";
	readonly span: Span;
	/** Strings are known; values are filled in. */
	readonly parts: readonly (string | Value)[];
}

export interface ReferenceValue {
	readonly kind: "reference";
	readonly span: Span;
	readonly to: Target;
}

export type Target =
	| {
			readonly of: "resource";
			readonly id: string;
			readonly attribute: string | null;
			/** Whether the attribute is a secret: certainly, or if what it is given to is named like one. */
			readonly secret?: "certain" | "by-name";
	  }
	| {
			readonly of: "parameter";
			readonly name: string;
			readonly parameter: Parameter;
	  }
	| { readonly of: "pseudo"; readonly name: string }
	| { readonly of: "import"; readonly name: string | null };

/** One of several values, depending on conditions. Beyond {@link MAX_BRANCHES} the value is `unresolved`. */
interface BranchesValue {
	readonly kind: "branches";
	readonly span: Span;
	readonly branches: readonly Branch[];
}

export interface Branch {
	readonly when: Way;
	readonly value: Value;
}

export interface UnresolvedValue {
	readonly kind: "unresolved";
	readonly span: Span;
	/** The reason, to follow "because": `the mapping 'Env' has no key 'dev'`. */
	readonly why: Words;
	/**
	 * The name of what is inserted here: `DB_PASSWORD` of `process.env.DB_PASSWORD`, `jwtSecret` of `props.jwtSecret`,
	 * `password` of `jsondecode(…)["password"]`.
	 */
	readonly built?: string;
	/** True where that is a text for sure, which is inserted as it is: of the build's environment, of `unsafePlainText`. */
	readonly plain?: true;
	/** Of the path of a folder of which only the machine is not known: where it is here, absolute. */
	readonly folder?: string;
}

/** A value that is the same on every branch. */
export type Single = Exclude<Value, BranchesValue>;

/** The default of a parameter, which is in the template whatever is passed later; any other value as it is. */
export function withDefault<T extends Value>(value: T): T | LiteralValue {
	return value.kind === "reference" && value.to.of === "parameter" ? (value.to.parameter.default ?? value) : value;
}

/** A literal, or the default of a parameter; null for anything else. */
export function literalOf(value: Value): LiteralValue | null {
	const settled: Value = withDefault(value);
	return settled.kind === "literal" ? settled : null;
}

/** A partly known text, with `${x}`, or another text, in place of each unknown part. */
export function textWithHoles({ parts }: TextValue, hole = "${x}"): string {
	return parts.map((part) => (typeof part === "string" ? part : hole)).join("");
}

/** A template parameter. */
export interface Parameter {
	readonly name: string;
	readonly type: string;
	readonly noEcho: boolean;
	/** Its value unless another is passed: the `Default`, or the value of `--parameter-overrides`. */
	readonly default: LiteralValue | null;
	/**
	 * The `Default` as written in the file, even if it is overridden; for a value in Parameter Store, its name.
	 */
	readonly written: LiteralValue | null;
	/** True if the value comes from `--parameter-overrides`, so no other is possible. */
	readonly overridden: boolean;
	readonly allowed: readonly string[] | null;
	/** The description; empty if there is none. */
	readonly description: string;
	/** True if more attributes may be added (a transform, a merge key): a missing `NoEcho` is then unknown. */
	readonly open: boolean;
	readonly span: Span;
	readonly nameSpan: Span;
	readonly origin: unknown;
}

/** The maximum number of alternatives of one property, above which it is unresolved. */
export const MAX_BRANCHES = 64;

/** A value with the branches that lead to it; `when` is empty without any. */
export interface Reached<V extends Value = Value> {
	readonly value: V;
	readonly when: readonly Way[];
	/** The position of the name of the property that holds it, if there is one. */
	readonly name?: Span | undefined;
}

/**
 * Every value that is not itself a choice. At most {@link MAX_BRANCHES}; if there are more, one unresolved value ends
 * the list.
 */
export function alternatives(value: Value): readonly Reached<Single>[] {
	if (value.kind !== "branches") {
		return [{ value, when: [] }]; // The common case, without recursion.
	}
	const out: Reached<Single>[] = [];
	const walk = (current: Value, when: readonly Way[]): void => {
		if (out.length > MAX_BRANCHES) {
			return;
		}
		if (out.length === MAX_BRANCHES) {
			out.push({ value: { kind: "unresolved", span: value.span, why: "there are too many branches" }, when: [] });
			return;
		}
		if (current.kind === "branches") {
			for (const branch of current.branches) {
				// `cond ? a : b` twice in one object: where it is true in one place it is true in the other.
				if (!contradict(when, [branch.when])) {
					walk(branch.value, [...when, branch.when]);
				}
			}
			return;
		}
		out.push({ value: current, when });
	};
	walk(value, []);
	return out;
}

/** Splits `A.B.C` into its names. Pass names that contain a dot as a list instead. */
export function pathOf(path: string | readonly string[]): readonly string[] {
	return typeof path === "string" ? path.split(".") : path;
}

/**
 * The value at `path` inside `value`: through maps by key, through branches in each of them. A missing key is `absent`,
 * in an open map `unresolved`; below a scalar there is nothing.
 */
export function getIn(value: Value, path: string | readonly string[]): Value {
	let current = value;
	const names = pathOf(path);
	for (let index = 0; index < names.length; index += 1) {
		const name = names[index] ?? "";
		switch (current.kind) {
			case "absent":
				return current;
			case "map": {
				const entry = findEntry(current, name);
				if (entry !== undefined) {
					current = entry.value;
					break;
				}
				return current.open
					? { kind: "unresolved", span: current.span, why: "a transform may add it" }
					: { kind: "absent", span: current.span, explicit: false };
			}
			case "branches": {
				const rest = names.slice(index);
				return mapBranches(current, (inner) => getIn(inner, rest));
			}
			case "literal":
				// `Environment: ""` or null: CloudFormation rejects it, and there is nothing below.
				return { kind: "absent", span: current.span, explicit: false };
			case "list":
			case "text":
			case "reference":
			case "unresolved":
				return {
					kind: "unresolved",
					span: current.span,
					why: current.kind === "unresolved" ? current.why : "it is not known until deployment",
				};
			default:
				return current satisfies never;
		}
	}
	return current;
}

/** The number of entries from which an index is worthwhile. */
const MANY = 16;

/** Entries by key. The entries of a value are never changed. */
const INDEXES = new WeakMap<readonly Entry[], ReadonlyMap<string, Entry>>();

/** The last entry of that key wins, as in CloudFormation. */
function findEntry({ entries }: Pick<MapValue, "entries">, key: string): Entry | undefined {
	if (entries.length > MANY) {
		let index = INDEXES.get(entries);
		if (index === undefined) {
			index = new Map(entries.map((entry) => [entry.key, entry]));
			INDEXES.set(entries, index);
		}
		return index.get(key);
	}
	for (let index = entries.length - 1; index >= 0; index -= 1) {
		if (entries[index]?.key === key) {
			return entries[index];
		}
	}
	return undefined;
}

function mapBranches(value: BranchesValue, change: (value: Value) => Value): Value {
	return {
		kind: "branches",
		span: value.span,
		branches: value.branches.map((branch) => ({ when: branch.when, value: change(branch.value) })),
	};
}

/** The reading of a value as a switch; `unknown` if the text does not decide. */
export type Switch = "on" | "off" | "absent" | "unknown";

const ON = /^(?:true|yes|on)$/iu;
const OFF = /^(?:false|no|off)$/iu;

/**
 * Reads a boolean property. CloudFormation takes `true` and `"true"`, and YAML 1.1 adds `yes` and `on`.
 * Source: "Template formats", AWS CloudFormation User Guide (YAML version 1.1).
 */
export function switchOf(value: Single): Switch {
	switch (value.kind) {
		case "absent":
			return "absent";
		case "literal":
			if (value.text === "" || value.value === null) {
				return "absent";
			}
			return ON.test(value.text) ? "on" : OFF.test(value.text) ? "off" : "unknown";
		case "reference":
			// A value that is only a default: of a parameter, or set on the command line.
			return value.to.of === "parameter" && value.to.parameter.default !== null
				? switchOf(value.to.parameter.default)
				: "unknown";
		case "map":
		case "list":
		case "text":
		case "unresolved":
			return "unknown";
		default:
			return value satisfies never;
	}
}

/** The items of a list, also if a single map replaces it or a condition decides about it. */
export function itemsOf(value: Value): readonly Reached<Single>[] {
	return alternatives(value).flatMap(itemsIn);
}

function itemsIn({ value: list, when }: Reached<Single>): readonly Reached<Single>[] {
	const items = list.kind === "list" ? list.items : list.kind === "map" ? [list] : [];
	return items.flatMap((item) =>
		alternatives(item).map((one) => ({ value: one.value, when: after(when, one.when) })),
	);
}

/** The branches around a value, and those inside of it. */
function after(outer: readonly Way[], inner: readonly Way[]): readonly Way[] {
	return inner.length === 0 ? outer : outer.length === 0 ? inner : [...outer, ...inner];
}

/**
 * Every value at a path with lists: `BlockDeviceMappings[].Ebs` gives one per item. A path that ends before its last
 * name (a missing list) gives nothing; a list that is not known until deployment gives one `unresolved`.
 */
export function follow(value: Value, path: string): readonly Reached<Single>[] {
	let reached = alternatives(value);
	for (const { name, path: below, lists } of steps.of(path, () => stepsOf(path))) {
		const next: Reached<Single>[] = [];
		for (const { value: from, when } of reached) {
			const at = from.kind === "map" ? findEntry(from, name)?.keySpan : undefined;
			for (const one of alternatives(getIn(from, below))) {
				next.push({ value: one.value, when: after(when, one.when), name: at });
			}
		}
		reached = next;
		for (let list = 0; list < lists; list += 1) {
			reached = reached.flatMap((from) => {
				const { kind } = from.value;
				return kind === "absent" || kind === "literal" || kind === "list" || kind === "map"
					? itemsIn(from)
					: [from];
			});
		}
	}
	return reached;
}

/** The steps of a path: rules follow the same few again and again. */
const steps = new Answers<
	readonly { readonly name: string; readonly path: readonly string[]; readonly lists: number }[]
>();

const stepsOf = (path: string) =>
	(path === "" ? [] : path.split(".")).map((step) => {
		const name = step.replaceAll("[]", "");
		return { name, path: [name], lists: (step.length - name.length) / 2 };
	});

/**
 * A value and all of its parts, at any depth.
 *
 * @param intoTexts false for what a text is made of to count as one with it
 */
export function* partsOf(root: Value, intoTexts = true): Iterable<Value> {
	const open: Value[] = [root];
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		yield value;
		switch (value.kind) {
			case "map":
				value.entries.forEach((entry) => open.push(entry.value));
				break;
			case "list":
				value.items.forEach((item) => open.push(item));
				break;
			case "text":
				value.parts.forEach((part) => intoTexts && typeof part !== "string" && open.push(part));
				break;
			case "branches":
				value.branches.forEach((branch) => open.push(branch.value));
				break;
			case "absent":
			case "literal":
			case "reference":
			case "unresolved":
				break;
			default:
				value satisfies never;
		}
	}
}

/** The ids of the resources that a value refers to, itself or in one of its parts. */
export function* resourcesIn(root: Value): Iterable<string> {
	for (const value of partsOf(root)) {
		if (value.kind === "reference" && value.to.of === "resource") {
			yield value.to.id;
		}
	}
}

/** True if the value contains a reference to the resource with that id. */
export function namesResource(value: Value, id: string): boolean {
	for (const named of resourcesIn(value)) {
		if (named === id) {
			return true;
		}
	}
	return false;
}
