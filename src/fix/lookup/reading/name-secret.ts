import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfFunction } from "./name-of-function.ts";
import { isFunction, type Backend, type LookupTarget } from "../lookup.ts";

/** Names that say what it is, not whose: the owner's name goes in front. */
const GENERIC = new Set(
	"PASSWORD PASS PASSWD PWD SECRET TOKEN KEY API_KEY APIKEY AUTH AUTHORIZATION CREDENTIAL CREDENTIALS VALUE DEFAULT PASSPHRASE".split(
		" ",
	),
);

/** Owners that say nothing. */
const BLAND = new Set(
	"HEADERS OPTIONS OPTS CONFIG CONFIGURATION PARAMS PARAMETERS DATA PROPS SETTINGS ENV EXPORTS MODULE THIS INIT REQUEST DEFAULTS HANDLER FETCH".split(
		" ",
	),
);

/** What the secret is called: `DB_PASSWORD`, from the nearest names around it. */
export function nameSecret(target: LookupTarget, text: string): string {
	if (target.kind === "environment") {
		return target.variable;
	}
	const written =
		target.part === null
			? null
			: (/([A-Za-z][\w-]{1,60})=$/u.exec(
					text.slice(Math.max(target.node.range[0], target.part.start - 64), target.part.start),
				)?.[1] ?? null);
	const names = written === null ? namesAround(target.node) : [toConstant(written), ...namesAround(target.node)];
	const [own, ...owners] = names;
	const label = toConstant(target.label.replace(/^an? /u, ""));
	if (own === undefined || (own === "AUTHORIZATION" && label !== "SECRET")) {
		return valid(label === "" ? "SECRET" : label);
	}
	const owner = GENERIC.has(own) ? owners.find((name) => !BLAND.has(name) && !GENERIC.has(name)) : undefined;
	return valid(owner === undefined || owner.endsWith(`_${own}`) ? own : `${owner}_${own}`);
}

/** `apiToken`, `api-token` and `APIToken` to `API_TOKEN`. */
function toConstant(name: string): string {
	return name
		.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2")
		.replaceAll(/([A-Z])([A-Z][a-z])/gu, "$1_$2")
		.replaceAll(/[^A-Za-z\d]+/gu, "_")
		.replaceAll(/^_+|_{1,64}$/gu, "")
		.toUpperCase()
		.replace(/^X_/u, "");
}

/** `API_TOKEN` to `apiToken`. */
export function toCamelCase(name: string): string {
	return name.toLowerCase().replaceAll(/_{1,64}([a-z\d])/gu, (_whole, letter: string) => letter.toUpperCase());
}

/**
 * At least two characters, a letter first, and none of Lambda's own:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
function valid(name: string): string {
	return name.length < 2 || !/^[A-Z]/u.test(name) || /^(?:AWS_)?LAMBDA_/u.test(name) ? `APP_${name}` : name;
}

/** The names around a literal, the nearest first. */
function namesAround(literal: TSESTree.Node): readonly string[] {
	const names: string[] = [];
	const add = (name: string | null): void => {
		const constant = toConstant(name ?? "");
		if (constant !== "") {
			names.push(constant);
		}
	};
	for (
		let node = literal, parent = node.parent;
		parent !== undefined && parent !== null;
		node = parent, parent = parent.parent
	) {
		switch (parent.type) {
			case "AwaitExpression":
				return names; // A name behind it is the answer's.
			case "LogicalExpression":
				if (parent.right === node) {
					add(nameOf(parent.left)); // `process.env.DB_PASSWORD ?? "…"`
				}
				break;
			case "VariableDeclarator":
				add(nameOf(parent.id));
				return names;
			case "Property":
			case "PropertyDefinition":
			case "AccessorProperty":
				if (parent.value === node) {
					add(nameOf(parent.key));
				}
				break;
			case "ClassDeclaration":
			case "ClassExpression":
				add(parent.id?.name ?? null);
				break;
			case "AssignmentExpression":
				add(nameOf(parent.left));
				if (parent.left.type === "MemberExpression") {
					add(nameOf(parent.left.object));
				}
				return names;
			case "AssignmentPattern":
				add(nameOf(parent.left));
				break;
			case "JSXAttribute":
				add(parent.name.type === "JSXIdentifier" ? parent.name.name : null);
				break;
			case "TSEnumMember":
				add(nameOf(parent.id));
				break;
			case "BinaryExpression":
				if (/^[=!]==?$/u.test(parent.operator)) {
					add(nameOf(parent.left === node ? parent.right : parent.left));
				}
				break;
			case "CallExpression":
			case "NewExpression": {
				const at = parent.arguments.indexOf(node as TSESTree.Expression);
				const before = parent.arguments[at - 1];
				// `setHeader("X-Api-Key", "…")` names it; `createHmac("sha256", "…")` does not.
				if (
					at === 1 &&
					names.length === 0 &&
					before?.type === "Literal" &&
					typeof before.value === "string" &&
					/^[A-Za-z][A-Za-z-]{2,40}$/u.test(before.value)
				) {
					add(before.value);
				} else if (at >= 0 && names.length > 0 && parent.type === "NewExpression") {
					add(nameOf(parent.callee)?.replace(/Client$/u, "") ?? null);
				} else if (at >= 0 && names.length === 0) {
					return names; // What a call makes of it has another name.
				}
				break;
			}
			default:
				if (isFunction(parent)) {
					add(nameOfFunction(parent)?.replace(/^(?:get|load|fetch|read)(?=[A-Z])/u, "") ?? null);
					return names;
				}
		}
	}
	return names;
}

function nameOf(node: TSESTree.Node): string | null {
	switch (node.type) {
		case "Identifier":
			return node.name;
		case "PrivateIdentifier":
			return node.name;
		case "Literal":
			return typeof node.value === "string" ? node.value : null;
		case "MemberExpression":
			return nameOf(node.property);
		case "ChainExpression":
		case "TSNonNullExpression":
		case "TSAsExpression":
			return nameOf(node.expression);
		default:
			return null;
	}
}

/** The environment variable that says where the value is; for KMS, the one that holds it encrypted. */
export function nameVariable(name: string, backend: Backend): string {
	switch (backend) {
		case "kms":
			return `ENCRYPTED_${name}`;
		case "secrets-manager":
			return name.endsWith("_SECRET") ? `${name}_ID` : `${name}_SECRET_ID`;
		case "ssm":
		case "powertools":
		case "extension":
			return `${name}_PARAMETER_NAME`;
		default:
			return backend satisfies never;
	}
}
