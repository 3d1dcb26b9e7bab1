import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./look-around.ts";

/** What sets up hooks. */
const HOOKS = [".pre-commit-config.yaml", ".lintstagedrc", ".lintstagedrc.json", "lefthook.yml", ".husky"] as const;

/** What a project does not have, so that nothing of it is set up, each for an item of a list. */
export function findAbsent({ cwd, kinds, packages }: Project): readonly string[] {
	const has = (name: string): boolean => existsSync(join(cwd, name));
	return [
		...(kinds.size > 0 ? [] : ["files to check: there is no template, no Terraform and no program in this folder"]),
		...(packages?.has("eslint") === true
			? []
			: ["ESLint: install it for findings in the editor (needs package.json), or see 'kmslint lsp --help'"]),
		...(has(".vscode") ? [] : [".vscode: make the folder for settings of VS Code"]),
		...(HOOKS.some((name) => has(name)) || packages?.has("lint-staged") === true
			? []
			: ["hooks: set up pre-commit, lint-staged, lefthook or husky"]),
		...(has(".github") || has(".gitlab-ci.yml") ? [] : ["CI: make the folder .github, or .gitlab-ci.yml"]),
	];
}
