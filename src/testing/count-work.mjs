import { parseSync } from "rolldown/utils";

/** What is counted: our own code, not that of the tests. */
const OURS = /\/(?:src|rules)\/(?!testing\/)[\w/-]+\.ts$/u;

const isNode = (value) => typeof value === "object" && value !== null && typeof value.type === "string";

/** The places of a module at which its counts rise: the start of each function, and of each turn of a loop in it. */
class Places {
	/** The functions, by their names and where they start. */
	names = ["module"];
	/** Each with its offset (`at`) and its `text`. */
	insertions = [];

	visit(node, place, name) {
		const inner = /Function/u.test(node.type) ? this.#enter(node, name) : place;
		if (/^(?:For|While|DoWhile)/u.test(node.type) && isNode(node.body)) {
			this.#countBlock(node.body, inner);
		}
		const named = node.id ?? node.key ?? node.left;
		const given = isNode(named) && typeof named.name === "string" ? named.name : "";
		for (const value of Object.values(node)) {
			for (const child of Array.isArray(value) ? value : [value]) {
				if (isNode(child)) {
					this.visit(child, inner, given);
				}
			}
		}
	}

	#enter(node, name) {
		const own = isNode(node.id) ? String(node.id.name) : name;
		const place = this.names.push(`${own} ${String(node.start)}`) - 1;
		const { body } = node;
		if (isNode(body) && body.type !== "BlockStatement" && body.type !== "FunctionBody") {
			this.insertions.push(
				{ at: body.start, text: `(__counts[${String(place)}]++,` },
				{ at: body.end, text: ")" },
			);
		} else if (isNode(body)) {
			this.#countBlock(body, place);
		}
		return place;
	}

	#countBlock(body, place) {
		const count = `__counts[${String(place)}]++;`;
		if (body.type === "BlockStatement" || body.type === "FunctionBody") {
			this.insertions.push({ at: body.start + 1, text: count });
		} else {
			this.insertions.push({ at: body.start, text: `{${count}` }, { at: body.end, text: "}" });
		}
	}
}

/**
 * Lets one of our own modules count how often each of its functions, and each turn of a loop in it, is run: the same number
 * for the same work, on every machine and under every load. The engine's own counters give the same, but slow everything
 * down that is loaded, and are slow to ask.
 *
 * @param {string} code JavaScript
 * @param {string} path with `/`
 * @returns {string} the same lines, counting; the code itself if it is not ours
 */
export function countWork(code, path) {
	if (!OURS.test(path)) {
		return code;
	}
	const places = new Places();
	places.visit(parseSync(path.replace(/\.ts$/u, ".mjs"), code).program, 0, "");
	let counted = "";
	let from = 0;
	for (const { at, text } of places.insertions.sort((a, b) => a.at - b.at)) {
		counted += code.slice(from, at) + text;
		from = at;
	}
	const file = path.slice(path.lastIndexOf("/") + 1);
	const names = JSON.stringify(places.names.map((name) => `${file} ${name}`));
	// Whole numbers: before code is optimized, each count that is no small integer is an object of its own.
	const counts = `var __counts = new Uint32Array(${String(places.names.length)}); (globalThis.countedWork ??= []).push({ names: ${names}, counts: __counts });`;
	return `${counts}${counted}${code.slice(from)}`;
}
