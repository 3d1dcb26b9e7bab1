import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { Folder } from "../src/testing/run-command.ts";
import { asPlan, asTerraformJson } from "../src/testing/spell-terraform.ts";

/** Both ways of the third document in Terraform: what is reported, and at which block. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
	"003-terraform-kms-way": [
		"function/index.mjs:4:41 require-encryption-context",
		"kms.tf:1:10 require-key-rotation medium aws_kms_key.orders enable_key_rotation",
		"kms.tf:11:6 require-encryption-context medium data.aws_kms_ciphertext.api_token context",
		"kms.tf:13:15 no-secret-in-state medium data.aws_kms_ciphertext.api_token plaintext",
		"lambda.tf:7:10 require-environment-key low aws_lambda_function.orders kms_key_arn",
		"lambda.tf:30:24 no-public-function-url medium aws_lambda_function_url.orders authorization_type",
	],
	"003-terraform-ssm-way": [
		"iam.tf:14:18 no-wildcard-secret-read low aws_iam_policy.read policy.Statement.Action",
		"lambda.tf:7:10 require-environment-key low aws_lambda_function.orders kms_key_arn",
		"lambda.tf:30:24 no-public-function-url medium aws_lambda_function_url.orders authorization_type",
		"ssm.tf:1:10 require-key-rotation medium aws_kms_key.orders enable_key_rotation",
		"ssm.tf:10:12 no-secret-in-state medium aws_ssm_parameter.api_token value",
	],
};
/** What the advice of each finding makes of a story: file, what it had, what it has. */
const ROTATED = [
	"  deletion_window_in_days = 7",
	"  deletion_window_in_days = 7\n  enable_key_rotation     = true",
] as const;
const AUTHORIZED = ['"NONE"', '"AWS_IAM"'] as const;
const OWN_KEY = ["  environment {", "  kms_key_arn = aws_kms_key.orders.arn\n\n  environment {"] as const;
const MENDS: Readonly<Record<string, readonly (readonly [file: string, from: string, to: string])[]>> = {
	"003-terraform-kms-way": [
		["function/index.mjs", '"base64") }', '"base64"), EncryptionContext: { function: "orders" } }'],
		["kms.tf", ...ROTATED],
		[
			"kms.tf",
			`
data "aws_kms_ciphertext" "api_token" {
  key_id    = aws_kms_key.orders.key_id
  plaintext = var.api_token
}
`,
			"",
		],
		["lambda.tf", "data.aws_kms_ciphertext.api_token.ciphertext_blob", "var.encrypted_api_token"],
		["lambda.tf", ...OWN_KEY],
		["lambda.tf", ...AUTHORIZED],
		[
			"variables.tf",
			`
variable "api_token" {
  type      = string
  sensitive = true
}
`,
			`
variable "encrypted_api_token" {
  type = string
}
`,
		],
	],
	"003-terraform-ssm-way": [
		["iam.tf", "ssm:GetParameter*", "ssm:GetParameter"],
		["lambda.tf", ...OWN_KEY],
		["lambda.tf", ...AUTHORIZED],
		["ssm.tf", ...ROTATED],
		["ssm.tf", "  value  = var.api_token", "  value_wo         = var.api_token\n  value_wo_version = 1"],
		["variables.tf", "  sensitive = true", "  sensitive = true\n  ephemeral = true"],
	],
};
const FIXTURES = join(import.meta.dirname, "..", "fixtures", "seeds");
const TOKEN = fakeSecret("token", 302);

/** The files of a story, by their paths. */
function filesOf(story: string): Readonly<Record<string, string>> {
	return Object.fromEntries(
		["", "function"]
			.flatMap((folder) => readdirSync(join(FIXTURES, story, folder)).map((name) => join(folder, name)))
			.filter((path) => /\.(?:tf|mjs)$/u.test(path))
			.map((path) => [path, readFileSync(join(FIXTURES, story, path), "utf8")]),
	);
}

let folder: Folder | undefined;
afterEach(() => folder?.remove());

interface Reported {
	readonly rule: string;
	readonly severity: string;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly resource: { readonly id: string } | null;
	readonly property: string | null;
}

async function lint(files: Readonly<Record<string, string>>, argv: readonly string[]): Promise<readonly Reported[]> {
	folder = new Folder(files);
	// A plan does not know what keeps a key.
	const said = await folder.run([
		...argv,
		"--preset",
		"strict",
		"--rule",
		"require-key-retention: off",
		"--format",
		"json",
	]);
	expect(said.stdout).not.toContain(TOKEN);
	return (JSON.parse(said.stdout) as { readonly findings: readonly Reported[] }).findings;
}

const about = ({ rule, severity, resource, property }: Reported): string =>
	[rule, ...(resource === null ? [] : [severity, resource.id, property ?? ""])].join(" ");
const at = (finding: Reported): string =>
	`${finding.file}:${String(finding.line)}:${String(finding.column)} ${about(finding)}`;

describe.each(Object.entries(TABLES))("%s", (story, table) => {
	const files = filesOf(story);
	const modules = Object.fromEntries(Object.entries(files).filter(([path]) => path.endsWith(".tf")));

	test("in HCL", async () => {
		expect((await lint(files, ["."])).map(at)).toEqual(table);
	});

	test("in JSON", async () => {
		const spelled = Object.entries(files).map(([path, text]) =>
			path.endsWith(".tf") ? [`${path}.json`, asTerraformJson(text)] : [path, text],
		);
		const findings = await lint(Object.fromEntries(spelled) as Record<string, string>, ["."]);
		expect(findings.map((one) => `${one.file.replace(/\.json$/u, "")} ${about(one)}`)).toEqual(
			table.map((line) => line.replace(/:\d+:\d+/u, "")),
		);
	});

	test("mended as advised, nothing is left", async () => {
		const mended = { ...files };
		for (const [file, from, to] of MENDS[story] ?? []) {
			const text = mended[file] ?? "";
			expect(text, file).toContain(from);
			mended[file] = text.replace(from, () => to);
		}
		expect((await lint(mended, ["."])).map(at)).toEqual([]);
	});

	test("with `--fix`, only what changes nothing else is mended", async () => {
		expect((await lint(files, [".", "--fix"])).map(about)).toEqual(
			table
				.filter((line) => !line.includes("require-key-rotation"))
				.map((line) => line.slice(line.indexOf(" ") + 1)),
		);
	});

	test("by a plan", async () => {
		const plan = asPlan(Object.values(modules).join("\n"), { api_token: TOKEN });
		const findings = await lint({ ...files, "plan.json": plan }, ["plan.json"]);
		// That the file has a secret is one more.
		expect(findings.filter(({ file }) => file !== "plan.json").map(at)).toEqual(
			table.filter((line) => !line.startsWith("function/")),
		);
		expect(findings.filter(({ file }) => file === "plan.json").map(({ rule }) => rule)).toEqual([
			"no-secret-in-state",
		]);
	});
});
