import { putInItem } from "./put-in-item.ts";
import { toCfnName } from "../spec/cfn-name.ts";
import type { Builder } from "./builder.ts";
import type { Value } from "../../../model/value.ts";

/**
 * Changes of the L1 construct after its creation: `cfn.kmsKeyArn = …`, `addPropertyOverride("KmsKeyArn", …)`,
 * `addPropertyDeletionOverride`. Unknown if they may not happen (below an `if`).
 */
export function applyOverrides(builder: Builder): void {
	const { construct, translator } = builder;
	const { type } = construct.spec;
	for (const { name, nameSpan, value, frame, always, onChild } of translator.late.assignmentsOf(construct)) {
		if (onChild || construct.isL1) {
			const js = translator.evaluator.evaluate(value, frame);
			const path = toCfnName(type, name);
			builder.put(path, orUnknown(translator.toValue(js, { as: "cfn", type, path }), always), nameSpan);
			builder.lateWrites.push({
				path,
				literal: always && frame === null && value.type === "Literal" ? value : null,
			});
		}
	}
	for (const call of translator.late.callsOf(construct)) {
		if (call.onChild || construct.isL1) {
			applyCall(builder, call);
		}
	}
}

type LateCall = ReturnType<Builder["translator"]["late"]["callsOf"]>[number];

/** `cfn.addPropertyOverride("KmsKeyArn", key.keyArn)`; other calls change nothing. */
function applyCall(builder: Builder, call: LateCall): void {
	if (!/^add(?:Property)?(?:Deletion)?Override$/u.test(call.name)) {
		return;
	}
	const given = builder.argument(call, 0);
	if (given.kind !== "literal") {
		builder.setOpen();
		return;
	}
	const path = propertyPath(String(given.value), call);
	if (path === null) {
		return;
	}
	const isDeletion = call.name.includes("Deletion");
	const value: Value = isDeletion
		? { kind: "absent", span: call.span, explicit: true }
		: builder.translator.toValue(builder.argument(call, 1));
	const found = ITEM.exec(path);
	if (found !== null) {
		// BlockDeviceMappings.0.Ebs.Encrypted: one item of a list.
		const [head, below] = [path.slice(0, found.index), path.slice(found.index + 1)];
		const list = builder.leafAt(head);
		const put = list === null ? null : putInItem(list, below.split("."), orUnknown(value, call.always));
		builder.lateWrites.push({ path, literal: null });
		builder.put(head, put ?? { kind: "unresolved", span: call.span, why: "an override changes it" }, call.span);
		return;
	}
	builder.put(path, orUnknown(value, call.always), given.span);
	const written = isDeletion ? undefined : call.args[1];
	builder.lateWrites.push({
		path,
		literal: call.always && call.frame === null && written?.type === "Literal" ? written : null,
	});
}

/** The index of an item in a path. */
const ITEM = /\.\d+(?:\.|$)/u;

/** The property that an override names; null if it names none: `Metadata.x`. */
function propertyPath(named: string, call: LateCall): string | null {
	if (call.name.includes("Property")) {
		return named;
	}
	return named.startsWith("Properties.") ? named.slice("Properties.".length) : null;
}

function orUnknown(value: Value, always: boolean): Value {
	return always ? value : { kind: "unresolved", span: value.span, why: "it is not always set" };
}
