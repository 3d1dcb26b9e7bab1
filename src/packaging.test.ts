import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakeSecret } from "./testing/fake-secret.ts";

const ROOT = resolve(import.meta.dirname, "..");
const TEMPLATE = `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {}
`;
/** Somebody else's JSON, which must not become ours. */
const FOREIGN = '{ "Resources": { "Key": { "Type": "AWS::KMS::Key" } } }\n';

let folder: string;
let tarball: string;

function npm(cwd: string, ...args: readonly string[]): string {
	return execFileSync("npm", [...args], {
		cwd,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, npm_config_audit: "false", npm_config_fund: "false" },
	});
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "kmslint-package-"));
	// The build is there already (`npm test` makes it), so packing need not make it again.
	const packed = npm(ROOT, "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
	const { filename } = (JSON.parse(packed) as readonly { readonly filename: string }[])[0] ?? { filename: "" };
	tarball = join(folder, filename);
});

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe("the packed tarball", () => {
	test("holds the build and no test, source or fixture", () => {
		const names = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
		expect(names).toContain("package/dist/src/index.js");
		expect(names).toContain("package/dist/src/index.d.ts");
		expect(names).toContain("package/dist/src/cli/main.js");
		expect(names).toContain("package/dist/src/cdk.js");
		expect(
			names.filter((name) => /\.test\.|fixtures|\/bench\/|\/fuzz\/|\/testing\/|node_modules/u.test(name)),
		).toEqual([]);
	});

	test.each(["9.38.0", "10"])("works under ESLint %s", (version) => {
		const project = join(folder, `eslint-${version}`);
		mkdirSync(project);
		writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true, "type": "module" }');
		writeFileSync(
			join(project, "eslint.config.js"),
			'import awsKms from "eslint-plugin-aws-kms";\nexport default [...awsKms.configs.recommended];\n',
		);
		writeFileSync(join(project, "template.yaml"), TEMPLATE);
		writeFileSync(join(project, "data.json"), FOREIGN);
		npm(project, "install", tarball, `eslint@${version}`);
		const run = (...args: readonly string[]) =>
			spawnSync(process.execPath, [join(project, "node_modules", "eslint", "bin", "eslint.js"), ...args], {
				cwd: project,
				encoding: "utf8",
			});
		const found = run(".", "--format", "json");
		const results = JSON.parse(found.stdout) as readonly {
			readonly filePath: string;
			readonly messages: readonly { readonly ruleId: string; readonly line: number; readonly column: number }[];
		}[];
		expect(
			results.flatMap((result) =>
				result.messages.map(({ ruleId, line, column }) => ({
					file: result.filePath.split("/").at(-1),
					ruleId,
					line,
					column,
				})),
			),
		).toEqual([{ file: "template.yaml", ruleId: "aws-kms/require-key-rotation", line: 2, column: 3 }]);
		expect(found.status).toBe(1);
		expect(run(".", "--fix").status).toBe(0);
		expect(readFileSync(join(project, "template.yaml"), "utf8")).toBe(
			`${TEMPLATE.trimEnd()}\n      EnableKeyRotation: true\n`,
		);
		expect(run(".", "--cache").status).toBe(0);
		expect(run("--print-config", "template.yaml").stdout).toContain('"language": "aws-kms/template"');
	});

	test("runs by its own name in a folder with nothing but a template", () => {
		const bare = join(folder, "bare");
		mkdirSync(bare);
		cpSync(tarball, join(bare, "plugin.tgz"));
		writeFileSync(join(bare, "template.yaml"), TEMPLATE);
		const run = spawnSync(
			"npm",
			[
				"exec",
				"--yes",
				"--package",
				join(bare, "plugin.tgz"),
				"--",
				"eslint-plugin-aws-kms",
				"template.yaml",
				"--format",
				"json",
			],
			{ cwd: bare, encoding: "utf8" },
		);
		const report = JSON.parse(run.stdout) as { readonly findings: readonly { readonly rule: string }[] };
		expect(report.findings.map((finding) => finding.rule)).toEqual(["require-key-rotation"]);
		expect(run.status).toBe(1);
		// The AWS SDK is no part of it: only who stores secrets installs it.
		writeFileSync(
			join(bare, "template.yaml"),
			`Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment: { Variables: { DB_PASSWORD: "${fakeSecret("password")}" } }\n`,
		);
		const store = spawnSync(
			"npm",
			["exec", "--yes", "--package", join(bare, "plugin.tgz"), "--", "kmslint", "secrets", "store"],
			{ cwd: bare, encoding: "utf8" },
		);
		expect(store.stderr).toContain(
			"kmslint: 'kmslint secrets store' needs the AWS SDK's client. Type: npm install --save-dev @aws-sdk/client-ssm\n",
		);
		expect(store.status).toBe(2);
	});
});
