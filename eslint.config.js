import awsKms from "./dist/src/index.js";
import { loadTypeScriptParser } from "./dist/src/languages/javascript/parse-source.js";

// The rules of others are oxlint's (`oxlint.config.js`). What we ask of others is asked here: the sources of this
// repository go through our own rules, and are parsed as the command parses them.

const noSpreadArguments = {
	create: (context) => ({
		// A range has two numbers: `text.slice(...node.range)`.
		":matches(CallExpression, NewExpression) > SpreadElement:not([argument.property.name='range'])"({ range }) {
			context.report({
				// The command's parser says where a node is by its range alone.
				loc: context.sourceCode.getLocFromIndex(range[0]),
				message:
					"A list as arguments ends where the stack does. Use pushAll, joinAll, reduce, or a parameter that is a list.",
			});
		},
	}),
};

export default [
	{ ignores: ["dist/", "coverage/", "fixtures/", "docs/**/*.md", "src/**/*.json"] },
	// A directive may be oxlint's.
	{ linterOptions: { reportUnusedDisableDirectives: "off" } },
	{
		files: ["src/**/*.ts", "rules/**/*.ts"],
		ignores: ["**/*.test.ts", "src/testing/**", "src/bench/**", "src/fuzz/**"],
		plugins: { house: { rules: { "no-spread-arguments": noSpreadArguments } } },
		rules: { "house/no-spread-arguments": "error" },
	},
	...awsKms.configs.recommended,
	{ files: ["**/*.ts"], languageOptions: { parser: loadTypeScriptParser() } },
];
