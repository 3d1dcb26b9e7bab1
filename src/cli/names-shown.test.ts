import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { useFolders } from "../testing/use-folders.ts";
import { BASELINE_FILE } from "./baseline/baseline-file.ts";
import { FORMATS } from "./parse-arguments.ts";

const folderOf = useFolders();

const TOKENS = Array.from({ length: 12 }, (_, number) => fakeSecret("github-personal-token", number + 1));
const token = (number: number): string => TOKENS[number] ?? "";

/** A token as the name of everything that has a name: files, imports, handlers, functions, roles, variables, ids. */
const FILES = {
	"template.yaml": `Transform: AWS::Serverless-2016-10-31
Parameters:
  Given: { Type: String, Default: "${token(0)}" }
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: ${token(1)}.handler
      FunctionName: ${token(2)}
      Role: arn:aws:iam::111122223333:role/${token(3)}
      Environment:
        Variables:
          ${token(4)}: "${token(5)}"
          DB_PASSWORD: "${token(6)}"
          TABLE_${token(7)}: !Ref Given
  Lost:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: missing-${token(8)}.handler, Environment: { Variables: { API_KEY: "${token(9)}" } } }
  ${token(10)}:
    Type: AWS::KMS::Key
`,
	[`src/${token(1)}.mjs`]: `import { x } from "./${token(11)}.mjs";\nexport const handler = async () => fetch("https://example.com/", { headers: { authorization: process.env.DB_PASSWORD, other: process.env["${token(4)}"], x } });\n`,
};

const RUNS: readonly (readonly string[])[] = [
	...["text", "json", "mermaid", "svg"].map((format) => ["map", "--show-unknown", "-f", format]),
	...["text", "json"].flatMap((format) =>
		["ssm", "kms", "secrets-manager"].map((to) => ["migrate", "--to", to, "--key", "new", "-f", format]),
	),
	["baseline", "create"],
	["baseline", "check", "--no-color"],
	["--new-since", token(0)],
	...FORMATS.map((format) => ["-f", format, "--preset", "audit", "--show-unknown", "--no-baseline"]),
	["secrets", "export"],
	["migrate", "--write"],
];

test("no command shows a token that stands in the place of a name", async () => {
	const folder = folderOf(FILES);
	for (const argv of RUNS) {
		const { stdout, stderr } = await folder.run(argv);
		for (const [number, secret] of TOKENS.entries()) {
			expect(
				(stdout + stderr).includes(secret.slice(6, 22)),
				`${argv.join(" ").slice(0, 40)}: ${String(number)}`,
			).toBe(false);
		}
	}
	const baseline = readFileSync(join(folder.path, BASELINE_FILE), "utf8");
	expect(TOKENS.filter((secret) => baseline.includes(secret.slice(6, 22)))).toEqual([]);
});
