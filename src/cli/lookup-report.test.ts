import { afterEach, describe, expect, test } from "vitest";
import { BACKENDS, type Backend } from "../fix/lookup/lookup.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { keepSecrets } from "../testing/keep-secrets.ts";
import { Folder, type Said } from "../testing/run-command.ts";

const TOKEN = fakeSecret("token", 801);
const OTHER = fakeSecret("token", 802);
const HANDLER = `const apiToken = "${TOKEN}";\n\nexports.handler = async (event) => send(event, apiToken);\n`;
const TWO = `${HANDLER}exports.other = async (event) => send(event, { dbToken: "${OTHER}" });\n`;

let folder: Folder;

afterEach(() => {
	folder.remove();
});

async function fix(
	code: string,
	backend: Backend,
	kept: readonly (readonly [string, string])[],
	...more: readonly string[]
): Promise<Said> {
	folder = new Folder({ "orders.cjs": code });
	keepSecrets(folder.path, kept, backend === "powertools" || backend === "extension" ? "ssm" : backend);
	return folder.run(["--rule", `no-hardcoded-secret: [error, { "fix": "${backend}" }]`, "orders.cjs", ...more]);
}

describe("after a fix has put lookups in, the report", () => {
	test.each([
		[
			"ssm",
			[
				"set API_TOKEN_PARAMETER_NAME=/app/API_TOKEN (the name of the SSM parameter)",
				"allow ssm:GetParameter on /app/API_TOKEN",
				"allow kms:Decrypt on its KMS key",
				"install @aws-sdk/client-ssm",
			],
		],
		[
			"kms",
			[
				"set ENCRYPTED_API_TOKEN to the ciphertext in base64, encrypted with the context `LambdaFunctionName`",
				"allow kms:Decrypt on the KMS key of the ciphertext",
				"install @aws-sdk/client-kms",
			],
		],
		[
			"secrets-manager",
			[
				"set API_TOKEN_SECRET_ID=/app/API_TOKEN (the name or ARN of the secret)",
				"allow secretsmanager:GetSecretValue on /app/API_TOKEN",
				"allow kms:Decrypt on its KMS key",
				"install @aws-sdk/client-secrets-manager",
			],
		],
		[
			"powertools",
			[
				"set API_TOKEN_PARAMETER_NAME=/app/API_TOKEN (the name of the SSM parameter)",
				"allow ssm:GetParameter on /app/API_TOKEN",
				"allow kms:Decrypt on its KMS key",
				"install @aws-lambda-powertools/parameters",
				"install @aws-sdk/client-ssm",
			],
		],
		[
			"extension",
			[
				"set API_TOKEN_PARAMETER_NAME=/app/API_TOKEN (the name of the SSM parameter)",
				"allow ssm:GetParameter on /app/API_TOKEN",
				"allow kms:Decrypt on its KMS key",
				"add the layer AWS Parameters and Secrets Lambda Extension",
			],
		],
	] as const)("says what the function needs: %s", async (backend, lines) => {
		const { stdout } = await fix(HANDLER, backend, [["API_TOKEN", TOKEN]], "--fix");
		expect(stdout).toContain(
			`The functions of orders.cjs now need:\n${lines.map((line) => `  ${line}\n`).join("")}`,
		);
		expect(stdout).not.toContain(TOKEN);
	});

	test("has the same as data in JSON, for all that the fix changed", async () => {
		const { stdout } = await fix(
			TWO,
			"ssm",
			[
				["API_TOKEN", TOKEN],
				["DB_TOKEN", OTHER],
			],
			"--fix",
			"--format",
			"json",
		);
		const { needs } = JSON.parse(stdout) as {
			readonly needs: readonly {
				readonly file: string;
				readonly needs: readonly {
					readonly variable: string;
					readonly value: string;
					readonly packages: readonly string[];
				}[];
			}[];
		};
		expect(needs.map(({ file }) => file)).toEqual(["orders.cjs"]);
		expect(needs[0]?.needs.map(({ variable, value, packages }) => [variable, value, packages])).toEqual([
			["API_TOKEN_PARAMETER_NAME", "/app/API_TOKEN", ["@aws-sdk/client-ssm"]],
			["DB_TOKEN_PARAMETER_NAME", "/app/DB_TOKEN", ["@aws-sdk/client-ssm"]],
		]);
	});

	test("says nothing of it where nothing was fixed", async () => {
		const { stdout } = await fix(HANDLER, "ssm", [], "--fix");
		expect(stdout).not.toContain("now need");
		expect(JSON.parse((await folder.run(["orders.cjs", "--format", "json"])).stdout)).not.toHaveProperty("needs");
	});
});

test("the offers of a finding are one line", async () => {
	folder = new Folder({ "orders.cjs": HANDLER });
	const { stdout } = await folder.run(["orders.cjs"]);
	expect(stdout.match(/^ {4}fix: .*$/gmu)).toEqual([
		expect.stringMatching(
			/^ {4}fix: a lookup \(option `fix`: ssm, kms, secrets-manager, powertools or extension\), see https:\S+\/no-hardcoded-secret\.md$/u,
		),
	]);
	expect(stdout).not.toContain("suggestion:");
	expect(BACKENDS.filter((backend) => !stdout.includes(backend))).toEqual([]);
});
