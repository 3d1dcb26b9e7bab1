import { textsOf } from "../../src/model/policy.ts";
import { alternatives, type Value, type Single } from "../../src/model/value.ts";
import type { Way } from "../../src/model/way.ts";

interface Everybody {
	readonly value: Single;
	readonly when: readonly Way[];
}

/** `*`, `{ AWS: "*" }`, `{ AWS: ["*"] }`. A service's principal is somebody. */
export function findEverybody(principal: Value): Everybody | null {
	for (const { value, when } of alternatives(principal)) {
		const texts =
			value.kind === "map"
				? value.entries.filter((entry) => entry.key === "AWS").flatMap((entry) => textsOf(entry.value))
				: textsOf(value);
		const all = texts.find(({ text }) => text === "*" || text === "arn:aws:iam::*:root");
		if (all !== undefined) {
			return { value: all.value, when: [...when, ...all.when] };
		}
	}
	return null;
}
