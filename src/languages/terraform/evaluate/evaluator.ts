import { entryOf } from "../../../model/entry-of.ts";
import type { Entry, Parameter, Value } from "../../../model/value.ts";
import { Fuel } from "../../../text/fuel.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { Span } from "../../../text/span.ts";
import type { HclCall, HclExpression, HclFor, HclObject, HclStep, HclTraversal, HclTuple } from "../parse/syntax.ts";
import { applyOperator, negate } from "./operators.ts";
import { applySteps } from "./apply-steps.ts";
import { callFunction } from "./functions.ts";
import { registryModule } from "../spec/registry-modules.ts";
import { readAttribute } from "./read-attribute.ts";
import { elementsOf, type Element } from "./elements.ts";
import type { Evaluation, Module, Scope } from "./evaluation.ts";
import { instancesOf, type Instances } from "./instances.ts";
import { argumentOf, literalText, readTable, type Declaration, type ModuleTable } from "./module-table.ts";
import { readParameter } from "./read-parameter.ts";
import { evaluateTemplate } from "./templates.ts";
import type { ModuleFolders, TerraformFile } from "./terraform-file.ts";
import { TouchedFiles } from "./touched-files.ts";
import { applyType } from "./type-constraint.ts";
import {
	absent,
	addressOfBlock,
	entry,
	failed,
	isWhole,
	listOf,
	literal,
	mapOf,
	named,
	scalarOf,
	textOfScalar,
	truthOf,
	unresolved,
	wholeResource,
} from "./values.ts";

/** The depth of expressions inside each other, through names too. */
const MAX_DEPTH = 400;

/** The depth of modules, and how many calls one view follows. */
const MAX_MODULE_DEPTH = 6;
const MAX_MODULES = 100;

/** Each folder once, however many of its files are read. */
const TABLES = new WeakMap<readonly TerraformFile[], ModuleTable>();

const TOUCHED = new WeakMap<ModuleTable, TouchedFiles>();

const NO_NAMES: ReadonlyMap<string, Value> = new Map();

/** A call of a module, or one instance of it. */
interface CalledModule {
	readonly module: Module;
	readonly key: Value | null;
}

/**
 * Evaluates the expressions of a module: once for all of its files. Spans are offsets in all texts together, where each
 * file has a place of its own ({@link baseOf}). Nothing is executed or fetched.
 */
export class Evaluator implements Evaluation {
	readonly root: Module;
	readonly #folders: ModuleFolders;
	readonly #bases = new Map<TerraformFile, number>();
	#nextBase = 0;
	readonly #known = new Map<Module, Map<string, Value | null>>();
	readonly #parameters = new Map<string, Parameter>();
	readonly #instances = new Map<Declaration, Map<Module, Instances>>();
	readonly #calls = new Map<Module, Map<string, readonly CalledModule[]>>();
	readonly #fuel: Fuel;
	#depth = 0;
	#modules = 0;

	constructor(folders: ModuleFolders) {
		this.#folders = folders;
		const files = folders.filesIn(folders.own);
		this.#fuel = new Fuel(
			files.reduce((sum, { text }) => sum + text.length, 0),
			{ base: 200_000, perCharacter: 20 },
		);
		this.root = { table: this.#tableOf(folders.own), prefix: "", given: null, isGiven: () => false, depth: 0 };
	}

	spend(steps: number): boolean {
		return this.#fuel.spend(steps);
	}

	/** Where a file begins in all texts together. */
	baseOf(file: TerraformFile): number {
		let base = this.#bases.get(file);
		if (base === undefined) {
			base = this.#nextBase;
			this.#bases.set(file, base);
			this.#nextBase += file.text.length + 1;
		}
		return base;
	}

	spanOf({ start, end }: { readonly start: number; readonly end: number }, { file }: Pick<Scope, "file">): Span {
		const base = this.baseOf(file);
		return { start: start + base, end: end + base };
	}

