import type { Resource } from "./resource.ts";

const AT_EDGE = new WeakSet<Resource>();

/** For the dialect that knows it: CloudFront runs this function at its edge, where it may have no variables. */
export function markAtEdge(fn: Resource): void {
	AT_EDGE.add(fn);
}

/** True for a Lambda@Edge function. */
export function isAtEdge(fn: Resource): boolean {
	return AT_EDGE.has(fn);
}
