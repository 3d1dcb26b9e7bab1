import { defineRule, type Problem } from "../src/rule/rule.ts";
import { isPointerText, roleOf } from "../src/rule/secret-parameter.ts";
import type { Stack } from "../src/model/resource.ts";
import type { Parameter } from "../src/model/value.ts";
import { shownOutputs } from "./require-no-echo/shown-outputs.ts";
import { shownParameters } from "./require-no-echo/shown-parameters.ts";

/**
 * CloudFormation keeps the value of a parameter as long as the stack lives, and shows it to everyone who may look at
 * the stack: in the console, in `DescribeStacks`, in what a pipeline logs of it. `NoEcho` makes asterisks of it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export const requireNoEcho = defineRule({
	name: "require-no-echo",
	description: "Require that parameters, variables and outputs with a secret are masked (`NoEcho`, `sensitive`)",
	severity: "medium",
	fix: "safe",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	messages: {
		missingNoEcho: "{{Input}} '{{name}}' {{role}} but is visible to {{viewers}}. Set `{{setting}}`.",
		unmaskedOutput: "Output '{{name}}' {{role}} but is visible to {{viewers}}. Set `{{setting}}`.",
		addMask: "Mask it (`{{setting}}`); outputs that use it must be masked, too.",
		shownParameter:
			"{{where}} shows '{{name}}' in plaintext, despite `{{mask}}`. Pass the name of a secret instead.",
	},
	*checkStack(stack) {
		const hidden = new Set<Parameter>();
		for (const parameter of stack.parameters.values()) {
			const { name, noEcho, allowed, nameSpan } = parameter;
			// A choice among values that the template lists keeps nothing secret. One of another file is reported there;
			// what is masked may be shown here.
			const isElsewhere = !noEcho && stack.isOwn?.(nameSpan) === false;
			if (allowed !== null || isElsewhere || pointsByDefault(parameter)) {
				continue;
			}
			const role = roleOf(stack, parameter);
			if (role !== null && noEcho) {
				hidden.add(parameter);
			} else if (role !== null) {
				yield {
					at: nameSpan,
					messageId: "missingNoEcho",
					data: { name, role: role.says, setting: stack.spellPair(stack.engine.mask, true) },
					property: `Parameters.${name}.${stack.engine.mask}`,
					secretSpans: parameter.written === null ? [] : [parameter.written.span],
					resource: null,
					fix: stack.editor.setAttribute(parameter, "NoEcho", true),
				};
			}
		}
		yield* shown(stack, hidden);
		yield* shownOutputs(stack);
	},
});

/** A default that points is followed by the value. */
function pointsByDefault(parameter: Parameter): boolean {
	return parameter.default !== null && isPointerText(parameter.default.text);
}

function* shown(stack: Stack, hidden: ReadonlySet<Parameter>): Iterable<Problem> {
	for (const { parameter, at, where, property, resource } of shownParameters(stack, hidden)) {
		yield {
			at,
			messageId: "shownParameter",
			data: { name: parameter.name, where, mask: stack.engine.mask },
			property,
			resource,
		};
	}
}
