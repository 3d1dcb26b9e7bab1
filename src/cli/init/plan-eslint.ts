import { addToFlatConfig, FLAT_CONFIGS } from "../../languages/flat-config.ts";
import plugin from "../../plugin.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryTop } from "../../files/repository-top.ts";
import { shownPath } from "../file/shown-path.ts";
import { NOTHING, type Paste, type Plan } from "./change.ts";
import { readOwn, type Member, type Project } from "./look-around.ts";

const NAME = plugin.meta.name;

const ADDITION = { name: "awsKms", module: NAME, item: "...awsKms.configs.recommended" };

const BLOCK = `import awsKms from "${NAME}";

export default [
  // what is there
  ...awsKms.configs.recommended,
];
`;

/** A configuration of the root, which a package may build its own on: `import root from "../../eslint.config.js"`. */
const OF_ROOT = "../eslint.config";

/**
 * What shows findings in an editor: for a project that has ESLint, and for the packages of a workspace that have a
 * configuration of their own, to which that of the root does not apply.
 */
export function planEslint(project: Project): Plan {
	const { cwd, packages, members } = project;
	const hasEslint = packages !== null && (packages.has("eslint") || packages.has(NAME));
	const plans = [
		...(hasEslint ? [planIn(project, packages)] : []),
		...members.flatMap((member): readonly Plan[] => {
			const { folder, packages: own } = member;
			const file = configIn(cwd, folder);
			const text = file === null ? null : readOwn(cwd, file);
			if (file === null || (!hasEslint && !own.has("eslint")) || text?.includes(OF_ROOT) === true) {
				return [];
			}
			const plan = addTo(cwd, file);
			// What the root has, its packages find.
			return [hasEslint ? plan : { ...plan, commands: commandsFor(project, own, member) }];
		}),
	];
	return {
		changes: plans.flatMap((plan) => plan.changes),
		pastes: plans.flatMap((plan) => plan.pastes),
		commands: [...new Set(plans.flatMap((plan) => plan.commands))],
	};
}

/** The part of the folder itself, which has ESLint. */
function planIn(project: Project, packages: ReadonlySet<string>): Plan {
	const { cwd, isModule } = project;
	const commands = commandsFor(project, packages, null);
	const file = configIn(cwd, "");
	if (file !== null) {
		return { ...addTo(cwd, file), commands };
	}
	const other = configInstead(cwd);
	if (other !== null) {
		return { changes: [], pastes: other.isSetUp ? [] : [{ ...other, text: BLOCK }], commands };
	}
	const name = isModule ? "eslint.config.js" : "eslint.config.mjs";
	const after = `import awsKms from "${NAME}";\n\nexport default [...awsKms.configs.recommended];\n`;
	return { changes: [{ file: name, before: null, after }], pastes: [], commands };
}

/** The configuration in a folder of the project; null if it has none. */
function configIn(cwd: string, folder: string): string | null {
	const name = FLAT_CONFIGS.find((one) => existsSync(join(cwd, folder, one)));
	return name === undefined ? null : folder === "" ? name : `${folder}/${name}`;
}

/** What is missing, as a command that installs it. */
function commandsFor(
	{ hasTypeScript, install }: Project,
	packages: ReadonlySet<string>,
	member: Member | null,
): readonly string[] {
	const missing = [
		...["eslint", NAME].filter((name) => !packages.has(name)),
		...(hasTypeScript && !packages.has("typescript-eslint") && !packages.has("@typescript-eslint/parser")
			? ["@typescript-eslint/parser", "typescript"].filter((name) => !packages.has(name))
			: []),
	];
	return missing.length === 0 ? [] : [`${install(member)} ${missing.join(" ")}`];
}

/** Adds the presets to a configuration that is there. */
function addTo(cwd: string, file: string): Plan {
	const before = readOwn(cwd, file);
	if (before?.includes(NAME) === true) {
		return NOTHING;
	}
	const edits = before === null ? null : addToFlatConfig(before, file, ADDITION);
	return before === null || edits === null
		? {
				...NOTHING,
				pastes: [{ file, why: "its list of configurations has no place that is surely right", text: BLOCK }],
			}
		: { ...NOTHING, changes: [{ file, before, after: applyEdits(before, edits) }] };
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
