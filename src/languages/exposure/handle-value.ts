import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { classOfName, splitName } from "../../detect/name-kind.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";

/** Before `token`: it names a run, a page or a device, and logs are searched by it. */
const HANDLES = new Set(
	"execution task job receipt correlation trace sync push device upload callback cursor event record row lexer parser sequence resume poll workflow run process transaction operation registration fcm scan".split(
		" ",
	),
);
/** Before `id`: it names something that happens. A session's lets in, and is not among them. */
const HAPPENINGS = new Set(
	"request execution correlation trace invocation message event job task run batch workflow operation transaction idempotency process".split(
		" ",
	),
);
/** A place in a list. */
const PLACES = new Set(["cursor", "marker", "offset"]);
/** Functions that make an identifier nobody has to know before. */
const GENERATORS = /^(?:randomUUID|uuid(?:v?[1-7])?|v[147]|nanoid|ulid|ksuid|cuid2?)$/iu;

/** True for the name of what is looked for, continued or told apart by it, and lets nobody in: `executionToken`, `nextToken`. */
export function isHandleName(name: string): boolean {
	const words = splitName(name);
	const head = words.at(-1) ?? "";
	const before = words.at(-2) ?? "";
	switch (head) {
		case "token":
			return HANDLES.has(before) || classOfName(name) === "none";
		case "id":
			return HAPPENINGS.has(before);
		default:
			return PLACES.has(head);
	}
}

/**
 * True for a variable that is a handle by what it is given or by what it is given to, whatever its own name says:
 * `const token = event.executionToken || randomUUID()`, `{ NextToken: token }`.
 *
 * @param values what it is given; empty where that is not known
 * @param isHarmless says of another value that it is no secret
 */
export function isHandleVariable(
	variable: TSESLint.Scope.Variable,
	values: readonly TSESTree.Expression[],
	isHarmless: (value: TSESTree.Node) => boolean,
): boolean {
	// A generated `resetToken` or `apiKey` lets in whoever has it; a plain `token` says nothing of that.
	const mayBeGenerated = splitName(variable.name).join(" ") === "token";
	return (
		variable.references.some(({ identifier }) => isGivenAsHandle(identifier as TSESTree.Node)) ||
		variable.defs.some(({ name }) => isTakenAsHandle(name as TSESTree.Node)) ||
		(values.length > 0 &&
			values.every(
				(value) => isHandle(value, isHarmless) || (mayBeGenerated && isGenerated(value)) || isHarmless(value),
			))
	);
}

function isHandle(given: TSESTree.Node, isHarmless: (value: TSESTree.Node) => boolean): boolean {
	const node = unwrap(given);
	switch (node.type) {
		case "Identifier":
			return node.name === "undefined" || isHandleName(node.name);
		case "MemberExpression":
			return isHandleName(nameOfKey(node.property, node.computed) ?? "");
		case "LogicalExpression":
			return (
				isHandle(node.left, isHarmless) &&
				(isHandle(node.right, isHarmless) || isGenerated(node.right) || isHarmless(node.right))
			);
		case "ConditionalExpression":
			return [node.consequent, node.alternate].every((one) => isHandle(one, isHarmless) || isHarmless(one));
		default:
			return false;
	}
}

/** `randomUUID()`, `crypto.randomUUID()`, `uuidv4()` */
function isGenerated(given: TSESTree.Node): boolean {
	const node = unwrap(given);
	const callee = node.type === "CallExpression" ? unwrap(node.callee) : null;
	return callee?.type === "Identifier"
		? GENERATORS.test(callee.name)
		: callee?.type === "MemberExpression" && GENERATORS.test(nameOfKey(callee.property, callee.computed) ?? "");
}

/** `{ NextToken: token }`, `input.ClientRequestToken = token` */
function isGivenAsHandle(identifier: TSESTree.Node): boolean {
	const { parent } = identifier;
	switch (parent?.type) {
		case "Property":
			return (
				parent.parent.type === "ObjectExpression" &&
				parent.value === identifier &&
				isHandleName(nameOfKey(parent.key, parent.computed) ?? "")
			);
		case "AssignmentExpression":
			return (
				parent.right === identifier &&
				parent.left.type === "MemberExpression" &&
				isHandleName(nameOfKey(parent.left.property, parent.left.computed) ?? "")
			);
		default:
			return false;
	}
}

/** `const { nextToken: token } = page` */
function isTakenAsHandle(name: TSESTree.Node): boolean {
	const { parent } = name;
	return (
		parent?.type === "Property" &&
		parent.parent.type === "ObjectPattern" &&
		parent.value === name &&
		isHandleName(nameOfKey(parent.key, parent.computed) ?? "")
	);
}
