import type { TSESTree } from "@typescript-eslint/utils";
import type { Evaluation } from "./evaluation.ts";
import { onlyResult } from "./find-field.ts";
import { givenAs, isSecretMember } from "./given-name.ts";
import { merge } from "./evaluate-object.ts";
import {
	type ArrayJs,
	findJsEntry,
	type Js,
	mapJs,
	mentionedAt,
	type ObjectJs,
	toText,
	unresolved,
	type Frame,
} from "./js.ts";
import { variableOf } from "../../program/variable-of.ts";
import { type FunctionNode, isFunction } from "../../program/function-node.ts";
import { isClass } from "../../program/class-node.ts";
import { joined } from "../../program/text-parts.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { spanOf, sourceOf } from "../../program/node-edit.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { findAround } from "../../program/around.ts";
import { functionOf } from "../../program/function-of.ts";
import { wording } from "../../../text/wording.ts";

/** Reads a call: of CDK, of a function of this file that gives one thing back, of the language's own helpers. */
export function evaluateCall(evaluator: Evaluation, node: TSESTree.CallExpression, frame: Frame | null): Js {
	const span = spanOf(node);
	const callee = unwrapAwait(node.callee);
	const entity = evaluator.entities.resolve(callee);
	if (entity?.kind === "imported" && entity.path.length > 0) {
		return { kind: "call", span, entity, args: node.arguments, frame, node };
	}
	if (callee.type === "Identifier") {
		return callOfName(evaluator, callee, node, frame);
	}
	if (isFunction(callee)) {
		return callOf(evaluator, callee, node, frame); // (() => { … })()
	}
	return callee.type === "MemberExpression"
		? callOfMember(evaluator, callee, node, frame)
		: unresolved(span, "it is not known until the app runs");
}

/** `envFor("prod")`, `String(port)` */
function callOfName(
	evaluator: Evaluation,
	callee: TSESTree.Identifier,
	node: TSESTree.CallExpression,
	frame: Frame | null,
): Js {
	const own = functionOf(callee, evaluator.program) ?? evaluator.outside?.functionOf(callee) ?? null;
	if (own !== null) {
		return callOf(evaluator, own, node, frame);
	}
	const span = spanOf(node);
	return (
		evaluator.textOf(node, frame) ??
		unresolved(span, wording("`{{name}}` is not in this file", { name: callee.name }))
	);
}

/** `this.envFor("prod")`, `Object.assign(…)`, `list.map(…)` */
function callOfMember(
	evaluator: Evaluation,
	callee: TSESTree.MemberExpression,
	node: TSESTree.CallExpression,
	frame: Frame | null,
): Js {
	const span = spanOf(node);
	const name = memberKey(callee.property, callee.computed);
	if (name === null) {
		return unresolved(span, "its name is computed");
	}
	const global =
		callee.object.type === "Identifier" && (variableOf(callee.object, evaluator.program)?.defs.length ?? 0) === 0
			? callee.object.name
			: "";
	if (global === "Object" || global === "JSON") {
		return ofLanguage(evaluator, `${global}.${name}`, node, frame);
	}
	const owner =
		callee.object.type === "ThisExpression" || callee.object.type === "Super" ? findAround(node, isClass) : null;
	const own = owner ?? classOf(evaluator, callee.object);
	const method = own === null ? null : evaluator.frames.findMethod(own, name);
	if (method !== null) {
		return callOf(evaluator, method.body, node, frame);
	}
	if (isNode(callee.object) && (name === "tryGetContext" || name === "getContext")) {
		return fromContext(evaluator, node, frame);
	}
	const text = evaluator.textOf(node, frame);
	if (text !== null) {
		return text;
	}
	const receiver = evaluator.evaluate(callee.object, frame);
	return mapJs(receiver, (one): Js => methodOf(evaluator, one, name, node, frame));
}

function classOf(evaluator: Evaluation, object: Node) {
	const entity = evaluator.entities.resolve(object);
	return entity?.kind === "class" ? entity.node : null;
}

