import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../plugin.ts";
import { TextLinter } from "../lint/lint-text.ts";
import { MaskedText } from "../text/masked-text.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { useFolders } from "../testing/use-folders.ts";
import { FORMATS } from "./parse-arguments.ts";

// What stands beside a secret: which words a person may read, and where the mark is.

const folderOf = useFolders();

/** The frame's source line without the gutter, and the line of marks below it. */
function frameOf(stdout: string, has: string): readonly [line: string, marks: string] {
	const lines = stdout.split("\n");
	const at = lines.findIndex((line) => /^ +\d+ \| /u.test(line) && line.includes(has));
	return [lines[at]?.replace(/^ +\d+ \| /u, "") ?? "", lines[at + 1]?.replace(/^ +\| /u, "") ?? ""];
}

const PASSWORD = fakeSecret("weak-password");
const TOKEN = fakeSecret("token");

describe("a frame hides the secret and nothing beside it", () => {
	test.each([
		[
			"a signing key",
			`const sig = createHmac("sha256", "${PASSWORD}").update(event.body);`,
			'const sig = createHmac("sha256", "****").update(event.body);',
			"****",
		],
		[
			"a key of a token",
			`export const t = jwt.sign(c, "${PASSWORD}");`,
			'export const t = jwt.sign(c, "****");',
			"****",
		],
		[
			"a fallback",
			`export const p = process.env.DB_PASSWORD ?? "${PASSWORD}";`,
			'export const p = process.env.DB_PASSWORD ?? "****";',
			"****",
		],
		[
			"a user and a password as one",
			`http.get({ auth: "ann:correct horse" }, () => createHmac("sha256", "${PASSWORD}"));`,
			'http.get({ auth: "ann:****" }, () => createHmac("sha256", "****"));',
			"****",
		],
		[
			"an argument",
			`const db = new Sequelize("shop", "app", "${PASSWORD}");`,
			'const db = new Sequelize("shop", "app", "****");',
			"****",
		],
		[
			"a URL",
			`const url = "postgres://app:${TOKEN.slice(0, 14)}@db.acme-shop.com/orders";`,
			'const url = "postgres://app:****@db.acme-shop.com/orders";',
			"****",
		],
		[
			"an object",
			`const db = { host: "db.acme.internal", password: "${PASSWORD}", user: "app" };`,
			'const db = { host: "db.acme.internal", password: "****", user: "app" };',
			"****",
		],
	])("%s", async (_what, code, line, marked) => {
		const { stdout } = await folderOf({ "handler.js": `${code}\n` }).run([]);
		const [shown, marks] = frameOf(stdout, line.slice(0, 12));
		expect(shown).toBe(line);
		const start = marks.indexOf("^");
		expect(line.slice(start, start + marks.trim().length).replaceAll('"', "")).toBe(marked);
		expect(stdout).not.toContain(PASSWORD);
	});

	test.each([
		["a type", 'const a = { type: "AWS::KMS::Key", key: "AWS::KMS::Key" };'],
		["a name", "const a = { accountId, secret: { accountId } };"],
		["a variable of the environment", "const a = { password: process.env.DB_PASSWORD };"],
		[
			"a word of a parser",
			'switch (token) { case "identifier": go(); } if (currentToken === "rbracket") { go(); }',
		],
		[
			"a field of a form",
			'const a = { type: "password", name: "password", label: "Your password", placeholder: "Enter it" };',
		],
		["the name of a stored secret", 'const a = Secret.fromSecretNameV2(this, "Db", "prod/db");'],
		["a type of a list", 'const a = { secretType: "List<AWS::EC2::Subnet::Id>", token: "Acme::Db::User" };'],
		["a kind of sign-in", 'const a = { auth: "required", authorization: "basic" };'],
		["a header", 'const a = headers.get("Authorization");'],
		["a sentence", "/* the token is valid for the user, the secret to retrieve */ go();"],
		[
			"words, paths and numbers",
			'const a = ["sha256", "eu-central-1", "nodejs22.x", "/prod/db/password", "arn:aws:kms:eu-central-1:111122223333:key/a", 4096];',
		],
	])("%s is no secret", async (_what, code) => {
		const { stdout } = await folderOf({ "handler.js": `export const token = "${TOKEN}"; ${code}\n` }).run([]);
		expect(frameOf(stdout, "export const token")[0]).toBe(`export const token = "****"; ${code}`);
	});
});

