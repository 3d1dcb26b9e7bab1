import { joinedFunction } from "../src/app/joined-function.ts";
import type { AppVariable } from "../src/app/application.ts";
import { neededRead } from "../src/app/needed-read.ts";
import { patterns } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";

/**
 * A variable that is not set is `undefined` in the code: the function throws at its first call, or sends the text
 * "undefined" to a table, a queue or an address. It happens when a secret is moved: the code then reads another variable
 * than the configuration sets.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const noUnsetVariable = defineRule({
	name: "no-unset-variable",
	description: "Require that the variables which a function's code needs are set",
	types: ["AWS::Lambda::Function"],
	severity: "medium",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	options: {
		allow: patterns("Names of variables that something else sets"),
	},
	messages: {
		unsetVariable:
			"'{{id}}' needs variable '{{variable}}' ({{place}}), but its environment does not set it. Set it in `{{property}}`.",
	},
	*check(fn, { allow }) {
		const joined = joinedFunction(fn);
		if (joined?.code.kind !== "linked") {
			return; // Which code it runs is not known.
		}
		const { mayBeSet, mayBeRead } = joined.environment;
		if (mayBeSet !== null || mayBeRead !== null) {
			return; // Something may set it: a spread, a module that cannot be read, code that is given the environment.
		}
		for (const variable of joined.variables) {
			const place = placeOfNeed(variable);
			if (place !== null && !allow(variable.name)) {
				const property = fn.spell("Environment.Variables");
				yield {
					at: fn.head,
					messageId: "unsetVariable",
					data: { id: fn.id, variable: variable.name, place, property },
					property: `Environment.Variables.${variable.name}`,
				};
			}
		}
	},
});

/** Where code that runs needs a variable that nothing sets: `src/db.ts:12`; null for any other. */
function placeOfNeed(variable: AppVariable): string | null {
	const needed = neededRead(variable);
	if (needed === undefined) {
		return null;
	}
	const { file, span } = needed.place;
	return `${file.name}:${String(file.lines.locate(span.start).line)}`;
}
