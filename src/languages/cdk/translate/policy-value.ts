import type { Entry, Value } from "../../../model/value.ts";
import { findJsEntry, type InstanceJs, type Js, type JsEntry, mapJs } from "../evaluate/js.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { Translation } from "./translation.ts";

/** The names of a statement's properties, in CDK and in the policy. */
const ELEMENTS: readonly (readonly [cdk: string, policy: string])[] = [
	["sid", "Sid"],
	["actions", "Action"],
	["notActions", "NotAction"],
	["resources", "Resource"],
	["notResources", "NotResource"],
	["conditions", "Condition"],
	["principals", "Principal"],
	["notPrincipals", "NotPrincipal"],
];

/** A policy document, a statement or a principal of `aws-iam` as in the template; null for anything else. */
export function policyValue(translator: Translation, js: Js): Value | null {
	if (js.kind === "call") {
		// PolicyDocument.fromJson({ Statement: [...] })
		return js.entity.path[1] === "fromJson"
			? translator.toValue(translator.argument(js.args, 0, js.frame, js.span))
			: null;
	}
	if (js.kind !== "instance" || js.entity?.module !== "aws-iam") {
		return null;
	}
	switch (js.entity.path[0]) {
		case "PolicyDocument":
			return documentOf(translator, js);
		case "PolicyStatement":
			return statementOf(translator, js);
		default:
			return principalOf(translator, js);
	}
}

/** `new iam.PolicyDocument({ statements: [ … ] })` */
function documentOf(translator: Translation, js: InstanceJs): Value {
	const props = propsOf(translator, js);
	const statements = props.kind === "object" ? (findJsEntry(props, "statements")?.value ?? null) : null;
	const added = translator.late.argumentsOf(js, "addStatements");
	const items = [...(statements?.kind === "array" ? statements.items : []), ...added];
	const open =
		(props.kind === "object" ? props.open : props.kind !== "absent") ||
		(statements !== null && (statements.kind !== "array" || statements.open));
	return mapOf(js, [
		entry("Statement", js.span, {
			kind: "list",
			span: statements?.span ?? js.span,
			items: items.map((item) => translator.toValue(item)),
			open,
			origin: null,
		}),
	]);
}

function propsOf(translator: Translation, { site, frame, span }: InstanceJs): Js {
	return translator.argument(site.arguments, 0, frame, span);
}

function statementOf(translator: Translation, js: InstanceJs): Value {
	const props = propsOf(translator, js);
	if (props.kind !== "object" && props.kind !== "absent") {
		return { kind: "unresolved", span: js.span, why: "the statement is not known until the app runs" };
	}
	const given = props.kind === "object" ? props : null;
	const entryNamed = (name: string): JsEntry | undefined => (given === null ? undefined : findJsEntry(given, name));
	return {
		kind: "map",
		span: js.span,
		entries: [
			effectOf(translator, js, entryNamed("effect")),
			...ELEMENTS.flatMap(([name, element]) => elementOf(translator, js, name, element, entryNamed(name)) ?? []),
		],
		open: given?.open ?? false,
		origin: translator.originOf(js, { as: "written" }),
	};
}

function effectOf(translator: Translation, js: InstanceJs, given: JsEntry | undefined): Entry {
	if (given === undefined) {
		return entry("Effect", js.span, literal("Allow", js));
	}
	const effect = mapJs(given.value, (one): Js => {
		if (one.kind !== "static") {
			return one;
		}
		const text = one.entity.path[1] === "DENY" ? "Deny" : "Allow";
		return { kind: "literal", span: one.span, value: text, text };
	});
	return entry("Effect", given.keySpan, translator.toValue(effect));
}

/** An element of a statement, including later additions; null if the statement has none. */
function elementOf(
	translator: Translation,
	js: InstanceJs,
	name: string,
	element: string,
	given: JsEntry | undefined,
): Entry | null {
	const value = given?.value;
	const added = laterElements(translator, js, name);
	if (value === undefined && added.length === 0) {
		return null;
	}
	const whole: Js =
		added.length === 0 && value !== undefined
			? value
			: {
					kind: "array",
					span: value?.span ?? js.span,
					items: [...(value?.kind === "array" ? value.items : []), ...added],
					open: value !== undefined && (value.kind !== "array" || value.open),
					node: null,
				};
	return entry(
		element,
		given?.keySpan ?? js.span,
		name.endsWith("rincipals") ? principals(translator, whole) : translator.toValue(whole),
		given,
	);
}

