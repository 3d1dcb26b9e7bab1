import { join } from "node:path";
import type { Parameter, Value } from "../../../model/value.ts";
import { Fuel } from "../../../text/fuel.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { Span } from "../../../text/span.ts";
import type { HclCall, HclExpression, HclStep, HclTraversal } from "../parse/syntax.ts";
import { applySteps } from "./apply-steps.ts";
import { evaluateConditional, evaluateFor, evaluateObject, evaluateTuple } from "./collections.ts";
import type { Element } from "./elements.ts";
import type { Evaluation, Module, Scope } from "./evaluation.ts";
import { callFunction } from "./functions.ts";
import type { Instances } from "./instances.ts";
import { KnownResources } from "./known-resources.ts";
import { ModuleCalls, type CalledModule } from "./module-calls.ts";
import { argumentOf, type Declaration, type ModuleTable } from "./module-table.ts";
import { applyOperator, negate } from "./operators.ts";
import { readParameter } from "./read-parameter.ts";
import { evaluateTemplate } from "./templates.ts";
import type { ModuleFolders, TerraformFile } from "./terraform-file.ts";
import { TouchedFiles } from "./touched-files.ts";
import { applyType } from "./type-constraint.ts";
import { sizeOf } from "./value-size.ts";
import { absent, named, truthOf, unresolved } from "./values.ts";
import { wording } from "../../../text/wording.ts";

/** The depth of expressions inside each other, through names too. */
const MAX_DEPTH = 400;

/** The parts of one value. */
const MAX_SIZE = 20_000;

const TOUCHED = new WeakMap<ModuleTable, TouchedFiles>();

const NO_NAMES: ReadonlyMap<string, Value> = new Map();

/**
 * Evaluates the expressions of a module: once for all of its files. Spans are offsets in all texts together, where each
 * file has a place of its own ({@link baseOf}). Nothing is executed or fetched.
 */
export class Evaluator implements Evaluation {
	readonly root: Module;
	readonly #bases = new Map<TerraformFile, number>();
	#nextBase = 0;
	readonly #known = new Map<Module, Map<string, Value | null>>();
	readonly #parameters = new Map<string, Parameter>();
	readonly #resources: KnownResources;
	readonly #calls: ModuleCalls;
	readonly #fuel: Fuel;
	#depth = 0;

