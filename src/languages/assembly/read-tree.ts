import { isRecord } from "./read-json.ts";

/** A tree deeper than this is no app's. */
const MAX_DEPTH = 500;

/**
 * The construct paths of `tree.json` by logical id. An id that several stacks use has several: each assembly knows better
 * which, so the tree is asked last.
 */
export function readTree(tree: unknown): ReadonlyMap<string, readonly string[]> {
	const paths = new Map<string, string[]>();
	const open: { readonly node: unknown; readonly depth: number }[] = [{ node: isRecord(tree) ? tree["tree"] : null, depth: 0 }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { node, depth } = next;
		if (!isRecord(node) || depth > MAX_DEPTH) {
			continue;
		}
		const { path, attributes, children } = node;
		const id = isRecord(attributes) ? attributes["aws:cdk:cloudformation:logicalId"] : undefined;
		if (typeof id === "string" && typeof path === "string") {
			paths.set(id, [...(paths.get(id) ?? []), path]);
		}
		for (const child of Object.values(isRecord(children) ? children : {})) {
			open.push({ node: child, depth: depth + 1 });
		}
	}
	return paths;
}
