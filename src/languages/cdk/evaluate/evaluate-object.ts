import type { TSESTree } from "@typescript-eslint/utils";
import type { Evaluation } from "./evaluation.ts";
import { secretKey } from "./given-name.ts";
import { absent, findJsEntry, type Js, type JsEntry, type ObjectJs, unresolved, type Frame } from "./js.ts";
import { pushAll } from "../../../text/push-all.ts";
import { isFunction } from "../../program/function-node.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node, Variable } from "../../program/node.ts";
import { spanOf, sourceOf } from "../../program/node-edit.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { parentOf, findAround } from "../../program/around.ts";
import { variableOf } from "../../program/variable-of.ts";

/** Reads an object literal: names, spreads of what is known, and whether more may join. */
export function evaluateObject(evaluator: Evaluation, node: TSESTree.ObjectExpression, frame: Frame | null): Js {
	let object: ObjectJs = { kind: "object", span: spanOf(node), entries: [], open: false, node };
	/** The entries since the last spread. */
	let own: JsEntry[] = [];
	/** How many of the entries stood before a spread that nobody knows. */
	let settled = 0;
	for (const property of node.properties) {
		if (property.type === "SpreadElement") {
			const spread = evaluator.evaluate(property.argument, frame);
			object = merge(
				{ ...object, entries: [...object.entries, ...own] },
				spread,
				sourceOf(property.argument, evaluator.program),
				settled,
			);
			own = [];
			settled = ["absent", "literal", "object", "branches"].includes(spread.kind)
				? settled
				: object.entries.length;
			if (!evaluator.spend(object.entries.length >> 3)) {
				return unresolved(spanOf(node), "it has too many spreads");
			}
			continue;
		}
		let key = memberKey(property.key, property.computed);
		if (key === null) {
			const computed = evaluator.evaluate(property.key, frame);
			key = computed.kind === "literal" && computed.value !== null ? String(computed.value) : null;
		}
		if (key === null) {
			object = { ...object, open: true };
			key = computedKey(evaluator, property.key, property.value, frame);
			if (key === null) {
				continue;
			}
		}
		const value =
			property.kind === "init" && !isFunction(property.value)
				? evaluator.evaluate(property.value, frame)
				: unresolved(spanOf(property.value), "it is a function");
		own.push({ key, keySpan: spanOf(property.key), span: spanOf(property), value });
	}
	return { ...object, entries: [...object.entries, ...own] };
}

/** The name of an entry whose key nobody knows; null where it is not worth one. */
function computedKey(evaluator: Evaluation, key: Node, given: Node, frame: Frame | null): string | null {
	return isFunction(given) ? null : secretKey(evaluator.evaluate(given, frame), sourceOf(key, evaluator.program));
}

/**
 * What `{ ...object, ...spread }` holds. `source` is what the spread is called, for a sentence.
 *
 * @param settled how many of the entries stood before a spread that nobody knows
 */
export function merge(object: ObjectJs, spread: Js, source: string, settled = 0): ObjectJs {
	switch (spread.kind) {
		case "object":
			return { ...object, entries: [...object.entries, ...spread.entries], open: object.open || spread.open };
		case "absent":
		case "literal": // `...(x && {…})` where `x` is false.
			return object;
		case "branches":
			return mergeBranches(object, spread);
		case "unresolved":
		case "array":
		case "text":
		case "static":
		case "call":
		case "instance":
		case "this":
		case "member":
		case "method":
			return mergeUnknown(object, source, settled);
		default:
			return spread satisfies never;
	}
}

