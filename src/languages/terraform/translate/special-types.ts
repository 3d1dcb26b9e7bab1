import type { Entry, MapValue, Value } from "../../../model/value.ts";
import { findEntry, literal, truthOf } from "../evaluate/values.ts";
import { switchedBlock, type Switched } from "../spec/switched.ts";

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
	const switched = switchedBlock(type);
	return switched === undefined
		? (SPECIAL.get(type)?.(properties, body) ?? properties)
		: withSwitch(properties, body, switched);
}

function withOrigin(properties: MapValue, origin: string): MapValue {
	return withEntry(properties, "Origin", origin);
}

function withEntry(properties: MapValue, key: string, text: string): MapValue {
	const value = literal(properties.span, text);
	return { ...properties, entries: [...properties.entries, { key, keySpan: value.span, span: value.span, value }] };
}

/** `server_side_encryption { enabled = false }` is no `DeliveryStreamEncryptionConfigurationInput`. */
function withSwitch(properties: MapValue, body: MapValue, { block: name, argument, property }: Switched): MapValue {
	const [block] = blocksOf(body, name);
	const enabled = block === undefined ? undefined : findEntry(block, argument)?.value;
	if (block === undefined) {
		return properties;
	}
	const truth = enabled === undefined || enabled.kind === "absent" ? false : truthOf(enabled);
	return {
		...properties,
		entries: properties.entries.flatMap((one): readonly Entry[] =>
			one.key !== property
				? [one]
				: truth === false
					? []
					: [{ ...one, value: truth === true ? enabledInput(one.value) : unknown(enabled ?? one.value) }],
		),
	};
}

/** The input without the switch. Its key belongs to AWS unless it says otherwise. */
function enabledInput(value: Value): Value {
	if (value.kind !== "map") {
		return value;
	}
	const enabled = findEntry(value, "enabled");
	const entries = value.entries.filter((one) => one !== enabled);
	const input = { ...value, entries };
	return enabled === undefined || value.open || (findEntry(input, "KeyType")?.value.kind ?? "absent") !== "absent"
		? input
		: withEntry({ ...input, span: enabled.value.span }, "KeyType", "AWS_OWNED_CMK");
}

function unknown({ span }: Value): Value {
	return { kind: "unresolved", span, why: "it is not known whether it is enabled" };
}
