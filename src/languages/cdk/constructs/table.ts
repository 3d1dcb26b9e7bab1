import { BUCKETS } from "./buckets.ts";
import { CONTAINERS } from "./containers.ts";
import { DATABASES } from "./databases.ts";
import { FUNCTIONS } from "./functions.ts";
import { IDENTITIES } from "./identities.ts";
import { KEYS } from "./keys.ts";
import { MACHINES } from "./machines.ts";
import type { ConstructKind } from "./construct-kind.ts";
import { SERVICES } from "./services.ts";
import { STORE_CONSTRUCTS } from "./stores.ts";

/**
 * The L2 constructs whose properties have other names in the template, by module and class. L1 constructs need no row:
 * their properties differ only in case. The facts were read from `aws-cdk-lib` 2.276, and `cdk-differential.test.ts`
 * compares them with its output.
 */
export const CONSTRUCTS: ReadonlyMap<string, ConstructKind> = new Map(
	Object.entries({
		...FUNCTIONS,
		...KEYS,
		...BUCKETS,
		...STORE_CONSTRUCTS,
		...SERVICES,
		...DATABASES,
		...MACHINES,
		...CONTAINERS,
		...IDENTITIES,
	}),
);

/** A construct by its module and class, `aws-cdk-lib/aws-lambda.Function`; undefined for an L1 construct. */
export function constructNamed(name: string): ConstructKind | undefined {
	return CONSTRUCTS.get(name);
}
