import { classifyName, isAboutSomething } from "../../src/detect/name-kind.ts";
import type { Stack } from "../../src/model/resource.ts";
import type { ShownOutput } from "../../src/model/stack-facts.ts";
import { alternatives, type Value } from "../../src/model/value.ts";
import { secretAttributesIn } from "../../src/rule/resolved-secrets.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { isPointerText } from "../../src/rule/secret-parameter.ts";
import { wording, type Words } from "../../src/text/wording.ts";

/** The outputs that show a secret although the engine could mask them. */
export function* shownOutputs(stack: Stack): Iterable<Problem> {
	for (const output of stack.shownOutputs ?? []) {
		const role = roleOf(stack, output);
		if (role !== null) {
			const setting = stack.spellPair(stack.engine.mask, true);
			yield {
				at: output.nameSpan,
				messageId: "unmaskedOutput",
				data: { name: output.name, role, setting },
				property: `output.${output.name}.${stack.engine.mask}`,
				resource: null,
				suggestions: [{ messageId: "addMask", data: { setting }, edits: output.mask() }],
			};
		}
	}
}

/** To stand in a sentence: "shows `random_password.db.result`", "is named like a secret"; null for what is none. */
function roleOf(stack: Stack, { name, value, shows }: ShownOutput): Words | null {
	const [attribute] = [...secretAttributesIn(stack, value)];
	if (attribute !== undefined) {
		return wording("shows `{{reference}}`", { reference: attribute.reference });
	}
	const hidden = alternatives(value).flatMap(({ value: one }) => hiddenIn(one))[0];
	if (hidden !== undefined) {
		return wording("shows the {{mask}} '{{name}}'", { mask: stack.engine.mask, name: hidden });
	}
	const isAbout = shows !== null && (isAboutSomething(shows) || classifyName(shows) === "pointer");
	return classifyName(name) === "secret" && !isAbout && alternatives(value).some(({ value: one }) => mayBeSecret(one))
		? wording("is named like a secret")
		: null;
}

/** The masked inputs in a value. */
function hiddenIn(value: Value): readonly string[] {
	const parts = value.kind === "text" ? value.parts : [value];
	return parts.flatMap((part) =>
		typeof part !== "string" &&
		part.kind === "reference" &&
		part.to.of === "parameter" &&
		part.to.parameter.noEcho &&
		classifyName(part.to.name) !== "pointer"
			? [part.to.name]
			: [],
	);
}

/** What a domain shows in its DNS records. Source: "aws_ses_domain_identity", "aws_ses_domain_dkim", attributes. */
const PUBLISHED: ReadonlySet<string> = new Set(["verification_token", "dkim_tokens"]);

/** False for an ARN, an id, a path, a switch: what a name of a secret is often given to, too. */
function mayBeSecret(value: Value): boolean {
	switch (value.kind) {
		case "reference":
			return (
				value.to.of === "parameter" ||
				(value.to.of === "resource" &&
					value.to.attribute !== null &&
					value.to.attribute !== "Arn" &&
					!PUBLISHED.has(value.to.attribute) &&
					!isAboutSomething(value.to.attribute))
			);
		case "text":
			return (
				value.parts.some((part) => typeof part !== "string" && mayBeSecret(part)) &&
				!isPointerText(firstOf(value))
			);
		case "unresolved":
			return true;
		case "absent":
		case "literal":
		case "list":
		case "map":
		case "branches":
			return false;
		default:
			return value satisfies never;
	}
}

function firstOf({ parts }: Extract<Value, { kind: "text" }>): string {
	return typeof parts[0] === "string" ? parts[0] : "";
}
