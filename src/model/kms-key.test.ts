import { expect, test } from "vitest";
import { readFile } from "../languages/template/read-file.ts";
import { freshId } from "./kms-key.ts";
import type { Stack } from "./resource.ts";

const stackOf = (parameters: readonly string[], resources: readonly string[]): Stack => {
	const { stack } = readFile(
		JSON.stringify({
			Parameters: Object.fromEntries(parameters.map((id) => [id, { Type: "String" }])),
			Resources: Object.fromEntries(["Other", ...resources].map((id) => [id, { Type: "AWS::KMS::Key" }])),
		}),
		"template.json",
		{ parameterOverrides: {} },
	);
	if (stack === null) {
		throw new Error("The text is no template.");
	}
	return stack;
};

test.each([
	[[], [], "Key"],
	[["Key"], [], "Key2"],
	[[], ["Key"], "Key2"],
	[["Key2"], ["Key"], "Key3"],
	[["Key"], ["Key2", "Key3", "Key5"], "Key4"],
	[["Key2"], [], "Key"],
] as const)("beside the parameters %j and the resources %j a new key is called %s", (parameters, resources, id) => {
	expect(freshId(stackOf(parameters, resources), "AWS::KMS::Key", "Key")).toBe(id);
});
