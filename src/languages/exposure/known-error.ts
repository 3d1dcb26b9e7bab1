import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction } from "../program/function-node.ts";
import { isUnset } from "../program/is-nothing.ts";
import { nameOfCallee, nameOfKey } from "../program/name-of-key.ts";
import type { SourceModule } from "../program/source-module.ts";
import { unwrap } from "../program/unwrap.ts";
import { ancestorsOf } from "../program/around.ts";

/** How many nodes around an expression, and how many parts of a test, are looked at. */
const MOST_AROUND = 64;
const MOST_PARTS = 16;

/**
 * True where a test around an expression says that it is an error or nothing there, whatever its name promises:
 * `if (secret instanceof Error) log(secret)`, `if (!token) log("no token", token)`,
 * `if (!answer.SecretString) log("no secret", answer)`.
 */
export function isKnownError(node: TSESTree.Node, module: SourceModule): boolean {
	let inner = node;
	let left = MOST_AROUND;
	for (const around of ancestorsOf(node)) {
		if (left-- === 0 || isFunction(around)) {
			return false;
		}
		if (saysOf(around, inner, textOf(node, module), module)) {
			return true;
		}
		inner = around;
	}
	return false;
}

function textOf(node: TSESTree.Node, { text }: SourceModule): string {
	return text.slice(...unwrap(node).range);
}

function saysOf(around: TSESTree.Node, inner: TSESTree.Node, name: string, module: SourceModule): boolean {
	switch (around.type) {
		case "IfStatement":
		case "ConditionalExpression":
			return (
				(around.consequent === inner && asserts(around.test, true, name, module)) ||
				(around.alternate === inner && asserts(around.test, false, name, module))
			);
		case "LogicalExpression":
			return (
				around.right === inner &&
				around.operator !== "??" &&
				asserts(around.left, around.operator === "&&", name, module)
			);
		default:
			return false;
	}
}

/** True where a test that came to `outcome` says that what is called `name` is an error, or nothing. */
function asserts(
	given: TSESTree.Node,
	outcome: boolean,
	name: string,
	module: SourceModule,
	parts = MOST_PARTS,
): boolean {
	const test = unwrap(given);
	const isIt = (node: TSESTree.Node): boolean =>
		textOf(node, module) === name || textOf(answerAround(node), module) === name;
	switch (test.type) {
		case "LogicalExpression": {
			const sides = [test.left, test.right].map(
				(side) => parts > 0 && asserts(side, outcome, name, module, parts - 1),
			);
			// Of `a && b` both hold where it is true, of `a || b` neither where it is false.
			return (test.operator === "&&") === outcome ? sides.some(Boolean) : sides.every(Boolean);
		}
		case "UnaryExpression":
			return test.operator === "!" && parts > 0 && asserts(test.argument, !outcome, name, module, parts - 1);
		case "BinaryExpression":
			return test.operator === "instanceof"
				? outcome && isIt(test.left) && ERROR.test(textOf(test.right, module))
				: EQUALITY.get(test.operator) === outcome && isEmpty(test, isIt);
		case "CallExpression":
			return (
				outcome &&
				ASKS.test(nameOfCallee(test.callee) ?? "") &&
				test.arguments[0] !== undefined &&
				isIt(test.arguments[0])
			);
		default:
			return !outcome && isIt(countedIn(test) ?? test);
	}
}

/** `answer` of `answer.SecretString` and `answer.Parameter?.Value`: without them there is no secret in it. */
function answerAround(given: TSESTree.Node): TSESTree.Node {
	const node = unwrap(given);
	if (node.type !== "MemberExpression") {
		return node;
	}
	const name = nameOfKey(node.property, node.computed) ?? "";
	return name === "Value" ? answerAround(node.object) : ANSWERED.has(name) ? unwrap(node.object) : node;
}

/** `items` of `items.length` */
function countedIn(given: TSESTree.Node): TSESTree.Node | null {
	const node = unwrap(given);
	return node.type === "MemberExpression" && nameOfKey(node.property, node.computed) === "length"
		? node.object
		: null;
}

/** `it === undefined`, `it.length === 0` */
function isEmpty({ left, right }: TSESTree.BinaryExpression, isIt: (node: TSESTree.Node) => boolean): boolean {
	if (isUnset(right)) {
		return isIt(left);
	}
	const counted = right.type === "Literal" && right.value === 0 ? countedIn(left) : null;
	return counted !== null && isIt(counted);
}

/** Where the answers of AWS keep their only secret. */
const ANSWERED: ReadonlySet<string> = new Set([
	"SecretString",
	"SecretBinary",
	"SecretValues",
	"Parameter",
	"Parameters",
	"Plaintext",
	"Credentials",
	"RandomPassword",
]);

const EQUALITY: ReadonlyMap<string, boolean> = new Map([
	["==", true],
	["===", true],
	["!=", false],
	["!==", false],
]);
const ERROR = /(?:Error|Exception|Failure)$/u;
/** `isError(x)`, `axios.isAxiosError(x)`, `isErr(x)` */
const ASKS = /^is\w{0,40}(?:Err|Error|Exception|Failure)$/u;
