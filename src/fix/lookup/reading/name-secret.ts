import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfFunction } from "./name-of-function.ts";
import { askByKind, type ByKind } from "../../../text/by-kind.ts";
import type { Backend, LookupTarget } from "../lookup.ts";
import type { FunctionNode } from "../../../languages/program/function-node.ts";

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

/** Names further out have little to do with a literal, and every operand of a long chain would ask for them. */
const MOST_LEVELS = 100;

/** The names around a literal, the nearest first. */
function namesAround(literal: TSESTree.Node): readonly string[] {
	const names: string[] = [];
	for (
		let child = literal, parent = child.parent, level = 0;
		parent !== undefined && parent !== null && level < MOST_LEVELS;
		child = parent, parent = parent.parent, level++
	) {
		const { found, isLast = false } = askByKind<TSESTree.Node, Inside, Naming>(NAMING, parent, {
			child,
			isNamed: names.length > 0,
		}) ?? { found: [] };
		for (const name of found) {
			const constant = toConstant(name ?? "");
			if (constant !== "") {
				names.push(constant);
			}
		}
		if (isLast) {
			break;
		}
	}
	return names;
}

/** What is known inside of a node that may give a name. */
interface Inside {
	readonly child: TSESTree.Node;
	/** True where something nearer gave a name already. */
	readonly isNamed: boolean;
}

/** What a node calls the value inside of it. */
interface Naming {
	readonly found: readonly (string | null)[];
	/** True where what stands further out has to do with another value. */
	readonly isLast?: boolean;
}

const NOTHING: Naming = { found: [] };

const byKey = (
	{ key, value }: TSESTree.Property | TSESTree.PropertyDefinition | TSESTree.AccessorProperty,
	{ child }: Inside,
): Naming => (value === child ? { found: [nameOf(key)] } : NOTHING);

const byClass = ({ id }: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Naming => ({
	found: [id?.name ?? null],
});

const byFunction = (node: FunctionNode): Naming => ({
	found: [nameOfFunction(node)?.replace(/^(?:get|load|fetch|read)(?=[A-Z])/u, "") ?? null],
	isLast: true,
});

const NAMING: ByKind<TSESTree.Node, Inside, Naming> = {
	AwaitExpression: () => ({ found: [], isLast: true }), // A name behind it is the answer's.
	// `process.env.DB_PASSWORD ?? "…"`
	LogicalExpression: ({ left, right }, { child }) => (right === child ? { found: [nameOf(left)] } : NOTHING),
	VariableDeclarator: ({ id }) => ({ found: [nameOf(id)], isLast: true }),
	Property: byKey,
	PropertyDefinition: byKey,
	AccessorProperty: byKey,
	ClassDeclaration: byClass,
	ClassExpression: byClass,
	AssignmentExpression: ({ left }) => ({
		found: [nameOf(left), ...(left.type === "MemberExpression" ? [nameOf(left.object)] : [])],
		isLast: true,
	}),
	AssignmentPattern: ({ left }) => ({ found: [nameOf(left)] }),
	JSXAttribute: ({ name }) => ({ found: [name.type === "JSXIdentifier" ? name.name : null] }),
	TSEnumMember: ({ id }) => ({ found: [nameOf(id)] }),
	BinaryExpression: ({ operator, left, right }, { child }) =>
		/^[=!]==?$/u.test(operator) ? { found: [nameOf(left === child ? right : left)] } : NOTHING,
	CallExpression: byCall,
	NewExpression: byCall,
	ArrowFunctionExpression: byFunction,
	FunctionExpression: byFunction,
	FunctionDeclaration: byFunction,
};

function byCall(
	{ type, callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression,
	{ child, isNamed }: Inside,
): Naming {
	const at = given.indexOf(child as TSESTree.Expression);
	if (at < 0) {
		return NOTHING;
	}
	if (isNamed) {
		// `new SearchClient({ apiKey: "…" })`
		return type === "NewExpression" ? { found: [nameOf(callee)?.replace(/Client$/u, "") ?? null] } : NOTHING;
	}
	const before = given[at - 1];
	// `setHeader("X-Api-Key", "…")` names it; `createHmac("sha256", "…")` does not.
	return at === 1 &&
		before?.type === "Literal" &&
		typeof before.value === "string" &&
		/^[A-Za-z][A-Za-z-]{2,40}$/u.test(before.value)
		? { found: [before.value] }
		: { found: [], isLast: true }; // What a call makes of it has another name.
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
