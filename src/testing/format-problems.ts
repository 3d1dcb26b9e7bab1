import { parseHcl } from "../languages/terraform/parse/parse-hcl.ts";
import { childrenOf } from "../languages/terraform/parse/children-of.ts";
import type { HclNode, HclTemplate } from "../languages/terraform/parse/syntax.ts";

/** What one line is made of, as `terraform fmt` sees it. */
interface Line {
	readonly text: string;
	/** How many more brackets it opens than it closes. */
	readonly change: number;
	/** The column of the `=` that it aligns; -1 if there is none. */
	readonly sign: number;
	/** The column of a comment behind something; -1 if there is none. */
	readonly comment: number;
	/** True for a line inside a text. */
	readonly isText: boolean;
}

/**
 * The lines that `terraform fmt` would change, with why: indentation, and `=` and comments of lines that follow each
 * other. It knows no blanks inside a line but those.
 *
 * Source: hclwrite's `format.go`, https://github.com/hashicorp/hcl.
 */
export function formatProblems(text: string): readonly string[] {
	const lines = linesOf(text);
	const problems: string[] = [];
	/** How many brackets each line has left open. */
	const open: number[] = [];
	lines.forEach(({ text: line, change, isText }, index) => {
		for (let closed = -change; closed > 0 && open.length > 0;) {
			const last = open.pop() ?? 0;
			if (last > closed) {
				open.push(last - closed);
			}
			closed -= last;
		}
		const depth = open.length;
		if (change > 0) {
			open.push(change);
		}
		if (!isText && line.trim() !== "" && line.length - line.trimStart().length !== 2 * depth) {
			problems.push(`${String(index + 1)}: indentation of ${line}`);
		}
		if (!isText && line.trimEnd() !== line) {
			problems.push(`${String(index + 1)}: blanks at the end`);
		}
	});
	for (const [what, columnOf] of [
		["=", ({ sign }: Line) => sign],
		["comment", ({ comment }: Line) => comment],
	] as const) {
		let chain: Line[] = [];
		for (const line of [...lines, undefined]) {
			if (line !== undefined && columnOf(line) !== -1) {
				chain.push(line);
				continue;
			}
			const ends = chain.map((one) => one.text.slice(0, columnOf(one)).trimEnd().length);
			const column = Math.max(0, ...ends) + 1;
			problems.push(
				...chain.filter((one) => columnOf(one) !== column).map((one) => `${what} of ${one.text.trim()}`),
			);
			chain = [];
		}
	}
	return problems;
}

function linesOf(text: string): readonly Line[] {
	const file = parseHcl(text);
	const templates = templatesIn(file.body);
	const inText = new Uint8Array(text.length);
	for (const { start, end } of [...templates, ...file.comments]) {
		inText.fill(1, start, end);
	}
	const lines: Line[] = [];
	let start = 0;
	for (const line of text.split("\n")) {
		const at = start;
		start += line.length + 1;
		let sign = -1;
		let net = 0;
		let change = 0;
		for (let index = 0; index < line.length; index += 1) {
			const character = inText[at + index] === 1 ? "" : line.charAt(index);
			const step =
				"([{".includes(character) && character !== ""
					? 1
					: ")]}".includes(character) && character !== ""
						? -1
						: 0;
			change += step;
			if (
				sign === -1 &&
				character === "=" &&
				!/[=!<>]/u.test(line.charAt(index - 1)) &&
				!/[=>]/u.test(line.charAt(index + 1))
			) {
				sign = index;
			}
			net += sign === -1 ? 0 : step;
		}
		const comment = file.comments.find((one) => one.start >= at && one.start < at + line.length);
		const isText = templates.some((one) => one.style !== "quoted" && one.inner.start <= at && at < one.end);
		lines.push({
			text: line.replace(/\r$/u, ""),
			change,
			sign: net === 0 && !isText && line.slice(0, sign).trim() !== "" ? sign : -1,
			comment: comment === undefined || line.slice(0, comment.start - at).trim() === "" ? -1 : comment.start - at,
			isText,
		});
	}
	return lines;
}

function templatesIn(node: HclNode): readonly HclTemplate[] {
	return node.type === "HclTemplate" ? [node] : childrenOf(node).flatMap(templatesIn);
}