describe("neighbours of a finding", () => {
	const TEMPLATE = [
		"Resources:",
		"  Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: {} } }",
		"  Db:",
		"    Type: AWS::RDS::DBInstance",
		`    Properties: { MasterUserPassword: ${PASSWORD}, StorageEncrypted: false, DBInstanceClass: db.t3.micro }`,
		"",
	].join("\n");

	test.each([[["--rule", "no-secret-in-template:off", "--preset", "strict"]], [["--quiet"]], [[]]])(
		"are hidden with %j",
		async (argv) => {
			const { stdout } = await folderOf({ "template.yaml": TEMPLATE }).run(argv);
			expect(frameOf(stdout, "MasterUserPassword")[0]).toContain(
				"{ MasterUserPassword: ****, StorageEncrypted: false, DBInstanceClass: db.t3.micro }",
			);
			expect(stdout).not.toContain(PASSWORD);
		},
	);

	test("are hidden in a diff, in lines that change and in those around them", async () => {
		const { stdout } = await folderOf({
			"template.yaml": TEMPLATE.replace("KeyPolicy: {}", `Description: ${PASSWORD}, KeyPolicy: {}`).replace(
				"Key:",
				"Key: # password: " + PASSWORD + "\n   ",
			),
		}).run(["--fix-dry-run"]);
		expect(stdout).toContain("EnableKeyRotation: true");
		expect(stdout).toContain("MasterUserPassword: ****,");
	});
});

describe("text beside a finding that no detector takes", () => {
	const KEY = "  Key:\n    Type: AWS::KMS::Key\n    Properties: {}\n";
	test.each([
		["a comment of a file that never names the linter", `Resources:\n  # password: ${PASSWORD}\n${KEY}`],
		["a comment at the end of a line", `Resources:\n${KEY.replace("{}", `{} # the old password was ${PASSWORD}`)}`],
		[
			"a description",
			`Parameters:\n  DbPassword:\n    Type: String\n    Description: for example ${PASSWORD}\nResources:\n${KEY}`,
		],
		[
			"an option of a command",
			`Resources:\n  T: { Type: "AWS::ECS::TaskDefinition", Properties: { Command: [run, --password, ${PASSWORD}] } }\n${KEY}`,
		],
		[
			"a header of a pair",
			`Resources:\n  D: { Type: "Custom::D", Properties: { HeaderName: X-Origin-Secret, HeaderValue: ${PASSWORD} } }\n${KEY}`,
		],
	])("is hidden in a diff: %s", async (_what, text) => {
		const { stdout } = await folderOf({ "template.yaml": text }).run(["--fix-dry-run"]);
		expect(stdout).toContain("EnableKeyRotation: true");
		expect(stdout).toContain("****");
		expect(stdout).not.toContain(PASSWORD);
	});

	test.each([
		["a map in a line", `{ DbPassword: "${PASSWORD}", STAGE: prod }`, `{ DbPassword: "****", STAGE: prod }`],
		["JSON in a line", `{"DbPassword": "${PASSWORD}", "Stage": "prod"}`, `{"DbPassword": "****", "Stage": "prod"}`],
		["a map without quotes", `{ DbPassword: ${PASSWORD}, STAGE: prod }`, "{ DbPassword: ****, STAGE: prod }"],
		["two of them", `{ DbPassword: ${PASSWORD}, ApiToken: "${TOKEN}" }`, `{ DbPassword: ****, ApiToken: "****" }`],
		[
			"a quote inside",
			`{ DbPassword: "${PASSWORD}"x${TOKEN}", STAGE: prod }`,
			`{ DbPassword: "****", STAGE: prod }`,
		],
	])("is hidden in a text that does not parse, and no more: %s", (_what, line, shown) => {
		const text = `Resources:\n  Fn: { Type: "AWS::Lambda::Function", ] }\n  Db: ${line}\n`;
		const linter = new TextLinter({
			preset: "strict",
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: process.cwd(),
		});
		const linted = linter.lint(text, "template.yaml");
		expect(linted.errors).not.toEqual([]);
		const masked = new MaskedText(text, linted.index, linted.secretSpans());
		expect(masked.line(3).text).toBe(`  Db: ${shown}`);
	});

	test("is hidden behind a secret's name where the text breaks off", async () => {
		const { stdout, stderr } = await folderOf({
			"template.yaml": `Resources:\n  Fn: { Type: "AWS::Lambda::Function", Properties: { Environment: { Variables: { DB_PASSWORD: "a" "${PASSWORD}" } } } }\n${KEY}`,
		}).run(["--fix-dry-run", "--preset", "strict"]);
		expect(stdout + stderr).not.toContain(PASSWORD);
	});

	test.each([
		["commented-out code", `// jwt.sign(claims, "${PASSWORD}");`],
		["a sentence", `console.log(\`the password is ${PASSWORD}\`);`],
		["an option of a command", `spawn("mysql", ["-u", "root", "--password", "${PASSWORD}"]);`],
		["a key of either kind", `new JwtStrategy({ secretOrKey: "${PASSWORD}" }, done);`],
		["a module that is called", `const stripe = require("stripe")("${PASSWORD}");`],
		["a password that is hashed", `bcrypt.compare("${PASSWORD}", hash);`],
		["an output", `new cdk.CfnOutput(this, "DbPassword", { value: "${PASSWORD}" });`],
	])("is hidden in a frame: %s", async (_what, code) => {
		const { stdout } = await folderOf({ "handler.js": `export const token = "${TOKEN}"; ${code}\n` }).run([]);
		expect(frameOf(stdout, "export const token")[0]).toContain("****");
		expect(stdout).not.toContain(PASSWORD);
	});
});

describe("a hostile file", () => {
	const ID = "K\u001B[2J\n::error::x\u009B";
	const TEXT = JSON.stringify({ Resources: { [ID]: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: {} } } } });

	test.each(FORMATS)("writes no escape sequence and no command into %s", async (format) => {
		const { stdout, stderr } = await folderOf({ "te\u001B[2Jm.json": TEXT, "::error::.json": TEXT }).run(
			["--format", format, "--fix-dry-run"],
			{ env: { FORCE_COLOR: "0" } },
		);
		for (const line of (stdout + stderr).split(/\r?\n/u)) {
			expect(/[^\P{Cc}\t]/u.test(line), JSON.stringify(line)).toBe(false);
			// Those that are meant for GitHub are ours.
			expect(/^\s*::(?!(?:error|warning) file=)/u.test(line)).toBe(false);
			expect(format !== "github" && line.trimStart().startsWith("::")).toBe(false);
		}
		const said = format === "markdown" ? stdout.replaceAll(/\\(?=[\\[])/gu, "") : stdout;
		expect(said).toContain("K\\u001b[2J\\n::error::x\\u009b");
	});
});

