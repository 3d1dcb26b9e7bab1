import type { Generated } from "./resource.ts";

/** A family of functions that CDK adds on its own. */
interface Family {
	/** Matches the logical id. */
	readonly id?: RegExp;
	/** Matches the construct path, if the template contains it (`Metadata: aws:cdk:path`). */
	readonly path?: RegExp;
	/** Matches the function's description. */
	readonly description?: RegExp;
	readonly remedy: string | null;
}

/**
 * CDK's helper functions, recognized by their synthesized templates. Sources: `aws-cdk-lib`
 * (core/lib/custom-resource-provider, custom-resources/lib/provider-framework, aws-s3/lib/notifications-resource,
 * aws-logs/lib/log-retention, aws-ecs/lib/drain-hook, aws-events-targets/lib/aws-api, aws-ses/lib/receipt-rule), and
 * the issues of users who met them: aws/aws-cdk 26197 and 26959, cdklabs/cdk-nag 1156.
 */
const FAMILIES: readonly Family[] = [
	{ id: /^Custom[A-Za-z0-9]*CustomResourceProviderHandler[0-9A-F]{8}$/u, remedy: null },
	{ id: /^LogRetention[0-9a-f]{32}[0-9A-F]{8}$/u, remedy: "logGroup" },
	{ id: /^BucketNotificationsHandler[0-9a-f]{32}[0-9A-F]{8}$/u, remedy: null },
	{ id: /^AWS679f53fac002430cb0da5b7982bd2287[0-9A-F]{8}$/u, remedy: null },
	{ id: /^CustomCDKBucketDeployment[0-9A-F]{32}[0-9A-Za-z]*$/u, remedy: null },
	{ id: /^CustomCDKECRDeployment[0-9a-f]{32}[0-9A-Za-z]*$/u, remedy: null },
	{ id: /^AWSb4cf1abd4e4f4bc699441af7ccd9ec37[0-9A-F]{8}$/u, remedy: null },
	{ id: /^SingletonLambda224e77f9a32e4b4dac32983477abba16[0-9A-F]{8}$/u, remedy: null },
	{ id: /DrainECSHookFunction[0-9A-F]{8}$/u, remedy: null },
	{ id: /^CustomResourcesMigrator[0-9A-F]{8}$/u, remedy: null },
	{ path: /\/DrainECSHook\/Function\/Resource$/u, remedy: null },
	{ path: /\/framework-(?:onEvent|isComplete|onTimeout)\/Resource$/u, remedy: "providerFunctionEnvEncryption" },
	{ description: /^AWS CDK resource provider framework - /u, remedy: "providerFunctionEnvEncryption" },
	{
		description:
			/^(?:Lambda function for auto-deleting objects in |AWS CloudFormation handler for "Custom::S3BucketNotifications")/u,
		remedy: null,
	},
	{
		path: /\/(?:LogRetention[0-9a-f]{32}|BucketNotificationsHandler[0-9a-f]{32}|AWS679f53fac002430cb0da5b7982bd2287|Custom::[A-Za-z0-9]+CustomResourceProvider)\/(?:Resource|Handler)$/u,
		remedy: null,
	},
	{
		path: /\/@aws-cdk--aws-eks\.(?:KubectlProvider|ClusterResourceProvider)\b.{0,400}\/Handler\/Resource$/u,
		remedy: "kubectlEnvironment",
	},
];

/** Whether CDK generated this function, by its logical id, construct path and description. */
export function findGenerated(id: string, path: string | null, description: string | null): Generated | null {
	for (const family of FAMILIES) {
		if (
			family.id?.test(id) === true ||
			(path !== null && family.path?.test(path) === true) ||
			(description !== null && family.description?.test(description) === true)
		) {
			return { by: "CDK", remedy: family.remedy };
		}
	}
	return null;
}
