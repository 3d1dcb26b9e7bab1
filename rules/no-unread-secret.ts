import type { AppFunction } from "../src/app/application.ts";
import { joinedFunction } from "../src/app/joined-function.ts";
import { variablesOf, type Variable } from "../src/model/environment.ts";
import type { Resource, Stack } from "../src/model/resource.ts";
import { isRuntimeVariable } from "../src/model/runtime-variables.ts";
import { isSensitive } from "../src/rule/sensitive-variable.ts";
import { defineRule } from "../src/rule/rule.ts";
import { groupBy } from "../src/text/group-by.ts";
import { isKnownPackage } from "./no-unread-secret/known-packages.ts";

/**
 * A secret in the configuration of a function is visible to anyone who may call `GetFunctionConfiguration`. One that no
 * code reads is exposed for nothing: it stayed behind when the code moved on, or a shared block sets it everywhere.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export const noUnreadSecret = defineRule({
	name: "no-unread-secret",
	description: "Disallow secrets in the variables of functions whose code does not read them",
	types: ["AWS::Lambda::Function"],
	severity: "medium",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	messages: {
		unreadSecret: "Secret '{{variable}}' is set for '{{id}}', but its code never reads it. Remove the variable.",
		unreadShared:
			"Secret '{{variable}}' is set for '{{id}}', but its code never reads it. Set it only where it is read.",
	},
	*check(fn) {
		const sensitive = variablesOf(fn).filter(
			(variable) => isSensitive(variable) && !isRuntimeVariable(variable.name) && variable.when.length === 0,
		);
		const joined = sensitive.length === 0 ? null : joinedFunction(fn);
		if (joined === null || !isWhollyRead(joined)) {
			return; // Code that is not read may read it.
		}
		for (const variable of sensitive) {
			if (!isMentioned(variable.name, joined)) {
				yield {
					at: variable.nameSpan,
					messageId: isShared(variable.nameSpan.start, fn) ? "unreadShared" : "unreadSecret",
					data: { id: fn.id, variable: variable.name },
					property: variable.property,
				};
			}
		}
	},
});

/** True if all code of a function is known: its modules, its packages, no layer. */
function isWhollyRead({ resource, code, environment }: AppFunction): boolean {
	return (
		code.kind === "linked" &&
		environment.mayBeRead === null &&
		[...code.packages].every(isKnownPackage) &&
		resource.get("Layers").kind === "absent"
	);
}

/** True if any module names the variable, be it in a list or in a comment. */
function isMentioned(name: string, { code }: AppFunction): boolean {
	return code.kind !== "linked" || code.modules.some(({ module }) => module.text.includes(name));
}

const TAKERS = new WeakMap<Stack, ReadonlyMap<number, readonly Variable[]>>();

/** True if several functions take the variable from the same text. */
function isShared(start: number, { stack, type }: Resource): boolean {
	let takers = TAKERS.get(stack);
	if (takers === undefined) {
		takers = groupBy(stack.find(type).flatMap(variablesOf), ({ nameSpan }) => nameSpan.start);
		TAKERS.set(stack, takers);
	}
	return (takers.get(start)?.length ?? 0) > 1;
}
