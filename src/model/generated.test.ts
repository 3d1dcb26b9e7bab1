import { describe, expect, test } from "vitest";
import { findGenerated } from "./generated.ts";

const HEX = "0123456789abcdef".repeat(2);
const HASH = "0A1B2C3D";

describe("CDK's own functions are known", () => {
	test.each<readonly [id: string, remedy: string | null]>([
		[`CustomS3AutoDeleteObjectsCustomResourceProviderHandler${HASH}`, null],
		[`CustomCustomResourceProviderHandler${HASH}`, null],
		[`LogRetention${HEX}${HASH}`, "logGroup"],
		[`BucketNotificationsHandler${HEX}${HASH}`, null],
		[`AWS679f53fac002430cb0da5b7982bd2287${HASH}`, null],
		[`CustomCDKECRDeployment${HEX}`, null],
		[`CustomCDKECRDeployment${HEX}512MiB`, null],
		[`CustomCDKBucketDeployment${HEX.toUpperCase()}`, null],
		[`CustomCDKBucketDeployment${HEX.toUpperCase()}x9`, null],
		[`AWSb4cf1abd4e4f4bc699441af7ccd9ec37${HASH}`, null],
		[`SingletonLambda224e77f9a32e4b4dac32983477abba16${HASH}`, null],
		[`CustomResourcesMigrator${HASH}`, null],
	])("by the id %s", (id, remedy) => {
		expect(findGenerated(id, null, null)).toEqual({ by: "CDK", remedy });
		expect(findGenerated(`x${id}`, null, null)).toBeNull();
		expect(findGenerated(`${id}-`, null, null)).toBeNull();
	});

	test("by the end of an id", () => {
		expect(findGenerated(`ClusterDrainECSHookFunction${HASH}`, null, null)).toEqual({ by: "CDK", remedy: null });
		expect(findGenerated(`ClusterDrainECSHookFunction${HASH}x`, null, null)).toBeNull();
	});

	test.each<readonly [path: string, remedy: string | null]>([
		["App/Asg/DrainECSHook/Function/Resource", null],
		["App/Provider/framework-onEvent/Resource", "providerFunctionEnvEncryption"],
		["App/Provider/framework-isComplete/Resource", "providerFunctionEnvEncryption"],
		["App/Provider/framework-onTimeout/Resource", "providerFunctionEnvEncryption"],
		[`App/LogRetention${HEX}/Resource`, null],
		[`App/LogRetention${HEX}/Handler`, null],
		[`App/BucketNotificationsHandler${HEX}/Resource`, null],
		["App/AWS679f53fac002430cb0da5b7982bd2287/Resource", null],
		["App/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler", null],
		["App/Custom::XCustomResourceProvider/Resource", null],
		["App/@aws-cdk--aws-eks.KubectlProvider/Handler/Resource", "kubectlEnvironment"],
		["App/@aws-cdk--aws-eks.ClusterResourceProvider/OnEvent/Handler/Resource", "kubectlEnvironment"],
	])("by the path %s", (path, remedy) => {
		expect(findGenerated("Own", path, null)).toEqual({ by: "CDK", remedy });
		expect(findGenerated("Own", `${path}2`, null)).toBeNull();
		expect(findGenerated("Own", path.replace("App/", "App/Own"), null)).toEqual(
			/^App\/(?:Asg|Provider)/u.test(path) ? { by: "CDK", remedy } : null,
		);
	});

	test.each<readonly [description: string, remedy: string | null]>([
		["AWS CDK resource provider framework - onEvent", "providerFunctionEnvEncryption"],
		["Lambda function for auto-deleting objects in bucket", null],
		['AWS CloudFormation handler for "Custom::S3BucketNotifications" resources', null],
	])("by the description %s", (description, remedy) => {
		expect(findGenerated("Own", null, description)).toEqual({ by: "CDK", remedy });
		expect(findGenerated("Own", null, ` ${description}`)).toBeNull();
	});

	test("and any other is the author's", () => {
		expect(findGenerated("Own", "App/Own/Resource", "mine")).toBeNull();
	});
});
