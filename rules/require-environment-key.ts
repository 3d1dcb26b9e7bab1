import { variablesOf, type Variable } from "../src/model/environment.ts";
import { readKey } from "../src/model/key.ts";
import { arnOf, fits, fittingKeys, freshId, newKey } from "../src/model/kms-key.ts";
import { isBelow } from "../src/model/protection.ts";
import type { Resource, Stack } from "../src/model/resource.ts";
import { alternatives } from "../src/model/value.ts";
import { contradict, renderWhen } from "../src/model/way.ts";
import { defineRule, type Suggestion } from "../src/rule/rule.ts";
import { joinEdits } from "../src/text/join-edits.ts";
import { isSensitive } from "../src/rule/sensitive-variable.ts";
import type { Span } from "../src/text/span.ts";
import { refTo, type Written } from "../src/model/written.ts";

interface Options extends Readonly<Record<string, unknown>> {
	readonly key: string;
	readonly functions: "with-variables" | "all";
}

/**
 * Lambda encrypts environment variables with `aws/lambda`, a key whose policy AWS writes: everybody who may call
 * `GetFunctionConfiguration` reads them, and nobody can be kept out by a key policy.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export const requireEnvironmentKey = defineRule<Options>({
	name: "require-environment-key",
	description: "Require a customer managed key for the environment variables of functions",
	types: ["AWS::Lambda::Function"],
	severity: "low",
	severities: ["medium"],
	fix: "safe",
	presets: { recommended: "warn", strict: "error", audit: ["error", { functions: "all" }] },
	compliance: [
		{
			standard: "CIS Controls 8.1",
			ids: ["3.11"],
			source: "https://github.com/prowler-cloud/prowler/tree/master/prowler/compliance/aws",
		},
	],
	options: {
		key: {
			type: "string",
			description: "The key that the fix sets: a logical id or parameter of the template, or a key ARN",
		},
		functions: { enum: ["with-variables", "all"], description: "Which functions need a key" },
	},
	defaults: { key: "", functions: "with-variables" },
	messages: {
		missingKey:
			"Environment variables of '{{id}}' are not encrypted with a customer managed key{{when}}. Set `{{property}}`.",
		missingKeySensitive:
			"Environment variables of '{{id}}'{{names}} are not encrypted with a customer managed key{{when}}. Set `{{property}}`.",
		missingKeyWithoutVariables: "Function '{{id}}' has no customer managed key{{when}}. Set `{{property}}`.",
		providerKey:
			"Environment variables of '{{id}}' use the AWS managed key{{when}}. Set `{{property}}` to a customer managed key.",
		edgeVariables: "Function '{{id}}' has environment variables, which Lambda@Edge does not support. Remove them.",
		useKey: "Use key '{{key}}' of this {{unit}}.",
		addKey: "Add key '{{key}}' with rotation enabled, and use it.",
	},
	*check(fn, options) {
		const variables = variablesOf(fn);
		if (variables.length === 0 && options.functions !== "all") {
			return; // Nothing is kept, or only deploy time knows it.
		}
		if (fn.edge === true) {
			if (variables.length > 0) {
				yield {
					at: variables[0]?.nameSpan ?? fn.head,
					messageId: "edgeVariables",
					severity: "medium",
					data: { id: fn.id },
					property: fn.spell("Environment.Variables"),
				};
			}
			return; // Whoever asks for a key for each function cannot have one there either.
		}
		const property = fn.spell("KmsKeyArn");
		for (const { value, when } of alternatives(fn.get("KmsKeyArn"))) {
			const protection = readKey(value, "none");
			if (protection === "unknown") {
				yield {
					unknown: value.kind === "unresolved" ? value.why : "the key is not known until deployment",
					at: value.span,
					property,
				};
				continue;
			}
			const kept = variables.filter((variable) => !contradict(variable.when, when));
			if (!isBelow(protection, "customer-key") || (kept.length === 0 && options.functions !== "all")) {
				continue;
			}
			const isMissing = value.kind === "absent" && !value.explicit;
			const shared = isMissing && when.length === 0 ? sharedBy(fn) : null;
			const sensitive = [
				...new Set((shared?.variables ?? kept).filter(isSensitive).map((variable) => variable.name)),
			];
			const named = options.key === "" ? null : renderKey(fn, options.key);
			yield {
				at: shared?.place ?? (isMissing ? fn.head : value.span),
				...(shared === null ? {} : { subject: shared.place }),
				messageId:
					kept.length === 0
						? "missingKeyWithoutVariables"
						: protection === "provider-key"
							? "providerKey"
							: sensitive.length > 0
								? "missingKeySensitive"
								: "missingKey",
				severity: sensitive.length > 0 ? "medium" : "low",
				data: { id: fn.id, property, when: renderWhen(when), names: ` (including ${namesOf(sensitive)})` },
				property,
				...(when.length > 0
					? {} // Which branch gets which key is the author's choice.
					: named === null
						? { suggestions: suggestionsFor(fn) }
						: { fix: fn.set("KmsKeyArn", named) }),
			};
		}
	},
});

/** What functions without a key take from one text: a block of SAM's `Globals`, an anchor, a constant of a CDK app. */
interface SharedBlock {
	readonly place: Span;
	/** All variables of the functions that share it. */
	readonly variables: readonly Variable[];
}

