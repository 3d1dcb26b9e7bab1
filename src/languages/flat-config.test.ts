import { describe, expect, test } from "vitest";
import { applyEdits } from "../text/apply-edits.ts";
import { dedent } from "../testing/dedent.ts";
import { addToFlatConfig } from "./flat-config.ts";

const ADDITION = { name: "awsKms", module: "eslint-plugin-aws-kms", item: "...awsKms.configs.recommended" };

function added(text: string, filename = "eslint.config.js"): string | null {
	const edits = addToFlatConfig(text, filename, ADDITION);
	return edits === null ? null : applyEdits(text, edits);
}

describe("a flat configuration gets the presets", () => {
	const CASES: readonly (readonly [string, string, string])[] = [
		[
			"a list, with tabs and double quotes",
			dedent`
				import js from "@eslint/js";
				import globals from "globals"; // of Node.js

				export default [
					js.configs.recommended,
					{ languageOptions: { globals } }, // ours
				];
			`,
			dedent`
				import js from "@eslint/js";
				import globals from "globals"; // of Node.js
				import awsKms from "eslint-plugin-aws-kms";

				export default [
					js.configs.recommended,
					{ languageOptions: { globals } }, // ours
					...awsKms.configs.recommended,
				];
			`,
		],
		[
			"single quotes, no semicolons, no comma at the end",
			dedent`
				import js from '@eslint/js'

				export default [
				  js.configs.recommended
				  // the last one
				]
			`,
			dedent`
				import js from '@eslint/js'
				import awsKms from 'eslint-plugin-aws-kms'

				export default [
				  js.configs.recommended,
				  // the last one
				  ...awsKms.configs.recommended
				]
			`,
		],
		[
			"defineConfig with a list",
			dedent`
				import { defineConfig } from "eslint/config";

				export default defineConfig([{ rules: {} }]);
			`,
			dedent`
				import { defineConfig } from "eslint/config";
				import awsKms from "eslint-plugin-aws-kms";

				export default defineConfig([{ rules: {} }, ...awsKms.configs.recommended]);
			`,
		],
		[
			"typescript-eslint with arguments",
			dedent`
				// @ts-check
				import tseslint from "typescript-eslint";

				export default tseslint.config(
				  tseslint.configs.recommended,
				  {
				    rules: {},
				  },
				);
			`,
			dedent`
				// @ts-check
				import tseslint from "typescript-eslint";
				import awsKms from "eslint-plugin-aws-kms";

				export default tseslint.config(
				  tseslint.configs.recommended,
				  {
				    rules: {},
				  },
				  ...awsKms.configs.recommended,
				);
			`,
		],
		[
			"a constant, in TypeScript",
			dedent`
				import type { Linter } from "eslint";
				const config: Linter.Config[] = [
				  {},
				];
				export default config satisfies Linter.Config[];
			`,
			dedent`
				import type { Linter } from "eslint";
				import awsKms from "eslint-plugin-aws-kms";
				const config: Linter.Config[] = [
				  {},
				  ...awsKms.configs.recommended,
				];
				export default config satisfies Linter.Config[];
			`,
		],
		[
			"CommonJS",
			dedent`
				"use strict";
				const js = require("@eslint/js");
				module.exports = [js.configs.recommended];
			`,
			dedent`
				"use strict";
				const js = require("@eslint/js");
				const awsKms = require("eslint-plugin-aws-kms");
				module.exports = [js.configs.recommended, ...awsKms.configs.recommended];
			`,
		],
		[
			"a list without imports, below what has to be first",
			dedent`
				// @ts-check
				/** @type {import("eslint").Linter.Config[]} */
				export default [];
			`,
			dedent`
				// @ts-check
				import awsKms from "eslint-plugin-aws-kms";

				/** @type {import("eslint").Linter.Config[]} */
				export default [...awsKms.configs.recommended];
			`,
		],
	];

	test.each(CASES)("%s", (name, before, after) => {
		expect(added(before, name.includes("TypeScript") ? "eslint.config.ts" : "eslint.config.js")).toBe(after);
	});

	test("with the line ends of the file", () => {
		expect(
			added('import js from "@eslint/js";\r\n\r\nexport default [\r\n  js.configs.recommended,\r\n];\r\n'),
		).toBe(
			'import js from "@eslint/js";\r\nimport awsKms from "eslint-plugin-aws-kms";\r\n\r\nexport default [\r\n  js.configs.recommended,\r\n  ...awsKms.configs.recommended,\r\n];\r\n',
		);
	});

	test.each([
		["another program makes the list", 'import antfu from "@antfu/eslint-config";\nexport default antfu();\n'],
		["the list can be another later", "let config = [];\nexport default config;\n"],
		["the name is taken", "const awsKms = 1;\nexport default [];\n"],
		["it is not valid", "export default [;\n"],
		["it exports nothing", "const config = [];\n"],
		["a place of the list is empty", "export default [, {}];\n"],
		["it is set twice", "module.exports = [];\nmodule.exports = [{}];\n"],
		["it is an object", "export default {};\n"],
		["another function makes it", "export default ts.config({});\n"],
		["it is a promise", "export default (async () => [])();\n"],
	])("or stays as it is, because %s", (_, text) => {
		expect(added(text)).toBeNull();
	});
});
