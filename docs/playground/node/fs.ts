/** The module `node:fs` of a machine without files, but for those of this package that `build.js` puts in. */
declare const FILES: Readonly<Record<string, string>>;

/** By path from the root of the package, with `/` before it. */
const OWN = new Map(Object.entries(FILES));

export function readFileSync(path: string | URL): string {
	return OWN.get(path instanceof URL ? path.pathname : path) ?? nothing();
}

export const constants = { O_RDONLY: 0, O_NONBLOCK: 0, O_NOFOLLOW: 0 };

function nothing(): never {
	throw Object.assign(new Error("no such file or directory"), { code: "ENOENT" });
}

function statNothing(_path: string, { throwIfNoEntry = true }: { readonly throwIfNoEntry?: boolean } = {}): undefined {
	return throwIfNoEntry ? nothing() : undefined;
}

export {
	statNothing as statSync,
	statNothing as lstatSync,
	nothing as readdirSync,
	nothing as realpathSync,
	nothing as openSync,
	nothing as fstatSync,
	nothing as readSync,
	nothing as closeSync,
	nothing as mkdirSync,
	nothing as writeFileSync,
	nothing as renameSync,
	nothing as linkSync,
	nothing as rmSync,
};

export function existsSync(): boolean {
	return false;
}
