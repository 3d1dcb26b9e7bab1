import js from "@eslint/js";
import tseslint from "typescript-eslint";
import awsKms from "./dist/src/index.js";

export default tseslint.config(
	{ ignores: ["dist/", "coverage/", "fixtures/", "docs/**/*.md", "src/**/*.json"] },
	js.configs.recommended,
	...tseslint.configs.strict,
	{
		rules: {
			"@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
			"@typescript-eslint/consistent-type-imports": "error",
			"no-warning-comments": "error",
			eqeqeq: "error",
		},
	},
	{
		files: ["src/**/*.ts", "rules/**/*.ts"],
		ignores: ["**/*.test.ts", "src/testing/**", "src/bench/**", "src/fuzz/**"],
		rules: {
			"no-restricted-syntax": [
				"error",
				{
					// A range has two numbers: `text.slice(...node.range)`.
					selector:
						":matches(CallExpression, NewExpression) > SpreadElement:not([argument.property.name='range'])",
					message:
						"A list as arguments ends where the stack does. Use pushAll, joinAll, reduce, or a parameter that is a list.",
				},
			],
		},
	},
	// What we ask of others: templates of this repository go through our own rules.
	...awsKms.configs.recommended,
);
