import fc from "fast-check";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { IMAGE_PLACES } from "../src/model/volume.ts";
import { dedent } from "../src/testing/dedent.ts";
import { lintSource, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireImageEncryption } from "./require-image-encryption.ts";
import { removeFolder } from "../src/testing/remove-folder.ts";

const NAME = "require-image-encryption";
const RECIPE = {
	id: "Recipe",
	noun: "An image volume",
	when: "",
	key: "KmsKeyId",
	advice: "Set `Encrypted: true`; CloudFormation replaces the resource.",
};
const DISTRIBUTION = { id: "Share", property: "KmsKeyId", when: "" };

/** A recipe whose one volume has these properties, one a line. */
function recipe(...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Recipe:",
		"    Type: AWS::ImageBuilder::ImageRecipe",
		"    Properties:",
		"      BlockDeviceMappings:",
		"        - DeviceName: /dev/xvda",
		"          Ebs:",
		...lines.map((line) => `            ${line}`),
		"",
	].join("\n");
}

/** A recipe with a volume, what builds it, and what distributes it. */
function built(volume: string): string {
	return dedent`
		Resources:
		  Recipe:
		    Type: AWS::ImageBuilder::ImageRecipe
		    Properties: { BlockDeviceMappings: [{ DeviceName: /dev/xvda, Ebs: { ${volume} } }] }
		  Pipeline:
		    Type: AWS::ImageBuilder::ImagePipeline
		    Properties: { ImageRecipeArn: !Ref Recipe, DistributionConfigurationArn: !Ref Share }
		  Share:
		    Type: AWS::ImageBuilder::DistributionConfiguration
		    Properties: { Distributions: [{ Region: eu-west-1, AmiDistributionConfiguration: { Name: orders } }] }
	`;
}

/** A distribution whose one configuration has these properties, one a line. */
function distribution(...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Share:",
		"    Type: AWS::ImageBuilder::DistributionConfiguration",
		"    Properties:",
		"      Distributions:",
		"        - Region: eu-west-1",
		"          AmiDistributionConfiguration:",
		...lines.map((line) => `            ${line}`),
		"",
	].join("\n");
}

