import type { AppMap, MapFunction } from "./app-map.ts";

/** The columns of the picture, from left to right. */
export type NodeKind = "function" | "variable" | "stored" | "key";

/** A box of the picture. */
export interface GraphNode {
	readonly id: string;
	readonly kind: NodeKind;
	readonly label: string;
	/** A second line: the handler, what a variable is set to, who may decrypt. */
	readonly detail: string;
	/** `exposed`: a secret in plaintext. `missing`: not set, or in no file. `unused`: set, and not read. */
	readonly state: "plain" | "exposed" | "missing" | "unused";
}

export interface GraphEdge {
	readonly from: string;
	readonly to: string;
}

/** What the pictures show: functions, the variables that matter for secrets, stored values and keys. */
export interface MapGraph {
	readonly nodes: readonly GraphNode[];
	readonly edges: readonly GraphEdge[];
}

/** The graph of a map: variables that hold no secret and name none are counted in one box. */
export function graphOf(map: AppMap): MapGraph {
	const nodes: GraphNode[] = [];
	const edges: GraphEdge[] = [];
	const add = (node: Omit<GraphNode, "id">): string => {
		const id = `n${String(nodes.length)}`;
		nodes.push({ id, ...node });
		return id;
	};
	const keys = new Map(
		map.keys.map((key) => [
			key.id,
			add({
				kind: "key",
				label: key.id,
				detail: [
					decryptedBy(key.decryptedBy),
					...map.functions.flatMap((fn) => (fn.key === key.id ? [`encrypts the variables of ${fn.id}`] : [])),
				].join(", "),
				state: "plain",
			}),
		]),
	);
	const stored = new Map(
		map.stored.map((one) => [
			one.id,
			add({
				kind: "stored",
				label: one.id,
				detail: one.kind === "secret" ? "secret" : "SSM parameter",
				state: one.place === null ? "missing" : "plain",
			}),
		]),
	);
	for (const one of map.stored) {
		connect(edges, stored.get(one.id), one.key === null ? undefined : keys.get(one.key));
	}
	for (const fn of map.functions) {
		const id = add({
			kind: "function",
			label: fn.id,
			detail: handlerOf(fn),
			state: fn.handler === null && !fn.isForeign ? "missing" : "plain",
		});
		const variables = addVariables(fn, id, add, edges);
		for (const { variables: by, reads } of fn.lookups) {
			for (const read of reads) {
				const from = by.flatMap((name) => variables.get(name) ?? []);
				(from.length === 0 ? [id] : from).forEach((one) => connect(edges, one, stored.get(read)));
			}
		}
	}
	return { nodes, edges: unique(edges) };
}

function addVariables(
	fn: MapFunction,
	id: string,
	add: (node: Omit<GraphNode, "id">) => string,
	edges: GraphEdge[],
): ReadonlyMap<string, string> {
	const inLookups = new Set(fn.lookups.flatMap(({ variables }) => variables));
	const made = new Map<string, string>();
	let others = 0;
	for (const { name, set, value, reads, missing, exposed } of fn.variables) {
		if (!exposed && !missing && !inLookups.has(name)) {
			others += set === null ? 0 : 1;
			continue;
		}
		const isUnused = reads.length === 0 && fn.handler !== null;
		const node = add({
			kind: "variable",
			label: name,
			detail:
				set === null
					? "not set"
					: [value ?? "", ...(exposed ? ["exposed"] : []), ...(isUnused ? ["not read"] : [])].join(", "),
			state: exposed ? "exposed" : set === null ? "missing" : isUnused ? "unused" : "plain",
		});
		made.set(name, node);
		connect(edges, id, node);
	}
	if (others > 0) {
		const label = `${String(others)} ${made.size > 0 ? "other " : ""}variable${others === 1 ? "" : "s"}`;
		connect(edges, id, add({ kind: "variable", label, detail: "without a secret", state: "plain" }));
	}
	return made;
}

function handlerOf({ handler, why }: MapFunction): string {
	return handler === null ? (why ?? "") : `${handler.file} ${handler.exported}`;
}

function decryptedBy(functions: readonly string[]): string {
	return functions.length === 0 ? "no function may decrypt" : `decrypted by ${functions.join(", ")}`;
}

function connect(edges: GraphEdge[], from: string | undefined, to: string | undefined): void {
	if (from !== undefined && to !== undefined) {
		edges.push({ from, to });
	}
}

function unique(edges: readonly GraphEdge[]): readonly GraphEdge[] {
	return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
}
