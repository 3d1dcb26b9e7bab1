import { importsOf } from "../languages/facts/import-facts.ts";
import { LOADED, unitsOf, type UsedImport } from "../languages/facts/unit-facts.ts";
import type { Span } from "../text/span.ts";
import type { AppModule } from "./application.ts";

/** Which parts of a function's modules run: what they do when they are loaded, and all that the handler leads to. */
export class ReachedUnits {
	readonly #find: (specifier: string, from: AppModule) => AppModule | null;
	readonly #reached = new Map<AppModule, Set<string>>();
	readonly #open: (readonly [module: AppModule, unit: string])[] = [];
	/** The exports that are used, null for all of a module, and those of them that are still to follow. */
	readonly #used = new Map<AppModule, Set<string | null>>();
	readonly #openExports: (readonly [module: AppModule, name: string | null])[] = [];
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
		this.#useExport(handler.module, handler.exported.split(".")[0] ?? null);
		while (this.#open.length > 0 || this.#openExports.length > 0) {
			for (let next = this.#openExports.pop(); next !== undefined; next = this.#openExports.pop()) {
				this.#followExport(next[0], next[1]);
			}
			const unit = this.#open.pop();
			if (unit !== undefined) {
				this.#follow(unit[0], unit[1]);
			}
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
		unit?.imports.forEach((used) => this.#reachImport(module, used));
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

	#reachImport(module: AppModule, { specifier, name }: UsedImport): void {
		const next = this.#find(specifier, module);
		if (next !== null) {
			this.#useExport(next, name);
		}
	}

	/** @param name null for everything that the module exports */
	#useExport(module: AppModule, name: string | null): void {
		const names = this.#used.get(module) ?? new Set();
		this.#used.set(module, names);
		if (!names.has(name)) {
			names.add(name);
			this.#openExports.push([module, name]);
		}
	}

	#followExport(module: AppModule, name: string | null): void {
		const found = name === null ? undefined : unitsOf(module.module).exports.get(name);
		if (typeof found === "string") {
			this.#reach(module, found);
		} else if (found !== undefined) {
			this.#reachImport(module, found);
		} else {
			const from = name === null ? this.#passedOnBy(module) : this.#exportersOf(module, name);
			from.forEach((one) => this.#useExport(one, name));
			if (name === null || from.length === 0) {
				this.#reachAll(module);
			}
		}
	}

	/** A default import of CommonJS is all that it exports; what is exported in a way that is not known may be any of it. */
	#reachAll(module: AppModule): void {
		const { exports, units } = unitsOf(module.module);
		units.forEach(({ method }, unit) => {
			if (method === null) {
				this.#reach(module, unit);
			}
		});
		for (const one of exports.values()) {
			if (typeof one !== "string") {
				this.#reachImport(module, one);
			}
		}
	}

	/** The modules of which a module exports everything. */
	#passedOnBy(module: AppModule): readonly AppModule[] {
		return unitsOf(module.module).passedOn.flatMap((specifier) => this.#find(specifier, module) ?? []);
	}

	/** The modules that export a name, among those that a module passes on, directly or through others. */
	#exportersOf(module: AppModule, name: string): readonly AppModule[] {
		const exporters: AppModule[] = [];
		const visited = new Set(this.#passedOnBy(module));
		for (const next of visited) {
			if (unitsOf(next.module).exports.has(name)) {
				exporters.push(next);
			} else {
				this.#passedOnBy(next).forEach((one) => visited.add(one));
			}
		}
		return exporters;
	}
}