/** `statement.addActions("kms:Decrypt")`, after the statement was created. */
function laterElements(translator: Translation, js: InstanceJs, name: string): readonly Js[] {
	switch (name) {
		case "actions":
			return translator.late.argumentsOf(js, "addActions");
		case "resources":
			return [
				...translator.late.argumentsOf(js, "addResources"),
				...translator.late
					.callsOf(js, "addAllResources")
					.map(({ span }): Js => ({ kind: "literal", span, value: "*", text: "*" })),
			];
		case "principals":
			return [
				...translator.late.argumentsOf(js, "addPrincipals"),
				...translator.late
					.callsOf(js, "addAnyPrincipal")
					.map(({ span }): Js => ({ kind: "literal", span, value: "*", text: "*" })),
				...[
					"addAwsPrincipal",
					"addArnPrincipal",
					"addAwsAccountPrincipal",
					"addServicePrincipal",
					"addAccountRootPrincipal",
				].flatMap((method) =>
					translator.late
						.callsOf(js, method)
						.map(({ span }): Js => ({ kind: "unresolved", span, why: "CDK sets it" })),
				),
			];
		default:
			return [];
	}
}

/** Several principals as one: `{ AWS: [...] }`, or the first one that is everyone. */
function principals(translator: Translation, js: Js): Value {
	if (js.kind === "branches") {
		return {
			kind: "branches",
			span: js.span,
			branches: js.branches.map(({ when, value }) => ({ when, value: principals(translator, value) })),
		};
	}
	if (js.kind !== "array") {
		return translator.toValue(js);
	}
	const values = js.items.map((item) => translator.toValue(item));
	const [only, more] = values;
	if (only !== undefined && more === undefined) {
		return only;
	}
	// Each kind by its name; an unknown principal may be everyone, but this is not certain.
	const entries = values.flatMap((value): readonly Entry[] =>
		value.kind === "map" ? value.entries : [entry("AWS", value.span, value)],
	);
	const byKey = new Map<string, Value[]>();
	for (const { key, value } of entries) {
		const known = byKey.get(key) ?? [];
		byKey.set(key, known);
		pushAll(known, value.kind === "list" ? value.items : [value]);
	}
	return {
		kind: "map",
		span: js.span,
		open: js.open,
		origin: null,
		entries: [...byKey].map(([key, items]) =>
			entry(key, js.span, { kind: "list", span: js.span, items, open: false, origin: null }),
		),
	};
}

function principalOf(translator: Translation, js: InstanceJs): Value | null {
	const { span } = js;
	const first = translator.argument(js.site.arguments, 0, js.frame, span);
	const aws = (value: Value): Value => mapOf(js, [entry("AWS", span, value)]);
	switch (js.entity?.path[0]) {
		case "AnyPrincipal":
		case "Anyone":
			return aws(literal("*", js));
		case "StarPrincipal":
			return literal("*", js);
		case "AccountRootPrincipal":
			return aws(rootOf({ kind: "reference", span, to: { of: "pseudo", name: "AWS::AccountId" } }, js));
		case "AccountPrincipal":
			return aws(rootOf(translator.toValue(first), js));
		case "ArnPrincipal":
			return aws(translator.toValue(first));
		case "ServicePrincipal":
			return mapOf(js, [entry("Service", span, translator.toValue(first))]);
		case "CanonicalUserPrincipal":
			return mapOf(js, [entry("CanonicalUser", span, translator.toValue(first))]);
		case "FederatedPrincipal":
		case "WebIdentityPrincipal":
		case "OpenIdConnectPrincipal":
		case "SamlPrincipal":
			return mapOf(js, [entry("Federated", span, translator.toValue(first))]);
		case "CompositePrincipal": {
			const items = js.site.arguments.map((_, index) =>
				translator.argument(js.site.arguments, index, js.frame, span),
			);
			return principals(translator, { kind: "array", span, items, open: false, node: null });
		}
		default:
			return null;
	}
}

function rootOf(account: Value, { span }: Js): Value {
	return {
		kind: "text",
		span,
		parts: [
			"arn:",
			{ kind: "reference", span, to: { of: "pseudo", name: "AWS::Partition" } },
			":iam::",
			account.kind === "literal" ? account.text : account,
			":root",
		],
	};
}

function mapOf({ span }: Js, entries: readonly Entry[]): Value {
	return { kind: "map", span, entries, open: false, origin: null };
}

function entry(key: string, keySpan: Value["span"], value: Value, from?: JsEntry): Entry {
	return { key, keySpan, value, span: from?.span ?? value.span };
}

function literal(text: string, { span }: Js): Value {
	return { kind: "literal", span, value: text, text, via: null };
}
