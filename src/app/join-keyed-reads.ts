import { keyedReadsIn, keyedReadsOf } from "../languages/facts/keyed-reads.ts";
import { importedNames, unitsOf, type UsedImport } from "../languages/facts/unit-facts.ts";
import type { Span } from "../text/span.ts";
import type { AppModule } from "./application.ts";

/** What functions read that are given the name of a variable, also by other modules. */
export interface JoinedKeyedReads {
	readonly reads: readonly { readonly module: AppModule; readonly name: string; readonly span: Span }[];
	/** A module in which it is not known which variable is read; null if there is none. */
	readonly open: AppModule | null;
}

/**
 * Follows such functions to their callers in all modules of a function.
 *
 * @param find the module that an import leads to; null for a package
 */
export function joinKeyedReads(
	modules: readonly AppModule[],
	find: (specifier: string, from: AppModule) => AppModule | null,
): JoinedKeyedReads {
	const reads: { module: AppModule; name: string; span: Span }[] = [];
	let open: AppModule | null = null;
	const waiting: { readonly of: AppModule; readonly name: string; readonly place: number }[] = [];
	const visited = new Map<AppModule, Set<string>>();
	const take = (module: AppModule, keyed: ReturnType<typeof keyedReadsIn>): void => {
		keyed.reads.forEach((read) => reads.push({ module, ...read }));
		keyed.exported.forEach(({ name, place }) => waiting.push({ of: module, name, place }));
		if (keyed.open !== null) {
			open ??= module;
		}
	};
	modules.forEach((module) => take(module, keyedReadsIn(module.module)));
	for (const { of, name, place } of waiting) {
		const known = visited.get(of) ?? new Set();
		visited.set(of, known);
		const key = `${String(place)} ${name}`;
		if (known.has(key)) {
			continue;
		}
		known.add(key);
		for (const module of modules) {
			const leadsThere = (used: UsedImport): boolean => find(used.specifier, module) === of;
			for (const [local, used] of importedNames(module.module)) {
				if ((used.name === name || used.name === null) && leadsThere(used)) {
					if (used.name === null) {
						open ??= module; // `helpers.get("TABLE")`
					} else {
						take(module, keyedReadsOf(local, place, module.module));
					}
				}
			}
			const { exports, passedOn } = unitsOf(module.module);
			for (const [as, from] of exports) {
				if (typeof from !== "string" && from.name === name && leadsThere(from)) {
					waiting.push({ of: module, name: as, place });
				}
			}
			if (passedOn.some((specifier) => find(specifier, module) === of)) {
				waiting.push({ of: module, name, place });
			}
		}
	}
	return { reads, open };
}
