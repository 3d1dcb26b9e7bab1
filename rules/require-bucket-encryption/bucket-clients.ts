import type { Resource, Stack } from "../../src/model/resource.ts";
import { covers, readPolicy, textsOf } from "../../src/model/policy.ts";
import { saysSite } from "../../src/detect/site-name.ts";
import { alternatives, follow, getIn, literalOf, type Value } from "../../src/model/value.ts";

/**
 * True for a bucket that serves a website: its readers are anonymous and cannot decrypt with KMS.
 *
 * Source: "Troubleshooting static website hosting": objects of a website endpoint cannot be encrypted with KMS.
 */
export function servesWebsite(bucket: Resource): boolean {
	return alternatives(bucket.get("WebsiteConfiguration")).some(({ value }) => value.kind !== "absent");
}

/** True for a bucket whose ACL is not known: it may be for anonymous readers, or for logs. */
export function hasUnknownAccess(bucket: Resource): boolean {
	return alternatives(bucket.get("AccessControl")).some(
		({ value }) =>
			value.kind === "unresolved" ||
			(value.kind === "reference" && value.to.of === "parameter" && value.to.parameter.default === null),
	);
}

/**
 * True for a bucket whose readers are anonymous by its ACL or its policy: they cannot decrypt with KMS.
 *
 * Source: "Troubleshooting access denied errors", Amazon S3 User Guide: anonymous requests for SSE-KMS objects fail.
 */
export function isPublic(bucket: Resource): boolean {
	return (
		alternatives(bucket.get("AccessControl")).some(
			({ value }) => value.kind === "literal" && /^PublicRead(?:Write)?$/u.test(value.text),
		) || readersOf(bucket.stack).anonymous.has(bucket.id)
	);
}

/**
 * True for a bucket that CloudFront reads by an origin access identity, which cannot decrypt with KMS.
 *
 * Source: "Restrict access to an Amazon S3 origin", Amazon CloudFront Developer Guide: OAI does not support SSE-KMS.
 */
export function hasOriginAccessIdentity(bucket: Resource): boolean {
	return readersOf(bucket.stack).identities.has(bucket.id);
}

/** The buckets that anonymous readers, origin access identities, other accounts, and services use. */
interface Readers {
	readonly anonymous: ReadonlySet<string>;
	readonly identities: ReadonlySet<string>;
	readonly shared: ReadonlySet<string>;
	readonly services: ReadonlySet<string>;
}

const READERS = new WeakMap<Stack, Readers>();

function readersOf(stack: Stack): Readers {
	let readers = READERS.get(stack);
	if (readers === undefined) {
		const [anonymous, identities, shared, services] = Array.from({ length: 4 }, () => new Set<string>()) as [
			Set<string>,
			Set<string>,
			Set<string>,
			Set<string>,
		];
		for (const { properties } of stack.find("AWS::CloudFront::Distribution")) {
			for (const { value: origin } of follow(properties, "DistributionConfig.Origins[]")) {
				if (isGiven(getIn(origin, "S3OriginConfig.OriginAccessIdentity"))) {
					alternatives(getIn(origin, "DomainName"))
						.flatMap(({ value }) => resourcesOf(value))
						.forEach((id) => identities.add(id));
				}
			}
		}
		for (const policy of stack.find("AWS::S3::BucketPolicy")) {
			const buckets = alternatives(policy.get("Bucket")).flatMap(({ value }) => resourcesOf(value));
			if (alternatives(policy.get("PolicyDocument")).some(({ value }) => value.kind === "unresolved")) {
				buckets.forEach((id) => services.add(id)); // Most policies of buckets let a service in.
			}
			for (const { effect, actions, principal, conditions, obscure } of readPolicy(policy.get("PolicyDocument"))
				.statements) {
				if (effect !== "Allow") {
					continue;
				}
				if (OBJECT_ACTIONS.some((one) => actions.some(({ text }) => text !== null && covers(text, one)))) {
					buckets.filter(() => isOfService(principal)).forEach((id) => services.add(id));
				}
				if (actions.some(({ text }) => text !== null && covers(text, "s3:GetObject"))) {
					buckets.filter(() => isOfAccount(principal)).forEach((id) => shared.add(id));
					const isOpen = conditions.length === 0 && !obscure && isAnyone(principal);
					buckets.forEach((id) => {
						(isOpen ? anonymous : isIdentity(principal) ? identities : new Set()).add(id);
					});
				}
			}
		}
		readers = { anonymous, identities, shared, services };
		READERS.set(stack, readers);
	}
	return readers;
}

