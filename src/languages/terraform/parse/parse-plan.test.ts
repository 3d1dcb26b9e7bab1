import { expect, test } from "vitest";
import { describeValue, readTerraform } from "../../../testing/read-terraform.ts";
import { isPlan, parsePlan } from "./parse-plan.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const resource = (address: string, values: Json): Json => {
	const [type = "", name = ""] = address.replace(/^(?:module\.\w+\.)*/u, "").split(".");
	return { address, mode: "managed", type, name: name.replace(/\[.*$/u, ""), values };
};

function plan(
	resources: readonly Json[],
	unknown: Readonly<Record<string, Json>> = {},
	expressions: Readonly<Record<string, Json>> = {},
	children: readonly Json[] = [],
): string {
	return JSON.stringify({
		format_version: "1.2",
		terraform_version: "1.11.4",
		planned_values: { root_module: { resources, child_modules: children } },
		resource_changes: Object.entries(unknown).map(([address, after_unknown]) => ({
			address,
			change: { actions: ["create"], after_unknown },
		})),
		configuration: {
			root_module: {
				resources: Object.entries(expressions).map(([address, one]) => ({ address, expressions: one })),
			},
		},
	});
}

function property(text: string, id: string, path: string): string {
	const found = readTerraform({ "plan.json": text }, "plan.json").resource(id);
	return found === undefined ? "none" : describeValue(found.get(path));
}

test("a plan is known by its beginning", () => {
	expect(isPlan(plan([]))).toBe(true);
	expect(isPlan('{"Resources": {}, "format_version": "1.2"}')).toBe(false);
	// As a tool writes it that sorts the keys.
	expect(isPlan('{"configuration": {}, "format_version": "1.2", "planned_values": {}}')).toBe(true);
	expect(isPlan('["format_version", "planned_values"]')).toBe(false);
	expect(parsePlan(plan([])).shown?.kind).toBe("plan");
	expect(parsePlan('{"format_version":"1.0","terraform_version":"1.9","values":{}}').shown?.kind).toBe("state");
});

test("values are literal, whatever they look like", () => {
	const text = plan([resource("aws_ssm_parameter.p", { type: "String", value: "a ${var.b} %{ if" })]);
	expect(property(text, "aws_ssm_parameter.p", "Value")).toBe('"a ${var.b} %{ if"');
	expect(parsePlan(text).errors).toEqual([]);
});

test("blocks are lists, and modules have their addresses", () => {
	const text = plan([resource("aws_instance.i", { root_block_device: [{ encrypted: false }] })], {}, {}, [
		{
			address: "module.a",
			resources: [resource("module.a.aws_sqs_queue.q[1]", { sqs_managed_sse_enabled: false })],
		},
	]);
	expect(property(text, "aws_instance.i", "BlockDeviceMappings")).toBe("[{ Ebs: { Encrypted: false } }]");
	expect(property(text, "module.a.aws_sqs_queue.q[1]", "SqsManagedSseEnabled")).toBe("false");
});

test("what is known after the run is a reference, or not known; never missing", () => {
	const text = plan(
		[
			resource("aws_kms_key.k", {}),
			resource("aws_lambda_function.f", { environment: [{ variables: { A: null } }] }),
		],
		{ "aws_lambda_function.f": { kms_key_arn: true, role: true, environment: [{ variables: { B: true } }] } },
		{
			"aws_lambda_function.f": {
				kms_key_arn: { references: ["aws_kms_key.k.arn", "aws_kms_key.k"] },
				role: { references: ["local.role"] },
			},
		},
	);
	expect(property(text, "aws_lambda_function.f", "KmsKeyArn")).toBe("→ aws_kms_key.k Arn");
	expect(property(text, "aws_lambda_function.f", "Role")).toBe("?");
	expect(property(text, "aws_lambda_function.f", "Environment.Variables")).toBe("{ A: null, B: ? }");
});

test("resources are joined by the references of the configuration", () => {
	const encryption = { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }] };
	const text = plan(
		[resource("aws_s3_bucket.b", {}), resource("aws_s3_bucket_server_side_encryption_configuration.b", encryption)],
		{ "aws_s3_bucket_server_side_encryption_configuration.b": { bucket: true } },
		{
			"aws_s3_bucket_server_side_encryption_configuration.b": {
				bucket: { references: ["aws_s3_bucket.b.id", "aws_s3_bucket.b"] },
			},
		},
	);
	expect(property(text, "aws_s3_bucket.b", "BucketEncryption.ServerSideEncryptionConfiguration")).toBe(
		'[{ ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }]',
	);
});

test("any text is read", () => {
	for (const text of [
		"",
		"[]",
		"{",
		'{"format_version":"1.2","terraform_version":1,"planned_values":{"root_module":{"resources":[{}',
		plan([null, 3, {}]),
	]) {
		expect(() => parsePlan(text)).not.toThrow();
	}
});
