import { posix } from "node:path";
import type { ModuleLinks } from "../../dialect.ts";
import { findAround, parentOf } from "../../program/around.ts";
import { type ClassNode, constructorOf, isClass } from "../../program/class-node.ts";
import { classOf } from "../../program/class-of.ts";
import { exportOf, passedOnBy } from "../../program/export-of.ts";
import { type FunctionNode, isFunction } from "../../program/function-node.ts";
import { functionOf } from "../../program/function-of.ts";
import { isWrittenInside } from "../../program/is-written.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Call, Node } from "../../program/node.ts";
import { spanOf } from "../../program/node-edit.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { type Imported, resolveImport } from "../../program/resolve-import.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { variableOf } from "../../program/variable-of.ts";
import { Evaluator } from "./evaluate.ts";
import type { Outside } from "./evaluation.ts";
import { findField } from "./find-field.ts";
import { Frames } from "./frames.ts";
import type { Frame, Js, MachinePath } from "./js.ts";
import { moveJs } from "./move-js.ts";
import { EntityResolver, moduleOf } from "./resolve-entity.ts";
import type { TextSpace } from "./text-space.ts";

/** A node, and the module that it is in. */
interface Located<T extends Node> {
	readonly node: T;
	readonly module: SourceModule;
}

/** How many modules pass an export on. */
const MAX_PASSED = 12;

/** The modules of an app with an evaluator for each, which read what others pass to their functions and classes. */
export class LinkedModules {
	readonly #links: ModuleLinks;
	readonly #space: TextSpace;
	readonly #callers: readonly SourceModule[];
	readonly #expanded: ReadonlySet<Node>;
	readonly #evaluators = new Map<SourceModule, Evaluator>();
	#byProgram = new Map<Node, SourceModule>();
	#modules = new WeakMap<Node, SourceModule>();
	#calls: ReadonlyMap<FunctionNode, readonly Located<Call>[]> | null = null;

	/**
	 * @param callers the modules that may call functions of each other
	 * @param expanded the functions that are read once for each of their calls in other modules
	 */
	constructor(links: ModuleLinks, space: TextSpace, callers: readonly SourceModule[], expanded: ReadonlySet<Node>) {
		this.#links = links;
		this.#space = space;
		this.#callers = callers;
		this.#expanded = expanded;
	}

	/** The same modules, where other functions are read for each call. Who calls whom is the same for all. */
	expanding(expanded: ReadonlySet<Node>): LinkedModules {
		const other = new LinkedModules(this.#links, this.#space, this.#callers, expanded);
		other.#byProgram = this.#byProgram;
		other.#modules = this.#modules;
		other.#calls = this.#calls;
		return other;
	}

	evaluatorOf(module: SourceModule): Evaluator {
		let evaluator = this.#evaluators.get(module);
		if (evaluator === undefined) {
			const entities = new EntityResolver(module, null);
			const frames = new Frames(module, entities);
			evaluator = new Evaluator(module, entities, frames);
			this.#evaluators.set(module, evaluator);
			this.#byProgram.set(module.ast, module);
			frames.isAlone = false;
			frames.outsideCallers = (owner): readonly { readonly call: Call; readonly caller: Frame | null }[] =>
				this.#expanded.has(owner) ? this.#framedCallersOf(owner) : [];
			evaluator.outside = this.#outsideOf(module);
		}
		return evaluator;
	}

	/** The module that a node is in, of those that were read. */
	moduleOf(node: Node): SourceModule | null {
		const path: Node[] = [];
		let found: SourceModule | undefined;
		for (let at: Node | null = node; at !== null && found === undefined; at = parentOf(at)) {
			path.push(at);
			found = this.#modules.get(at) ?? this.#byProgram.get(at);
		}
		if (found !== undefined) {
			for (const one of path) {
				this.#modules.set(one, found);
			}
		}
		return found ?? null;
	}

	/** The calls of a function in other modules. */
	callersOf(owner: FunctionNode): readonly Located<Call>[] {
		this.#calls ??= this.#readCalls();
		return this.#calls.get(owner) ?? [];
	}

	#framedCallersOf(owner: FunctionNode): readonly { readonly call: Call; readonly caller: Frame | null }[] {
		return this.callersOf(owner).flatMap(({ node: call, module }) =>
			this.evaluatorOf(module)
				.frames.framesFor(call)
				.map((caller) => ({ call, caller })),
		);
	}