const TAKERS = new WeakMap<Stack, ReadonlyMap<number, readonly Resource[]>>();

/** The functions without a key, by the places of the variables that they have. */
function takersOf(stack: Stack): ReadonlyMap<number, readonly Resource[]> {
	let takers = TAKERS.get(stack);
	if (takers === undefined) {
		const found = new Map<number, Resource[]>();
		for (const fn of stack.find("AWS::Lambda::Function")) {
			const key = fn.get("KmsKeyArn");
			for (const { nameSpan } of key.kind === "absent" &&
			!key.explicit &&
			fn.generated === null &&
			fn.edge !== true
				? variablesOf(fn)
				: []) {
				const same = found.get(nameSpan.start);
				if (same === undefined) {
					found.set(nameSpan.start, [fn]);
				} else {
					same.push(fn);
				}
			}
		}
		takers = found;
		TAKERS.set(stack, takers);
	}
	return takers;
}

/** The first variable that another function without a key takes from the same text; null where each has its own. */
function sharedBy(fn: Resource): SharedBlock | null {
	const takers = takersOf(fn.stack);
	const first = variablesOf(fn).find(
		({ nameSpan, when }) =>
			when.length === 0 && takers.get(nameSpan.start)?.some(({ head }) => head.start !== fn.head.start) === true,
	);
	if (first === undefined) {
		return null;
	}
	const blocks = BLOCKS.get(fn.stack) ?? new Map<number, SharedBlock>();
	BLOCKS.set(fn.stack, blocks);
	let block = blocks.get(first.nameSpan.start);
	if (block === undefined) {
		// What several functions take from one text is one variable.
		const byPlace = new Map<string, Variable>();
		for (const variable of (takers.get(first.nameSpan.start) ?? []).flatMap(variablesOf)) {
			const key = `${String(variable.nameSpan.start)} ${variable.when.join("\n")}`;
			byPlace.set(key, byPlace.get(key) ?? variable);
		}
		block = { place: first.nameSpan, variables: [...byPlace.values()] };
		blocks.set(first.nameSpan.start, block);
	}
	return block;
}

const BLOCKS = new WeakMap<Stack, Map<number, SharedBlock>>();

/** `'A'`, `'A' and 'B'`, `'A', 'B', 'C' and 2 more`. */
function namesOf(names: readonly string[]): string {
	const shown = names.slice(0, 3).map((name) => `'${name}'`);
	const last = names.length > 3 ? `${String(names.length - 3)} more` : shown.pop();
	return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} and ${last ?? ""}`;
}

/** The option's key in the template's own words; null where the template has no key of that name that fits. */
function renderKey(fn: Resource, key: string): Written | null {
	if (key.startsWith("arn:")) {
		return key;
	}
	const resource = fn.stack.resource(key);
	if (resource !== undefined) {
		return fits(resource, fn) ? arnOf(resource) : null;
	}
	return fn.stack.parameters.has(key) ? refTo(key) : null;
}

function suggestionsFor(fn: Resource): readonly Suggestion[] {
	const keys = fittingKeys(fn);
	if (keys.length > 0) {
		return keys.map((key) => ({
			messageId: "useKey",
			data: { key: key.id },
			edits: fn.set("KmsKeyArn", arnOf(key)),
		}));
	}
	const id = freshId(fn.stack, "EnvironmentKey");
	const added = fn.stack.editor.addResources(
		{ [id]: newKey("Environment variables of the functions of this stack") },
		fn.id,
	);
	const set = fn.set("KmsKeyArn", refTo(id, "Arn"));
	return [{ messageId: "addKey", data: { key: id }, edits: joinEdits(set, added) }];
}
