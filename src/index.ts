import type { ESLint, Linter } from "eslint";
import own from "./plugin.ts";

/**
 * The names of the presets, for `extends` and for a list of configurations. Those that end in `-rules` switch on the
 * rules alone, whatever reads the file.
 */
export type ConfigName = "recommended" | "strict" | "audit" | "recommended-rules" | "strict-rules" | "audit-rules";

const plugin: ESLint.Plugin & {
	readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
	readonly configs: Readonly<Record<ConfigName, Linter.Config[]>>;
} = own;

export default plugin;
// What `require("eslint-plugin-aws-kms")` gives.
export { plugin as "module.exports" };
