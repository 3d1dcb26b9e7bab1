import { basename, dirname, join } from "node:path";
import { readSmallText } from "../../files/read-regular-file.ts";
import { isRecord, readJson } from "../../languages/assembly/read-json.ts";
import { isAssembly } from "../read-assembly.ts";

/** Nobody synthesizes a larger manifest. */
const MAX_BYTES = 16 * 1024 * 1024;

/** True for a template in a cloud assembly. */
export function isTemplateOfAssembly(path: string): boolean {
	return path.endsWith(".template.json") && isAssembly(dirname(path));
}

/**
 * The name of the stack that a template of a cloud assembly is deployed as; none if the manifest does not say it.
 *
 * Source: `AwsCloudFormationStackProperties.stackName` of `@aws-cdk/cloud-assembly-schema`, by default the id of the
 * artifact.
 *
 * @param path absolute, of the template
 */
export function assemblyStackNames(path: string): ReadonlySet<string> {
	const text = readSmallText(join(dirname(path), "manifest.json"), { maxBytes: MAX_BYTES, followLinks: false });
	const json = text === null ? null : readJson(text);
	const artifacts = json?.ok === true && isRecord(json.value) ? json.value["artifacts"] : null;
	return new Set(
		Object.entries(isRecord(artifacts) ? artifacts : {}).flatMap(([id, artifact]) => {
			const properties = isRecord(artifact) ? artifact["properties"] : null;
			return isRecord(properties) && properties["templateFile"] === basename(path)
				? [typeof properties["stackName"] === "string" ? properties["stackName"] : id]
				: [];
		}),
	);
}
