import { describe, expect, test } from "vitest";
import { COPY_PLACES, VOLUME_PLACES, type VolumePlace } from "../src/model/volume.ts";
import { TEMPLATE_ENGINE } from "../src/languages/cloudformation/engine.ts";
import { dedent } from "../src/testing/dedent.ts";
import { lintSource, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireVolumeEncryption } from "./require-volume-encryption.ts";

const NAME = "require-volume-encryption";
const IN_PLACE = "Set `Encrypted: true`.";
const REPLACE = "Set `Encrypted: true`; CloudFormation replaces the resource.";
const REFUSE = "Replace it with an encrypted copy; it cannot be encrypted in place.";

const REFUSE_KEY = "Replace it with a copy under a customer managed key; the key cannot be changed.";
const VOLUME = { id: "Disk", noun: "The volume", when: "", key: "KmsKeyId", advice: REFUSE };
const TEMPLATE = {
	id: "Server",
	noun: "A volume",
	when: "",
	key: "KmsKeyId",
	advice: IN_PLACE,
};

/** A volume with these properties, one a line. */
function volume(...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Disk:",
		"    Type: AWS::EC2::Volume",
		"    Properties:",
		"      Size: 8",
		...lines.map((line) => `      ${line}`),
		"",
	].join("\n");
}

/** A launch template whose one volume has these properties, one a line. */
function launchTemplate(...lines: readonly string[]): string {
	return [
		"Resources:",
		"  Server:",
		"    Type: AWS::EC2::LaunchTemplate",
		"    Properties:",
		"      LaunchTemplateData:",
		"        BlockDeviceMappings:",
		"          - DeviceName: /dev/xvda",
		"            Ebs:",
		...lines.map((line) => `              ${line}`),
		"",
	].join("\n");
}

