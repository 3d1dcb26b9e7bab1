import type { TextValue, Value } from "./value.ts";

/** `{{resolve:secretsmanager:id:SecretString:password}}`: a value that CloudFormation looks up at deployment. */
export interface DynamicReference {
	readonly service: "secretsmanager" | "ssm" | "ssm-secure";
	/** The secret's id or ARN, or the parameter's name without its version. */
	readonly id: string;
	/** The key of a JSON secret; empty for the whole secret. */
	readonly jsonKey: string;
}

/** `{{resolve:secretsmanager:${Secret}:SecretString:password}}`: holes of a `Fn::Sub` are part of it. */
const REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure|ssm):([^{}]*(?:\$\{[^{}]*\}[^{}]*){0,16})\}\}/gu;

/**
 * Finds the dynamic references in a text. An unknown part is a hole, `${Name}`: see {@link renderText}.
 * Source: "Using dynamic references to specify template values", AWS CloudFormation User Guide.
 */
export function findDynamicReferences(text: string): readonly DynamicReference[] {
	return [...text.matchAll(REFERENCE)].map((match) => {
		const service = (match[1] ?? "ssm") as DynamicReference["service"];
		const rest = match[2] ?? "";
		if (service !== "secretsmanager") {
			return { service, id: splitColons(rest)[0] ?? "", jsonKey: "" };
		}
		// secretsmanager:<id or arn:aws:secretsmanager:region:account:secret:name>:SecretString:<json
		// key>:<stage>:<version>
		const parts = splitColons(rest);
		const length = rest.startsWith("arn:") ? 7 : 1;
		return { service, id: parts.slice(0, length).join(":"), jsonKey: parts[length + 1] ?? "" };
	});
}

/** The text without its dynamic references: the part that is known before deployment. */
export function withoutDynamicReferences(text: string): string {
	return text.replace(REFERENCE, "");
}

/** Splits at colons, except in holes: `${AWS::Region}`. */
function splitColons(text: string): readonly string[] {
	const hidden = text.replace(/\$\{[^{}]*\}/gu, (hole) => hole.replaceAll(":", "\0"));
	return hidden.split(":").map((part) => part.replaceAll("\0", ":"));
}

/** A partly known text as `Fn::Sub` would write it: references as `${Name}`, other unknown parts as `${?}`. */
export function renderText(value: TextValue): string {
	return value.parts.map((part) => (typeof part === "string" ? part : renderHole(part))).join("");
}

function renderHole(value: Value): string {
	if (value.kind !== "reference") {
		return "${?}";
	}
	switch (value.to.of) {
		case "resource":
			return `\${${value.to.id}${value.to.attribute === null ? "" : `.${value.to.attribute}`}}`;
		case "parameter":
		case "pseudo":
			return `\${${value.to.name}}`;
		case "import":
			return "${?}";
		default:
			return value.to satisfies never;
	}
}

/** Keys of a JSON secret that do not grant access. */
const HARMLESS_KEY =
	/^(?:user(?:_?name)?|host(?:_?name)?|port|db_?(?:name|instance_?identifier)?|database|engine|endpoint|region|schema)$/iu;

/** True for a part of a secret that does not grant access: a user name, a host. */
export function isHarmless(reference: DynamicReference): boolean {
	return reference.service === "secretsmanager" && HARMLESS_KEY.test(reference.jsonKey);
}
