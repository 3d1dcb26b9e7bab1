import { parseHcl } from "./parse-hcl.ts";
import { parseJson } from "./parse-json.ts";
import { parsePlan } from "./parse-plan.ts";
import { parseState } from "./parse-state.ts";
import type { HclFile } from "./syntax.ts";

const JSON_NAME = /\.json$/iu;
/** `*.tf.json`, `*.tofu.json`, `*.tfvars.json`: any other JSON is a plan. */
const OF_MODULE = /\.(?:tf|tofu|tfvars)\.json$/iu;
const STATE = /\.tfstate(?:\.backup)?$/iu;
const VALUES = /\.tfvars\.json$/iu;

/**
 * Parses a file of a module, of values of variables, a state or a plan, as its name says. Never throws.
 *
 * @param text without its BOM
 */
export function parseNamed(text: string, name: string): HclFile {
	if (STATE.test(name)) {
		return parseState(text);
	}
	if (!JSON_NAME.test(name)) {
		return parseHcl(text);
	}
	return OF_MODULE.test(name) ? parseJson(text, !VALUES.test(name)) : parsePlan(text);
}
