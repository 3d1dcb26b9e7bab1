import { REGEXES } from "../../detect/regexes.ts";
import { passwordsAmong } from "../../detect/command-arguments.ts";
import { exposureOfName, HARMLESS_NAME, type Exposure } from "../ranges/exposure.ts";
import { hiddenRanges } from "../ranges/hidden-ranges.ts";
import { isJson } from "../ranges/json-ranges.ts";
import { brokenRanges } from "../ranges/broken-ranges.ts";
import { commentRanges } from "../ranges/comment-ranges.ts";
import { isSecretName } from "../../detect/name-kind.ts";
import { proseRanges } from "../ranges/prose-ranges.ts";
import { quotedRanges } from "../ranges/quoted-ranges.ts";
import { tokenRanges } from "../../detect/redact.ts";
import type { Range } from "../../detect/text-pairs.ts";
import { allComments } from "./parse/parse-comments.ts";
import { decodeScalar } from "./parse/decode-scalar.ts";
import { findPair, followAliases, intrinsicOf, isLoopKey } from "./parse/intrinsic.ts";
import type { TemplateFile, TemplateMapping, TemplateNode, TemplateScalar, TemplateSequence } from "./parse/ast.ts";
import { secretHolesIn, secretPiecesOf } from "../ranges/announced.ts";
import { takesSecret } from "../../model/password-property.ts";
import type { Span } from "../../text/span.ts";
import { pushAll } from "../../text/push-all.ts";
import { once } from "../../text/once.ts";

/**
 * Every stretch of a template that may be a secret, whether or not a rule reports it: what stands under a secret's name
 * or where a service takes a password, the defaults and mappings that end there, what looks like one, comments
 * included.
 */
export function templateSpans(text: string, file: TemplateFile): readonly Span[] {
	return new TemplateSpans(text, file).collect();
}

/** Where a node stands. */
interface Place {
	readonly node: TemplateNode;
	readonly exposure: Exposure;
	/** The nearest key that names something; null where none does. */
	readonly name: string | null;
	/** True below a call of an intrinsic, whose keys are names of its own. */
	readonly isInside: boolean;
	/** True for names of things: of a resource in `Ref`, of a condition in `Fn::If`. */
	readonly isName: boolean;
	/** The resource type, and the path of property names below it. */
	readonly type: string;
	readonly path: string;
	/** How deep below the root, up to what matters. */
	readonly depth: number;
	readonly section: string;
	/** True where it speaks of a parameter that is a secret. */
	readonly isAbout: boolean;
}

/** A longer text is code or data. */
const LONGEST_SENTENCE = 4096;

/** More than the user data of an instance (16 KB) or an inline function (4 MB is allowed, nobody joins them). */
const LONGEST_JOINED = 65_536;

/** Sections whose keys are names that people choose. */
const NAMED_SECTIONS: ReadonlySet<string> = new Set(["Resources", "Parameters", "Conditions", "Rules", "Hooks"]);

/** Keys that leave the word to what is around them, and those that name the pair beside them. */
const VALUING =
	/^(?:value|values|parametervalue|default|defaultvalue|stringvalue|headervalue|attributevalue|secretstring|plaintext|content|text|data|allowedvalues|s|schema|examples?|enum|const|stringequals|stringmatches)$/iu;
const NAMING: readonly string[] = [
	"Name",
	"Key",
	"OptionName",
	"ParameterKey",
	"ParameterName",
	"VariableName",
	"Variable",
	"Field",
	"HeaderName",
	"HttpHeaderName",
	"AttributeName",
	"name",
	"key",
];
/** Properties that hold the code of a function, of whatever language. */
const CODE = /^(?:ZipFile|InlineCode|FunctionCode|ImportCode)$/u;