/** `...(isProd ? { A: "1" } : { B: "2" })`: each name has a value in each case, that of before where the case is silent. */
function mergeBranches(object: ObjectJs, spread: Extract<Js, { kind: "branches" }>): ObjectJs {
	const names = new Set<string>();
	let open = object.open;
	for (const { value } of spread.branches) {
		if (value.kind === "object") {
			value.entries.forEach(({ key }) => names.add(key));
			open ||= value.open;
		} else {
			open ||= value.kind !== "absent" && value.kind !== "literal";
		}
	}
	const entries = [...names].flatMap((name): readonly JsEntry[] => {
		const given = spread.branches
			.map(({ value }) => (value.kind === "object" ? findJsEntry(value, name) : undefined))
			.find((entry) => entry !== undefined);
		if (given === undefined) {
			return [];
		}
		const { span } = given.value;
		const branches = spread.branches.map(({ when, value }) => ({
			when,
			value:
				(value.kind === "object" ? findJsEntry(value, name)?.value : undefined) ??
				findJsEntry(object, name)?.value ??
				absent(span),
		}));
		return [{ ...given, value: { kind: "branches", span, branches } }];
	});
	return { ...object, entries: [...object.entries, ...entries], open };
}

/** What came before may be given another value. */
function mergeUnknown(object: ObjectJs, source: string, settled: number): ObjectJs {
	const text = source.replace(/\s+/gu, " ");
	const entries = object.entries.slice(settled).map((entry): JsEntry => {
		if (mayBeAnother(entry)) {
			return entry;
		}
		const { span } = entry.value;
		const branches = [
			{ when: { of: "expression", text, asks: "override", is: false }, value: entry.value },
			{ when: { of: "expression", text, asks: "override", is: true }, value: unresolved(span, ANOTHER) },
		] as const;
		return { ...entry, value: { kind: "branches", span, branches } };
	});
	return {
		...object,
		entries: settled === 0 ? entries : [...object.entries.slice(0, settled), ...entries],
		open: true,
	};
}

const ANOTHER = "a spread may set another";

/** True where an unknown spread stood behind the entry before: one more changes nothing. */
function mayBeAnother({ value }: JsEntry): boolean {
	const last = value.kind === "branches" ? value.branches.at(-1)?.value : undefined;
	return last?.kind === "unresolved" && last.why === ANOTHER;
}

/** Calls that take an object and leave it as it is. */
const HARMLESS =
	/^(?:Object\.(?:keys|values|entries|freeze|seal)|JSON\.stringify|console\.\w+|Array\.isArray|String|Boolean|Number)$/u;

/**
 * A variable's literal with what is set on it later: `env.STAGE = "prod"`, `Object.assign(env, more)`,
 * `list.push(item)`.
 */
export function withMutations(
	evaluator: Evaluation,
	variable: Variable,
	declarator: TSESTree.VariableDeclarator,
	value: Js,
	frame: Frame | null,
): Js {
	if (value.kind !== "object" && value.kind !== "array") {
		return value;
	}
	let js: Js = value;
	for (const { identifier, init } of variable.references) {
		if (init === true) {
			continue;
		}
		const parent = parentOf(identifier);
		if (parent?.type === "MemberExpression" && parent.object === identifier) {
			js = afterMember(evaluator, js, parent, declarator, frame);
		} else if (parent?.type === "CallExpression" && parent.arguments.some((argument) => argument === identifier)) {
			js = afterCall(evaluator, js, parent, identifier, frame);
		}
	}
	GROWING.delete(js.kind === "object" ? js.entries : js.kind === "array" ? js.items : js);
	return js;
}

/** The lists that only one {@link withMutations} holds: what it adds need not be added to a copy. */
const GROWING = new WeakSet<object>();

/** A list with more at its end: the same one, where nobody else holds it. */
function longer<T>(list: readonly T[], more: readonly T[]): readonly T[] {
	if (GROWING.has(list)) {
		pushAll(list as T[], more);
		return list;
	}
	const copy = [...list, ...more];
	GROWING.add(copy);
	return copy;
}

/** A member of the variable's value that something is done to. */
interface MemberUse {
	readonly member: TSESTree.MemberExpression;
	/** Its name; null where it is computed. */
	readonly name: string | null;
	readonly declarator: Node;
	readonly frame: Frame | null;
}

