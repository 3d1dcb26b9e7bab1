import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AppMap } from "../../report/map/app-map.ts";
import { dedent } from "../../testing/dedent.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { run } from "../run.ts";
import { removeFolder } from "../../testing/remove-folder.ts";

const SECRET = fakeSecret("aws-secret-access-key");
const IN_NAME = fakeSecret("aws-access-key-id");
const LOOKED_UP = fakeSecret("password");

let cwd: string;
beforeAll(() => {
	cwd = mkdtempSync(join(tmpdir(), "kmslint-map-"));
	mkdirSync(join(cwd, "src"));
	writeFileSync(
		join(cwd, "template.yaml"),
		dedent`
			Transform: AWS::Serverless-2016-10-31
			Parameters: { DbPassword: { Type: String, NoEcho: true } }
			Resources:
			  Orders:
			    Type: AWS::Serverless::Function
			    Properties:
			      CodeUri: src
			      Handler: orders.handler
			      KmsKeyArn: !GetAtt Key.Arn
			      Policies: [{ Statement: [{ Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn }] }]
			      Environment:
			        Variables:
			          STAGE: prod
			          API_KEY: ${SECRET}
			          DB_PASSWORD: !Ref DbPassword
			          SECRET_ID: !Ref Secret
			          X_${IN_NAME}: "1"
			  Mail: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: mail.handler, Runtime: python3.12 } }
			  Gone: { Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: 'a"<b>&.handler' } }
			  Key: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }
			  Secret: { Type: AWS::SecretsManager::Secret, Properties: { KmsKeyId: !Ref Key } }
		`,
	);
	writeFileSync(
		join(cwd, "src/orders.mjs"),
		dedent`
			import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
			export const handler = async () => {
				await client.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ID }));
				return [process.env.STAGE, process.env.DB_PASSWORD, process.env.QUEUE.length, process.env.AWS_REGION];
			};
		`,
	);
});
afterAll(() => {
	removeFolder(cwd);
});

async function map(...argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
	let stdout = "";
	let stderr = "";
	const code = await run(["map", ...argv], {
		stdout: { write: (text) => (stdout += text) },
		stderr: { write: (text) => (stderr += text) },
		readStdin: () => Promise.resolve(new Uint8Array()),
		cwd,
		env: {},
		now: () => 0,
	});
	return { code, stdout, stderr };
}

test("text shows each function with its handler, variables, lookups and keys", async () => {
	const { code, stdout, stderr } = await map("--show-unknown");
	expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
	expect(stdout.replaceAll(/X_\S+: /gu, "X_…: ")).toBe(dedent`
		Orders (template.yaml:4:3)
		  handler: 'handler' in src/orders.mjs:2:14
		  role: OrdersRole, variables encrypted with 'Key'
		  STAGE: literal (template.yaml:13:11)
		      read at src/orders.mjs:4:10
		  ! API_KEY: literal (template.yaml:14:11), exposed, not read
		  ! DB_PASSWORD: parameter 'DbPassword' (template.yaml:15:11), exposed
		      read at src/orders.mjs:4:29
		  SECRET_ID: 'Secret' (template.yaml:16:11)
		      read at src/orders.mjs:3:58
		  X_…: literal (template.yaml:17:11), not read
		  QUEUE: not set, but needed
		      read at src/orders.mjs:4:54
		  AWS_REGION: set by Lambda
		      read at src/orders.mjs:4:80
		  secretsmanager:GetSecretValue 'Secret' by SECRET_ID at src/orders.mjs:3:20

		Mail (template.yaml:18:3)
		  handler: not found, because its runtime is 'python3.12'
		  role: MailRole

		Gone (template.yaml:19:3)
		  handler: not found, because no file was found for the handler 'src/a"<b>&'
		  role: GoneRole

		Key 'Key' (template.yaml:20:3): decrypted by Orders

		template.yaml:19:3: 'Gone': unknown, because no file was found for the handler 'src/a"<b>&'

		3 functions, 1 linked to their code, 1 without JavaScript source, 1 unknown
	`);
});

test("JSON says the same as data", async () => {
	const { stdout } = await map("--format", "json");
	const read = JSON.parse(stdout) as AppMap;
	expect(read.functions[0]).toMatchObject({
		id: "Orders",
		place: { file: "template.yaml", line: 4, column: 3 },
		handler: { file: "src/orders.mjs", exported: "handler" },
		modules: ["src/orders.mjs"],
		lookups: [
			{ action: "secretsmanager:GetSecretValue", variables: ["SECRET_ID"], reads: ["Secret"], complete: true },
		],
		key: "Key",
	});
	expect(read.stored).toMatchObject([{ id: "Secret", kind: "secret", key: "Key" }]);
	expect(read.keys).toMatchObject([{ id: "Key", decryptedBy: ["Orders"] }]);
	expect(Object.keys(read)).not.toContain("unknown");
});

test("Mermaid and SVG draw it, with what is exposed in red", async () => {
	const { stdout: mermaid } = await map("-f", "mermaid");
	expect(mermaid).toMatch(/^flowchart LR\n/u);
	expect(mermaid).toContain("(\"DB_PASSWORD<br>parameter 'DbPassword', exposed\"):::exposed");
	expect(mermaid).toContain("a#34;#60;b#62;#38;");
	const { code, stdout } = await map("-f", "svg", "-o", "map.svg");
	const svg = readFileSync(join(cwd, "map.svg"), "utf8");
	expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
	expect(svg).toContain('<g class="variable exposed"><title>DB_PASSWORD: parameter &#39;'.replace("&#39;", "'"));
	expect(svg).toContain("prefers-color-scheme: dark");
	expect(svg).toContain("a&quot;&lt;b&gt;&amp;");
	// Every element is closed, and nothing is loaded from elsewhere.
	const tags = [...svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/gu)].filter(([, , , alone]) => alone !== "/");
	expect(tags.filter(([, close]) => close === "/").length).toBe(tags.filter(([, close]) => close === "").length);
	expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|href|url\(/u);
});

test.each(["text", "json", "mermaid", "svg"])("%s shows no secret, wherever it is", async (format) => {
	const { stdout } = await map("--format", format, "--show-unknown");
	expect(stdout).not.toContain(SECRET);
	expect(stdout).not.toContain(IN_NAME);
});

test.each(["text", "json", "mermaid", "svg"])("%s shows no secret that code takes for a name", async (format) => {
	mkdirSync(join(cwd, "mixed-up"), { recursive: true });
	writeFileSync(
		join(cwd, "mixed-up/template.yaml"),
		dedent`
			Resources:
			  Api:
			    Type: AWS::Serverless::Function
			    Properties: { Handler: api.handler, Environment: { Variables: { DB_PASSWORD: "${LOOKED_UP}", PLACE: !Ref "AWS::${IN_NAME}" } } }
		`,
	);
	writeFileSync(
		join(cwd, "mixed-up/api.mjs"),
		dedent`
			import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
			export const handler = () => client.send(new GetSecretValueCommand({ SecretId: process.env.DB_PASSWORD }));
		`,
	);
	const { stdout } = await map("--format", format, "--show-unknown", "mixed-up");
	expect(stdout).toContain("DB_PASSWORD");
	expect(stdout).not.toContain(LOOKED_UP);
	expect(stdout).not.toContain(IN_NAME);
});

test("usage", async () => {
	expect((await map("--help")).stdout).toMatch(/^kmslint map \[paths\]/u);
	expect(await map("--format", "png")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("--format") as string,
	});
	expect(await map("nowhere")).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere") as string });
	expect(await map("-o", "src")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("not a regular file") as string,
	});
});
