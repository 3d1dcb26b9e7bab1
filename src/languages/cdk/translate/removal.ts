import type { Removal } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { type Js, mapJs } from "../evaluate/js.ts";
import type { Builder } from "./builder.ts";
import type { LateCall } from "./late-facts.ts";

/** The attribute for each member of `RemovalPolicy`. Source: `CfnResource.applyRemovalPolicy` of `aws-cdk-lib`. */
const POLICIES: ReadonlyMap<string, string> = new Map([
	["DESTROY", "Delete"],
	["RETAIN", "Retain"],
	["RETAIN_ON_UPDATE_OR_DELETE", "RetainExceptOnCreate"],
	["SNAPSHOT", "Snapshot"],
]);

/** What sets the attribute in another way: `RemovalPolicies.of(this).retain()`, `key.cfnOptions.deletionPolicy = …`. */
const ELSEWHERE = /RemovalPolicies\s*\.of\b|\bcfnOptions\b|\b[dD]eletionPolicy\b/u;

const RETAIN = "RemovalPolicy.RETAIN";

/**
 * What happens to a construct when it leaves the stack: its `removalPolicy`, or the one that is applied later. Without
 * either, CDK retains an L2 key, and CloudFormation deletes an L1 construct.
 *
 * @param text the text of the file
 */
export function readRemoval(builder: Builder, text: string): Removal {
	const { construct, head } = builder;
	const [call, ...others] = builder.calls("applyRemovalPolicy");
	const given: Js = construct.isL1 ? { kind: "absent", span: head, explicit: false } : builder.get("removalPolicy");
	const js = call === undefined ? given : builder.argument(call, 0);
	if (js.kind === "absent" && !construct.isL1) {
		return removalByCdk(head);
	}
	const isUnsure = others.length > 0 || call?.always === false || (js.kind === "absent" && builder.open);
	return {
		policy:
			isUnsure || ELSEWHERE.test(text)
				? { kind: "unresolved", span: js.span, why: "another place of the app may decide it" }
				: policyOf(builder, js),
		property: "removalPolicy",
		setting: construct.isL1 ? `applyRemovalPolicy(${RETAIN})` : `removalPolicy: ${RETAIN}`,
		retain: () => {
			const member = memberSpan(js, text);
			return member !== null && isWrittenFor(builder, call, member) ? [{ span: member, text: "RETAIN" }] : null;
		},
	};
}

/** Of what CDK creates or is not told about: CDK decides, which retains keys. */
export function removalByCdk(head: Span): Removal {
	return {
		policy: { kind: "literal", span: head, value: "Retain", text: "Retain", via: null },
		property: "removalPolicy",
		setting: `removalPolicy: ${RETAIN}`,
		retain: () => null,
	};
}

function policyOf(builder: Builder, js: Js): Value {
	return builder.value(
		mapJs(js, (one): Js => {
			const value = one.kind === "static" ? POLICIES.get(builder.memberOf(one) ?? "") : undefined;
			return value === undefined ? one : { kind: "literal", span: one.span, value, text: value };
		}),
	);
}

/** Where `DESTROY` of `RemovalPolicy.DESTROY` stands. */
function memberSpan({ kind, span }: Js, text: string): Span | null {
	const written = kind === "static" ? /\.DESTROY$/u.exec(text.slice(span.start, span.end)) : null;
	return written === null ? null : { start: span.end - "DESTROY".length, end: span.end };
}

/** False for a constant, which other constructs may use. */
function isWrittenFor({ construct }: Builder, call: LateCall | undefined, at: Span): boolean {
	const [start, end] = call?.node.range ?? construct.site.range;
	return start <= at.start && at.end <= end;
}
