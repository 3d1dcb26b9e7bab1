import {
	alternatives,
	getIn,
	itemsOf,
	literalOf,
	textWithHoles,
	type MapValue,
	type Reached,
	type Value,
	type Single,
} from "./value.ts";
import { type Way } from "./way.ts";

/** A text in a policy: an action, an ARN. */
export interface PolicyText {
	/** The text, with `?` for each part that is not known until deployment; null if nothing is known. */
	readonly text: string | null;
	readonly value: Single;
	readonly when: readonly Way[];
}

/** One condition of a statement: an operator, a key in lower case, and its values. */
export interface PolicyCondition {
	readonly operator: string;
	readonly key: string;
	readonly values: readonly PolicyText[];
}

/**
 * A statement of a policy. Source: "IAM JSON policy elements reference", AWS IAM User Guide: each element may be a
 * string or a list of strings, and condition keys are not case-sensitive.
 */
export interface Statement {
	readonly effect: "Allow" | "Deny" | "unknown";
	readonly actions: readonly PolicyText[];
	/** True for `NotAction` or `NotResource`. */
	readonly inverted: boolean;
	readonly resources: readonly PolicyText[];
	/** The value of `Principal` (in a resource policy) or `NotPrincipal`. */
	readonly principal: Value;
	readonly notPrincipal: Value;
	readonly conditions: readonly PolicyCondition[];
	/** True if there is or may be a condition that cannot be read. */
	readonly obscure: boolean;
	readonly map: MapValue;
	readonly when: readonly Way[];
}

/** A policy document, as far as it can be read. */
export interface Policy {
	readonly statements: readonly Statement[];
	/** False if a part of it is not known until deployment. */
	readonly complete: boolean;
}

/** Reads a policy document: `{ Version, Statement: [...] }`. */
export function readPolicy(document: Value): Policy {
	let complete = true;
	const statements: Statement[] = [];
	for (const { value, when } of alternatives(document)) {
		if (value.kind !== "map") {
			complete &&= value.kind === "absent";
			continue;
		}
		complete &&= !value.open;
		const list = getIn(value, "Statement");
		const isReadable = alternatives(list).every(
			({ value: one }) => one.kind === "map" || (one.kind === "list" && !one.open),
		);
		complete &&= isReadable;
		for (const item of itemsOf(list)) {
			if (item.value.kind === "map" && !item.value.open) {
				statements.push(readStatement(item.value, [...when, ...item.when]));
			} else {
				complete &&= item.value.kind === "absent";
			}
		}
	}
	return { statements, complete };
}

function readStatement(map: MapValue, when: readonly Way[]): Statement {
	const effects = alternatives(getIn(map, "Effect")).map(({ value }) =>
		value.kind === "literal" ? value.text : "unknown",
	);
	const effect = effects.length === 1 && (effects[0] === "Allow" || effects[0] === "Deny") ? effects[0] : "unknown";
	const { conditions, obscure } = readConditions(getIn(map, "Condition"));
	return {
		effect,
		actions: textsOf(getIn(map, "Action")),
		inverted: getIn(map, "NotAction").kind !== "absent" || getIn(map, "NotResource").kind !== "absent",
		resources: textsOf(getIn(map, "Resource")),
		principal: getIn(map, "Principal"),
		notPrincipal: getIn(map, "NotPrincipal"),
		conditions,
		obscure,
		map,
		when,
	};
}

function readConditions(block: Value): { readonly conditions: readonly PolicyCondition[]; readonly obscure: boolean } {
	const conditions: PolicyCondition[] = [];
	let obscure = false;
	/** The map at this place, if there is one. An open map may contain a condition that restricts all of it. */
	const mapOf = (value: Value): readonly MapValue[] =>
		alternatives(value).flatMap(({ value: one }) => {
			obscure ||= one.kind === "map" ? one.open : one.kind !== "absent";
			return one.kind === "map" ? [one] : [];
		});
	for (const operators of mapOf(block)) {
		for (const { key: operator, value } of operators.entries) {
			for (const keys of mapOf(value)) {
				for (const { key, value: values } of keys.entries) {
					conditions.push({ operator, key: key.toLowerCase(), values: textsOf(values) });
				}
			}
		}
	}
	return { conditions, obscure };
}

