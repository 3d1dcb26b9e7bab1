import type { Resource, Stack } from "../../src/model/resource.ts";
import { isGivenToService } from "./bucket-clients.ts";
import { covers, readPolicy, textsOf } from "../../src/model/policy.ts";
import { alternatives, getIn, itemsOf, type Target, type Value } from "../../src/model/value.ts";

/** The buckets that receive logs, by how they are named. */
interface Targets {
	readonly ids: Set<string>;
	/** Names, and texts with holes in the format of {@link shapeOf}. */
	readonly names: Set<string>;
}

/** Cached, because every bucket needs it. */
const TARGETS = new WeakMap<Stack, Targets>();

/**
 * True for a bucket that receives logs of a service that cannot write with SSE-KMS: S3 server access logs (named in
 * `DestinationBucketName`, or with the canned ACL `LogDeliveryWrite`), load balancer access logs, and the audit logs of
 * Redshift.
 *
 * Sources: "Enabling Amazon S3 server access logging" (default encryption of the destination: SSE-S3 only); "Access
 * logs for your Application Load Balancer" (the only server-side encryption option that's supported is SSE-S3); "Database
 * audit logging" of Redshift (only SSE-S3).
 */
export function takesLogs(bucket: Resource): boolean {
	if (
		alternatives(bucket.get("AccessControl")).some(
			({ value }) => value.kind === "literal" && value.text === "LogDeliveryWrite",
		)
	) {
		return true;
	}
	const { ids, names } = targetsOf(bucket.stack);
	if (ids.has(bucket.id) || isNamedForAccessLogs(bucket)) {
		return true;
	}
	return (
		names.size > 0 && alternatives(bucket.get("BucketName")).some(({ value }) => names.has(shapeOf(value) ?? ""))
	);
}

/** `AccessLogsBucket`, `s3-access-logs`: what logs there is in another stack or file. Other services take a key. */
function isNamedForAccessLogs(bucket: Resource): boolean {
	const named = alternatives(bucket.get("BucketName")).flatMap(({ value }) =>
		value.kind === "literal" ? [value.text] : [],
	);
	return !isGivenToService(bucket) && [bucket.id, ...named].some((name) => ACCESS_LOGS.test(name));
}

const ACCESS_LOGS = /[Aa]ccess[-_]?[Ll]ogs?(?:$|[^a-z])/u;

function targetsOf(stack: Stack): Targets {
	let targets = TARGETS.get(stack);
	if (targets === undefined) {
		targets = { ids: new Set(), names: new Set() };
		TARGETS.set(stack, targets);
		for (const bucket of stack.find("AWS::S3::Bucket")) {
			addTarget(targets, bucket.get("LoggingConfiguration.DestinationBucketName"));
		}
		stack.logTargets?.forEach((value) => addTarget(targets as Targets, value));
		for (const policy of stack.find("AWS::S3::BucketPolicy")) {
			addByPolicy(targets, policy);
		}
		for (const cluster of stack.find("AWS::Redshift::Cluster")) {
			addTarget(targets, cluster.get("LoggingProperties.BucketName"));
		}
		for (const balancer of stack.find("AWS::ElasticLoadBalancing::LoadBalancer")) {
			addTarget(targets, balancer.get("AccessLoggingPolicy.S3BucketName"));
		}
		for (const balancer of stack.find("AWS::ElasticLoadBalancingV2::LoadBalancer")) {
			for (const { value } of itemsOf(balancer.get("LoadBalancerAttributes"))) {
				const key = value.kind === "map" ? value.entries.find((entry) => entry.key === "Key") : undefined;
				const given = value.kind === "map" ? value.entries.find((entry) => entry.key === "Value") : undefined;
				if (
					given !== undefined &&
					key?.value.kind === "literal" &&
					/^(?:access|connection)_logs\.s3\.bucket$/u.test(key.value.text)
				) {
					addTarget(targets, given.value);
				}
			}
		}
	}
	return targets;
}

