import { readKey } from "./key.ts";
import { isBelow, type Protection, type Rung } from "./protection.ts";
import {
	alternatives,
	getIn,
	MAX_BRANCHES,
	switchOf,
	type BranchesValue,
	type MapValue,
	type Reached,
	type Value,
} from "./value.ts";
import { contradict, type Way } from "./way.ts";
import type { VolumePlace } from "./volume.ts";

/** How one volume is protected, on one way through the branches. */
export interface VolumeState {
	readonly protection: Protection;
	/** The value that decides: the switch where it is written, else the key. */
	readonly switch: Exclude<Value, BranchesValue>;
	readonly key: Exclude<Value, BranchesValue>;
	readonly when: readonly Way[];
	/** A key is named, but encryption is not switched on: EC2 refuses the pair, or leaves the volume plain. */
	readonly keyWithoutSwitch: boolean;
}

/**
 * Reads the ladder's rung of a volume. Encryption without a key uses the account's default, `aws/ebs` unless somebody
 * changed it. A snapshot decides by itself where the switch is absent, and only deploy time knows how.
 *
 * Source: "Amazon EBS encryption", Amazon EBS User Guide: volumes from encrypted snapshots are always encrypted.
 */
function readVolume(place: VolumePlace, map: MapValue): readonly VolumeState[] {
	const states: VolumeState[] = [];
	const nothing: Reached<Exclude<Value, BranchesValue>> = { value: absentAt(map), when: [] };
	const keys = place.key === null ? [nothing] : alternatives(getIn(map, [place.key]));
	const snapshots = place.snapshot === null ? [nothing] : alternatives(getIn(map, [place.snapshot]));
	for (const { value, when } of alternatives(getIn(map, [place.encrypted]))) {
		const state = readSwitch(place, value);
		for (const key of keys.filter((other) => !contradict(when, other.when))) {
			const path = [...when, ...key.when];
			// A switch that is written counts more than where the data come from.
			for (const snapshot of state === "absent"
				? snapshots.filter((other) => !contradict(path, other.when))
				: [nothing]) {
				const protection = rungOf(state, key.value, snapshot.value.kind !== "absent");
				states.push({
					protection,
					switch: value,
					key: key.value,
					when: [...path, ...snapshot.when],
					keyWithoutSwitch: protection === "none" && place.key !== null && key.value.kind !== "absent",
				});
				if (states.length > MAX_BRANCHES) {
					return []; // More ways than anybody could mend one by one; only deploy time knows which is taken.
				}
			}
		}
	}
	return states;
}

function rungOf(
	state: "on" | "off" | "absent" | "unknown",
	key: Exclude<Value, BranchesValue>,
	fromSnapshot: boolean,
): Protection {
	switch (state) {
		case "on":
			return readKey(key, "provider-key");
		case "off":
			return "none";
		case "unknown":
			return "unknown";
		case "absent":
			return fromSnapshot ? "unknown" : "none";
		default:
			return state satisfies never;
	}
}

/** The states below the rung that is asked for. */
export function weakVolumes(place: VolumePlace, map: MapValue, minimum: Rung): readonly VolumeState[] {
	return readVolume(place, map).filter(({ protection }) =>
		isBelow(place.key === null && protection === "provider-key" ? "unknown" : protection, minimum),
	);
}

function readSwitch(place: VolumePlace, value: Exclude<Value, BranchesValue>): "on" | "off" | "absent" | "unknown" {
	if (place.off === undefined) {
		return switchOf(value);
	}
	if (value.kind === "absent") {
		return "on"; // The enumeration is required, and its other values all encrypt.
	}
	return value.kind === "literal" ? (value.text === place.off ? "off" : "on") : "unknown";
}

function absentAt(map: MapValue): Exclude<Value, BranchesValue> {
	return { kind: "absent", span: map.span, explicit: false };
}
