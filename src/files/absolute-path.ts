import { resolve } from "node:path";

let known = { folder: "", name: "", path: "" };

/** The absolute path of a file that is named from a folder. Whoever takes a file asks for its path several times in a row. */
export function absolutePath(folder: string, name: string): string {
	if (known.name !== name || known.folder !== folder) {
		known = { folder, name, path: resolve(folder, name) };
	}
	return known.path;
}
