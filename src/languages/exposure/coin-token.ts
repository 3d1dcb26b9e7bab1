import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "../program/name-of-key.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { unwrap } from "../program/unwrap.ts";
import { variableOf } from "../program/variable-of.ts";

/** What only those speak of who trade coins. */
const COINS =
	/\b(?:solana|ethereum|ethers|erc-?(?:20|721|1155)|spl-token|web3|viem|wagmi|on-?chain|blockchain|nfts?|dex|amm|coingecko|uniswap|dexscreener|staking|cryptocurrency|hedera|metaplex|stablecoin)\b|\btoken_?(?:Price|Balance|Mint|Symbol|Decimals|Supply|Contract)|\b(?:mint|wallet|contract)_?Address/iu;
const PRICES = /\b(?:prices?|wallets?)\b|Prices?(?![a-z])/u;
const LOGIN = /authoriz|authent|\bauth\b|bearer|log-?in\b|sign-?in\b|password|cookie|session|\bjwt|oauth|stripe/iu;

/**
 * What a module speaks of: `coins`, which a token may be without more, or where somebody logs in as well only by its
 * own use (`both`); `prices`, which an order has as well.
 */
const topicOf = perModule(({ text }): "coins" | "both" | "prices" | null =>
	COINS.test(text) ? (LOGIN.test(text) ? "both" : "coins") : PRICES.test(text) && !LOGIN.test(text) ? "prices" : null,
);

/** Said of a token where it is made or used: it lets in. */
const LETS_IN =
	/auth(?!or(?:s|\b))|bearer|log-?in|sign-?(?:in|up)|verify|jwt|cookie|session|password|access|credential|secret|refresh|\bheaders?\b/iu;
/** Said of a token where it is made or used: it has a price, or somebody holds it. */
const IS_TRADED =
	/price|wallet|mint|coin|balance|swap|liquidity|supply|symbol|decimals|contract|nft|solana|ethereum|chain|holder|ticker|\bpools?\b/iu;

const SAID = new WeakMap<TSESLint.Scope.Variable, readonly string[]>();

/**
 * True for a bare `token` that is a coin of a blockchain: by what is said where it is made and used, and where that says
 * nothing, by what its module speaks of. What lets in at one place is a credential at all.
 */
export function isCoin(token: TSESTree.Identifier | TSESTree.MemberExpression, module: SourceModule): boolean {
	const topic = topicOf(module);
	if (topic === null) {
		return false;
	}
	if (token.type === "MemberExpression") {
		const { parent } = token;
		const name = parent.type === "VariableDeclarator" && parent.init === token ? parent.id : null;
		return isCoinBy(
			[
				...namesIn(token.object),
				...(name?.type === "Identifier" ? saidOfVariable(name, module) : saidAround(token, topic !== "prices")),
			],
			topic,
		);
	}
	return isCoinBy(saidOfVariable(token, module), topic);
}

/** What is said where a variable is made and used. */
function saidOfVariable(name: TSESTree.Identifier, module: SourceModule): readonly string[] {
	const variable = variableOf(name, module);
	if (variable === null) {
		return [...saidAround(name, topicOf(module) !== "prices")];
	}
	let said = SAID.get(variable);
	if (said === undefined) {
		const places = [...variable.references.map(({ identifier }) => identifier), ...variable.identifiers];
		said = [
			...new Set(
				places.flatMap((place) => [...saidAround(place as TSESTree.Node, topicOf(module) !== "prices")]),
			),
		];
		SAID.set(variable, said);
	}
	return said;
}

function isCoinBy(said: readonly string[], topic: "coins" | "both" | "prices"): boolean {
	return !said.some((text) => LETS_IN.test(text)) && (topic === "coins" || said.some((text) => IS_TRADED.test(text)));
}

/** How far from a token is read, and how many of its neighbors: a table of thousands of rows says no more. */
const MAX_LEVELS = 5;
const MAX_NEIGHBORS = 24;
const MAX_TEXT = 200;

