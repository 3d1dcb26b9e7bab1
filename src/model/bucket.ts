import type { Span } from "../text/span.ts";
import { readKey } from "./key.ts";
import type { Protection } from "./protection.ts";
import type { Resource } from "./resource.ts";
import { alternatives, getIn, itemsOf, literalOf, type MapValue } from "./value.ts";
import { contradict, type Way } from "./way.ts";
import { pushAll } from "../text/push-all.ts";

/** The default encryption of a bucket, for one combination of branches. */
export interface BucketState {
	readonly protection: Protection;
	/** `AES256`, `aws:kms`, `aws:kms:dsse`; null if none is written. */
	readonly algorithm: string | null;
	/** Where a finding points: the algorithm, otherwise the bucket. */
	readonly at: Span;
	readonly when: readonly Way[];
	/** The branches that lead to the algorithm, without those of the key: for a finding about the algorithm alone. */
	readonly algorithmWhen: readonly Way[];
	/** The rule of the configuration, and the map in it with algorithm and key, which a fix writes. */
	readonly rule: MapValue | null;
	readonly byDefault: MapValue | null;
}

/**
 * Reads the encryption level of a bucket. Without a configuration S3 has encrypted new objects with SSE-S3 since 5
 * January 2023, so the level is `provider-owned`, never `none`.
 *
 * Source: "Setting default server-side encryption behavior for Amazon S3 buckets", Amazon S3 User Guide.
 */
export function readBucket(bucket: Resource): readonly BucketState[] {
	const states: BucketState[] = [];
	const none = (when: readonly Way[], at: Span): BucketState => ({
		protection: "provider-owned",
		algorithm: null,
		at,
		when,
		algorithmWhen: when,
		rule: null,
		byDefault: null,
	});
	for (const { value: rules, when } of alternatives(
		bucket.get("BucketEncryption.ServerSideEncryptionConfiguration"),
	)) {
		if (rules.kind === "absent") {
			states.push(none(when, rules.explicit ? rules.span : bucket.head));
			continue;
		}
		const items = rules.kind === "list" ? itemsOf(rules) : [];
		if (items.length === 0) {
			states.push({
				...none(when, rules.span),
				protection: rules.kind === "list" && !rules.open ? "provider-owned" : "unknown",
			});
		}
		for (const item of items) {
			pushAll(states, readRule(bucket, item.value.kind === "map" ? item.value : null, [...when, ...item.when]));
		}
	}
	return states;
}

function readRule(bucket: Resource, rule: MapValue | null, when: readonly Way[]): readonly BucketState[] {
	const unknown: BucketState = {
		protection: "unknown",
		algorithm: null,
		at: bucket.head,
		when,
		algorithmWhen: when,
		rule: null,
		byDefault: null,
	};
	if (rule === null) {
		return [unknown];
	}
	return alternatives(getIn(rule, "ServerSideEncryptionByDefault")).flatMap((reached) => {
		const around = [...when, ...reached.when];
		const byDefault = reached.value.kind === "map" ? reached.value : null;
		if (byDefault === null) {
			return [
				reached.value.kind === "absent"
					? {
							...unknown,
							protection: "provider-owned" as const,
							at: rule.span,
							when: around,
							algorithmWhen: around,
						}
					: unknown,
			];
		}
		return alternatives(getIn(byDefault, "SSEAlgorithm")).flatMap((algorithm) =>
			alternatives(getIn(byDefault, "KMSMasterKeyID")).flatMap((key): readonly BucketState[] => {
				const path = [...around, ...algorithm.when, ...key.when];
				if (contradict(algorithm.when, key.when) || !bucket.stack.isPossible(path)) {
					return [];
				}
				const text = literalOf(algorithm.value)?.text ?? null;
				const protection: Protection =
					text === null
						? "unknown"
						: text.startsWith("aws:kms")
							? readKey(key.value, "provider-key")
							: "provider-owned";
				return [
					{
						protection,
						algorithm: text,
						at: algorithm.value.span,
						when: path,
						algorithmWhen: [...around, ...algorithm.when],
						rule,
						byDefault,
					},
				];
			}),
		);
	});
}
