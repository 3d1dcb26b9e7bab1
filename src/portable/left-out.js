import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The folder of a package. */
export const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));

/**
 * What nobody asks for where there is no installation: ESLint's own rules, and the definitions of TypeScript's libraries.
 * Texts of modules in place of their own, by path.
 */
export const LEFT_OUT = new Map([
	[join(folderOf("eslint"), "lib/rules/index.js"), "module.exports = new Map();"],
	[join(folderOf("@typescript-eslint/scope-manager"), "dist/lib/index.js"), "exports.lib = new Map();"],
]);
