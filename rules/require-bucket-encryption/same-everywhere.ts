import type { BucketState } from "../../src/model/bucket.ts";

/** A state, and whether an edit of the one place that it names changes the whole bucket. */
export interface TellableState extends BucketState {
	readonly isWhole: boolean;
}

/** The states of a bucket, and one for all of them where every branch leaves it to the keys of S3. */
export function sameEverywhere(states: readonly BucketState[]): readonly TellableState[] {
	const [first] = states;
	return first !== undefined && states.length > 1 && states.every(({ protection }) => protection === "provider-owned")
		? [{ ...(states.find(({ algorithm }) => algorithm !== null) ?? first), when: [], isWhole: false }]
		: states.map((state) => ({ ...state, isWhole: state.when.length === 0 }));
}
