import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { Solver, type Ask } from "../../../text/solver.ts";
import { isSecretName } from "../../../detect/name-kind.ts";
import { isFunction, declaredName } from "../../program/function-node.ts";
import { fuelOf } from "../../program/module-fuel.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { perModule } from "../../program/per-module.ts";
import { resolveImport } from "../../program/resolve-import.ts";
import { variableOfHelper } from "./environment-helper.ts";
import { readSchema } from "./environment-schema.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { followNames, valuesOf, variableOf } from "../../program/variable-of.ts";
import { unwrap } from "../../program/unwrap.ts";
import { nameOfKey } from "../../program/name-of-key.ts";
import { textOf } from "../../program/text-of.ts";
import { isWritten } from "../../program/is-written.ts";
import { leadsToSecret } from "../../program/value-use.ts";

/** One place where a module takes a variable's value from its environment. */
export interface EnvironmentRead {
	/** As in the function's configuration: `DB_PASSWORD`. */
	readonly name: string;
	/** What is marked: the member expression, the call, the property of the pattern or of the schema. */
	readonly node: TSESTree.Node;
	/**
	 * - `expression`: `process.env.X`, `env["X"]`, `getEnv("X")`: {@link node} is the value.
	 * - `pattern`: `const { X: x = "…" } = process.env`.
	 * - `schema`: a key of a schema that parses the environment (zod, envalid, joi, …).
	 */
	readonly shape: "expression" | "pattern" | "schema";
	/** The local variable that a pattern gives it to. */
	readonly variable: TSESLint.Scope.Variable | null;
	/**
	 * What stands for it where it is not set and the read itself says so: a pattern's default, a wrapper's second
	 * argument, a schema's.
	 */
	readonly fallback: TSESTree.Expression | null;
}

const READS = new WeakMap<TSESTree.Program, readonly EnvironmentRead[]>();

/** How deep one expression is read. */
const MAX_DEPTH = 6;

/**
 * Every variable that a module reads by its name, in the order of the text by shape. Writes, `delete` and `in` are
 * none.
 */
export function environmentReads(module: SourceModule): readonly EnvironmentRead[] {
	let reads = READS.get(module.ast);
	if (reads === undefined) {
		// Most files never name it; the tree need not be asked then.
		reads = mentionsEnvironment(module)
			? [...readMembers(module), ...readPatterns(module), ...readCalls(module)]
			: [];
		READS.set(module.ast, reads);
	}
	return reads;
}

function mentionsEnvironment({ text }: SourceModule): boolean {
	return /env/iu.test(text);
}

function* readMembers(module: SourceModule): Iterable<EnvironmentRead> {
	for (const node of nodesOf(module, "MemberExpression")) {
		const name = nameOfKey(node.property, node.computed);
		if (name !== null && isEnvironment(node.object, module) && isReadAt(node)) {
			yield { name, node, shape: "expression", variable: null, fallback: null };
		}
	}
}

/** True for all but `process.env.X = …`, `delete process.env.X`. `||=` and `??=` read first. */
function isReadAt(node: TSESTree.MemberExpression): boolean {
	const { parent } = node;
	return (
		!isWritten(node) || (parent.type === "AssignmentExpression" && ["??=", "||=", "&&="].includes(parent.operator))
	);
}

function* readPatterns(module: SourceModule): Iterable<EnvironmentRead> {
	for (const pattern of nodesOf(module, "ObjectPattern")) {
		if (!takesEnvironment(pattern, module)) {
			continue;
		}
		for (const property of pattern.properties) {
			const name = property.type === "Property" ? nameOfKey(property.key, property.computed) : null;
			if (property.type !== "Property" || name === null) {
				continue;
			}
			const { value } = property;
			const target = value.type === "AssignmentPattern" ? value.left : value;
			yield {
				name,
				node: property,
				shape: "pattern",
				variable: target.type === "Identifier" ? variableOf(target, module) : null,
				fallback: value.type === "AssignmentPattern" ? value.right : null,
			};
		}
	}
}

/**
 * True for a pattern that takes the environment apart: an initial value, an assignment, a parameter by its default or
 * type.
 */