	constructor(folders: ModuleFolders) {
		this.#resources = new KnownResources(this);
		this.#calls = new ModuleCalls(this, folders, this.#resources);
		const files = folders.filesIn(folders.own);
		this.#fuel = new Fuel(
			files.reduce((sum, { text }) => sum + text.length, 0),
			{ base: 200_000, perCharacter: 20 },
		);
		this.root = {
			table: this.#calls.tableOf(folders.own),
			prefix: "",
			given: null,
			isGiven: () => false,
			depth: 0,
			address: "",
			caller: null,
			call: null,
		};
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
			const value = this.#evaluate(node, scope);
			return sizeOf(value) > MAX_SIZE ? unresolved(this.spanOf(node, scope), "it is too large") : value;
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
					: {
							kind: "literal",
							span,
							value: node.value,
							text: scope.file.text.slice(node.start, node.end),
							via: null,
						};
			}
			case "HclTemplate":
				return evaluateTemplate(node, scope, this);
			case "HclVariable":
				return (
					scope.names.get(node.name) ??
					unresolved(this.spanOf(node, scope), wording("`{{name}}` is not known", { name: node.name }))
				);
			case "HclTraversal":
				return this.#traverse(node, scope);
			case "HclCall":
				return this.#call(node, scope);
			case "HclTuple":
				return evaluateTuple(node, scope, this);
			case "HclObject":
				return evaluateObject(node, scope, this);
			case "HclFor":
				return evaluateFor(node, scope, this);
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
				return evaluateConditional(node, scope, this);
			case "HclParentheses":
				return this.evaluate(node.expression, scope);
			case "HclInvalid":
				return unresolved(this.spanOf(node, scope), "it cannot be read");
			default:
				return node satisfies never;
		}
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
		const first = steps[0];
		const second = steps[1];
		const name = first?.type === "HclAttributeStep" ? first.name : "";
		switch (root.name) {
			case "var": {
				const value = this.#apply(this.#variable(scope.module, name), steps.slice(1), scope, span);
				return this.#isOfCall(scope.module, name, value) ? value : named(value, span, name, "variable");
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
				return this.#apply(this.#resources.named(address, scope.module, span), steps.slice(2), scope, span);
			}
			case "path":
				return { ...unresolved(span, "`path` is not known here"), ...this.#folderAt(name, scope.module) };
			case "terraform":
			case "each":
			case "count":
			case "self":
				return unresolved(span, wording("`{{name}}` is not known here", { name: root.name }));
			default:
				return this.#apply(
					this.#resources.named(`${root.name}.${name}`, scope.module, span),
					steps.slice(1),
					scope,
					span,
				);
		}
	}

	/** True for what is reported at a call: what it gives, be it `null`, but where the variable itself has no more. */
	#isOfCall(module: Module, name: string, value: Value): boolean {
		if (!module.isGiven(name) || value.kind !== "absent") {
			return module.isGiven(name);
		}
		const declaration = module.table.variables.get(name);
		const own = declaration === undefined ? undefined : this.argument(declaration, "default", module);
		return own?.kind !== "absent" || !own.explicit;
	}

	/** `path.module`, `path.root`, `path.cwd`; nothing if it is not known where the files are. */
	#folderAt(name: string, module: Module): { readonly folder?: string } {
		const folder = name === "module" ? module.table.folder : this.root.table.folder;
		return folder === "" ? {} : { folder };
	}

	/** True for a span in a file of the root module. */
	isOfRoot({ start, end }: Span): boolean {
		return this.#calls
			.filesOf(this.root.table.folder)
			.some((file) => start >= this.baseOf(file) && end <= this.baseOf(file) + file.text.length);
	}

	/** Where a span is: the file, absolute, and the place in it; null if it is not known where the files are. */
	placeOf(span: Span): { readonly path: string; readonly span: Span } | null {
		const found = this.fileAt(span);
		const folder = found === null ? "" : this.#calls.folderOf(found.file);
		return found === null || folder === "" ? null : { path: join(folder, found.file.name), span: found.span };
	}

	/** The file that a span is in, and the place in it; null for what is written nowhere. */
	fileAt({ start, end }: Span): { readonly file: TerraformFile; readonly span: Span } | null {
		for (const [file, base] of this.#bases) {
			if (start >= base && start <= base + file.text.length) {
				return { file, span: { start: start - base, end: end - base } };
			}
		}
		return null;
	}

	#apply(value: Value, steps: readonly HclStep[], scope: Scope, span: Span): Value {
		return steps.length === 0
			? value
			: applySteps(value, steps, {
					span,
					keyOf: (node) => this.evaluate(node, scope),
					attributeOf: (id, name) => this.#resources.attribute(id, name, span),
					itemsOf: (whole, id) => this.#resources.listOf(whole, id, span),
					instanceOf: (id, key) => this.#resources.instance(id, key, span),
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
			? unresolved({ start: 0, end: 0 }, wording("local '{{name}}' is not declared", { name }))
			: this.#once(module, `local.${name}`, () =>
					this.evaluate(local.node.value, this.scopeOf(module, local.file)),
				);
	}

	#variable(module: Module, name: string): Value {
		return this.#once(module, `var.${name}`, () => {
			const declaration = module.table.variables.get(name);
			if (declaration === undefined) {
				return unresolved({ start: 0, end: 0 }, wording("variable '{{name}}' is not declared", { name }));
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
		return this.#resources.instances(declaration, module);
	}

	/** The id of an instance. */
	idOfInstance(base: string, instances: Instances, key: Value): string {
		return this.#resources.idOf(base, instances, key);
	}

	elementsOf(value: Value): { readonly elements: readonly Element[]; readonly open: boolean } {
		return this.#resources.elementsOf(value);
	}

	/** The modules that a call makes, one for each instance; none for a call that cannot be followed. */
	modulesOf(name: string, module: Module): readonly CalledModule[] {
		return this.#calls.of(name, module);
	}

	#output(node: HclTraversal, scope: Scope, span: Span): Value {
		const [first, ...others] = node.steps;
		const name = first?.type === "HclAttributeStep" ? first.name : "";
		const key = others[0]?.type === "HclIndexStep" ? this.evaluate(others[0].key, scope) : null;
		const [step, ...rest] = key === null ? others : others.slice(1);
		const wanted = step?.type === "HclAttributeStep" ? step.name : "";
		const made = this.#calls.registryOutput(name, wanted, key, scope.module);
		if (made !== null) {
			return { kind: "reference", span, to: { of: "resource", ...made } };
		}
		const called = this.#calls.find(name, key, scope.module);
		const output = called?.table.outputs.get(wanted);
		if (called === undefined || output === undefined) {
			return {
				...unresolved(span, wording("an output of module '{{name}}' is not known here", { name })),
				built: wanted,
			};
		}
		const value = this.#once(called, `output.${wanted}`, () => this.argument(output, "value", called));
		return named(this.#apply(value, rest, scope, span), span, this.textOf(node, scope), "output");
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
}