/** What ends a URI in a file, and is a part of it in a text of its own. */
const OPEN_ENDED = /["'<>`]/u;

class TemplateSpans {
	readonly #text: string;
	readonly #file: TemplateFile;
	readonly #spans: Span[] = [];
	readonly #open: Place[] = [];
	/** What ends where a secret belongs: parameters, mappings, anchored nodes. */
	readonly #parameters = new Set<string>();
	readonly #mappings = new Set<string>();
	/** What each variable of a loop stands for. */
	readonly #loops: { readonly name: string; readonly values: TemplateNode }[] = [];
	readonly #anchored = new Set<TemplateNode>();
	/** Parameters whose value is a secret, by their name or by `NoEcho`. */
	readonly #secretParameters: ReadonlySet<string>;

	constructor(text: string, file: TemplateFile) {
		this.#text = text;
		this.#file = file;
		this.#secretParameters = new Set(secretParametersOf(file.body));
	}

	collect(): readonly Span[] {
		this.#add(0, tokenRanges(this.#text));
		if (this.#file.body !== null) {
			this.#walk({
				node: this.#file.body,
				exposure: "free",
				name: null,
				isInside: false,
				isName: false,
				type: "",
				path: "",
				depth: 0,
				section: "",
				isAbout: false,
			});
			this.#followUses();
		}
		const comments = this.#file.format === "json" ? this.#file.comments : allComments(this.#text, this.#file.body);
		this.#add(0, commentRanges(this.#text, comments));
		if (this.#file.errors.some(({ tolerated }) => !tolerated)) {
			this.#add(0, brokenRanges(this.#text));
		}
		return this.#spans;
	}

	#add(offset: number, ranges: Iterable<Range>): void {
		for (const [start, end] of ranges) {
			this.#spans.push({ start: offset + start, end: offset + end });
		}
	}

	#walk(from: Place): void {
		this.#open.push(from);
		for (let place = this.#open.pop(); place !== undefined; place = this.#open.pop()) {
			const { node } = place;
			switch (node.type) {
				case "TemplateScalar":
					this.#takeScalar(node, place);
					break;
				case "TemplateMapping":
					this.#takeMapping(node, place);
					break;
				case "TemplateSequence":
					this.#takeSequence(node, place);
					break;
				case "TemplateAlias":
					if (node.target !== null && place.exposure === "taken" && !this.#anchored.has(node.target)) {
						this.#anchored.add(node.target);
						this.#open.push({ ...place, node: node.target });
					}
					break;
				default:
					node satisfies never;
			}
		}
	}

	#takeMapping(node: TemplateMapping, place: Place): void {
		const isEntry = place.depth === 2;
		const mapping: Mapping = {
			place,
			type: place.section === "Resources" && isEntry ? typeOf(node) : place.type,
			isSecretParameter:
				place.section === "Parameters" && isEntry && this.#secretParameters.has(place.name ?? ""),
			pairName: once(() => pairNameOf(node)),
			compared: once(() => comparedBy(node)),
			describedBy: once(() => (place.section === "Outputs" && describesSecret(node) ? "likely" : null)),
		};
		for (const { key, value } of node.pairs) {
			const name = key.type === "TemplateScalar" ? key.value : "";
			if (key.type === "TemplateScalar") {
				this.#hide(key, mayHoldMore(key.value) ? hiddenRanges(key.value, "free") : []);
			}
			const call = node.pairs.length === 1 ? calledBy(name, value) : null;
			if (isLoopKey(name) && value.type === "TemplateSequence") {
				this.#takeLoop(value, place);
			} else if (call !== null) {
				this.#takeCall(call, value, { ...place, type: mapping.type });
			} else if (place.depth === 0 || (place.depth === 1 && NAMED_SECTIONS.has(place.section))) {
				this.#takeSection(name, value, mapping);
			} else {
				this.#takeProperty(name, value, mapping);
			}
		}
	}

	/** Logical ids and the names of parameters are names; what they say of a value counts below. */
	#takeSection(name: string, value: TemplateNode, { place, type }: Mapping): void {
		const isSection = place.depth === 0;
		this.#open.push({
			...place,
			node: value,
			type,
			depth: place.depth + 1,
			section: isSection ? name : place.section,
			isName: false,
			name: isSection ? null : name,
		});
	}

	#takeProperty(name: string, value: TemplateNode, mapping: Mapping): void {
		const { place, type, isSecretParameter } = mapping;
		const path = pathBelow(place, type, name);
		const own = exposureOfProperty(name, path, mapping);
		// An innocent name below a secret's does not make a secret of it, nor does it clear it.
		const exposure = own === "free" && place.exposure !== "free" ? doubted(place, name) : (own ?? place.exposure);
		if (exposure === "free" && value.type === "TemplateScalar" && value.tag === null && isWord(value.value)) {
			return; // Most values of a template.
		}
		this.#open.push({
			node: value,
			exposure: place.isInside && place.exposure === "taken" ? "taken" : exposure,
			name: VALUING.test(name) ? (mapping.pairName() ?? place.name) : name,
			isInside: place.isInside,
			isName: false,
			type,
			path,
			depth: place.depth + 1,
			section: place.section,
			isAbout: isSecretParameter,
		});
	}

	#takeSequence(node: TemplateSequence, place: Place): void {
		const call = node.tag === null ? null : intrinsicOf(node);
		if (call !== null) {
			this.#takeCall(call.name, { ...node, tag: null }, place);
			return;
		}
		// `!Equals [!Ref DbPassword, "…"]`: what a secret is compared with.
		const isCompared = node.items.some((item) => {
			const name = refOf(item) ?? "";
			return isSecretName(name) || this.#secretParameters.has(name);
		});
		for (const { index, range } of passwordsAmong(node.items.map(plainTextOf))) {
			const item = node.items[index];
			if (item?.type === "TemplateScalar") {
				this.#hide(item, [range]); // `["mysql", "-p…"]`
			}
		}
		let before: TemplateNode | null = null;
		for (const item of node.items) {
			// `["--password", "…"]`
			const isOption =
				before?.type === "TemplateScalar" &&
				before.value.startsWith("-") &&
				isSecretName(before.value.replace(/^--?/u, ""));
			this.#open.push({
				...place,
				node: item,
				depth: Math.max(place.depth, 3),
				exposure: isCompared || isOption ? "taken" : place.exposure,
			});
			before = item;
		}
	}

	/** `Fn::ForEach`: what the variable stands for, and what is made of it, as if it were written out. */
	#takeLoop({ items: [variable, values, body] }: TemplateSequence, place: Place): void {
		const isSecret = variable?.type === "TemplateScalar" && isSecretName(variable.value);
		if (values !== undefined) {
			if (variable?.type === "TemplateScalar") {
				this.#loops.push({ name: variable.value, values });
			}
			this.#open.push({ ...place, node: values, depth: 3, exposure: isSecret ? "taken" : place.exposure });
		}
		if (body !== undefined) {
			this.#open.push({ ...place, node: body });
		}
	}

	/** The argument of an intrinsic, in either spelling. */
	#takeCall(name: string, argument: TemplateNode, place: Place): void {
		const inside = { ...place, node: argument, isInside: true, depth: Math.max(place.depth, 3) };
		const items = argument.type === "TemplateSequence" ? argument.items : [];
		switch (name) {
			case "Ref":
			case "GetAtt":
			case "Condition":
			case "ImportValue":
			case "GetAZs":
				if (argument.type === "TemplateScalar" && place.exposure === "taken") {
					this.#parameters.add(argument.value);
				}
				this.#open.push({ ...inside, isName: true });
				return;
			case "FindInMap":
				if (place.exposure === "taken" && items[0]?.type === "TemplateScalar") {
					this.#mappings.add(items[0].value);
				}
				items.forEach((item) =>
					this.#open.push({ ...inside, node: item, isName: item.type === "TemplateScalar" }),
				);
				return;
			case "If":
				items.forEach((item, index) => this.#open.push({ ...inside, node: item, isName: index === 0 }));
				return;
			case "Sub":
				this.#takeSub(argument, place.isName ? { ...inside, exposure: "free" } : inside);
				return;
			case "Join":
				this.#takeJoined(items, inside);
				this.#takeUriParts(items, inside);
				this.#open.push(inside);
				return;
			default:
				this.#open.push(inside);
		}
	}

	#takeSub(argument: TemplateNode, inside: Place): void {
		const [first, ...others] = argument.type === "TemplateSequence" ? argument.items : [argument];
		const template = first === undefined ? null : followAliases(first);
		if (template?.type === "TemplateScalar") {
			if (inside.exposure === "taken") {
				for (const [, name = ""] of template.value.matchAll(REGEXES.holes)) {
					this.#parameters.add(name);
				}
			}
			for (const name of secretHolesIn(template.value)) {
				this.#parameters.add(name);
				others.forEach((values) => {
					const value = findPair(values, name)?.value;
					if (value !== undefined) {
						this.#open.push({ ...inside, node: value, exposure: "taken" });
					}
				});
			}
			this.#takeChunks(template, inside);
		} else if (first !== undefined) {
			this.#open.push({ ...inside, node: first });
		}
		others.forEach((node) => this.#open.push({ ...inside, node }));
	}

	/** `!Join ["", ["postgres://app:", "…", "@host"]]`: the password of a URI. */
	#takeUriParts([delimiter, list]: readonly TemplateNode[], inside: Place): void {
		const items = list?.type === "TemplateSequence" ? list.items : [];
		const between = delimiter?.type === "TemplateScalar" ? delimiter.value : "";
		// An item, the delimiter behind it, and so on.
		const pieces = items.flatMap((item) => [plainTextOf(item), between]).slice(0, -1);
		for (const index of secretPiecesOf(between === "" ? pieces.filter((_piece, at) => at % 2 === 0) : pieces)) {
			const node = items[between === "" ? index : index / 2];
			if (node !== undefined) {
				this.#open.push({ ...inside, node, exposure: "taken" });
			}
		}
	}

	/** Pieces of one text: `export DB_PASSWORD='`, the value, `'`. Each is hidden where it is written. */
	#takeJoined([delimiter, list]: readonly TemplateNode[], place: Place): void {
		if (delimiter?.type !== "TemplateScalar" || list?.type !== "TemplateSequence") {
			return;
		}
		const pieces: { readonly node: TemplateScalar; readonly start: number }[] = [];
		let text = "";
		for (const item of list.items) {
			text += text === "" ? "" : delimiter.value;
			if (item.type === "TemplateScalar" && item.tag === null) {
				pieces.push({ node: item, start: text.length });
				text += item.value;
			} else {
				text += "${x}";
			}
			if (text.length > LONGEST_JOINED) {
				return;
			}
		}
		const ranges = CODE.test(place.name ?? "") ? quotedRanges(text) : hiddenRanges(text, "free", place.name);
		for (const { node, start } of pieces) {
			const end = start + node.value.length;
			const own = ranges.filter(([from, to]) => from < end && to > start);
			this.#hide(
				node,
				own.map(([from, to]): Range => [Math.max(from, start) - start, Math.min(to, end) - start]),
			);
		}
	}

	/** Text with holes: what stands between them is hidden by itself. */
	#takeChunks(node: TemplateScalar, place: Place): void {
		const { value } = node;
		const isScanned = this.#isScanned(node);
		const ranges: Range[] = [...hiddenRanges(value, "free", place.name, isScanned)];
		// Of a JSON text it is known which values are secrets; what stands between two of them is none.
		const exposure = REGEXES.jsonStart.test(value) && isJson(value) ? "free" : place.exposure;
		let at = 0;
		for (const match of [...value.matchAll(REGEXES.holes), null]) {
			const end = match?.index ?? value.length;
			pushAll(
				ranges,
				hiddenRanges(value.slice(at, end), exposure, place.name, isScanned).map(([from, to]): Range => [
					at + from,
					at + to,
				]),
			);
			at = match === null ? end : end + match[0].length;
		}
		this.#hide(node, ranges);
	}

	#takeScalar(node: TemplateScalar, place: Place): void {
		const call = node.tag === null ? null : intrinsicOf(node);
		if (call !== null) {
			this.#takeCall(call.name, { ...node, tag: null }, place);
			return;
		}
		if (place.isName) {
			return; // What is a token all the same, the whole text was asked for.
		}
		if (CODE.test(place.name ?? "")) {
			this.#hide(node, quotedRanges(node.value));
		} else if (node.value.includes("${") || node.value.includes("{{resolve:")) {
			this.#takeChunks(node, place);
		} else {
			const isSentence =
				place.exposure !== "taken" && node.value.length <= LONGEST_SENTENCE && node.value.includes(" ");
			this.#hide(node, [
				...hiddenRanges(node.value, place.exposure, place.name, this.#isScanned(node)),
				...(isSentence ? proseRanges(node.value, place.isAbout) : []),
			]);
		}
	}

	/** True for a text that stands in the file as it is, where the tokens of the whole file were looked for. */
	#isScanned({ value, inner }: TemplateScalar): boolean {
		const quote = this.#text[inner];
		const start = quote === '"' || quote === "'" ? inner + 1 : inner;
		return this.#text.startsWith(value, start) && !OPEN_ENDED.test(value);
	}

	/** Stretches of a scalar's text, where they are written in the file. */
	#hide(node: TemplateScalar, ranges: readonly Range[]): void {
		if (ranges.length === 0) {
			return;
		}
		const decoded = decodeScalar(this.#text, node);
		for (const [start, end] of ranges) {
			const from = decoded?.starts[start];
			const to = decoded?.ends[end - 1];
			this.#spans.push(
				from === undefined || to === undefined
					? { start: node.inner, end: node.end }
					: { start: from, end: to },
			);
		}
	}

	/** The defaults of parameters and the values of mappings that end where a secret belongs. */
	#followUses(): void {
		const free = {
			exposure: "taken",
			name: null,
			isInside: true,
			isName: false,
			type: "",
			path: "",
			depth: 3,
			section: "",
			isAbout: false,
		} as const;
		for (const name of this.#parameters) {
			const parameter = pairAt(this.#file.body, "Parameters", name);
			for (const key of ["Default", "AllowedValues"]) {
				const value = findPair(parameter, key)?.value;
				if (value !== undefined) {
					this.#walk({ ...free, node: value });
				}
			}
		}
		for (const { name, values } of this.#loops) {
			if (this.#parameters.has(name)) {
				this.#walk({ ...free, node: values });
			}
		}
		for (const name of this.#mappings) {
			const mapping = pairAt(this.#file.body, "Mappings", name);
			if (mapping !== null) {
				this.#walk({ ...free, node: mapping });
			}
		}
	}
}