function takesEnvironment(pattern: TSESTree.ObjectPattern, module: SourceModule): boolean {
	const { parent } = pattern;
	switch (parent.type) {
		case "VariableDeclarator":
			return parent.init !== null && isEnvironment(parent.init, module);
		case "AssignmentExpression":
		case "AssignmentPattern":
			return isEnvironment(parent.right, module);
		default:
			return isTypedEnvironment(pattern); // `({ X }: NodeJS.ProcessEnv) => …`
	}
}

function* readCalls(module: SourceModule): Iterable<EnvironmentRead> {
	for (const node of nodesOf(module, "CallExpression")) {
		const wrapped = readWrapper(node, module);
		if (wrapped !== null) {
			yield { name: wrapped.name, node, shape: "expression", variable: null, fallback: wrapped.fallback };
		}
		for (const { key, name, fallback } of readSchema(node, module, (candidate) =>
			isEnvironment(candidate, module),
		)) {
			yield { name, node: key, shape: "schema", variable: null, fallback };
		}
	}
}

interface Wrapped {
	readonly name: string;
	readonly fallback: TSESTree.Expression | null;
}

/**
 * `getEnv("X")` where the module's own `getEnv` answers `process.env[name]`; `env.get("X")` of env-var; Powertools'
 * `getStringFromEnv`; a helper of another file that says by its name what it does.
 */
function readWrapper(node: TSESTree.CallExpression, module: SourceModule): Wrapped | null {
	const callee = unwrap(node.callee);
	const own = callee.type === "Identifier" ? variableOf(callee, module) : null;
	const place = own === null ? undefined : wrappersOf(module).get(own);
	if (place !== undefined) {
		const name = node.arguments[place] === undefined ? null : textOf(node.arguments[place]);
		const next = node.arguments[place + 1];
		return name === null
			? null
			: { name, fallback: next === undefined || next.type === "SpreadElement" ? null : next };
	}
	const helped = readLibrary(node, module) ?? variableOfHelper(node, module);
	return typeof helped === "string" ? { name: helped, fallback: null } : helped;
}

/** Readers of packages that we know. */
function readLibrary(node: TSESTree.CallExpression, module: SourceModule): Wrapped | null {
	const callee = unwrap(node.callee);
	const imported =
		callee.type === "Identifier" || callee.type === "MemberExpression" ? resolveImport(callee, module) : null;
	const [first] = node.arguments;
	if (imported === null || first === undefined) {
		return null;
	}
	if (imported.module === "env-var" && imported.path.at(-1) === "get") {
		const name = textOf(first);
		return name === null ? null : { name, fallback: defaultAfter(node) };
	}
	if (
		imported.module.startsWith("@aws-lambda-powertools/commons") &&
		imported.path.at(-1) === "getStringFromEnv" &&
		first.type === "ObjectExpression"
	) {
		const name = valueAt(first, "key");
		const text = name === null ? null : textOf(name);
		return text === null ? null : { name: text, fallback: valueAt(first, "defaultValue") };
	}
	return null;
}

/** `get("X").default("…")`: the argument. */
function defaultAfter(node: TSESTree.Node): TSESTree.Expression | null {
	const { parent } = node;
	if (
		parent?.type !== "MemberExpression" ||
		parent.object !== node ||
		parent.parent.type !== "CallExpression" ||
		parent.parent.callee !== parent
	) {
		return null;
	}
	const [first] = parent.parent.arguments;
	return nameOfKey(parent.property, parent.computed) === "default" &&
		first !== undefined &&
		first.type !== "SpreadElement"
		? first
		: defaultAfter(parent.parent);
}

function valueAt(object: TSESTree.ObjectExpression, name: string): TSESTree.Expression | null {
	const found = object.properties.find(
		(property) => property.type === "Property" && nameOfKey(property.key, property.computed) === name,
	);
	return found?.type === "Property" ? (found.value as TSESTree.Expression) : null;
}

const WRAPPERS = new WeakMap<TSESTree.Program, ReadonlyMap<TSESLint.Scope.Variable, number>>();

/** The module's own functions that answer `process.env[name]`, with the place of that parameter. */
function wrappersOf(module: SourceModule): ReadonlyMap<TSESLint.Scope.Variable, number> {
	let wrappers = WRAPPERS.get(module.ast);
	if (wrappers === undefined) {
		wrappers = new Map(nodesOf(module, "MemberExpression").flatMap((node) => wrapperAround(node, module) ?? []));
		WRAPPERS.set(module.ast, wrappers);
	}
	return wrappers;
}

