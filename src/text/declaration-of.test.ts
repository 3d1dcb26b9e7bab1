import { expect, test } from "vitest";
import { declarationOf } from "./declaration-of.ts";

// Of two fixes that declare the same at different places, one is made at a time, or the module does not load any more.
test.each([
	["import { SSMClient } from '@aws-sdk/client-ssm'\n", "import { SSMClient } from '@aws-sdk/client-ssm'"],
	["\n\nconst client = new SSMClient({})\n", "const client = new SSMClient({})"],
	["\n\nasync function getParameter2(name) {\n\treturn name\n}\n", "async function getParameter2(name) {"],
	["function get(name) {}", "function get(name) {}"],
	["class Store {", "class Store {"],
	["await getParameter2('A')", null],
	["functionName", null],
] as const)("%j declares %j", (text, declared) => {
	const edit = { span: { start: 0, end: 0 }, text };
	expect(declarationOf([edit])).toBe(declared);
	expect(declarationOf([{ span: { start: 9, end: 12 }, text: "name" }, edit])).toBe(declared);
});
