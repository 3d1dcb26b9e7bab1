import { type Deployed, type NewResource, RefTo, TextWith, type Written } from "../../../model/written.ts";

/** Plain data of a template, intrinsic functions in their long form: `{ "Fn::GetAtt": ["Key", "Arn"] }`. */
export type TemplateData =
	| string
	| number
	| boolean
	| null
	| readonly TemplateData[]
	| { readonly [key: string]: TemplateData };

const PSEUDO: Readonly<Record<Deployed, string>> = {
	account: "AWS::AccountId",
	partition: "AWS::Partition",
	region: "AWS::Region",
	"stack-name": "AWS::StackName",
};

/** The value of an edit, as data of a template. */
export function toData(written: Written): TemplateData {
	if (written instanceof RefTo) {
		const { id, attribute } = written;
		return attribute === null ? { Ref: id } : { "Fn::GetAtt": [id, attribute] };
	}
	if (written instanceof TextWith) {
		return { "Fn::Sub": written.parts.map(renderPart).join("") };
	}
	if (written === null || typeof written !== "object") {
		return written;
	}
	return isList(written) ? written.map(toData) : toPairs(written);
}

/** The same for each pair. */
export function toPairs(pairs: Readonly<Record<string, Written>>): Readonly<Record<string, TemplateData>> {
	return Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, toData(value)]));
}

/** A resource as an entry of `Resources`. */
export function toResource({ type, retained, properties }: NewResource): TemplateData {
	return {
		Type: type,
		...(retained ? { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" } : {}),
		...(Object.keys(properties).length === 0 ? {} : { Properties: toPairs(properties) }),
	};
}

function renderPart(part: TextWith["parts"][number]): string {
	if (typeof part === "string") {
		return part.replaceAll("${", "${!");
	}
	return part instanceof RefTo
		? `\${${part.id}${part.attribute === null ? "" : `.${part.attribute}`}}`
		: `\${${PSEUDO[part.deployed]}}`;
}

function isList(value: Written): value is readonly Written[] {
	return Array.isArray(value);
}
