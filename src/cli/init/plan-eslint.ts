import { addToFlatConfig, FLAT_CONFIGS } from "../../languages/flat-config.ts";
import plugin from "../../plugin.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryTop } from "../../files/repository-top.ts";
import { shownPath } from "../file/shown-path.ts";
import { NOTHING, type Paste, type Plan } from "./change.ts";
import { readOwn, type Project } from "./look-around.ts";

const NAME = plugin.meta.name;

const ADDITION = { name: "awsKms", module: NAME, item: "...awsKms.configs.recommended" };

const BLOCK = `import awsKms from "${NAME}";

export default [
  // what is there
  ...awsKms.configs.recommended,
];
`;

/** What shows findings in an editor: for a project that has ESLint. */
export function planEslint({ cwd, packages, isModule, hasTypeScript, install }: Project): Plan {
	if (packages === null || !(packages.has("eslint") || packages.has(NAME))) {
		return NOTHING;
	}
	const missing = [
		...["eslint", NAME].filter((name) => !packages.has(name)),
		...(hasTypeScript && !packages.has("typescript-eslint") && !packages.has("@typescript-eslint/parser")
			? ["@typescript-eslint/parser", "typescript"].filter((name) => !packages.has(name))
			: []),
	];
	const commands = missing.length === 0 ? [] : [`${install} ${missing.join(" ")}`];
	const file = FLAT_CONFIGS.find((name) => existsSync(join(cwd, name)));
	if (file === undefined) {
		const other = configInstead(cwd);
		if (other !== null) {
			return { changes: [], pastes: other.isSetUp ? [] : [{ ...other, text: BLOCK }], commands };
		}
		const name = isModule ? "eslint.config.js" : "eslint.config.mjs";
		const after = `import awsKms from "${NAME}";\n\nexport default [...awsKms.configs.recommended];\n`;
		return { changes: [{ file: name, before: null, after }], pastes: [], commands };
	}
	const before = readOwn(cwd, file);
	if (before?.includes(NAME) === true) {
		return { ...NOTHING, commands };
	}
	const edits = before === null ? null : addToFlatConfig(before, file, ADDITION);
	return before === null || edits === null
		? {
				changes: [],
				pastes: [{ file, why: "its list of configurations has no place that is surely right", text: BLOCK }],
				commands,
			}
		: { changes: [{ file, before, after: applyEdits(before, edits) }], pastes: [], commands };
}

/** The names of a configuration before the flat ones; the first flat one in its folder turns it off. */
const OLD_CONFIGS = ["", ".js", ".cjs", ".yaml", ".yml", ".json"].map((ending) => `.eslintrc${ending}`);

/** The configuration of which a new one in a folder would take the place; null if there is none. */
function configInstead(cwd: string): (Pick<Paste, "file" | "why"> & { readonly isSetUp: boolean }) | null {
	const top = repositoryTop(cwd, [cwd]);
	for (let folder = cwd; ; folder = dirname(folder)) {
		const has = (name: string): boolean => existsSync(join(folder, name));
		const flat = FLAT_CONFIGS.find(has);
		if (flat !== undefined) {
			const file = shownPath(join(folder, flat), cwd);
			const isSetUp = readOwn(folder, flat)?.includes(NAME) === true;
			return { file, why: "a configuration in this folder would take its place", isSetUp };
		}
		const old = OLD_CONFIGS.find(has) ?? (hasOldConfig(folder) ? "package.json" : null);
		if (old !== null) {
			const why = `with it, ESLint no longer reads '${shownPath(join(folder, old), cwd)}': migrate that first`;
			return { file: "eslint.config.mjs", why, isSetUp: false };
		}
		if (folder === top) {
			return null;
		}
	}
}

function hasOldConfig(folder: string): boolean {
	return readOwn(folder, "package.json")?.includes('"eslintConfig"') === true;
}
