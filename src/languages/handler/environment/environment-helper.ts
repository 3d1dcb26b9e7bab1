import type { TSESTree } from "@typescript-eslint/utils";
import { splitName } from "../../../detect/name-kind.ts";
import { nameOfKey } from "../../program/name-of-key.ts";
import { resolveImport } from "../../program/resolve-import.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { textOf } from "../../program/text-of.ts";
import { unwrap } from "../../program/unwrap.ts";

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** One of these says that a function is about the environment. */
const ENVIRONMENT = wordSet("env envs environment getenv envvar");

/**
 * What else the name of a function may say that gives a variable's value. Any other word makes it unknown: `setEnv`,
 * `hasEnv`, `stubEnv`, `envName`.
 */
const READING = wordSet(
	"get read load fetch require required must need expect ensure mandatory optional maybe or and throw throws fail exit die else error null undefined from process var variable variables value secret string str as text non empty strict safe safely default with try",
);

/** The name of a variable as everybody writes it. */
const VARIABLE = /^[A-Z][A-Z0-9_]{2,}$/u;

/**
 * The variable that an imported helper reads, by what the helper is called: `getRequiredEnv("DB_PASSWORD")`,
 * `env.get("DB_PASSWORD")`. Its source is in another file, so its name and the one argument must leave no doubt.
 */
export function variableOfHelper(node: TSESTree.CallExpression, module: SourceModule): string | null {
	const [first] = node.arguments;
	const name = first !== undefined && node.arguments.length === 1 ? textOf(first) : null;
	// A call whose result nobody takes only checks that the variable is set.
	return name !== null && VARIABLE.test(name) && !isDiscarded(node) && isReader(unwrap(node.callee), module)
		? name
		: null;
}

function isDiscarded({ parent }: TSESTree.CallExpression): boolean {
	return parent.type === "ExpressionStatement" || (parent.type === "UnaryExpression" && parent.operator === "void");
}

function isReader(callee: TSESTree.Node, module: SourceModule): boolean {
	if (callee.type !== "Identifier" && callee.type !== "MemberExpression") {
		return false;
	}
	const imported = resolveImport(callee, module);
	if (imported === null) {
		return false;
	}
	const [first, ...others] = imported.path;
	return callee.type === "MemberExpression"
		? readsByName(lastNamesOf(callee))
		: // A default import is called what the importer calls it.
			readsByName([first === undefined || first === "default" ? callee.name : first, ...others].join("_"));
}

/** `get` alone says nothing, `env.get` does. */
function lastNamesOf({ object: given, property, computed }: TSESTree.MemberExpression): string {
	const method = nameOfKey(property, computed) ?? "";
	const object = unwrap(given);
	const owner =
		object.type === "Identifier"
			? object.name
			: object.type === "MemberExpression"
				? (nameOfKey(object.property, object.computed) ?? "")
				: "";
	return readsByName(method) ? method : `${owner}_${method}`;
}

function readsByName(name: string): boolean {
	const words = splitName(name);
	return (
		words.some((word) => ENVIRONMENT.has(word)) && words.every((word) => ENVIRONMENT.has(word) || READING.has(word))
	);
}
