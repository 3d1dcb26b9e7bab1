import type { Written } from "../../../model/written.ts";
import type { Value } from "../../../model/value.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Builder } from "../translate/builder.ts";
import { mapJs, type Js, unresolved } from "../evaluate/js.ts";
import type { WritableName } from "../write/import-name.ts";
import type { PropsWriter } from "../write/props-writer.ts";
import type { ConstructKind } from "./construct-kind.ts";
import { lastOfPath } from "../../../text/last-of-path.ts";

const RULES = "BucketEncryption.ServerSideEncryptionConfiguration";
const BY_DEFAULT = `${RULES}.ServerSideEncryptionByDefault`;

/**
 * The default encryption of a bucket. Source: `Bucket.parseEncryption` of `aws-cdk-lib` 2.276: a key alone means KMS;
 * KMS without a key creates one with rotation, DSSE one without.
 */
function buildBucket(builder: Builder): void {
	const encryption = builder.get("encryption");
	const given = builder.get("encryptionKey");
	const at = builder.entry("encryption") ?? builder.entry("encryptionKey");
	const value = rulesOf(builder, encryption, given);
	if (value.kind !== "absent" || value.explicit) {
		builder.put(RULES, value, at?.keySpan, at?.span);
	}
	const policy = builder.calls("addToResourcePolicy").map((call) => builder.value(builder.argument(call, 0)));
	if (policy.length > 0) {
		const list: Value = { kind: "list", span: builder.head, items: policy, open: false, origin: null };
		builder.add("Policy", "AWS::S3::BucketPolicy", builder.head, {
			Bucket: { kind: "reference", span: builder.head, to: { of: "resource", id: builder.id, attribute: null } },
			PolicyDocument: { ...builder.map(builder.head, "", { Statement: list }), origin: null },
		});
	}
	addServed(builder);
	addPublic(builder);
	const acl = builder.memberOf(builder.get("accessControl"));
	if (acl === null && builder.translator.late.takesAccessLogs(builder.construct.site)) {
		// `loadBalancer.logAccessLogs(bucket)`: the load balancer may be created by a pattern, so the bucket is
		// checked.
		builder.put("AccessControl", builder.literal("LogDeliveryWrite", builder.head));
	} else if (acl !== null) {
		builder.put(
			"AccessControl",
			builder.literal(acl === "LOG_DELIVERY_WRITE" ? "LogDeliveryWrite" : acl, builder.get("accessControl").span),
		);
	}
}

/** What CDK makes of a bucket that is given to CloudFront. */
function addServed(builder: Builder): void {
	const { head } = builder;
	const served = builder.translator.late.servedAs(builder.construct.site);
	if (served === "identity") {
		const reader = builder.value(unresolved(head, "CDK makes an origin access identity"));
		addReader(builder, "OriginPolicy", mapOf(builder, { CanonicalUser: reader }));
	} else if (served !== null) {
		// Another origin serves everyone, unless this is a site's.
		const text = (value: string): Value => builder.literal(value, head);
		builder.add("Distribution", "AWS::CloudFront::Distribution", head, {
			DistributionConfig: mapOf(builder, {
				Origins: listOf(builder, mapOf(builder, { Id: text("bucket"), DomainName: referenceOf(builder) })),
				DefaultCacheBehavior: mapOf(builder, { TargetOriginId: text(served === "site" ? "bucket" : "other") }),
				...(served === "site" ? { DefaultRootObject: text("index.html") } : {}),
			}),
		});
	}
}

/**
 * What CDK makes of `publicReadAccess: true` and of `bucket.grantPublicAccess()`: a policy for anybody. Of another value
 * of the property nobody knows.
 */
function addPublic(builder: Builder): void {
	const { head } = builder;
	const given = builder.entry("publicReadAccess")?.value;
	const value = given === undefined ? null : builder.value(given);
	const isOpen = value?.kind === "literal" && value.value === true;
	if (isOpen || builder.calls("grantPublicAccess").length > 0) {
		addReader(builder, "PublicPolicy", builder.literal("*", head));
	} else if (value !== null && value.kind !== "literal" && value.kind !== "absent") {
		builder.put("AccessControl", builder.value(unresolved(value.span, "the bucket may be public")));
	}
}

/** A policy of the bucket that lets somebody read it. */
function addReader(builder: Builder, id: string, principal: Value): void {
	const { head } = builder;
	const statement = mapOf(builder, {
		Effect: builder.literal("Allow", head),
		Action: builder.literal("s3:GetObject", head),
		Principal: principal,
	});
	builder.add(id, "AWS::S3::BucketPolicy", head, {
		Bucket: referenceOf(builder),
		PolicyDocument: mapOf(builder, { Statement: listOf(builder, statement) }),
	});
}

function referenceOf({ head, id }: Builder): Value {
	return { kind: "reference", span: head, to: { of: "resource", id, attribute: null } };
}

function mapOf(builder: Builder, entries: Readonly<Record<string, Value>>): Value {
	return { ...builder.map(builder.head, "", entries), origin: null };
}

function listOf({ head }: Builder, item: Value): Value {
	return { kind: "list", span: head, items: [item], open: false, origin: null };
}

