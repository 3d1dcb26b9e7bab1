import { linkSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder } from "../../testing/run-command.ts";

const TOKEN = fakeSecret("token", 501);
const PASSWORD = fakeSecret("password", 502);

let folders: Folder[] = [];
afterEach(() => {
	folders.forEach((folder) => folder.remove());
	folders = [];
});

function folderOf(files: Readonly<Record<string, string>>): Folder {
	const folder = new Folder(files);
	folders.push(folder);
	return folder;
}

/** A function with lines of its own below its properties. */
const sam = (lines: readonly string[], more = ""): string =>
	[
		"Transform: AWS::Serverless-2016-10-31",
		"Resources:",
		"  Api:",
		"    Type: AWS::Serverless::Function",
		"    Properties:",
		"      CodeUri: src",
		"      Handler: api.handler",
		"      Runtime: nodejs22.x",
		...lines.map((line) => `      ${line}`),
		more,
	].join("\n");

const variables = (...pairs: readonly string[]): readonly string[] => [
	"Environment:",
	"  Variables:",
	...pairs.map((pair) => `    ${pair}`),
];

const READER = "exports.handler = async () => process.env.DB_PASSWORD.length;\n";
const SECRET = `DB_PASSWORD: ${PASSWORD}`;

/** All texts of a folder, without the record. */
const textsOf = (folder: Folder): readonly string[] =>
	readdirSync(folder.path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes(".kmslint"))
		.map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), "utf8")}`);

type Refusal = readonly [reason: string, files: Readonly<Record<string, string>>, ...options: string[]];

const REFUSALS: readonly Refusal[] = [
	[
		"the code is a text in the configuration",
		{
			"stack.ts": `import { Stack } from "aws-cdk-lib";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nexport class Main extends Stack {\n\tconstructor(scope, id) {\n\t\tsuper(scope, id);\n\t\tnew lambda.Function(this, "Api", {\n\t\t\truntime: lambda.Runtime.NODEJS_22_X,\n\t\t\thandler: "index.handler",\n\t\t\tcode: lambda.Code.fromInline(${JSON.stringify(READER)}),\n\t\t\tenvironment: { DB_PASSWORD: "${PASSWORD}" },\n\t\t});\n\t}\n}\n`,
		},
	],
	[
		"no code of 'Api' reads it; remove it",
		{ "template.yaml": sam(variables(SECRET)), "src/api.js": "exports.handler = async () => 1;\n" },
	],
	["the code of 'Api' is not known, because", { "template.yaml": sam(variables(SECRET)) }],
	[
		"'Api' may read it by another name, because 'src/api.js' passes its environment on",
		{
			"template.yaml": sam(variables(SECRET)),
			"src/api.js": "exports.handler = async () => JSON.stringify(process.env);\n",
		},
	],
	[
		"the code of 'Api' sets it at run time",
		{ "template.yaml": sam(variables(SECRET)), "src/api.js": `process.env.DB_PASSWORD = "x" + 1;\n${READER}` },
	],
	[
		"in 'src/api.js', it has a fallback value",
		{
			"template.yaml": sam(variables(SECRET)),
			"src/api.js": 'exports.handler = async () => process.env.DB_PASSWORD ?? "none";\n',
		},
	],
	[
		"in 'src/api.js', it is used at module load, without top-level `await`",
		{
			"template.yaml": sam(variables(SECRET)),
			"src/api.js": "const size = process.env.DB_PASSWORD.length;\nexports.handler = async () => size;\n",
		},
	],
	[
		"its value depends on a condition",
		{
			"template.yaml": `Parameters: { Stage: { Type: String } }\nConditions: { Prod: !Equals [!Ref Stage, prod] }\n${sam(variables(`DB_PASSWORD: !If [Prod, ${PASSWORD}, ${TOKEN}]`))}`,
			"src/api.js": READER,
		},
	],
	[
		"'Api' has another 'DB_PASSWORD_PARAMETER_NAME'",
		{ "template.yaml": sam(variables(SECRET, "DB_PASSWORD_PARAMETER_NAME: /elsewhere")), "src/api.js": READER },
	],
	[
		"'Api' has no `FunctionName`, which the ciphertext is bound to",
		{ "template.yaml": sam(variables(SECRET)), "src/api.js": READER },
		"--to",
		"kms",
		"--key",
		"alias/app",
	],
	[
		"its value is not known until deployment, so it cannot be encrypted before",
		{
			"template.yaml": `Parameters: { Password: { Type: String, NoEcho: true } }\n${sam(["FunctionName: api", ...variables("DB_PASSWORD: !Ref Password")])}`,
			"src/api.js": READER,
		},
		"--to",
		"kms",
		"--key",
		"alias/app",
	],
	[
		"'Other' reads it too, and does not set it to a known secret",
		{
			"template.yaml": sam(
				variables(SECRET),
				"  Other:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: src, Handler: api.handler, Runtime: nodejs22.x }\n",
			),
			"src/api.js": READER,
		},
	],
	[
		"a container takes it by `Secrets` with `ValueFrom`",
		{
			"template.yaml": `Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Name: app\n          Image: app\n          Environment:\n            - { Name: DB_PASSWORD, Value: ${PASSWORD} }\n`,
		},
	],
	[
		"no function of the application loads this code",
		{ "tools/run.js": `const apiToken = "${TOKEN}";\nrun(apiToken);\n` },
	],
];

describe("a secret that cannot move is left as it is, with the reason", () => {
	const cases = REFUSALS.map(([reason, files, ...options]) => ({ reason, files, options }));
	test.each(cases)("$reason", async ({ reason, files, options }) => {
		const folder = folderOf(files);
		await folder.run(["secrets", "export"]);
		const before = textsOf(folder);
		const said = await folder.run(["migrate", ...options, "--write"]);
		expect(said.code).toBe(1);
		expect(said.stdout).toContain(reason);
		expect(said.stdout + said.stderr).not.toContain(PASSWORD);
		expect(textsOf(folder)).toEqual(before);
	});
});

test.each([
	["NODEJS_16_X", true],
	["NODEJS_22_X", false],
])("a function of CDK with %s: the package of the SDK is needed: %s", async (runtime, isNeeded) => {
	const folder = folderOf({
		"stack.ts": `import { Stack } from "aws-cdk-lib";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nexport class Main extends Stack {\n\tconstructor(scope, id) {\n\t\tsuper(scope, id);\n\t\tnew lambda.Function(this, "Api", { runtime: lambda.Runtime.${runtime}, handler: "api.handler", code: lambda.Code.fromAsset("src"), environment: { DB_PASSWORD: "${PASSWORD}" } });\n\t}\n}\n`,
		"cdk.json": "{}",
		"src/api.js": READER,
	});
	const { stdout } = await folder.run(["migrate"]);
	expect(stdout.includes("@aws-sdk/client-ssm@")).toBe(isNeeded);
});

describe("what is written", () => {
	const files = {
		"template.yaml": sam(variables(SECRET)),
		"src/api.js": `const apiToken = "${TOKEN}";\nexports.handler = async () => process.env.DB_PASSWORD + apiToken;\n`,
	};

	test("is nothing before the record says that the value is stored", async () => {
		const folder = folderOf(files);
		const before = textsOf(folder);
		const said = await folder.run(["migrate", "--write"]);
		expect(said.code).toBe(1);
		expect(said.stdout).toContain("[ ] Store the values: kmslint secrets store\n");
		expect(textsOf(folder)).toEqual(before);
	});

	test("is what is stored, or what is asked for by its name", async () => {
		const folder = folderOf(files);
		await folder.run(["secrets", "export"]);
		const said = await folder.run(["migrate", "--write", "--only", "DB_PASSWORD"]);
		expect(said).toMatchObject({ code: 0, stderr: "" });
		const texts = textsOf(folder).join("\n");
		expect(texts).toContain("DB_PASSWORD_PARAMETER_NAME: /app/db-password");
		expect(texts).toContain(TOKEN);
		expect((await folder.run(["migrate", "--only", "API_TOKEN"])).stdout).toContain("API_TOKEN → /app/api-token");
	});

	test("is said of each secret, where two functions have different values under one name", async () => {
		const other = `  Other:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: other, Handler: api.handler, Runtime: nodejs22.x, Environment: { Variables: { DB_PASSWORD: ${TOKEN} } } }\n`;
		const folder = folderOf({
			"template.yaml": sam(variables(SECRET)),
			"src/api.js": READER,
			"other/api.js": READER,
		});
		await folder.run(["secrets", "export"]);
		folder.write("template.yaml", sam(variables(SECRET), other));
		const said = await folder.run(["migrate", "--write", "--format", "json"]);
		const { secrets } = JSON.parse(said.stdout) as Readonly<Record<string, readonly unknown[]>>;
		expect(secrets).toMatchObject([
			{ name: "DB_PASSWORD", written: true, stored: "exported" },
			{ name: "DB_PASSWORD", written: false, stored: "missing" },
		]);
		expect(said.code).toBe(1);
		expect(textsOf(folder).join("\n")).toContain(TOKEN);
	});

	test.skipIf(process.platform === "win32")("is all of it, or nothing", async () => {
		const folder = folderOf(files);
		await folder.run(["secrets", "export"]);
		const before = textsOf(folder);
		// One of the files cannot be replaced.
		linkSync(join(folder.path, "template.yaml"), join(folder.path, "linked"));
		const said = await folder.run(["migrate", "--write"]);
		expect(said).toMatchObject({ code: 2, stdout: "" });
		expect(said.stderr).toContain("template.yaml: It has other hard links");
		expect(textsOf(folder).filter((text) => !text.startsWith("linked\n"))).toEqual(before);
	});
});

describe.skipIf(process.platform === "win32")("a module that two functions reach by different paths", () => {
	const linked = (): Folder => {
		const other = `  Other:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: other, Handler: api.handler, Runtime: nodejs22.x, Environment: { Variables: { DB_PASSWORD: ${PASSWORD} } } }\n`;
		const folder = folderOf({ "template.yaml": sam(variables(SECRET), other), "src/api.js": READER });
		symlinkSync("src", join(folder.path, "other"));
		return folder;
	};

	test("is edited once", async () => {
		const folder = linked();
		await folder.run(["secrets", "export"]);
		expect(await folder.run(["migrate", "--write"])).toMatchObject({ code: 0, stderr: "" });
		const code = readFileSync(join(folder.path, "src", "api.js"), "utf8");
		expect(code.match(/await getSecureParameter\("DB_PASSWORD_PARAMETER_NAME"\)/gu)).toHaveLength(1);
		expect(readFileSync(join(folder.path, "template.yaml"), "utf8")).not.toContain(PASSWORD);
		expect((await folder.run(["migrate"])).stdout).toBe("Nothing to migrate.\n");
	});

	test("waits until the values of both are stored", async () => {
		const folder = linked();
		await folder.run(["secrets", "export"]);
		const template = readFileSync(join(folder.path, "template.yaml"), "utf8");
		const at = template.lastIndexOf(PASSWORD);
		folder.write("template.yaml", template.slice(0, at) + TOKEN + template.slice(at + PASSWORD.length));
		const before = textsOf(folder);
		expect((await folder.run(["migrate", "--write"])).code).toBe(1);
		expect(textsOf(folder)).toEqual(before);
		await folder.run(["secrets", "export"]);
		expect(await folder.run(["migrate", "--write"])).toMatchObject({ code: 0, stderr: "" });
	});
});

/** What a policy of the function says already. */
const GIVEN: readonly (readonly [resource: string, isEnough: boolean])[] = [
	['!Sub "arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/app/*"', true],
	['"*"', true],
	['["arn:aws:ssm:*:*:parameter/other", "arn:*:ssm:*:*:parameter/app/db-*"]', true],
	['!Sub "arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/other"', false],
	// Only the deployment knows which parameters these are.
	['!Sub "arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Prefix}/*"', false],
	["!Ref Prefix", false],
];

test.each(GIVEN)("a role that may read %s is given what it needs besides", async (resource, isEnough) => {
	const folder = folderOf({
		"template.yaml": `Parameters: { Prefix: { Type: String } }\n${sam([
			...variables(SECRET),
			"Policies:",
			"  - Version: '2012-10-17'",
			"    Statement:",
			"      - Effect: Allow",
			"        Action: ssm:GetParameter*",
			`        Resource: ${resource}`,
		])}`,
		"src/api.js": READER,
	});
	await folder.run(["secrets", "export"]);
	const said = await folder.run(["migrate", "--write", "--format", "json"]);
	const { secrets, permissions } = JSON.parse(said.stdout) as Readonly<Record<string, readonly unknown[]>>;
	expect(secrets).toMatchObject([{ name: "DB_PASSWORD", written: true }]);
	expect(permissions).toHaveLength(isEnough ? 0 : 1);
	const [template = ""] = textsOf(folder);
	expect(template).toContain("DB_PASSWORD_PARAMETER_NAME: /app/db-password");
	expect(template.match(/Effect/gu)).toHaveLength(isEnough ? 1 : 2);
});

test("code inside a template is changed where it is written", async () => {
	const folder = folderOf({
		"template.yaml": sam(variables(SECRET))
			.replace("      CodeUri: src\n", "")
			.replace("api.handler", "index.handler")
			.concat(
				`      InlineCode: |\n        const apiToken = "${TOKEN}";\n        exports.handler = async () => apiToken + process.env.DB_PASSWORD;\n`,
			),
	});
	await folder.run(["secrets", "export"]);
	expect(await folder.run(["migrate", "--write"])).toMatchObject({ code: 0, stderr: "" });
	const [template = ""] = textsOf(folder);
	expect(template).toContain(
		'        exports.handler = async () => {\n          const apiToken = await getSecureParameter("API_TOKEN_PARAMETER_NAME");',
	);
	expect(template).toContain("          API_TOKEN_PARAMETER_NAME: /app/api-token\n");
	expect((await folder.run(["migrate"])).stdout).toBe("Nothing to migrate.\n");
});

test("a name that no secret has is said", async () => {
	const folder = folderOf({ "template.yaml": sam(variables(SECRET)), "src/api.js": READER });
	expect(await folder.run(["migrate", "--only", "DB_PASWORD"])).toEqual({
		code: 0,
		stdout: "Nothing to migrate: no secret is called 'DB_PASWORD'.\n",
		stderr: "",
	});
});

test("a new key comes first, then the values, then the edits", async () => {
	const folder = folderOf({ "template.yaml": sam(variables(SECRET)), "src/api.js": READER });
	const first = await folder.run(["migrate", "--key", "new", "--write"]);
	expect(first.stdout).toContain("alias/app-secrets: a new key with rotation");
	expect(first.stdout).toContain(
		"  [ ] Deploy the new key: sam build && sam deploy\n  [ ] Store the values: kmslint secrets store --kms-key alias/app-secrets\n",
	);
	const [template = ""] = textsOf(folder);
	expect(template).toContain("AliasName: alias/app-secrets");
	expect(template).toContain(PASSWORD);
	const again = await folder.run(["migrate", "--key", "new", "--write"]);
	expect(again.stdout).toContain("alias/app-secrets: 1 USD a month");
	expect(textsOf(folder)[0]).toBe(template);
	await folder.run(["secrets", "export", "--kms-key", "alias/app-secrets"]);
	expect(await folder.run(["migrate", "--write"])).toMatchObject({ code: 0 });
	expect(textsOf(folder)[0]).toContain("Resource: !GetAtt SecretsKey.Arn");
	expect((await folder.run(["--rule", "no-secret-in-environment: error"])).code).toBe(0);
});

test.each([
	[["--to", "smm"], "Invalid value for --to: 'smm'. Did you mean 'ssm'?"],
	[["--format", "sarif"], "Invalid value for --format: 'sarif'."],
	[["--key", "a b"], "Write the id, ARN or alias of a key"],
	[["--prefix", "x"], "Invalid value for --prefix: 'x'. Start with a slash"],
	[["--wirte"], "Did you mean '--write'?"],
	[["nowhere"], "No such file or folder: 'nowhere'"],
])("%j exits 2 and says what to type", async (argv, message) => {
	const said = await folderOf({}).run(["migrate", ...argv]);
	expect(said.code).toBe(2);
	expect(said.stderr).toContain(message);
});

describe("a package that the code needs", () => {
	const files = { "template.yaml": sam(variables(SECRET)), "src/api.js": READER };
	const added = "@aws-lambda-powertools/parameters";

	test.skipIf(process.platform === "win32")("is not added to a manifest of another project", async () => {
		const other = folderOf({ "package.json": '{ "name": "other" }\n' });
		const folder = folderOf({ ...files, "package.json": "{}\n" });
		symlinkSync(join(other.path, "package.json"), join(folder.path, "src", "package.json"));
		await folder.run(["secrets", "export"]);
		expect(await folder.run(["migrate", "--to", "powertools", "--write"])).toMatchObject({ code: 0, stderr: "" });
		expect(readFileSync(join(other.path, "package.json"), "utf8")).toBe('{ "name": "other" }\n');
		expect(readFileSync(join(folder.path, "package.json"), "utf8")).toContain(added);
	});

	test.each([
		["1.8.0", "1.8.0"],
		["^2.3.0", "^2.3.0"],
		[">=1.8", ">=1.8"],
		["workspace:*", "^2.0.0"],
		["file:../logger", "^2.0.0"],
	])("beside one of its family at '%s' gets '%s'", async (range, wanted) => {
		const manifest = `{ "dependencies": { "@aws-lambda-powertools/logger": "${range}" } }\n`;
		const { stdout } = await folderOf({ ...files, "package.json": manifest }).run([
			"migrate",
			"--to",
			"powertools",
		]);
		expect(stdout).toContain(`  ${added}@${wanted} in package.json\n`);
	});
});

test("a command to type quotes what a shell would read otherwise", async () => {
	const folder = folderOf({ "my app/template.yaml": sam(variables(SECRET)), "my app/src/api.js": READER });
	const { stdout } = await folder.run(["migrate", "my app"]);
	expect(stdout).toContain("kmslint secrets store 'my app'\n");
	expect(stdout).toContain("kmslint migrate 'my app' --write\n");
});

test("an application without secrets has nothing to migrate", async () => {
	const folder = folderOf({
		"template.yaml": sam(variables("STAGE: prod")),
		"src/api.js": "exports.handler = async () => 1;\n",
	});
	expect(await folder.run(["migrate"])).toEqual({ code: 0, stdout: "Nothing to migrate.\n", stderr: "" });
});
