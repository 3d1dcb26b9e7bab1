import { expect, test } from "vitest";
import { RULES } from "../plugin.ts";
import { TextLinter } from "./lint-text.ts";

const REASON = "rotated by hand, see the runbook";

function lint(
	text: string,
	filename: string,
	given: { readonly acceptSkips?: boolean; readonly suppressions?: boolean } = {},
): { readonly found: readonly string[]; readonly accepted: readonly string[] } {
	const linted = new TextLinter({
		preset: "strict",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		acceptSkips: true,
		cwd: "/project",
		...given,
	}).lint(text, `/project/${filename}`);
	return {
		found: linted.findings.map(({ rule, resource }) => `${rule} ${resource?.id ?? ""}`).filter(isOfRotation),
		accepted: linted.suppressed.map(({ rule, resource, reason }) => `${rule} ${resource?.id ?? ""} ${reason}`),
	};
}

const isOfRotation = (said: string): boolean => /rotation|suppression/u.test(said);

const HCL = (comment: string, place: "above" | "inside" | "behind"): string =>
	`resource "aws_kms_key" "a" {}

${place === "above" ? `${comment}\n# the old one\n` : ""}resource "aws_kms_key" "b" {${place === "behind" ? ` ${comment}` : ""}
${place === "inside" ? `  ${comment}\n` : ""}  description = "b"
}

resource "aws_kms_key" "c" {}
`;

test.each([
	`#checkov:skip=CKV_AWS_7:${REASON}`,
	`# checkov:skip=CKV_AWS_7: ${REASON}`,
	`// tfsec:ignore:aws-kms-auto-rotate-keys ${REASON}`,
	`#trivy:ignore:AVD-AWS-0065 - ${REASON}`,
	`#trivy:ignore:AWS-0065:exp:2999-12-31 ${REASON}`,
	`# trivy:ignore:AVD-AWS-0026 other #tfsec:ignore:aws-kms-auto-rotate-keys ${REASON}`,
])("a skip with a reason is about the resource that it stands in, or above: %s", (comment) => {
	for (const place of ["above", "inside", "behind"] as const) {
		const text = HCL(comment, place);
		expect(lint(text, "main.tf"), place).toEqual({
			found: ["require-key-rotation aws_kms_key.a", "require-key-rotation aws_kms_key.c"],
			accepted: [`require-key-rotation aws_kms_key.b ${REASON}`],
		});
		for (const given of [{ acceptSkips: false }, { suppressions: false }]) {
			expect(lint(text, "main.tf", given)).toMatchObject({ found: { length: 3 }, accepted: [] });
		}
	}
});

test.each([
	["no reason", "#checkov:skip=CKV_AWS_7"],
	["no reason behind a colon", "#checkov:skip=CKV_AWS_7: "],
	["another check", `#checkov:skip=CKV_AWS_173:${REASON}`],
	["a check that no rule asks", `#checkov:skip=CKV_AWS_999:${REASON}`],
	["the past", `#trivy:ignore:AVD-AWS-0065:exp:2020-01-01 ${REASON}`],
	["prose", `# we do not checkov this key: ${REASON}`],
])("a comment with %s suppresses nothing, and is not reported itself", (_what, comment) => {
	expect(lint(HCL(comment, "inside"), "main.tf")).toMatchObject({ found: { length: 3 }, accepted: [] });
});

test("a resource in a loop is skipped in each of its instances", () => {
	const text = `resource "aws_kms_key" "a" {\n  for_each = toset(["x", "y"])\n  #checkov:skip=CKV_AWS_7:${REASON}\n}\n`;
	expect(lint(text, "main.tf")).toMatchObject({ found: [], accepted: { length: 2 } });
});

test.each([
	["checkov", { checkov: { skip: [{ id: "CKV_AWS_7", comment: REASON }] } }],
	["cdk-nag", { cdk_nag: { rules_to_suppress: [{ id: "AwsSolutions-KMS5", reason: REASON }] } }],
])("metadata of %s is read in a template", (_tool, metadata) => {
	const key = { Type: "AWS::KMS::Key", Properties: {} };
	const text = JSON.stringify({ Resources: { A: key, B: { ...key, Metadata: metadata } } });
	expect(lint(text, "template.json")).toEqual({
		found: ["require-key-rotation A"],
		accepted: [`require-key-rotation B ${REASON}`],
	});
	expect(lint(text, "template.json", { acceptSkips: false })).toMatchObject({ found: { length: 2 } });
});

test("a comment is read in a YAML template", () => {
	const text = `Resources:\n  A:\n    Type: AWS::KMS::Key\n  # checkov:skip=CKV_AWS_7:${REASON}\n  B:\n    Type: AWS::KMS::Key\n`;
	expect(lint(text, "template.yaml")).toEqual({
		found: ["require-key-rotation A"],
		accepted: [`require-key-rotation B ${REASON}`],
	});
});

test("a check of another tool belongs to one rule", () => {
	const ids = RULES.flatMap(({ checks }) => checks);
	expect(ids.length).toBeGreaterThan(50);
	expect(new Set(ids).size).toBe(ids.length);
});
