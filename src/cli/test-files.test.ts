import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";

const APP = `import { Key } from "aws-cdk-lib/aws-kms";
new Key(scope, "Key", { enableKeyRotation: false });
`;

const DISK = `import { Size } from "aws-cdk-lib";
import { Volume } from "aws-cdk-lib/aws-ec2";
new Volume(scope, "Disk", { availabilityZone: "eu-west-1a", size: Size.gibibytes(8), encrypted: false });
`;

let folders: Folder[] = [];
afterEach(() => {
	folders.forEach((folder) => folder.remove());
	folders = [];
});

/** A run over one file with that app, and the file after it. */
async function run(
	file: string,
	args: readonly string[],
	text = APP,
): Promise<{ readonly code: number; readonly severities: readonly string[]; readonly isChanged: boolean }> {
	const folder = new Folder({ [file]: text });
	folders.push(folder);
	const { code, stdout } = await folder.run([...args, "--format", "json"]);
	const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly severity: string }[] };
	return {
		code,
		severities: findings.map(({ severity }) => severity),
		isChanged: readFileSync(join(folder.path, file), "utf8") !== text,
	};
}

/** The same with a fault that is worth a word in a test, too. */
const VOLUME = `Resources:
  Disk:
    Type: AWS::EC2::Volume
    Properties: { AvailabilityZone: eu-west-1a, Size: 8 }
`;

const TESTS = [
	"test/app.ts",
	"packages/a/tests/integ.app.ts",
	"lib/__fixtures__/app.js",
	"e2e/app.ts",
	"lib/app.fixture.ts",
];
const APPS = ["lib/app.ts", "integration-service/lib/app.ts", "test-account/app.ts", "contest/app.ts", "latest/app.js"];

const TEMPLATE = `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: { EnableKeyRotation: false }
`;

describe("a template", () => {
	test.each([
		"test/template.yaml",
		"integration_tests/snapshots/stack.yaml",
		"lib/__snapshots__/stack.yaml",
		"packages/a/fixtures/stack.json.yaml",
		"test-fixtures/stack.yaml",
		"test-harness/stack.yaml",
		"test-resources/infra/stack.yaml",
	])("of a test has no say: %s", async (file) => {
		for (const [text, severities] of [
			[TEMPLATE, []],
			[VOLUME, ["info"]],
		] as const) {
			expect(await run(file, [".", "--max-warnings", "0", "--fix"], text)).toEqual({
				code: 0,
				severities,
				isChanged: false,
			});
		}
		expect(await run(file, [file], TEMPLATE)).toMatchObject({ code: 1, severities: ["medium"] });
	});

	test.each([
		"template.yaml",
		"environments/test/template.yaml",
		"deploy/test/a.yaml",
		"test-account/a.yaml",
		"latest/a.yaml",
	])("that is deployed is checked and fixed: %s", async (file) => {
		expect(await run(file, ["."], TEMPLATE)).toMatchObject({ code: 1, severities: ["medium"] });
		expect(await run(file, [".", "--fix"], TEMPLATE)).toMatchObject({ code: 0, isChanged: true });
	});

	test.each(["performance-test/secrets.tf", "test/secrets.tf"])(
		"of a test is told of a secret that it writes down: %s",
		async (file) => {
			const text = `resource "aws_secretsmanager_secret_version" "v" {\n  secret_id     = "app"\n  secret_string = var.api_key\n}\n`;
			expect(await run(file, ["."], text)).toEqual({ code: 0, severities: ["info"], isChanged: false });
			expect(await run("secrets.tf", ["."], text)).not.toMatchObject({ severities: [] });
		},
	);

	test("of a test decides where it holds a key of a vendor", async () => {
		const key = fakeSecret("stripe-live-key");
		const text = `Resources:\n  Fn:\n    Type: AWS::Lambda::Function\n    Properties: { Environment: { Variables: { KEY: "${key}" } } }\n`;
		expect(await run("test/template.yaml", ["."], text)).toMatchObject({
			code: 1,
			severities: ["critical"],
		});
	});
});

describe("a construct", () => {
	test.each(TESTS)("of a test has no say: %s", async (file) => {
		for (const more of [[], ["--max-warnings", "0"], ["--max-warnings", "0", "--quiet"], ["--fix"]]) {
			expect(await run(file, [".", ...more])).toEqual({ code: 0, severities: [], isChanged: false });
			expect(await run(file, [".", ...more], DISK)).toEqual({
				code: 0,
				severities: more.includes("--quiet") ? [] : ["info"],
				isChanged: false,
			});
		}
	});

	test.each(TESTS)("of a test that is named is checked and mended: %s", async (file) => {
		expect(await run(file, [file])).toMatchObject({ code: 1, severities: ["medium"] });
		expect(await run(file, [file, "--fix"])).toMatchObject({ code: 0, severities: [], isChanged: true });
	});

	test.each(["test", "./test", "test/unit", "test/**/*.ts"])(
		"below a folder of tests that is named: %s",
		async (path) => {
			expect(await run("test/unit/app.ts", [path, "--fix"])).toMatchObject({ code: 0, isChanged: true });
		},
	);

	test.each(APPS)("of an app is checked and mended: %s", async (file) => {
		expect(await run(file, ["."])).toMatchObject({ code: 1, severities: ["medium"] });
		expect(await run(file, [".", "--fix"])).toMatchObject({ code: 0, severities: [], isChanged: true });
	});

	test.each(["aws-cdk-lib/assertions", "@aws-cdk/assert", "vitest", "@jest/globals", "node:test"])(
		"beside an import of %s is never deployed",
		async (name) => {
			const text = `import * as tested from "${name}";\n${APP}`;
			expect(await run("lib/check.ts", [".", "--fix"], text)).toEqual({
				code: 0,
				severities: [],
				isChanged: false,
			});
		},
	);
});
