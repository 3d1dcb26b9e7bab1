import type { Span } from "../../../text/span.ts";
import type { Value } from "../../../model/value.ts";
import { isVerbatim, toCfnName } from "../spec/cfn-name.ts";
import { argumentAt } from "../evaluate/argument-at.ts";
import type { Evaluator } from "../evaluate/evaluate.ts";
import { findJsEntry, type InstanceJs, type Js, type ObjectJs } from "../evaluate/js.ts";
import type { LateFacts } from "./late-facts.ts";
import { policyValue } from "./policy-value.ts";
import { resolvedText } from "./secret-value.ts";
import type { Naming, Registry, Translation } from "./translation.ts";
import type { CdkExport } from "../evaluate/resolve-entity.ts";
import { entryOf } from "../../../model/entry-of.ts";
import type { Node } from "../../program/node.ts";
import { wording } from "../../../text/wording.ts";

/** Limit for nested calls through any number of names; a program itself is nested less. */
const MAX_DEPTH = 250;

const WRITTEN: Naming = { as: "written" };

/** Creates values of the resource model from the results of expressions. */
export class Translator implements Translation {
	readonly evaluator: Evaluator;
	readonly registry: Registry;
	readonly late: LateFacts;
	/** Creates the handle with which the editor writes into an object. */
	readonly originOf: (object: Js, naming: Naming) => unknown;
	readonly #choices = new WeakMap<Js, Value>();
	#depth = 0;

	constructor(
		evaluator: Evaluator,
		registry: Registry,
		late: LateFacts,
		originOf: (object: Js, naming: Naming) => unknown,
	) {
		this.evaluator = evaluator;
		this.registry = registry;
		this.late = late;
		this.originOf = originOf;
	}

	toValue(js: Js, naming: Naming = WRITTEN): Value {
		// A choice may be contained in many others: each entry of an object with many spreads contains the earlier
		// ones.
		if (js.kind !== "branches" || naming.as !== "written") {
			return this.#make(js, naming);
		}
		const known = this.#choices.get(js) ?? this.#make(js, naming);
		this.#choices.set(js, known);
		return known;
	}

