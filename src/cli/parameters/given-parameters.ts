import { UsageError } from "../../lint/usage-error.ts";
import { pushAll } from "../../text/push-all.ts";
import type { GivenOptions, Token } from "../read-options.ts";
import { PAIR, readPairs, splitPairs } from "./override-pairs.ts";
import type { GivenParameters, PARAMETER_OPTIONS } from "./parameter-options.ts";

/**
 * What a command line gives to parameters, and the paths that are left.
 *
 * @throws {UsageError} for what is no pair
 */
export function givenParameters({
	text,
	list,
	positionals,
	tokens,
}: GivenOptions<keyof typeof PARAMETER_OPTIONS>): GivenParameters & { readonly paths: readonly string[] } {
	const paths = [...positionals];
	const parameterOverrides = takeOverrides(list("parameter-overrides"), tokens, paths);
	return {
		paths,
		parameterOverrides,
		parameterFiles: list("parameters"),
		configEnv: text("config-env") ?? (text("samconfig") === null ? null : "default"),
		samconfig: text("samconfig"),
	};
}

/**
 * `Stage=prod`, several in one argument, `ParameterKey=Stage,ParameterValue=prod`; and, as the AWS CLI and SAM take
 * them, further pairs after the first, which the parser took for paths.
 */
function takeOverrides(
	given: readonly string[],
	tokens: readonly Token[],
	paths: string[],
): Readonly<Record<string, string>> {
	const texts = given.flatMap((text) => splitPairs(text));
	let open = false;
	for (const token of tokens) {
		if (token.kind === "option") {
			open = token.name === "parameter-overrides";
		} else if (token.kind === "positional" && open && token.value !== undefined && PAIR.test(token.value)) {
			pushAll(texts, splitPairs(token.value));
			paths.splice(paths.indexOf(token.value), 1);
		} else {
			open = false;
		}
	}
	const { values, refused } = readPairs(texts);
	if (refused !== null) {
		// Never what was given: it may be the value itself.
		throw new UsageError(
			`Invalid value ${String(refused)} for --parameter-overrides. Write NAME=VALUE, such as Stage=prod.`,
		);
	}
	return values;
}
