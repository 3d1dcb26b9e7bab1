import type { TSESTree } from "@typescript-eslint/utils";
import { saysSite } from "../../../detect/site-name.ts";
import { textOf } from "../../program/text-of.ts";
import { nameOfCallee, nameOfKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { parentOf } from "../../program/around.ts";
import { nodesOf } from "../../program/nodes-of.ts";

/**
 * How CloudFront or another service reads a bucket, or writes its logs there.
 *
 * - `identity`: as an origin access identity, or as anybody; neither can decrypt with KMS.
 * - `control`: with a key whose policy allows the service.
 * - `site`: the same, and serves it to everyone as a site: as the root of a distribution, or with files that the project
 *   deploys.
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
			yield [first, served === "control" && isSite(node, first, program) ? "site" : served];
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

/** True for an origin that CloudFront serves to everyone, and for a bucket of deployed files behind open behaviors. */
function isSite(origin: Node, bucket: Node, program: Program): boolean {
	const behaviors = behaviorsOf(origin, program);
	return (
		behaviors.some((behavior) => isOpen(behavior) && isDefaultOfSite(behavior)) ||
		(behaviors.length > 0 &&
			behaviors.every(isOpen) &&
			(isDeployed(bucket, program) || (!behaviors.some(runsCode) && isNamedForSite(bucket, program))))
	);
}

/** The behaviors of distributions that an origin is of, as it is or by way of a constant. */
function behaviorsOf(origin: Node, program: Program): readonly Node[] {
	const declared = parentOf(origin);
	const name = declared?.type === "VariableDeclarator" && declared.id.type === "Identifier" ? declared.id.name : null;
	return nodesOf(program, "Property")
		.filter(
			(property) =>
				nameOfKey(property.key, property.computed) === "origin" &&
				(property.value === origin ||
					(name !== null && property.value.type === "Identifier" && property.value.name === name)),
		)
		.map(({ parent }) => parent);
}

/** True for a behavior that lets everyone in, as far as it is all written. */
function isOpen(behavior: Node): boolean {
	return (
		behavior.type === "ObjectExpression" &&
		!["trustedKeyGroups", "edgeLambdas"].some((gate) => has(behavior, gate)) &&
		behavior.properties.every(({ type }) => type === "Property")
	);
}

/** A function of CloudFront writes an index into paths, or asks who is there: of a bucket known by its name, nobody can tell. */
function runsCode(behavior: Node): boolean {
	return behavior.type === "ObjectExpression" && has(behavior, "functionAssociations");
}

/** True in `new Distribution(this, "D", { defaultRootObject, defaultBehavior: … })`. */
function isDefaultOfSite(behavior: Node): boolean {
	const holder = parentOf(behavior);
	return (
		holder?.type === "Property" &&
		nameOfKey(holder.key, holder.computed) === "defaultBehavior" &&
		holder.parent.type === "ObjectExpression" &&
		has(holder.parent, "defaultRootObject")
	);
}

/**
 * True for a bucket that takes files of the project: `new BucketDeployment(this, "D", { destinationBucket: bucket })`.
 * Served to everyone they are a site's, whichever behavior serves them.
 */
function isDeployed(bucket: Node, program: Program): boolean {
	const name = nameIn(bucket);
	return (
		name !== null &&
		nodesOf(program, "Property").some(
			(property) =>
				nameOfKey(property.key, property.computed) === "destinationBucket" &&
				madeWith(property) === "BucketDeployment" &&
				nameIn(property.value) === name,
		)
	);
}

/** True for a bucket whose own name, or the id of whose construct, says that a site's files are in it. */
function isNamedForSite(bucket: Node, program: Program): boolean {
	const name = nameIn(bucket);
	const made = nodesOf(program, "NewExpression").find(({ callee, parent }) => {
		const target =
			parent.type === "VariableDeclarator"
				? parent.id
				: parent.type === "AssignmentExpression"
					? parent.left
					: null;
		return name !== null && nameOfCallee(callee) === "Bucket" && target !== null && nameIn(target) === name;
	});
	const id = made?.arguments[1];
	return saysSite(`${name ?? ""} ${(id === undefined ? null : textOf(id)) ?? ""}`);
}

/** `bucket`, `this.bucket`. */
function nameIn(node: Node): string | null {
	return node.type === "Identifier"
		? node.name
		: node.type === "MemberExpression" && node.object.type === "ThisExpression"
			? `this.${nameOfKey(node.property, node.computed) ?? ""}`
			: null;
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
		case "ConditionalExpression":
			return [node.consequent, node.alternate].flatMap(bucketsIn);
		case "LogicalExpression":
			return [node.left, node.right].flatMap(bucketsIn);
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
