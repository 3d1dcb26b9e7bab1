import { classOfName, isBareToken, wordsOf } from "../../src/detect/name-kind.ts";
import { isWordy } from "../../src/detect/randomness.ts";
import { environmentReads } from "../../src/languages/handler/environment/environment-reads.ts";
import type { Fallback } from "../../src/languages/handler/fallbacks.ts";
import { perModule } from "../../src/languages/program/per-module.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { isPath, isPlaceholder, isReference } from "../../src/detect/veto.ts";

const NOTHING =
	/^(?:(?:not|un)[ _-]?(?:set|defined|available|configured|provided|specified|known|required|needed|used|applicable)|missing|none|n\/?a|null|nil|undefined|empty|false|true|[\s*x.-]*)$/iu;

/** What emulators of AWS take for a key: AWS takes none of these. */
const LOCAL = /^(?:test|local|dummy|fake|mock|foo|bar|x+|localstack|minio)$/iu;

/** Names of keys that the application itself checks others by: any text there opens, a placeholder too. */
const CHECKS = new Set(
	"jwt session cookie signing sign signature hmac encryption encrypt cipher webhook csrf master admin salt internal".split(
		" ",
	),
);

/** True for a text that lets nobody in: none, where a secret is kept, a vendor's key that was never filled in. */
export function saysNothing(fallback: Fallback, module: SourceModule): boolean {
	const { name, text } = fallback;
	if (NOTHING.test(text) || isReference(text) || isPath(text)) {
		return true;
	}
	if (isKindOfToken(name, text) && speaksOfTokens(module) && !readsEnvironment(fallback, module)) {
		return true;
	}
	const words = wordsOf(name);
	if (words.includes("aws") && LOCAL.test(text)) {
		return true;
	}
	const isOpening =
		classOfName(name) === "password" ||
		words.some((word) => CHECKS.has(word)) ||
		(words.at(-1) === "secret" && !words.includes("client"));
	return !isOpening && isPlaceholder(text);
}

/**
 * `token: config.token || "solana"`, `token ?? "comma"`: a currency's name, or what a parser has read. A variable's
 * name (`TOKEN`) says that somebody sets it from outside, where a word may be what opens.
 */
function isKindOfToken(name: string, text: string): boolean {
	return name !== name.toUpperCase() && isBareToken(name) && WORD.test(text) && isWordy(text);
}

const WORD = /^[a-z]{3,12}$/iu;

/** What only those speak of who trade coins, or who take texts apart: elsewhere a token lets somebody in. */
const speaksOfTokens = perModule(({ text }) => TRADES.test(text) || PARSES.test(text));
const TRADES =
	/\b(?:solana|ethereum|bitcoin|usd[ct]|erc-?20|spl-token|web3|on-?chain|blockchain|cryptocurrency|stablecoin|coingecko|uniswap)\b|\btoken_?(?:Price|Balance|Mint|Symbol|Decimals|Supply)/iu;
const PARSES =
	/\b(?:lexer|lexical|tokeni[sz]er?|tokeni[sz]e|grammar|punctuator|syntax tree)\b|(?:next|peek|current)_?Token\b/iu;

/** True where one of the values comes from outside, where a word may be what opens, whatever the module speaks of. */
function readsEnvironment({ whole }: Fallback, module: SourceModule): boolean {
	const [start, end] = whole.range;
	return environmentReads(module).some(({ node }) => start <= node.range[0] && node.range[1] <= end);
}
