import js from "@eslint/js";
import tseslint from "typescript-eslint";
import awsKms from "./dist/src/index.js";

export default tseslint.config(
	{ ignores: ["dist/", "coverage/", "fixtures/", "docs/**/*.md"] },
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
	// What we ask of others: templates of this repository go through our own rules.
	...awsKms.configs.recommended,
);
