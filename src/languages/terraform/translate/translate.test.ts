import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { ENVIRONMENT_PLACES } from "../../../model/environment.ts";
import type { Stack } from "../../../model/resource.ts";
import type { Value } from "../../../model/value.ts";
import { moduleOf } from "../../../testing/read-module.ts";
import { readTerraform } from "../../../testing/read-terraform.ts";
import { readCdk } from "../../cdk/read-cdk.ts";
import { toCdkName } from "../../cdk/spec/cfn-name.ts";
import { readFile } from "../../template/read-file.ts";
import { readTerraformMap } from "../spec/generate-mapping.ts";

type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json };
type JsonMap = { [key: string]: Json };

/** What a value says, without where it stands; keys in order. */
function plainOf(value: Value): unknown {
	switch (value.kind) {
		case "absent":
			return undefined;
		case "literal":
			return value.value;
		case "map":
			return Object.fromEntries(
				value.entries
					.map(({ key, value: inner }) => [key, plainOf(inner)] as const)
					.sort(([a], [b]) => (a < b ? -1 : 1)),
			);
		case "list":
			return value.items.map(plainOf);
		case "reference":
		case "text":
		case "branches":
		case "unresolved":
			return value.kind;
		default:
			return value satisfies never;
	}
}

function only(stack: Stack | null, type: string): unknown {
	const [resource] = stack?.find(type) ?? [];
	return resource === undefined ? undefined : plainOf(resource.properties);
}

/** An argument with a value, in Terraform's blocks and in CloudFormation's properties. */
interface Sample {
	readonly path: string;
	readonly property: string;
	readonly kind: string;
	readonly written: string;
	readonly json: Json;
	readonly meant: Json;
}

/** What CloudFormation calls the parts of a pair at a place. */
function pairAt(type: string, property: string): { readonly name: string; readonly value: string } {
	return (
		ENVIRONMENT_PLACES.find((place) => place.type === type && place.path === property)?.pair ?? {
			name: "Name",
			value: "Value",
		}
	);
}

function sampleOf(type: string, path: string, property: string, kind: string, count: number): Sample {
	const text = `v${String(count)}`;
	const { name, value } = pairAt(type, property);
	const plain = property.replace(/\[\]$/u, "");
	switch (kind) {
		case "bool":
			return { path, property, kind, written: "true", json: true, meant: true };
		case "map": {
			const isList = property.endsWith("[]");
			return {
				path,
				property: plain,
				kind,
				written: `{ A = "${text}" }`,
				json: { A: text },
				meant: isList ? [{ [name]: "A", [value]: text }] : { A: text },
			};
		}
		case "block":
			return property.endsWith("[]")
				? {
						path: path.replace(/\[\]$/u, ""),
						property: plain,
						kind,
						written: `{\n  name = "A"\n  value = "${text}"\n}`,
						json: { name: "A", value: text },
						meant: [{ [name]: "A", [value === "DefaultValue" ? "DefaultValue" : value]: text }],
					}
				: { path: path.replace("{}", ""), property, kind, written: "{}", json: {}, meant: {} };
		case "json":
		case "json-camel":
			return {
				path,
				property,
				kind,
				written: `jsonencode({ Version = "${text}" })`,
				json: JSON.stringify({ Version: text }),
				meant: { Version: text },
			};
		default:
			return { path, property, kind, written: `"${text}"`, json: text, meant: text };
	}
}

/** Puts a value at a path; `[]` after a name is a list of one. */
function put(into: JsonMap, path: string, value: Json): void {
	const [first = "", ...rest] = path.split(".");
	const name = first.replace("[]", "");
	if (rest.length === 0) {
		into[name] = first.endsWith("[]") ? [value] : value;
		return;
	}
	const before = into[name];
	const holder = (Array.isArray(before) ? (before as readonly Json[])[0] : before) ?? {};
	put(holder as JsonMap, rest.join("."), value);
	into[name] = first.endsWith("[]") ? [holder] : holder;
}

/** Arguments and blocks in HCL. */
function render(samples: readonly Sample[], depth = 0): string {
	const lines: string[] = [];
	const groups = new Map<string, Sample[]>();
	for (const sample of samples) {
		const [first = ""] = sample.path.split(".");
		if (sample.path.includes(".")) {
			groups.set(first, [...(groups.get(first) ?? []), { ...sample, path: sample.path.slice(first.length + 1) }]);
		} else {
			lines.push(
				`${sample.path}${sample.written.startsWith("{\n") || sample.written === "{}" ? "" : " ="} ${sample.written}`,
			);
		}
	}
	for (const [name, inner] of groups) {
		const label = name.replace(/=?\{\}|\[\]/gu, "");
		lines.push(`${label}${name.endsWith("={}") ? " =" : ""} {\n${render(inner, depth + 1)}\n}`);
	}
	return lines.join("\n");
}

