import { posix } from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { resolveImport } from "../../program/resolve-import.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { followNames, variableOf } from "../../program/variable-of.ts";
import type { Js, MachinePath } from "./js.ts";

const FILE_FOLDER: MachinePath = { base: "file", way: "." };

/** Functions of `path` that put parts together. */
const JOINING: ReadonlySet<string> = new Set(["join", "resolve", "normalize"]);

/**
 * The path that an expression is, if only the machine is not known: `__dirname`, `path.join(__dirname, "../src")`,
 * `fileURLToPath(new URL("../src", import.meta.url))`.
 */
export function machinePathOf(node: Node, program: SourceModule, evaluate: (argument: Node) => Js): MachinePath | null {
	switch (node.type) {
		case "Identifier":
			return node.name === "__dirname" && variableOf(node, program) === null ? FILE_FOLDER : null;
		case "MemberExpression":
			return isMeta(node.object) && nameOfKey(node.property, node.computed) === "dirname" ? FILE_FOLDER : null;
		case "CallExpression":
			return ofCall(node, program, evaluate);
		default:
			return null;
	}
}

/** A path that was evaluated: a literal, relative to where the app is started, or one of the machine. */
export function pathOfJs(js: Js): MachinePath | null {
	switch (js.kind) {
		case "literal":
			return typeof js.value === "string" && !js.value.startsWith("/") ? { base: "app", way: js.value } : null;
		case "unresolved":
			return js.path ?? null;
		case "text": {
			const [first, ...others] = js.parts;
			const start = first === undefined || typeof first === "string" ? null : pathOfJs(first);
			return start !== null && others.every((part) => typeof part === "string")
				? { base: start.base, way: posix.normalize(`${start.way}${others.join("")}`) }
				: null;
		}
		default:
			return null;
	}
}

function ofCall(
	{ callee: given, arguments: args }: TSESTree.CallExpression,
	program: SourceModule,
	evaluate: (argument: Node) => Js,
): MachinePath | null {
	const callee = unwrapAwait(given);
	if (isWorkingDirectory(callee)) {
		return { base: "app", way: "." };
	}
	const imported = resolveImport(callee, program);
	const from = imported?.module.replace(/^node:/u, "");
	const name = imported?.path.at(-1) ?? "";
	const [first] = args;
	if (from === "path" && JOINING.has(name)) {
		return joinAll(args.map(evaluate), name === "resolve");
	}
	if (from === "path" && name === "dirname" && first !== undefined) {
		return isOwnFile(first, program) ? FILE_FOLDER : null;
	}
	return from === "url" && name === "fileURLToPath" && first !== undefined ? ofUrl(first, evaluate) : null;
}

/** @param starts true where a part that begins with a slash leaves out what is before it */
function joinAll([first, ...others]: readonly Js[], starts: boolean): MachinePath | null {
	const start = first === undefined ? null : pathOfJs(first);
	const ways = others.flatMap((js) => (js.kind === "literal" && typeof js.value === "string" ? [js.value] : []));
	return start === null || ways.length < others.length || (starts && ways.some((way) => way.startsWith("/")))
		? null
		: { base: start.base, way: posix.normalize([start.way, ...ways].join("/")) };
}

/** `process.cwd()` */
function isWorkingDirectory(callee: Node): boolean {
	return (
		callee.type === "MemberExpression" &&
		callee.object.type === "Identifier" &&
		callee.object.name === "process" &&
		nameOfKey(callee.property, callee.computed) === "cwd"
	);
}

/** `fileURLToPath(import.meta.url)`, `__filename` */
function isOwnFile(given: Node, program: SourceModule): boolean {
	const node = followNames(unwrapAwait(given), program);
	if (node.type === "Identifier") {
		return node.name === "__filename" && variableOf(node, program) === null;
	}
	return (
		node.type === "CallExpression" &&
		resolveImport(node.callee, program)?.path.at(-1) === "fileURLToPath" &&
		node.arguments[0] !== undefined &&
		isOwnUrl(node.arguments[0])
	);
}

/** `new URL("../src", import.meta.url)` */
function ofUrl(given: Node, evaluate: (argument: Node) => Js): MachinePath | null {
	const node = unwrapAwait(given);
	if (node.type !== "NewExpression" || node.callee.type !== "Identifier" || node.callee.name !== "URL") {
		return null;
	}
	const [way, base] = node.arguments;
	const js = way === undefined ? null : evaluate(way);
	return js?.kind === "literal" && base !== undefined && isOwnUrl(base) && /^\.{0,2}\/|^[\w-]+\//u.test(js.text)
		? { base: "file", way: posix.normalize(js.text) }
		: null;
}

function isOwnUrl(node: Node): boolean {
	return node.type === "MemberExpression" && isMeta(node.object) && nameOfKey(node.property, node.computed) === "url";
}

function isMeta(node: Node): boolean {
	return node.type === "MetaProperty";
}