/** What only holds, chooses or takes apart what is in it. */
const HOLDING: ReadonlySet<string> = new Set(
	"ObjectPattern AssignmentPattern ArrayExpression AwaitExpression ConditionalExpression TSAsExpression TSNonNullExpression".split(
		" ",
	),
);

/**
 * What is said around a node: the texts and names of the template, call, property, comparison or declaration that it is
 * in. The other keys of an object count where `withNeighbors` says so: an order has a token and a price.
 */
function* saidAround(node: TSESTree.Node, withNeighbors: boolean): Iterable<string> {
	let at = node;
	for (let level = 0; level < MAX_LEVELS; level++) {
		const { parent } = at;
		if (parent === undefined) {
			return;
		}
		const inside = saidInside(at, parent, withNeighbors);
		if (inside === null) {
			yield* saidAtEnd(at, parent);
			return;
		}
		yield* inside;
		at = parent;
	}
}

/** What a parent says that belongs to a larger expression itself; null for another. */
function saidInside(at: TSESTree.Node, parent: TSESTree.Node, withNeighbors: boolean): Iterable<string> | null {
	switch (parent.type) {
		case "TemplateLiteral":
			return namesIn(parent);
		case "Property":
			return [nameOfKey(parent.key, parent.computed) ?? ""];
		case "ObjectExpression":
			return withNeighbors
				? parent.properties
						.slice(0, MAX_NEIGHBORS)
						.map((one) => (one.type === "Property" ? (nameOfKey(one.key, one.computed) ?? "") : ""))
				: [];
		case "BinaryExpression":
		case "LogicalExpression":
			return namesIn(parent.left === at ? parent.right : parent.left);
		default:
			return HOLDING.has(parent.type) ? [] : null;
	}
}

/** What is said by the call, the member, the assignment or the declaration that an expression is used in. */
function* saidAtEnd(at: TSESTree.Node, parent: TSESTree.Node): Iterable<string> {
	switch (parent.type) {
		case "CallExpression":
		case "NewExpression":
			yield* namesIn(parent.callee);
			for (const argument of parent.arguments.slice(0, MAX_NEIGHBORS)) {
				if (argument !== at && (argument.type === "Literal" || argument.type === "Identifier")) {
					yield* namesIn(argument);
				}
			}
			break;
		case "MemberExpression":
			yield* parent.object === at ? [nameOfKey(parent.property, parent.computed) ?? ""] : namesIn(parent.object);
			break;
		case "AssignmentExpression":
			yield* namesIn(parent.left === at ? parent.right : parent.left);
			break;
		case "VariableDeclarator":
			if (parent.init !== null) {
				yield* namesIn(parent.id === at ? parent.init : parent.id);
			} else if (parent.parent.parent.type === "ForOfStatement") {
				yield* namesIn(parent.parent.parent.right);
			}
			break;
	}
}

/** The names and texts of an expression itself: `event.headers.token`, `await login(user)`, `"Bearer "`. */
function* namesIn(given: TSESTree.Node, level = 0): Iterable<string> {
	const node = unwrap(given);
	if (level > MAX_LEVELS) {
		return;
	}
	switch (node.type) {
		case "Identifier":
			yield node.name;
			break;
		case "Literal":
			yield String(node.value).slice(0, MAX_TEXT);
			break;
		case "MemberExpression":
			yield nameOfKey(node.property, node.computed) ?? "";
			yield* namesIn(node.object, level + 1);
			break;
		case "AwaitExpression":
			yield* namesIn(node.argument, level + 1);
			break;
		case "CallExpression":
		case "NewExpression":
			yield* namesIn(node.callee, level + 1);
			break;
		case "LogicalExpression":
			yield* namesIn(node.left, level + 1);
			yield* namesIn(node.right, level + 1);
			break;
		case "TemplateLiteral":
			yield* node.quasis.slice(0, MAX_NEIGHBORS).map(({ value }) => value.raw.slice(0, MAX_TEXT));
			for (const expression of node.expressions.slice(0, MAX_NEIGHBORS)) {
				yield* namesIn(expression, level + 1);
			}
			break;
	}
}
