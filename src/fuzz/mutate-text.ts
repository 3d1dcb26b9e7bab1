import type { Random } from "./random.ts";

const PIECES = [
	'"',
	"'",
	"`",
	"{",
	"}",
	"[",
	"]",
	"(",
	")",
	":",
	",",
	"#",
	"|",
	">",
	"&a",
	"*a",
	"!Ref",
	"${",
	"\\",
	"\t",
	"\r",
	"\n",
	"\n\n",
	"\u2028",
	"\0",
	"\uD800",
	"é",
	"//",
	"/*",
	"*/",
	"...",
	"?.",
	"=>",
	"<<: *a",
	"---\n",
	"0x",
	"__proto__",
];

/** A text with some places damaged, as an editor leaves it in the middle of a word. */
export function mutateText(random: Random, text: string): string {
	let out = text;
	for (let count = random.below(4) + 1; count > 0; count -= 1) {
		const at = random.below(out.length + 1);
		const length = random.pick([0, 1, 3, 12, 80]);
		switch (random.below(4)) {
			case 0:
				out = out.slice(0, at) + out.slice(at + length);
				break;
			case 1:
				out = out.slice(0, at) + random.pick(PIECES) + out.slice(at);
				break;
			case 2:
				out = out.slice(0, at) + out.slice(at, at + length) + out.slice(at);
				break;
			default: {
				const from = random.below(out.length + 1);
				out = out.slice(0, at) + out.slice(from, from + length) + out.slice(at + length);
			}
		}
	}
	return out;
}
