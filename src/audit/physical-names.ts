import type { Resource } from "../model/resource.ts";
import { alternatives, withDefault, type TextValue, type Value } from "../model/value.ts";
import { quotedName, wording, type Words } from "../text/wording.ts";

/** The property that names a resource, by type. A type that is not here has no name that a list could show. */
const PROPERTIES: ReadonlyMap<string, string> = new Map(
	Object.entries({
		"AWS::Lambda::Function": "FunctionName",
		"AWS::S3::Bucket": "BucketName",
		"AWS::DynamoDB::Table": "TableName",
		"AWS::IAM::Role": "RoleName",
		"AWS::Kinesis::Stream": "Name",
		"AWS::KMS::Alias": "AliasName",
		"AWS::Lambda::LayerVersion": "LayerName",
		"AWS::Logs::LogGroup": "LogGroupName",
		"AWS::OpenSearchService::Domain": "DomainName",
		"AWS::RDS::DBCluster": "DBClusterIdentifier",
		"AWS::RDS::DBInstance": "DBInstanceIdentifier",
		"AWS::Redshift::Cluster": "ClusterIdentifier",
		"AWS::SecretsManager::Secret": "Name",
		"AWS::SNS::Topic": "TopicName",
		"AWS::SQS::Queue": "QueueName",
		"AWS::SSM::Parameter": "Name",
	}),
);

/** A part of a name that is not known until deployment. */
export interface Hole {
	/** As a condition names it: `parameter 'Stage'`. */
	readonly name: Words;
	/** The values that it may have; null for any. */
	readonly allowed: readonly string[] | null;
	/** What CloudFormation calls it, if it is a fact of the deployment: `AWS::AccountId`; null if the author names it. */
	readonly fact: string | null;
}

/** What a resource is called when it is deployed, as far as the configuration says it. */
export type PhysicalName =
	/** Always, or unless another value is passed for the parameter. */
	| { readonly kind: "exact"; readonly name: string }
	/** Known but for what is not known until deployment: the texts around that, with what each is called. */
	| { readonly kind: "pattern"; readonly texts: readonly string[]; readonly holes: readonly Hole[] }
	/** CloudFormation makes it of the name of the stack, the logical id and random characters. */
	| { readonly kind: "generated" }
	/** Nothing of it is known until deployment. */
	| { readonly kind: "open" };

/** The names of a resource; none if it has no name of that sort. */
export function physicalNamesOf(resource: Resource): readonly PhysicalName[] {
	const property = PROPERTIES.get(resource.type);
	if (property === undefined) {
		return [];
	}
	return alternatives(resource.get(property)).flatMap(({ value }): readonly PhysicalName[] => {
		const settled = withDefault(value);
		switch (settled.kind) {
			case "absent":
				return [{ kind: "generated" }];
			case "literal":
				return settled.text === "" ? [{ kind: "open" }] : [{ kind: "exact", name: settled.text }];
			case "text":
				return readText(settled.parts, resource.stack.engine.input);
			case "reference":
				return settled.to.of === "parameter" && settled.to.parameter.allowed !== null
					? settled.to.parameter.allowed.map((name) => ({ kind: "exact", name }))
					: [{ kind: "open" }];
			case "map":
			case "list":
			case "unresolved":
				return [{ kind: "open" }];
			default:
				return settled satisfies never;
		}
	});
}

/**
 * With the defaults of parameters, and as a pattern for other values of them.
 *
 * @param input what a parameter is called in the dialect
 */
function readText(parts: TextValue["parts"], input: string): readonly PhysicalName[] {
	const settled = parts.map((part) => (typeof part === "string" ? part : withDefault(part)));
	const whole = joinKnown(settled, input);
	const open = joinKnown(parts, input);
	return whole.kind === "exact" && open.kind === "exact" ? [whole] : [whole, open];
}

function joinKnown(parts: TextValue["parts"], input: string): PhysicalName {
	const texts = [""];
	const holes: Hole[] = [];
	for (const part of parts) {
		const known = typeof part === "string" ? part : part.kind === "literal" ? part.text : null;
		if (known !== null) {
			texts.push((texts.pop() ?? "") + known);
		} else if (typeof part !== "string") {
			texts.push("");
			holes.push({ name: nameOfHole(part, input), allowed: allowedIn(part), fact: factIn(part) });
		}
	}
	return holes.length === 0 ? { kind: "exact", name: texts.join("") } : { kind: "pattern", texts, holes };
}

function allowedIn(value: Value): readonly string[] | null {
	return value.kind === "reference" && value.to.of === "parameter" ? value.to.parameter.allowed : null;
}

function factIn(value: Value): string | null {
	return value.kind === "reference" && value.to.of === "pseudo" ? value.to.name : null;
}

/** What is filled in, as a condition names it. */
function nameOfHole(value: Value, input: string): Words {
	if (value.kind !== "reference") {
		return value.kind === "unresolved" && value.built !== undefined
			? quotedName(value.built)
			: wording("the rest of its name");
	}
	switch (value.to.of) {
		case "parameter":
			return wording("{{input}} '{{name}}'", { input, name: value.to.name });
		case "pseudo":
			return wording("`{{name}}`", { name: value.to.name });
		case "resource":
			return wording("the name of '{{id}}'", { id: value.to.id });
		case "import":
			return wording("the imported value");
		default:
			return value.to satisfies never;
	}
}

/** The values that holes have if a name fits a pattern; null if it does not. An unknown part is never empty. */
export function fitPattern(name: string, texts: readonly string[]): readonly string[] | null {
	const [first = "", ...rest] = texts;
	const last = rest.pop() ?? "";
	if (!name.startsWith(first) || !name.endsWith(last)) {
		return null;
	}
	const end = name.length - last.length;
	const values: string[] = [];
	let at = first.length;
	for (const text of rest) {
		const found = name.indexOf(text, at + 1);
		if (found < 0 || found + text.length > end) {
			return null;
		}
		values.push(name.slice(at, found));
		at = found + text.length;
	}
	return at < end ? [...values, name.slice(at, end)] : null;
}
