import { describe, expect, test } from "vitest";
import type { Resource } from "../../../model/resource.ts";
import { RefTo, TextWith, type Written } from "../../../model/written.ts";
import { follow, type MapValue } from "../../../model/value.ts";
import { readTerraform } from "../../../testing/read-terraform.ts";
import { applyEdits } from "../../../text/apply-edits.ts";
import type { TextEdit } from "../../../text/span.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const STYLES: readonly (readonly [name: string, write: (data: Json) => string])[] = [
	["in one line", (data) => JSON.stringify(data)],
	["with blanks", (data) => JSON.stringify(data, null, 1).replaceAll(/\n */gu, " ")],
	["on lines", (data) => `${JSON.stringify(data, null, 2)}\n`],
	["with tabs", (data) => JSON.stringify(data, null, "\t")],
	["with CRLF", (data) => JSON.stringify(data, null, 4).replaceAll("\n", "\r\n")],
];

function resourceIn(text: string, id: string): Resource {
	const found = readTerraform({ "main.tf.json": text }, "main.tf.json").resource(id);
	if (found === undefined) {
		throw new Error(`There is no ${id}`);
	}
	return found;
}

/** The data of a resource after an edit of its text; null without one. */
function after(type: string, body: Json, edit: (resource: Resource) => readonly TextEdit[] | null): unknown {
	const results = STYLES.map(([, write]) => {
		const text = write({ resource: { [type]: { x: body } }, locals: { a: "${var.b} é" } });
		const edits = edit(resourceIn(text, `${type}.x`));
		if (edits === null) {
			return null;
		}
		const edited = applyEdits(text, edits);
		expect(edited.replace(/^\s+|\s+$/gu, "").split("\n").length).toBeGreaterThanOrEqual(
			text.trim().split("\n").length,
		);
		expect(edited.includes("\r\n")).toBe(text.includes("\r\n"));
		expect(/[^\r]\n/u.test(edited) && edited.includes("\r")).toBe(false);
		const data = JSON.parse(edited) as {
			readonly resource: Record<string, Record<string, unknown>>;
			readonly locals: unknown;
		};
		expect(data.locals).toEqual({ a: "${var.b} é" });
		return data.resource[type]?.["x"] ?? null;
	});
	const [first] = results;
	results.forEach((one) => expect(one).toEqual(first));
	return first;
}

const set =
	(path: string, value: Written) =>
	(resource: Resource): readonly TextEdit[] | null =>
		resource.set(path, value);

