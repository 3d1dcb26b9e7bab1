import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import { classifyName, classOfName } from "../../src/detect/name-kind.ts";
import { redact } from "../../src/detect/redact.ts";
import { REGEXES } from "../../src/detect/regexes.ts";
import { isPlaceholder } from "../../src/detect/veto.ts";
import type { Stack } from "../../src/model/resource.ts";
import type { Parameter } from "../../src/model/value.ts";
import type { Severity } from "../../src/rule/rule.ts";
import { isCompared, isPointerText, roleOf } from "../../src/rule/secret-parameter.ts";
import type { Words } from "../../src/text/wording.ts";

const SEVERITY_OF = { certain: "critical", high: "high", medium: "high", low: "medium" } as const satisfies Record<
	Detection["confidence"],
	Severity
>;

type Found = { readonly severity: Severity; readonly redacted: string } & (
	| { readonly label: string }
	| { readonly label: null; readonly role: Words }
);

/** Asks the default in the file, whatever the command line gives instead. */
export function detectDefault(stack: Stack, parameter: Parameter): Found | null {
	const { name, type, noEcho, written, allowed } = parameter;
	const text = written?.text ?? "";
	if (isElsewhere(text, type)) {
		return null;
	}
	const role = allowed === null ? roleOf(stack, parameter) : null;
	const taken = role !== null && (role.certain || noEcho);
	const detection = detectSecret(text, { kind: "template", ...promiseOf(name, role, taken) });
	const weak = detection === null || detection.confidence === "low";
	const isPin = /^\d+$/u.test(text) && (taken || classOfName(name) === "password");
	if (weak && ((isPointerText(text) && !isPin) || isCompared(stack, parameter, text))) {
		return null;
	}
	if (detection !== null) {
		return {
			severity: isPlaceholder(text) ? "low" : SEVERITY_OF[detection.confidence],
			redacted: detection.redacted,
			label: detection.label,
		};
	}
	// `changeme`: nobody must change it, and it is in the file. Short texts and `none` stand for nothing given.
	return role !== null && !parameter.overridden && text.length >= 4 && !REGEXES.keyword.test(text)
		? { severity: "low", redacted: redact(text), label: null, role: role.says }
		: null;
}

/** Nothing, or the name of what is kept elsewhere. */
function isElsewhere(text: string, type: string): boolean {
	return text.trim() === "" || type.startsWith("AWS::SSM::Parameter::Value") || text.includes("{{resolve:");
}

/** The name by which the default is judged: one that promises nothing has its promise from what the parameter becomes. */
function promiseOf(name: string, role: object | null, taken: boolean): { readonly name?: string } {
	if (role === null) {
		return {};
	}
	return { name: taken && classifyName(name) !== "secret" ? "password" : name };
}