function methodOf(
	evaluator: Evaluation,
	receiver: Js,
	name: string,
	node: TSESTree.CallExpression,
	frame: Frame | null,
): Js {
	const span = spanOf(node);
	switch (receiver.kind) {
		case "literal":
		case "text":
			return ofText(receiver, name, span);
		case "array":
			return ofArray(evaluator, receiver, name, node, frame);
		case "static":
		case "call":
		case "instance":
		case "this":
		case "member":
		case "method": {
			const method =
				receiver.kind === "instance" && receiver.local !== null
					? evaluator.frames.findMethod(receiver.local.node, name)
					: null;
			return method === null
				? { kind: "method", span, of: receiver, name, args: node.arguments, frame }
				: callOf(evaluator, method.body, node, frame);
		}
		case "absent":
		case "object":
		case "branches":
			return unresolved(span, "it is not known until the app runs");
		case "unresolved":
			return isSecretMember(name)
				? { kind: "method", span, of: receiver, name, args: node.arguments, frame }
				: unresolved(span, "it is not known until the app runs");
		default:
			return receiver satisfies never;
	}
}

/** `this.node`, `scope.node` */
function isNode(given: Node): boolean {
	const node = unwrapAwait(given);
	return node.type === "MemberExpression" && memberKey(node.property, node.computed) === "node";
}

/** `this.node.tryGetContext("dbPassword")`: synthesis writes what `cdk.json` or `--context` gives. */
function fromContext(evaluator: Evaluation, node: TSESTree.CallExpression, frame: Frame | null): Js {
	const [first] = node.arguments;
	const key = first === undefined ? null : evaluator.evaluate(first, frame);
	return {
		kind: "unresolved",
		span: spanOf(node),
		why: "the context of the app sets it",
		plain: true,
		...(key?.kind === "literal" ? givenAs(key.text, evaluator.program) : {}),
	};
}

function callOf(evaluator: Evaluation, own: FunctionNode, node: TSESTree.CallExpression, frame: Frame | null): Js {
	if (isOpen(own, frame)) {
		return unresolved(spanOf(node), "the function calls itself");
	}
	const result = own.generator ? null : onlyResult(own.body);
	if (result === null) {
		return unresolved(spanOf(node), "the function returns one of several values");
	}
	return mentionedAt(
		evaluator.evaluate(result, evaluator.frames.frameOf(own, node, frame, node.arguments)),
		spanOf(node),
	);
}

/** How many calls lead into each other, as far as they are followed. */
const MAX_CALLS = 40;

/** True where a call of the function is being followed already: itself, or through others. */
function isOpen(own: FunctionNode, frame: Frame | null): boolean {
	let calls = 0;
	for (let at = frame; at !== null; at = at.caller) {
		calls += 1;
		if (at.owner === own || calls > MAX_CALLS) {
			return true;
		}
	}
	return false;
}

function ofLanguage(evaluator: Evaluation, name: string, node: TSESTree.CallExpression, frame: Frame | null): Js {
	const span = spanOf(node);
	const [first, ...others] = node.arguments;
	if (first === undefined || node.arguments.some(({ type }) => type === "SpreadElement")) {
		return unresolved(span, "it is not known until the app runs");
	}
	const js = evaluator.evaluate(first, frame);
	switch (name) {
		case "Object.freeze":
		case "Object.seal":
			return js;
		case "Object.assign": {
			// The first argument is changed, but what comes out is the same.
			const start: ObjectJs = { kind: "object", span, entries: [], open: false, node: null };
			return [first, ...others].reduce<ObjectJs>(
				(object, argument) =>
					merge(object, evaluator.evaluate(argument, frame), sourceOf(argument, evaluator.program)),
				start,
			);
		}
		case "Object.entries":
		case "Object.keys":
		case "Object.values":
			return js.kind === "object" && others.length === 0
				? listOf(js, name, span)
				: unresolved(span, "it is computed");
		case "JSON.stringify":
			return toText(stringify(js), span);
		default:
			return unresolved(span, "it is not known until the app runs");
	}
}

