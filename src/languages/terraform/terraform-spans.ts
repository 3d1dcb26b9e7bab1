import { isSecretName } from "../../detect/name-kind.ts";
import { tokenRanges } from "../../detect/redact.ts";
import { REGEXES } from "../../detect/regexes.ts";
import type { Range } from "../../detect/text-pairs.ts";
import { pushAll } from "../../text/push-all.ts";
import type { Span } from "../../text/span.ts";
import { brokenRanges } from "../ranges/broken-ranges.ts";
import { commentRanges } from "../ranges/comment-ranges.ts";
import { exposureOfName, HARMLESS_NAME, type Exposure } from "../ranges/exposure.ts";
import { hiddenRanges } from "../ranges/hidden-ranges.ts";
import { proseRanges } from "../ranges/prose-ranges.ts";
import { quotedRanges } from "../ranges/quoted-ranges.ts";
import { childrenOf } from "./parse/children-of.ts";
import type {
	HclAttribute,
	HclBlock,
	HclBody,
	HclExpression,
	HclFile,
	HclItem,
	HclNode,
	HclTemplate,
} from "./parse/syntax.ts";
import { markedValues } from "./parse/marked-values.ts";
import { joinTemplate, type JoinedTemplate } from "./parse/join-template.ts";
import { textSpan } from "./parse/text-span.ts";

/**
 * Every stretch of a file that may be a secret, whether or not a rule reports it: what stands under a secret's name or
 * where a service takes a password, the variables and locals that end there, what looks like one, comments included.
 */
export function terraformSpans(text: string, file: HclFile): readonly Span[] {
	return new TerraformSpans(text, file).collect();
}

/** Where an expression stands. */
interface Place {
	readonly node: HclNode;
	readonly exposure: Exposure;
	/** The nearest name that says something of the value; null where none does. */
	readonly name: string | null;
}

/** A longer text is code or data. */
const LONGEST_SENTENCE = 4096;

/** Keys that leave the word to what is beside them, and those that name the value beside them. */
const VALUING =
	/^(?:value|values|default|default_value|string_value|header_value|insecure_value|secret_string|plaintext|content|text|data|search_string|result)$/iu;
const NAMING: readonly string[] = [
	"name",
	"key",
	"parameter_name",
	"header_name",
	"variable",
	"Name",
	"Key",
	"name_prefix",
];

/** Arguments that take a secret by what they are for. Source: the provider's documentation of each resource. */
const TAKING =
	/^(?:secret_string|secret_binary|plaintext|key_material_base64|private_key|private_key_pem|client_secret|(?:[a-z]+_)*(?:password|passphrase|auth_token|shared_key|preshared_key|access_token|oauth_token|secret_key)(?:_wo)?)$/u;

class TerraformSpans {
	readonly #text: string;
	readonly #file: HclFile;
	readonly #spans: Span[] = [];
	readonly #open: Place[] = [];
	/** Variables and locals whose values end where a secret belongs: `var.x`, `local.x`. */
	readonly #used = new Set<string>();
	readonly #visited = new Set<HclNode>();

	constructor(text: string, file: HclFile) {
		this.#text = text;
		this.#file = file;
	}

	collect(): readonly Span[] {
		this.#add(tokenRanges(this.#text));
		this.#takeBody(this.#file.body, null);
		this.#takeShown();
		this.#walk();
		this.#followUses();
		this.#add(commentRanges(this.#text, this.#file.comments));
		if (this.#file.errors.length > 0) {
			this.#add(brokenRanges(this.#text));
			this.#add(quotedRanges(this.#text));
		}
		return this.#spans;
	}

	/** All of a plan or a state: more than its resources has secrets, and some are marked. */
	#takeShown(): void {
		const root = this.#file.shown?.root;
		if (root !== undefined) {
			this.#open.push({ node: root, exposure: "free", name: null });
			markedValues(root).forEach((node) => this.#open.push({ node, exposure: "taken", name: null }));
		}
	}

