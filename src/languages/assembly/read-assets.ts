import { isRecord } from "./read-json.ts";

const TEMPLATE = /\.template\.json$/u;

/**
 * The templates that an asset manifest (`Shop.assets.json`) publishes: a stack's own, and those of its nested stacks,
 * which no artifact names. Old templates stay in `cdk.out` after their stack is gone, so what merely lies there says
 * nothing.
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
 * The templates of nested stacks that a template names itself: `Metadata: { "aws:asset:path": … }`, as `cdk synth`
 * writes it.
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