/** The text of a scalar; null for what is not known before deployment. */
function plainTextOf(node: TemplateNode): string | null {
	return node.type === "TemplateScalar" && node.tag === null ? node.value : null;
}

function pairNameOf(node: TemplateMapping): string | null {
	for (const name of NAMING) {
		const value = findPair(node, name)?.value;
		const scalar = value === undefined ? null : followAliases(value);
		if (scalar?.type === "TemplateScalar" && scalar.value.length <= 128) {
			return scalar.value;
		}
	}
	return null;
}

/** `Description: the password of the administrator` of an output. */
function describesSecret(node: TemplateMapping): boolean {
	const value = findPair(node, "Description")?.value;
	return (
		value?.type === "TemplateScalar" &&
		value.value.length <= LONGEST_SENTENCE &&
		(value.value.match(REGEXES.proseWords) ?? []).some((word) => isSecretName(word))
	);
}

function typeOf(node: TemplateMapping): string {
	const value = findPair(node, "Type")?.value;
	return value?.type === "TemplateScalar" ? value.value : "";
}

const TRUE = /^(?:true|yes|on)$/iu;

function isNoEcho(node: TemplateMapping): boolean {
	const value = findPair(node, "NoEcho")?.value;
	return value?.type === "TemplateScalar" && TRUE.test(value.value);
}

