/**
 * The module `node:path` for POSIX paths, as far as the rules use it: a browser has none.
 * Source: https://nodejs.org/api/path.html
 */

export const sep = "/";

/** Without `.`, `..` and doubled slashes; `..` above the root is the root. */
function normalizeParts(path: string, isRooted: boolean): string {
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "..") {
			if (parts.length > 0 && parts.at(-1) !== "..") {
				parts.pop();
			} else if (!isRooted) {
				parts.push(part);
			}
		} else if (part !== "" && part !== ".") {
			parts.push(part);
		}
	}
	return parts.join("/");
}

export function normalize(path: string): string {
	if (path === "") {
		return ".";
	}
	const isRooted = isAbsolute(path);
	const parts = normalizeParts(path, isRooted);
	const end = path.endsWith("/") && parts !== "" ? "/" : "";
	return isRooted ? `/${parts}${end}` : parts === "" ? (path.endsWith("/") ? "./" : ".") : `${parts}${end}`;
}

export function isAbsolute(path: string): boolean {
	return path.startsWith("/");
}

export function join(...paths: readonly string[]): string {
	return normalize(paths.filter((path) => path !== "").join("/"));
}

/** The working directory is the root. */
export function resolve(...paths: readonly string[]): string {
	const last = paths.findLastIndex(isAbsolute);
	return `/${normalizeParts(paths.slice(Math.max(last, 0)).join("/"), true)}`;
}

export function dirname(path: string): string {
	const trimmed = path.replace(/\/+$/u, "");
	const at = trimmed.lastIndexOf("/");
	return at > 0 ? trimmed.slice(0, at).replace(/(?<=[^/])\/$/u, "") : path.startsWith("/") ? "/" : ".";
}

export function basename(path: string, suffix = ""): string {
	const trimmed = path.replace(/\/+$/u, "");
	const name = trimmed.slice(trimmed.lastIndexOf("/") + 1);
	return suffix !== "" && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export function extname(path: string): string {
	const name = basename(path);
	const at = name.lastIndexOf(".");
	return at > 0 && name !== ".." ? name.slice(at) : "";
}

export function relative(from: string, to: string): string {
	const [source, target] = [from, to].map((path) => resolve(path).split("/").filter(Boolean)) as [string[], string[]];
	const shared = source.findIndex((part, at) => part !== target[at]);
	const same = shared === -1 ? source.length : shared;
	return [...source.slice(same).map(() => ".."), ...target.slice(same)].join("/");
}

export const posix = { sep, normalize, isAbsolute, join, resolve, dirname, basename, extname, relative };
