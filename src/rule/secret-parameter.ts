import { isIdOfPair } from "../detect/key-pair.ts";
import { classifyName } from "../detect/name-kind.ts";
import { isListOfNames } from "../detect/veto.ts";
import { ENVIRONMENT_TYPES, variablesOf } from "../model/environment.ts";
import { passwordPlacesOf } from "./password-places.ts";
import type { Stack } from "../model/resource.ts";
import { alternatives, follow, type Parameter, type Value } from "../model/value.ts";
import { pushAll } from "../text/push-all.ts";
import { wording, type Words } from "../text/wording.ts";

/** A path, an ARN, a URL without a password, a switch, a number, a dynamic reference: no secret, or where one is. */
const POINTER =
	/^(?:arn:|\/|alias\/|[a-z][a-z0-9+.-]{0,30}:\/\/[^@]*$|[\w.@-]+(?:\/[\w.@-]+)+$|[-+]?[\d.]+$|(?:true|false)$|.*\{\{resolve:)/isu;

/**
 * True for a text that says where a secret is kept, or that is none: `/app/db`, `prod/db`, `{{resolve:…}}`, `false`, a
 * list of names.
 */
export function isPointerText(text: string): boolean {
	return POINTER.test(text) || isListOfNames(text);
}

/** Why a parameter takes a secret. */
export interface Role {
	/** To stand in a sentence: "is used as `MasterUserPassword` of 'Db'", "is named like a secret". */
	readonly says: Words;
	/** True where the value itself is the password of something, whatever the names around it say. */
	readonly certain: boolean;
}

/** Says why a parameter takes a secret; null where it takes none, or a pointer to one, or where nobody can tell. */
export function roleOf(stack: Stack, parameter: Parameter): Role | null {
	if (parameter.type !== "String" || parameter.open) {
		return null;
	}
	// What a property takes as a password is one, whatever its name says: `LoginSecretId`, `RdsPasswordParam`.
	const { properties, variables } = usesOf(stack);
	const property = properties.get(parameter.name);
	if (property !== undefined) {
		return { says: property, certain: true };
	}
	const kind = classifyName(parameter.name);
	if (kind === "pointer" || isServiceToken(parameter.name)) {
		return null;
	}
	const says = variables.get(parameter.name) ?? (kind === "secret" ? wording("is named like a secret") : null);
	// `DB_SECRET: !Ref DbSecret` may hold a name all the same: what else is made of it tells.
	return says === null ||
		describesPointer(parameter) ||
		isIdOfPair(parameter.name, stack.parameters.keys()) ||
		pointersOf(stack).has(parameter.name)
		? null
		: { says, certain: false };
}

/**
 * True for the name of an ARN of what provides a custom resource. Source: "AWS::CloudFormation::CustomResource",
 * `ServiceToken`.
 */
export function isServiceToken(name: string): boolean {
	return SERVICE_TOKEN.test(name);
}

const SERVICE_TOKEN = /(?:^|Provider|Resource|Function|Lambda|Custom\w{0,40})ServiceToken$/u;

/** True for a parameter that its description says to take the name, the path or the ARN of something. */
export function describesPointer({ description }: Parameter): boolean {
	return DESCRIBES_POINTER.test(description);
}

/** `ARN of the secret`, `The name of the Secrets Manager secret`, `Secret name`, `Secrets Manager シークレット名`. */
const DESCRIBES_POINTER =
	/^\W*(?:(?:the|an?|optional|existing|full) )*(?:name|arn|id|path)\b|\b(?:secret|parameter)(?:'s)? (?:name|arn|id)\b|\bsecrets? manager (?:secret|シークレット|name|id)|シークレット(?:の?名|の?arn)|\barn\b/iu;

/** Where the value of a parameter goes, as it is; by the parameter's name. */
interface Uses {
	readonly properties: ReadonlyMap<string, Words>;
	readonly variables: ReadonlyMap<string, Words>;
}

const USES = new WeakMap<object, Uses>();

function usesOf(stack: Stack): Uses {
	const key = stack.shared ?? stack;
	let uses = USES.get(key);
	if (uses === undefined) {
		uses = { properties: readProperties(stack), variables: readVariables(stack) };
		USES.set(key, uses);
	}
	return uses;
}

function readProperties(stack: Stack): ReadonlyMap<string, Words> {
	const uses = new Map<string, Words>();
	for (const { type, paths } of passwordPlacesOf(stack.types)) {
		for (const resource of stack.find(type)) {
			for (const path of paths) {
				for (const { value } of follow(resource.properties, path)) {
					addUse(
						uses,
						value,
						wording("is used as `{{property}}` of '{{id}}'", {
							property: resource.spell(path.replaceAll("[]", "")),
							id: resource.id,
						}),
					);
				}
			}
		}
	}
	return uses;
}

function readVariables(stack: Stack): ReadonlyMap<string, Words> {
	const uses = new Map<string, Words>();
	for (const type of ENVIRONMENT_TYPES) {
		for (const resource of stack.find(type)) {
			for (const { name, value } of variablesOf(resource)) {
				if (classifyName(name) === "secret") {
					addUse(
						uses,
						value,
						wording("is used as variable '{{name}}' of '{{id}}'", { name, id: resource.id }),
					);
				}
			}
		}
	}
	return uses;
}

/** The first use is enough to say. */
function addUse(uses: Map<string, Words>, value: Value, use: Words): void {
	for (const name of secretsIn(value)) {
		if (!uses.has(name)) {
			uses.set(name, use);
		}
	}
}

/** `"password": "`, before a hole of a JSON text. */
const JSON_NAME = /"([^"\\]{1,128})"\s*:\s*"$/u;

/** The parameters that a value consists of, or that a JSON text holds under a secret's name. */
function secretsIn(value: Value): readonly string[] {
	return alternatives(value).flatMap(({ value: one }) => {
		if (one.kind === "reference") {
			return one.to.of === "parameter" ? [one.to.name] : [];
		}
		// {"username": "app", "password": "${DbPassword}"}
		return one.kind === "text"
			? one.parts.flatMap((part, index) => {
					const before = one.parts[index - 1];
					const name = typeof before === "string" ? JSON_NAME.exec(before)?.[1] : undefined;
					return typeof part !== "string" &&
						part.kind === "reference" &&
						part.to.of === "parameter" &&
						name !== undefined &&
						classifyName(name) === "secret"
						? [part.to.name]
						: [];
				})
			: [];
	});
}

const POINTERS = new WeakMap<Stack, ReadonlySet<string>>();

/** Names of properties that take a secret's name or ARN although they do not say so. */
const TAKES_POINTER: ReadonlySet<string> = new Set(["ValueFrom", "Resource", "Name", "ParameterName", "SecretId"]);

/** The parameters that are used as the name or the ARN of something, whatever they are called. */
function pointersOf(stack: Stack): ReadonlySet<string> {
	let pointers = POINTERS.get(stack);
	if (pointers === undefined) {
		pointers = readPointers(stack);
		POINTERS.set(stack, pointers);
	}
	return pointers;
}

/** `/app/${Stage}/db`: a path, whatever fills its holes. */
const PATH = /^\/(?:[\w.:/-]|\$\{[\w.:]+\})*$/u;

function readPointers(stack: Stack): ReadonlySet<string> {
	const pointers = new Set<string>();
	/** The items of each list that joins texts: `!Join ["", ["{{resolve:secretsmanager:", !Ref Secret, "}}"]]`. */
	const lists = new Map<string, { points: boolean; readonly names: string[] }>();
	for (const located of stack.texts()) {
		const { text } = located;
		const points = text.includes("{{resolve:") || text.startsWith("arn:") || PATH.test(text);
		const names = namesIn(stack, text, points);
		if (!points && names.length === 0) {
			continue; // Most texts: their path is never asked for.
		}
		const { path } = located;
		const place = path.filter((name) => name !== "Ref" && name !== "Fn::Sub");
		const property = place.findLast((name) => !/^\d+$/u.test(name) && !name.startsWith("Fn::")) ?? "";
		if (points || TAKES_POINTER.has(property) || classifyName(property) === "pointer") {
			names.forEach((name) => pointers.add(name));
		}
		if (/^\d+$/u.test(place.at(-1) ?? "")) {
			const key = place.slice(0, -1).join("\n");
			const list = lists.get(key) ?? { points: false, names: [] };
			list.points ||= points;
			pushAll(list.names, names);
			lists.set(key, list);
		}
	}
	for (const { points, names } of lists.values()) {
		names.filter(() => points).forEach((name) => pointers.add(name));
	}
	return pointers;
}

/** The parameters that a text is (`!Ref Secret`, `${Secret}`), or that fill the holes of one that points. */
function namesIn(stack: Stack, text: string, points: boolean): readonly string[] {
	if (stack.parameters.has(text)) {
		return [text];
	}
	const holes = !text.includes("${")
		? []
		: [...text.matchAll(/\$\{([A-Za-z0-9]{1,255})\}/gu)].map(([, name = ""]) => name);
	return points || text === `\${${holes[0] ?? ""}}` ? holes : [];
}

/**
 * True where a condition compares the parameter with that text: then the text stands for "none given", and is no value.
 */
export function isCompared(stack: Stack, parameter: Parameter, text: string): boolean {
	let compared = COMPARED.get(stack);
	if (compared === undefined) {
		compared = readComparisons(stack);
		COMPARED.set(stack, compared);
	}
	return (compared.get(parameter.name) ?? []).some((texts) => texts.has(text));
}

const COMPARED = new WeakMap<Stack, ReadonlyMap<string, readonly ReadonlySet<string>[]>>();

/** What stands beside each parameter in conditions, one set for each list that it stands in. */
function readComparisons(stack: Stack): ReadonlyMap<string, readonly ReadonlySet<string>[]> {
	const sides = new Map<string, Set<string>>();
	for (const { text, path } of stack.texts("Conditions")) {
		if (path[0] === "Conditions") {
			const key = path
				.filter((name) => name !== "Ref")
				.slice(0, -1)
				.join("\n");
			const texts = sides.get(key) ?? new Set();
			sides.set(key, texts);
			texts.add(text);
		}
	}
	const compared = new Map<string, ReadonlySet<string>[]>();
	for (const texts of sides.values()) {
		for (const name of texts) {
			if (stack.parameters.has(name)) {
				const all = compared.get(name) ?? [];
				compared.set(name, all);
				all.push(texts);
			}
		}
	}
	return compared;
}
