import { addToFlatConfig, FLAT_CONFIGS } from "../../languages/flat-config.ts";
import plugin from "../../plugin.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { NOTHING, type Plan } from "./change.ts";
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