testRule(requireVolumeEncryption, {
	silent: [
		...[
			["a branch where the parameter is true", "[On, !Ref Encrypt, true]", 'On: !Equals [!Ref Encrypt, "true"]'],
			[
				"a branch where it is not false",
				"[On, !Ref Encrypt, true]",
				'On: !Not [!Equals [!Ref Encrypt, "false"]]',
			],
			["the other branch", "[Off, true, !Ref Encrypt]", 'Off: !Equals ["false", !Ref Encrypt]'],
			[
				"a branch of one of two conditions",
				"[Both, !Ref Encrypt, true]",
				'On: !Equals [!Ref Encrypt, "true"]\n  Both: !And [!Condition On, !Equals [!Ref AWS::Region, eu-west-1]]',
			],
		].map(([name = "", value = "", conditions = ""]) => ({
			name: `a default that the condition rules out: ${name}`,
			code: `Parameters:\n  Encrypt: { Type: String, Default: "false" }\nConditions:\n  ${conditions}\n${volume(`Encrypted: !If ${value}`)}`,
		})),
		{ name: "an encrypted volume", code: volume("Encrypted: true") },
		{ name: "a text says true as well", code: volume('Encrypted: "true"') },
		{
			name: "an encrypted volume under a key of the owner's",
			code: volume("Encrypted: true", "KmsKeyId: !ImportValue Key"),
			options: { minimum: "customer-key" },
		},
		{
			name: "a snapshot decides by itself, and only deploy time knows how",
			code: volume("SnapshotId: snap-0123456789abcdef0"),
		},
		{
			name: "a snapshot from a parameter decides too",
			code: `Parameters:\n  Snapshot: { Type: String }\n${volume("SnapshotId: !Ref Snapshot")}`,
		},
		{
			name: "a parameter without a default is asked for at deploy time",
			code: `Parameters:\n  Encrypt: { Type: String }\n${volume("Encrypted: !Ref Encrypt")}`,
		},
		{
			name: "a parameter that Parameter Store resolves",
			code: `Parameters:\n  Encrypt: { Type: "AWS::SSM::Parameter::Value<String>", Default: "false" }\n${volume("Encrypted: !Ref Encrypt")}`,
		},
		{ name: "an import is somebody else's word", code: volume("Encrypted: !ImportValue Encrypt") },
		{
			name: "a parameter that is true unless somebody says otherwise",
			code: `Parameters:\n  Encrypt: { Type: String, Default: true }\n${volume("Encrypted: !Ref Encrypt")}`,
		},
		{
			name: "an included part may switch it on",
			code: volume("Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/v.yaml } }"),
		},
		{
			name: "a merge key switches it on",
			code: `Shared: &encrypted\n  Encrypted: true\n${volume("<<: *encrypted")}`,
		},
		{
			name: "switch and snapshot take turns on one condition",
			code: `Conditions:\n  Restore: !Equals [!Ref AWS::Region, eu-west-1]\n${volume("Encrypted: !If [Restore, !Ref AWS::NoValue, true]", "SnapshotId: !If [Restore, snap-0123456789abcdef0, !Ref AWS::NoValue]")}`,
		},
		{
			name: "a condition that AllowedValues decide",
			code: `Parameters:\n  Stage: { Type: String, AllowedValues: [prod] }\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n${volume("Encrypted: !If [IsProd, true, false]")}`,
		},
		{
			name: "an instance store has no encryption of its own",
			code: "Resources:\n  Server:\n    Type: AWS::EC2::Instance\n    Properties:\n      BlockDeviceMappings: [{ DeviceName: /dev/sdb, VirtualName: ephemeral0 }]\n",
		},
		{
			name: "an instance without volumes takes those of its image",
			code: "Resources:\n  Server: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-0123456789abcdef0 } }\n",
		},
		{
			name: "mappings that only deploy time knows",
			code: "Parameters:\n  Devices: { Type: CommaDelimitedList }\nResources:\n  Server: { Type: AWS::EC2::Instance, Properties: { BlockDeviceMappings: !Ref Devices } }\n",
		},
		{
			name: "a snapshot of a launch template decides by itself",
			code: launchTemplate("SnapshotId: snap-0123456789abcdef0"),
		},
		{
			name: "an encrypted WorkSpace",
			code: "Resources:\n  Desk: { Type: AWS::WorkSpaces::Workspace, Properties: { RootVolumeEncryptionEnabled: true, UserVolumeEncryptionEnabled: true, VolumeEncryptionKey: alias/aws/workspaces } }\n",
		},
		{
			name: "an EMR configuration that encrypts at rest",
			code: "Resources:\n  Emr:\n    Type: AWS::EMR::SecurityConfiguration\n    Properties:\n      SecurityConfiguration: { EncryptionConfiguration: { EnableAtRestEncryption: true } }\n",
		},
		{
			name: "an EMR configuration as a text of JSON is not read",
			code: "Resources:\n  Emr:\n    Type: AWS::EMR::SecurityConfiguration\n    Properties:\n      SecurityConfiguration: !Ref Json\n",
		},
		{
			name: "an EMR configuration written as JSON in quotes is not read either",
			code: "Resources:\n  Emr:\n    Type: AWS::EMR::SecurityConfiguration\n    Properties:\n      SecurityConfiguration: '{}'\n",
		},
		{
			name: "copies of images are the matter of another rule",
			code: "Resources:\n  Policy:\n    Type: AWS::DLM::LifecyclePolicy\n    Properties:\n      PolicyDetails: { PolicyType: IMAGE_MANAGEMENT, Schedules: [{ CrossRegionCopyRules: [{ Encrypted: false, Target: eu-west-1 }] }] }\n",
		},
		{
			name: "replication keeps to the default key, which encrypts",
			code: "Resources:\n  Drs: { Type: AWS::DRS::ReplicationConfigurationTemplate, Properties: { EbsEncryption: DEFAULT } }\n",
		},
		{
			name: "a volume that is never made",
			code: "Conditions:\n  Never: !Equals [a, b]\nResources:\n  Disk: { Type: AWS::EC2::Volume, Condition: Never, Properties: { Size: 8 } }\n",
		},
	],
	found: [
		...["Volume", "CfnVolume"].map((name) => ({
			name: `a ${name} of an app that an imported helper may give a key, and that is not encrypted`,
			filename: "app.ts",
			code: `import * as ec2 from "aws-cdk-lib/aws-ec2";\nimport { decorate } from "./decorate";\nconst made = new ec2.${name}(scope, "V", { encrypted: false });\ndecorate(made);\n`,
			errors: [{ messageId: "unencrypted", line: 3 }],
		})),
		{
			name: "a default that a condition leaves as it is",
			code: `Parameters:\n  Encrypt: { Type: String, Default: "false" }\nConditions:\n  On: !Equals [!Ref AWS::Region, eu-west-1]\n${volume("Encrypted: !If [On, !Ref Encrypt, true]")}`,
			errors: [{ messageId: "unencrypted" }],
		},
		{
			name: "a value that the condition gives the parameter",
			code: `Parameters:\n  Encrypt: { Type: String, Default: "true" }\nConditions:\n  Off: !Equals [!Ref Encrypt, "false"]\n${volume("Encrypted: !If [Off, !Ref Encrypt, true]")}`,
			errors: [{ messageId: "unencrypted" }],
		},
		{
			name: "a volume in YAML without the switch; a fix would be refused, so there is none",
			code: volume(),
			errors: [{ messageId: "unencrypted", data: VOLUME, line: 2, column: 3, endLine: 2, endColumn: 7 }],
		},
		{
			name: "a volume that switches it off is pointed at where it does",
			code: volume("Encrypted: false # cheaper"),
			errors: [{ messageId: "unencrypted", data: VOLUME, line: 6, column: 18, endLine: 6, endColumn: 23 }],
		},
		{
			name: "a key counts only with the switch",
			code: volume("KmsKeyId: !ImportValue Key"),
			errors: [{ messageId: "keyWithoutEncryption", data: VOLUME, line: 2, column: 3 }],
		},
		{
			name: "a snapshot on one branch says nothing of the other",
			code: `Parameters:\n  Snapshot: { Type: String, Default: "" }\nConditions:\n  Restore: !Not [!Equals [!Ref Snapshot, ""]]\n${volume("SnapshotId: !If [Restore, !Ref Snapshot, !Ref AWS::NoValue]")}`,
			errors: [{ messageId: "unencrypted", data: { ...VOLUME, when: " if condition 'Restore' is false" } }],
		},
		{
			name: "an explicit false beats what a snapshot would imply",
			code: volume("SnapshotId: snap-0123456789abcdef0", "Encrypted: false"),
			errors: [{ messageId: "unencrypted", data: VOLUME, line: 7 }],
		},
		{
			name: "a volume's default key is below what is asked",
			code: `${volume("Encrypted: true")}  Key: { Type: AWS::KMS::Key }\n`,
			options: { minimum: "customer-key" },
			errors: [{ messageId: "missingKey", data: { ...VOLUME, advice: REFUSE_KEY }, line: 6, column: 18 }],
		},
		{
			name: "the alias of EBS's own key is EBS's key",
			code: volume("Encrypted: true", "KmsKeyId: alias/aws/ebs"),
			options: { minimum: "customer-key" },
			errors: [{ messageId: "missingKey", data: { ...VOLUME, advice: REFUSE_KEY }, line: 7, column: 17 }],
		},
		{
			name: "a launch template is updated in place, so the fix is safe",
			code: launchTemplate("VolumeSize: 8 # GiB"),
			errors: [{ messageId: "unencrypted", data: TEMPLATE, line: 8, column: 13, endLine: 8, endColumn: 16 }],
			output: launchTemplate("VolumeSize: 8 # GiB", "Encrypted: true"),
		},
		{
			name: "a launch template in JSON",
			filename: "template.json",
			code: '{\n    "Resources": {\n        "Server": {\n            "Type": "AWS::EC2::LaunchTemplate",\n            "Properties": {\n                "LaunchTemplateData": { "BlockDeviceMappings": [ { "Ebs": { "Encrypted": false } } ] }\n            }\n        }\n    }\n}',
			errors: [
				{
					messageId: "unencrypted",
					data: { ...TEMPLATE, advice: 'Set `"Encrypted": true`.' },
					line: 6,
					column: 90,
					endLine: 6,
					endColumn: 95,
				},
			],
			output: '{\n    "Resources": {\n        "Server": {\n            "Type": "AWS::EC2::LaunchTemplate",\n            "Properties": {\n                "LaunchTemplateData": { "BlockDeviceMappings": [ { "Ebs": { "Encrypted": true } } ] }\n            }\n        }\n    }\n}',
		},
		{
			name: "a launch template with a key of the template to take",
			code: `${launchTemplate("Encrypted: true")}  Key: { Type: AWS::KMS::Key }\n`,
			options: { minimum: "customer-key" },
			errors: [
				{
					messageId: "missingKey",
					data: { ...TEMPLATE, advice: "Set `KmsKeyId` to a customer managed key." },
					line: 9,
					suggestions: [
						{
							messageId: "useKey",
							data: {
								key: "Key",
								consequence: "updates in place",
							},
							output: `${launchTemplate("Encrypted: true", "KmsKeyId: !GetAtt Key.Arn")}  Key: { Type: AWS::KMS::Key }\n`,
						},
					],
				},
			],
		},
		{
			name: "an instance is replaced, so it is a suggestion",
			code: "Resources:\n  Server:\n    Type: AWS::EC2::Instance\n    Properties:\n      BlockDeviceMappings:\n        - { DeviceName: /dev/xvda, Ebs: { VolumeSize: 8 } }\n",
			errors: [
				{
					messageId: "unencrypted",
					data: { ...TEMPLATE, advice: REPLACE },
					line: 6,
					column: 36,
					endColumn: 39,
					suggestions: [
						{
							messageId: "encrypt",
							data: { setting: "Encrypted: true", consequence: "CloudFormation replaces the resource" },
							output: "Resources:\n  Server:\n    Type: AWS::EC2::Instance\n    Properties:\n      BlockDeviceMappings:\n        - { DeviceName: /dev/xvda, Ebs: { VolumeSize: 8, Encrypted: true } }\n",
						},
					],
				},
			],
		},
		{
			name: "each volume of an instance is a finding",
			code: "Resources:\n  Server:\n    Type: AWS::EC2::Instance\n    Properties:\n      BlockDeviceMappings:\n        - { Ebs: { VolumeSize: 8 } }\n        - { Ebs: { Encrypted: true } }\n        - { Ebs: { Encrypted: no } }\n",
			errors: [
				{ messageId: "unencrypted", data: { ...TEMPLATE, advice: REPLACE }, line: 6, suggestions: 1 },
				{
					messageId: "unencrypted",
					data: { ...TEMPLATE, advice: REPLACE },
					line: 8,
					column: 31,
					suggestions: 1,
				},
			],
		},
		{
			name: "a parameter says false unless somebody says otherwise; its default is not overwritten",
			code: `Parameters:\n  Encrypt: { Type: String, Default: "false" }\n${launchTemplate("Encrypted: !Ref Encrypt")}`,
			errors: [{ messageId: "unencrypted", data: TEMPLATE, line: 11, column: 26 }],
		},
		{
			name: "a value of the command line decides",
			code: `Parameters:\n  Encrypt: { Type: String, Default: "true" }\n${volume("Encrypted: !Ref Encrypt")}`,
			parameters: { Encrypt: "false" },
			errors: [{ messageId: "unencrypted", data: VOLUME, line: 8 }],
		},
		{
			name: "a mapping's row switches it off",
			code: `Mappings:\n  Stages: { prod: { Encrypt: true }, dev: { Encrypt: false } }\n${launchTemplate("Encrypted: !FindInMap [Stages, dev, Encrypt]")}`,
			errors: [{ messageId: "unencrypted", data: TEMPLATE, line: 11 }],
		},
		{
			name: "one branch is not encrypted, and named",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${launchTemplate("Encrypted: !If [IsProd, true, !Ref AWS::NoValue]")}`,
			errors: [
				{
					messageId: "unencrypted",
					data: { ...TEMPLATE, when: " if condition 'IsProd' is false" },
					line: 11,
					column: 45,
				},
			],
		},
		{
			name: "a mapping on a condition is one of the volumes",
			code: dedent`
				Conditions:
				  HasData: !Equals [!Ref AWS::Region, eu-west-1]
				Resources:
				  Server:
				    Type: AWS::EC2::LaunchTemplate
				    Properties:
				      LaunchTemplateData:
				        BlockDeviceMappings:
				          - !If [HasData, { Ebs: { VolumeSize: 8 } }, !Ref AWS::NoValue]
			`,
			errors: [
				{
					messageId: "unencrypted",
					data: { ...TEMPLATE, when: " if condition 'HasData' is true" },
					line: 9,
				},
			],
		},
		{
			name: "AWS::NoValue leaves it off",
			code: launchTemplate("Encrypted: !Ref AWS::NoValue"),
			errors: [{ messageId: "unencrypted", data: TEMPLATE, line: 9, column: 26 }],
			output: launchTemplate("Encrypted: true"),
		},
		{
			name: "a volume through an anchor is found once, where it stands, and mended there",
			code: dedent`
				Shared:
				  - &disk
				    VolumeSize: 8
				Resources:
				  Server:
				    Type: AWS::EC2::LaunchTemplate
				    Properties:
				      LaunchTemplateData:
				        BlockDeviceMappings:
				          - Ebs: *disk
			`,
			errors: [{ messageId: "unencrypted", data: TEMPLATE, line: 10, column: 13 }],
			output: dedent`
				Shared:
				  - &disk
				    VolumeSize: 8
				    Encrypted: true
				Resources:
				  Server:
				    Type: AWS::EC2::LaunchTemplate
				    Properties:
				      LaunchTemplateData:
				        BlockDeviceMappings:
				          - Ebs: *disk
			`,
		},
		{
			name: "a volume made in a loop",
			code: dedent`
				Transform: AWS::LanguageExtensions
				Resources:
				  Fn::ForEach::Disks:
				    - Name
				    - [One, Two]
				    - Disk\${Name}:
				        Type: AWS::EC2::Volume
				        Properties: { Size: 8 }
			`,
			errors: [{ messageId: "unencrypted", data: { ...VOLUME, id: "Disk${Name}" }, line: 6, column: 7 }],
		},
		{
			name: "both volumes of a WorkSpace are plain, and are two findings",
			code: "Resources:\n  Desk:\n    Type: AWS::WorkSpaces::Workspace\n    Properties:\n      RootVolumeEncryptionEnabled: false\n      UserVolumeEncryptionEnabled: false\n",
			errors: [
				{ messageId: "unencrypted", line: 5, column: 36 },
				{ messageId: "unencrypted", line: 6, column: 36 },
			],
		},
		{
			name: "replication that switches encryption off",
			code: "Resources:\n  Drs: { Type: AWS::DRS::ReplicationConfigurationTemplate, Properties: { EbsEncryption: NONE } }\n",
			errors: [{ messageId: "unencrypted", line: 2 }],
		},
		{
			name: "an EMR configuration without encryption at rest",
			code: "Resources:\n  Emr:\n    Type: AWS::EMR::SecurityConfiguration\n    Properties:\n      SecurityConfiguration: { EncryptionConfiguration: { EnableAtRestEncryption: false } }\n",
			errors: [
				{
					messageId: "localDisksUnencrypted",
					data: { id: "Emr", setting: "EnableAtRestEncryption: true", when: "" },
					line: 5,
					column: 83,
				},
			],
		},
		{
			name: "a volume of a launch template from a snapshot, for which EC2 may refuse the switch",
			code: launchTemplate("Encrypted: false", "SnapshotId: snap-1"),
			errors: [
				{
					messageId: "unencrypted",
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								setting: "Encrypted: true",
								consequence: "EC2 may refuse it for a volume from a snapshot",
							},
							output: launchTemplate("Encrypted: true", "SnapshotId: snap-1"),
						},
					],
				},
			],
		},
		{
			name: "a copy to another Region is plain; the next copy is a full one",
			code: "Resources:\n  Policy:\n    Type: AWS::DLM::LifecyclePolicy\n    Properties:\n      PolicyDetails:\n        Schedules:\n          - CrossRegionCopyRules:\n              - Target: eu-west-1\n                Encrypted: false\n",
			errors: [
				{
					messageId: "unencrypted",
					data: {
						id: "Policy",
						noun: "A cross-Region copy",
						when: "",
						encrypted: "Encrypted",
						key: "CmkArn",
						advice: IN_PLACE,
					},
					line: 9,
					column: 28,
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								setting: "Encrypted: true",
								consequence: "the next copy is a full copy, which costs more",
							},
							output: "Resources:\n  Policy:\n    Type: AWS::DLM::LifecyclePolicy\n    Properties:\n      PolicyDetails:\n        Schedules:\n          - CrossRegionCopyRules:\n              - Target: eu-west-1\n                Encrypted: true\n",
						},
					],
				},
			],
		},
	],
});

/** A resource with one plain volume at that place, and no key. */
function plainAt(place: VolumePlace): object {
	const leaf: unknown = { [place.encrypted]: place.off ?? false };
	const properties = (place.path === "" ? [] : place.path.split(".")).reduceRight((inner, step) => {
		const lists = step.match(/\[\]/gu)?.length ?? 0;
		return { [step.replaceAll("[]", "")]: Array.from({ length: lists }).reduce((item) => [item], inner) };
	}, leaf);
	return { Resources: { One: { Type: place.type, Properties: properties } } };
}

describe("every place that describes a volume", () => {
	test.each(
		[...VOLUME_PLACES, ...COPY_PLACES].map(
			(place) => [`${place.type} ${place.path} ${place.encrypted}`, place] as const,
		),
	)("%s", (_, place) => {
		const { details } = lintTemplate(JSON.stringify(plainAt(place)), { [NAME]: {} }, "template.json");
		const found = details.findings.filter((finding) => finding.property?.endsWith(place.encrypted) === true);
		expect(found.length).toBeGreaterThan(0);
		const property = place.path === "" ? place.encrypted : `${place.path}.${place.encrypted}`;
		const update = TEMPLATE_ENGINE.updateOf(place.type, property, false);
		const grade =
			update === "refuse" ? "none" : update === "in-place" && place.caution === undefined ? "safe" : "suggestion";
		expect(found[0]?.fix).toBe(place.off === undefined ? grade : "none");
	});
});

describe("a volume of CDK that an override changes", () => {
	const found = (body: string): number =>
		lintSource(
			[
				'import { Stack } from "aws-cdk-lib";',
				'import { BlockDeviceVolume, LaunchTemplate } from "aws-cdk-lib/aws-ec2";',
				"export class AppStack extends Stack {",
				"\tconstructor(scope, id, props) {",
				"\t\tsuper(scope, id);",
				'\t\tconst a = new LaunchTemplate(this, "A", { blockDevices: [{ deviceName: "/dev/sda1", volume: BlockDeviceVolume.ebs(8) }] });',
				`\t\tconst cfn = a.node.defaultChild; ${body}`,
				"\t}",
				"}",
			].join("\n"),
			{ [requireVolumeEncryption.name]: {} },
			"app.ts",
		).messages.length;
	const override = (path: string, value: string): string =>
		`cfn.addPropertyOverride("LaunchTemplateData.BlockDeviceMappings.${path}", ${value});`;

	test.each([
		["", 1],
		[override("0.Ebs.VolumeInitializationRate", "300"), 1],
		[`if (props.isProd) { ${override("0.Ebs.VolumeInitializationRate", "300")} }`, 1],
		[override("0.Ebs.Encrypted", "false"), 1],
		[override("0.Ebs.Encrypted", "true"), 0],
		[`if (props.isProd) { ${override("0.Ebs.Encrypted", "true")} }`, 0],
		[override("0.Ebs.Encrypted", "props.encrypted"), 0],
		[override("0.Ebs", "props.ebs"), 0],
		[override("1.Ebs.Encrypted", "true"), 0],
		[override("0.Other.Part", "true"), 0],
	])("is judged by what it changes: %s", (body, count) => {
		expect(found(body)).toBe(count);
	});
});
