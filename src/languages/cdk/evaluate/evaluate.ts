import type { TSESTree } from "@typescript-eslint/utils";
import { evaluateCall } from "./evaluate-call.ts";
import { evaluateObject, withMutations } from "./evaluate-object.ts";
import { fuelFor, type Allowance, type Fuel } from "../../../text/fuel.ts";
import type { Evaluation, Outside } from "./evaluation.ts";
import { findField } from "./find-field.ts";
import { givenAs, isPointer, isSecretMember } from "./given-name.ts";
import { findFrame, type Frames } from "./frames.ts";
import {
	absent,
	findJsEntry,
	type Frame,
	hasMoreWays,
	type InstanceJs,
	type Js,
	mapJs,
	mentionedAt,
	toText,
	unresolved,
} from "./js.ts";
import { machinePathOf } from "./machine-path.ts";
import type { EntityResolver } from "./resolve-entity.ts";
import { pushAll } from "../../../text/push-all.ts";
import { pathTo } from "../../program/path-to.ts";
import { lateWrites, variableOf, definitionOf } from "../../program/variable-of.ts";
import { type ClassNode, isClass, constructorOf } from "../../program/class-node.ts";
import { isFunction } from "../../program/function-node.ts";
import { isWrittenInside } from "../../program/is-written.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node, Variable } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { spanOf, sourceOf } from "../../program/node-edit.ts";
import { constantOf } from "../../program/text-of.ts";
import { textParts } from "../../program/text-parts.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { parentOf, findAround, isBlock } from "../../program/around.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { wording } from "../../../text/wording.ts";

const MAX_DEPTH = 40;
/** Names that lead to each other can double at each step; the largest real app took a hundredth of the base. */
const STEPS: Allowance = { base: 200_000, perCharacter: 4 };
/** As many as a value of the model may have. */
const MAX_WAYS = 64;
const MAX_BRANCHES = 16;
/** The turns of a loop of an app that is read once, not with each of its files. */
const MAX_TURNS = 200;

/** Reads expressions as far as the file tells, without running any. */
export class Evaluator implements Evaluation {
	readonly program: SourceModule;
	readonly entities: EntityResolver;
	readonly frames: Frames;
	outside: Outside | null = null;
	#depth = 0;
	readonly #fuel: Fuel;
	/** How often something was too deep, so that an answer made of it is not kept. */
	#cuts = 0;
	readonly #held = new Map<Variable, Map<Frame | null, Js>>();

	constructor(program: SourceModule, entities: EntityResolver, frames: Frames) {
		this.program = program;
		this.entities = entities;
		this.frames = frames;
		this.#fuel = fuelFor(program.ast, "what its constructs are given", program.text.length, STEPS);
		frames.itemsOf = (list, frame): readonly Js[] | null => {
			const js = this.evaluate(list, frame);
			return js.kind === "array" && !js.open && js.items.length <= (frames.isAlone ? MAX_BRANCHES : MAX_TURNS)
				? js.items
				: null;
		};
	}

	evaluate(expression: Node, frame: Frame | null): Js {
		const node = unwrapAwait(expression);
		if (this.#depth > MAX_DEPTH || !this.#fuel.spend()) {
			this.#cuts += 1;
			return unresolved(spanOf(node), "it goes through too many names");
		}
		this.#depth += 1;
		try {
			const js = this.outside?.evaluate(node, frame) ?? this.#withPath(this.#evaluate(node, frame), node, frame);
			return js.kind === "branches" && hasMoreWays(js, MAX_WAYS)
				? unresolved(spanOf(node), "there are too many ways")
				: js;
		} finally {
			this.#depth -= 1;
		}
	}