	#make(js: Js, naming: Naming): Value {
		return this.#deeper(
			() => this.#toValue(js, naming),
			() => ({ kind: "unresolved", span: js.span, why: "it is nested too deeply" }),
		);
	}

	/** Arguments are evaluated on demand: nested calls may not end. */
	#deeper<T>(read: () => T, otherwise: () => T): T {
		if (this.#depth > MAX_DEPTH) {
			return otherwise();
		}
		this.#depth += 1;
		try {
			return read();
		} finally {
			this.#depth -= 1;
		}
	}

	#toValue(js: Js, naming: Naming): Value {
		const { span } = js;
		switch (js.kind) {
			case "absent":
				return js;
			case "literal":
				return js.value === null
					? { kind: "absent", span, explicit: true }
					: { kind: "literal", span, value: js.value, text: js.text, via: null };
			case "text":
				return {
					kind: "text",
					span,
					parts: js.parts.map((part) => (typeof part === "string" ? part : this.toValue(part))),
				};
			case "object":
				return this.#map(js, naming);
			case "array":
				return {
					kind: "list",
					span,
					open: js.open,
					origin: js,
					items: js.items.map((item) => this.toValue(item, naming)),
				};
			case "branches":
				return {
					kind: "branches",
					span,
					branches: js.branches.map(({ when, value }) => ({ when, value: this.toValue(value, naming) })),
				};
			case "static":
				return (
					pseudoOf(js.entity, span) ??
					anyResource(js.entity, span) ?? { kind: "unresolved", span, why: "CDK sets it" }
				);
			case "call":
				return this.#call(js.entity, js.args, js, span);
			case "instance":
				return this.#instance(js);
			case "member":
				return this.#member(js.of, js.name, js);
			case "method":
				return resolvedText(this, js) ?? this.#method(js.of, js.name, span);
			case "this":
				return { kind: "unresolved", span, why: "it is the construct itself" };
			case "unresolved":
				return {
					kind: "unresolved",
					span,
					why: js.why,
					...(js.built === undefined ? {} : { built: js.built }),
					...(js.plain === undefined ? {} : { plain: js.plain }),
				};
			default:
				return js satisfies never;
		}
	}

	#map(js: ObjectJs, naming: Naming): Value {
		return {
			kind: "map",
			span: js.span,
			open: js.open,
			origin: this.originOf(js, naming),
			entries: js.entries.map(({ key, keySpan, span, value }) => {
				const name = naming.as === "written" ? key : toCfnName(naming.type, key);
				return { key: name, keySpan, span, value: this.toValue(value, below(naming, name)) };
			}),
		};
	}

	/** An argument of a call, in the frame of that call. */
	argument(args: readonly Node[], index: number, frame: Parameters<Evaluator["evaluate"]>[1], at: Span): Js {
		return argumentAt(this.evaluator, args, index, frame, at);
	}

	#call(entity: CdkExport, args: readonly Node[], js: Extract<Js, { kind: "call" }>, span: Span): Value {
		const [owner, name = ""] = entity.path;
		const argument = (index: number): Js => this.argument(args, index, js.frame, span);
		const text = resolvedText(this, js);
		if (text !== null) {
			return text;
		}
		if (entity.module === "" && owner === "Fn") {
			return this.#intrinsic(name, argument, span);
		}
		if (owner === "PolicyDocument" || owner === "PolicyStatement") {
			return policyValue(this, js) ?? { kind: "unresolved", span, why: "CDK sets it" };
		}
		if (isImporting(name)) {
			return this.#imported(entity, name, argument(2), span);
		}
		return this.#plainTexts(args, js.frame, span) ?? { kind: "unresolved", span, why: "CDK sets it" };
	}

	/**
	 * `Key.fromLookup(this, "Key", { aliasName: "alias/aws/ebs" })`: an object from outside the stack; a key may have a
	 * name.
	 */
	#imported({ module }: CdkExport, name: string, given: Js, span: Span): Value {
		const named = given.kind === "object" ? (findJsEntry(given, "aliasName")?.value ?? given) : given;
		const value = module === "aws-kms" && name !== "fromKeyArn" ? this.toValue(named) : null;
		return value?.kind === "literal" || value?.kind === "text"
			? { ...value, span }
			: { kind: "reference", span, to: { of: "import", name: null } };
	}

	/**
	 * Secrets that are passed to a CDK helper in plaintext: `Authorization.apiKey("x",
	 * SecretValue.unsafePlainText("…"))`.
	 */
	#plainTexts(args: readonly Node[], frame: Parameters<Evaluator["evaluate"]>[1], span: Span): Value | null {
		const items = args.flatMap((_, index) => this.#plainTextsIn(this.argument(args, index, frame, span)));
		return items.length === 0 ? null : { kind: "list", span, items, open: true, origin: null };
	}

	#plainTextsIn(js: Js): readonly Value[] {
		return this.#deeper(
			() => this.#readPlainTexts(js),
			() => [],
		);
	}

	#readPlainTexts(js: Js): readonly Value[] {
		switch (js.kind) {
			case "call":
				return js.entity.path[0] === "SecretValue" && /^(?:unsafeP|p)lainText$/u.test(js.entity.path[1] ?? "")
					? [this.toValue(js)]
					: js.args.flatMap((_, index) =>
							this.#plainTextsIn(this.argument(js.args, index, js.frame, js.span)),
						);
			case "object":
				return js.entries.flatMap(({ value }) => this.#plainTextsIn(value));
			case "array":
				return js.items.flatMap((item) => this.#plainTextsIn(item));
			default:
				return [];
		}
	}

	#intrinsic(name: string, argument: (index: number) => Js, span: Span): Value {
		switch (name) {
			case "importValue":
				return { kind: "reference", span, to: { of: "import", name: null } };
			case "join": {
				const [separator, list] = [argument(0), argument(1)];
				if (separator.kind !== "literal" || list.kind !== "array" || list.open) {
					return { kind: "unresolved", span, why: "it is not known until deployment" };
				}
				return {
					kind: "text",
					span,
					parts: list.items.flatMap((item, index) => [
						...(index === 0 ? [] : [separator.text]),
						item.kind === "literal" ? item.text : this.toValue(item),
					]),
				};
			}
			case "sub": {
				const text = argument(0);
				return text.kind === "literal"
					? {
							kind: "text",
							span: text.span,
							parts: text.text.split(/(\$\{[^{}]*\})/u).map((part) =>
								part.startsWith("${")
									? {
											kind: "unresolved",
											span: text.span,
											why: "it is not known until deployment",
										}
									: part,
							),
						}
					: { kind: "unresolved", span, why: "it is not known until deployment" };
			}
			case "conditionIf": {
				const condition = argument(0);
				const name = condition.kind === "literal" ? condition.text : "it";
				return {
					kind: "branches",
					span,
					branches: [
						{ when: { of: "condition", name, is: true }, value: this.toValue(argument(1)) },
						{ when: { of: "condition", name, is: false }, value: this.toValue(argument(2)) },
					],
				};
			}
			case "base64":
				return { ...this.toValue(argument(0)), span };
			default:
				return { kind: "unresolved", span, why: "it is not known until deployment" };
		}
	}

	#instance(js: InstanceJs): Value {
		const { span } = js;
		const policy = policyValue(this, js);
		if (policy !== null) {
			return policy;
		}
		const id = this.registry.idOf(js);
		return id === null
			? { kind: "unresolved", span, why: "it is not in this file" }
			: { kind: "reference", span, to: { of: "resource", id, attribute: null } };
	}

	#member(of: Js, name: string, js: Js): Value {
		const { span } = js;
		const text = resolvedText(this, js);
		if (text !== null) {
			return text;
		}
		if (of.kind === "instance") {
			const parameter = this.registry.parameterOf(of);
			if (parameter !== null) {
				return { kind: "reference", span, to: { of: "parameter", name: parameter.name, parameter } };
			}
			const pseudo = PSEUDO.get(name);
			const id = this.registry.idOf(of);
			if (id === null) {
				return pseudo === undefined
					? { kind: "unresolved", span, why: "it is not in this file" }
					: { kind: "reference", span, to: { of: "pseudo", name: pseudo } };
			}
			if (name === "role" || name === "grantPrincipal") {
				return { kind: "reference", span, to: { of: "resource", id: `${id}/ServiceRole`, attribute: null } };
			}
			return { kind: "reference", span, to: { of: "resource", id, attribute: attributeOf(name) } };
		}
		if (of.kind === "this") {
			const pseudo = PSEUDO.get(name);
			return pseudo === undefined
				? { kind: "unresolved", span, why: wording("`this.{{name}}` is not in this file", { name }) }
				: { kind: "reference", span, to: { of: "pseudo", name: pseudo } };
		}
		if (of.kind === "call" && of.entity.path[0] === "Stack") {
			const pseudo = PSEUDO.get(name); // Stack.of(this).region
			return pseudo === undefined
				? { kind: "unresolved", span, why: "CDK sets it" }
				: { kind: "reference", span, to: { of: "pseudo", name: pseudo } };
		}
		if (of.kind === "call") {
			return { ...this.toValue(of), span }; // Key.fromKeyArn(…).keyArn
		}
		return { kind: "unresolved", span, why: "CDK sets it" };
	}

	#method(of: Js, name: string, span: Span): Value {
		// cfn.getAtt("Arn"), cfnKey.ref
		if (of.kind === "instance" && (name === "getAtt" || name === "toString")) {
			const id = this.registry.idOf(of);
			return id === null
				? { kind: "unresolved", span, why: "it is not in this file" }
				: { kind: "reference", span, to: { of: "resource", id, attribute: null } };
		}
		return name === "toString" ? { ...this.toValue(of), span } : { kind: "unresolved", span, why: "CDK sets it" };
	}
}

