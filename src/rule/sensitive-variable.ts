import { classifyName } from "../detect/name-kind.ts";
import { detectSecret } from "../detect/detect-secret.ts";
import { findDynamicReferences, isHarmless, isHarmlessName, renderText } from "../model/dynamic-reference.ts";
import type { Variable } from "../model/environment.ts";
import { alternatives, type ReferenceValue, type Value } from "../model/value.ts";
import { describesPointer } from "./secret-parameter.ts";

/** `prod/db`, `/app/token`, an ARN: says where a secret is, not what it is. */
const POINTS = /^(?:arn:|\/|alias\/|[a-z][a-z0-9+.-]*:\/\/[^@]*$|\s*$|[\d.]+$|true$|false$)/iu;

/** The names of those that let somebody in. Functions that share a block ask about one list. */
export function sensitiveNames(variables: readonly Variable[]): readonly string[] {
	let names = NAMES.get(variables);
	if (names === undefined) {
		names = [...new Set(variables.filter(isSensitive).map(({ name }) => name))];
		NAMES.set(variables, names);
	}
	return names;
}

const NAMES = new WeakMap<readonly Variable[], readonly string[]>();

/** True where the variable's name or value says that it lets somebody in; false for a pointer to a secret. */
export function isSensitive(variable: Variable): boolean {
	let answer = ANSWERS.get(variable);
	if (answer === undefined) {
		answer = alternatives(variable.value).some(({ value }) => holdsSecret(variable.name, value));
		ANSWERS.set(variable, answer);
	}
	return answer;
}

/** Answers by variable: several rules ask, and every function that has the variable from a shared text. */
const ANSWERS = new WeakMap<Variable, boolean>();

function holdsSecret(name: string, value: Value): boolean {
	const secretName = classifyName(name) === "secret";
	switch (value.kind) {
		case "literal":
			return (
				detectSecret(value.text, { name, kind: "environment" }) !== null ||
				isResolved(value.text, name) ||
				(secretName && !POINTS.test(value.text))
			);
		case "text":
			return (
				isResolved(renderText(value), name) ||
				value.parts.some((part) =>
					typeof part === "string"
						? detectSecret(part, { kind: "environment" }) !== null
						: part.kind === "reference" && part.to.of === "parameter" && part.to.parameter.noEcho,
				)
			);
		case "reference":
			return refersToSecret(name, value, secretName);
		case "unresolved":
			return secretName && classifyName(value.built ?? "") === "secret";
		case "absent":
		case "map":
		case "list":
		case "branches":
			return false;
		default:
			return value satisfies never;
	}
}

function refersToSecret(name: string, { to }: ReferenceValue, secretName: boolean): boolean {
	if (to.of === "parameter") {
		const { parameter } = to;
		// A parameter of that name that is itself a pointer: `ApiKeyParameterName`.
		return (
			parameter.noEcho ||
			(secretName &&
				classifyName(to.name) !== "pointer" &&
				!describesPointer(parameter) &&
				(parameter.default === null || holdsSecret(name, parameter.default)))
		);
	}
	return (
		to.of === "resource" &&
		to.attribute !== null &&
		(classifyName(to.attribute) === "secret" || to.secret === "certain" || (to.secret === "by-name" && secretName))
	);
}

function isResolved(text: string, name: string): boolean {
	return findDynamicReferences(text).some(
		(reference) =>
			!isHarmless(reference) &&
			(reference.service === "ssm"
				? classifyName(name) === "secret"
				: reference.jsonKey === "" || !isHarmlessName(name)),
	);
}
