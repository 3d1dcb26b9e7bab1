import { constructNamed, toCdkName } from "../cdk/apps.ts";
import { entryOf } from "../../model/entry-of.ts";

/** A property as the author of an app writes it. */
export interface CdkProperty {
	/** `environmentEncryption`. */
	readonly name: string;
	/** The class that takes it: `aws_lambda.Function`. */
	readonly of: string;
}

/** The child id of the author's constructs; constructs below other ids were created by CDK. */
const SCOPES: ReadonlySet<string> = new Set([
	"aws-cdk-lib.App",
	"aws-cdk-lib.Stage",
	"aws-cdk-lib.Stack",
	"aws-cdk-lib.NestedStack",
	"aws-cdk-lib.Resource",
	"constructs.Construct",
]);

/**
 * Properties for the constructs that CDK creates inside another: by its class, the id inside it, and the property of
 * the template.
 */
const FOR_ITS_PARTS: readonly {
	readonly of: string;
	readonly part: string;
	readonly path: RegExp;
	readonly name: string;
}[] = [
	{
		of: "aws_codepipeline.Pipeline",
		part: "ArtifactsBucketEncryptionKey",
		path: /^EnableKeyRotation$/u,
		name: "enableKeyRotation",
	},
	{ of: "aws_codepipeline.Pipeline", part: "ArtifactsBucket", path: /^BucketEncryption\b/u, name: "artifactBucket" },
	{ of: "aws_s3.Bucket", part: "Key", path: /^EnableKeyRotation$/u, name: "encryptionKey" },
];

/**
 * How the construct behind a resource spells a property; null if it has no such property, or it is not known.
 *
 * @param classes CDK's class of each construct, by path
 * @param path of the resource: `Shop/Orders/Resource`
 * @param property CloudFormation's path: `KmsKeyArn`
 */
export function spellInCdk(classes: ReadonlyMap<string, string>, path: string, property: string): CdkProperty | null {
	const own = classOf(classes, path);
	const parent = above(path);
	const made = path.endsWith("/Resource") || path.endsWith("/Default");
	if (!made) {
		return own?.includes(".Cfn") === true && isScope(classes, parent)
			? {
					name: property
						.split(".")
						.map((part) => (/^[A-Z\d_]+$/u.test(part) ? part : toCdkName(part)))
						.join("."),
					of: own,
				}
			: null;
	}
	const of = classOf(classes, parent);
	const outer = above(parent);
	if (of === null) {
		return null;
	}
	if (!isScope(classes, outer)) {
		const part = FOR_ITS_PARTS.find(
			(row) => row.of === classOf(classes, outer) && parent.endsWith(`/${row.part}`) && row.path.test(property),
		);
		return part === undefined ? null : { name: part.name, of: part.of };
	}
	const spec = constructNamed(of.replace(/^aws_/u, "aws-"));
	const names = property.split(".");
	for (let length = names.length; length > 0 && spec !== undefined; length -= 1) {
		const head = names.slice(0, length).join(".");
		const name =
			entryOf(spec.spelling, head) ??
			Object.entries(spec.properties).find(
				([, one]) => one !== null && (typeof one === "string" ? one : one.path) === head,
			)?.[0];
		if (name !== undefined) {
			return { name: [name, ...names.slice(length)].join("."), of };
		}
	}
	return null;
}

/** `aws_kms.Key` for `aws-cdk-lib.aws_kms.Key`; null for classes outside CDK's modules. */
function classOf(classes: ReadonlyMap<string, string>, path: string): string | null {
	const name = classes.get(path);
	return name?.startsWith("aws-cdk-lib.aws_") === true ? name.slice("aws-cdk-lib.".length) : null;
}

function isScope(classes: ReadonlyMap<string, string>, path: string): boolean {
	return SCOPES.has(classes.get(path) ?? "");
}

function above(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
