import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { environmentReads, isEnvironment, type EnvironmentRead } from "../handler/environment/environment-reads.ts";
import { isKeyed } from "./keyed-reads.ts";
import { type KnownEnvironment, UNKNOWN_ENVIRONMENT } from "./known-environment.ts";
import { isSwitched } from "./switched-code.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { spanOf } from "../program/node-edit.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { isUnset } from "../program/is-nothing.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { lateWrites, variableOf } from "../program/variable-of.ts";

/** One place where a module takes a variable from its environment. */
export interface ReadFact {
	/** As in the function's configuration: `DB_PASSWORD`. */
	readonly name: string;
	readonly span: Span;
	/**
	 * What becomes of a variable that is not set. `required`: the code goes on with `undefined` as if it were a value, or
	 * throws. `optional`: something stands in for it, or the code asks whether it is there. `unknown`: the module does
	 * not say.
	 */
	readonly need: "required" | "optional" | "unknown";
	/** The same for a function whose variables are known, which say what of the code runs; left out where they have no say. */
	readonly needIn?: (environment: KnownEnvironment) => "required" | "optional" | "unknown";
	/** What the value is called where it is used: `password` of `{ password: process.env.X }`; null if nothing says. */
	readonly as: string | null;
}

/** The variables that a module reads by name, in the order of the text. */
export const readsIn = perModule((module): readonly ReadFact[] =>
	environmentReads(module)
		.map((read) => ({
			name: read.name,
			span: spanOf(read.node),
			need: needOf(read, module, UNKNOWN_ENVIRONMENT),
			needIn: (environment: KnownEnvironment) => needOf(read, module, environment),
			as: nameGiven(read),
		}))
		.sort((a, b) => a.span.start - b.span.start),
);

/**
 * Where a module uses its environment as a whole, so that it may read any variable; null if it does not. What functions
 * read that are given a name is in {@link keyedReadsIn}.
 */
export const wholeEnvironmentIn = perModule((module): Span | null => {
	if (!/env/iu.test(module.text)) {
		return null;
	}
	for (const kind of ["MemberExpression", "Identifier"] as const) {
		for (const node of nodesOf(module, kind)) {
			if (isEnvironment(node, module) && !isTakenApart(node) && !isKeyed(node, module)) {
				return spanOf(node);
			}
		}
	}
	return null;
});

/** Nodes whose value is what is inside. */
const GIVES_ON: ReadonlySet<string> = new Set([
	"ChainExpression",
	"TSNonNullExpression",
	"TSAsExpression",
	"TSTypeAssertion",
	"TSSatisfiesExpression",
	"AwaitExpression",
]);

/** Nodes in which a name of the environment reads nothing of it. */
const NAMES_IT: ReadonlySet<string> = new Set(["ImportSpecifier", "Property", "TSTypeQuery"]);

/** True for `process.env.X` and `const { X } = process.env`, also for the name of a copy where it is declared. */
function isTakenApart(node: TSESTree.Node): boolean {
	const { parent } = node;
	switch (parent?.type) {
		case "MemberExpression":
			return parent.object === node ? nameOfKey(parent.property, parent.computed) !== null : true;
		case "VariableDeclarator":
			return parent.id === node || parent.id.type === "Identifier" || isClosedPattern(parent.id);
		case "AssignmentExpression":
			return parent.left.type === "Identifier" || (parent.right === node && isClosedPattern(parent.left));
		case "AssignmentPattern":
			return parent.right !== node || parent.left.type === "Identifier" || isClosedPattern(parent.left);
		case "BinaryExpression":
			return parent.operator === "in" && parent.left.type === "Literal";
		default:
			return (
				parent !== undefined &&
				(NAMES_IT.has(parent.type) || (GIVES_ON.has(parent.type) && isTakenApart(parent)))
			);
	}
}

function isClosedPattern(pattern: TSESTree.Node): boolean {
	return (
		pattern.type === "ObjectPattern" &&
		pattern.properties.every(
			(property) => property.type === "Property" && nameOfKey(property.key, property.computed) !== null,
		)
	);
}

type Need = ReadFact["need"];

function needOf(
	{ shape, fallback, node, variable }: EnvironmentRead,
	module: SourceModule,
	environment: KnownEnvironment,
): Need {
	if (fallback !== null) {
		return "optional";
	}
	if (shape === "schema") {
		return "unknown"; // What a schema requires is said in its own words.
	}
	const need =
		shape === "pattern"
			? variable === null
				? "unknown"
				: needOfVariable(variable, module, environment)
			: needAt(node, module, true, environment);
	return need === "thrown" ? "required" : need;
}

type Variable = NonNullable<EnvironmentRead["variable"]>;

/** What becomes of a variable of the program: required if every use needs it, or the program ends without it. */
function needOfVariable(variable: Variable, module: SourceModule, environment: KnownEnvironment): Need | "thrown" {
	let need = environment.needs.get(variable);
	if (need === undefined) {
		need = needOfUses(variable, module, environment);
		environment.needs.set(variable, need);
	}
	return need;
}

function needOfUses({ references }: Variable, module: SourceModule, environment: KnownEnvironment): Need | "thrown" {
	const places = references
		.filter((reference) => reference.isRead())
		.map(({ identifier }) => identifier as TSESTree.Node);
	const always = places.filter((place) => !isSwitched(place, module, environment));
	const uses = (always.length > 0 ? always : places).map((place) => needAt(place, module, false, environment));
	return uses.includes("thrown")
		? "thrown"
		: uses.length === 0 || uses.includes("unknown")
			? "unknown"
			: uses.includes("optional")
				? "optional"
				: "required";
}