	#add(ranges: Iterable<Range>): void {
		for (const [start, end] of ranges) {
			this.#spans.push({ start, end });
		}
	}

	/** The items of a body, those of its blocks included. */
	#takeBody(body: HclBody, block: HclBlock | null): void {
		const bodies: { readonly body: HclBody; readonly block: HclBlock | null }[] = [{ body, block }];
		for (let next = bodies.pop(); next !== undefined; next = bodies.pop()) {
			const named = nameOfBody(next.body.items, next.block);
			const isMarked = next.block !== null && isMarkedSecret(next.block);
			for (const item of next.body.items) {
				if (item.type === "HclBlock") {
					bodies.push({ body: item.body, block: item });
					continue;
				}
				const name = item.name.text;
				this.#open.push({
					node: item.value,
					...exposureBeside(name, named, isMarked, null),
				});
			}
		}
	}

	#walk(): void {
		for (let place = this.#open.pop(); place !== undefined; place = this.#open.pop()) {
			this.#take(place);
		}
	}

	#take(place: Place): void {
		const { node, exposure } = place;
		switch (node.type) {
			case "HclTemplate":
				this.#takeTemplate(node, place);
				return;
			case "HclObject": {
				const named = nameAmong(node.items, ({ name }) => name);
				for (const { key, name, value } of node.items) {
					if (name === null || !REGEXES.plainWord.test(name)) {
						this.#open.push({ node: key, exposure: "free", name: null });
					}
					if (value.type !== "HclLiteral") {
						const beside = exposureBeside(name ?? "", named, false, place);
						if (beside.exposure !== "free" || !isPlainWord(value)) {
							this.#open.push({ node: value, ...beside });
						}
					}
				}
				return;
			}
			case "HclTraversal":
				this.#use(node.root, node.steps[0], exposure);
				node.steps.forEach((step) => this.#open.push({ node: step, exposure: "free", name: null }));
				this.#open.push({ ...place, node: node.root });
				return;
			case "HclBinary": {
				// `var.password == "…"`: what a secret is compared with.
				const isCompared = node.operands.some((operand) => isSecretName(lastNameOf(operand)));
				for (const operand of node.operands) {
					this.#open.push({ ...place, node: operand, exposure: isCompared ? "taken" : exposure });
				}
				return;
			}
			case "HclTuple": {
				let isOption = false;
				for (const item of node.items) {
					this.#open.push({ ...place, node: item, exposure: isOption ? "taken" : exposure });
					const text = plainTextOf(item) ?? "";
					isOption = text.startsWith("-") && isSecretName(text.replace(/^--?/u, ""));
				}
				return;
			}
			default:
				for (const child of childrenOf(node)) {
					this.#open.push({ ...place, node: child });
				}
		}
	}

	/** A variable or a local that is used as a secret is one where it is written, too. */
	#use(root: HclExpression, step: HclNode | undefined, exposure: Exposure): void {
		if (exposure === "taken" && root.type === "HclVariable" && step?.type === "HclAttributeStep") {
			this.#used.add(`${root.name}.${step.name}`);
		}
	}

	#takeTemplate(node: HclTemplate, place: Place): void {
		const joined = joinTemplate(node);
		for (const hole of joined.holes) {
			this.#open.push({ ...place, node: hole });
		}
		const { text } = joined;
		const { exposure, name } = place;
		if (exposure === "free" && REGEXES.plainWord.test(text)) {
			return;
		}
		const ranges: Range[] = [...hiddenRanges(text, joined.holes.length === 0 ? exposure : "free", name)];
		if (joined.holes.length > 0 && exposure !== "free") {
			// What stands between holes is hidden by itself.
			for (const { piece, start } of joined.pieces) {
				for (const [from, to] of hiddenRanges(piece.value, exposure, name)) {
					ranges.push([start + from, start + to]);
				}
			}
		}
		if (exposure !== "taken" && text.length <= LONGEST_SENTENCE && text.includes(" ")) {
			pushAll(ranges, proseRanges(text, false));
		}
		if (node.style !== "quoted") {
			pushAll(ranges, quotedRanges(text));
			pushAll(ranges, brokenRanges(text));
		}
		this.#hide(node, joined, ranges);
	}

	/** Stretches of a template's text, where they are written in the file. */
	#hide({ style }: HclTemplate, { pieces }: JoinedTemplate, ranges: readonly Range[]): void {
		for (const [start, end] of ranges) {
			for (const { piece, start: from } of pieces) {
				const first = Math.max(start - from, 0);
				const last = Math.min(end - from, piece.value.length);
				if (first < last) {
					this.#spans.push(textSpan(this.#text, style, piece, first, last));
				}
			}
		}
	}

	/** The defaults of variables, and locals, that end where a secret belongs; and what those are made of. */
	#followUses(): void {
		const values = new Map<string, HclExpression[]>();
		const put = (name: string, value: HclExpression): void => {
			values.set(name, [...(values.get(name) ?? []), value]);
		};
		for (const item of this.#file.body.items) {
			if (item.type === "HclAttribute") {
				put(`var.${item.name.text}`, item.value); // In a file of values.
			} else if (item.keyword.text === "locals") {
				attributesOf(item.body).forEach(({ name, value }) => put(`local.${name.text}`, value));
			} else if (item.keyword.text === "variable") {
				attributesOf(item.body)
					.filter(({ name }) => name.text === "default")
					.forEach(({ value }) => put(`var.${item.labels[0]?.text ?? ""}`, value));
			}
		}
		// A set takes what is added while it is walked.
		for (const name of this.#used) {
			for (const node of values.get(name) ?? []) {
				if (!this.#visited.has(node)) {
					this.#visited.add(node);
					this.#open.push({ node, exposure: "taken", name: null });
					this.#walk();
				}
			}
		}
	}
}