describe("in JSON", () => {
	test.each([
		[
			"adds an argument to an empty block",
			"aws_kms_key",
			{},
			"EnableKeyRotation",
			true,
			{ enable_key_rotation: true },
		],
		[
			"adds an argument behind others",
			"aws_kms_key",
			{ description: "a, } b", tags: { A: "b" } },
			"EnableKeyRotation",
			true,
			{ description: "a, } b", tags: { A: "b" }, enable_key_rotation: true },
		],
		[
			"replaces a value that is written out",
			"aws_kms_key",
			{ enable_key_rotation: false, description: "a" },
			"EnableKeyRotation",
			true,
			{ enable_key_rotation: true, description: "a" },
		],
		[
			"leaves a value of a variable",
			"aws_kms_key",
			{ enable_key_rotation: "${var.r}" },
			"EnableKeyRotation",
			true,
			null,
		],
		[
			"names other resources in a template",
			"aws_lambda_function",
			{ function_name: "f" },
			"KmsKeyArn",
			new RefTo("aws_kms_key.k", "Arn"),
			{ function_name: "f", kms_key_arn: "${aws_kms_key.k.arn}" },
		],
		[
			"writes what looks like a template as it is",
			"aws_lambda_function",
			{},
			"KmsKeyArn",
			new TextWith(["a ${b} ", new RefTo("aws_kms_key.k", null)]),
			{ kms_key_arn: "a $${b} ${aws_kms_key.k.arn}" },
		],
		[
			"sets an argument of a block",
			"aws_opensearch_domain",
			{ encrypt_at_rest: { enabled: false } },
			"EncryptionAtRestOptions.Enabled",
			true,
			{ encrypt_at_rest: { enabled: true } },
		],
		[
			"sets an argument of the only block of a list",
			"aws_opensearch_domain",
			{ encrypt_at_rest: [{ kms_key_id: "k" }] },
			"EncryptionAtRestOptions.Enabled",
			true,
			{ encrypt_at_rest: [{ kms_key_id: "k", enabled: true }] },
		],
		[
			"adds a block",
			"aws_opensearch_domain",
			{ domain_name: "d" },
			"EncryptionAtRestOptions.Enabled",
			true,
			{ domain_name: "d", encrypt_at_rest: { enabled: true } },
		],
		[
			"adds a block with several arguments",
			"aws_dynamodb_table",
			{},
			"SSESpecification",
			{ SSEEnabled: true, KMSMasterKeyId: new RefTo("aws_kms_key.k", "Arn") },
			{ server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.k.arn}" } },
		],
		[
			"sets several arguments of an empty block",
			"aws_dynamodb_table",
			{ server_side_encryption: {} },
			"SSESpecification",
			{ SSEEnabled: true, KMSMasterKeyId: "k" },
			{ server_side_encryption: { enabled: true, kms_key_arn: "k" } },
		],
		[
			"does not choose among several blocks",
			"aws_opensearch_domain",
			{ encrypt_at_rest: [{ enabled: false }, { enabled: false }] },
			"EncryptionAtRestOptions.Enabled",
			true,
			null,
		],
		[
			"does not add a block beside a dynamic one",
			"aws_opensearch_domain",
			{ dynamic: { encrypt_at_rest: { for_each: "${var.x}", content: { enabled: false } } } },
			"EncryptionAtRestOptions.Enabled",
			true,
			null,
		],
		[
			"leaves what Terraform ignores",
			"aws_kms_key",
			{ lifecycle: { ignore_changes: ["enable_key_rotation"] } },
			"EnableKeyRotation",
			true,
			null,
		],
		["leaves a name that is given twice", "aws_kms_key", null, "EnableKeyRotation", true, null],
	] as const)("%s", (_, type, body, path, value, expected) => {
		if (body === null) {
			const text = `{"resource": {"${type}": {"x": {"enable_key_rotation": false, "enable_key_rotation": false}}}}`;
			expect(resourceIn(text, `${type}.x`).set(path, value)).toBeNull();
		} else {
			expect(after(type, body, set(path, value as Written))).toEqual(expected);
		}
	});

	test("a key is kept", () => {
		const retain = (resource: Resource): readonly TextEdit[] | null => resource.removal.retain();
		expect(after("aws_kms_key", { description: "a" }, retain)).toEqual({
			description: "a",
			lifecycle: { prevent_destroy: true },
		});
		expect(after("aws_kms_key", { lifecycle: { create_before_destroy: true } }, retain)).toEqual({
			lifecycle: { create_before_destroy: true, prevent_destroy: true },
		});
	});

	test("a block of several takes an argument under Terraform's name", () => {
		const encrypt =
			(index: number) =>
			(resource: Resource): readonly TextEdit[] | null => {
				const maps = follow(resource.properties, "BlockDeviceMappings[].Ebs").map(
					({ value }) => value as MapValue,
				);
				const map = maps[index];
				return map === undefined ? null : resource.stack.editor.set(map, "Encrypted", true);
			};
		const devices = { ebs_block_device: [{ device_name: "a" }, { device_name: "b", encrypted: false }] };
		expect(after("aws_instance", devices, encrypt(0))).toEqual({
			ebs_block_device: [
				{ device_name: "a", encrypted: true },
				{ device_name: "b", encrypted: false },
			],
		});
		const setBoth = (resource: Resource): readonly TextEdit[] | null => {
			const [map] = follow(resource.properties, "BlockDeviceMappings[].Ebs").map(
				({ value }) => value as MapValue,
			);
			return map === undefined ? null : resource.stack.editor.setAll(map, { Encrypted: true, KmsKeyId: "k" });
		};
		expect(after("aws_instance", { root_block_device: {} }, setBoth)).toEqual({
			root_block_device: { encrypted: true, kms_key_id: "k" },
		});
		expect(after("aws_instance", devices, encrypt(1))).toEqual({
			ebs_block_device: [{ device_name: "a" }, { device_name: "b", encrypted: true }],
		});
		expect(after("aws_instance", { root_block_device: { volume_size: 1 } }, encrypt(0))).toEqual({
			root_block_device: { volume_size: 1, encrypted: true },
		});
	});

	test("a variable is masked with the outputs that show it", () => {
		const text = JSON.stringify(
			{ variable: { token: { type: "string" } }, output: { t: { value: "${var.token}" } } },
			null,
			2,
		);
		const view = readTerraform({ "main.tf.json": text }, "main.tf.json");
		const parameter = view.parameters.get("token");
		const edits = parameter === undefined ? null : view.editor.setAttribute(parameter, "NoEcho", true);
		expect(JSON.parse(applyEdits(text, edits ?? []))).toEqual({
			variable: { token: { type: "string", sensitive: true } },
			output: { t: { value: "${var.token}", sensitive: true } },
		});
	});

	test("a plan is never edited", () => {
		const resource = { address: "aws_kms_key.x", mode: "managed", type: "aws_kms_key", name: "x", values: {} };
		const text = JSON.stringify({
			format_version: "1.2",
			terraform_version: "1.11.4",
			planned_values: { root_module: { resources: [resource] } },
		});
		const found = readTerraform({ "plan.json": text }, "plan.json").resource("aws_kms_key.x");
		expect(found?.set("EnableKeyRotation", true)).toBeNull();
	});
});
