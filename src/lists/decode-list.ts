import { ListError, positionIn } from "./list-error.ts";

/** The encodings that spreadsheets and services write. */
type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "shift_jis";

/** The text of a list. */
export interface DecodedList {
	/** Without a BOM, and with `\n` at the end of each line. */
	readonly text: string;
	readonly encoding: Encoding;
}

const BOMS: readonly (readonly [bytes: readonly number[], encoding: Encoding])[] = [
	[[0xef, 0xbb, 0xbf], "utf-8"],
	[[0xff, 0xfe], "utf-16le"],
	[[0xfe, 0xff], "utf-16be"],
];

/** What people give instead of a list, by its first bytes. */
const OTHERS: readonly (readonly [bytes: readonly number[], what: string, instead: string])[] = [
	[[0x50, 0x4b, 0x03, 0x04], "a workbook or an archive", "Save the sheet as CSV."],
	[[0xd0, 0xcf, 0x11, 0xe0], "an old workbook", "Save the sheet as CSV."],
	[[0x25, 0x50, 0x44, 0x46], "a PDF", "Copy its table to a sheet, and save that as CSV."],
	[[0x1f, 0x8b], "compressed", "Unpack it first."],
];

/** Words of headers in Japanese: only a text with one of them is Shift_JIS, whose bytes mean something in any encoding. */
const JAPANESE = /関数|アカウント|リージョン|バケット|イメージ|リソース|種別/u;

/**
 * Decodes a list: by its BOM; without one UTF-16 if it has NUL bytes, UTF-8 if it is valid, and otherwise what
 * spreadsheets write, Windows-1252 or (in Japanese) Shift_JIS.
 *
 * @throws {ListError} for what is no text
 */
export function decodeList(bytes: Uint8Array): DecodedList {
	for (const [head, what, instead] of OTHERS) {
		if (beginsWith(bytes, head)) {
			throw new ListError(`It is ${what}, not CSV or JSON. ${instead}`);
		}
	}
	const encoding = encodingOf(bytes);
	const text = decode(bytes, encoding, false)?.replaceAll(/\r\n?/gu, "\n") ?? "";
	const nul = text.indexOf("\0");
	if (nul >= 0) {
		throw new ListError("It is not text. Give a CSV or JSON file.", positionIn(text, nul));
	}
	return { text, encoding };
}

function encodingOf(bytes: Uint8Array): Encoding {
	const marked = BOMS.find(([head]) => beginsWith(bytes, head));
	if (marked !== undefined) {
		return marked[1];
	}
	const head = bytes.subarray(0, 4096);
	const zeros = [0, 0];
	head.forEach((byte, at) => {
		zeros[at % 2] = (zeros[at % 2] ?? 0) + (byte === 0 ? 1 : 0);
	});
	const [even = 0, odd = 0] = zeros;
	if (Math.max(even, odd) * 4 > head.length) {
		return even > odd ? "utf-16be" : "utf-16le";
	}
	if (decode(bytes, "utf-8", true) !== null) {
		return "utf-8";
	}
	return JAPANESE.test(decode(bytes, "shift_jis", true) ?? "") ? "shift_jis" : "windows-1252";
}

/** Null where bytes mean nothing in the encoding, and `fatal` is set. */
function decode(bytes: Uint8Array, encoding: Encoding, fatal: boolean): string | null {
	try {
		return new TextDecoder(encoding, { fatal }).decode(bytes);
	} catch {
		return null;
	}
}

function beginsWith(bytes: Uint8Array, head: readonly number[]): boolean {
	return head.every((byte, at) => bytes[at] === byte);
}
