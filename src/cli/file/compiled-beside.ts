import { existsSync } from "node:fs";

/** What the TypeScript compiler and its kin write into a module of CommonJS. */
const MARK = 'Object.defineProperty(exports, "__esModule"';

/**
 * True for a program that a compiler wrote beside its source: `orders.js` beside `orders.ts`. Its findings are those of
 * the source, where they can be fixed.
 *
 * @param path absolute
 */
export function isCompiledBeside(path: string, text: string): boolean {
	const match = /\.([cm]?)jsx?$/u.exec(path);
	const stem = match === null ? "" : path.slice(0, match.index);
	const kind = match?.[1] ?? "";
	return match !== null && text.includes(MARK) && [`.${kind}ts`, `.${kind}tsx`].some((end) => existsSync(stem + end));
}
