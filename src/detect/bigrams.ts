/**
 * How likely a letter follows a letter in the names that programmers give: row = the letter before, column = the letter
 * after, value = 8 · ln(26 · P(after | before)), from -32 (`A`: never) to 31 (`_`). A random draw scores about -13 a
 * pair.
 *
 * Made once from the 32 694 distinct identifiers, words and paths that occur at least twice in the declaration files
 * and read-me files of this project's dependencies, each counted once, half a count added to every pair; pairs that
 * span `fooBar` are left out. No secret and no file of a user went in.
 */
const TABLE =
	"CemhDSfAdRPojnAgApltcTWWbF" +
	"rNTMqEOCnjLtLAoNAifRpBAAdC" +
	"lKYHpAAocAmjJAvFCldpdAAATA" +
	"nNNe0NMHrHTeLNkaAcgQhHJAZA" +
	"iVklWcXDJIAegqLbXtrlIcSiZA" +
	"nAZInkAAxAAhAXrAAicgjAAAbA" +
	"fJLAyBferABhXnbdAkhaiMAATJ" +
	"uAFBxHAAmAEQbNqFAfQoiAAAcA" +
	"dZhifdiAAANjhurcEZloCaASAb" +
	"fMACwAAANACGGChOGC0YdnCGAA" +
	"gQPS2QYCrACSOcQUAOnNSAOAOE" +
	"pULbvOMAtAKmFBpRAEehjbBAeA" +
	"vdDQwAJAmNBamQnoAHaFZNAAWG" +
	"lDlolfoChCTUSYkZAGpuaZBAQA" +
	"XbgkGWWAXPdimvblAsbdiabMHO" +
	"qAMWvACWgAElRJncArapkHAAOA" +
	"AHAALAAAeAAZAHLHAHHL5ALAHA" +
	"qPfdwSeAoAVVcZoLAgijfWFAeA" +
	"dDlTsSAgnAWaVSlfBUnvgOMPdA" +
	"oAZJtNCjtAARQHmaAnldbALFmA" +
	"eheamadAfAApjqPhAqlrDDAMAB" +
	"uDJA1AWAtAEARGcDAJLKHAAAAA" +
	"rGANqAXerBAWAhrGAnpBAAjBAA" +
	"eLnGnMANjAAIaGTwAOOyAAAYZI" +
	"YWTIZSIAaAAjfqY1AJhcAZkACO" +
	"sHLA1AALsHYVAHgPAAHHPHHAdd";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * ln of how much likelier than by chance letter `column` follows letter `row`, at row · 26 + column; a and z are 0 and
 * 25.
 */
export const BIGRAMS: Float64Array = Float64Array.from(TABLE, (digit) => (DIGITS.indexOf(digit) - 32) / 8);

/**
 * ln P(kind after | kind before) in the same identifiers, at before · 4 + after: lower case, upper case, digit, other.
 * It is what tells `maxRetryCount2` from `x8Kq2LmZ`: in a name a digit rarely stands before a letter.
 */
export const KINDS: Float64Array = Float64Array.of(
	-0.13,
	-2.48,
	-5.51,
	-3.31,
	-0.38,
	-1.28,
	-5.58,
	-3.41,
	-2.81,
	-2.14,
	-0.69,
	-1.13,
	-0.33,
	-1.5,
	-2.91,
	-4,
);