/** `[["a", 1], ["b", 2]]` of `{ a: 1, b: 2 }`. */
function listOf(js: ObjectJs, name: string, span: Js["span"]): Js {
	const keys = [...new Set(js.entries.map(({ key }) => key))];
	if (js.open || keys.some((key) => key.includes("${") || /^\d+$/u.test(key))) {
		return unresolved(span, "it is computed"); // Numbers come first, and what is computed has no name yet.
	}
	const items = keys.flatMap((key): readonly Js[] => {
		const entry = findJsEntry(js, key);
		if (entry === undefined) {
			return [];
		}
		const { keySpan, value } = entry;
		const named: Js = { kind: "literal", span: keySpan, value: key, text: key };
		const pair: Js = { kind: "array", span: entry.span, items: [named, value], open: false, node: null };
		return [name === "Object.keys" ? named : name === "Object.values" ? value : pair];
	});
	return { kind: "array", span, items, open: false, node: null };
}

/** The JSON of a value, its unknown parts as holes. */
function stringify(js: Js): readonly (string | Js)[] {
	switch (js.kind) {
		case "literal":
			return [JSON.stringify(js.value)];
		case "text":
			return [
				'"',
				...js.parts.map((part) => (typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part)),
				'"',
			];
		case "object":
			return js.open
				? [js]
				: [
						"{",
						...js.entries
							.filter(({ value }) => value.kind !== "absent")
							.flatMap(({ key, value }, index) => [
								`${index === 0 ? "" : ","}${JSON.stringify(key)}:`,
								...stringify(value),
							]),
						"}",
					];
		case "array":
			return js.open
				? [js]
				: ["[", ...js.items.flatMap((item, index) => [index === 0 ? "" : ",", ...stringify(item)]), "]"];
		case "absent":
		case "static":
		case "call":
		case "instance":
		case "this":
		case "member":
		case "method":
		case "branches":
		case "unresolved":
			return ['"', js, '"'];
		default:
			return js satisfies never;
	}
}

function ofText(js: Extract<Js, { kind: "literal" | "text" }>, name: string, span: Js["span"]): Js {
	if (name === "toString" || name === "valueOf") {
		return js;
	}
	if (js.kind === "literal" && typeof js.value === "string") {
		const changed =
			name === "trim"
				? js.value.trim()
				: name === "toLowerCase"
					? js.value.toLowerCase()
					: name === "toUpperCase"
						? js.value.toUpperCase()
						: null;
		return changed === null ? unresolved(span, "it is computed") : { ...js, value: changed, text: changed };
	}
	return name === "trim" ? js : unresolved(span, "it is computed");
}

function ofArray(
	evaluator: Evaluation,
	js: ArrayJs,
	name: string,
	node: TSESTree.CallExpression,
	frame: Frame | null,
): Js {
	const span = spanOf(node);
	const given = node.arguments.map((argument) =>
		argument.type === "SpreadElement"
			? unresolved(spanOf(argument), "a spread")
			: evaluator.evaluate(argument, frame),
	);
	const [first] = given;
	if (name === "join" && (first === undefined || first.kind === "literal")) {
		const parts = joined<Js>(js.items, first === undefined ? "," : String(first.value));
		return toText(js.open ? [...parts, unresolved(span, "more may be added to it")] : parts, span);
	}
	if (name === "concat") {
		return given.reduce<ArrayJs>(
			(list, one) =>
				one.kind === "array"
					? { ...list, items: [...list.items, ...one.items], open: list.open || one.open }
					: { ...list, items: [...list.items, one], open: list.open || one.kind === "unresolved" },
			js,
		);
	}
	if (name === "filter") {
		return { ...js, open: true };
	}
	const [callback] = node.arguments;
	if (name === "map" && callback !== undefined && isFunction(callback)) {
		const result = onlyResult(callback.body);
		const frames = evaluator.frames
			.framesFor(result ?? callback.body)
			.filter((one) => one?.owner === callback && (one.caller === frame || frame === null));
		return result === null || js.open || frames.length !== js.items.length
			? unresolved(span, "it is computed")
			: { ...js, items: frames.map((one) => evaluator.evaluate(result, one)) };
	}
	return unresolved(span, "it is computed");
}