describe("a template's frame", () => {
	test("keeps its keys, its types and the values that are none", async () => {
		const text = `{"Resources":{"Fn":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"nodejs22.x","Handler":"index.handler","Code":{"S3Bucket":"code-b1","S3Key":"v2/app.zip"},"Environment":{"Variables":{"API_TOKEN":"${TOKEN}","TABLE_NAME":"orders-2"}}}}}}`;
		const { stdout } = await folderOf({ "template.json": text }).run(["--fix-dry-run", "--preset", "strict"]);
		const shown = stdout
			.split("\n")
			.filter((line) => / \d+ \|/u.test(line))
			.join("\n");
		expect(shown).toContain('"API_TOKEN":"****"');
		expect(shown).not.toContain(TOKEN);
		expect(shown.replaceAll('"API_TOKEN":"****"', "")).not.toContain("****");
	});
});

test.each([
	"function checkPassword(input) { log(process.env); return input === %; }",
	"const isAdminPassword = (input) => { log(process.env); return % === input; };",
	"const verifyToken = function (input) { log(process.env); return input !== %; };",
])("what a function compares is hidden if the function is called so: %s", async (code) => {
	const word = fakeSecret("weak-password").repeat(2);
	const text = `${code.replace("%", `"${word}"`).replace("log", "console.log")}\n`;
	const { stdout } = await folderOf({ "handler.js": text }).run([]);
	expect(stdout).toContain("no-secret-in-log");
	expect(stdout).not.toContain(word);
});

describe("what ESLint is given", () => {
	test("holds no password that stands behind the function to which a key is added", async () => {
		const text = [
			"Resources:",
			"  Fn:",
			"    Type: AWS::Lambda::Function",
			"    Properties:",
			"      Environment: { Variables: { STAGE: prod } }",
			"  Db:",
			"    Type: AWS::RDS::DBInstance",
			"    Properties:",
			`      MasterUserPassword: ${PASSWORD}`,
			"",
		].join("\n");
		const messages = new Linter().verify(
			text,
			[
				{
					files: ["**/*.yaml"],
					plugins: { "aws-kms": plugin },
					language: "aws-kms/template",
					rules: { "aws-kms/require-environment-key": "error" },
				},
			],
			{ filename: "template.yaml" },
		);
		expect(messages[0]?.suggestions?.[0]?.fix.text).toContain("AWS::KMS::Key");
		expect(JSON.stringify(messages)).not.toContain(PASSWORD);
	});
});

describe("names", () => {
	test.each(FORMATS)("of files and resources show no token in %s", async (format) => {
		const token = fakeSecret("github-personal-token");
		const { stdout, stderr } = await folderOf({
			[`backup-${token}/t.json`]: JSON.stringify({ Resources: { [token]: { Type: "AWS::KMS::Key" } } }),
			[`${token}.yaml`]: "a: [\nResources: AWSTemplateFormatVersion",
		}).run(["--format", format, "--fix-dry-run", "--show-unknown"]);
		expect(stdout).toContain("****/t.json");
		expect(stdout + stderr).not.toContain(token.slice(4, 20));
	});
});