	textOf({ start, end }: { readonly start: number; readonly end: number }, { file }: Pick<Scope, "file">): string {
		const text = file.text.slice(start, Math.min(end, start + 200)).replace(/\s+/gu, " ");
		return text.length > 60 ? `${text.slice(0, 59)}…` : text;
	}

	scopeOf(module: Module, file: TerraformFile, names: ReadonlyMap<string, Value> = NO_NAMES): Scope {
		return { module, file, names };
	}

	evaluate(node: HclExpression, scope: Scope): Value {
		if (this.#depth > MAX_DEPTH || !this.#fuel.spend()) {
			return unresolved(this.spanOf(node, scope), "it takes too long to evaluate");
		}
		this.#depth += 1;
		try {
			return this.#evaluate(node, scope);
		} finally {
			this.#depth -= 1;
		}
	}

	#evaluate(node: HclExpression, scope: Scope): Value {
		switch (node.type) {
			case "HclLiteral": {
				const span = this.spanOf(node, scope);
				return node.value === null
					? absent(span)
					: { ...literal(span, node.value), text: scope.file.text.slice(node.start, node.end) };
			}
			case "HclTemplate":
				return evaluateTemplate(node, scope, this);
			case "HclVariable":
				return (
					scope.names.get(node.name) ?? unresolved(this.spanOf(node, scope), `\`${node.name}\` is not known`)
				);
			case "HclTraversal":
				return this.#traverse(node, scope);
			case "HclCall":
				return this.#call(node, scope);
			case "HclTuple":
				return this.#tuple(node, scope);
			case "HclObject":
				return this.#object(node, scope);
			case "HclFor":
				return this.#for(node, scope);
			case "HclUnary":
				return negate(node.operator, this.evaluate(node.operand, scope), this.spanOf(node, scope));
			case "HclBinary":
				return node.operators.reduce(
					(left, operator, index) =>
						applyOperator(
							operator,
							left,
							() => this.evaluate(node.operands[index + 1] ?? node, scope),
							this.spanOf(node, scope),
						),
					this.evaluate(node.operands[0] ?? node, scope),
				);
			case "HclConditional":
				return this.#choose(node, scope);
			case "HclParentheses":
				return this.evaluate(node.expression, scope);
			case "HclInvalid":
				return unresolved(this.spanOf(node, scope), "it cannot be read");
			default:
				return node satisfies never;
		}
	}

	#tuple(node: HclTuple, scope: Scope): Value {
		return listOf(
			this.spanOf(node, scope),
			node.items.map((item) => this.evaluate(item, scope)),
			false,
			node,
		);
	}

	#object(node: HclObject, scope: Scope): Value {
		const entries: Entry[] = [];
		let open = false;
		for (const item of node.items) {
			const key = item.name ?? textOfScalar(this.evaluate(item.key, scope));
			if (key === undefined) {
				open = true; // The key is not known.
				continue;
			}
			entries.push({
				key,
				keySpan: this.spanOf(item.key, scope),
				value: this.evaluate(item.value, scope),
				span: this.spanOf(item, scope),
			});
		}
		return mapOf(this.spanOf(node, scope), entries, open, node);
	}

	#choose(node: Extract<HclExpression, { type: "HclConditional" }>, scope: Scope): Value {
		const is = truthOf(this.evaluate(node.condition, scope));
		if (is !== undefined) {
			return this.evaluate(is ? node.consequent : node.alternate, scope);
		}
		const sides = [node.consequent, node.alternate].map((side) => this.evaluate(side, scope));
		const [one, other] = sides.map(scalarOf);
		if (one !== undefined && one === other && sides[0] !== undefined) {
			return sides[0];
		}
		const text = this.textOf(node.condition, scope);
		return {
			kind: "branches",
			span: this.spanOf(node, scope),
			branches: sides.map((value, index) => ({
				when: { of: "expression", text, asks: "truth", is: index === 0 },
				value,
			})),
		};
	}

	#for(node: HclFor, scope: Scope): Value {
		const span = this.spanOf(node, scope);
		const collection = this.evaluate(node.collection, scope);
		const { elements, open } = this.#knownElements(collection, scope);
		let isOpen = open;
		const items: Value[] = [];
		const entries = new Map<string, Entry[]>();
		for (const { key, value } of elements) {
			const names = new Map(scope.names).set(node.value.text, value);
			if (node.key !== null) {
				names.set(node.key.text, key);
			}
			const inner = { ...scope, names };
			const keeps = node.condition === null ? true : truthOf(this.evaluate(node.condition, inner));
			const made = node.keyResult === null ? null : textOfScalar(this.evaluate(node.keyResult, inner));
			if (keeps === undefined || made === undefined || !this.#fuel.spend()) {
				isOpen = true;
			} else if (keeps && made === null) {
				items.push(this.evaluate(node.result, inner));
			} else if (keeps && made !== null) {
				const result = this.evaluate(node.result, inner);
				const before = node.isGrouped ? (entries.get(made) ?? []) : [];
				entries.set(made, [...before, entry(made, result, result.span)]);
			}
		}
		return node.keyResult === null
			? listOf(span, items, isOpen)
			: mapOf(
					span,
					[...entries].flatMap(([key, found]) =>
						node.isGrouped
							? [
									entry(
										key,
										listOf(
											span,
											found.map(({ value }) => value),
										),
										span,
									),
								]
							: found,
					),
					isOpen,
				);
	}

	/** The items of a collection that are known, and whether there may be more. */
	#knownElements(value: Value, scope: Scope): { readonly elements: readonly Element[]; readonly open: boolean } {
		if ((value.kind === "list" || value.kind === "map") && value.open) {
			return { elements: elementsOf({ ...value, open: false }) ?? [], open: true };
		}
		if (value.kind === "reference" && isWhole(value) && value.to.of === "resource") {
			const { id } = value.to;
			const instances = this.instancesById(id, scope.module);
			return instances.kind === "keys"
				? {
						elements: instances.each.map(({ key }) => ({
							key,
							value: wholeResource(value.span, this.idOfInstance(id, instances, key)),
						})),
						open: false,
					}
				: {
						elements: [{ key: unresolved(value.span, "the keys are not known"), value }],
						open: true,
					};
		}
		const elements = elementsOf(value);
		return { elements: elements ?? [], open: elements === null };
	}

	#call(node: HclCall, scope: Scope): Value {
		const span = this.spanOf(node, scope);
		const given = node.arguments.map((argument) => this.evaluate(argument, scope));
		const last = given.at(-1);
		if (node.isExpanded && last !== undefined) {
			if (last.kind !== "list" || last.open) {
				return unresolved(span, "the arguments are not known");
			}
			given.pop();
			pushAll(given, last.items);
		}
		return callFunction(node.name.text, given, span, this);
	}

	#traverse(node: HclTraversal, scope: Scope): Value {
		const span = this.spanOf(node, scope);
		const { root, steps } = node;
		if (root.type !== "HclVariable") {
			return this.#apply(this.evaluate(root, scope), steps, scope, span);
		}
		const local = scope.names.get(root.name);
		if (local !== undefined) {
			return named(this.#apply(local, steps, scope, span), span, this.textOf(node, scope), "expression");
		}
		const [first, second] = steps;
		const name = first?.type === "HclAttributeStep" ? first.name : "";
		switch (root.name) {
			case "var": {
				const value = this.#apply(this.#variable(scope.module, name), steps.slice(1), scope, span);
				// What a call gives is reported at the call, but where it gives nothing.
				return scope.module.isGiven(name) && value.kind !== "absent"
					? value
					: named(value, span, name, "variable");
			}
			case "local":
				return named(
					this.#apply(this.#local(scope.module, name), steps.slice(1), scope, span),
					span,
					name,
					"local",
				);
			case "module":
				return this.#output(node, scope, span);
			case "data":
			case "ephemeral": {
				const address = `${root.name}.${name}.${second?.type === "HclAttributeStep" ? second.name : ""}`;
				return this.#apply(this.#resource(address, scope, span), steps.slice(2), scope, span);
			}
			case "path":
			case "terraform":
			case "each":
			case "count":
			case "self":
				return unresolved(span, `\`${root.name}\` is not known here`);
			default:
				return this.#apply(this.#resource(`${root.name}.${name}`, scope, span), steps.slice(1), scope, span);
		}
	}

	#apply(value: Value, steps: readonly HclStep[], scope: Scope, span: Span): Value {
		return steps.length === 0
			? value
			: applySteps(value, steps, {
					span,
					keyOf: (node) => this.evaluate(node, scope),
					attributeOf: (id, name) => this.#attribute(id, name, scope, span),
					itemsOf: (whole, id) => {
						const { elements, open } = this.#knownElements(whole, scope);
						const instances = this.instancesById(id, scope.module);
						return instances.kind === "none"
							? listOf(span, [])
							: instances.kind === "single"
								? listOf(span, [whole])
								: listOf(
										span,
										elements.map((element) => element.value),
										open,
									);
					},
					instanceOf: (id, key) => this.#instance(id, key, scope, span),
				});
	}

	/** A value by its name, evaluated once; what refers to itself is not known. */
	#once(module: Module, key: string, make: () => Value): Value {
		const known = this.#known.get(module) ?? new Map<string, Value | null>();
		this.#known.set(module, known);
		const before = known.get(key);
		if (before === null) {
			return unresolved({ start: 0, end: 0 }, "it refers to itself");
		}
		if (before !== undefined) {
			return before;
		}
		known.set(key, null);
		const value = make();
		known.set(key, value);
		return value;
	}

	#local(module: Module, name: string): Value {
		const local = module.table.locals.get(name);
		return local === undefined
			? unresolved({ start: 0, end: 0 }, `local '${name}' is not declared`)
			: this.#once(module, `local.${name}`, () =>
					this.evaluate(local.node.value, this.scopeOf(module, local.file)),
				);
	}

	#variable(module: Module, name: string): Value {
		return this.#once(module, `var.${name}`, () => {
			const declaration = module.table.variables.get(name);
			if (declaration === undefined) {
				return unresolved({ start: 0, end: 0 }, `variable '${name}' is not declared`);
			}
			const scope = this.scopeOf(module, declaration.file);
			const type = argumentOf(declaration, "type");
			const typed = (value: Value): Value =>
				type === undefined ? value : applyType(value, type.node.value, this.scopeOf(module, type.file), this);
			if (module.given !== null) {
				const given = module.given(name);
				const isNullable = truthOf(this.argument(declaration, "nullable", module)) ?? true;
				const fallback = this.argument(declaration, "default", module);
				return typed(given === undefined || (given.kind === "absent" && !isNullable) ? fallback : given);
			}
			const parameter = this.parameter(name);
			const value = this.#givenInFile(name, module) ?? this.argument(declaration, "default", module);
			const span = this.spanOf(declaration.block.labels[0] ?? declaration.block, scope);
			if (parameter === undefined || (value.kind !== "literal" && value.kind !== "absent")) {
				return typed(value);
			}
			return value.kind === "absent" && value.explicit
				? typed(value) // `default = null`
				: { kind: "reference", span, to: { of: "parameter", name, parameter } };
		});
	}

	/** What a variable file gives. */
	#givenInFile(name: string, module: Module): Value | undefined {
		const given = module.table.values.get(name);
		return given === undefined ? undefined : this.evaluate(given.node.value, this.scopeOf(module, given.file));
	}

	/** An argument of a block; `absent` if it is not there. */
	argument(declaration: Declaration, name: string, module: Module): Value {
		const argument = argumentOf(declaration, name);
		return argument === undefined
			? absent(this.spanOf(declaration.block, declaration), false)
			: this.evaluate(argument.node.value, this.scopeOf(module, argument.file));
	}

	/** A variable of the root, as rules know it. */
	parameter(name: string): Parameter | undefined {
		const declaration = this.root.table.variables.get(name);
		let parameter = this.#parameters.get(name);
		if (parameter === undefined && declaration !== undefined) {
			parameter = readParameter(
				declaration,
				(argument) => this.argument(declaration, argument, this.root),
				this.#givenInFile(name, this.root),
				(node) => this.spanOf(node, declaration),
			);
			this.#parameters.set(name, parameter);
		}
		return parameter;
	}

	/** The instances of a resource or of a call of a module, as `count` and `for_each` make them. */
	instances(declaration: Declaration, module: Module): Instances {
		const byModule = this.#instances.get(declaration) ?? new Map<Module, Instances>();
		this.#instances.set(declaration, byModule);
		let instances = byModule.get(module);
		if (instances === undefined) {
			byModule.set(module, { kind: "unknown" }); // For what refers to itself.
			instances = instancesOf(declaration, (argument, file) => {
				const scope = this.scopeOf(module, file);
				return this.#asMap(this.evaluate(argument.value, scope), scope);
			});
			byModule.set(module, instances);
		}
		return instances;
	}

	/** A resource with several instances as the map of them that it is. */
	#asMap(value: Value, scope: Scope): Value {
		if (value.kind !== "reference" || !isWhole(value)) {
			return value;
		}
		const { elements, open } = this.#knownElements(value, scope);
		return mapOf(
			value.span,
			elements.flatMap(({ key, value: item }) => {
				const name = textOfScalar(key);
				return name === undefined ? [] : [entry(name, item)];
			}),
			open,
		);
	}

	/** The id of an instance; the only one of a `count` is called as its block. */
	idOfInstance(base: string, instances: Instances, key: Value): string {
		const isAlone = instances.kind === "keys" && instances.each.length === 1 && typeof scalarOf(key) === "number";
		return isAlone ? base : `${base}${renderKey(key)}`;
	}

	/** The instances of a resource by its id, as a module sees it. */
	instancesById(id: string, module: Module): Instances {
		const declaration = module.table.resources.get(id.slice(module.prefix.length));
		return declaration === undefined ? { kind: "single" } : this.instances(declaration, module);
	}

	/** The modules that a call makes, one for each instance; none for a call that cannot be followed. */
	modulesOf(name: string, module: Module): readonly CalledModule[] {
		const byName = this.#calls.get(module) ?? new Map<string, readonly CalledModule[]>();
		this.#calls.set(module, byName);
		let modules = byName.get(name);
		if (modules === undefined) {
			byName.set(name, []);
			modules = this.#follow(name, module);
			byName.set(name, modules);
		}
		return modules;
	}

	#follow(name: string, module: Module): readonly CalledModule[] {
		const call = module.table.calls.get(name);
		const source = literalText(call === undefined ? undefined : argumentOf(call, "source")?.node.value);
		const folder = source === null ? null : this.#folders.resolve(module.table.folder, source);
		if (call === undefined || folder === null || module.depth >= MAX_MODULE_DEPTH) {
			return [];
		}
		const table = this.#tableOf(folder);
		const make = (key: Value | null, names: ReadonlyMap<string, Value>): CalledModule => ({
			key,
			module: {
				table,
				prefix: `${module.prefix}module.${name}${key === null ? "" : renderKey(key)}.`,
				depth: module.depth + 1,
				isGiven: (variable) => argumentOf(call, variable) !== undefined,
				given: (variable) => {
					const argument = argumentOf(call, variable);
					return argument === undefined
						? undefined
						: this.evaluate(argument.node.value, this.scopeOf(module, argument.file, names));
				},
			},
		});
		const instances = this.instances(call, module);
		const made =
			instances.kind === "keys"
				? instances.each.map(({ key, names }) => make(key, names))
				: instances.kind === "none"
					? []
					: [make(null, NO_NAMES)];
		this.#modules += made.length;
		return this.#modules > MAX_MODULES ? [] : made;
	}

	#output(node: HclTraversal, scope: Scope, span: Span): Value {
		const [first, ...others] = node.steps;
		const name = first?.type === "HclAttributeStep" ? first.name : "";
		const modules = this.modulesOf(name, scope.module);
		const key = others[0]?.type === "HclIndexStep" ? this.evaluate(others[0].key, scope) : null;
		const rest = key === null ? others : others.slice(1);
		const called =
			key === null
				? modules[0]
				: (modules.find((one) => one.key !== null && scalarOf(one.key) === scalarOf(key)) ?? modules[0]);
		const wanted = rest[0]?.type === "HclAttributeStep" ? rest[0].name : "";
		const output = called?.module.table.outputs.get(wanted);
		const made = this.#registryOutput(name, wanted, key, scope);
		if (made !== null) {
			return { kind: "reference", span, to: { of: "resource", ...made } };
		}
		if (called === undefined || output === undefined || (modules.length > 1 && key === null)) {
			return { ...unresolved(span, `an output of module '${name}' is not known here`), built: wanted };
		}
		const value = this.#once(called.module, `output.${wanted}`, () =>
			this.argument(output, "value", called.module),
		);
		return named(this.#apply(value, rest.slice(1), scope, span), span, this.textOf(node, scope), "output");
	}

	/** The attribute that an output of a module of the registry is; null for other modules and outputs. */
	#registryOutput(
		name: string,
		output: string,
		key: Value | null,
		{ module }: Scope,
	): { readonly id: string; readonly attribute: string | null } | null {
		const call = module.table.calls.get(name);
		const source = literalText(call === undefined ? undefined : argumentOf(call, "source")?.node.value);
		const attribute = entryOf(registryModule(source ?? "")?.outputs, output);
		if (call === undefined || attribute === undefined) {
			return null;
		}
		const instances = this.instances(call, module);
		const base = `${module.prefix}module.${name}`;
		return {
			id: key === null ? base : this.idOfInstance(base, instances, key),
			attribute: attribute === "arn" ? "Arn" : null,
		};
	}

	#resource(address: string, scope: Scope, span: Span): Value {
		const { module } = scope;
		return module.table.resources.has(address)
			? wholeResource(span, module.prefix + address)
			: unresolved(span, `\`${address}\` is not declared in this folder`);
	}

	#instance(id: string, key: Value, scope: Scope, span: Span): Value {
		const instances = this.instancesById(id, scope.module);
		if (instances.kind === "none") {
			return failed(span, "there is no such resource");
		}
		const known = scalarOf(key);
		const found = instances.kind === "keys" ? instances.each.find((one) => scalarOf(one.key) === known) : undefined;
		return found === undefined && instances.kind === "keys" && known !== undefined
			? failed(span, "there is no such resource")
			: wholeResource(span, found === undefined ? id : this.idOfInstance(id, instances, found.key));
	}

	#attribute(id: string, name: string, scope: Scope, span: Span): Value {
		const address = addressOfBlock(id.slice(scope.module.prefix.length));
		const declaration = scope.module.table.resources.get(address);
		if (declaration === undefined) {
			return unresolved(span, "the resource is not declared in this folder");
		}
		const value = this.#once(scope.module, `${id}.${name}`, () =>
			readAttribute(declaration, { id, name, span, module: scope.module }, this),
		);
		return value.kind === "reference" || value.kind === "unresolved" ? { ...value, span } : value;
	}

	/** Where the resources of a module are written. */
	touchedFiles({ table }: Module): TouchedFiles {
		let touched = TOUCHED.get(table);
		if (touched === undefined) {
			touched = new TouchedFiles(table);
			TOUCHED.set(table, touched);
		}
		return touched;
	}

	#tableOf(folder: string): ModuleTable {
		const files = this.#folders.filesIn(folder);
		let table = TABLES.get(files);
		if (table === undefined) {
			table = readTable(folder, files);
			TABLES.set(files, table);
		}
		return table;
	}
}

/** `[0]`, `["orders"]`: the end of the address of an instance. */
function renderKey(key: Value): string {
	const scalar = scalarOf(key);
	return typeof scalar === "number" ? `[${String(scalar)}]` : `[${JSON.stringify(String(scalar ?? ""))}]`;
}