function* secretParametersOf(body: TemplateNode | null): Iterable<string> {
	const parameters = findPair(body, "Parameters")?.value;
	for (const { key, value } of parameters?.type === "TemplateMapping" ? parameters.pairs : []) {
		if (
			key.type === "TemplateScalar" &&
			(isSecretName(key.value) || (value.type === "TemplateMapping" && isNoEcho(value)))
		) {
			yield key.value;
		}
	}
}

/** What a header of a client's own, or a parameter that is marked as secret, is compared with or set to. */
const COMPARED: ReadonlySet<string> = new Set([
	"SearchString",
	"SearchStringBase64",
	"RegexString",
	"TargetString",
	"HeaderValue",
	"Values",
]);
const SECRET_VALUE: ReadonlySet<string> = new Set(["Value"]);
const NOTHING: ReadonlySet<string> = new Set();

/** Headers that every client sends, or that say nothing of who sends them. */
const PUBLIC_HEADER =
	/^(?:host|user-agent|referer|origin|accept.*|content-.*|x-forwarded-.*|cache-control|range|if-.*|connection|upgrade|via|te|date|access-control-.*|cloudfront-.*|sec-.*|strict-transport-security|x-(?:frame|content|xss|robots|powered|request|correlation|amz|amzn|cache|real)-?.*|method)$/iu;

