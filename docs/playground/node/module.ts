import { analyze } from "@typescript-eslint/scope-manager";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { Linter } from "eslint/universal";
import * as yaml from "yaml";

/** Put in by `build.js`: the names of Node.js's own modules, and what the package calls itself. */
declare const BUILTIN_MODULES: readonly string[];
declare const PACKAGE: { readonly name: string; readonly version: string };

const MODULES = new Map<string, unknown>([
	["@typescript-eslint/scope-manager", { analyze }],
	["@typescript-eslint/visitor-keys", { visitorKeys }],
	["eslint/universal", { Linter }],
	["yaml", yaml],
]);

/** Gives the page's own `oxc-parser`, which takes a while to start. */
export function provideParser(parser: unknown): void {
	MODULES.set("oxc-parser", parser);
}

/** `createRequire` of Node.js: what is asked for is a part of the page, or is not there. */
export function createRequire(): (id: string) => unknown {
	return (id) => {
		if (id.endsWith("/package.json")) {
			return PACKAGE;
		}
		const found = MODULES.get(id);
		if (found === undefined) {
			throw Object.assign(new Error(`There is no module '${id}'.`), { code: "MODULE_NOT_FOUND" });
		}
		return found;
	};
}

export function isBuiltin(name: string): boolean {
	return BUILTIN_MODULES.includes(name.replace(/^node:/u, ""));
}