/** What an attribute of a body or an object says of its value, with what stands beside it and around it. */
function exposureBeside(
	name: string,
	named: string | null,
	isMarked: boolean,
	around: Place | null,
): { readonly exposure: Exposure; readonly name: string | null } {
	if (VALUING.test(name) && (isMarked || named !== null)) {
		const own = isMarked || TAKING.test(name) ? "taken" : exposureOfName(named ?? "");
		return { exposure: stronger(own, around?.exposure ?? "free", name), name: named ?? name };
	}
	const own = TAKING.test(name) ? "taken" : exposureOfName(name);
	return { exposure: stronger(own, around?.exposure ?? "free", name), name };
}

/** An innocent name below a secret's does not make a secret of it, nor does it clear it. */
function stronger(own: Exposure, around: Exposure, name: string): Exposure {
	if (own !== "free" || around === "free") {
		return own;
	}
	return around === "taken" && !HARMLESS_NAME.test(name) ? "taken" : "near";
}

/** What one of the items of a body names, and by that the value beside it; a block's own name where none does. */
function nameOfBody(items: readonly HclItem[], block: HclBlock | null): string | null {
	const keyword = block?.keyword.text;
	if (keyword === "variable" || keyword === "output") {
		return block?.labels[0]?.text ?? null;
	}
	return nameAmong(attributesIn(items), ({ name }) => name.text);
}

/** True for a text in which nothing can be hidden, as most are. */
function isPlainWord(node: HclExpression): boolean {
	const [only, second] = node.type === "HclTemplate" ? node.parts : [];
	return only?.type === "HclText" && second === undefined && REGEXES.plainWord.test(only.value);
}

/** What the first of the keys that name something gives, in the order of {@link NAMING}. */
function nameAmong<T extends { readonly value: HclExpression }>(
	items: readonly T[],
	nameOf: (item: T) => string | null,
): string | null {
	let found: string | null = null;
	let best = NAMING.length;
	for (const item of items) {
		const rank = NAMING.indexOf(nameOf(item) ?? "");
		if (rank === -1 || rank >= best || item.value.type !== "HclTemplate") {
			continue;
		}
		const { text } = joinTemplate(item.value);
		if (text.length <= 128) {
			found = text.slice(text.lastIndexOf("/") + 1);
			best = rank;
		}
	}
	return found;
}

/** A variable or an output with `sensitive = true`, an SSM parameter of type `SecureString`. */
function isMarkedSecret({ keyword, labels, body }: HclBlock): boolean {
	const attributes = attributesOf(body);
	return keyword.text === "resource"
		? labels[0]?.text === "aws_ssm_parameter" &&
				attributes.some(({ name, value }) => name.text === "type" && plainTextOf(value) !== "String")
		: attributes.some(
				({ name, value }) =>
					(name.text === "sensitive" || name.text === "ephemeral") &&
					value.type === "HclLiteral" &&
					value.value === true,
			);
}

function attributesOf({ items }: HclBody): readonly HclAttribute[] {
	return attributesIn(items);
}

function attributesIn(items: readonly HclItem[]): readonly HclAttribute[] {
	return items.filter((item) => item.type === "HclAttribute");
}

function plainTextOf(node: HclExpression): string | null {
	return node.type === "HclTemplate" && node.parts.every(({ type }) => type === "HclText")
		? joinTemplate(node).text
		: null;
}

/** The last name of `var.x` or `aws_db_instance.db.password`; empty for anything else. */
function lastNameOf(node: HclExpression): string {
	const last = node.type === "HclTraversal" ? node.steps.at(-1) : undefined;
	return last?.type === "HclAttributeStep" ? last.name : "";
}
