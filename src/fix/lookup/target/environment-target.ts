import type { EnvironmentRead } from "../../../languages/handler/environment/environment-reads.ts";
import type { EnvironmentTarget } from "../lookup.ts";

/** What a lookup would take the place of; null for a read through a function or a schema. */
export function environmentTarget({ name, shape, node }: EnvironmentRead): EnvironmentTarget | null {
	return (shape === "expression" && node.type === "MemberExpression") ||
		(shape === "pattern" && node.type === "Property")
		? { kind: "environment", node, variable: name }
		: null;
}