function afterMember(
	evaluator: Evaluation,
	js: Js,
	member: TSESTree.MemberExpression,
	declarator: Node,
	frame: Frame | null,
): Js {
	let top: Node = member;
	let above = parentOf(member);
	while (above !== null && (unwrapAwait(above) === top || above.type === "TSNonNullExpression")) {
		top = above;
		above = parentOf(above);
	}
	const use: MemberUse = { member, name: memberName(evaluator, member, frame), declarator, frame };
	switch (above?.type) {
		case "AssignmentExpression":
			return above.left === top && js.kind === "object" ? afterAssignment(evaluator, js, use, above) : js;
		case "UnaryExpression":
			return above.operator === "delete" && js.kind === "object" ? afterDelete(js, use, above) : js;
		case "MemberExpression":
			return above.object === top && js.kind === "object" ? afterNested(evaluator, js, use, above) : js;
		case "CallExpression":
			return above.callee === top && js.kind === "array" ? afterMethod(evaluator, js, use, above) : js;
		default:
			return js;
	}
}

function memberName(evaluator: Evaluation, member: TSESTree.MemberExpression, frame: Frame | null): string | null {
	const name = memberKey(member.property, member.computed);
	if (name !== null || !member.computed) {
		return name;
	}
	const key = evaluator.evaluate(member.property, frame);
	return key.kind === "literal" && key.value !== null ? String(key.value) : null;
}

/** `env.STAGE = "prod"` */
function afterAssignment(
	evaluator: Evaluation,
	js: ObjectJs,
	{ member, name, declarator, frame }: MemberUse,
	assignment: TSESTree.AssignmentExpression,
): ObjectJs {
	if (name === null) {
		return withTurns(evaluator, js, member, assignment, frame);
	}
	const given =
		assignment.operator === "="
			? evaluator.evaluate(assignment.right, frame)
			: unresolved(spanOf(assignment.right), "it is computed");
	const value = guarded(evaluator, assignment, declarator, given, findJsEntry(js, name)?.value, frame);
	return withEntry(js, name, member, assignment, value);
}

/** `delete env.STAGE` */
function afterDelete(js: ObjectJs, { member, name }: MemberUse, deletion: TSESTree.UnaryExpression): ObjectJs {
	return name === null
		? { ...js, open: true }
		: withEntry(js, name, member, deletion, unresolved(spanOf(deletion), "it is deleted"));
}

/** `env.nested.x = …` */
function afterNested(
	evaluator: Evaluation,
	js: ObjectJs,
	{ member, name, declarator, frame }: MemberUse,
	nested: TSESTree.MemberExpression,
): ObjectJs {
	const assignment = parentOf(nested);
	if (name === null || assignment?.type !== "AssignmentExpression" || assignment.left !== nested) {
		return js;
	}
	const inner = findJsEntry(js, name)?.value ?? absent(spanOf(member));
	if (inner.kind !== "object") {
		return withEntry(js, name, member, assignment, unresolved(spanOf(assignment), "it is set later"));
	}
	const key = memberKey(nested.property, nested.computed);
	if (key === null) {
		return withEntry(js, name, member, assignment, { ...inner, open: true });
	}
	const given = evaluator.evaluate(assignment.right, frame);
	const value = guarded(evaluator, assignment, declarator, given, findJsEntry(inner, key)?.value, frame);
	const entry = { key, keySpan: spanOf(nested.property), span: spanOf(assignment), value };
	return withEntry(js, name, member, assignment, { ...inner, entries: [...inner.entries, entry] });
}

/** `list.push("a")`, `list.pop()` */
function afterMethod(
	evaluator: Evaluation,
	js: Extract<Js, { kind: "array" }>,
	{ name, frame }: MemberUse,
	call: TSESTree.CallExpression,
): Js {
	if (name === "push" || name === "unshift") {
		const added = call.arguments.flatMap((argument): readonly Js[] =>
			argument.type === "SpreadElement" ? [] : [evaluator.evaluate(argument, frame)],
		);
		return {
			...js,
			items: longer(js.items, added),
			open: js.open || call.arguments.some(({ type }) => type === "SpreadElement"),
		};
	}
	return name === "splice" || name === "pop" || name === "shift" ? { ...js, open: true } : js;
}