function below(naming: Naming, name: string): Naming {
	if (naming.as === "written") {
		return naming;
	}
	const path = naming.path === "" ? name : `${naming.path}.${name}`;
	return isVerbatim(naming.type, path) ? WRITTEN : { ...naming, path };
}

const PSEUDO = new Map([
	["region", "AWS::Region"],
	["account", "AWS::AccountId"],
	["partition", "AWS::Partition"],
	["stackName", "AWS::StackName"],
	["stackId", "AWS::StackId"],
	["urlSuffix", "AWS::URLSuffix"],
]);

function pseudoOf({ module, path: [owner, name = ""] }: CdkExport, span: Span): Value | null {
	if (module !== "" || owner !== "Aws") {
		return null;
	}
	const known: Readonly<Record<string, string>> = {
		ACCOUNT_ID: "AccountId",
		REGION: "Region",
		PARTITION: "Partition",
		STACK_NAME: "StackName",
		STACK_ID: "StackId",
		URL_SUFFIX: "URLSuffix",
		NO_VALUE: "NoValue",
	};
	const pseudo = entryOf(known, name);
	return name === "NO_VALUE"
		? { kind: "absent", span, explicit: true }
		: pseudo === undefined
			? null
			: { kind: "reference", span, to: { of: "pseudo", name: `AWS::${pseudo}` } };
}

/** `AwsCustomResourcePolicy.ANY_RESOURCE`. */
function anyResource({ path: [owner, name] }: CdkExport, span: Span): Value | null {
	return owner === "AwsCustomResourcePolicy" && name === "ANY_RESOURCE"
		? {
				kind: "list",
				span,
				items: [{ kind: "literal", span, value: "*", text: "*", via: null }],
				open: false,
				origin: null,
			}
		: null;
}

/** CloudFormation's attribute for a property of a construct; null for its `Ref`. */
function attributeOf(name: string): string | null {
	if (name.startsWith("attr")) {
		return name.slice(4); // cfnKey.attrArn
	}
	if (name.endsWith("Arn")) {
		return "Arn"; // key.keyArn
	}
	return name === "ref" || /(?:Id|Name)$/u.test(name) ? null : name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** `fromKeyArn`, `fromLookup`, `fromFunctionAttributes`, `fromSecretNameV2` */
function isImporting(name: string): boolean {
	return (
		/^from\w*(?:Arn|Name|Id|Lookup|Attributes)$/u.test(name) ||
		(/^from\w/u.test(name) && /V2|Arn|Name/u.test(name.slice(5)))
	);
}