/** The function that gives `process.env[name]` for a parameter of its own, by what it is called. */
function wrapperAround(
	node: TSESTree.MemberExpression,
	module: SourceModule,
): (readonly [TSESLint.Scope.Variable, place: number])[] | null {
	const key = node.computed ? unwrap(node.property) : null;
	if (
		key?.type !== "Identifier" ||
		!isReadAt(node) ||
		node.parent.type === "BinaryExpression" ||
		!isEnvironment(node.object, module) ||
		leadsToSecret(node, module)
	) {
		return null; // `item.Name === process.env[name]`: the variable says which.
	}
	const definition = variableOf(key, module)?.defs[0];
	const owner = definition?.node as TSESTree.Node | undefined;
	if (owner === undefined || !isFunction(owner)) {
		return null;
	}
	const place = owner.params.findIndex((parameter) => parameter === (definition?.name as TSESTree.Node));
	const named = declaredName(owner);
	const variable = named === null ? null : variableOf(named, module);
	return place >= 0 && variable !== null ? [[variable, place]] : null;
}

/** Whether variables hold the whole environment. */
const environments = perModule(
	(module) =>
		new Solver<TSESLint.Scope.Variable, boolean>(
			false,
			fuelOf(module, "where the environment is read"),
			(variable, ask) => isEnvironmentVariable(variable, module, ask),
		),
);

type AskEnvironment = Ask<TSESLint.Scope.Variable, boolean>;

/**
 * True for an expression that is the whole environment: `process.env`, other names and copies of it, `env` of
 * `node:process`, a parameter whose type or default says so.
 */
export function isEnvironment(node: TSESTree.Node, module: SourceModule): boolean {
	return holdsEnvironment(node, module, (variable) => environments(module).solve(variable), 0);
}

function holdsEnvironment(node: TSESTree.Node, module: SourceModule, ask: AskEnvironment, depth: number): boolean {
	const bare = unwrap(node);
	if (depth > MAX_DEPTH) {
		return false;
	}
	switch (bare.type) {
		case "MemberExpression":
			return nameOfKey(bare.property, bare.computed) === "env" && isProcess(bare.object, module);
		case "Identifier": {
			const variable = variableOf(bare, module);
			return variable !== null && ask(variable);
		}
		case "ObjectExpression":
			return bare.properties.some(
				(property) =>
					property.type === "SpreadElement" && holdsEnvironment(property.argument, module, ask, depth + 1),
			);
		case "LogicalExpression":
			return holdsEnvironment(bare.left, module, ask, depth + 1);
		default:
			return false;
	}
}

function isEnvironmentVariable(variable: TSESLint.Scope.Variable, module: SourceModule, ask: AskEnvironment): boolean {
	const [definition] = variable.defs;
	if (definition === undefined) {
		return false;
	}
	const imported = resolveImport(definition.name as TSESTree.Node, module);
	if (imported !== null) {
		return isProcessModule(imported.module) && imported.path.join(".") === "env";
	}
	const owner = definition.node as TSESTree.Node;
	if (owner.type === "VariableDeclarator") {
		if (owner.id.type === "Identifier") {
			const values = valuesOf(variable);
			return (
				isTypedEnvironment(owner.id) ||
				(values !== null &&
					values.length > 0 &&
					values.map((value) => holdsEnvironment(value, module, ask, 0)).every(Boolean))
			);
		}
		return (
			owner.id.type === "ObjectPattern" &&
			owner.init !== null &&
			patternHoldsEnvironment(owner.id, owner.init, definition.name as TSESTree.Node, module, ask)
		);
	}
	if (!("params" in owner)) {
		return false;
	}
	const parameter = owner.params.find(
		(one) =>
			one === (definition.name as TSESTree.Node) ||
			(one.type === "AssignmentPattern" && one.left === (definition.name as TSESTree.Node)),
	);
	return (
		parameter !== undefined &&
		(parameter.type === "AssignmentPattern"
			? isTypedEnvironment(parameter.left) || holdsEnvironment(parameter.right, module, ask, 0)
			: isTypedEnvironment(parameter))
	);
}

/** `{ DB_PASSWORD, ...others }`: the author leaves secrets out of the rest. */
function takesSecrets({ properties }: TSESTree.ObjectPattern): boolean {
	return properties.some(
		(property) => property.type === "Property" && isSecretName(nameOfKey(property.key, property.computed) ?? ""),
	);
}