	#outsideOf(module: SourceModule): Outside {
		return {
			evaluate: (expression, frame): Js | null => {
				const other = this.moduleOf(expression);
				return other === null || other === module
					? null
					: this.#move(this.evaluatorOf(other).evaluate(expression, frame), other, module);
			},
			imported: (expression): Js | null => {
				const imported = this.#importOf(expression, module);
				return imported === null ? null : this.#valueOf(imported, module);
			},
			functionOf: (name): FunctionNode | null => {
				const imported = this.#importOf(name, module);
				const found = imported === null ? null : this.#find(imported.module, imported.path, module);
				return found === null || found.rest.length > 0 ? null : this.#functionAt(found);
			},
			placeOf: (node): Js["span"] | null => {
				const other = this.moduleOf(node);
				return other === null || other === module ? null : this.#space.mover(other, module)(spanOf(node));
			},
		};
	}

	#importOf(expression: Node, module: SourceModule): Imported | null {
		const imported = resolveImport(expression, module);
		return imported === null ||
			imported.isType ||
			imported.path.length === 0 ||
			moduleOf(imported.module) !== null ||
			isChangedHere(imported, module)
			? null
			: imported;
	}

	#valueOf({ module: specifier, path }: Imported, from: SourceModule): Js | null {
		const found = this.#find(specifier, path, from);
		if (found === null) {
			return null;
		}
		const evaluator = this.evaluatorOf(found.module);
		const node = isClass(found.node) ? found.node : classOf(found.node, found.module);
		const [first, ...others] = found.rest;
		const start =
			node === null
				? found.rest.reduce<Js>(
						(js, name) => evaluator.memberOf(js, name),
						evaluator.evaluate(found.node, null),
					)
				: first === undefined
					? null
					: findField(evaluator, node, first, null, true);
		const js =
			start === null || node === null
				? start
				: others.reduce<Js>((one, name) => evaluator.memberOf(one, name), start);
		return js === null ? null : this.#move(js, found.module, from);
	}

	/** What a path of an import stands for, and the names behind it. */
	#find(
		specifier: string,
		path: readonly string[],
		from: SourceModule,
		depth = 0,
	): (Located<Node> & { readonly rest: readonly string[] }) | null {
		const module = depth > MAX_PASSED ? null : this.#links.importedBy(specifier, from);
		const [name, ...rest] = path;
		if (module === null || name === undefined) {
			return null;
		}
		this.evaluatorOf(module); // From now on its nodes are known.
		const target = exportOf(name, module);
		if (target?.kind === "own") {
			return { node: target.node, module, rest };
		}
		if (target?.kind === "other") {
			return this.#find(target.specifier, [...target.path, ...rest], module, depth + 1);
		}
		const passed = passedOnBy(module).flatMap((one) => this.#find(one, path, module, depth + 1) ?? []);
		// One name of two modules is neither.
		return new Set(passed.map(({ node }) => node)).size === 1 ? (passed[0] ?? null) : null;
	}

	#functionAt({ node, module }: Located<Node>): FunctionNode | null {
		return isFunction(node) ? node : node.type === "Identifier" ? functionOf(node, module) : null;
	}

	#readCalls(): ReadonlyMap<FunctionNode, readonly Located<Call>[]> {
		const calls = new Map<FunctionNode, Located<Call>[]>();
		for (const module of this.#callers) {
			this.evaluatorOf(module);
			const add = (owner: FunctionNode | null, node: Call): void => {
				if (owner !== null && this.moduleOf(owner) !== module) {
					const known = calls.get(owner) ?? [];
					calls.set(owner, known);
					known.push({ node, module });
				}
			};
			for (const node of nodesOf(module, "NewExpression")) {
				add(this.#constructorBehind(node.callee, module), node);
			}
			for (const node of nodesOf(module, "CallExpression")) {
				add(this.#calledBy(node, module), node);
			}
		}
		return calls;
	}

	#calledBy(call: Call, module: SourceModule): FunctionNode | null {
		const callee = unwrapAwait(call.callee);
		switch (callee.type) {
			case "Super": {
				const above = findAround(call, isClass)?.superClass ?? null;
				return above === null ? null : this.#constructorBehind(above, module);
			}
			case "Identifier":
				return this.#outsideFunction(callee, module);
			case "MemberExpression": {
				const name = memberKey(callee.property, callee.computed);
				const own =
					callee.object.type === "ThisExpression" || callee.object.type === "Super"
						? findAround(call, isClass)
						: null;
				return own === null || name === null
					? this.#outsideFunction(callee, module)
					: this.#methodOf({ node: own, module }, name);
			}
			default:
				return null;
		}
	}

	/** `makeFunction(…)`, `helpers.makeFunction(…)`, `ApiFunction.create(…)` */
	#outsideFunction(callee: Node, module: SourceModule): FunctionNode | null {
		const imported = this.#importOf(callee, module);
		const found = imported === null ? null : this.#find(imported.module, imported.path, module);
		if (found === null) {
			return null;
		}
		const [name, more] = found.rest;
		if (name === undefined) {
			return this.#functionAt(found);
		}
		const owner = more === undefined ? this.#classAt(found) : null;
		return owner === null ? null : this.#methodOf(owner, name);
	}

	#classAt({ node, module }: Located<Node>): Located<ClassNode> | null {
		const found = isClass(node) ? node : classOf(node, module);
		return found === null ? null : { node: found, module };
	}

	/** The class that an expression stands for, in this module or in another. */
	#classBehind(expression: Node, module: SourceModule): Located<ClassNode> | null {
		const own = classOf(expression, module);
		if (own !== null) {
			return { node: own, module };
		}
		const imported = this.#importOf(expression, module);
		const found = imported === null ? null : this.#find(imported.module, imported.path, module);
		return found === null || found.rest.length > 0 ? null : this.#classAt(found);
	}

	/** The constructor that runs for a class: its own, or the nearest that is written above it. */
	#constructorBehind(expression: Node, module: SourceModule): FunctionNode | null {
		for (const { node } of this.#chainOf(this.#classBehind(expression, module))) {
			const found = constructorOf(node);
			if (found !== null) {
				return found;
			}
		}
		return null;
	}

	#methodOf(owner: Located<ClassNode>, name: string): FunctionNode | null {
		for (const { node, module } of this.#chainOf(owner)) {
			const found = this.evaluatorOf(module).frames.findMethod(node, name);
			if (found !== null) {
				return found.body;
			}
		}
		return null;
	}

	/** A class, and those above it. */
	*#chainOf(start: Located<ClassNode> | null): Iterable<Located<ClassNode>> {
		let at = start;
		for (let depth = 0; at !== null && depth < MAX_PASSED; depth += 1) {
			yield at;
			const { superClass } = at.node;
			at = superClass === null ? null : this.#classBehind(superClass, at.module);
		}
	}

	/** A value of one module as another one sees it: its places, and paths that are relative to the file. */
	#move(js: Js, from: SourceModule, to: SourceModule): Js {
		const folder = posix.dirname(this.#links.pathOf(to));
		const base = posix.dirname(this.#links.pathOf(from));
		return moveJs(js, {
			span: this.#space.mover(from, to),
			path: (path): MachinePath =>
				path.base === "file"
					? { base: "file", way: posix.relative(folder, posix.join(base, path.way)) || "." }
					: path,
		});
	}
}

/** True where a module sets something of what it imports: `config.entry = …`. */
function isChangedHere({ by }: Imported, module: SourceModule): boolean {
	const variable = by === null ? null : variableOf(by.name, module);
	return variable?.references.some(({ identifier }) => isWrittenInside(identifier)) === true;
}
