import { parseAst, type Plugin } from "vite";

/** What is counted: our own code, not that of the tests. */
const OURS = /\/(?:src|rules)\/(?!testing\/)[\w/-]+\.ts$/u;

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number; readonly end: number };

const isNode = (value: unknown): value is Node =>
	typeof value === "object" && value !== null && typeof (value as Node).type === "string";

interface Insertion {
	readonly at: number;
	readonly text: string;
}

/** The places of a module at which its counts rise: the start of each function, and of each turn of a loop in it. */
class Places {
	/** The functions, by their names and where they start. */
	readonly names: string[] = ["module"];
	readonly insertions: Insertion[] = [];

	visit(node: Node, place: number, name: string): void {
		const inner = /Function/u.test(node.type) ? this.#enter(node, name) : place;
		if (/^(?:For|While|DoWhile)/u.test(node.type) && isNode(node["body"])) {
			this.#countBlock(node["body"], inner);
		}
		const named = node["id"] ?? node["key"] ?? node["left"];
		const given = isNode(named) && typeof named["name"] === "string" ? named["name"] : "";
		for (const value of Object.values(node)) {
			for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
				if (isNode(child)) {
					this.visit(child, inner, given);
				}
			}
		}
	}

	#enter(node: Node, name: string): number {
		const own = isNode(node["id"]) ? String(node["id"]["name"]) : name;
		const place = this.names.push(`${own} ${String(node.start)}`) - 1;
		const { body } = node;
		if (isNode(body) && body.type !== "BlockStatement") {
			this.insertions.push({ at: body.start, text: `(counts[${String(place)}]++,` }, { at: body.end, text: ")" });
		} else if (isNode(body)) {
			this.#countBlock(body, place);
		}
		return place;
	}

	#countBlock(body: Node, place: number): void {
		const count = `counts[${String(place)}]++;`;
		this.insertions.push(
			...(body.type === "BlockStatement"
				? [{ at: body.start + 1, text: count }]
				: [
						{ at: body.start, text: `{${count}` },
						{ at: body.end, text: "}" },
					]),
		);
	}
}

/**
 * Lets our own modules count how often each of their functions, and each turn of a loop in it, is run: the same number
 * for the same work, on every machine and under every load. The engine's own counters give the same, but slow everything
 * down that is loaded, and are slow to ask.
 */
export function countWork(): Plugin {
	return {
		name: "count-work",
		enforce: "post",
		transform(code, id) {
			if (!OURS.test(id) || id.includes("node_modules")) {
				return null;
			}
			const places = new Places();
			places.visit(parseAst(code) as unknown as Node, 0, "");
			let counted = "";
			let from = 0;
			for (const { at, text } of places.insertions.sort((a, b) => a.at - b.at)) {
				counted += code.slice(from, at) + text;
				from = at;
			}
			const file = id.slice(id.lastIndexOf("/") + 1);
			const names = JSON.stringify(places.names.map((name) => `${file} ${name}`));
			// Whole numbers: before code is optimized, each count that is no small integer is an object of its own.
			const counts = `var counts = new Uint32Array(${String(places.names.length)}); (globalThis.countedWork ??= []).push({ names: ${names}, counts });`;
			return {
				code: `${counts}${counted}${code.slice(from)}`,
				map: null,
			};
		},
	};
}
