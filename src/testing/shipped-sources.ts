import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync, type Node } from "oxc-parser";

const ROOT = resolve(import.meta.dirname, "../..");

interface ShippedSource {
	/** From the root of the repository, with `/`. */
	readonly path: string;
	readonly text: string;
	/** Every node of the tree, a parent before its children. */
	readonly nodes: readonly Node[];
}

/** The modules that are published, from the root with `/`. What is not shipped reads our own texts. */
export const SHIPPED_FILES: readonly string[] = ["src", "rules"].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
		.filter(
			(path) =>
				path.endsWith(".ts") && !path.endsWith(".test.ts") && !/^src\/(?:testing|bench|fuzz)\//u.test(path),
		),
);

let parsed: readonly ShippedSource[] | null = null;

/** The same, parsed. */
export function shippedSources(): readonly ShippedSource[] {
	parsed ??= SHIPPED_FILES.map((path) => {
		const text = readFileSync(join(ROOT, path), "utf8");
		const nodes: Node[] = [];
		addNodes(parseSync(path, text).program, nodes);
		return { path, text, nodes };
	});
	return parsed;
}

function addNodes(value: unknown, nodes: Node[]): void {
	if (Array.isArray(value)) {
		for (const one of value) {
			addNodes(one, nodes);
		}
	} else if (typeof value === "object" && value !== null && "type" in value) {
		nodes.push(value as Node);
		addNodes(Object.values(value), nodes);
	}
}

/** A place as editors read it. */
export function placeOf(path: string, text: string, offset: number): string {
	return `${path}:${String(text.slice(0, offset).split("\n").length)}`;
}
