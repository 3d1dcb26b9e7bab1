import { dirname } from "node:path";
import { AppFiles } from "../../app/app-files.ts";
import { Workspaces } from "../../app/workspaces.ts";
import { repositoryTop } from "../../files/repository-top.ts";
import { shownPath } from "../file/shown-path.ts";

/** A workspace of npm, pnpm, Yarn or Bun. */
export interface Workspace {
	/** Absolute. */
	readonly root: string;
	/** The folders of its packages, from the root, with `/`. */
	readonly packages: readonly string[];
}

/**
 * The workspace that a folder is the root of, or a package of; null for neither.
 *
 * @param cwd absolute
 */
export function workspaceAround(cwd: string): Workspace | null {
	const top = repositoryTop(cwd, [cwd]);
	for (let folder = cwd; ; folder = dirname(folder)) {
		const root = folder;
		const files = new AppFiles([root], { cwd: root, parameterOverrides: {}, suppressions: true });
		const folders = new Workspaces(files).foldersIn(root);
		if (folders.length > 0 && (root === cwd || folders.includes(cwd))) {
			return { root, packages: folders.map((one) => shownPath(one, root)) };
		}
		if (folder === top || dirname(folder) === folder) {
			return null;
		}
	}
}
