import awsKms from "./dist/src/index.js";
import { loadTypeScriptParser } from "./dist/src/languages/javascript/parse-source.js";

// For editors. `npm test` asks the command (`npm run lint`), which reports the same, and oxlint (`oxlint.config.js`),
// which has the rules of others.

export default [
	{ ignores: ["dist/", "coverage/", "fixtures/", "docs/**/*.md", "src/**/*.json"] },
	// A directive may be oxlint's.
	{ linterOptions: { reportUnusedDisableDirectives: "off" } },
	...awsKms.configs.recommended,
	{ files: ["**/*.ts"], languageOptions: { parser: loadTypeScriptParser() } },
];
