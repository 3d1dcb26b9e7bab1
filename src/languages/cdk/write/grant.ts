import { type Deployed, RefTo, TextWith, type Written } from "../../../model/written.ts";
import { joinAll } from "../../../text/join-edits.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Node } from "../../program/node.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import type { PropsWriter } from "./props-writer.ts";
import { isLiteralWithin, isOverridable, propertiesNamed } from "./set-property.ts";

/** A statement of a policy: element, value. */
type PolicyStatement = { readonly [element: string]: Written };

/**
 * Adds statements to the `initialPolicy` of a function: `new iam.PolicyStatement({ actions: [ … ], … })`. Null if the
 * construct has no place for them.
 */
export function grantInProps(writer: PropsWriter, statements: readonly PolicyStatement[]): readonly TextEdit[] | null {
	const name = writer.name("aws-iam", "PolicyStatement");
	const rendered = statements.map((statement) => renderStatement(statement, writer));
	if (name === null || rendered.some((one) => one === null)) {
		return null;
	}
	const texts = rendered.map((one) => `new ${name.text}(${one?.text ?? ""})`);
	const edits = [...name.edits, ...rendered.flatMap((one) => one?.edits ?? [])];
	const { site, spec } = writer.construct;
	const given = site.arguments[spec.propsAt ?? 2];
	const props = given === undefined ? null : unwrapAwait(given);
	const [property, more] = isLiteralWithin(props, site) ? propertiesNamed(props, "initialPolicy") : [];
	if (property === undefined || !isLiteralWithin(props, site)) {
		return writer.set("initialPolicy", { text: `[${texts.join(", ")}]`, edits });
	}
	const list = unwrapAwait(property.value);
	return more !== undefined || isOverridable(props, property) ? null : joinAll([append(list, texts), edits]);
}

function append(list: Node | null, texts: readonly string[]): readonly TextEdit[] | null {
	const last = list?.type === "ArrayExpression" ? list.elements.at(-1) : undefined;
	if (last === undefined || last === null) {
		return null;
	}
	const end = last.range[1];
	return [{ span: { start: end, end }, text: texts.map((text) => `, ${text}`).join("") }];
}

interface Rendered {
	readonly text: string;
	readonly edits: readonly TextEdit[];
}

function renderStatement({ Action, Resource, Condition }: PolicyStatement, writer: PropsWriter): Rendered | null {
	const parts = [
		["actions", render(listOf(Action), writer)],
		["resources", render(listOf(Resource), writer)],
		...(Condition === undefined ? [] : [["conditions", render(Condition, writer)] as const]),
	] as const;
	return parts.some(([, value]) => value === null)
		? null
		: {
				text: `{ ${parts.map(([name, value]) => `${name}: ${value?.text ?? ""}`).join(", ")} }`,
				edits: parts.flatMap(([, value]) => value?.edits ?? []),
			};
}

/** A value whose names are those of a policy, not of CDK. */
function render(value: Written, writer: PropsWriter): Rendered | null {
	if (value instanceof TextWith) {
		return renderText(value, writer);
	}
	if (typeof value !== "object" || value === null || value instanceof RefTo) {
		return writer.plain(value, "arn");
	}
	if (isList(value)) {
		const items = value.map((item) => render(item, writer));
		return items.some((item) => item === null)
			? null
			: {
					text: `[${items.map((item) => item?.text ?? "").join(", ")}]`,
					edits: items.flatMap((item) => item?.edits ?? []),
				};
	}
	const pairs = Object.entries(value).map(([key, item]) => [key, render(item, writer)] as const);
	return pairs.some(([, item]) => item === null)
		? null
		: {
				text: `{ ${pairs.map(([key, item]) => `${/^\w+$/u.test(key) ? key : writer.quote(key)}: ${item?.text ?? ""}`).join(", ")} }`,
				edits: pairs.flatMap(([, item]) => item?.edits ?? []),
			};
}

/** The members of `cdk.Aws`. */
const PSEUDO: Readonly<Record<Deployed, string>> = {
	account: "ACCOUNT_ID",
	partition: "PARTITION",
	region: "REGION",
	"stack-name": "STACK_NAME",
};

/** A template literal: `arn:${cdk.Aws.PARTITION}:ssm:…`. */
function renderText({ parts }: TextWith, writer: PropsWriter): Rendered | null {
	const holes = parts.map((part): Rendered | null =>
		typeof part === "string"
			? { text: part.replaceAll(/[`\\]|\$\{/gu, "\\$&"), edits: [] }
			: part instanceof RefTo
				? null
				: wrap(writer.name("", "Aws", `.${PSEUDO[part.deployed]}`)),
	);
	return holes.some((hole) => hole === null)
		? null
		: {
				text: `\`${holes.map((hole) => hole?.text ?? "").join("")}\``,
				edits: holes.flatMap((hole) => hole?.edits ?? []),
			};
}

function wrap(name: Rendered | null): Rendered | null {
	return name === null ? null : { ...name, text: `\${${name.text}}` };
}

function listOf(value: Written | undefined): readonly Written[] {
	return value === undefined ? [] : isList(value) ? value : [value];
}

function isList(value: Written): value is readonly Written[] {
	return Array.isArray(value);
}
