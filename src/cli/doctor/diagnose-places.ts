import { join } from "node:path";
import { readSmallText } from "../../files/read-regular-file.ts";
import { readJsonWithComments, type JsonValue } from "../../languages/json-value.ts";
import { VERSION } from "../../plugin.ts";
import type { Check } from "./check.ts";

const MAX_BYTES = 1024 * 1024;

/** Where hooks are configured. */
const HOOKS = [
	".pre-commit-config.yaml",
	".husky/pre-commit",
	"lefthook.yml",
	".lefthook.yml",
	".lintstagedrc",
	".lintstagedrc.json",
	"package.json",
] as const;

/** The addresses of the mirror and of the repository, as pre-commit names them. */
const REPOSITORY = /eslint-plugin-aws-kms\/(?:kmslint-pre-commit|eslint-plugin-aws-kms)/u;

/**
 * What there is to say of the editor and the hooks of a project.
 *
 * @param languages what VS Code calls the languages of the files that are checked, other than JavaScript and TypeScript
 * @param hasEslint true if ESLint lints them in an editor
 */
export function diagnosePlaces(cwd: string, languages: readonly string[], hasEslint: boolean): readonly Check[] {
	return [...(hasEslint ? diagnoseEditor(cwd, languages) : []), ...diagnoseHooks(cwd)];
}

function diagnoseEditor(cwd: string, languages: readonly string[]): readonly Check[] {
	const file = ".vscode/settings.json";
	const text = readSmallText(join(cwd, file), { maxBytes: MAX_BYTES });
	if (text === null || languages.length === 0) {
		return languages.length === 0
			? []
			: [
					{
						state: "note",
						about: file,
						message: "is not there; VS Code lints no YAML without 'eslint.validate'",
					},
				];
	}
	const validated = validatedIn(readJsonWithComments(text).root);
	const missing = languages.filter((language) => !validated.includes(language));
	return [
		missing.length === 0
			? { state: "ok", about: file, message: `'eslint.validate' has ${languages.join(", ")}` }
			: {
					state: "problem",
					about: file,
					message: `'eslint.validate' lacks ${missing.join(", ")}, so VS Code shows nothing there; 'kmslint init' adds it`,
				},
	];
}

/** The languages under `eslint.validate`. */
function validatedIn(root: JsonValue | null): readonly string[] {
	const list =
		root?.kind === "object" ? root.entries.find(({ name }) => name === "eslint.validate")?.value : undefined;
	return list?.kind === "list" ? list.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [];
}

/** The revision of our repository in a configuration of pre-commit; undefined if it has none. */
function revisionIn(text: string): string | undefined {
	const at = text.search(REPOSITORY);
	return at === -1 ? undefined : /\srev:[ \t]{0,9}["']?v?([\w.-]{1,40})/u.exec(text.slice(at, at + 300))?.[1];
}

function diagnoseHooks(cwd: string): readonly Check[] {
	const found = HOOKS.flatMap((name) => {
		const text = readSmallText(join(cwd, name), { maxBytes: MAX_BYTES }) ?? "";
		// The name of a package that is installed is no hook.
		const isHook = name === "package.json" ? text.includes("kmslint --") : /kmslint|aws-kms/u.test(text);
		return isHook ? [{ name, text }] : [];
	});
	if (found.length === 0) {
		return [{ state: "note", about: "hooks", message: "none runs kmslint" }];
	}
	return found.map(({ name, text }): Check => {
		const rev = revisionIn(text);
		return rev === undefined || rev === VERSION
			? { state: "ok", about: name, message: "runs kmslint" }
			: {
					state: "note",
					about: name,
					message: `runs kmslint ${rev}, and this is ${VERSION}: reports can differ`,
				};
	});
}
