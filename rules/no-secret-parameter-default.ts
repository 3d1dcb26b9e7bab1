import { defineRule } from "../src/rule/rule.ts";
import { detectDefault } from "./no-secret-parameter-default/detect-default.ts";
import { redactedTail } from "../src/rule/secret-finding.ts";

/**
 * A default is in git and in every copy of the template, `NoEcho` or not, and each stack that is given nothing else
 * runs with it: one password for all of them, known to whoever has read the file.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html
 */
export const noSecretParameterDefault = defineRule({
	name: "no-secret-parameter-default",
	description: "Disallow secrets as defaults of template parameters",
	severity: "high",
	severities: ["critical", "medium", "low"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-798"] },
	messages: {
		literalSecret:
			"The default of {{input}} '{{name}}' is {{label}} in plaintext{{redacted}}. Remove it, then rotate the secret.",
		knownSecret: "{{Input}} '{{name}}' {{role}} and has a plaintext default{{redacted}}. Remove the default.",
		removeDefault: "Remove the default; {{passers}} must then pass a value.",
	},
	*checkStack(stack) {
		for (const parameter of stack.parameters.values()) {
			if (parameter.written === null || stack.isOwn?.(parameter.written.span) === false) {
				continue;
			}
			const found = detectDefault(stack, parameter);
			if (found === null) {
				continue;
			}
			const { name } = parameter;
			yield {
				at: parameter.written.span,
				subject: parameter.written.span,
				severity: found.severity,
				messageId: found.label === null ? "knownSecret" : "literalSecret",
				data: {
					name,
					redacted: redactedTail(found.redacted),
					...(found.label === null ? { role: found.role } : { label: found.label }),
				},
				property: `Parameters.${name}.Default`,
				secretSpans: [parameter.written.span],
				resource: null,
				suggestions: [
					{ messageId: "removeDefault", data: {}, edits: stack.editor.removeAttribute(parameter, "Default") },
				],
			};
		}
	},
});