/** The same as data, where a block is an object. */
function dataOf(samples: readonly Sample[]): JsonMap {
	const data: JsonMap = {};
	for (const { path, json } of samples) {
		put(data, path.replaceAll(/=?\{\}|\[\]/gu, ""), json);
	}
	return data;
}

const TYPES = Object.entries(readTerraformMap().types).map(([type, { cfn, arguments: rows }]) => {
	// One argument for each property, and one block for each list.
	const taken = new Set<string>();
	const samples = rows.flatMap(([path, property, kind = ""], index): readonly Sample[] => {
		const [list = ""] = property.includes("[]") ? property.split("[]") : [];
		const block = path.split(".")[0] ?? "";
		const isTaken =
			kind === "base64" ||
			taken.has(property) ||
			(list !== "" && taken.has(`${list} `) && !taken.has(`${list} ${block}`));
		taken.add(property).add(`${list} `).add(`${list} ${block}`);
		return isTaken ? [] : [sampleOf(cfn, path, property, kind, index)];
	});
	return { type, cfn, samples };
});

/** A resource as an L1 construct; keys that the author chooses stay as they are. */
function constructOf(cfn: string, samples: readonly Sample[]): string {
	const [, service = "", name = ""] = cfn.split("::");
	const properties: JsonMap = {};
	for (const { property, kind, meant } of samples) {
		put(
			properties,
			property.split(".").map(toCdkName).join("."),
			kind === "block" || Array.isArray(meant) ? renamed(meant) : meant,
		);
	}
	const [module, made] =
		service === "KinesisAnalyticsV2" ? ["kinesisanalytics", `${name}V2`] : [service.toLowerCase(), name];
	return `import * as it from "aws-cdk-lib/aws-${module}";\nnew it.Cfn${made}(scope, "It", ${JSON.stringify(properties)});\n`;
}

function renamed(value: Json): Json {
	if (typeof value !== "object") {
		return value;
	}
	return Array.isArray(value)
		? (value as readonly Json[]).map(renamed)
		: Object.fromEntries(Object.entries(value).map(([key, one]) => [toCdkName(key), renamed(one)]));
}

/** What one dialect needs besides: without it, a block does not count. */
const SWITCHES: ReadonlyMap<string, string> = new Map([
	["aws_kinesis_firehose_delivery_stream", "server_side_encryption{}.enabled"],
]);

function switched(type: string, samples: readonly Sample[]): readonly Sample[] {
	const path = SWITCHES.get(type);
	return path === undefined
		? samples
		: [{ path, property: "", kind: "bool", written: "true", json: true, meant: true }, ...samples];
}

describe("one resource has one model, in YAML, JSON, CDK, HCL and its JSON", () => {
	test.each(TYPES.map((one) => [one.type, one] as const))("%s", (type, { cfn, samples }) => {
		const properties: JsonMap = {};
		for (const { property, meant } of samples) {
			put(properties, property, meant);
		}
		const template = { Resources: { It: { Type: cfn, Properties: properties } } };
		const expected = only(
			readFile(JSON.stringify(template), "template.json", { parameterOverrides: {} }).stack,
			cfn,
		);
		const own = switched(type, samples);
		const hcl = `resource "${type}" "it" {\n${render(own)}\n}\n`;
		const json = JSON.stringify({ resource: { [type]: { it: dataOf(own) } } });
		const models = [
			only(readFile(stringify(template), "template.yaml", { parameterOverrides: {} }).stack, cfn),
			only(readCdk(moduleOf(constructOf(cfn, samples), "app.ts")), cfn),
			only(readTerraform(hcl), cfn),
			only(readTerraform({ "main.tf.json": json }, "main.tf.json"), cfn),
		];
		expect(expected).toBeDefined();
		const extra = type.endsWith("external_key") ? { Origin: "EXTERNAL" } : {};
		for (const [index, model] of models.entries()) {
			const made = index < 2 ? expected : { ...(expected as object), ...(cfn === "AWS::KMS::Key" ? extra : {}) };
			expect(model, hcl).toEqual(made);
		}
	});
});