const OBJECT_ACTIONS = ["s3:GetObject", "s3:PutObject"];

/** `{ Service: "cloudfront.amazonaws.com" }` */
function isOfService(principal: Value): boolean {
	return textsOf(getIn(principal, "Service")).some(({ text }) => text !== null);
}

/** Cached, because every bucket needs it. */
const SITES = new WeakMap<Stack, ReadonlySet<string>>();

/**
 * True for a bucket that CloudFront serves to everyone as a site: the origin of the default behavior of a distribution
 * that has a root object and asks nobody to sign, or that of any behavior, where its name says so. Who reads its objects needs no
 * permission at all, so a key protects nothing.
 *
 * Source: "DistributionConfig", Amazon CloudFront API Reference: `DefaultRootObject`, `DefaultCacheBehavior`.
 */
export function servesSite({ id, stack }: Resource): boolean {
	let sites = SITES.get(stack);
	if (sites === undefined) {
		sites = new Set(stack.find("AWS::CloudFront::Distribution").flatMap(sitesOf));
		SITES.set(stack, sites);
	}
	return sites.has(id);
}

/** Who has to sign, or is looked at by a function of the author's before anything is served. */
const GATES = ["TrustedKeyGroups", "TrustedSigners", "LambdaFunctionAssociations"];

/** The buckets of a distribution that serve a site: behind its default behavior, or behind any by their name. */
function sitesOf(distribution: Resource): readonly string[] {
	const byDefault = distribution.get("DistributionConfig.DefaultCacheBehavior");
	const behaviors = [
		byDefault,
		...[...follow(distribution.properties, "DistributionConfig.CacheBehaviors[]")].map(({ value }) => value),
	];
	const buckets = bucketsOf(distribution);
	const isSole = buckets.length === 1;
	const serves = (behavior: Value, name: string | undefined): boolean => {
		const target = literalOf(getIn(behavior, "TargetOriginId"))?.text;
		return target !== undefined && name !== undefined ? target === name : isSole && behavior === byDefault;
	};
	const hasRoot = isGiven(distribution.get("DistributionConfig.DefaultRootObject"));
	return buckets
		.filter(({ id, name }) => {
			const own = behaviors.filter((behavior) => serves(behavior, name));
			return (
				own.length > 0 &&
				((hasRoot && isOpen(byDefault) && own.includes(byDefault)) ||
					(own.every(isOpen) && !own.some(runsCode) && saysSite(id)))
			);
		})
		.map(({ id }) => id);
}

function isOpen(behavior: Value): boolean {
	return !GATES.some((gate) => isListed(getIn(behavior, gate)));
}

/** A function of CloudFront writes an index into paths, or asks who is there: of a bucket known by its name, nobody can tell. */
function runsCode(behavior: Value): boolean {
	return isListed(getIn(behavior, "FunctionAssociations"));
}

/** The buckets that are origins, and the ids of the origins. */
function bucketsOf({
	properties,
	stack,
}: Resource): readonly { readonly id: string; readonly name: string | undefined }[] {
	return [...follow(properties, "DistributionConfig.Origins[]")].flatMap(({ value: origin }) =>
		alternatives(getIn(origin, "DomainName"))
			.flatMap(({ value }) => resourcesOf(value))
			.filter((id) => stack.resource(id)?.type === "AWS::S3::Bucket")
			.map((id) => ({ id, name: literalOf(getIn(origin, "Id"))?.text })),
	);
}

/** True for a list with something in it, and for what only deploy time knows. */
function isListed(value: Value): boolean {
	return alternatives(value).some(
		({ value: one }) => one.kind !== "absent" && !(one.kind === "list" && one.items.length === 0 && !one.open),
	);
}

/** False for what is absent, and for the empty text that an origin access control needs beside it. */
function isGiven(value: Value): boolean {
	return alternatives(value).some(
		({ value: one }) => one.kind !== "absent" && !(one.kind === "literal" && one.text === ""),
	);
}

function isAnyone(principal: Value): boolean {
	return [principal, getIn(principal, "AWS")].flatMap(textsOf).some(({ text }) => text === "*");
}

