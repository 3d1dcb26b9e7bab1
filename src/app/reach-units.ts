import { importsOf } from "../languages/facts/import-facts.ts";
import { LOADED, unitsOf, type UsedImport } from "../languages/facts/unit-facts.ts";
import type { Span } from "../text/span.ts";
import type { AppModule } from "./application.ts";

/** Which parts of a function's modules run: what they do when they are loaded, and all that the handler leads to. */
export class ReachedUnits {
	readonly #find: (specifier: string, from: AppModule) => AppModule | null;
	readonly #reached = new Map<AppModule, Set<string>>();
	readonly #open: (readonly [module: AppModule, unit: string])[] = [];
	/** Whether modules export names, themselves or by those that they pass on. */
	readonly #exported = new Map<AppModule, Map<string, boolean>>();
	/** The names of members that are used, and the methods of used units whose names are not used yet. */
	readonly #members = new Set<string>();
	readonly #methods = new Map<string, (readonly [module: AppModule, unit: string])[]>();

	/**
	 * @param handler the module of the handler, and the name that Lambda calls
	 * @param find the module that an import leads to; null for a package
	 */
	constructor(
		handler: { readonly module: AppModule; readonly exported: string },
		find: (specifier: string, from: AppModule) => AppModule | null,
	) {
		this.#find = find;
		this.#reach(handler.module, LOADED);
		this.#reachExport(handler.module, handler.exported.split(".")[0] ?? null, 0);
		for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
			this.#follow(next[0], next[1]);
		}
	}

	/** True if what is at a range of a module may run. */
	has(module: AppModule, span: Span): boolean {
		return this.#reached.get(module)?.has(unitsOf(module.module).unitAt(span)) === true;
	}

	#reach(module: AppModule, unit: string): void {
		const units = this.#reached.get(module) ?? new Set();
		this.#reached.set(module, units);
		if (!units.has(unit)) {
			units.add(unit);
			this.#open.push([module, unit]);
		}
	}

	#follow(module: AppModule, name: string): void {
		const unit = unitsOf(module.module).units.get(name);
		this.#followMembers(module, name, unit?.members ?? new Set());
		unit?.uses.forEach((used) => this.#reach(module, used));
		unit?.imports.forEach((used) => this.#reachImport(module, used, 0));
		if (name === LOADED) {
			for (const { specifier } of importsOf(module.module)) {
				const next = specifier === null ? null : this.#find(specifier, module);
				if (next !== null) {
					this.#reach(next, LOADED);
				}
			}
		}
	}

	/** Methods run if what has them is used, and anywhere a member of their name. */
	#followMembers(module: AppModule, name: string, members: ReadonlySet<string>): void {
		for (const member of members) {
			if (!this.#members.has(member)) {
				this.#members.add(member);
				this.#methods.get(member)?.forEach(([of, unit]) => this.#reach(of, unit));
			}
		}
		for (const { name: inner, method } of unitsOf(module.module).methods.get(name) ?? []) {
			if (method === null || this.#members.has(method)) {
				this.#reach(module, inner);
			} else {
				const waiting = this.#methods.get(method) ?? [];
				this.#methods.set(method, waiting);
				waiting.push([module, inner]);
			}
		}
	}

	#reachImport(module: AppModule, { specifier, name }: UsedImport, depth: number): void {
		const next = this.#find(specifier, module);
		if (next !== null) {
			this.#reachExport(next, name, depth);
		}
	}

	/** @param name null for everything that the module exports */
	#reachExport(module: AppModule, name: string | null, depth: number): void {
		const { exports, passedOn } = unitsOf(module.module);
		const found = name === null ? undefined : exports.get(name);
		if (typeof found === "string") {
			this.#reach(module, found);
		} else if (found !== undefined) {
			this.#reachFurther(module, found, depth);
		} else {
			const from = passedOn.filter((specifier) => name === null || this.#exportedBy(module, specifier, name));
			from.forEach((specifier) => this.#reachFurther(module, { specifier, name }, depth));
			if (name === null || from.length === 0) {
				this.#reachAll(module, depth);
			}
		}
	}

	/** A default import of CommonJS is all that it exports; what is exported in a way that is not known may be any of it. */
	#reachAll(module: AppModule, depth: number): void {
		const { exports, units } = unitsOf(module.module);
		units.forEach(({ method }, unit) => {
			if (method === null) {
				this.#reach(module, unit);
			}
		});
		for (const one of exports.values()) {
			if (typeof one !== "string") {
				this.#reachFurther(module, one, depth);
			}
		}
	}

	#reachFurther(module: AppModule, used: UsedImport, depth: number): void {
		if (depth < MAX_DEPTH) {
			this.#reachImport(module, used, depth + 1);
		}
	}

	/** True if a module that is passed on exports a name, itself or by those that it passes on. */
	#exportedBy(from: AppModule, specifier: string, name: string): boolean {
		const module = this.#find(specifier, from);
		if (module === null) {
			return false;
		}
		const known = this.#exported.get(module) ?? new Map<string, boolean>();
		this.#exported.set(module, known);
		let isExported = known.get(name);
		if (isExported === undefined) {
			known.set(name, false); // For modules that pass each other on.
			const { exports, passedOn } = unitsOf(module.module);
			isExported = exports.has(name) || passedOn.some((next) => this.#exportedBy(module, next, name));
			known.set(name, isExported);
		}
		return isExported;
	}
}

/** How many modules pass an export on. */
const MAX_DEPTH = 20;