describe("a parser's message", () => {
	test.each([
		["a word without quotes", `const password = "a" ${PASSWORD};`],
		["a regular expression, of ESLint's parser", `/* eslint no-alert: 0 */ const r = /password=${PASSWORD}(/;`],
		["a closing tag", `const e = <p>${PASSWORD}</${PASSWORD}>;`],
		["an open quote", `const password = ${TOKEN}";`],
	])("quotes no secret: %s", async (_what, code) => {
		for (const name of ["a.js"]) {
			for (const format of FORMATS) {
				const {
					stdout,
					stderr,
					code: exit,
				} = await folderOf({ [name]: `${code}\n` }).run(["--format", format]);
				expect(exit).toBe(2);
				expect(stdout + stderr).not.toContain(PASSWORD);
				expect(stdout + stderr).not.toContain(TOKEN);
			}
		}
	});
});

describe("what only looks like a secret is shown", () => {
	test.each([
		["actions of a policy", 'const a = ["s3:Get*", "ec2messages:*", "ec2:Describe*"];'],
		["packages", 'const a = ["@aws-sdk/client-s3", "@aws-lambda-powertools/signer/sigv4"];'],
		["ids of constructs", 'const dbSecret = new Secret(this, "MysqlCredentials2", {});'],
		["what is read", 'const password = await getSecret("orders-db"); const t = await cache.get("my-token");'],
		["a field of a stored secret", 'const password = stored.secretValueFromJson("password");'],
		["a mask", 'const shown = { ...user, password: "*********" };'],
		["sentences", 'const a = ["Hello World!", "is it Complete?", "Lambda@Edge"]; // the token is expired'],
		["a search in a URL", "const u = `https://${region}.console.aws.amazon.com/ec2/home?region=${region}`;"],
		[
			"what stands beside a secret's name",
			'const a = { apiKey: "prefix-" + process.env.API_KEY, token: `v1-${apiToken}` };',
		],
		["users of an address", 'const a = ["https://git@github.com/a/b.git", "https://cdn.test/react@18"];'],
		["places beside each other", "go(); // login page / home, login: user / password"],
		["ports of a container", 'spawn("docker", ["run", "-p", "8080:80"]);'],
		["what stands before a password", 'const a = { auth: "iam" }; const b = { salt: "10" };'],
		[
			"sentences that begin like a header",
			'describe("token output", () => {}); describe("Basic merging", () => {});',
		],
		["names of variables", 'const password = options.password ?? process.env["DB_PASSWORD"];'],
		["what is compared with a word", 'const usesApiKey = source === "stored" || "apiKey" in options;'],
		["packages of a client", 'const http = require("password-agent")(require("transport"));'],
		["states of a secret", "go(); // the token is never shown, the password is invalid. Done"],
		["lines that are drawn", "go(); // ─── the token tab ───────────"],
		["logical ids", 'const a = ["vpcEksPublicSubnet1SubnetB3BA057D", "OrdersKeyAF24D47B"];'],
	])("%s", async (_what, code) => {
		const { stdout } = await folderOf({ "handler.js": `export const token = "${TOKEN}"; ${code}\n` }).run([]);
		expect(frameOf(stdout, "export const token")[0].replace(/…$/u, "")).toBe(
			`export const token = "****"; ${code}`.slice(0, 160),
		);
	});
});

test("no line of a report is endless, however long the names are", async () => {
	const long = (word: string): string => word.repeat(Math.ceil(10_000 / word.length));
	const folder = folderOf({
		"template.yaml": `Resources:\n  ${long("Key")}:\n    Type: AWS::KMS::Key\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          DB_PASSWORD_${long("X")}: ${PASSWORD}\n    Metadata: { kmslint: { suppress: [{ rule: ${long("no-")}, ${long("key")}: 1 }] } }\n`,
		"handler.js": `exports.handler = async () => { console.log(${long("a.")}password, process.env); };\nconst ${long("my")}Token = "${TOKEN}";\n`,
	});
	const said = await folder.run([".", "--preset", "audit", "--show-unknown"]);
	expect(said.stdout).toContain("…");
	expect(Math.max(...said.stdout.split("\n").map((line) => line.length))).toBeLessThan(800);
	const { findings } = JSON.parse((await folder.run([".", "--preset", "audit", "--format", "json"])).stdout) as {
		readonly findings: readonly { readonly message: string }[];
	};
	expect(findings.length).toBeGreaterThan(4);
	expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(500);
	const mistake = await folder.run(["--rule", `${long("no-")}: warn`, long("--x")]);
	expect(mistake.stderr.length).toBeLessThan(1100);
});