/** `{ CanonicalUser: !GetAtt Oai.S3CanonicalUserId }`, `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity …`. */
function isIdentity(principal: Value): boolean {
	return (
		isGiven(getIn(principal, "CanonicalUser")) ||
		textsOf(getIn(principal, "AWS")).some(
			({ text, value }) => text?.includes(":cloudfront:user/") === true || isArnOfIdentity(value),
		)
	);
}

/** `aws_cloudfront_origin_access_identity.site.iam_arn` of Terraform. */
function isArnOfIdentity(value: Value): boolean {
	return value.kind === "reference" && value.to.of === "resource" && value.to.attribute === "iam_arn";
}

/**
 * True for a bucket whose policy names another account, or an organization: nobody there can use `aws/s3`.
 *
 * Source: "Using server-side encryption with AWS KMS keys", Amazon S3 User Guide: the AWS managed key allows no
 * cross-account access.
 */
export function isSharedWithAccounts(bucket: Resource): boolean {
	return readersOf(bucket.stack).shared.has(bucket.id);
}

/** `arn:aws:iam::123456789012:root`, `!Ref OtherAccount`; not a role of this stack or an ARN of this account. */
function isOfAccount(principal: Value): boolean {
	return textsOf(getIn(principal, "AWS")).some(
		({ text }) => text !== null && /^(?:arn:[^:]*:iam::)?\d{12}(?::|$)/u.test(text),
	);
}

/**
 * Where a service is told to read or write a bucket by its own name, and not by a role of the account.
 *
 * Sources: "Restrict access to an Amazon S3 origin" (SSE-KMS); "Configure standard logging (legacy)" (key policy);
 * "Enable logging from AWS services" (logs sent to Amazon S3: a customer managed key); "Sending web ACL traffic logs to
 * an Amazon Simple Storage Service bucket" (no AWS managed key); "Deliver to S3 bucket action" of SES (key policy).
 */
const SERVICES: readonly (readonly [type: string, path: string])[] = [
	["AWS::CloudFront::Distribution", "DistributionConfig.Origins[].DomainName"],
	["AWS::CloudFront::Distribution", "DistributionConfig.Logging.Bucket"],
	["AWS::EC2::FlowLog", "LogDestination"],
	["AWS::Logs::DeliveryDestination", "DestinationResourceArn"],
	["AWS::MSK::Cluster", "LoggingInfo.BrokerLogs.S3.Bucket"],
	["AWS::Route53Resolver::ResolverQueryLoggingConfig", "DestinationArn"],
	["AWS::SES::ReceiptRule", "Rule.Actions[].S3Action.BucketName"],
	["AWS::WAFv2::LoggingConfiguration", "LogDestinationConfigs[]"],
];

/** Cached, because every bucket needs it. */
const USED = new WeakMap<Stack, ReadonlySet<string>>();

/** True for a bucket that a service is told to use, and not only let in: an origin of CloudFront, a target of logs. */
export function isGivenToService({ id, stack }: Resource): boolean {
	let used = USED.get(stack);
	if (used === undefined) {
		used = new Set(
			SERVICES.flatMap(([type, path]) =>
				stack.find(type).flatMap(({ properties }) => [...follow(properties, path)]),
			).flatMap(({ value }) => resourcesOf(value)),
		);
		USED.set(stack, used);
	}
	return used.has(id);
}

/**
 * True for a bucket that a service reads or writes by its own name: an origin of CloudFront, a target of flow logs. The
 * key policy has to allow the service, and that of `aws/s3` cannot be changed.
 */
export function isUsedByService(bucket: Resource): boolean {
	return isGivenToService(bucket) || readersOf(bucket.stack).services.has(bucket.id) || isNamedForWebLogs(bucket);
}

/** `aws-waf-logs-prod`: AWS WAF refuses to log to a bucket of another name. */
function isNamedForWebLogs(bucket: Resource): boolean {
	return alternatives(bucket.get("BucketName")).some(({ value }) => {
		const start = value.kind === "literal" ? value.text : value.kind === "text" ? value.parts[0] : undefined;
		return typeof start === "string" && start.startsWith("aws-waf-logs-");
	});
}

/** `!GetAtt Site.RegionalDomainName`, `!Sub "${Site}.s3.amazonaws.com"`. */
function resourcesOf(value: Value): readonly string[] {
	return value.kind === "text"
		? value.parts.flatMap((part) => (typeof part === "string" ? [] : resourcesOf(part)))
		: value.kind === "reference" && value.to.of === "resource"
			? [value.to.id]
			: [];
}
