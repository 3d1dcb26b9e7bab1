import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Chromium under one of the names that it is installed by. Source: the packages of Debian, Fedora and Google. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium that is installed here; null for none. `KMSLINT_BROWSER` names another. */
export function findBrowser(): string | null {
	const named = process.env["KMSLINT_BROWSER"];
	const paths = (process.env["PATH"] ?? "")
		.split(delimiter)
		.flatMap((folder) => NAMES.map((name) => join(folder, name)));
	return [...(named === undefined ? [] : [named]), ...paths].find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
