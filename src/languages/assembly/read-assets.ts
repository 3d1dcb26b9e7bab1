import { isRecord } from "./read-json.ts";

const TEMPLATE = /\.template\.json$/u;

/**
 * The templates that an asset manifest (`Shop.assets.json`) publishes: that of a stack, and those of its nested stacks,
 * which no artifact names. Other template files in `cdk.out` may be left over from deleted stacks.
 *
 * Source: `AssetManifest` of `@aws-cdk/cloud-assembly-schema`.
 */
export function readPublishedTemplates(assets: unknown): readonly string[] {
	const files = isRecord(assets) ? assets["files"] : null;
	return Object.values(isRecord(files) ? files : {}).flatMap((file) => {
		const source = isRecord(file) ? file["source"] : null;
		const path = isRecord(source) ? source["path"] : null;
		return typeof path === "string" && TEMPLATE.test(path) ? [path] : [];
	});
}

/**
 * The templates of nested stacks that a template names: `Metadata: { "aws:asset:path": … }`, as written by `cdk synth`.
 */
export function readNestedTemplates(template: unknown): readonly string[] {
	const resources = isRecord(template) ? template["Resources"] : null;
	return Object.values(isRecord(resources) ? resources : {}).flatMap((resource) => {
		const metadata =
			isRecord(resource) && resource["Type"] === "AWS::CloudFormation::Stack" ? resource["Metadata"] : null;
		const path = isRecord(metadata) ? metadata["aws:asset:path"] : null;
		return typeof path === "string" && TEMPLATE.test(path) ? [path] : [];
	});
}
