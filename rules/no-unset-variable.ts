import { joinedFunction } from "../src/app/joined-function.ts";
import { lineOf } from "../src/app/application.ts";
import { knownEnvironment, neededRead } from "../src/app/needed-read.ts";
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
		const environment = knownEnvironment(joined.variables);
		for (const variable of joined.variables) {
			const needed = neededRead(variable, environment);
			if (needed !== undefined && !allow(variable.name)) {
				const property = fn.spell("Environment.Variables");
				yield {
					at: fn.head,
					messageId: "unsetVariable",
					data: { id: fn.id, variable: variable.name, place: lineOf(needed.place), property },
					property: `Environment.Variables.${variable.name}`,
				};
			}
		}
	},
});
