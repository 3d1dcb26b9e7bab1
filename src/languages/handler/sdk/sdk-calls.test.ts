import { describe, expect, test } from "vitest";
import { moduleOf } from "../../../testing/read-module.ts";
import { findSdkCalls } from "./sdk-calls.ts";

/** Each call with what it is asked for as `Name`: `v3 ssm GetParameter Name="x"`. */
function calls(code: string, filename = "handler.ts"): readonly string[] {
	const module = moduleOf(code, filename);
	return findSdkCalls(module).map(({ sdk, service, operation, input }) => {
		const name = input.get("Name");
		const shown = name.kind === "value" ? module.text.slice(...name.node.range) : name.kind;
		return `${sdk} ${service} ${operation} Name=${shown}${input.open ? " open" : ""}`;
	});
}

describe("a call of an SDK", () => {
	test.each([
		[
			"a command",
			`import { GetParameterCommand } from "@aws-sdk/client-ssm"; client.send(new GetParameterCommand({ Name: "a" }));`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a command of a namespace",
			`import * as ssm from "@aws-sdk/client-ssm"; client.send(new ssm.GetParameterCommand({ Name: "a" }));`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a command on its own",
			`const { GetSecretValueCommand } = require("@aws-sdk/client-secrets-manager"); const c = new GetSecretValueCommand({ SecretId: "a" });`,
			"v3 secretsmanager GetSecretValue Name=absent",
		],
		[
			"a method of a whole client",
			`import { SSM } from "@aws-sdk/client-ssm"; const ssm = new SSM({}); await ssm.getParameter({ Name: "a" });`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"v2",
			`const AWS = require("aws-sdk"); const ssm = new AWS.SSM(); exports.f = async () => ssm.getParameter({ Name: "a" }).promise();`,
			`v2 ssm GetParameter Name="a"`,
		],
		[
			"v2, one file of it",
			`import SSM from "aws-sdk/clients/ssm"; new SSM().getParameter({ Name: "a" });`,
			`v2 ssm GetParameter Name="a"`,
		],
		[
			"v2, wrapped by X-Ray",
			`const AWS = AWSXRay.captureAWS(require("aws-sdk")); const s3 = new AWS.S3(); s3.putObject({ Name: "a" });`,
			`v2 s3 PutObject Name="a"`,
		],
		[
			"a client made when it is first needed",
			`import { KMS } from "aws-sdk"; let kms; function f() { kms ??= new KMS(); return kms.decrypt({ Name: "a" }); }`,
			`v2 kms Decrypt Name="a"`,
		],
		[
			"a client made in a branch",
			`import { KMS } from "aws-sdk"; let kms = null; function f() { if (!kms) { kms = new KMS(); } return kms.decrypt({}); }`,
			"v2 kms Decrypt Name=absent",
		],
		[
			"a field",
			`import { SSM } from "@aws-sdk/client-ssm"; class A { ssm = new SSM({}); get() { return this.ssm.getParameter({ Name: "a" }); } }`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a field that the constructor fills",
			`import { SSM } from "@aws-sdk/client-ssm"; class A { constructor() { this.ssm = new SSM({}); } get() { return this.ssm.getParameter({ Name: "a" }); } }`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a private field",
			`import { SSM } from "@aws-sdk/client-ssm"; class A { #ssm = new SSM({}); get() { return this.#ssm.getParameter({ Name: "a" }); } }`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a parameter by its type",
			`import type { SSM } from "@aws-sdk/client-ssm"; export const f = (ssm: SSM) => ssm.getParameter({ Name: "a" });`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a field by its type",
			`import * as AWS from "aws-sdk"; class A { constructor(private readonly ssm: AWS.SSM) {} get() { return this.ssm.getParameter({ Name: "a" }); } }`,
			`v2 ssm GetParameter Name="a"`,
		],
		[
			"a captured client",
			`import { SSM } from "@aws-sdk/client-ssm"; const ssm = tracer.captureAWSv3Client(new SSM({})); ssm.getParameter({ Name: "a" });`,
			`v3 ssm GetParameter Name="a"`,
		],
		[
			"a paginator",
			`import { paginateGetParametersByPath } from "@aws-sdk/client-ssm"; paginateGetParametersByPath({ client }, { Name: "a" });`,
			`v3 ssm GetParametersByPath Name="a"`,
		],
		[
			"a multipart upload",
			`import { Upload } from "@aws-sdk/lib-storage"; new Upload({ client, params: { Name: "a" } });`,
			`lib-storage s3 Upload Name="a"`,
		],
		[
			"a multipart upload with params from elsewhere",
			`import { Upload } from "@aws-sdk/lib-storage"; export const f = (params) => new Upload({ client, params });`,
			"lib-storage s3 Upload Name=unknown open",
		],
		[
			"Powertools",
			`import { getParameter } from "@aws-lambda-powertools/parameters/ssm"; getParameter("a");`,
			"powertools ssm GetParameter Name=absent",
		],
		[
			"a provider of Powertools",
			`import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm"; const p = new SSMProvider(); p.get("a", { Name: 1 });`,
			"powertools ssm GetParameter Name=1",
		],
		[
			"Powertools' secrets",
			`import { getSecret } from "@aws-lambda-powertools/parameters/secrets"; getSecret("a", options);`,
			"powertools secretsmanager GetSecretValue Name=unknown open",
		],
	])("%s", (_, code, expected) => {
		expect(calls(code)).toEqual([expected]);
	});

	test.each([
		["a class of the module's own", `class GetParameterCommand {} new GetParameterCommand({});`],
		["another library's command", `import { GetParameterCommand } from "./commands"; new GetParameterCommand({});`],
		["an unknown client", `export const f = (ssm) => ssm.getParameter({});`],
		["a method of a function's `this`", `function A() { this.ssm.getParameter({}); }`],
		["a bare client's send", `import { SSMClient } from "@aws-sdk/client-ssm"; new SSMClient({}).send(command);`],
		[
			"a client that may be another",
			`import { SSM, KMS } from "aws-sdk"; let a = new SSM(); a = new KMS(); a.decrypt({});`,
		],
		[
			"an exception of the SDK",
			`import { ParameterNotFound } from "@aws-sdk/client-ssm"; new ParameterNotFound({});`,
		],
	])("is none: %s", (_, code) => {
		expect(calls(code)).toEqual([]);
	});
});

