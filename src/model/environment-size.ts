import type { Span } from "../text/span.ts";
import { renderText, withoutDynamicReferences } from "./dynamic-reference.ts";
import { variablesOf, type Variable } from "./environment.ts";
import type { Resource } from "./resource.ts";
import { alternatives, follow, MAX_BRANCHES, type Single } from "./value.ts";
import { contradict, renderWay, type Way } from "./way.ts";

/**
 * Lambda's limit for names and values together, in UTF-8 bytes. Lambda measures the JSON of the map (`String measured:
 * {"A":"B"}`, says the error), so slightly less may be rejected too; more certainly is.
 *
 * Source: "Lambda quotas", AWS Lambda Developer Guide: 4 KB for all environment variables of a function, in aggregate.
 */
export const MAX_ENVIRONMENT_SIZE = 4096;

/** The size of a function's variables, for one combination of branches. */
export interface EnvironmentSize {
	/** The bytes that are certain. */
	readonly bytes: number;
	/** False if there may be more: values that are not known until deployment count as zero. */
	readonly exact: boolean;
	readonly when: readonly Way[];
	/** The name `Variables`, otherwise the function. */
	readonly at: Span;
	readonly largest: { readonly name: string; readonly bytes: number };
}

/** Measures each environment of a function: first in any case, then for each branch. */
export function measureEnvironments(resource: Resource): readonly (readonly EnvironmentSize[])[] {
	const all = variablesOf(resource);
	return follow(resource.properties, "Environment.Variables").flatMap(({ value, when, name }) => {
		if (value.kind !== "map") {
			return [];
		}
		const way = keyOf(when);
		// The last entry of a duplicate name counts.
		const byName = new Map(
			all.filter((variable) => keyOf(variable.when) === way).map((variable) => [variable.name, variable]),
		);
		const variables = [...byName.values()].map((variable) => ({ name: variable.name, sizes: sizesOf(variable) }));
		return [
			waysThrough(variables, when).map((taken) => ({
				...measure(variables, taken, !value.open),
				when: [...when, ...taken],
				at: name ?? resource.head,
			})),
		];
	});
}

interface Size {
	readonly bytes: number;
	readonly exact: boolean;
	readonly when: readonly Way[];
}

interface Measured {
	readonly name: string;
	/** One per branch of the value. */
	readonly sizes: readonly Size[];
}

function sizesOf({ name, value, when }: Variable): readonly Size[] {
	return alternatives(value)
		.filter((reached) => !contradict(when, reached.when))
		.map((reached) => {
			if (reached.value.kind === "absent") {
				return { bytes: 0, exact: true, when: reached.when }; // AWS::NoValue removes the name too.
			}
			const { bytes, exact } = sizeOf(reached.value);
			return { bytes: bytes + Buffer.byteLength(name), exact, when: reached.when };
		});
}

/** No branch, then each one that a value depends on. */
function waysThrough(variables: readonly Measured[], around: readonly Way[]): readonly (readonly Way[])[] {
	const ways = new Map<string, readonly Way[]>([["", []]]);
	for (const { when } of variables.flatMap(({ sizes }) => sizes)) {
		if (ways.size <= MAX_BRANCHES && !contradict(around, when)) {
			ways.set(keyOf(when), when);
		}
	}
	return [...ways.values()];
}

function keyOf(when: readonly Way[]): string {
	return when.map(renderWay).join("\n");
}

/** Each variable in its smallest form there, so that the sum is certain. */
function measure(
	variables: readonly Measured[],
	taken: readonly Way[],
	closed: boolean,
): Pick<EnvironmentSize, "bytes" | "exact" | "largest"> {
	let bytes = 0;
	let exact = closed;
	let largest = { name: "", bytes: 0 };
	for (const { name, sizes } of variables) {
		const possible = sizes.filter(({ when }) => !contradict(taken, when));
		const [first, ...others] = possible;
		if (first === undefined) {
			continue;
		}
		const least = others.reduce((smallest, size) => (size.bytes < smallest.bytes ? size : smallest), first);
		bytes += least.bytes;
		exact &&= possible.every((size) => size.exact && size.bytes === least.bytes);
		largest = least.bytes > largest.bytes ? { name, bytes: least.bytes } : largest;
	}
	return { bytes, exact, largest };
}

function sizeOf(value: Single): Omit<Size, "when"> {
	switch (value.kind) {
		case "literal": {
			// CloudFormation normalizes a number: `1.50` becomes `1.5`.
			const text =
				typeof value.value === "number" && String(value.value).length < value.text.length
					? String(value.value)
					: value.text;
			return known(withoutDynamicReferences(text), text);
		}
		case "text": {
			const text = renderText(value);
			return known(withoutDynamicReferences(text).replace(/\$\{[^{}]*\}/gu, ""), text);
		}
		case "reference": // A parameter's default is anybody's to replace.
		case "absent":
		case "map":
		case "list":
		case "unresolved":
			return { bytes: 0, exact: false };
		default:
			return value satisfies never;
	}
}

function known(part: string, whole: string): Omit<Size, "when"> {
	return { bytes: Buffer.byteLength(part), exact: part === whole };
}