	/** What is not known, and is a path of the machine. */
	#withPath(js: Js, node: Node, frame: Frame | null): Js {
		if (js.kind !== "unresolved" || js.path !== undefined) {
			return js;
		}
		const path = machinePathOf(node, this.program, (argument) => this.evaluate(argument, frame));
		return path === null ? js : { ...js, path };
	}

	#evaluate(node: Node, frame: Frame | null): Js {
		const span = spanOf(node);
		switch (node.type) {
			case "Literal":
				return fromLiteral(node);
			case "TemplateLiteral":
			case "TaggedTemplateExpression":
				return this.textOf(node, frame) ?? unresolved(span, "it is not known until the app runs");
			case "Identifier":
				return this.#identifier(node, frame);
			case "ObjectExpression":
				return evaluateObject(this, node, frame);
			case "ArrayExpression":
				return this.#array(node, frame);
			case "MemberExpression":
				return this.#member(node, frame);
			case "ThisExpression":
				return this.#this(node, frame);
			case "NewExpression":
				return this.#new(node, frame);
			case "CallExpression":
				return evaluateCall(this, node, frame);
			case "ConditionalExpression":
				return this.choose(
					node.test,
					frame,
					span,
					() => this.evaluate(node.consequent, frame),
					() => this.evaluate(node.alternate, frame),
				);
			case "LogicalExpression":
				return this.#logical(node, frame);
			case "BinaryExpression":
				return this.#binary(node, frame);
			case "UnaryExpression":
				return this.#unary(node, frame);
			case "AssignmentExpression":
				return node.operator === "=" ? this.evaluate(node.right, frame) : unresolved(span, "it is computed");
			case "SequenceExpression":
				return this.evaluate(node.expressions.at(-1) ?? node, frame);
			default:
				return unresolved(span, "it is not known until the app runs");
		}
	}

	/** The text that an expression puts together; null where it makes none. */
	textOf(node: Node, frame: Frame | null): Js | null {
		const parts = this.#partsOf(node, frame);
		return parts === null ? null : toText(parts, spanOf(node));
	}

	#partsOf(node: Node, frame: Frame | null): readonly (string | Js)[] | null {
		return (
			textParts(node, this.program)?.map((part) =>
				typeof part === "string" ? part : "piece" in part ? part.text : this.evaluate(part.inner, frame),
			) ?? null
		);
	}

	/** What stands at a name of what an expression gives. */
	memberOf(js: Js, name: string, span = js.span): Js {
		return mapJs(js, (one): Js => {
			switch (one.kind) {
				case "object": {
					const entry = findJsEntry(one, name);
					return entry !== undefined
						? entry.value
						: one.open
							? unresolved(span, "more may be added to it")
							: absent(span);
				}
				case "array": {
					const item = /^\d+$/u.test(name) ? one.items[Number(name)] : undefined;
					return item ?? unresolved(span, "it is not known until the app runs");
				}
				case "absent":
					return absent(span);
				case "static":
					return { kind: "static", span, entity: { ...one.entity, path: [...one.entity.path, name] } };
				case "instance": {
					const field = one.local === null ? null : findField(this, one.local.node, name, one.local.frame);
					return field === null ? { kind: "member", span, of: one, name } : mentionedAt(field, span);
				}
				case "this": {
					const field = findField(this, one.node, name, one.frame);
					return field === null ? { kind: "member", span, of: one, name } : mentionedAt(field, span);
				}
				case "member":
				case "method":
				case "call":
					return { kind: "member", span, of: one, name };
				case "literal":
				case "text":
					return unresolved(span, "it is computed");
				case "unresolved":
					return this.#ofUnknown(one, name, span);
				default:
					return one satisfies never;
			}
		});
	}

	/** `props.jwtSecret`: a member of what is given from outside has a name of its own; what is a secret is unwrapped. */
	#ofUnknown(of: Extract<Js, { kind: "unresolved" }>, name: string, span: Js["span"]): Js {
		if (isSecretMember(name)) {
			return { kind: "member", span, of, name };
		}
		const { built, isGiven, ...rest } = of;
		return { ...rest, span, ...(built === undefined && isGiven !== true ? {} : givenAs(name, this.program)) };
	}

	/** One of two values, by a test that may be decided here. */
	choose(test: Node, frame: Frame | null, span: Js["span"], yes: () => Js, no: () => Js): Js {
		const decided = this.decide(test, frame);
		if (decided !== null) {
			return decided ? yes() : no();
		}
		const { text, positive } = this.#condition(test);
		return {
			kind: "branches",
			span,
			branches: [
				{ when: { of: "expression", text, asks: "truth", is: positive }, value: yes() },
				{ when: { of: "expression", text, asks: "truth", is: !positive }, value: no() },
			],
		};
	}

	/** True or false where the file decides a test; null where the app does when it runs. */
	decide(test: Node, frame: Frame | null): boolean | null {
		const js = this.evaluate(test, frame);
		switch (js.kind) {
			case "literal":
				return Boolean(js.value);
			case "absent":
				return false;
			case "object":
			case "array":
			case "instance":
				return true;
			case "static":
			case "call":
			case "this":
			case "member":
			case "method":
			case "text":
			case "branches":
			case "unresolved":
				return null;
			default:
				return js satisfies never;
		}
	}

	/** A test as a sentence, turned so that a test and its opposite have the same text. */
	#condition(test: Node): { readonly text: string; readonly positive: boolean } {
		const node = unwrapAwait(test);
		if (node.type === "UnaryExpression" && node.operator === "!") {
			const { text, positive } = this.#condition(node.argument);
			return { text, positive: !positive };
		}
		if (node.type === "BinaryExpression" && (node.operator === "!==" || node.operator === "!=")) {
			return {
				text: `${sourceOf(node.left, this.program)} ${node.operator.replace("!", "=")} ${sourceOf(node.right, this.program)}`,
				positive: false,
			};
		}
		return { text: sourceOf(node, this.program).replace(/\s+/gu, " "), positive: true };
	}

	#identifier(node: TSESTree.Identifier, frame: Frame | null): Js {
		const span = spanOf(node);
		const variable = variableOf(node, this.program);
		if (variable === null || variable.defs.length === 0) {
			return node.name === "undefined"
				? absent(span, true)
				: unresolved(span, wording("`{{name}}` is not in this file", { name: node.name }));
		}
		const entity = this.entities.resolve(node);
		if (entity?.kind === "imported") {
			return { kind: "static", span, entity };
		}
		return mentionedAt(this.outside?.imported(node) ?? this.#heldBy(variable, frame, span), span);
	}

	/** Takes what a piece of work costs that no expression shows. False where nothing is left. */
	spend(steps: number): boolean {
		return this.#fuel.spend(steps);
	}

	/** What a variable holds, read once for each frame. */
	#heldBy(variable: Variable, frame: Frame | null, span: Js["span"]): Js {
		const byFrame = this.#held.get(variable) ?? new Map<Frame | null, Js>();
		this.#held.set(variable, byFrame);
		let js = byFrame.get(frame);
		if (js === undefined) {
			const cuts = this.#cuts;
			js = this.variable(variable, frame, span);
			if (cuts === this.#cuts) {
				byFrame.set(frame, js);
			}
		}
		return js;
	}

	/** What a variable holds; `span` is where it is asked for. */
	variable(variable: Variable, frame: Frame | null, span: Js["span"]): Js {
		const definition = definitionOf(variable);
		if (definition === null) {
			return unresolved(span, wording("`{{name}}` is declared more than once", { name: variable.name }));
		}
		const { node, name, type } = definition;
		if (type === "Parameter") {
			return isFunction(node)
				? this.#parameter(variable, node, name, frame, span)
				: unresolved(span, wording("a caller passes `{{name}}`", { name: variable.name }));
		}
		if (type === "TSEnumName" && node.type === "TSEnumDeclaration") {
			return this.#enum(node, frame);
		}
		if (type !== "Variable" || node.type !== "VariableDeclarator") {
			return unresolved(span, wording("`{{name}}` comes from elsewhere", { name: variable.name }));
		}
		return this.#declared(variable, node, name, frame, span);
	}

	/** What a declaration gives one of its names. */
	#declared(
		variable: Variable,
		declarator: TSESTree.VariableDeclarator,
		name: Node,
		frame: Frame | null,
		span: Js["span"],
	): Js {
		const path = pathTo(declarator.id, name, true)?.names ?? null;
		const declaration = parentOf(declarator);
		const loop = declaration === null ? null : parentOf(declaration);
		if (loop?.type === "ForOfStatement" && loop.left === declaration) {
			const turn = findFrame(frame, loop);
			return turn === null || turn.item === null || path === null
				? unresolved(span, wording("`{{name}}` changes in each iteration of a loop", { name: variable.name }))
				: path.reduce((js, key) => this.memberOf(js, key), turn.item);
		}
		if (path === null) {
			return unresolved(span, wording("`{{name}}` comes from a pattern", { name: variable.name }));
		}
		if (declarator.init === null) {
			const later = declaration === null ? null : this.#setLater(variable, declaration);
			return later === null
				? unresolved(span, wording("`{{name}}` is set later", { name: variable.name }))
				: this.evaluate(later, frame);
		}
		if (lateWrites(variable).length > 0) {
			return unresolved(span, wording("`{{name}}` is set more than once", { name: variable.name }));
		}
		const value = path.reduce((js, key) => this.memberOf(js, key), this.evaluate(declarator.init, frame));
		if (path.length === 0) {
			return withMutations(this, variable, declarator, value, frame);
		}
		return value.kind === "absent" ? this.#patternDefault(declarator.id, name, frame, value) : value;
	}

	/** `let key; key = …;`: the one value that a variable is given, in the block that declares it. */
	#setLater(variable: Variable, declaration: Node): Node | null {
		const [write, other] = lateWrites(variable);
		if (write === undefined || other !== undefined) {
			return null;
		}
		const isBeside = findAround(write.identifier, isBlock) === findAround(declaration, isBlock);
		return isBeside ? (write.writeExpr ?? null) : null;
	}

	#parameter(variable: Variable, owner: Node, name: Node, frame: Frame | null, span: Js["span"]): Js {
		const given = findFrame(frame, owner);
		const parameters = isFunction(owner) ? owner.params : [];
		const index = parameters.findIndex(
			(parameter) => parameter.range[0] <= name.range[0] && name.range[1] <= parameter.range[1],
		);
		const parameter = parameters[index];
		const pattern = parameter?.type === "TSParameterProperty" ? parameter.parameter : parameter;
		const path = pattern === undefined ? null : (pathTo(pattern, name, true)?.names ?? null);
		if (given === null || pattern === undefined || path === null) {
			return this.#passed(variable.name, owner, path?.at(-1) ?? variable.name, span);
		}
		if (isChanged(variable)) {
			return unresolved(span, wording("`{{name}}` is set again", { name: variable.name }));
		}
		let js = this.#given(given, index, variable.name, span);
		if (js.kind === "absent" && pattern.type === "AssignmentPattern") {
			js = this.evaluate(pattern.right, frame);
		}
		const value = path.reduce((one, key) => this.memberOf(one, key), js);
		return value.kind === "absent" ? this.#patternDefault(pattern, name, frame, value) : value;
	}

	/** What a call, or a turn of a loop, gives a parameter. */
	#given({ item, args, caller }: Frame, index: number, name: string, span: Js["span"]): Js {
		if (item !== null) {
			return index === 0
				? item
				: unresolved(span, wording("`{{name}}` changes in each iteration of a loop", { name }));
		}
		if (args === null || args.slice(0, index + 1).some(({ type }) => type === "SpreadElement")) {
			return unresolved(span, wording("a caller passes `{{name}}`", { name }));
		}
		const argument = args[index];
		return argument === undefined ? absent(span) : this.evaluate(argument, caller);
	}

	/** What nobody in this file passes, under the name that it has for its caller. A callback's caller is no app. */
	#passed(variable: string, owner: Node, name: string, span: Js["span"]): Js {
		return {
			kind: "unresolved",
			span,
			why: wording("a caller passes `{{variable}}`", { variable }),
			...(parentOf(owner)?.type === "CallExpression" ? {} : givenAs(name, this.program)),
		};
	}

	/** `{ stage = "dev" }`: what a pattern gives where nothing is there. */
	#patternDefault(pattern: Node, name: Node, frame: Frame | null, otherwise: Js): Js {
		const parent = parentOf(name);
		return parent?.type === "AssignmentPattern" && parent.left === name && parent !== pattern
			? this.evaluate(parent.right, frame)
			: otherwise;
	}

	#enum(node: TSESTree.TSEnumDeclaration, frame: Frame | null): Js {
		return {
			kind: "object",
			span: spanOf(node),
			open: false,
			node: null,
			entries: node.body.members.flatMap((member) => {
				const key = memberKey(member.id, false);
				return key === null
					? []
					: [
							{
								key,
								keySpan: spanOf(member.id),
								span: spanOf(member),
								value: member.initializer
									? this.evaluate(member.initializer, frame)
									: unresolved(spanOf(member), "it is a number"),
							},
						];
			}),
		};
	}

	#array(node: TSESTree.ArrayExpression, frame: Frame | null): Js {
		const items: Js[] = [];
		let open = false;
		for (const element of node.elements) {
			if (element === null) {
				continue;
			}
			if (element.type !== "SpreadElement") {
				items.push(this.evaluate(element, frame));
				continue;
			}
			const spread = this.evaluate(element.argument, frame);
			if (spread.kind === "array") {
				pushAll(items, spread.items);
				open ||= spread.open;
			} else if (spread.kind === "branches") {
				for (const { when, value } of spread.branches) {
					open ||= value.kind !== "array" && value.kind !== "absent";
					pushAll(
						items,
						(value.kind === "array" ? value.items : []).map((item): Js => ({
							kind: "branches",
							span: item.span,
							branches: [{ when, value: item }],
						})),
					);
				}
			} else {
				open ||= spread.kind !== "absent";
			}
		}
		return { kind: "array", span: spanOf(node), items, open, node };
	}

	#member(node: TSESTree.MemberExpression, frame: Frame | null): Js {
		const span = spanOf(node);
		const entity = this.entities.resolve(node);
		if (entity?.kind === "imported") {
			return { kind: "static", span, entity };
		}
		const imported = this.outside?.imported(node) ?? null;
		if (imported !== null) {
			return mentionedAt(imported, span);
		}
		let name = memberKey(node.property, node.computed);
		if (name === null && node.computed) {
			const key = this.evaluate(node.property, frame);
			name = key.kind === "literal" && key.value !== null ? String(key.value) : null;
		}
		if (name === null) {
			return unresolved(span, "its name is computed");
		}
		if (isProcessEnv(node.object, this.program)) {
			const built = isPointer(name, this.program) ? {} : { built: name };
			return { kind: "unresolved", span, why: "the build environment sets it", plain: true, ...built };
		}
		const owner = this.entities.resolve(node.object);
		if (owner?.kind === "class") {
			return (
				findField(this, owner.node, name, null, true) ??
				unresolved(span, wording("`{{name}}` is not in this file", { name }))
			);
		}
		const js = this.memberOf(this.evaluate(node.object, frame), name, span);
		return js.kind === "absent" ? { ...js, span } : mentionedAt(js, span);
	}

	#this(node: Node, frame: Frame | null): Js {
		const span = spanOf(node);
		const inner = findAround(node, isClass);
		if (inner === null) {
			return unresolved(span, "its `this` is not known");
		}
		return this.#instanceOf(inner, frame, span) ?? { kind: "this", span, node: inner, frame };
	}

	/** `this` in a local class that extends one of CDK's resources: what its `super(…)` makes. */
	#instanceOf(node: ClassNode, frame: Frame | null, span: Js["span"]): InstanceJs | null {
		const entity = this.entities.baseOf(node);
		const site = entity === null ? null : this.superCall(node);
		const owner = constructorOf(node);
		return entity === null || site === null || owner === null
			? null
			: {
					kind: "instance",
					span,
					entity,
					site,
					frame: findFrame(frame, owner),
					local: { node, frame: findFrame(frame, owner) },
				};
	}

	/** The call of `super` in the constructor of a class. */
	superCall(node: ClassNode): TSESTree.CallExpression | null {
		return (
			nodesOf(this.program, "CallExpression").find(
				(call) => call.callee.type === "Super" && findAround(call, isClass) === node,
			) ?? null
		);
	}

	#new(node: TSESTree.NewExpression, frame: Frame | null): Js {
		const span = spanOf(node);
		const entity = this.entities.resolve(node.callee);
		if (entity?.kind === "imported") {
			return { kind: "instance", span, entity, site: node, frame, local: null };
		}
		if (entity === null) {
			return unresolved(span, "its class is not in this file");
		}
		return this.#made(entity.node, node, frame, span);
	}

	/** What `new` of a local class makes: follows constructors up to the one that calls CDK's. */
	#made(
		node: ClassNode,
		call: TSESTree.NewExpression | TSESTree.CallExpression,
		caller: Frame | null,
		span: Js["span"],
	): InstanceJs {
		const base = this.entities.baseOf(node);
		const made = this.frames.constructedBy(node);
		const owner = made === null ? null : constructorOf(made);
		if (made === null || owner === null) {
			return { kind: "instance", span, entity: base, site: call, frame: caller, local: { node, frame: null } };
		}
		const frame = this.frames.frameOf(owner, call, caller, call.arguments);
		const above = made.superClass === null ? null : this.entities.resolve(made.superClass);
		const next = this.superCall(made);
		if (above?.kind === "class" && next !== null && above.node !== made) {
			const inner = this.#made(above.node, next, frame, span);
			return { ...inner, local: { node, frame } };
		}
		return {
			kind: "instance",
			span,
			entity: base,
			site: next ?? call,
			frame: next === null ? caller : frame,
			local: { node, frame },
		};
	}

	#logical(node: TSESTree.LogicalExpression, frame: Frame | null): Js {
		const left = this.evaluate(node.left, frame);
		const right = (): Js => this.evaluate(node.right, frame);
		const text = sourceOf(node.left, this.program).replace(/\s+/gu, " ");
		return mapJs(left, (one): Js => {
			const isKnown =
				one.kind === "literal" ||
				one.kind === "object" ||
				one.kind === "array" ||
				one.kind === "instance" ||
				one.kind === "absent" ||
				one.kind === "static" ||
				one.kind === "call" ||
				one.kind === "text";
			if (isKnown) {
				const isNothing = one.kind === "absent" || (one.kind === "literal" && one.value === null);
				const isFalse = isNothing || (one.kind === "literal" && !one.value);
				const takesRight = node.operator === "??" ? isNothing : node.operator === "||" ? isFalse : !isFalse;
				return takesRight ? right() : one;
			}
			const asks = node.operator === "&&" ? "truth" : "presence";
			const span = spanOf(node);
			const [yes, no] = node.operator === "&&" ? [right(), absent(span)] : [one, right()];
			return {
				kind: "branches",
				span,
				branches: [
					{ when: { of: "expression", text, asks, is: true }, value: yes },
					{ when: { of: "expression", text, asks, is: false }, value: no },
				],
			};
		});
	}

	#binary(node: TSESTree.BinaryExpression, frame: Frame | null): Js {
		const span = spanOf(node);
		if (node.operator === "+") {
			const parts = this.#partsOf(node, frame) ?? [];
			// Of numbers it is a sum.
			return parts.some(isText) ? toText(parts, span) : unresolved(span, "it is computed");
		}
		const equal =
			node.operator === "===" || node.operator === "=="
				? true
				: node.operator === "!==" || node.operator === "!="
					? false
					: null;
		if (equal !== null) {
			const [left, right] = [this.evaluate(node.left, frame), this.evaluate(node.right, frame)];
			if (left.kind === "literal" && right.kind === "literal") {
				const value = (left.value === right.value) === equal;
				return { kind: "literal", span, value, text: String(value) };
			}
		}
		return unresolved(span, "it is computed");
	}

	#unary(node: TSESTree.UnaryExpression, frame: Frame | null): Js {
		const span = spanOf(node);
		if (node.operator === "!") {
			const decided = this.decide(node.argument, frame);
			return decided === null
				? unresolved(span, "it is computed")
				: { kind: "literal", span, value: !decided, text: String(!decided) };
		}
		if (node.operator === "void") {
			return absent(span, true);
		}
		const js = node.operator === "-" ? this.evaluate(node.argument, frame) : null;
		return js?.kind === "literal" && typeof js.value === "number"
			? { kind: "literal", span, value: -js.value, text: `-${js.text}` }
			: unresolved(span, "it is computed");
	}
}

