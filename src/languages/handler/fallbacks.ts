import type { TSESTree } from "@typescript-eslint/utils";
import { environmentNameOf, environmentReads } from "./environment/environment-reads.ts";
import { nodesOf } from "../program/nodes-of.ts";
import type { SourceModule } from "../program/source-module.ts";
import { staticTextOf } from "../program/static-text.ts";
import { valuesOf, variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { textOf } from "../program/text-of.ts";

/** A literal that stands in for a setting that may be missing. */
export interface Fallback {
	/** The variable of the environment, or the setting: `JWT_SECRET`, `jwtSecret`. */
	readonly name: string;
	/** The literal, or the name of the constant that holds it. */
	readonly node: TSESTree.Node;
	readonly text: string;
	/** The expression whose value one of the two becomes; the property where a pattern or a schema says so. */
	readonly whole: TSESTree.Node;
}

/** Every literal that stands in for a setting of the environment or of a configuration object. */
export function* fallbacksOf(module: SourceModule): Iterable<Fallback> {
	for (const node of nodesOf(module, "LogicalExpression")) {
		if (node.operator !== "&&") {
			yield* fallbacks(lastNamed(node.left, module), node.right, node, module);
		}
	}
	for (const node of nodesOf(module, "AssignmentExpression")) {
		if (node.operator === "??=" || node.operator === "||=") {
			yield* fallbacks(settingOf(node.left, module), node.right, node, module);
		} else if (node.operator === "=" && isMissing(node, module)) {
			yield* fallbacks(firstSettingOf(node.left, module), node.right, node, module);
		}
	}
	for (const node of nodesOf(module, "ConditionalExpression")) {
		const [name, other] = tested(node, module) ?? [null, node];
		yield* fallbacks(name, other, node, module);
	}
	for (const { name, node, fallback } of environmentReads(module)) {
		if (fallback !== null) {
			yield* fallbacks(name, fallback, node, module);
		}
	}
	for (const node of nodesOf(module, "CallExpression")) {
		const name = readGetter(node);
		const [, second] = node.arguments;
		if (name !== null && second !== undefined) {
			yield* fallbacks(name, second, node, module);
		}
	}
}

function* fallbacks(
	name: string | null,
	given: TSESTree.Node,
	whole: TSESTree.Node,
	module: SourceModule,
): Iterable<Fallback> {
	if (name === null) {
		return;
	}
	for (const node of leavesOf(given)) {
		const text =
			node.type === "Literal" && typeof node.value === "number" ? String(node.value) : staticTextOf(node, module);
		if (text !== null) {
			yield { name, node, text, whole };
		}
	}
}

/** The setting that a name was first given, or that is written itself. */
function firstSettingOf(node: TSESTree.Node, module: SourceModule): string | null {
	const variable = node.type === "Identifier" ? variableOf(node, module) : null;
	const [first] = variable === null ? [node] : (valuesOf(variable) ?? []);
	return first === undefined ? null : settingOf(first, module);
}

/** `if (!secret) { secret = "…"; }`: true for the assignment. */
function isMissing({ left, parent }: TSESTree.AssignmentExpression, { text }: SourceModule): boolean {
	const statement = parent.parent?.type === "BlockStatement" ? parent.parent.parent : parent.parent;
	if (parent.type !== "ExpressionStatement" || statement?.type !== "IfStatement") {
		return false;
	}
	const { test } = statement;
	const asked =
		test.type === "UnaryExpression" && test.operator === "!"
			? test.argument
			: test.type === "BinaryExpression" && (test.operator === "===" || test.operator === "==")
				? test.left
				: null;
	return asked !== null && text.slice(...asked.range) === text.slice(...left.range);
}

/** What a ternary may come to. */
function leavesOf(given: TSESTree.Node): readonly TSESTree.Node[] {
	const node = unwrap(given);
	return node.type === "ConditionalExpression" ? [...leavesOf(node.consequent), ...leavesOf(node.alternate)] : [node];
}

/** The last setting of each chain, read once: every operator of a chain asks for what stands before it. */
const LAST_NAMED = new WeakMap<TSESTree.Node, { readonly name: string | null }>();

/** Of `a ?? b ?? …` the last that is a setting. */
function lastNamed(given: TSESTree.Node, module: SourceModule): string | null {
	const passed: TSESTree.Node[] = [];
	let node = unwrap(given);
	let name: string | null = null;
	while (name === null) {
		const known = LAST_NAMED.get(node);
		if (known !== undefined) {
			({ name } = known);
			break;
		}
		passed.push(node);
		if (node.type !== "LogicalExpression" || node.operator === "&&") {
			name = settingOf(node, module);
			break;
		}
		name = lastNamed(node.right, module);
		node = unwrap(node.left);
	}
	passed.forEach((one) => LAST_NAMED.set(one, { name }));
	return name;
}

/** `process.env.X ? process.env.X : "…"`, and the other way round: the setting, and what stands for it. */
function tested(node: TSESTree.ConditionalExpression, module: SourceModule): readonly [string, TSESTree.Node] | null {
	const yes = settingOf(node.consequent, module);
	const no = settingOf(node.alternate, module);
	const [name, other] = yes !== null ? [yes, node.alternate] : [no, node.consequent];
	return name !== null && settingsIn(node.test, module).includes(name) ? [name, other] : null;
}

function settingsIn(given: TSESTree.Node, module: SourceModule): readonly (string | null)[] {
	const node = unwrap(given);
	switch (node.type) {
		case "UnaryExpression":
			return settingsIn(node.argument, module);
		case "BinaryExpression":
			return [node.left, node.right].flatMap((side) => settingsIn(side, module));
		case "LogicalExpression":
			return [node.left, node.right].flatMap((side) => settingsIn(side, module));
		default:
			return [settingOf(node, module)];
	}
}

/** Objects that hold an application's settings. */
const CONFIGURATION = /^(?:config|configuration|conf|cfg|settings|env|environment|configService)$/iu;
const GETTERS = new Set(["get", "getString", "getOrDefault", "getOptional"]);

/** The setting that an expression reads: of the environment, of an object called `config`, by `config.get("…")`. */
function settingOf(given: TSESTree.Node, module: SourceModule): string | null {
	const node = unwrap(given);
	const name = environmentNameOf(node, module);
	if (name !== null) {
		return name;
	}
	if (node.type === "CallExpression") {
		return readGetter(node);
	}
	return node.type === "MemberExpression" && isConfiguration(node.object)
		? nameOfKey(node.property, node.computed)
		: null;
}

/** `config.auth`, `this.config`. */
function isConfiguration(given: TSESTree.Node): boolean {
	const node = unwrap(given);
	if (node.type === "Identifier") {
		return CONFIGURATION.test(node.name);
	}
	return (
		node.type === "MemberExpression" &&
		(CONFIGURATION.test(nameOfKey(node.property, node.computed) ?? "") || isConfiguration(node.object))
	);
}

/** `config.get("jwt.secret", …)`: the setting. */
function readGetter({ callee: given, arguments: [first] }: TSESTree.CallExpression): string | null {
	const callee = unwrap(given);
	return callee.type === "MemberExpression" &&
		first !== undefined &&
		GETTERS.has(nameOfKey(callee.property, callee.computed) ?? "") &&
		isConfiguration(callee.object)
		? textOf(first)
		: null;
}

const DEVELOPMENT =
	/NODE_ENV|IS_OFFLINE|IS_LOCAL|AWS_SAM_LOCAL|JEST_WORKER|VITEST|\bis_?(?:local|dev|development|test|testing|offline)\b|\b(?:local|development|offline|test) ?===? ?|===? ?["'](?:local|dev|development|test|offline)["']/iu;

/**
 * True for code that runs only where the author asks for it by the name of the stage:
 * `if (process.env.NODE_ENV === "test")`.
 */
export function isForDevelopment(node: TSESTree.Node, { text }: SourceModule): boolean {
	const passed: TSESTree.Node[] = [];
	let is = false;
	for (let at: TSESTree.Node | undefined = node; at !== undefined && at.type !== "Program"; at = at.parent) {
		const known = FOR_DEVELOPMENT.get(at);
		passed.push(at);
		is = known ?? asksForDevelopment(at, text);
		if (is || known !== undefined) {
			break;
		}
	}
	passed.forEach((one) => FOR_DEVELOPMENT.set(one, is));
	return is;
}

/** What is known of nodes: in a deep program, all of them have the same ones above. */
const FOR_DEVELOPMENT = new WeakMap<TSESTree.Node, boolean>();

/** True where the condition right above a node asks for the stage. */
function asksForDevelopment(node: TSESTree.Node, text: string): boolean {
	const { parent } = node;
	const test =
		parent?.type === "IfStatement" || parent?.type === "ConditionalExpression"
			? parent.test
			: parent?.type === "LogicalExpression" && parent.operator === "&&"
				? parent.left
				: node;
	return test !== node && DEVELOPMENT.test(text.slice(...test.range));
}
