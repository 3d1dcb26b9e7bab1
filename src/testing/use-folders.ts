import { afterEach } from "vitest";
import { Folder } from "./run-command.ts";

/** Makes folders for the tests of a file; each is removed with the end of the test that asked for it. */
export function useFolders(): (files: Readonly<Record<string, string | Uint8Array>>) => Folder {
	const folders: Folder[] = [];
	afterEach(() => {
		folders.splice(0).forEach((folder) => folder.remove());
	});
	return (files) => {
		const folder = new Folder(files);
		folders.push(folder);
		return folder;
	};
}
