/** How many characters of code nobody writes on one line. */
const LONG_LINE = 5000;

/** How much of a long line must be code: a line that is one long literal is a person's. */
const CODE_IN_LONG_LINE = 1000;

/** Up to the end of the line where it is not closed, so that no stretch is read twice. */
const LITERAL = /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`(?:[^`\\]|\\[^])*`?/gu;

/** The last lines of what a compiler or a bundler writes. */
const SOURCE_MAP = /(?:^|\n)[ \t]*(?:\/\/[#@]|\/\*[#@]) ?sourceMappingURL=\S+(?:[ \t]*\*\/)?\s*$/u;

/** How much of the end is looked at for a source map; an inline one is longer. */
const TAIL = 4096;
const INLINE_SOURCE_MAP = /\n[ \t]*(?:\/\/[#@]|\/\*[#@]) ?sourceMappingURL=data:/u;

/**
 * What bundlers write at the beginning of a line, and nobody else: helpers of esbuild, of webpack and ncc, of rollup's
 * plugins.
 */
const BANNERS: readonly RegExp[] = [
	/^var __(?:defProp|create|getOwnPropNames|getOwnPropDesc|getProtoOf|hasOwnProp|commonJS|esm|export|copyProps|toESM|toCommonJS|require) ?= /mu,
	/^var __defProp=Object\.defineProperty/mu,
	/^\/\*{6}\/[ \t]*(?:\(\(\) => \{|\(function ?\(|var __webpack_|"use strict")/mu,
	/^(?:\/\*{6}\/)?[ \t]*function __(?:webpack|nccwpck)_require__\(/mu,
	/^(?:\/\*{6}\/)?[ \t]*var __webpack_(?:modules|module_cache|exports)__ ?=/mu,
	/^\/\*! For license information please see \S+\.LICENSE\.txt \*\//u,
	/^var commonjsGlobal = typeof globalThis/mu,
	/^function getDefaultExportFromCjs ?\(/mu,
	/^\/\/#region (?:node_modules|\\0?rolldown)/mu,
	/^(?:parcelRequire|var \$parcel\$global)/mu,
];

/** Each of them has one of these in it, which most texts have not. */
const MARKS: readonly string[] = [
	"__",
	"/******/",
	"/*! For license",
	"commonjsGlobal",
	"getDefaultExportFromCjs",
	"//#region",
	"parcel",
];

/**
 * True of a program that a bundler or a minifier wrote: it has a source map, a bundler's helpers, or a line of code too
 * long for a person.
 */
export function isBundled(text: string): boolean {
	return (
		(text.includes("sourceMappingURL=") && (SOURCE_MAP.test(text.slice(-TAIL)) || INLINE_SOURCE_MAP.test(text))) ||
		(MARKS.some((mark) => text.includes(mark)) && BANNERS.some((banner) => banner.test(text))) ||
		hasLongLine(text)
	);
}

function hasLongLine(text: string): boolean {
	for (let start = 0; start + LONG_LINE < text.length;) {
		const found = text.indexOf("\n", start);
		const end = found === -1 ? text.length : found;
		if (
			end - start > LONG_LINE &&
			text
				.slice(start, end)
				.replaceAll(LITERAL, "")
				.replace(/\/\/[^]*/u, "").length > CODE_IN_LONG_LINE
		) {
			return true;
		}
		start = end + 1;
	}
	return false;
}

/**
 * `<%= name %>`, `{{ name }}`, `{% if x %}`: where a generator puts something in. An object literal in JSX has a colon.
 */
const PLACEHOLDER = /<%|\{\{[#/>!&^~-]?[^{}:;,]*\}\}|\{%/u;

/**
 * True where a text that is no program is the template of one: a placeholder stands where the parser gave up.
 *
 * @param line where that was, from 1
 */
export function isTextTemplate(text: string, line: number): boolean {
	const lines = text.split(/\r\n|[\r\n]/u);
	return lines.slice(Math.max(0, line - 2), line).some((one) => PLACEHOLDER.test(one));
}
