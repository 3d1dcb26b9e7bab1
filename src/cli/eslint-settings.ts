import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import type * as Eslint from "eslint";
import type { FileSettings, SharedSettings } from "../config/config.ts";
import { UsageError } from "../lint/usage-error.ts";
import { entryOf } from "../model/entry-of.ts";
import plugin, { NAMESPACE, RULES } from "../plugin.ts";
import { LEVELS } from "../rule/level.ts";
import type { RuleSetting } from "../rule/rule-setting.ts";
import type { Io } from "./io.ts";
import { writeNote } from "./write-note.ts";

/** The parts of what ESLint calculates for a file that say how our rules check it. */
interface Calculated {
	readonly plugins?: Readonly<Record<string, { readonly meta?: { readonly name?: string } }>>;
	readonly rules?: Readonly<Record<string, unknown>>;
	readonly settings?: Readonly<Record<string, unknown>>;
	readonly languageOptions?: Readonly<Record<string, unknown>>;
}

/**
 * What ESLint's configuration of the project says of some files. This loads the project's ESLint and runs its
 * configuration, which a note says.
 *
 * @param files what ESLint is asked about, by file, both from the working directory
 * @param cwd where the configuration is looked for
 * @throws {UsageError} if ESLint is not installed, there is no configuration, or it fails
 */
export async function eslintSettings(
	files: ReadonlyMap<string, string>,
	cwd: string,
	{ stderr }: Pick<Io, "stderr">,
): Promise<ReadonlyMap<string, FileSettings>> {
	const eslint = new (loadEslint(cwd))({ cwd });
	const failing = async <T>(ask: () => Promise<T>): Promise<T> => {
		try {
			return await ask();
		} catch (error) {
			// What it says may quote the file: its first line names what is wrong.
			const [first = ""] = (error instanceof Error ? error.message : "").split("\n");
			throw new UsageError(`ESLint's configuration of this project fails: ${first}`, { cause: error });
		}
	};
	const path = await failing(async () => eslint.findConfigFile());
	if (path === undefined) {
		throw new UsageError("There is no configuration of ESLint here. Leave out --eslint-config, or write one.");
	}
	writeNote(stderr, `--eslint-config runs '${basename(path)}', which is code of this project.`);
	const found = new Map<string, FileSettings>();
	for (const [file, asked] of files) {
		const config = await failing(
			async () => (await eslint.calculateConfigForFile(resolve(cwd, asked))) as Calculated | undefined,
		);
		found.set(file, config === undefined ? leftOut(path) : settingsIn(config, path));
	}
	return found;
}

/** @throws {UsageError} */
function loadEslint(cwd: string): typeof Eslint.ESLint {
	try {
		return (createRequire(join(cwd, "package.json"))("eslint") as typeof Eslint).ESLint;
	} catch (error) {
		throw new UsageError("--eslint-config needs ESLint in this project. Run: npm install --save-dev eslint", {
			cause: error,
		});
	}
}

function leftOut(path: string): FileSettings {
	return { path, ignoredBy: basename(path), preset: null, rules: new Map(), settings: {}, parameters: {} };
}

function settingsIn(config: Calculated, path: string): FileSettings {
	const prefix = prefixOf(config.plugins ?? {});
	const shared = tableOf(entryOf(config.settings, NAMESPACE));
	const template = tableOf(entryOf(config.languageOptions, "template"));
	return {
		path,
		ignoredBy: null,
		preset: null,
		rules: new Map(RULES.map(({ name }) => [name, settingOf(entryOf(config.rules, `${prefix}/${name}`))])),
		// As ESLint, which reads no other files unless it is told to.
		settings: { ...(shared as SharedSettings), application: shared["application"] === true },
		parameters: textsOf({
			...tableOf(entryOf(shared, "parameters")),
			...tableOf(entryOf(template, "parameterOverrides")),
		}),
	};
}

/** What the configuration calls our plugin. */
function prefixOf(plugins: NonNullable<Calculated["plugins"]>): string {
	return Object.entries(plugins).find(([, { meta }]) => meta?.name === plugin.meta.name)?.[0] ?? NAMESPACE;
}

/** `[2, { minimum: "customer-key" }]`. */
function settingOf(entry: unknown): RuleSetting {
	const [severity = 0, options] = Array.isArray(entry) ? (entry as readonly unknown[]) : [entry];
	return {
		level: LEVELS[Number(severity)] ?? "off",
		options: typeof options === "object" && options !== null ? (options as Record<string, unknown>) : null,
	};
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}

function textsOf(table: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, String(value)]));
}
