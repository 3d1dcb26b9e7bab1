import type { AppFunction, AppVariable } from "../app/application.ts";
import { redactLabel } from "../detect/redact.ts";
import { detectSecret } from "../detect/detect-secret.ts";
import type { Engine } from "../model/engine.ts";
import { alternatives, type Single } from "../model/value.ts";
import { isSensitive } from "../rule/sensitive-variable.ts";
import { secretUses } from "../rule/used-as-secret.ts";
import type { AuditEnvironment } from "./answer.ts";
import { locate } from "./locate.ts";
import { wording, type Translate, type Words } from "../text/wording.ts";

/** The variables of a function, and why some of them are sensitive. No value is in it. */
export function describeEnvironment(fn: AppFunction, translate: Translate): AuditEnvironment {
	const uses = secretUses(fn);
	const set = fn.variables.filter(({ variable }) => variable !== null);
	return {
		variables: set.length,
		unknown: fn.environment.mayBeSet === null ? null : redactLabel(translate(fn.environment.mayBeSet)),
		sensitive: set.flatMap((joined) => {
			const why = whySensitive(joined, uses.get(joined.name), fn.stack.stack.engine);
			return why === null
				? []
				: [
						{
							name: redactLabel(joined.name),
							why: redactLabel(translate(why)),
							place: joined.set === null ? null : locate(joined.set),
						},
					];
		}),
	};
}

function whySensitive({ name, variable }: AppVariable, use: string | undefined, engine: Engine): Words | null {
	if (variable !== null && isSensitive(variable)) {
		const whys = alternatives(variable.value).map(({ value }) => whyOfValue(name, value, engine));
		return whys.find((why) => why !== null) ?? wording("its name is that of a secret");
	}
	return use === undefined ? null : wording("the code uses it as '{{name}}'", { name: use });
}

function whyOfValue(name: string, value: Single, { input, mask }: Engine): Words | null {
	switch (value.kind) {
		case "literal":
			return detectSecret(value.text, { name, kind: "environment" }) !== null
				? wording("a secret in plaintext")
				: wording("its name is that of a secret, and its value is written in plaintext");
		case "reference":
			return value.to.of === "parameter"
				? wording(
						"{{input}} '{{name}}'{{masked}}, which is stored in plaintext in the function's configuration",
						{
							input,
							name: value.to.name,
							masked: value.to.parameter.noEcho ? wording(" (`{{mask}}`)", { mask }) : "",
						},
					)
				: wording(
						"a secret that is resolved during deployment, and stored in plaintext in the function's configuration",
					);
		case "text":
			return wording("a text with a secret in it, which is stored in plaintext in the function's configuration");
		case "absent":
		case "map":
		case "list":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}