/** `…/AWSLogs/123456789012/*`: where load balancers write, of all that get there by an account and not by a service. */
const BALANCER_LOGS = /\/AWSLogs\//u;

/**
 * The buckets whose policy lets Elastic Load Balancing, the access logs of S3 or the audit logs of Redshift write.
 * Source: "Access logs for your Application Load Balancer", bucket policies.
 */
function addByPolicy(targets: Targets, policy: Resource): void {
	const { statements } = readPolicy(policy.get("PolicyDocument"));
	const isForLogs = statements.some(
		({ effect, actions, resources, principal }) =>
			effect === "Allow" &&
			actions.some(({ text }) => text !== null && covers(text, "s3:PutObject")) &&
			(isOf(principal, LOG_SERVICES) ||
				isElbData(getIn(principal, "AWS")) ||
				(resources.some(({ text }) => BALANCER_LOGS.test(text ?? "")) &&
					(isBalancerAccount(getIn(principal, "AWS")) || isOf(principal, BALANCER_SERVICE)))),
	);
	if (isForLogs) {
		addTarget(targets, policy.get("Bucket"));
	}
}

const BALANCER_SERVICE = /^logdelivery\.elasticloadbalancing\./u;
/**
 * Sources: "Enabling Amazon S3 server access logging", permissions for log delivery; "Database audit logging" of Redshift,
 * which writes nothing else to a bucket by its own name.
 */
const LOG_SERVICES = /^(?:logging\.s3|redshift)\./u;

function isOf(principal: Value, service: RegExp): boolean {
	return textsOf(getIn(principal, "Service")).some(({ text }) => service.test(text ?? ""));
}

/** `data.aws_elb_service_account.main.arn` of Terraform. */
function isElbData(principal: Value): boolean {
	return textsOf(principal).some(
		({ value }) =>
			value.kind === "reference" &&
			value.to.of === "resource" &&
			/(?:^|\.)data\.aws_elb_service_account\./u.test(value.to.id),
	);
}

/** An account that a mapping gives by region, or one that is none of a role or a user. */
function isBalancerAccount(principal: Value): boolean {
	return (
		principal.kind !== "absent" &&
		alternatives(principal).every(
			({ value }) =>
				(value.kind === "literal" && /^(?:arn:[^:]*:iam::)?\d{12}(?::root)?$/u.test(value.text)) ||
				(value.kind === "text" &&
					value.parts.every(
						(part) => typeof part !== "string" || /^(?:arn:[^:]*:iam::|:root|\d{12})*$/u.test(part),
					) &&
					value.parts.every((part) => typeof part === "string" || part.kind !== "reference")),
		)
	);
}

function addTarget(targets: Targets, named: Value): void {
	for (const { value } of alternatives(named)) {
		if (value.kind === "reference" && value.to.of === "resource") {
			targets.ids.add(value.to.id);
			continue;
		}
		const shape = shapeOf(value);
		if (shape !== null && shape !== "") {
			targets.names.add(shape);
		}
	}
}

/**
 * A name as one text, with its holes named by their source: two places with the same text name the same bucket. Null if
 * it is not known.
 */
function shapeOf(value: Value): string | null {
	switch (value.kind) {
		case "literal":
			return value.text;
		case "text": {
			const parts = value.parts.map((part) => (typeof part === "string" ? part : shapeOf(part)));
			return parts.includes(null) ? null : parts.join("");
		}
		case "reference":
			return `\${${nameOf(value.to)}}`;
		case "absent":
		case "map":
		case "list":
		case "branches":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}

function nameOf(target: Target): string {
	switch (target.of) {
		case "resource":
			return `${target.id}.${target.attribute ?? ""}`;
		case "parameter":
		case "pseudo":
			return target.name;
		case "import":
			return `import ${target.name ?? ""}`;
		default:
			return target satisfies never;
	}
}
