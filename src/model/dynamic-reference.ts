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
	/^(?:user(?:_?name)?|host(?:_?name)?|port|db_?(?:name|(?:instance|cluster)_?identifier)?|database|engine|endpoint|region|schema)$/iu;

/** Names that end so say where something is or which one it is: `DT_CLUSTER_ID`, `baseUrl`, `service_uri`. */
const HARMLESS_END =
	/(?:(?:^|_)(?:id|arn|region|host|hostname|port|endpoint|tenant|domain|bucket|engine|user|username|login|email|(?:base|service|api|server|issuer|auth|token|public|queue)_ur[il]|(?:table|bucket|queue|topic|function|stream|cluster|index|database|db|schema|domain|app|service|tenant|project|pool)_name)|_identifier)$/u;
const SECRET_WORD = /(?:^|_)(?:secret|pass|password|passwd|pwd|private|credential|key)s?(?:_|$)/u;

/** True for a name of something that does not grant access, wherever it is kept. */
export function isHarmlessName(name: string): boolean {
	const words = name
		.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2")
		.replaceAll(/[^A-Za-z\d]+/gu, "_")
		.toLowerCase();
	return (
		(/(?:^|_)public_(?:\w{1,40}_)?key$/u.test(words) && !words.includes("private")) ||
		(HARMLESS_END.test(words) && !SECRET_WORD.test(words))
	);
}

/** What a secret is called that keeps a record, with the password in it: `prod/db`, `app/login`. */
const RECORD = /(?:^|[^A-Za-z\d]|[a-z\d](?=[A-Z]))(?:[Uu]ser|[Ll]ogin|[Dd]b|[Dd]atabase|DB|USER|LOGIN|DATABASE)$/u;

/** True for a part of a secret, or a whole one, that does not grant access by its name: a user name, a host, an id. */
export function isHarmless(reference: DynamicReference): boolean {
	const { service, jsonKey, id } = reference;
	const named = jsonKey === "" ? (id.split("/").at(-1) ?? "") : jsonKey;
	const isRecord = jsonKey === "" && RECORD.test(named);
	return service === "secretsmanager" && !isRecord && (HARMLESS_KEY.test(named) || isHarmlessName(named));
}
