import type { Entry, MapValue, Value } from "../../../model/value.ts";
import { findEntry, literal, truthOf } from "../evaluate/values.ts";

/** What a type says that no single argument does. */
const SPECIAL: ReadonlyMap<string, (properties: MapValue, body: MapValue) => MapValue> = new Map([
	["aws_kms_external_key", (properties) => withOrigin(properties, "EXTERNAL")],
	[
		"aws_kms_key",
		(properties, body) => {
			const store = findEntry(body, "custom_key_store_id")?.value;
			return store === undefined || store.kind === "absent" ? properties : withOrigin(properties, "AWS_CLOUDHSM");
		},
	],
	["aws_kinesis_firehose_delivery_stream", withoutDisabled],
]);

/** The properties of a resource, with what its Terraform type says about it. */
export function applySpecial(type: string, properties: MapValue, body: MapValue): MapValue {
	return SPECIAL.get(type)?.(properties, body) ?? properties;
}

function withOrigin(properties: MapValue, origin: string): MapValue {
	const value = literal(properties.span, origin);
	return {
		...properties,
		entries: [...properties.entries, { key: "Origin", keySpan: value.span, span: value.span, value }],
	};
}

const SERVER_SIDE = "DeliveryStreamEncryptionConfigurationInput";

/** `server_side_encryption { enabled = false }` is no `DeliveryStreamEncryptionConfigurationInput`. */
function withoutDisabled(properties: MapValue, body: MapValue): MapValue {
	const blocks = findEntry(body, "server_side_encryption")?.value;
	const block = blocks?.kind === "list" ? blocks.items[0] : blocks;
	const enabled = block?.kind === "map" ? findEntry(block, "enabled")?.value : undefined;
	if (block === undefined || block.kind !== "map") {
		return properties;
	}
	const truth = enabled === undefined || enabled.kind === "absent" ? false : truthOf(enabled);
	return {
		...properties,
		entries: properties.entries.flatMap((one): readonly Entry[] =>
			one.key !== SERVER_SIDE || truth === true
				? [one]
				: truth === false
					? []
					: [{ ...one, value: unknown(enabled ?? one.value) }],
		),
	};
}

function unknown({ span }: Value): Value {
	return { kind: "unresolved", span, why: "it is not known whether it is enabled" };
}
