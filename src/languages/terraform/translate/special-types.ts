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
	["aws_s3_bucket", withLogDelivery],
	["aws_s3_bucket_acl", withLogDelivery],
]);

const LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

/** Grants to the group that writes logs are what `LogDeliveryWrite` stands for. */
function withLogDelivery(properties: MapValue, body: MapValue): MapValue {
	const policies = blocksOf(body, "access_control_policy");
	const isGranted = [body, ...policies]
		.flatMap((one) => blocksOf(one, "grant"))
		.some((grant) =>
			[grant, ...blocksOf(grant, "grantee")].some((one) => {
				const uri = findEntry(one, "uri")?.value;
				return uri?.kind === "literal" && uri.text === LOG_DELIVERY;
			}),
		);
	return isGranted ? withEntry(properties, "AccessControl", "LogDeliveryWrite") : properties;
}

/** The blocks of a name, which may be one or several. */
function blocksOf(body: MapValue, name: string): readonly MapValue[] {
	const value = findEntry(body, name)?.value;
	const items = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
	return items.filter((one) => one.kind === "map");
}

/** The properties of a resource, with what its Terraform type says about it. */
export function applySpecial(type: string, properties: MapValue, body: MapValue): MapValue {
	return SPECIAL.get(type)?.(properties, body) ?? properties;
}

function withOrigin(properties: MapValue, origin: string): MapValue {
	return withEntry(properties, "Origin", origin);
}

function withEntry(properties: MapValue, key: string, text: string): MapValue {
	const value = literal(properties.span, text);
	return { ...properties, entries: [...properties.entries, { key, keySpan: value.span, span: value.span, value }] };
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
