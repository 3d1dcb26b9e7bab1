import { describe, expect, test } from "vitest";
import { moduleOf } from "../../testing/read-module.ts";
import { lambdaEvidence } from "./evidence.ts";

/** The first line of each handler's text. */
function handlers(code: string, filename = "handler.ts"): readonly string[] {
	const module = moduleOf(code, filename);
	return lambdaEvidence(module).handlers.map(({ range }) => module.text.slice(...range).split("\n")[0] ?? "");
}

describe("a handler", () => {
	test.each([
		["a constant", `export const handler = async (event) => 1;`, "async (event) => 1"],
		["a function", `export async function handler(event, context) {}`, "async function handler(event, context) {}"],
		["a function that takes nothing", `export const handler = async () => 1;`, "async () => 1"],
		["an export list", `const fn = async (event) => 1; export { fn as handler };`, "async (event) => 1"],
		[
			"a function exported later",
			`async function run(event) {}\nexport { run as handler };`,
			"async function run(event) {}",
		],
		["a default", `export default async (event, context) => 1;`, "async (event, context) => 1"],
		["a pattern", `export const handler = async ({ body }) => 1;`, "async ({ body }) => 1"],
		["exports", `exports.handler = async function (event) {};`, "async function (event) {}"],
		["module.exports", `module.exports.handler = async (event) => 1;`, "async (event) => 1"],
		[
			"an object of module.exports",
			`const handler = async (event) => 1; module.exports = { handler };`,
			"async (event) => 1",
		],
		["two names at once", `exports.a = exports.handler = async (event) => 1;`, "async (event) => 1"],
		[
			"a name of its own and exports",
			`const handler = exports.handler = async (event) => 1;`,
			"async (event) => 1",
		],
		[
			"another name with the shape",
			`export const hello = async (event, context) => 1;`,
			"async (event, context) => 1",
		],
		[
			"records of an event",
			`exports.consume = async (event) => event.Records.map(run);`,
			"async (event) => event.Records.map(run)",
		],
		["keys of an event", `export const one = async ({ pathParameters }) => 1;`, "async ({ pathParameters }) => 1"],
		[
			"keys taken later",
			`export async function one(evt) { const { requestContext: { stage } } = evt; }`,
			"async function one(evt) { const { requestContext: { stage } } = evt; }",
		],
		[
			"an answer to a proxy",
			`module.exports.hello = async (event) => ({ statusCode: 200, body: "" });`,
			`async (event) => ({ statusCode: 200, body: "" })`,
		],
		[
			"a type of the function",
			`import type { SQSHandler } from "aws-lambda"; export const consume: SQSHandler = async (batch) => {};`,
			"async (batch) => {}",
		],
		[
			"a type of the event",
			`import type { SQSEvent } from "aws-lambda"; export const consume = async (batch: SQSEvent) => {};`,
			"async (batch: SQSEvent) => {}",
		],
		[
			"a type of a namespace",
			`import * as lambda from "aws-lambda"; export const consume = async (batch: lambda.SQSEvent) => {};`,
			"async (batch: lambda.SQSEvent) => {}",
		],
		[
			"middy around it",
			`const fn = async (event) => 1; export const handler = middy(fn).use(x()).use(y());`,
			"async (event) => 1",
		],
		[
			"middy before it",
			`export const handler = middy().use(x()).handler(async (event) => 1);`,
			"async (event) => 1",
		],
		["another wrapper", `export const handler = Sentry.wrapHandler(async (event) => 1, {});`, "async (event) => 1"],
		[
			"a method",
			`class Lambda { async handler(event, context) {} }\nconst lambda = new Lambda(); export const handler = lambda.handler.bind(lambda);`,
			"(event, context) {}",
		],
	])("%s", (_, code, expected) => {
		expect(handlers(code)).toEqual([expected]);
	});

	test.each([
		["an Express route", `export const handler = (req, res) => 1;`],
		["a callback", `export const handler = (err, data) => 1;`],
		["another event", `export const onClick = (event) => event.target.value;`],
		["an answer that is made for others", `export const answer = (body) => ({ statusCode: 200, body });`],
		[
			"an answer of another function",
			`export const log = (event) => 1;\nconst answer = (body) => ({ statusCode: 200, body });`,
		],
		["a route with the words of an event", `export const route = (event, res) => event.requestContext;`],
		["records of what is no parameter", `const event = read();\nexport const all = () => event.Records;`],
		["a component", `export default function App() {}`],
		["a function of another name", `export const sum = (a, b) => 1;`],
		["a DOM listener", `export const onClick = (event) => 1;`],
		["what is not exported", `const handler = async (event, context) => 1;`],
		[
			"a type of another library",
			`import type { Handler } from "express"; export const use: Handler = (a, b) => 1;`,
		],
	])("is none: %s", (_, code) => {
		expect(handlers(code)).toEqual([]);
	});
});

test("a module that imports an SDK uses AWS, and one that imports Lambda's tools runs there", () => {
	expect(lambdaEvidence(moduleOf(`import { S3Client } from "@aws-sdk/client-s3";`))).toMatchObject({
		isLambda: false,
		usesAws: true,
	});
	expect(lambdaEvidence(moduleOf(`import middy from "@middy/core";`))).toMatchObject({
		isLambda: true,
		usesAws: true,
	});
	expect(lambdaEvidence(moduleOf(`import express from "express";`))).toMatchObject({
		isLambda: false,
		usesAws: false,
	});
});

describe("a function of another cloud", () => {
	const CODE = "exports.run = async (event, context) => event.body;\n";
	const S3 = 'import { S3Client } from "@aws-sdk/client-s3";\n';

	test.each([
		["cloud-functions/run/index.js", CODE],
		["src/azure-functions/run.js", CODE],
		["api/run.js", `import { waitUntil } from "@vercel/functions";\n${CODE}`],
		["netlify/functions/run.js", `${S3}${CODE}`],
		["src/run.js", `${S3}const functions = require("@google-cloud/functions-framework");\n${CODE}`],
		["netlify/functions/run.js", CODE],
		["src/run.js", `const functions = require("@google-cloud/functions-framework");\n${CODE}`],
		[
			"src/run.ts",
			`import type { Handler } from "@netlify/functions";\nexport const handler: Handler = async (event, context) => 1;`,
		],
	])("is no handler: %s", (filename, code) => {
		expect(handlers(code, filename)).toEqual([]);
	});

	test.each([
		["functions/run/index.js", CODE],
		["src/cloud-functions/run.js", `${S3}${CODE}`],
		["azure-functions/run.js", `${S3}${CODE}`],
		["src/run.js", `${S3}import { waitUntil } from "@vercel/functions";\n${CODE}`],
		["netlify/functions/run.js", `const middy = require("@middy/core");\n${CODE}`],
	])("is told from one of Lambda: %s", (filename, code) => {
		expect(handlers(code, filename)).toHaveLength(1);
	});
});
