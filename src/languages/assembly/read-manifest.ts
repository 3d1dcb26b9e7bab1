import { isRecord, offsetOf, readJson, type AssemblyProblem } from "./read-json.ts";
import { pushAll } from "../../text/push-all.ts";

/** A stack of an assembly. File names are relative to the folder of the assembly. */
interface ManifestStack {
	readonly id: string;
	readonly templateFile: string;
	/** In the manifest itself, as in CDK until 2.240; null if it is in a separate file or missing. */
	readonly metadata: unknown;
	/** `Shop.metadata.json`, as in CDK since 2.243. */
	readonly metadataFile: string | null;
}

export interface AssemblyManifest {
	readonly stacks: readonly ManifestStack[];
	/** Folders with nested assemblies: stages. */
	readonly assemblies: readonly string[];
	readonly treeFile: string | null;
	/** The asset manifests: `Shop.assets.json`. */
	readonly assetFiles: readonly string[];
	readonly problems: readonly AssemblyProblem[];
}

export type ManifestReading =
	| { readonly ok: true; readonly manifest: AssemblyManifest }
	| { readonly ok: false; readonly problem: AssemblyProblem };

const TYPES = /^(?:aws|cdk):/u;

/**
 * Whether a `manifest.json` belongs to a cloud assembly: web apps and browser extensions have a file of that name, too.
 *
 * Source: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies and
 * `@aws-cdk/cloud-assembly-schema`.
 */
export function isManifest(value: unknown): boolean {
	if (
		!isRecord(value) ||
		typeof value["version"] !== "string" ||
		(value["artifacts"] !== undefined && !isRecord(value["artifacts"]))
	) {
		return false;
	}
	const artifacts = Object.values(value["artifacts"] ?? {});
	return (
		artifacts.length > 0 &&
		artifacts.every((artifact) => isRecord(artifact) && typeof artifact["type"] === "string") &&
		artifacts.some((artifact) => isRecord(artifact) && TYPES.test(String(artifact["type"])))
	);
}

/** Reads the manifest of a cloud assembly. An artifact that cannot be read is a problem; the others are still read. */
export function readManifest(text: string): ManifestReading {
	const json = readJson(text);
	if (!json.ok) {
		return json;
	}
	if (!isRecord(json.value) || !isRecord(json.value["artifacts"] ?? {})) {
		return {
			ok: false,
			problem: {
				message: "It is not the manifest of a cloud assembly: `artifacts` is missing or not an object.",
				offset: offsetOf(text, ["artifacts"]),
			},
		};
	}
	const stacks: ManifestStack[] = [];
	const assemblies: string[] = [];
	const assetFiles: string[] = [];
	const problems: AssemblyProblem[] = [];
	let treeFile: string | null = null;
	for (const [id, artifact] of Object.entries((json.value["artifacts"] ?? {}) as Readonly<Record<string, unknown>>)) {
		const properties = isRecord(artifact) && isRecord(artifact["properties"]) ? artifact["properties"] : {};
		const lacks = (what: string): void => {
			problems.push({
				message: `Artifact '${id}' names no ${what}, so it is not read.`,
				offset: offsetOf(text, ["artifacts", id]),
			});
		};
		switch (isRecord(artifact) ? artifact["type"] : undefined) {
			case "aws:cloudformation:stack": {
				const { templateFile } = properties;
				const { metadata, additionalMetadataFile } = artifact as Readonly<Record<string, unknown>>;
				if (typeof templateFile !== "string") {
					lacks("template file");
					break;
				}
				stacks.push({
					id,
					templateFile,
					metadata: metadata ?? null,
					metadataFile: typeof additionalMetadataFile === "string" ? additionalMetadataFile : null,
				});
				break;
			}
			case "cdk:cloud-assembly":
				if (typeof properties["directoryName"] === "string") {
					assemblies.push(properties["directoryName"]);
				} else {
					lacks("folder");
				}
				break;
			case "cdk:tree":
				treeFile = typeof properties["file"] === "string" ? properties["file"] : null;
				break;
			case "cdk:asset-manifest":
				pushAll(assetFiles, typeof properties["file"] === "string" ? [properties["file"]] : []);
				break;
			default:
				break; // Feature flags, and additions of later versions.
		}
	}
	return { ok: true, manifest: { stacks, assemblies, treeFile, assetFiles, problems } };
}