/** True for a word of which only the place may make a secret. */
function isWord(text: string): boolean {
	return REGEXES.plainWord.test(text);
}

/** True for the keys that {@link comparedBy} may name. */
function mayBeCompared(name: string): boolean {
	return COMPARED.has(name) || SECRET_VALUE.has(name);
}

/** The keys of a mapping whose value is a secret because of what stands beside them. */
function comparedBy(node: TemplateMapping): ReadonlySet<string> {
	const marked = findPair(node, "IsValueSecret")?.value;
	if (marked?.type === "TemplateScalar" && TRUE.test(marked.value)) {
		return SECRET_VALUE;
	}
	const field = findPair(node, "FieldToMatch")?.value ?? null;
	const header =
		findPair(findPair(field, "SingleHeader")?.value ?? null, "Name")?.value ??
		findPair(field, "Data")?.value ??
		findPair(node, "HttpHeaderName")?.value ??
		findPair(node, "HeaderName")?.value;
	return header?.type === "TemplateScalar" && !PUBLIC_HEADER.test(header.value) ? COMPARED : NOTHING;
}

/** The name that a `Ref` means; null for anything else. */
function refOf(node: TemplateNode): string | null {
	const call = intrinsicOf(node);
	return call?.name === "Ref" && call.argument.type === "TemplateScalar" ? call.argument.value : null;
}

