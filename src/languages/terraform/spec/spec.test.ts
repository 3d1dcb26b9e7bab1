import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { STORES } from "../../../model/at-rest/stores.ts";
import { ENVIRONMENT_PLACES } from "../../../model/environment.ts";
import { IMAGE_PLACES, VOLUME_PLACES } from "../../../model/volume.ts";
import { describeProperty } from "../../../testing/describe-property.ts";
import { awsccType } from "./awscc.ts";
import { readTerraformMap, renderMapping } from "./generate-mapping.ts";
import { companionSpec, typeSpec, type BlockSpec } from "./type-spec.ts";

const MAP = readTerraformMap();
const ROWS = [
	...Object.entries(MAP.types).flatMap(([type, { cfn, arguments: rows }]) =>
		rows.map(([path, property]) => ({ type, cfn, path, property })),
	),
	...MAP.companions.flatMap(({ type, onto, arguments: rows }) =>
		onto.flatMap((one) =>
			rows.map(([path, property]) => ({ type, cfn: MAP.types[one]?.cfn ?? "", path, property })),
		),
	),
];

test("the generated tables are those of the data", () => {
	for (const [path, text] of Object.entries(renderMapping())) {
		expect(readFileSync(path, "utf8"), `run \`npm run tables\`: ${path}`).toBe(text);
	}
});

/** Properties of another resource in CloudFormation, which rules read at the one that they are about. */
const ELSEWHERE = new Set([
	"AWS::S3::Bucket BucketPolicy",
	"AWS::S3::Bucket PolicyDocument",
	"AWS::KMS::Key AliasName",
	"AWS::KMS::Key AliasName",
	// A map by names in CloudFormation, blocks with names in Terraform.
	"AWS::Config::RemediationConfiguration ParameterBlocks[]",
]);

test("every property of the data is one of CloudFormation", () => {
	const unknown = ROWS.filter(
		({ cfn, property }) =>
			!ELSEWHERE.has(`${cfn} ${property}`) &&
			!/^AWS::Lambda::Function AuthType$/u.test(`${cfn} ${property}`) &&
			describeProperty(cfn, property).length < property.split(".").length,
	);
	expect(unknown.map(({ type, cfn, property }) => `${type}: ${cfn} ${property}`)).toEqual([]);
});

/** Every argument of a type with the property that it becomes. */
function leavesOf({ arguments: own, blocks }: BlockSpec, path: string, property: string): readonly string[] {
	const join = (text: string, at: readonly { readonly name: string; readonly list: boolean }[]): string =>
		[...(text === "" ? [] : [text]), ...at.map(({ name, list }) => `${name}${list ? "[]" : ""}`)].join(".");
	return [
		...[...own].map(([name, { at }]) => `${path}${name} ${join(property, at)}`),
		...[...blocks].flatMap(([name, block]) => leavesOf(block, `${path}${name}.`, join(property, block.at))),
	];
}

test("the blocks of a type lead each argument to its property", () => {
	const lost = ROWS.filter(({ type, path, property }) => {
		const spec = typeSpec(type) ?? companionSpec(type);
		const plain = path.replaceAll(/=?\{\}|\[\]/gu, "");
		return spec === null || !leavesOf(spec.body, "", "").includes(`${plain} ${property}`);
	});
	expect(lost.filter(({ type }) => typeSpec(type) === null || companionSpec(type) === null)).toEqual([]);
});

describe("every property that rules ask about", () => {
	const mapped = new Set(ROWS.map(({ cfn, property }) => `${cfn} ${property}`));
	/** Inside of a document that is one argument. */
	const documents = Object.values(MAP.types).flatMap(({ cfn, arguments: rows }) =>
		rows.flatMap(([, property, kind = ""]) => (kind.startsWith("json") ? [`${cfn} ${property}.`] : [])),
	);
	const without = new Set(MAP.withoutTerraform);
	const left = new Set(
		Object.values(MAP.types).flatMap(({ cfn, without: paths = [] }) => paths.map((path) => `${cfn} ${path}`)),
	);
	const types = new Set(Object.values(MAP.types).map(({ cfn }) => cfn));

	test("of a store has an argument, or is listed as having none", () => {
		const asked = STORES.flatMap(({ type, at, switch: one, mode, key }) =>
			[one, mode, key].flatMap((path) =>
				path === undefined ? [] : [{ type, path: at === undefined ? path : `${at}.${path}` }],
			),
		);
		const missing = asked.filter(
			({ type, path }) =>
				!without.has(type) &&
				!mapped.has(`${type} ${path}`) &&
				!left.has(`${type} ${path}`) &&
				!documents.some((document) => `${type} ${path}`.startsWith(document)) &&
				types.has(type),
		);
		expect(missing.map(({ type, path }) => `${type} ${path}`)).toEqual([]);
	});

	test("of a volume or an environment belongs to a type that is known", () => {
		const asked = [...VOLUME_PLACES, ...IMAGE_PLACES, ...ENVIRONMENT_PLACES]
			.map(({ type }) => type)
			.filter((type) => !type.startsWith("CDK::")); // No provider has them.
		expect(asked.filter((type) => !types.has(type) && !without.has(type))).toEqual([]);
	});
});

test("types of hashicorp/awscc follow from those of CloudFormation", () => {
	expect(Object.entries(MAP.awscc).filter(([name, type]) => awsccType(name) !== type)).toEqual([]);
});
