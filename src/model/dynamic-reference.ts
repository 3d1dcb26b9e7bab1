import type { TextValue, Value } from "./value.ts";

/** `{{resolve:secretsmanager:id:SecretString:password}}`: a value that CloudFormation looks up while it deploys. */
export interface DynamicReference {
	readonly service: "secretsmanager" | "ssm" | "ssm-secure";
	/** The secret's id or ARN, or the parameter's name without its version. */
	readonly id: string;
	/** The key of a JSON secret; empty where the whole secret is meant. */
	readonly jsonKey: string;
}

/** `{{resolve:secretsmanager:${Secret}:SecretString:password}}`: holes of a `Fn::Sub` are part of it. */
const REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure|ssm):([^{}]*(?:\$\{[^{}]*\}[^{}]*){0,16})\}\}/gu;

/**
 * Finds the dynamic references in a text. What stands for an unknown part is a hole, `${Name}`: see {@link renderText}.
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

/** The text without its dynamic references: what of it is known before it is deployed. */
export function withoutDynamicReferences(text: string): string {
	return text.replace(REFERENCE, "");
}

/** Splits at colons, but not at those in a hole: `${AWS::Region}`. */
function splitColons(text: string): readonly string[] {
	const hidden = text.replace(/\$\{[^{}]*\}/gu, (hole) => hole.replaceAll(":", "\0"));
	return hidden.split(":").map((part) => part.replaceAll("\0", ":"));
}

/** A partly known text as a `Fn::Sub` would write it: references as `${Name}`, what else is unknown as `${?}`. */
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

/** Keys of a JSON secret that let nobody in. */
const HARMLESS_KEY =
	/^(?:user(?:_?name)?|host(?:_?name)?|port|db_?(?:name|instance_?identifier)?|database|engine|endpoint|region|schema)$/iu;

/** True for a part of a secret that lets nobody in: its user's name, its host. */
export function isHarmless(reference: DynamicReference): boolean {
	return reference.service === "secretsmanager" && HARMLESS_KEY.test(reference.jsonKey);
}
