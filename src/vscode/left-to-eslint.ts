import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The languages that kmslint reads, by the ids that VS Code and the extensions of AWS, HashiCorp and OpenTofu give them. Whether
 * a YAML or JSON file is a template, its content decides.
 */
export const LANGUAGES = [
	"yaml",
	"json",
	"jsonc",
	"cloudformation",
	"terraform",
	"terraform-vars",
	"opentofu",
	"opentofu-vars",
	"javascript",
	"javascriptreact",
	"typescript",
	"typescriptreact",
] as const;

/**
 * What ESLint's extension tries in addition to `eslint.validate`, of our languages.
 * Source: `eslint.probe` in https://github.com/microsoft/vscode-eslint/blob/main/package.json
 */
const PROBED = ["javascript", "javascriptreact", "typescript", "typescriptreact", "json", "jsonc"];

/** What is known of ESLint's extension: its settings for a folder; null where it is not installed or not enabled. */
export interface EslintExtension {
	/** `eslint.enable` */
	readonly enable: unknown;
	/** `eslint.validate` */
	readonly validate: unknown;
	/** `eslint.probe` */
	readonly probe: unknown;
}

/** The languages of a folder that ESLint's extension validates with our rules: nothing is to be shown twice. */
export function leftToEslint(folder: string, extension: EslintExtension | null): ReadonlySet<string> {
	if (extension === null || extension.enable === false || !hasPlugin(folder)) {
		return new Set();
	}
	return new Set([
		...idsIn(extension.validate),
		...(Array.isArray(extension.probe) ? idsIn(extension.probe) : PROBED),
	]);
}

/** `["yaml", { "language": "json" }]` */
function idsIn(setting: unknown): readonly string[] {
	return Array.isArray(setting)
		? (setting as readonly unknown[]).flatMap((one) => {
				const id =
					typeof one === "object" && one !== null ? (one as { readonly language?: unknown }).language : one;
				return typeof id === "string" ? [id] : [];
			})
		: [];
}

const CONFIG = /^eslint\.config\.[cm]?[jt]s$/u;
const PACKAGE = "eslint-plugin-aws-kms";

/**
 * True for a folder whose ESLint configuration names our plugin, or that has a configuration and the plugin among its
 * packages: the configuration may be imported from elsewhere. Nothing is run.
 */
function hasPlugin(folder: string): boolean {
	try {
		const configs = readdirSync(folder).filter((name) => CONFIG.test(name));
		const names = configs.length === 0 ? [] : [...configs, "package.json"];
		return names.some((name) => readText(join(folder, name)).includes(PACKAGE));
	} catch {
		return false;
	}
}

function readText(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}