/** `const { env } = process`, `const { STAGE, ...others } = process.env`. */
function patternHoldsEnvironment(
	pattern: TSESTree.ObjectPattern,
	init: TSESTree.Expression,
	name: TSESTree.Node,
	module: SourceModule,
	ask: AskEnvironment,
): boolean {
	const { parent } = name;
	if (parent?.parent !== pattern) {
		return false;
	}
	if (parent.type === "RestElement") {
		return !takesSecrets(pattern) && holdsEnvironment(init, module, ask, 0);
	}
	return (
		parent.type === "Property" &&
		parent.value === name &&
		nameOfKey(parent.key, parent.computed) === "env" &&
		isProcess(init, module)
	);
}

/** `env: NodeJS.ProcessEnv`. */
function isTypedEnvironment(node: TSESTree.Node): boolean {
	const type =
		"typeAnnotation" in node && node.typeAnnotation?.type === "TSTypeAnnotation"
			? node.typeAnnotation.typeAnnotation
			: null;
	if (type?.type !== "TSTypeReference") {
		return false;
	}
	const name = type.typeName;
	return name.type === "TSQualifiedName"
		? name.right.name === "ProcessEnv"
		: name.type === "Identifier" && name.name === "ProcessEnv";
}

function isProcess(node: TSESTree.Node, module: SourceModule): boolean {
	const bare = unwrap(node);
	if (bare.type === "MemberExpression") {
		const { object } = bare;
		return (
			nameOfKey(bare.property, bare.computed) === "process" &&
			object.type === "Identifier" &&
			["globalThis", "global"].includes(object.name) &&
			variableOf(object, module) === null
		);
	}
	if (bare.type === "Identifier" && bare.name === "process" && variableOf(bare, module) === null) {
		return true;
	}
	const imported = bare.type === "Identifier" || bare.type === "CallExpression" ? resolveImport(bare, module) : null;
	return (
		imported !== null &&
		isProcessModule(imported.module) &&
		(imported.path.length === 0 || imported.path.join(".") === "default")
	);
}

function isProcessModule(name: string): boolean {
	return name === "node:process" || name === "process";
}

/** The read that a node is. */
export function readAt(node: TSESTree.Node, module: SourceModule): EnvironmentRead | undefined {
	return readsBy(module).byNode.get(node);
}

/** Reads by the node that is one, and by the variable that a pattern gives it to. */
const readsBy = perModule((module) => {
	const byNode = new Map<TSESTree.Node, EnvironmentRead>();
	const byVariable = new Map<TSESLint.Scope.Variable, EnvironmentRead>();
	const byName = new Map<string, EnvironmentRead[]>();
	for (const read of environmentReads(module)) {
		if (!byNode.has(read.node)) {
			byNode.set(read.node, read);
		}
		if (read.variable !== null && !byVariable.has(read.variable)) {
			byVariable.set(read.variable, read);
		}
		const same = byName.get(read.name);
		if (same === undefined) {
			byName.set(read.name, [read]);
		} else {
			same.push(read);
		}
	}
	return { byNode, byVariable, byName };
});

/** Every place where a module reads one variable. */
export function readsOf(name: string, module: SourceModule): readonly EnvironmentRead[] {
	return readsBy(module).byName.get(name) ?? [];
}

/** The read whose value an expression is, itself or by the names it was given; null for any other. */
function environmentReadOf(node: TSESTree.Node, module: SourceModule): EnvironmentRead | null {
	const bare = followNames(node, module);
	const { byNode, byVariable } = readsBy(module);
	const found = byNode.get(bare);
	if (found !== undefined) {
		return found.shape === "expression" ? found : null;
	}
	const variable = bare.type === "Identifier" ? variableOf(bare, module) : null;
	return variable === null ? null : (byVariable.get(variable) ?? null);
}

/** The name of that variable. */
export function environmentNameOf(node: TSESTree.Node, module: SourceModule): string | null {
	return environmentReadOf(node, module)?.name ?? null;
}

/** The same read, also of the first of several: `process.env.X ?? ""`. */
export function firstEnvironmentRead(given: TSESTree.Node, module: SourceModule): EnvironmentRead | null {
	const node = unwrap(given);
	return (
		environmentReadOf(node, module) ??
		(node.type === "LogicalExpression" && node.operator !== "&&" ? environmentReadOf(node.left, module) : null)
	);
}
