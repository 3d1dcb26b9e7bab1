import { RefTo, TextWith, type Deployed, type Written } from "../model/written.ts";

const NAMES: Readonly<Record<Deployed, string>> = {
	account: "AWS::AccountId",
	partition: "AWS::Partition",
	region: "AWS::Region",
	"stack-name": "AWS::StackName",
};

/** A value of an edit as plain data for people and programs: `${AWS::Region}` for what is not known until deployment. */
export function renderWritten(value: Written): unknown {
	if (value instanceof RefTo) {
		return renderRef(value);
	}
	if (value instanceof TextWith) {
		return value.parts
			.map((part) =>
				typeof part === "string"
					? part
					: part instanceof RefTo
						? renderRef(part)
						: `\${${NAMES[part.deployed]}}`,
			)
			.join("");
	}
	if (Array.isArray(value)) {
		return (value as readonly Written[]).map(renderWritten);
	}
	return typeof value === "object" && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderWritten(item as Written)]))
		: value;
}

function renderRef({ id, attribute }: RefTo): string {
	return `\${${id}${attribute === null ? "" : `.${attribute}`}}`;
}
