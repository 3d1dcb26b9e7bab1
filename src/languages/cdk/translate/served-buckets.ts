import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfCallee, nameOfKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { parentOf } from "../../program/around.ts";
import { nodesOf } from "../../program/nodes-of.ts";

/**
 * How CloudFront or another service reads a bucket, or writes its logs there.
 *
 * - `identity`: as an origin access identity, or as anybody; neither can decrypt with KMS.
 * - `control`: with a key whose policy allows the service.
 * - `site`: the same, and serves it to everyone as a site.
 */
export type Served = "identity" | "control" | "site";

/**
 * Constructs whose first argument is the bucket. Source: `aws-cloudfront-origins` of `aws-cdk-lib` 2.276: `S3Origin`
 * makes an origin access identity.
 */
const ORIGINS: ReadonlyMap<string, Served> = new Map([
	["S3Origin", "identity"],
	["S3StaticWebsiteOrigin", "identity"],
	["withOriginAccessIdentity", "identity"],
	["withOriginAccessControl", "control"],
	["toS3", "control"], // FlowLogDestination.toS3(bucket)
]);

/** Helpers of the project that let CloudFront read a bucket: `grantOacRights({ bucket })`. */
const HELPER = /OA[CI]|Oa[ci](?![a-z])|[Cc]loud_?[Ff]ront|[Dd]istribution/u;

/** Properties that name the bucket, and the constructs that have them; any where a property says enough. */
const PROPERTIES: ReadonlyMap<string, readonly [made: RegExp, served: Served]> = new Map([
	["s3BucketSource", [/^/u, "identity"]],
	["existingBucketObj", [/^CloudFrontToS3$/u, "control"]],
	["logBucket", [/^Distribution$/u, "control"]],
	["bucket", [/^S3$/u, "control"]], // an action of a receipt rule
	["logDestination", [/^CfnFlowLog$/u, "control"]],
	["logDestinationConfigs", [/^CfnLoggingConfiguration$/u, "control"]],
	["destinationArn", [/^CfnResolverQueryLoggingConfig$/u, "control"]],
	["destinationResourceArn", [/^CfnDeliveryDestination$/u, "control"]],
]);

/** The expressions of a program that give a service a bucket. */
export function* servedBuckets(program: Program): Iterable<readonly [bucket: Node, served: Served]> {
	for (const node of [...nodesOf(program, "NewExpression"), ...nodesOf(program, "CallExpression")]) {
		const served = ORIGINS.get(nameOfCallee(node.callee) ?? "");
		const [first] = node.arguments;
		if (served !== undefined && first !== undefined) {
			yield [first, served === "control" && isOriginOfSite(node, program) ? "site" : served];
		}
		if (node.callee.type === "Identifier" && HELPER.test(node.callee.name)) {
			for (const argument of node.arguments) {
				yield* bucketsIn(argument).map((bucket) => [bucket, "control"] as const);
			}
		}
	}
	for (const node of nodesOf(program, "Property")) {
		const row = PROPERTIES.get(nameOfKey(node.key, node.computed) ?? "");
		if (row !== undefined && row[0].test(madeWith(node))) {
			yield* bucketsIn(node.value).map((bucket) => [bucket, row[1]] as const);
		}
	}
}

type Program = Parameters<typeof nodesOf>[0];

/**
 * True for the origin of `new Distribution(this, "D", { defaultRootObject, defaultBehavior: { origin } })`, as it is or
 * by way of a constant.
 */
function isOriginOfSite(origin: Node, program: Program): boolean {
	const declared = parentOf(origin);
	const name = declared?.type === "VariableDeclarator" && declared.id.type === "Identifier" ? declared.id.name : null;
	return nodesOf(program, "Property").some(
		(property) =>
			nameOfKey(property.key, property.computed) === "origin" &&
			(property.value === origin ||
				(name !== null && property.value.type === "Identifier" && property.value.name === name)) &&
			servesAll(property.parent),
	);
}

/** True for the default behavior of a distribution that has a root object and lets everyone in. */
function servesAll(behavior: Node): boolean {
	const holder = parentOf(behavior);
	if (behavior.type !== "ObjectExpression" || holder?.type !== "Property") {
		return false;
	}
	const props = holder.parent;
	return (
		nameOfKey(holder.key, holder.computed) === "defaultBehavior" &&
		props.type === "ObjectExpression" &&
		has(props, "defaultRootObject") &&
		!["trustedKeyGroups", "edgeLambdas"].some((gate) => has(behavior, gate)) &&
		behavior.properties.every(({ type }) => type === "Property")
	);
}

function has({ properties }: TSESTree.ObjectExpression, name: string): boolean {
	return properties.some((one) => one.type === "Property" && nameOfKey(one.key, one.computed) === name);
}

/** The expressions for buckets in `[bucket.bucketArn]`, `{ bucket }` or `bucket`. */
function bucketsIn(node: Node): readonly Node[] {
	switch (node.type) {
		case "ArrayExpression":
			return node.elements.flatMap((element) => (element === null ? [] : bucketsIn(element)));
		case "ObjectExpression":
			return node.properties.flatMap((property) => (property.type === "Property" ? [property.value] : []));
		case "MemberExpression":
			return ["bucketArn", "bucketName"].includes(nameOfKey(node.property, node.computed) ?? "")
				? [node.object]
				: [node];
		default:
			return [node];
	}
}

/** The construct whose properties hold a property of their own. */
function madeWith({ parent }: TSESTree.Property): string {
	const made = parent.parent;
	return made.type === "NewExpression" ? (nameOfCallee(made.callee) ?? "") : "";
}