/** The texts of an element that may be a string or a list. */
export function textsOf(value: Value): readonly PolicyText[] {
	return alternatives(value).flatMap(({ value: one, when }): readonly PolicyText[] =>
		one.kind === "list"
			? one.items.flatMap((item) =>
					alternatives(item).map((reached) =>
						toText({ value: reached.value, when: [...when, ...reached.when] }),
					),
				)
			: one.kind === "absent"
				? []
				: [toText({ value: one, when })],
	);
}

function toText({ value, when }: Reached<Single>): PolicyText {
	return { text: renderKnown(value), value, when };
}

function renderKnown(value: Single): string | null {
	switch (value.kind) {
		case "literal":
			return value.text;
		case "text":
			return textWithHoles(value, "?");
		case "reference":
			return literalOf(value)?.text ?? null;
		case "absent":
		case "map":
		case "list":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}

/**
 * True if a pattern of a policy (`kms:D*`) matches a text (`kms:Decrypt`), ignoring case. `*` and `?` are wildcards.
 */
export function covers(pattern: string, text: string): boolean {
	const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()];
	// Greedy with one backtracking point: linear for the short patterns of policies, and never exponential.
	let [at, from, star, mark] = [0, 0, -1, 0];
	while (at < given.length) {
		if (wanted[from] === "?" || (wanted[from] === given[at] && wanted[from] !== "*")) {
			at += 1;
			from += 1;
		} else if (wanted[from] === "*") {
			star = from;
			mark = at;
			from += 1;
		} else if (star !== -1) {
			from = star + 1;
			mark += 1;
			at = mark;
		} else {
			return false;
		}
	}
	return wanted.slice(from).replaceAll("*", "") === "";
}

/**
 * Operators that match a request only if it contains the key. `StringNotEquals`, `Null` and `ForAllValues:…` also match
 * requests without it.
 */
const POSITIVE =
	/^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|IpAddress|Bool|Numeric\w+|Date\w+)$/u;

/**
 * True where a condition narrows a statement by one of these keys (in lower case, `*` for a family): it must hold for
 * the request, and its values must not take everything in. Several values of a key are alternatives: one that takes
 * everything in is enough.
 */
export function narrows(statement: Statement, keys: readonly string[]): boolean {
	return statement.conditions.some(
		({ operator, key, values }) =>
			POSITIVE.test(operator) &&
			keys.some((wanted) => covers(wanted, key)) &&
			values.length > 0 &&
			values.every(({ text }) => text === null || !takesAll(operator, key, text)),
	);
}

/**
 * True where a condition with this value holds for every account: a network of all addresses, an ARN of any account, an
 * id of which only the prefix is given. `?` in the text is a part that is not known, which may narrow it.
 */
function takesAll(operator: string, key: string, text: string): boolean {
	if (/^\**$/u.test(text)) {
		return true;
	}
	if (/IpAddress$/u.test(operator)) {
		return ANY_ADDRESS.test(text);
	}
	if (!/(?:Like|ArnEquals)$/u.test(operator)) {
		return false; // Other operators take `*` as a character.
	}
	// Which account matters where the key asks who calls, not in an encryption context.
	return text.startsWith("arn:") ? WHO.test(key) && isOfAnyAccount(text) : ANY_ID.test(text);
}

/** Keys that ask who calls, or for whom. */
const WHO = /^(?:aws:(?:principal|source)|kms:grantee)/u;

/** A network whose prefix has no bits: `0.0.0.0/0`, `::/0`. */
const ANY_ADDRESS = /^[\d.:a-f]*\/0+$/iu;

/** `o-*`, `o-*\/*`, `vpc-*`, `vpce-*`, `alias/*`, `*:*` (of `aws:userid`): all that there are. */
const ANY_ID = /^(?:o-|vpce?-|alias\/)?\*(?:[/:]?\*)*$/u;

/**
 * True for a pattern whose account is any: `arn:aws:iam::*:role/app`. Anyone can name a role in an account of their
 * own. An ARN without an account (of a bucket) is told apart by its name.
 */
function isOfAnyAccount(pattern: string): boolean {
	const [, , , , account, ...rest] = pattern.split(":");
	if (account === undefined) {
		return pattern.endsWith("*") && !/\d/u.test(pattern); // `arn:aws:*`: the star takes in all that follows.
	}
	return /^\*+$/u.test(account) || (account === "" && /^\*+$/u.test(rest.join(":")));
}