/**
 * What an expression is needed for, by what is around it; `thrown` if the code ends where it is missing. Code that the
 * environment switches on needs nothing for sure: `USE_SECRET === "true" ? await secret(SECRET_ARN) : …`.
 */
function needAt(
	node: TSESTree.Node,
	module: SourceModule,
	mayBeHeld: boolean,
	environment: KnownEnvironment,
): Need | "thrown" {
	const need = needAround(node, module, mayBeHeld, environment);
	return (need === "required" || need === "thrown") && isSwitched(node, module, environment) ? "unknown" : need;
}

function needAround(
	node: TSESTree.Node,
	module: SourceModule,
	mayBeHeld: boolean,
	environment: KnownEnvironment,
): Need | "thrown" {
	const { parent } = node;
	switch (parent?.type) {
		case "TemplateLiteral":
			return isLogged(parent) ? "unknown" : "required";
		case "MemberExpression":
			return parent.object === node && !parent.optional ? "required" : "optional";
		case "Property":
			return parent.value === node && REQUIRED.has(nameOfKey(parent.key, parent.computed) ?? "")
				? needOfObject(parent.parent)
				: "unknown";
		case "VariableDeclarator": {
			const held = parent.id.type === "Identifier" && mayBeHeld ? variableOf(parent.id, module) : null;
			return held === null || lateWrites(held).length > 0 ? "unknown" : needOfVariable(held, module, environment);
		}
		default:
			return parent !== undefined && GIVES_ON.has(parent.type)
				? needAround(parent, module, mayBeHeld, environment)
				: needOfTest(node);
	}
}

/** Properties without which AWS refuses a request. Source: the API references of the services. */
const REQUIRED: ReadonlySet<string> = new Set([
	"TableName",
	"Bucket",
	"QueueUrl",
	"FunctionName",
	"SecretId",
	"UserPoolId",
	"stateMachineArn",
	"KeyId",
	"CiphertextBlob",
	"RuleName",
	"StreamName",
]);

/** True for a text that is only logged. */
function isLogged(template: TSESTree.Node): boolean {
	const call = template.parent;
	const callee = call?.type === "CallExpression" ? call.callee : null;
	const name = callee?.type === "MemberExpression" ? nameOfKey(callee.property, callee.computed) : null;
	return name !== null && /^(?:log|debug|info|warn|error|trace|verbose|fatal|critical)$/u.test(name);
}

function needOfTest(node: TSESTree.Node): Need | "thrown" {
	return !TESTS.has(node.parent?.type ?? "") ? "unknown" : isGuard(node) ? "thrown" : "optional";
}

/** True in the test of `if (!x) throw …`, also as one of several: `if (!x || !y) throw …`. */
function isGuard(node: TSESTree.Node): boolean {
	let test = node.parent;
	if (test === undefined || !asksIfMissing(test, node)) {
		return false;
	}
	while (test.parent?.type === "LogicalExpression" && test.parent.operator === "||") {
		test = test.parent;
	}
	const { parent: statement } = test;
	return statement?.type === "IfStatement" && statement.test === test && ends(statement.consequent);
}

/** `!x`, `x === undefined`, `x == null` */
function asksIfMissing(test: TSESTree.Node, node: TSESTree.Node): boolean {
	return test.type === "UnaryExpression"
		? test.operator === "!"
		: test.type === "BinaryExpression" &&
				test.left === node &&
				(test.operator === "===" || test.operator === "==") &&
				isUnset(test.right);
}

function ends(statement: TSESTree.Statement): boolean {
	const last = statement.type === "BlockStatement" ? statement.body.at(-1) : statement;
	return last?.type === "ThrowStatement";
}

/** Nodes that ask whether there is a value, or take another in its place. */
const TESTS: ReadonlySet<string> = new Set([
	"LogicalExpression",
	"ConditionalExpression",
	"UnaryExpression",
	"BinaryExpression",
	"IfStatement",
	"WhileStatement",
]);

/** `new GetItemCommand({ TableName: process.env.TABLE })`: the input of a request to AWS has to be complete. */
function needOfObject(object: TSESTree.Node): ReadFact["need"] {
	const { parent } = object;
	return parent?.type === "NewExpression" &&
		parent.callee.type === "Identifier" &&
		/^[A-Z]\w*Command$/u.test(parent.callee.name)
		? "required"
		: "unknown";
}

/** The name that a read gives its value: of the property, the variable. */
function nameGiven({ shape, node }: EnvironmentRead): string | null {
	if (shape !== "expression") {
		return null;
	}
	let at: TSESTree.Node = node;
	while (
		at.parent !== undefined &&
		/^(?:TSNonNullExpression|TSAsExpression|LogicalExpression|ChainExpression)$/u.test(at.parent.type)
	) {
		at = at.parent;
	}
	const { parent } = at;
	if (parent?.type === "Property" && parent.value === at) {
		return nameOfKey(parent.key, parent.computed);
	}
	return parent?.type === "VariableDeclarator" && parent.init === at && parent.id.type === "Identifier"
		? parent.id.name
		: null;
}
