import { isRecord } from "./read-json.ts";

/** The content of `tree.json`. */
export interface ConstructTree {
	/**
	 * The construct paths by logical id. An id that several stacks use has several paths: the metadata of the
	 * assemblies are more precise, so this is the last resort.
	 */
	readonly paths: ReadonlyMap<string, readonly string[]>;
	/** CDK's class of each construct, by path: `aws-cdk-lib.aws_kms.Key`, also for a subclass of the author. */
	readonly classes: ReadonlyMap<string, string>;
}

export const NO_TREE: ConstructTree = { paths: new Map(), classes: new Map() };

/** No app has a deeper tree. */
const MAX_DEPTH = 500;

/** Reads `tree.json`, and skips what it does not know. */
export function readTree(tree: unknown): ConstructTree {
	const paths = new Map<string, string[]>();
	const classes = new Map<string, string>();
	const open: { readonly node: unknown; readonly depth: number }[] = [
		{ node: isRecord(tree) ? tree["tree"] : null, depth: 0 },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { node, depth } = next;
		if (!isRecord(node) || depth > MAX_DEPTH) {
			continue;
		}
		const { path, attributes, children, constructInfo } = node;
		const id = isRecord(attributes) ? attributes["aws:cdk:cloudformation:logicalId"] : undefined;
		const name = isRecord(constructInfo) ? constructInfo["fqn"] : undefined;
		if (typeof path === "string" && typeof id === "string") {
			const known = paths.get(id);
			if (known === undefined) {
				paths.set(id, [path]);
			} else {
				known.push(path);
			}
		}
		if (typeof path === "string" && typeof name === "string") {
			classes.set(path, name);
		}
		for (const child of Object.values(isRecord(children) ? children : {})) {
			open.push({ node: child, depth: depth + 1 });
		}
	}
	return { paths, classes };
}
