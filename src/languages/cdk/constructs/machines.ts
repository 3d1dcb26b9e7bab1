import type { TSESTree } from "@typescript-eslint/utils";
import type { Value } from "../../../model/value.ts";
import type { Builder } from "../translate/builder.ts";
import { type CallJs, findJsEntry, type Js } from "../evaluate/js.ts";
import { addRole } from "./identities.ts";
import { type ConstructKind, key } from "./construct-kind.ts";
import { eachWay } from "./stores.ts";
import { pushAll } from "../../../text/push-all.ts";
import { unwrapAwait } from "../../program/unwrap.ts";

/**
 * Where the editor writes the options of a volume: into the second argument of `BlockDeviceVolume.ebs(size, { … })`.
 */
export interface OptionsOrigin {
	readonly call: TSESTree.CallExpression;
	readonly index: number;
	readonly names: Readonly<Record<string, string>>;
}

/** `blockDevices: [{ deviceName: "/dev/xvda", volume: ec2.BlockDeviceVolume.ebs(20, { encrypted: true }) }]`. */
function addDevices(builder: Builder, path: string): void {
	const entry = builder.entry("blockDevices");
	if (entry !== undefined) {
		builder.put(path, devicesOf(builder, entry.value), entry.keySpan, entry.span);
	}
}

function devicesOf(builder: Builder, devices: Js): Value {
	return eachWay(devices, (one) => {
		if (one.kind !== "array") {
			return builder.value(one);
		}
		return {
			kind: "list",
			span: one.span,
			open: one.open,
			origin: null,
			items: one.items.map((device) => eachWay(device, (item) => deviceOf(builder, item))),
		};
	});
}

function deviceOf(builder: Builder, device: Js): Value {
	if (device.kind !== "object") {
		return builder.value(device);
	}
	const volume = findJsEntry(device, "volume");
	if (volume === undefined) {
		return { kind: "unresolved", span: device.span, why: "its volume is not in this file" };
	}
	return eachWay(volume.value, (one) => {
		if (one.kind !== "call" || one.entity.path[0] !== "BlockDeviceVolume") {
			return builder.value(one);
		}
		const ebs =
			one.entity.path[1] === "ebs" || one.entity.path[1] === "ebsFromSnapshot" ? ebsOf(builder, one) : undefined;
		const name = {
			start: one.span.start,
			end: one.node.type === "CallExpression" ? one.node.callee.range[1] : one.span.end,
		};
		return { ...builder.map(device.span, "", { Ebs: ebs }, name), origin: null };
	});
}

function ebsOf(builder: Builder, call: CallJs): Value {
	const options = builder.translator.argument(call.args, 1, call.frame, call.span);
	const encrypted = entryOf(options, "encrypted");
	const kmsKey = entryOf(options, "kmsKey");
	const isSnapshot = call.entity.path[1] === "ebsFromSnapshot";
	const origin: OptionsOrigin | null =
		call.node.type === "CallExpression"
			? { call: call.node, index: 1, names: { Encrypted: "encrypted", KmsKeyId: "kmsKey" } }
			: null;
	return {
		...builder.map(call.span, "", {
			Encrypted: encrypted === undefined ? undefined : builder.value(encrypted),
			KmsKeyId:
				kmsKey === undefined
					? undefined
					: eachWay(kmsKey, (one) => (one.kind === "absent" ? one : builder.key(one)) as Value),
			SnapshotId: isSnapshot
				? builder.value(builder.translator.argument(call.args, 0, call.frame, call.span))
				: undefined,
		}),
		open: options.kind !== "absent" && (options.kind !== "object" || options.open),
		origin,
	};
}

function entryOf(options: Js, name: string): Js | undefined {
	return options.kind === "object" ? findJsEntry(options, name)?.value : undefined;
}

/** `UserData.forLinux()` with its commands, `UserData.custom("…")`, `instance.addUserData("…")`. */
function addUserData(builder: Builder, path: string): void {
	const given = builder.get("userData");
	const { late } = builder.translator;
	const texts: Js[] = [
		...late.argumentsOf(builder.construct, "addUserData"),
		...late.argumentsOf(builder.construct, "addCommands"),
		...late.argumentsOf(builder.construct, "addOnExitCommands"),
	];
	if (given.kind === "call" && given.entity.path[0] === "UserData") {
		if (given.entity.path[1] === "custom") {
			texts.unshift(builder.translator.argument(given.args, 0, given.frame, given.span));
		}
		const node = unwrapAwait(given.node);
		if (node.type === "CallExpression") {
			pushAll(
				texts,
				["addCommands", "addOnExitCommands"].flatMap((name) =>
					late.argumentsOf({ site: node, frame: given.frame }, name),
				),
			);
		}
	}
	if (texts.length > 0) {
		builder.put(
			path,
			{
				kind: "list",
				span: builder.head,
				items: texts.map((text) => builder.value(text)),
				open: true,
				origin: null,
			},
			builder.entry("userData")?.keySpan,
		);
	}
}

const MACHINE = { blockDevices: null, userData: null, role: null, init: null } as const;

export const MACHINES: Readonly<Record<string, ConstructKind>> = {
	"aws-ec2.Volume": {
		type: "AWS::EC2::Volume",
		properties: { encrypted: "Encrypted", encryptionKey: key("KmsKeyId"), snapshotId: "SnapshotId" },
	},
	"aws-ec2.Instance": {
		type: "AWS::EC2::Instance",
		properties: MACHINE,
		build(builder): void {
			addDevices(builder, "BlockDeviceMappings");
			addUserData(builder, "UserData");
			addRole(builder, "ec2.amazonaws.com");
		},
	},
	"aws-ec2.BastionHostLinux": {
		type: "AWS::EC2::Instance",
		properties: MACHINE,
		build(builder): void {
			addDevices(builder, "BlockDeviceMappings");
			addUserData(builder, "UserData");
		},
	},
	"aws-ec2.LaunchTemplate": {
		type: "AWS::EC2::LaunchTemplate",
		properties: MACHINE,
		build(builder): void {
			addDevices(builder, "LaunchTemplateData.BlockDeviceMappings");
			addUserData(builder, "LaunchTemplateData.UserData");
		},
		spelling: {
			"LaunchTemplateData.BlockDeviceMappings": "blockDevices",
			"LaunchTemplateData.BlockDeviceMappings.Ebs.Encrypted": "blockDevices.volume.encrypted",
			"LaunchTemplateData.BlockDeviceMappings.Ebs.KmsKeyId": "blockDevices.volume.kmsKey",
		},
	},
	"aws-autoscaling.AutoScalingGroup": {
		type: "AWS::AutoScaling::LaunchConfiguration",
		properties: MACHINE,
		build(builder): void {
			addDevices(builder, "BlockDeviceMappings");
			addUserData(builder, "UserData");
			addRole(builder, "ec2.amazonaws.com");
		},
		spelling: {
			BlockDeviceMappings: "blockDevices",
			"BlockDeviceMappings.Ebs.Encrypted": "blockDevices.volume.encrypted",
		},
	},
};
