import type { MapValue, Value } from "../../../model/value.ts";

/** A value in which each outermost map, of every branch and item, is changed. */
export function changeMaps(value: Value, change: (map: MapValue) => MapValue): Value {
	switch (value.kind) {
		case "map":
			return change(value);
		case "list":
			return { ...value, items: value.items.map((item) => changeMaps(item, change)) };
		case "branches":
			return {
				...value,
				branches: value.branches.map((one) => ({ ...one, value: changeMaps(one.value, change) })),
			};
		case "absent":
		case "literal":
		case "reference":
		case "text":
		case "unresolved":
			return value;
		default:
			return value satisfies never;
	}
}
