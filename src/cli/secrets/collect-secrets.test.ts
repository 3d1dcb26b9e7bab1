import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder } from "../../testing/run-command.ts";
import { collectSecrets } from "./collect-secrets.ts";

const TOKEN = fakeSecret("token", 121);
const PASSWORD = fakeSecret("password", 122);
const URI = fakeSecret("uri-password", 123);

let folder: Folder;
beforeEach(() => {
	folder = new Folder();
});
afterEach(() => {
	folder.remove();
});

/** Name and value of each secret, and where it stands. */
async function collect(
	files: Readonly<Record<string, string>>,
	...paths: readonly string[]
): Promise<readonly string[]> {
	for (const [name, text] of Object.entries(files)) {
		folder.write(name, text);
	}
	const { secrets, partial, errors } = await collectSecrets(paths.length === 0 ? ["."] : paths, folder.path);
	expect(errors).toEqual([]);
	return [
		...secrets.map(
			({ secret, places }) =>
				`${secret.name} = ${secret.reveal()} at ${places.map(({ file, line, column }) => `${file}:${String(line)}:${String(column)}`).join(", ")}`,
		),
		...partial.map(({ file, line, column }) => `partial at ${file}:${String(line)}:${String(column)}`),
	];
}

describe("the secrets of programs", () => {
	test("are found in every kind of file, each under the name of its variable", async () => {
		expect(
			await collect({
				"a.js": `const apiToken = "${TOKEN}";\n`,
				"b.cjs": `module.exports = { dbPassword: '${PASSWORD}' };\n`,
				"c.mts": `export const apiToken: string = "${TOKEN}";\n`,
				"d.tsx": `export const App = () => <Client apiToken="${TOKEN}" />;\n`,
			}),
		).toEqual([
			`API_TOKEN = ${TOKEN} at a.js:1:18, c.mts:1:33, d.tsx:1:43`,
			`DB_PASSWORD = ${PASSWORD} at b.cjs:1:32`,
		]);
	});

	test("have the value of run time: without quotes, escapes and what stands around them", async () => {
		expect(
			await collect({
				"a.js": [
					`const headers = { authorization: "Bearer ${TOKEN}" };`,
					`const databaseUrl = "${URI}";`,
					`const dbPassword = "${PASSWORD}\\u00e4";`,
					`const url = \`https://api.acme-shop.com/v1?api_key=${TOKEN}&q=\${q}\`;`,
					"",
				].join("\n"),
			}),
		).toEqual([
			`BEARER_TOKEN = ${TOKEN} at a.js:1:42, a.js:4:51`,
			`DATABASE_URL = ${URI} at a.js:2:37`,
			`DB_PASSWORD = ${PASSWORD}ä at a.js:3:20`,
		]);
	});

	test("are the same where a template has them too", async () => {
		const template = `Resources:\n  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      Environment:\n        Variables:\n          API_TOKEN: ${TOKEN}\n`;
		expect(await collect({ "a.js": `const apiToken = "${TOKEN}";\n`, "template.yaml": template })).toEqual([
			`API_TOKEN = ${TOKEN} at a.js:1:18, template.yaml:7:22`,
		]);
	});

	test("are found in the code of a function that stands in a template", async () => {
		const template = `Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      Code:\n        ZipFile: |\n          const apiToken = "${TOKEN}";\n          exports.handler = async () => apiToken;\n`;
		expect(await collect({ "template.yaml": template })).toEqual([`API_TOKEN = ${TOKEN} at template.yaml:9:28`]);
	});

	test("are those of the paths that are given, and none that the author accepts", async () => {
		const files = {
			"src/a.js": `const apiToken = "${TOKEN}";\n`,
			"src/b.js": `// eslint-disable-next-line aws-kms/no-hardcoded-secret -- of the sandbox\nconst dbPassword = "${PASSWORD}";\n`,
			"lib/c.js": `const dbPassword = "${PASSWORD}";\n`,
			"node_modules/d/index.js": `const dbPassword = "${PASSWORD}";\n`,
		};
		expect(await collect(files, "src")).toEqual([`API_TOKEN = ${TOKEN} at src/a.js:1:18`]);
	});
});

test("what is nested too deeply for the stack of this process is read as well", async () => {
	const deep = "[".repeat(1500) + "]".repeat(1500);
	expect(await collect({ "a.js": `export const deep = ${deep};\nexport const apiToken = "${TOKEN}";\n` })).toEqual([
		`API_TOKEN = ${TOKEN} at a.js:2:25`,
	]);
});

test("a file that cannot be read is said, and hides no other", async () => {
	folder.write("a.js", "const = ;\n");
	folder.write("b.js", `const apiToken = "${TOKEN}";\n`);
	const { secrets, errors } = await collectSecrets(["."], folder.path);
	expect(errors).toMatchObject([{ file: "a.js", line: 1 }]);
	expect(secrets.map(({ secret }) => secret.name)).toEqual(["API_TOKEN"]);
});

test("what is built of a CDK application is not read: its source is", async () => {
	const text = `{ "Resources": { "Api": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "API_TOKEN": "${TOKEN}" } } } } } }`;
	const manifest = JSON.stringify({
		version: "36.0.0",
		artifacts: { App: { type: "aws:cloudformation:stack", properties: { templateFile: "App.template.json" } } },
	});
	expect(
		await collect({
			"cdk.out/manifest.json": manifest,
			"cdk.out/App.template.json": text,
			"cdk.out/cdk.out": '{"version":"36.0.0"}',
		}),
	).toEqual([]);
	expect(await collect({ "App.template.json": text }, "App.template.json")).toHaveLength(1);
});
