import { parseTemplate } from "../template/parse/parse-template.ts";
import type { TemplateMapping, TemplateNode } from "../template/parse/ast.ts";

/** An error in a file of an assembly, at an offset. */
export interface AssemblyProblem {
	readonly message: string;
	readonly offset: number;
}

export type JsonReading =
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly problem: AssemblyProblem };

/** Parses JSON; the error has one sentence and a position, and quotes nothing of the text. */
export function readJson(text: string): JsonReading {
	try {
		return { ok: true, value: JSON.parse(text) };
	} catch {
		if (text.trim() === "") {
			return { ok: false, problem: { message: "It is empty.", offset: 0 } };
		}
		const parsed = parseTemplate(text, "json");
		const problem = parsed.ok ? undefined : parsed.errors.find(({ tolerated }) => !tolerated);
		return {
			ok: false,
			problem:
				problem === undefined
					? { message: "It is not JSON.", offset: firstStrange(text) }
					: { message: problem.message, offset: problem.offset },
		};
	}
}

/**
 * YAML accepts what JSON does not (a trailing comma, a comment), so the position comes from JSON.parse if it has one.
 */
function firstStrange(text: string): number {
	try {
		JSON.parse(text);
		return 0;
	} catch (error) {
		return Number(/at position (\d+)/u.exec(error instanceof Error ? error.message : "")?.[1] ?? 0);
	}
}

/**
 * The position of a key in a JSON text: `["artifacts", "Shop", "properties"]`. That of the last key on the path that
 * exists.
 */
export function offsetOf(text: string, path: readonly string[]): number {
	let node: TemplateNode | null | undefined = parseTemplate(text, "json").file?.body;
	let offset = 0;
	for (const name of path) {
		const pair = node?.type === "TemplateMapping" ? findPair(node, name) : undefined;
		if (pair === undefined) {
			break;
		}
		offset = pair.key.start;
		node = pair.value;
	}
	return offset;
}

/** The entry of a template that contains an offset: `{ section: "Parameters", id: "DbPassword" }`. */
export function entryAt(text: string, offset: number): { readonly section: string; readonly id: string } | null {
	const root = parseTemplate(text, "json").file?.body;
	const section = root?.type === "TemplateMapping" ? pairAt(root, offset) : undefined;
	const entry = section?.value.type === "TemplateMapping" ? pairAt(section.value, offset) : undefined;
	return section?.key.type === "TemplateScalar" && entry?.key.type === "TemplateScalar"
		? { section: section.key.value, id: entry.key.value }
		: null;
}

function findPair(node: TemplateMapping, name: string) {
	return node.pairs.find(({ key }) => key.type === "TemplateScalar" && key.value === name);
}

function pairAt(node: TemplateMapping, offset: number) {
	return node.pairs.find(({ start, end }) => start <= offset && offset < end);
}

/** A JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
