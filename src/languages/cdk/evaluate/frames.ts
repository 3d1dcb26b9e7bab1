import type { TSESTree } from "@typescript-eslint/utils";
import type { Frame, Js } from "./js.ts";
import type { Entity, EntityResolver } from "./resolve-entity.ts";
import { type ClassNode, isClass, constructorOf } from "../../program/class-node.ts";
import { type FunctionNode, isFunction, declaredName } from "../../program/function-node.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Call, Node, Variable } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { parentOf, findAround } from "../../program/around.ts";
import { variableOf } from "../../program/variable-of.ts";
import { nodesOf } from "../../program/nodes-of.ts";

/** How often one place may be run, as far as it is followed. */
const MAX_FRAMES = 24;
const MAX_DEPTH = 6;
/** How many calls in other modules, each with a text of its own. */
const MAX_OUTSIDE = 500;

/** Knows who calls the functions of this file, so that what a function makes can be read once for each call. */
export class Frames {
	readonly #program: SourceModule;
	readonly #entities: EntityResolver;
	readonly #constructors = new Map<ClassNode, Call[]>();
	readonly #functions = new Map<Variable, Call[]>();
	readonly #methods = new Map<ClassNode, Map<string, Call[]>>();
	readonly #frames = new Map<Node, Map<Frame | null, Frame>>();
	readonly #known = new Map<Node, readonly (Frame | null)[]>();
	readonly #open = new Set<Node>();
	/** False for a module that is read together with others of its app, once for the whole application. */
	isAlone = true;
	/** The calls of a function in other modules of the app, with the frame that it runs in. */
	outsideCallers: (owner: FunctionNode) => readonly { readonly call: Call; readonly caller: Frame | null }[] =
		() => [];
	/** Reads the items of a list that a loop goes through; set by the evaluator. */
	itemsOf: (list: Node, frame: Frame | null) => readonly Js[] | null = () => null;

	constructor(program: SourceModule, entities: EntityResolver) {
		this.#program = program;
		this.#entities = entities;
		for (const node of nodesOf(program, "NewExpression")) {
			this.#addConstruction(entities.resolve(node.callee), node);
		}
		for (const call of nodesOf(program, "CallExpression")) {
			const callee = unwrapAwait(call.callee);
			switch (callee.type) {
				case "Super": {
					const inner = findAround(call, isClass);
					const above = inner?.superClass ?? null;
					this.#addConstruction(above === null ? null : entities.resolve(above), call);
					break;
				}
				case "Identifier": {
					const variable = variableOf(callee, program);
					if (variable !== null) {
						add(this.#functions, variable, call);
					}
					break;
				}
				case "MemberExpression":
					this.#addMethodCall(callee, call);
					break;
				default:
			}
		}
	}

	/** `new Orders(…)`, `super(…)` */
	#addConstruction(entity: Entity | null, call: Call): void {
		const made = entity?.kind === "class" ? this.constructedBy(entity.node) : null;
		if (made !== null) {
			add(this.#constructors, made, call);
		}
	}

	/** `this.addQueue(…)`, `Orders.create(…)` */
	#addMethodCall(callee: TSESTree.MemberExpression, call: TSESTree.CallExpression): void {
		const name = memberKey(callee.property, callee.computed);
		const owner =
			callee.object.type === "ThisExpression" || callee.object.type === "Super"
				? findAround(call, isClass)
				: this.#classOf(callee.object);
		const found = owner === null || name === null ? null : this.findMethod(owner, name);
		if (found !== null && name !== null) {
			const methods = this.#methods.get(found.owner) ?? new Map<string, Call[]>();
			this.#methods.set(found.owner, methods);
			add(methods, name, call);
		}
	}

	/** The class, it or one above it in this file, whose constructor runs; null where none is written. */
	constructedBy(node: ClassNode, depth = 0): ClassNode | null {
		if (constructorOf(node) !== null) {
			return node;
		}
		const above = node.superClass === null || depth > 12 ? null : this.#entities.resolve(node.superClass);
		return above?.kind === "class" && above.node !== node ? this.constructedBy(above.node, depth + 1) : null;
	}

	/** A method of a class of this file, or of one above it. */
	findMethod(
		node: ClassNode,
		name: string,
		depth = 0,
	): { readonly owner: ClassNode; readonly body: FunctionNode; readonly kind: string } | null {
		for (const member of node.body.body) {
			if (
				member.type === "MethodDefinition" &&
				memberKey(member.key, member.computed) === name &&
				isFunction(member.value)
			) {
				return { owner: node, body: member.value, kind: member.kind };
			}
			if (
				member.type === "PropertyDefinition" &&
				memberKey(member.key, member.computed) === name &&
				member.value !== null &&
				isFunction(member.value)
			) {
				return { owner: node, body: member.value, kind: "method" };
			}
		}
		const above = node.superClass === null || depth > 12 ? null : this.#entities.resolve(node.superClass);
		return above?.kind === "class" && above.node !== node ? this.findMethod(above.node, name, depth + 1) : null;
	}