describe("an input", () => {
	const IMPORT = `import { GetParameterCommand } from "@aws-sdk/client-ssm";`;
	test.each([
		["a name that holds it", `const input = { Name: "a" }; new GetParameterCommand(input);`, `Name="a"`],
		[
			"a typed name",
			`const input: GetParameterCommandInput = { Name: "a" } satisfies X; new GetParameterCommand(input);`,
			`Name="a"`,
		],
		[
			"a name that is read, logged and sent again",
			`const input = { Name: "a" }; console.log(input); f(input.Name); new GetParameterCommand(input); new GetParameterCommand(input);`,
			`Name="a"`,
		],
		["a name in quotes", `new GetParameterCommand({ "Name": "a" });`, `Name="a"`],
		["a shorthand", `new GetParameterCommand({ Name });`, "Name=Name"],
		["the last of two", `new GetParameterCommand({ Name: "a", Name: "b" });`, `Name="b"`],
		["what stands behind a spread", `new GetParameterCommand({ ...more, Name: "a" });`, `Name="a" open`],
		["what stands before a spread", `new GetParameterCommand({ Name: "a", ...more });`, "Name=unknown open"],
		["a computed name", `new GetParameterCommand({ [key]: "a" });`, "Name=unknown open"],
		[
			"an object that is written to",
			`const input = {}; input.Name = "a"; new GetParameterCommand(input);`,
			"Name=unknown open",
		],
		[
			"an object that is filled",
			`const input = {}; Object.assign(input, more); new GetParameterCommand(input);`,
			"Name=unknown open",
		],
		[
			"an object whose list grows",
			`const input = { Names: [] }; input.Names.push("a"); new GetParameterCommand(input);`,
			"Name=unknown open",
		],
		[
			"an object that is given away",
			`const input = {}; fill(input); new GetParameterCommand(input);`,
			"Name=unknown open",
		],
		[
			"an object that is given away under another name",
			`const input = {}; const other = input; fill(input); new GetParameterCommand(other);`,
			"Name=unknown open",
		],
		["a parameter", `export const f = (input) => new GetParameterCommand(input);`, "Name=unknown open"],
		["nothing", `new GetParameterCommand();`, "Name=unknown open"],
	])("%s", (_, code, expected) => {
		expect(calls(`${IMPORT}\n${code}`)[0]).toBe(`v3 ssm GetParameter ${expected}`);
	});
});

test("names that are given each other again and again are read once", () => {
	const names = Array.from({ length: 12 }, (_, index) => `a${String(index)}`);
	const writes = names.flatMap((name) => names.map((other) => `${name} = ${other};`));
	// By every way from name to name there would be twelve to the sixth of them, for each of the calls.
	expect(
		calls(
			`import { SSM } from "@aws-sdk/client-ssm";\nlet ${names.join(", ")};\n${writes.join("\n")}\n${names
				.map((name) => `${name}.getParameter({});`)
				.join("\n")
				.repeat(20)}`,
			"handler.mjs",
		),
	).toEqual([]);
});
