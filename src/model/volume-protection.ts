import { readKey } from "./key.ts";
import { isBelow, type Protection, type Rung } from "./protection.ts";
import { alternatives, getIn, MAX_BRANCHES, switchOf, type MapValue, type Reached, type Single } from "./value.ts";
import { contradict, type Way } from "./way.ts";
import type { VolumePlace } from "./volume.ts";

/** How one volume is protected, for one combination of branches. */
export interface VolumeState {
	readonly protection: Protection;
	/** The value that decides: the switch if it is written, otherwise the key. */
	readonly switch: Single;
	readonly key: Single;
	readonly when: readonly Way[];
	/** A key is named, but encryption is not switched on: EC2 rejects this, or creates an unencrypted volume. */
	readonly keyWithoutSwitch: boolean;
}

/**
 * Reads the encryption level of a volume. Encryption without a key uses the account's default, `aws/ebs` unless it was
 * changed. Without the switch, a snapshot decides, which is not known until deployment.
 *
 * Source: "Amazon EBS encryption", Amazon EBS User Guide: volumes from encrypted snapshots are always encrypted.
 */
function readVolume(place: VolumePlace, map: MapValue): readonly VolumeState[] {
	const states: VolumeState[] = [];
	const nothing: Reached<Single> = { value: absentAt(map), when: [] };
	const keys = place.key === null ? [nothing] : alternatives(getIn(map, [place.key]));
	const snapshots = place.snapshot === null ? [nothing] : alternatives(getIn(map, [place.snapshot]));
	for (const { value, when } of alternatives(getIn(map, [place.encrypted]))) {
		const state = readSwitch(place, value);
		for (const key of keys.filter((other) => !contradict(when, other.when))) {
			const path = [...when, ...key.when];
			// A switch counts more than the source of the data.
			for (const snapshot of state === "absent"
				? snapshots.filter((other) => !contradict(path, other.when))
				: [nothing]) {
				const protection = rungOf(state, key.value, snapshot.value.kind !== "absent");
				states.push({
					protection,
					switch: value,
					key: key.value,
					when: [...path, ...snapshot.when],
					keyWithoutSwitch: protection === "none" && namesKey(place, map, key.value),
				});
				if (states.length > MAX_BRANCHES) {
					return []; // Too many to fix one by one, and not known until deployment which one is taken.
				}
			}
		}
	}
	return states;
}

/** False where a key may be set that is not visible here: an open map, a construct that others change. */
function namesKey({ key }: VolumePlace, map: MapValue, value: Single): boolean {
	return (
		key !== null &&
		value.kind !== "absent" &&
		(value.kind !== "unresolved" || map.entries.some((entry) => entry.key === key))
	);
}

function rungOf(state: "on" | "off" | "absent" | "unknown", key: Single, fromSnapshot: boolean): Protection {
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

/** The states below the required level. */
export function weakVolumes(place: VolumePlace, map: MapValue, minimum: Rung): readonly VolumeState[] {
	return readVolume(place, map).filter(({ protection }) =>
		isBelow(place.key === null && protection === "provider-key" ? "unknown" : protection, minimum),
	);
}

function readSwitch(place: VolumePlace, value: Single): "on" | "off" | "absent" | "unknown" {
	if (place.off === undefined) {
		return switchOf(value);
	}
	if (value.kind === "absent") {
		return "on"; // The enumeration is required, and all its other values encrypt.
	}
	return value.kind === "literal" ? (value.text === place.off ? "off" : "on") : "unknown";
}

function absentAt(map: MapValue): Single {
	return { kind: "absent", span: map.span, explicit: false };
}
