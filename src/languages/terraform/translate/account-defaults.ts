import { alternatives, literalOf, type MapValue, type Value } from "../../../model/value.ts";
import { VOLUME_PLACES } from "../../../model/volume.ts";
import { findEntry, unresolved } from "../evaluate/values.ts";
import { changeMaps } from "./change-maps.ts";

/**
 * Volumes in an account that encrypts new volumes by default: a switch that is not written is on, under a key that is not
 * known. A switch that is off stays: it says what its author wants.
 *
 * Source: "Amazon EBS encryption by default", Amazon EBS User Guide.
 */
export function encryptByDefault(type: string, properties: MapValue): MapValue {
	return VOLUME_PLACES.filter((place) => place.type === type && place.snapshot !== null).reduce(
		(map, { path, encrypted }) => {
			const changed = atPath(map, path === "" ? [] : path.split("."), (holder) => addSwitch(holder, encrypted));
			return changed.kind === "map" ? changed : map;
		},
		properties,
	);
}

function addSwitch(holder: MapValue, key: string): MapValue {
	const written = findEntry(holder, key);
	const isMissing =
		written === undefined ||
		alternatives(written.value).every(({ value }) => value.kind === "absent" || literalOf(value)?.text === "");
	const { span } = written?.value ?? holder;
	const name = { keySpan: written?.keySpan ?? span, span: written?.span ?? span };
	return isMissing
		? {
				...holder,
				entries: [
					...holder.entries.filter((one) => one !== written),
					{ ...name, key, value: unresolved(span, "the account encrypts new volumes by default") },
				],
			}
		: holder;
}

function atPath(value: Value, [step, ...rest]: readonly string[], change: (map: MapValue) => MapValue): Value {
	if (step === undefined) {
		return changeMaps(value, change);
	}
	const name = step.replace("[]", "");
	return changeMaps(value, (map) => ({
		...map,
		entries: map.entries.map((one) =>
			one.key === name ? { ...one, value: atPath(one.value, rest, change) } : one,
		),
	}));
}
