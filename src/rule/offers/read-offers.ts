import type { TSESTree } from "@typescript-eslint/utils";
import type { EnvironmentTarget } from "../../fix/lookup/lookup.ts";
import { readsOf } from "../../languages/handler/environment-reads.ts";
import type { SourceModule } from "../../languages/program/source-module.ts";
import { type LookupOffer, lookupOffers, type LookupRuleOptions } from "./lookup-offers.ts";
import { groupBy } from "../../text/group-by.ts";
import { pushAll } from "../../text/push-all.ts";

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
): ReadonlyMap<string, ReadonlyMap<TSESTree.Node, LookupOffer> | string> {
	const offers = new Map<string, ReadonlyMap<TSESTree.Node, LookupOffer> | string>();
	const targets: EnvironmentTarget[] = [];
	for (const name of names) {
		const all = readsOf(name, module);
		const members = all.flatMap(({ shape, node }) =>
			(shape === "expression" && node.type === "MemberExpression") ||
			(shape === "pattern" && node.type === "Property")
				? [node]
				: [],
		);
		if (all.some(({ node }) => isAccepted(node.range[0]))) {
			offers.set(name, "another of its reads is accepted by a comment");
		} else if (members.length < all.length) {
			offers.set(name, "it is read through a function or a schema");
		} else {
			pushAll(
				targets,
				members.map((node) => ({ kind: "environment", node, variable: name }) as const),
			);
		}
	}
	const planned = lookupOffers(
		module,
		targets.sort((a, b) => a.node.range[0] - b.node.range[0]),
		options,
	);
	const byName = groupBy(targets, ({ variable }) => variable);
	for (const name of names) {
		if (!offers.has(name)) {
			offers.set(name, new Map((byName.get(name) ?? []).map((target) => [target.node, planned.of(target)])));
		}
	}
	return offers;
}
