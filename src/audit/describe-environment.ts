import type { AppFunction, AppVariable } from "../app/application.ts";
import { redactLabel } from "../detect/redact.ts";
import { detectSecret } from "../detect/detect-secret.ts";
import type { Engine } from "../model/engine.ts";
import { alternatives, type Single } from "../model/value.ts";
import { isSensitive } from "../rule/sensitive-variable.ts";
import { secretUses } from "../rule/used-as-secret.ts";
import type { AuditEnvironment } from "./answer.ts";
import { locate } from "./locate.ts";

/** The variables of a function, and why some of them are sensitive. No value is in it. */
export function describeEnvironment(fn: AppFunction): AuditEnvironment {
	const uses = secretUses(fn);
	const set = fn.variables.filter(({ variable }) => variable !== null);
	return {
		variables: set.length,
		unknown: fn.environment.mayBeSet === null ? null : redactLabel(fn.environment.mayBeSet),
		sensitive: set.flatMap((joined) => {
			const why = whySensitive(joined, uses.get(joined.name), fn.stack.stack.engine);
			return why === null
				? []
				: [
						{
							name: redactLabel(joined.name),
							why: redactLabel(why),
							place: joined.set === null ? null : locate(joined.set),
						},
					];
		}),
	};
}

function whySensitive({ name, variable }: AppVariable, use: string | undefined, engine: Engine): string | null {
	if (variable !== null && isSensitive(variable)) {
		const whys = alternatives(variable.value).map(({ value }) => whyOfValue(name, value, engine));
		return whys.find((why) => why !== null) ?? "its name is that of a secret";
	}
	return use === undefined ? null : `the code uses it as '${use}'`;
}

function whyOfValue(name: string, value: Single, { input, mask }: Engine): string | null {
	switch (value.kind) {
		case "literal":
			return detectSecret(value.text, { name, kind: "environment" }) !== null
				? "a secret in plaintext"
				: "its name is that of a secret, and its value is written in plaintext";
		case "reference":
			return value.to.of === "parameter"
				? `${input} '${value.to.name}'${value.to.parameter.noEcho ? ` (\`${mask}\`)` : ""}, which is stored in plaintext in the function's configuration`
				: "a secret that is resolved during deployment, and stored in plaintext in the function's configuration";
		case "text":
			return "a text with a secret in it, which is stored in plaintext in the function's configuration";
		case "absent":
		case "map":
		case "list":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}
