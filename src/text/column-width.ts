/**
 * Characters that take two columns of a terminal. Source: "East Asian Width", Unicode Standard Annex #11, the values W and
 * F of EastAsianWidth.txt, in ranges.
 */
const WIDE =
	/[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;

/** Characters that take none: they are part of the one before. */
const NONE = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Every character of one column, up to the first combining one. */
const NARROW = /^[^\u0300-\u{10FFFF}]*$/u;

/** How many columns of a terminal a text of one line takes. */
export function columnsOf(text: string): number {
	if (NARROW.test(text)) {
		return text.length;
	}
	let columns = 0;
	for (const character of text) {
		columns += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
	}
	return columns;
}
