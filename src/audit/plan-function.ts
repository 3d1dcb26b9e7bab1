import { quoteWord } from "../text/quote-word.ts";
import type { AuditEnvironment, AuditFinding, AuditKey, AuditStep } from "./answer.ts";
import type { Translate } from "../text/wording.ts";

/** What is known of a function for its plan. */
export interface PlannedFunction {
	/** The file that declares it. */
	readonly file: string;
	readonly environment: AuditEnvironment;
	readonly key: AuditKey;
	/** What the rule for keys of environments reports, if it does. */
	readonly missingKey: AuditFinding | null;
	/** True if rules report secrets that `kmslint migrate` can move. */
	readonly hasSecrets: boolean;
	readonly translate: Translate;
}

/** What to do about a function: first its secrets, then its key, then the permission of its role. */
export function planFunction({
	file,
	environment,
	key,
	missingKey,
	hasSecrets,
	translate,
}: PlannedFunction): readonly AuditStep[] {
	const steps: AuditStep[] = [];
	const path = quoteWord(file);
	const only = environment.sensitive.map(({ name }) => ` --only ${quoteWord(name)}`).join("");
	if (hasSecrets || environment.sensitive.length > 0) {
		steps.push(
			{
				text: translate("See the plan for its secrets: the code that reads them, the lookup, the permissions."),
				command: `kmslint migrate${only}`,
			},
			{
				text: translate(
					"Store the values, then move the variables to lookups, and rotate what was in plaintext.",
				),
				command: `kmslint secrets store && kmslint migrate${only} --write`,
			},
		);
	}
	if (missingKey !== null) {
		const [suitable] = key.suitable;
		steps.push(
			suitable === undefined
				? {
						text: translate(
							"Create a symmetric customer managed key with rotation in this stack; one key can serve all functions of it. Then run this with its id.",
						),
						command: setKey(missingKey.rule, "KEY_ID", path),
					}
				: {
						text: translate("Encrypt its variables with key '{{id}}' ({{place}}).", {
							id: suitable.id,
							place: `${suitable.place.file}:${String(suitable.place.line)}`,
						}),
						command: setKey(missingKey.rule, suitable.id, path),
					},
		);
	}
	const used = key.key ?? (missingKey === null ? undefined : key.suitable[0]);
	if (used?.decrypts === "denied") {
		steps.push({
			text: translate(
				"If the audit requires it, allow `kms:Decrypt` to its role on the ARN of key '{{id}}' alone. Lambda itself decrypts variables with a grant.",
				{ id: used.id },
			),
			command: null,
		});
	}
	return steps;
}

function setKey(rule: string, key: string, path: string): string {
	const setting = `${rule}: [error, { "key": ${JSON.stringify(key)}, "functions": "all" }]`;
	return `kmslint --rule ${quoteWord(setting)} --fix ${path}`;
}