function rulesOf(builder: Builder, encryption: Js, given: Js): Value {
	if (encryption.kind === "branches") {
		return {
			kind: "branches",
			span: encryption.span,
			branches: encryption.branches.map(({ when, value }) => ({ when, value: rulesOf(builder, value, given) })),
		};
	}
	if (encryption.kind === "absent") {
		return given.kind === "branches"
			? {
					kind: "branches",
					span: given.span,
					branches: given.branches.map(({ when, value }) => ({
						when,
						value: rulesOf(builder, encryption, value),
					})),
				}
			: given.kind === "absent"
				? { kind: "absent", span: encryption.span, explicit: encryption.explicit }
				: given.kind === "unresolved"
					? builder.value(unresolved(given.span, "a key may be given"))
					: ruleOf(builder, "aws:kms", builder.key(given), given.span);
	}
	switch (builder.memberOf(encryption)) {
		case "UNENCRYPTED":
			return { kind: "absent", span: encryption.span, explicit: true };
		case "S3_MANAGED":
			return ruleOf(builder, "AES256", undefined, encryption.span);
		case "KMS_MANAGED":
			return ruleOf(builder, "aws:kms", undefined, encryption.span);
		case "DSSE_MANAGED":
			return ruleOf(builder, "aws:kms:dsse", undefined, encryption.span);
		case "KMS":
			return ruleOf(builder, "aws:kms", builder.keyOrOwn(given, encryption.span, true), encryption.span);
		case "DSSE":
			return ruleOf(builder, "aws:kms:dsse", builder.keyOrOwn(given, encryption.span, false), encryption.span);
		default:
			return builder.value(
				mapJs(encryption, (one) => unresolved(one.span, "it is not known until the app runs")),
			);
	}
}

function ruleOf(builder: Builder, algorithm: string, key: Value | undefined, span: Value["span"]): Value {
	const bucketKey = builder.entry("bucketKeyEnabled");
	const byDefault = builder.map(span, BY_DEFAULT, {
		SSEAlgorithm: builder.literal(algorithm, span),
		KMSMasterKeyID: key,
	});
	const rule = builder.map(span, RULES, {
		ServerSideEncryptionByDefault: byDefault,
		BucketKeyEnabled: bucketKey === undefined ? undefined : builder.value(bucketKey.value),
	});
	return {
		kind: "list",
		span,
		items: [{ ...rule, open: builder.props.open && bucketKey === undefined }],
		open: false,
		origin: null,
	};
}

function writeBucket(
	values: Readonly<Record<string, Written>>,
	writer: PropsWriter,
): readonly TextEdit[] | null | undefined {
	const wanted = new Map<string, Written>();
	for (const [path, value] of Object.entries(values)) {
		if (path === "BucketEncryption" || path === RULES) {
			flatten(value).forEach(([name, one]) => wanted.set(name, one));
		} else if (path.startsWith(RULES)) {
			wanted.set(lastOfPath(path), value);
		} else {
			return undefined;
		}
	}
	const given: (readonly [string, WritableName | null])[] = [];
	const key = wanted.get("KMSMasterKeyID");
	const algorithm = wanted.get("SSEAlgorithm");
	if (algorithm !== undefined) {
		const keyed = key !== undefined || writer.has("encryptionKey");
		const member =
			algorithm === "AES256"
				? "S3_MANAGED"
				: `${algorithm === "aws:kms" ? "KMS" : "DSSE"}${keyed ? "" : "_MANAGED"}`;
		given.push(["encryption", writer.name("aws-s3", "BucketEncryption", `.${member}`)]);
	}
	if (key !== undefined) {
		given.push(["encryptionKey", writer.plain(key, "object")]);
	}
	const bucketKey = wanted.get("BucketKeyEnabled");
	if (bucketKey !== undefined) {
		given.push(["bucketKeyEnabled", writer.plain(bucketKey, "object")]);
	}
	return writer.setAll(given);
}

function flatten(value: Written): readonly (readonly [string, Written])[] {
	if (typeof value !== "object" || value === null) {
		return [];
	}
	const pairs = Array.isArray(value)
		? (value as readonly Written[]).flatMap(flatten)
		: Object.entries(value).flatMap(([name, one]): readonly (readonly [string, Written])[] =>
				name === "KMSMasterKeyID" || typeof one !== "object" ? [[name, one]] : flatten(one),
			);
	return pairs;
}

export const BUCKETS: Readonly<Record<string, ConstructKind>> = {
	"aws-s3.Bucket": {
		type: "AWS::S3::Bucket",
		properties: {
			encryption: null,
			encryptionKey: null,
			bucketKeyEnabled: null,
			bucketName: "BucketName",
			serverAccessLogsBucket: "LoggingConfiguration.DestinationBucketName",
			accessControl: null,
			publicReadAccess: null,
			websiteIndexDocument: "WebsiteConfiguration.IndexDocument",
			websiteRedirect: "WebsiteConfiguration.RedirectAllRequestsTo",
		},
		build: buildBucket,
		write: writeBucket,
		spelling: {
			BucketEncryption: "encryption",
			[RULES]: "encryption",
			[BY_DEFAULT]: "encryption",
			[`${BY_DEFAULT}.SSEAlgorithm`]: "encryption",
			[`${BY_DEFAULT}.KMSMasterKeyID`]: "encryptionKey",
			[`${RULES}.BucketKeyEnabled`]: "bucketKeyEnabled",
		},
		members: {
			[`${BY_DEFAULT}.SSEAlgorithm`]: {
				"aws:kms": "BucketEncryption.KMS",
				"aws:kms:dsse": "BucketEncryption.DSSE",
			},
		},
	},
	"aws-s3.BucketPolicy": { type: "AWS::S3::BucketPolicy", properties: { bucket: "Bucket" } },
};
