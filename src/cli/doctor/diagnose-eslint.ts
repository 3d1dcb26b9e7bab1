import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readSmallText } from "../../files/read-regular-file.ts";
import { FLAT_CONFIGS } from "../../languages/flat-config.ts";
import plugin, { VERSION } from "../../plugin.ts";
import type { Check } from "./check.ts";

const MAX_BYTES = 1024 * 1024;

/** The first version with what the presets need. */
const OLDEST = [9, 38] as const;

/** What there is to say of ESLint in a project. Nothing of it is run. */
export function diagnoseEslint(cwd: string, hasTypeScript: boolean): readonly Check[] {
	const about = "ESLint";
	const version = versionOf("eslint", cwd);
	const config = findConfig(cwd);
	if (version === null) {
		return [
			config === null
				? { state: "note", about, message: "not installed; only the plugin needs it" }
				: { state: "problem", about, message: `not installed, but there is '${config.name}'` },
		];
	}
	const [major = 0, minor = 0] = version.split(".").map(Number);
	const checks: Check[] = [
		major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
			? { state: "ok", about, message: version }
			: { state: "problem", about, message: `${version}; the plugin needs ${OLDEST.join(".")} or later` },
	];
	const own = versionOf(plugin.meta.name, cwd);
	const isNamed = config?.text.includes(plugin.meta.name) === true;
	if (own !== null && own !== VERSION) {
		checks.push({
			state: "note",
			about: plugin.meta.name,
			message: `${own} is installed, and this is ${VERSION}: reports can differ`,
		});
	}
	if (!isNamed) {
		checks.push({
			state: "note",
			about: config?.name ?? "eslint.config.js",
			message: `${config === null ? "is not there" : `does not name ${plugin.meta.name}`}, so the editor shows nothing; 'kmslint init' adds it`,
		});
		return checks;
	}
	if (own === null) {
		checks.push({
			state: "problem",
			about: plugin.meta.name,
			message: `is named in '${config.name}', but not installed`,
		});
	}
	if (
		hasTypeScript &&
		versionOf("@typescript-eslint/parser", cwd) === null &&
		versionOf("typescript-eslint", cwd) === null
	) {
		checks.push({
			state: "problem",
			about: "TypeScript",
			message: "ESLint needs a parser for it. Run: npm install --save-dev @typescript-eslint/parser typescript",
		});
	}
	return checks;
}

/** ESLint's configuration for a folder; null if there is none up to the root of the disk. */
function findConfig(cwd: string): { readonly path: string; readonly name: string; readonly text: string } | null {
	for (let folder = cwd; ; folder = dirname(folder)) {
		for (const name of FLAT_CONFIGS) {
			const path = join(folder, name);
			const text = readSmallText(path, { maxBytes: MAX_BYTES });
			if (text !== null) {
				return { path, name, text };
			}
		}
		if (dirname(folder) === folder) {
			return null;
		}
	}
}

/** The version of a package that the project has installed; null for none. Its program is not run. */
function versionOf(name: string, cwd: string): string | null {
	try {
		const { version } = createRequire(join(cwd, "package.json"))(`${name}/package.json`) as {
			readonly version?: unknown;
		};
		return typeof version === "string" ? version : null;
	} catch {
		return null;
	}
}
