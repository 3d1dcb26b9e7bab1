import type { TemplateData } from "../languages/template/write/data.ts";
import { entryOf } from "../model/entry-of.ts";
import { deployedTypeOf } from "../model/sam-types.ts";

/** A template as plain data: long-form intrinsics, no tags, aliases written out. */
export type PlainTemplate = { readonly [section: string]: TemplateData };

type PlainMap = { readonly [key: string]: TemplateData };

/**
 * Writes a SAM template with the types that are deployed, so that a comparison tells how a change of it is deployed:
 * `@aws-cdk/cloudformation-diff` knows SAM by a specification so old that every property of a function "replaces" it.
 *
 * `Globals` are merged as the SAM translator merges them (maps join, lists append, anything else gives way to the
 * function's own), then the section and the transform go. What SAM generates beside a resource (roles, permissions,
 * event sources) is not made: it is the same on both sides of a comparison. Null properties, resources and sections are
 * left out, because the library throws on them.
 *
 * Source: samtranslator/plugins/globals/globals.py, `GlobalProperties`; `cdk.md` 1.5 and 1.6 of the research.
 */
export function lowerSam(template: PlainTemplate): PlainTemplate {
	const globals = mapOf(template["Globals"]);
	const resources = Object.entries(mapOf(template["Resources"])).flatMap(
		([id, resource]): [string, TemplateData][] => {
			const body = isMap(resource) ? resource : null;
			const type = body?.["Type"];
			if (body === null || typeof type !== "string") {
				return []; // The library has no answer for a resource without a type.
			}
			const section = type.startsWith("AWS::Serverless::")
				? entryOf(globals, type.slice("AWS::Serverless::".length))
				: undefined;
			const own = isMap(body["Properties"]) ? body["Properties"] : {};
			const properties = isMap(section) ? merge(section, own) : own;
			return [[id, { ...body, Type: deployedTypeOf(type), Properties: properties }]];
		},
	);
	const { Globals: _globals, Transform: _transform, ...rest } = template;
	const sections = Object.entries(rest).filter(([, section]) => section !== null);
	return { ...Object.fromEntries(sections), Resources: Object.fromEntries(resources) };
}

function merge(shared: TemplateData, own: TemplateData): TemplateData {
	if (Array.isArray(shared) && Array.isArray(own)) {
		return [...(shared as readonly TemplateData[]), ...(own as readonly TemplateData[])];
	}
	if (!isMap(shared) || !isMap(own) || isIntrinsic(shared) || isIntrinsic(own)) {
		return own;
	}
	const keys = [...new Set([...Object.keys(shared), ...Object.keys(own)])];
	return Object.fromEntries(
		keys.map((key) => {
			const below = entryOf(shared, key);
			const above = entryOf(own, key);
			return [key, below === undefined ? (above ?? null) : above === undefined ? below : merge(below, above)];
		}),
	);
}

function isMap(value: TemplateData | undefined): value is PlainMap {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapOf(value: TemplateData | undefined): PlainMap {
	return isMap(value) ? value : {};
}

/** `{ Ref: … }`, `{ "Fn::If": … }`: one value, however many braces. */
function isIntrinsic(map: PlainMap): boolean {
	const [key, ...more] = Object.keys(map);
	return more.length === 0 && key !== undefined && (key === "Ref" || key === "Condition" || key.startsWith("Fn::"));
}
