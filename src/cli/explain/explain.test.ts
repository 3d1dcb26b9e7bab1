import { afterAll, describe, expect, test } from "vitest";
import { RULES } from "../../../rules/index.ts";
import { Folder } from "../../testing/run-command.ts";
import { SECTIONS } from "./rule-page.ts";

const folder = new Folder({ "kmslint.config.json": '{ "rules": { "require-key-rotation": "off" } }' });
afterAll(() => {
	folder.remove();
});

describe("kmslint explain", () => {
	test.each(RULES.map(({ name }) => name))("shows the page of %s", async (name) => {
		const { code, stdout } = await folder.run(["explain", name]);
		expect(code).toBe(0);
		for (const heading of SECTIONS) {
			expect(stdout).toMatch(new RegExp(`^${heading}\n\n\\S`, "mu"));
		}
		expect(stdout).not.toMatch(/<!--|\]\(|\*\*/u);
		expect(
			Math.max(
				...stdout
					.split("\n")
					.filter((line) => !/^(?:\||checks| {4}|Ignore|https|severity| {2}\S)/u.test(line))
					.map((line) => line.length),
			),
		).toBeLessThanOrEqual(130);
	});

	test.each([
		["CKV_AWS_173", "CKV_AWS_173 (checkov)", "require-environment-key"],
		["ckv_aws_173", "CKV_AWS_173 (checkov)", "require-environment-key"],
		["AVD-AWS-0065", "AVD-AWS-0065 (trivy)", "require-key-rotation"],
		["AWS-0065", "AVD-AWS-0065 (trivy)", "require-key-rotation"],
		["aws-kms-auto-rotate-keys", "aws-kms-auto-rotate-keys (tfsec)", "require-key-rotation"],
		["AwsSolutions-KMS5", "AwsSolutions-KMS5 (cdk-nag)", "require-key-rotation"],
		["235ca980-eb71-48f4-9030-df0c371029eb", "235ca980-eb71-48f4-9030-df0c371029eb (KICS)", "require-key-rotation"],
		["[KMS.4]", "KMS.4 (AWS Security Hub)", "require-key-rotation"],
		["CMK_BACKING_KEY_ROTATION_ENABLED", "cmk-backing-key-rotation-enabled (AWS Config)", "require-key-rotation"],
	])("takes %s for what asks the same", async (id, shown, rule) => {
		const { stdout } = await folder.run(["explain", id]);
		expect(stdout).toMatch(`${shown} is covered by 1 rule:\n\n${rule}\n`);
	});

	test("knows every id that a rule covers", async () => {
		for (const { checks, compliance } of RULES) {
			for (const id of [...checks, ...Object.values(compliance).flat()]) {
				expect((await folder.run(["explain", id])).code, id).toBe(0);
			}
		}
	});

	test("lists the rules if several cover an id", async () => {
		const { stdout } = await folder.run(["explain", "cwe-798"]);
		expect(stdout).toMatch(/^CWE-798 \(CWE\) is covered by \d+ rules:\n\n {2}no-hardcoded-secret/u);
	});

	test("gives data", async () => {
		const { rules } = JSON.parse(
			(await folder.run(["explain", "aws-kms/require-key-rotation", "-f", "json"])).stdout,
		) as {
			readonly rules: readonly Record<string, unknown>[];
		};
		expect(rules).toEqual([
			expect.objectContaining({
				name: "require-key-rotation",
				presets: { recommended: "error", strict: "error", audit: "error" },
				checks: expect.arrayContaining(["CKV_AWS_7"]) as unknown,
				sections: expect.objectContaining({
					"How to fix it": expect.stringContaining("EnableKeyRotation") as string,
				}) as unknown,
			}),
		]);
	});

	test.each([
		["require-key-rotatio", "No rule covers 'require-key-rotatio'. Did you mean 'require-key-rotation'?"],
		["CKV_AWS_9999", "No rule covers 'CKV_AWS_9999'. See 'kmslint rules' for what is checked."],
		["constructor", "No rule covers 'constructor'. See 'kmslint rules' for what is checked."],
	])("refuses %s", async (id, message) => {
		expect(await folder.run(["explain", id])).toEqual({ code: 2, stdout: "", stderr: `kmslint: ${message}\n` });
	});
});

describe("kmslint rules", () => {
	test("lists each rule with its level here", async () => {
		const { stdout } = await folder.run(["rules"]);
		expect(stdout.trimEnd().split("\n")).toHaveLength(RULES.length);
		expect(stdout).toMatch(/^off {4}medium {4}🔧 {2}require-key-rotation +Require automatic rotation/mu);
		expect((await folder.run(["rules", "--no-config"])).stdout).toMatch(
			/^error {2}medium {4}🔧 {2}require-key-rotation/mu,
		);
		expect((await folder.run(["rules", "--preset", "audit"])).stdout).toMatch(/^error .*require-key-retention/mu);
	});

	test("gives data", async () => {
		const { rules } = JSON.parse((await folder.run(["rules", "--format", "json"])).stdout) as {
			readonly rules: readonly { readonly name: string; readonly level: string }[];
		};
		expect(rules.map(({ name }) => name)).toEqual(RULES.map(({ name }) => name));
		expect(rules.find(({ name }) => name === "require-key-rotation")?.level).toBe("off");
	});
});

describe("in another language", () => {
	test.each([
		["rules", "es", "Exigir una clave administrada por el cliente"],
		["rules", "ja", "関数の環境変数にカスタマーマネージドキーを必須にします"],
		["explain", "es", "se corrige con ⚙️ --fix con la opción key, 💡 sugerencia, o a mano"],
		["explain", "ja", "関数の環境変数にカスタマーマネージドキーを必須にします。"],
	])("`kmslint %s` has its summary in '%s'", async (command, language, words) => {
		const argv = command === "explain" ? ["explain", "CKV_AWS_173"] : ["rules"];
		const { stdout } = await folder.run([...argv, "--lang", language]);
		expect(stdout).toContain(words);
		const byEnvironment = await folder.run(argv, { env: { LANG: language } });
		expect(byEnvironment.stdout).toBe(stdout);
		const json = await folder.run([...argv, "--format", "json"], { env: { LANG: language } });
		expect(json.stdout).toContain("Require a customer managed key");
	});
});