/** True where a parameter, or something of what it holds, is set after it was passed. */
function isChanged(variable: Variable): boolean {
	return (
		lateWrites(variable).length > 0 ||
		variable.references.some(({ identifier }) => isWrittenInside(identifier) || isAssignedTo(identifier))
	);
}

/** `Object.assign(props, …)` */
function isAssignedTo(name: Node): boolean {
	const parent = parentOf(name);
	return (
		parent?.type === "CallExpression" &&
		parent.arguments[0] === name &&
		parent.callee.type === "MemberExpression" &&
		parent.callee.object.type === "Identifier" &&
		parent.callee.object.name === "Object" &&
		memberKey(parent.callee.property, parent.callee.computed) === "assign"
	);
}

/** `process.env`, where the file has no other `process` than Node's. */
function isProcessEnv(given: Node, program: SourceModule): boolean {
	const node = unwrapAwait(given);
	if (node.type !== "MemberExpression" || memberKey(node.property, node.computed) !== "env") {
		return false;
	}
	const owner = unwrapAwait(node.object);
	return (
		owner.type === "Identifier" &&
		owner.name === "process" &&
		(variableOf(owner, program)?.defs ?? []).every(({ type }) => (type as string) === "ImportBinding")
	);
}

function isText(js: Js | string): boolean {
	return typeof js === "string" || js.kind === "text" || (js.kind === "literal" && typeof js.value === "string");
}

function fromLiteral(node: TSESTree.Literal): Js {
	const span = spanOf(node);
	const value = constantOf(node);
	return value === undefined
		? unresolved(span, "it is not a string")
		: { kind: "literal", span, value, text: value === null ? "" : typeof value === "string" ? value : node.raw };
}
