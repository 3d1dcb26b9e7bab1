import type { Suppressions } from "../../model/suppression.ts";
import type { Reading } from "../dialect.ts";
import type { ModuleFolders, TerraformFile } from "./evaluate/terraform-file.ts";
import { moduleFiles } from "./module-files.ts";
import { parseNamed } from "./parse/parse-named.ts";
import type { HclFile } from "./parse/syntax.ts";
import { calledFor } from "./translate/called-for.ts";
import { FileView } from "./translate/file-view.ts";
import { TerraformStack } from "./translate/terraform-stack.ts";
import { ModuleWriter } from "./write/module-writer.ts";

/** A file that is read, and what is known of where it is. */
export interface TerraformText {
	readonly text: string;
	readonly file: HclFile;
	/** Where it is on disk; null if that is not known. */
	readonly path: string | null;
	/** A folder: nothing outside of it is read. */
	readonly root: string;
	readonly suppressions: Suppressions;
	/** Set if no file changes on disk as long as it is the same object. */
	readonly run?: object | null;
}

/** A module that was read, with the lists of files that it was read from. */
interface Recent {
	readonly folder: string;
	readonly root: string;
	readonly lists: ReadonlyMap<string, readonly TerraformFile[]>;
	/** The run that it was read in, during which no file changes. */
	readonly run: object | null;
	/** Sources that led nowhere: a folder may be there by now. */
	readonly missing: readonly (readonly [from: string, source: string])[];
	readonly stack: TerraformStack;
}

/** Modules are read folder by folder. */
const MAX_RECENT = 4;
const RECENT: Recent[] = [];

/**
 * Reads the module that a file belongs to, as seen from that file: once for all files of the module, as long as nothing of
 * it has changed. Nothing is executed or fetched.
 */
export function readStack(read: TerraformText): FileView {
	const run = read.run ?? null;
	const { file, folders } = moduleFiles({ ...read, run }, parseNamed);
	const isFresh = ({ folder, root, lists, run: before, missing }: Recent): boolean =>
		folder === folders.own &&
		root === read.root &&
		// Its own files may be others in the same run: one that is no part of the module, as read with it.
		folders.filesIn(folder) === lists.get(folder) &&
		((run !== null && run === before) ||
			([...lists].every(([other, list]) => folders.filesIn(other) === list) &&
				missing.every(([from, source]) => folders.resolve(from, source) === null)));
	const known = read.path === null ? undefined : RECENT.find(isFresh);
	return new FileView(
		(known ?? readModule(folders, read.root, run)).stack,
		file,
		read.suppressions,
		(view) => new ModuleWriter(view),
	);
}

/**
 * What is known of resources that a file has other folders make.
 *
 * @param suppressions false to hear no comments of the modules
 */
export function callsOf(view: FileView, suppressions: boolean): NonNullable<Reading["calledFor"]> {
	return (resource, place) => calledFor(view, resource, place, suppressions);
}

function readModule(folders: ModuleFolders, root: string, run: object | null): Recent {
	const lists = new Map<string, readonly TerraformFile[]>();
	const missing: (readonly [string, string])[] = [];
	const recent = {
		folder: folders.own,
		root,
		lists,
		run,
		missing,
		stack: new TerraformStack({
			own: folders.own,
			filesIn(folder) {
				const list = folders.filesIn(folder);
				lists.set(folder, list);
				return list;
			},
			resolve(from, source) {
				const folder = folders.resolve(from, source);
				if (folder === null) {
					missing.push([from, source]);
				}
				return folder;
			},
		}),
	};
	RECENT.unshift(recent);
	RECENT.splice(MAX_RECENT);
	return recent;
}