testRule(requireImageEncryption, {
	silent: [
		{
			name: "a distribution of images whose recipe is encrypted",
			code: built("Encrypted: true, KmsKeyId: !ImportValue Key"),
		},
		{ name: "an encrypted recipe", code: recipe("Encrypted: true") },
		{ name: "a recipe from a snapshot that decides by itself", code: recipe("SnapshotId: snap-0123456789abcdef0") },
		{
			name: "a recipe under a key of the owner's",
			code: recipe("Encrypted: true", "KmsKeyId: !ImportValue Key"),
			options: { minimum: "customer-key" },
		},
		{
			name: "a recipe without volumes takes those of its parent",
			code: "Resources:\n  Recipe: { Type: AWS::ImageBuilder::ImageRecipe, Properties: { ParentImage: ami-0123456789abcdef0 } }\n",
		},
		{
			name: "a recipe's switch that is asked for at deploy time",
			code: `Parameters:\n  Encrypt: { Type: String }\n${recipe("Encrypted: !Ref Encrypt")}`,
		},
		{ name: "an imported switch", code: recipe("Encrypted: !ImportValue Encrypt") },
		{
			name: "an included volume",
			code: recipe("Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/v.yaml } }"),
		},
		{ name: "a merged volume", code: `Shared: &encrypted\n  Encrypted: true\n${recipe("<<: *encrypted")}` },
		{ name: "a distribution under a key", code: distribution("KmsKeyId: !ImportValue Key") },
		{
			name: "a distribution under EBS's own key, which is a choice",
			code: distribution("KmsKeyId: alias/aws/ebs"),
		},
		{
			name: "a distribution of containers",
			code: "Resources:\n  Share: { Type: AWS::ImageBuilder::DistributionConfiguration, Properties: { Distributions: [{ Region: eu-west-1, ContainerDistributionConfiguration: {} }] } }\n",
		},
		{
			name: "a distribution that only deploy time knows",
			code: "Parameters:\n  Share: { Type: String }\nResources:\n  Share: { Type: AWS::ImageBuilder::DistributionConfiguration, Properties: { Distributions: !Ref Share } }\n",
		},
		{
			name: "copies of snapshots are the matter of another rule",
			code: "Resources:\n  Policy:\n    Type: AWS::DLM::LifecyclePolicy\n    Properties:\n      PolicyDetails: { Schedules: [{ CrossRegionCopyRules: [{ Encrypted: false, Target: eu-west-1 }] }] }\n",
		},
		{
			name: "an image id without an inventory is an image id",
			code: "Resources:\n  Server: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-0123456789abcdef0 } }\n",
		},
	],
	found: [
		{
			name: "a distribution of images, one of whose recipes is not encrypted",
			code: built("Encrypted: false"),
			errors: [
				{ messageId: "unencrypted", suggestions: 1 },
				{ messageId: "missingDistributionKey", data: DISTRIBUTION },
			],
		},
		{
			name: "a distribution of images whose recipe is elsewhere",
			code: built("Encrypted: true, KmsKeyId: !ImportValue Key").replace("!Ref Recipe", "!ImportValue Recipe"),
			errors: [{ messageId: "missingDistributionKey", data: DISTRIBUTION }],
		},
		{
			name: "a recipe in YAML; CloudFormation replaces it, so it is a suggestion",
			code: recipe("VolumeSize: 8"),
			errors: [
				{
					messageId: "unencrypted",
					data: RECIPE,
					line: 7,
					column: 11,
					endLine: 7,
					endColumn: 14,
					suggestions: [
						{
							messageId: "encrypt",
							data: { setting: "Encrypted: true", consequence: "CloudFormation replaces the resource" },
							output: recipe("VolumeSize: 8", "Encrypted: true"),
						},
					],
				},
			],
		},
		{
			name: "a container recipe in JSON",
			filename: "template.json",
			code: '{"Resources":{"Recipe":{"Type":"AWS::ImageBuilder::ContainerRecipe","Properties":{"InstanceConfiguration":{"BlockDeviceMappings":[{"Ebs":{"Encrypted":"false"}}]}}}}}',
			errors: [
				{
					messageId: "unencrypted",
					data: {
						...RECIPE,
						noun: "A build instance volume",
						advice: RECIPE.advice.replace("Encrypted: true", '"Encrypted": true'),
					},
					line: 1,
					column: 151,
					endColumn: 158,
					suggestions: [
						{
							messageId: "encrypt",
							data: { setting: '"Encrypted": true', consequence: "CloudFormation replaces the resource" },
							output: '{"Resources":{"Recipe":{"Type":"AWS::ImageBuilder::ContainerRecipe","Properties":{"InstanceConfiguration":{"BlockDeviceMappings":[{"Ebs":{"Encrypted":true}}]}}}}}',
						},
					],
				},
			],
		},
		{
			name: "a key counts only with the switch",
			code: recipe("KmsKeyId: !ImportValue Key"),
			errors: [{ messageId: "keyWithoutEncryption", data: RECIPE, suggestions: 1 }],
		},
		{
			name: "a default key where one of the owner's is asked",
			code: recipe("Encrypted: true"),
			options: { minimum: "customer-key" },
			errors: [
				{
					messageId: "missingKey",
					data: {
						...RECIPE,
						advice: "Set `KmsKeyId` to a customer managed key; CloudFormation replaces the resource.",
					},
					line: 8,
					column: 24,
				},
			],
		},
		{
			name: "one branch of a recipe, named",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${recipe("Encrypted: !If [IsProd, true, false]")}`,
			errors: [
				{ messageId: "unencrypted", data: { ...RECIPE, when: " if condition 'IsProd' is false" }, line: 10 },
			],
		},
		{
			name: "a distribution without a key, and one of this template to take",
			code: `${distribution("Name: orders")}  Key: { Type: AWS::KMS::Key }\n`,
			errors: [
				{
					messageId: "missingDistributionKey",
					data: DISTRIBUTION,
					line: 7,
					column: 11,
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "Key", consequence: "updates in place" },
							output: `${distribution("Name: orders", "KmsKeyId: !GetAtt Key.Arn")}  Key: { Type: AWS::KMS::Key }\n`,
						},
					],
				},
			],
		},
		{
			name: "a distribution under EBS's own key where one of the owner's is asked",
			code: distribution("KmsKeyId: alias/aws/ebs"),
			options: { minimum: "customer-key" },
			errors: [{ messageId: "missingDistributionKey", data: DISTRIBUTION, line: 8, column: 23 }],
		},
		{
			name: "a copy of images to another Region is a full one when it is encrypted",
			code: "Resources:\n  Policy:\n    Type: AWS::DLM::LifecyclePolicy\n    Properties:\n      PolicyDetails:\n        PolicyType: IMAGE_MANAGEMENT\n        Schedules:\n          - CrossRegionCopyRules:\n              - { Target: eu-west-1, Encrypted: false }\n",
			errors: [
				{
					messageId: "unencrypted",
					line: 9,
					column: 49,
					endColumn: 54,
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								setting: "Encrypted: true",
								consequence: "the next copy is a full copy, which costs more",
							},
							output: "Resources:\n  Policy:\n    Type: AWS::DLM::LifecyclePolicy\n    Properties:\n      PolicyDetails:\n        PolicyType: IMAGE_MANAGEMENT\n        Schedules:\n          - CrossRegionCopyRules:\n              - { Target: eu-west-1, Encrypted: true }\n",
						},
					],
				},
			],
		},
	],
});

describe("every place that describes an image", () => {
	test.each(IMAGE_PLACES.map((place) => [`${place.type} ${place.path}`, place] as const))("%s", (_, place) => {
		const properties = place.path
			.split(".")
			.reduceRight<unknown>(
				(inner, step) => ({ [step.replaceAll("[]", "")]: step.endsWith("[]") ? [inner] : inner }),
				{ VolumeSize: 8 },
			);
		const { messages } = lintTemplate(
			JSON.stringify({ Resources: { One: { Type: place.type, Properties: properties } } }),
			{ [NAME]: {} },
			"template.json",
		);
		expect(messages.map((message) => message.messageId)).toEqual(["unencrypted"]);
	});
});

describe("an inventory of unencrypted images", () => {
	const folder = mkdtempSync(join(tmpdir(), "inventory-"));
	afterAll(() => removeFolder(folder));
	let count = 0;

	/** Writes a CSV and gives its path. */
	function inventory(text: string): string {
		count += 1;
		const path = join(folder, `images-${String(count)}.csv`);
		writeFileSync(path, text);
		return path;
	}

	/** An image id of its own. */
	function image(seed: number): string {
		return `ami-${seed.toString(16).padStart(17, "0")}`;
	}

	function lint(code: string, csv: string, filename = "template.yaml") {
		return lintTemplate(code, { [NAME]: { inventory: inventory(csv) } }, filename);
	}

	function instance(id: string): string {
		return `Resources:\n  Server: { Type: AWS::EC2::Instance, Properties: { ImageId: ${id} } }\n`;
	}

	test("finds every place, whatever it is", () => {
		const code = dedent`
			Parameters:
			  Base: { Type: "AWS::EC2::Image::Id", Default: ${image(1)} }
			Mappings:
			  Images: { eu-west-1: { Arm: ${image(1)}, Intel: ${image(2)} } }
			Resources:
			  Server:
			    Type: AWS::EC2::LaunchTemplate
			    Properties:
			      LaunchTemplateData: { ImageId: ${image(2)} }
			  Fleet:
			    Type: AWS::EC2::Instance
			    Properties: { ImageId: ${image(3)} }
		`;
		const { messages, details } = lint(code, `Image,Name\n${image(1)},base\n${image(2)},orders\n`);
		expect(messages.map(({ line, messageId }) => `${String(line)} ${messageId ?? ""}`)).toEqual([
			"2 listedImage",
			"4 listedImage",
			"4 listedImage",
			"9 listedImage",
		]);
		expect(messages[0]).toMatchObject({
			line: 2,
			column: 49,
			endColumn: 70,
			message: expect.stringContaining(
				`Image '${image(1)}' (base) is unencrypted according to the inventory.`,
			) as string,
		});
		const byPlace = [...details.findings].sort((a, b) => a.span.start - b.span.start);
		expect(byPlace.map(({ property, resource }) => `${resource?.id ?? "-"} ${property ?? ""}`)).toEqual([
			"- Parameters.Base.Default",
			"- Mappings.Images.eu-west-1.Arm",
			"- Mappings.Images.eu-west-1.Intel",
			"Server LaunchTemplateData.ImageId",
		]);
	});

	test("finds them in JSON", () => {
		const code = `{ "Resources": { "Server": { "Type": "AWS::EC2::Instance", "Properties": { "ImageId": "${image(1)}" } } } }`;
		expect(lint(code, `id\n${image(1)}\n`, "template.json").messages).toMatchObject([
			{ messageId: "listedImage", line: 1, column: 87 },
		]);
	});

	test.each([
		["a BOM before the first header", `\uFEFFImageId,Name\r\n${image(1)},base\r\n`],
		["semicolons between the cells", `Name;ImageId;Region\nbase, the old one;${image(1)};eu-west-1\n`],
		["tabs between the cells", `Name\tImageId\nbase\t${image(1)}\n`],
		[
			"headers in any order and language",
			`Región;Cuenta;Nombre;Identificador\neu-west-1;111122223333;base;${image(1)}\n`,
		],
		["no header at all", `${image(1)}\n`],
		["quotes around the cells", `"Name","ImageId"\n"base ""2024""","${image(1)}"\n`],
		["capitals in the id", `ImageId\n${image(1).toUpperCase().replace("AMI", "ami")}\n`],
		["blank lines and rows of other lengths", `Name,ImageId\n\nbase,${image(1)},x,y\n\n`],
		["a column that says no", `ImageId,Encrypted\n${image(1)},False\n`],
		["a column with an accent that says no", `ImageId;¿Está cifrada?\n${image(1)};No\n`],
		["a column of unencrypted images that says yes", `ImageId,Unencrypted\n${image(1)},yes\n`],
	])("is read with %s", (_, csv) => {
		expect(lint(instance(image(1)), csv).messages.map((message) => message.messageId)).toEqual(["listedImage"]);
	});

	test.each([
		["Encrypted", "true"],
		["encrypted", "TRUE"],
		["Encriptada", "Sí"],
		["Cifrado", "SI"],
		["¿Está cifrada?", "Sí"],
		["is_encrypted", "1"],
		["Encryption", "encrypted"],
	])("leaves out a row whose column '%s' says '%s'", (header, cell) => {
		const csv = `Id;${header}\n${image(1)};${cell}\n${image(2)};no\n`;
		expect(lint(instance(image(1)), csv).messages).toEqual([]);
		expect(lint(instance(image(2)), csv).messages).toHaveLength(1);
	});

	test("names the image's account and Region", () => {
		const { messages } = lint(
			instance(image(1)),
			`Cuenta;Región;Nombre;AMI\n111122223333;eu-west-1;pedidos;${image(1)}\n`,
		);
		expect(messages[0]?.message).toContain(`(pedidos, eu-west-1, 111122223333)`);
	});

	test("is held against what programs name, once each, but not against what they copy", () => {
		const csv = inventory(`id\n${image(1)}\n${image(2)}\n`);
		const at = (code: string, filename: string): readonly string[] =>
			lintSource(code, { [NAME]: { inventory: csv } }, filename).messages.map(
				({ line, column, messageId }) => `${String(line)}:${String(column)} ${messageId ?? ""}`,
			);
		const app = dedent`
			import * as ec2 from "aws-cdk-lib/aws-ec2";
			const base = "${image(1)}";
			new ec2.CfnInstance(scope, "A", { imageId: base });
			new ec2.Instance(scope, "B", { machineImage: ec2.MachineImage.genericLinux({ "eu-west-1": "${image(2)}" }) });
		`;
		expect(at(app, "app.ts")).toEqual(["2:14 listedImage", "4:91 listedImage"]);
		const handler = dedent`
			await ec2.send(new RunInstancesCommand({ ImageId: "${image(1)}" }));
			await ec2.send(new CopyImageCommand({ SourceImageId: "${image(2)}", Encrypted: true }));
			// ${image(2)}
			await ec2.send(new RunInstancesCommand({ ImageId: "${image(3)}" }));
		`;
		expect(at(handler, "handler.mjs")).toEqual(["1:51 listedImage"]);
		expect(at(handler, "handler.test.mjs")).toEqual([]);
	});

	test("is held against what CDK looked up for an app", () => {
		const LOOKUP = fc.constantFrom(
			"ami:account=111122223333:filters.image-type.0=machine:filters.name.0=orders-*:region=eu-west-1",
			"ssm:account=111122223333:parameterName=/aws/service/ami-amazon-linux-latest/x:region=eu-west-1",
		);
		const OTHERS = fc.subarray([
			"availability-zones:account=1:region=eu-west-1",
			"@aws-cdk/core:newStyle",
			"stage",
		]);
		const csv = inventory(`id\n${image(1)}\n`);
		fc.assert(
			fc.property(LOOKUP, OTHERS, fc.boolean(), fc.constantFrom(0, 2, 4), (key, others, isListed, indent) => {
				const value = {
					...Object.fromEntries(others.map((name) => [name, ["a"]])),
					[key]: image(isListed ? 1 : 2),
				};
				const text = JSON.stringify(value, null, indent);
				const { messages, details } = lintTemplate(text, { [NAME]: { inventory: csv } }, "cdk.context.json");
				expect(messages.map(({ messageId }) => messageId)).toEqual(isListed ? ["listedImage"] : []);
				expect(details.findings.map(({ property }) => property)).toEqual(isListed ? [key] : []);
			}),
		);
	});

	test("is read again when it changes", () => {
		const path = inventory(`id\n${image(1)}\n`);
		expect(lintTemplate(instance(image(2)), { [NAME]: { inventory: path } }).messages).toEqual([]);
		writeFileSync(path, `id\n${image(1)}\n${image(2)}\n`);
		expect(lintTemplate(instance(image(2)), { [NAME]: { inventory: path } }).messages).toHaveLength(1);
	});

	test("that is not there, or names no image, says what to do", () => {
		expect(() => lintTemplate(instance(image(1)), { [NAME]: { inventory: join(folder, "none.csv") } })).toThrow(
			/cannot be read\. Give the path of a CSV file\./u,
		);
		expect(() => lint(instance(image(1)), "Name,Encrypted\nbase,no\n")).toThrow(/lists no unencrypted image/u);
		expect(() => lint(instance(image(1)), `Id,Encrypted\n${image(1)},yes\n`)).toThrow(
			/lists no unencrypted image/u,
		);
	});

	test("with a second row for the same image that is encrypted elsewhere keeps the plain one", () => {
		expect(
			lint(instance(image(1)), `Id,Encrypted,Region\n${image(1)},no,eu-west-1\n${image(1)},yes,us-east-1\n`)
				.messages,
		).toHaveLength(1);
	});
});