/** The object with what a statement makes of one of its members. */
function withEntry(js: ObjectJs, key: string, member: TSESTree.MemberExpression, statement: Node, value: Js): ObjectJs {
	const entry: JsEntry = { key, keySpan: spanOf(member.property), span: spanOf(statement), value };
	return { ...js, entries: longer(js.entries, [entry]) };
}

/** `for (const name of ["A", "B"]) { env[name] = "x"; }`: one property for each turn, where the file tells them. */
function withTurns(
	evaluator: Evaluation,
	js: ObjectJs,
	member: TSESTree.MemberExpression,
	assignment: TSESTree.AssignmentExpression,
	frame: Frame | null,
): ObjectJs {
	let open = js.open;
	const entries = evaluator.frames.framesFor(member).flatMap((turn): readonly JsEntry[] => {
		const given = evaluator.evaluate(member.property, turn ?? frame);
		const isKnown = given.kind === "literal" && given.value !== null;
		const key = isKnown
			? String(given.value)
			: computedKey(evaluator, member.property, assignment.right, turn ?? frame);
		open ||= !isKnown;
		return key === null
			? []
			: [
					{
						key,
						keySpan: spanOf(member.property),
						span: spanOf(assignment),
						value: evaluator.evaluate(assignment.right, turn ?? frame),
					},
				];
	});
	return { ...js, entries: longer(js.entries, entries), open: open || entries.length === 0 };
}

function afterCall(
	evaluator: Evaluation,
	js: Js,
	call: TSESTree.CallExpression,
	identifier: Node,
	frame: Frame | null,
): Js {
	const { program } = evaluator;
	const callee = sourceOf(call.callee, program);
	if (callee === "Object.assign" && call.arguments[0] === identifier) {
		return js.kind === "object"
			? call.arguments
					.slice(1)
					.reduce<ObjectJs>(
						(object, argument) =>
							merge(object, evaluator.evaluate(argument, frame), sourceOf(argument, program)),
						js,
					)
			: js;
	}
	if (
		call.callee.type === "Super" ||
		callee === "Object.assign" ||
		HARMLESS.test(callee) ||
		evaluator.entities.resolve(call.callee) !== null
	) {
		return js;
	}
	const variable = call.callee.type === "Identifier" ? variableOf(call.callee, program) : null;
	const isForeign = variable?.defs[0]?.type === "ImportBinding" || variable?.defs[0]?.type === "FunctionName";
	return isForeign && (js.kind === "object" || js.kind === "array") ? { ...js, open: true } : js;
}

/** A value that is set below an `if`: one of two. In another function, or below more than one: nobody knows. */
function guarded(
	evaluator: Evaluation,
	at: Node,
	declarator: Node,
	given: Js,
	before: Js | undefined,
	frame: Frame | null,
): Js {
	const { program } = evaluator;
	const home = findAround(declarator, isScope);
	const around: Node[] = [];
	for (let up = parentOf(at); up !== null && up !== home; up = parentOf(up)) {
		if (up.type !== "BlockStatement" && up.type !== "ExpressionStatement") {
			around.push(up);
		}
	}
	const [only, more] = around;
	if (only === undefined) {
		return given;
	}
	if (more !== undefined || only.type !== "IfStatement") {
		const text = (declarator.type === "VariableDeclarator" ? sourceOf(declarator.id, program) : "it").replace(
			/\s+/gu,
			" ",
		);
		return {
			kind: "branches",
			span: given.span,
			branches: [
				{ when: { of: "expression", text, asks: "presence", is: true }, value: given },
				{
					when: { of: "expression", text, asks: "presence", is: false },
					value: unresolved(given.span, "it is set later"),
				},
			],
		};
	}
	const other = (): Js => before ?? absent(given.span);
	const inAlternate =
		only.alternate !== null && only.alternate.range[0] <= at.range[0] && at.range[1] <= only.alternate.range[1];
	return evaluator.choose(
		only.test,
		frame,
		given.span,
		inAlternate ? other : (): Js => given,
		inAlternate ? (): Js => given : other,
	);
}

function isScope(node: Node): node is Node {
	return isFunction(node) || node.type === "Program" || node.type === "StaticBlock";
}
