import { parseHcl } from "./parse-hcl.ts";
import { parseJson } from "./parse-json.ts";
import type { HclFile } from "./syntax.ts";

const JSON_NAME = /\.json$/iu;
const VALUES = /\.tfvars\.json$/iu;

/**
 * Parses a file of a module, or of values of variables, as its name says. Never throws.
 *
 * @param text without its BOM
 */
export function parseNamed(text: string, name: string): HclFile {
	return JSON_NAME.test(name) ? parseJson(text, !VALUES.test(name)) : parseHcl(text);
}
