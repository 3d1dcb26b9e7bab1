/** The module `node:fs` of a machine without files: a page in a browser reads none. */

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
	nothing as readFileSync,
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
