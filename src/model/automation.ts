import { itemsOf, alternatives, follow, getIn, literalOf, partsOf, type MapValue, type Value } from "./value.ts";
import type { Resource } from "./resource.ts";
import { pushAll } from "../text/push-all.ts";

/** A call of AWS in a step of an automation document. */
export interface AutomationCall {
	/** In lower case: `s3`. */
	readonly service: string;
	/** `PutBucketEncryption` */
	readonly api: string;
	readonly inputs: MapValue;
}

/** A script in a step, in Python or PowerShell. */
interface AutomationScript {
	readonly text: string;
	readonly value: Value;
}

/** An SSM document, as far as it is known. */
export interface Automation {
	readonly calls: readonly AutomationCall[];
	/** Scripts, and the whole of a document that is a text. */
	readonly scripts: readonly AutomationScript[];
	/** The role that it runs as: a value of the stack, or `{{ Parameter }}`. */
	readonly assumeRole: Value;
	/** The defaults of its parameters. */
	defaultOf(parameter: string): Value;
}

/**
 * Reads the content of an SSM document. Source: "Systems Manager Automation actions reference", AWS Systems Manager User
 * Guide: `aws:executeAwsApi` calls one API, `aws:executeScript` runs a script.
 */
export function readAutomation(document: Resource): Automation {
	const calls: AutomationCall[] = [];
	const scripts: AutomationScript[] = [];
	const contents = alternatives(document.get("Content"));
	for (const { value: content } of contents) {
		if (content.kind === "literal") {
			scripts.push({ text: content.text, value: content });
		}
		for (const { value: step } of itemsOf(getIn(content, "mainSteps"))) {
			const inputs = getIn(step, "inputs");
			const service = literalOf(getIn(inputs, "Service"));
			const api = literalOf(getIn(inputs, "Api"));
			const script = literalOf(getIn(inputs, "Script"));
			if (inputs.kind === "map" && service !== null && api !== null) {
				calls.push({ service: service.text.toLowerCase(), api: api.text, inputs });
			}
			if (script !== null) {
				scripts.push({ text: script.text, value: script });
			}
		}
	}
	const [first] = contents;
	const content: Value = first?.value ?? { kind: "absent", span: document.head, explicit: false };
	return {
		calls,
		scripts,
		assumeRole: getIn(content, "assumeRole"),
		defaultOf: (parameter) => getIn(content, ["parameters", parameter, "default"]),
	};
}

/** `{{ KeyArn }}`: the parameter of a document that a value is; null for another value. */
export function parameterOf(value: Value): string | null {
	const text = literalOf(value)?.text ?? "";
	return /^\s{0,8}\{\{\s{0,8}([\w.]{1,256})\s{0,8}\}\}\s{0,8}$/u.exec(text)?.[1] ?? null;
}

/** Every value of a name at any depth of the inputs of a call. */
export function inputsNamed(call: Pick<AutomationCall, "inputs">, name: string): readonly Value[] {
	const found: Value[] = [];
	for (const value of partsOf(call.inputs)) {
		for (const entry of value.kind === "map" ? value.entries : []) {
			pushAll(found, entry.key === name ? alternatives(entry.value).map((one) => one.value) : []);
		}
	}
	return found;
}

/** The document that a remediation runs, if it is in this stack. */
export function documentOf(remediation: Resource): Resource | null {
	const [target] = alternatives(remediation.get("TargetId"));
	const found =
		target?.value.kind === "reference" && target.value.to.of === "resource"
			? remediation.stack.resource(target.value.to.id)
			: undefined;
	return found?.type === "AWS::SSM::Document" ? found : null;
}

/** How a remediation passes a parameter of its document. */
interface PassedParameter {
	/** True if it is passed in any way: also as the id of the resource. */
	readonly isPassed: boolean;
	/** Its fixed values. */
	readonly values: readonly Value[];
}

/**
 * What a remediation passes for a parameter: in CloudFormation a map by names, `Parameters`, in Terraform blocks with a
 * name, which the model has as `ParameterBlocks`. Null if it is not known.
 */
export function passedFor(remediation: Resource, parameter: string): PassedParameter | null {
	const blocks = remediation.get("ParameterBlocks");
	const [parameters] = alternatives(blocks.kind === "absent" ? remediation.get("Parameters") : blocks);
	switch (parameters?.value.kind) {
		case "absent":
			return { isPassed: false, values: [] };
		case "map": {
			const given = getIn(parameters.value, parameter);
			return given.kind === "absent" && parameters.value.open
				? null
				: { isPassed: given.kind !== "absent", values: valuesAt(given, "StaticValue.Values[]") };
		}
		case "list": {
			const own = itemsOf(parameters.value).filter(
				({ value }) => literalOf(getIn(value, "Name"))?.text === parameter,
			);
			return own.length === 0 && parameters.value.open
				? null
				: {
						isPassed: own.length > 0,
						values: own.flatMap(({ value }) => [
							...valuesAt(value, "StaticValue"),
							...valuesAt(value, "StaticValues[]"),
						]),
					};
		}
		default:
			return null;
	}
}

function valuesAt(value: Value, path: string): readonly Value[] {
	return follow(value, path).flatMap(({ value: one }) => (one.kind === "absent" ? [] : [one]));
}
