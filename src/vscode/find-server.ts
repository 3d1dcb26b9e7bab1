import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";

/** The program that is started, and the folder that it is started in. */
export interface FoundServer {
	readonly path: string;
	/** True for that of the extension. */
	readonly isBundled: boolean;
}

/** The package that has the command. */
const PACKAGE = "eslint-plugin-aws-kms";

/**
 * Finds the server: the one that the user names, that of the workspace, or that of the extension. Of a workspace that is not
 * trusted nothing is run.
 *
 * @param folders the folders of the workspace, absolute
 * @param named the setting `kmslint.path`; empty for none
 */
export function findServer(
	folders: readonly string[],
	{ isTrusted, named, bundled }: { readonly isTrusted: boolean; readonly named: string; readonly bundled: string },
): FoundServer {
	if (isTrusted) {
		const own = [...(isAbsolute(named) ? [named] : []), ...folders.flatMap(commandIn)].find(isFile);
		if (own !== undefined) {
			return { path: own, isBundled: false };
		}
	}
	return { path: bundled, isBundled: true };
}

/** Where the package of a folder has its command, if it is installed there. */
function commandIn(folder: string): readonly string[] {
	const manifest = join(folder, "node_modules", PACKAGE, "package.json");
	try {
		const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly bin?: { readonly kmslint?: unknown } };
		return typeof bin?.kmslint === "string" ? [join(dirname(manifest), bin.kmslint)] : [];
	} catch {
		return [];
	}
}

function isFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