function pairAt(body: TemplateNode | null, section: string, name: string): TemplateNode | null {
	const value = findPair(body, section)?.value;
	const found = value === undefined ? undefined : findPair(followAliases(value), name)?.value;
	return found === undefined ? null : followAliases(found);
}

/** A map of a template, and what it says of its values. */
interface Mapping {
	readonly place: Place;
	/** The type of the resource that it stands in; empty outside of one. */
	readonly type: string;
	/** True for the declaration of a parameter that takes a secret. */
	readonly isSecretParameter: boolean;
	/** What one of its values names, and by that the value beside it. */
	readonly pairName: () => ReturnType<typeof pairNameOf>;
	/** Its names whose values are compared with a secret. */
	readonly compared: () => ReturnType<typeof comparedBy>;
	readonly describedBy: () => Exposure | null;
}

/** True for a key that may be more than a name. */
function mayHoldMore(key: string): boolean {
	return key.length > 40 || REGEXES.passwordSign.test(key);
}

/** `Fn::Sub`, `Ref`, as the only name of a map: what is called; null for a map. */
function calledBy(name: string, value: TemplateNode): string | null {
	const isCall =
		name.startsWith("Fn::") || ((name === "Ref" || name === "Condition") && value.type === "TemplateScalar");
	return isCall ? name.replace("Fn::", "") : null;
}

/** The path of a property in its resource; empty outside of one. */
function pathBelow(place: Place, type: string, name: string): string {
	if (type === "" || (place.depth === 2 && name === "Properties")) {
		return "";
	}
	return place.path === "" ? name : `${place.path}.${name}`;
}

/** What a property says of its value itself; null where it says nothing. */
function exposureOfProperty(
	name: string,
	path: string,
	{ place, type, isSecretParameter, pairName, compared, describedBy }: Mapping,
): Exposure | null {
	if (
		(mayBeCompared(name) && compared().has(name)) ||
		(isSecretParameter && /^(?:Default|AllowedValues)$/u.test(name)) ||
		takesSecret(type, path)
	) {
		return "taken";
	}
	if (VALUING.test(name)) {
		const named = pairName();
		return named === null ? describedBy() : exposureOfName(named);
	}
	const exposure = exposureOfName(name);
	return place.isInside && exposure !== "taken" ? null : exposure;
}

/** What an innocent name leaves of what the names above it say: nothing in a map of secrets (`Passwords: { Shop: … }`). */
function doubted({ exposure, section, name: above }: Place, name: string): Exposure {
	const isMap = section === "Mappings" || (above !== null && SEVERAL.test(above) && !POINTS.test(name));
	return exposure === "taken" && isMap && !HARMLESS_NAME.test(name) ? "taken" : "near";
}

/** A name for several secrets, and one for where a secret is kept: `Secrets: [{ Name: …, ValueFrom: … }]`. */
const SEVERAL = /(?:password|passwd|secret|token|key)s$/iu;
const POINTS = /(?:from|ref|reference)$/iu;