	/** The frame of one call: the same object for the same call in the same frame. */
	frameOf(
		owner: Node,
		call: Node,
		caller: Frame | null,
		args: readonly Node[] | null,
		item: Js | null = null,
	): Frame {
		const byCaller = this.#frames.get(call) ?? new Map<Frame | null, Frame>();
		this.#frames.set(call, byCaller);
		const frame = byCaller.get(caller) ?? { owner, call, caller, args, item };
		byCaller.set(caller, frame);
		return frame;
	}

	/** Every frame in which a place is run, as far as this file tells; `[null]` where nobody here calls. */
	framesFor(node: Node): readonly (Frame | null)[] {
		const owner = findAround(node, (up): up is Node => isFunction(up) || up.type === "ForOfStatement");
		if (owner === null) {
			return [null];
		}
		const known = this.#known.get(owner);
		if (known !== undefined) {
			return known;
		}
		if (this.#open.has(owner) || this.#open.size > MAX_DEPTH) {
			return [null];
		}
		this.#open.add(owner);
		const frames = this.#enter(owner);
		this.#open.delete(owner);
		this.#known.set(owner, frames);
		return frames;
	}

	#enter(owner: Node): readonly (Frame | null)[] {
		const outer = this.framesFor(owner);
		if (owner.type === "ForOfStatement") {
			return this.#turns(owner, owner.right, outer);
		}
		const parent = parentOf(owner);
		if (
			parent?.type === "CallExpression" &&
			parent.callee.type === "MemberExpression" &&
			parent.arguments[0] === owner &&
			/^(?:forEach|map|flatMap)$/u.test(memberKey(parent.callee.property, parent.callee.computed) ?? "")
		) {
			return this.#turns(owner, parent.callee.object, outer);
		}
		const calls = this.#callersOf(owner as FunctionNode, parent);
		const frames = calls
			.flatMap((call) => this.framesFor(call).map((caller) => this.frameOf(owner, call, caller, call.arguments)))
			.slice(0, MAX_FRAMES);
		const outside = this.outsideCallers(owner as FunctionNode)
			.slice(0, MAX_OUTSIDE)
			.map(({ call, caller }) => this.frameOf(owner, call, caller, call.arguments));
		return frames.length + outside.length === 0 ? outer : [...frames, ...outside];
	}

	#turns(owner: Node, list: Node, outer: readonly (Frame | null)[]): readonly (Frame | null)[] {
		const frames = outer.flatMap((caller) => {
			const items = this.itemsOf(list, caller);
			return items === null || items.length === 0
				? [caller]
				: items.map((item, index) => this.frameOf(owner, this.#turnKey(owner, index), caller, null, item));
		});
		return frames.slice(0, this.isAlone ? MAX_FRAMES : MAX_OUTSIDE);
	}

	readonly #turnKeys = new Map<Node, Node[]>();

	/** One key for each turn: a copy of the node stands for it. */
	#turnKey(owner: Node, index: number): Node {
		const keys = this.#turnKeys.get(owner) ?? [];
		this.#turnKeys.set(owner, keys);
		const key = keys[index] ?? { ...owner };
		keys[index] = key;
		return key;
	}

	#callersOf(owner: FunctionNode, parent: Node | null): readonly Call[] {
		if (parent?.type === "MethodDefinition" || parent?.type === "PropertyDefinition") {
			const inner = findAround(parent, isClass);
			if (inner === null) {
				return [];
			}
			return parent.type === "MethodDefinition" && parent.kind === "constructor"
				? (this.#constructors.get(inner) ?? [])
				: (this.#methods.get(inner)?.get(memberKey(parent.key, parent.computed) ?? "") ?? []);
		}
		const name = declaredName(owner);
		const variable = name === null ? null : variableOf(name, this.#program);
		return variable === null ? [] : (this.#functions.get(variable) ?? []);
	}

	#classOf(object: Node): ClassNode | null {
		const entity = this.#entities.resolve(object);
		return entity?.kind === "class" ? entity.node : null;
	}
}

function add<K>(map: Map<K, Call[]>, key: K, call: Call): void {
	const known = map.get(key);
	if (known === undefined) {
		map.set(key, [call]);
	} else {
		known.push(call);
	}
}

/** The frame of a function or a loop among those that stand around. */
export function findFrame(frame: Frame | null, owner: Node): Frame | null {
	for (let one = frame; one !== null; one = one.caller) {
		if (one.owner === owner) {
			return one;
		}
	}
	return null;
}
