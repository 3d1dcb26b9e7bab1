import type { BlockSpec } from "../spec/type-spec.ts";

/** Where a property is written: in an argument, inside blocks, perhaps inside the map of the argument. */
export interface Route {
	/** The names of the blocks around it, the outermost first. */
	readonly blocks: readonly string[];
	readonly argument: string;
	readonly isDocument: boolean;
	/** Keys inside the argument's map. */
	readonly keys: readonly string[];
}

/** The way to a property of a body; null if the mapping has none. */
export function routeOf(spec: BlockSpec, path: readonly string[]): Route | null {
	for (const [argument, { at, kind }] of spec.arguments) {
		const isBelow = kind === "map" && path.length > at.length;
		if ((path.length === at.length || isBelow) && at.every(({ name }, index) => name === path[index])) {
			return { blocks: [], argument, isDocument: kind === "json", keys: path.slice(at.length) };
		}
	}
	for (const [name, block] of spec.blocks) {
		const begins = block.at.every((step, index) => step.name === path[index]);
		const route = begins ? routeOf(block, path.slice(block.at.length)) : null;
		if (route !== null) {
			return { ...route, blocks: [name, ...route.blocks] };
		}
	}
	return null;
}
