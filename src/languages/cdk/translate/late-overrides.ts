import { toCfnName } from "../spec/cfn-name.ts";
import type { Builder } from "./builder.ts";
import type { Value } from "../../../model/value.ts";

/**
 * What the app changes on the L1 construct afterwards: `cfn.kmsKeyArn = …`, `addPropertyOverride("KmsKeyArn", …)`,
 * `addPropertyDeletionOverride`. Where it may not happen (below an `if`) nobody knows.
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
		if (!call.onChild && !construct.isL1) {
			continue;
		}
		const given = builder.argument(call, 0);
		const named = given.kind === "literal" ? String(given.value) : null;
		const isOverride = /^add(?:Property)?(?:Deletion)?Override$/u.test(call.name);
		if (!isOverride) {
			continue;
		}
		if (named === null) {
			builder.setOpen();
			continue;
		}
		const whole = call.name.includes("Property")
			? named
			: named.startsWith("Properties.")
				? named.slice("Properties.".length)
				: null;
		if (whole === null || /\.\d+(?:\.|$)/u.test(whole)) {
			if (whole !== null) {
				builder.lateWrites.push({ path: whole, literal: null });
				// BlockDeviceMappings.0.Ebs.Encrypted: one item of a list.
				const head = whole.split(/\.\d+(?:\.|$)/u)[0] ?? whole;
				builder.put(head, { kind: "unresolved", span: call.span, why: "an override changes it" }, call.span);
			}
			continue;
		}
		const value: Value = call.name.includes("Deletion")
			? { kind: "absent", span: call.span, explicit: true }
			: translator.toValue(builder.argument(call, 1));
		builder.put(whole, orUnknown(value, call.always), given.span);
		const written = call.name.includes("Deletion") ? undefined : call.args[1];
		builder.lateWrites.push({
			path: whole,
			literal: call.always && call.frame === null && written?.type === "Literal" ? written : null,
		});
	}
}

function orUnknown(value: Value, always: boolean): Value {
	return always ? value : { kind: "unresolved", span: value.span, why: "it is not always set" };
}
