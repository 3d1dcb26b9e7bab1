import type { EnvironmentTarget } from "../../fix/lookup/lookup.ts";
import { environmentTarget } from "../../fix/lookup/target/environment-target.ts";
import { type EnvironmentRead, readsOf } from "../../languages/handler/environment/environment-reads.ts";
import { spanOf } from "../../languages/program/node-edit.ts";
import { groupBy } from "../../text/group-by.ts";
import type { SourceModule } from "../../languages/program/source-module.ts";
import { type LookupOffer, lookupOffers, type LookupRuleOptions } from "./lookup-offers.ts";

/**
 * What is offered for a variable, by its read, or why nothing is. Once a lookup is there, the variable goes: all of
 * its reads do, or none.
 *
 * @param isAccepted true where a comment accepts what stands at an offset
 */
export function offersFor(
	names: ReadonlySet<string>,
	module: SourceModule,
	options: LookupRuleOptions,
	isAccepted: (offset: number) => boolean,
): ReadonlyMap<string, ReadonlyMap<EnvironmentRead, LookupOffer> | string> {
	const offers = new Map<string, ReadonlyMap<EnvironmentRead, LookupOffer> | string>();
	const targets = new Map<EnvironmentRead, EnvironmentTarget>();
	for (const name of names) {
		const reads = readsOf(name, module);
		const found = reads.map((read) => [read, environmentTarget(read)] as const);
		if (reads.some(({ node }) => isAccepted(spanOf(node).start))) {
			offers.set(name, "another of its reads is accepted by a comment");
		} else if (found.some(([, target]) => target === null)) {
			offers.set(name, "it is read through a function or a schema");
		} else {
			found.forEach(([read, target]) => target !== null && targets.set(read, target));
		}
	}
	const planned = lookupOffers(
		module,
		[...targets.values()].sort((a, b) => spanOf(a.node).start - spanOf(b.node).start),
		options,
	);
	const byName = groupBy(targets, ([read]) => read.name);
	for (const name of names) {
		if (!offers.has(name)) {
			offers.set(name, new Map((byName.get(name) ?? []).map(([read, target]) => [read, planned.of(target)])));
		}
	}
	return offers;
}
