import type { HclNode, HclObject } from "../parse/syntax.ts";
import { awsccType, hasOwnKeys, namesOfType, toAwscc } from "../spec/awscc.ts";
import { companionSpec, typeSpec, type BlockSpec } from "../spec/type-spec.ts";
import type { OwnNodes } from "./own-nodes.ts";

/** Where an object is: the type of its resource, and the names of the arguments and keys that lead to it. */
interface Place {
	readonly type: string;
	readonly names: readonly string[];
}

/**
 * How the author of an object writes a property of it: `Encrypted` is `encrypted` in what is a block (in JSON, or where
 * blocks are written as a list) and in resources of `hashicorp/awscc`; a key of a map is itself. Null if the object has no
 * such argument.
 */
export function keyOfProperty(nodes: OwnNodes, object: HclObject, property: string): string | null {
	const { type, names } = placeOf(nodes, object);
	if (type.startsWith("awscc_")) {
		const cfn = awsccType(type) ?? "";
		return hasOwnKeys(cfn, propertyPath(cfn, names)) ? property : toAwscc(property);
	}
	let spec: BlockSpec | undefined = (typeSpec(type) ?? companionSpec(type))?.body;
	for (const name of names) {
		spec = spec?.blocks.get(name);
	}
	return spec === undefined ? property : argumentFor(spec, property);
}

/** `["environment", "variables"]` as `Environment.Variables`. */
function propertyPath(cfn: string, names: readonly string[]): string {
	const known = namesOfType(cfn);
	return names.map((name) => known.get(name) ?? capitalize(name)).join(".");
}

function capitalize(name: string): string {
	return name.replace(/(?:^|_)([a-z\d])/gu, (_, letter: string) => letter.toUpperCase());
}

function placeOf(nodes: OwnNodes, object: HclObject): Place {
	const names: string[] = [];
	let node: HclNode | undefined = object;
	for (; node !== undefined && node.type !== "HclBlock"; node = nodes.around(node)) {
		if (node.type === "HclAttribute") {
			names.unshift(node.name.text);
		} else if (node.type === "HclObjectItem") {
			names.unshift(node.name ?? "");
		}
	}
	if (node === undefined) {
		return { type: "", names };
	}
	const way = nodes.wayTo(node);
	return { type: way.outermost.labels[0]?.text ?? "", names: [...way.names, ...names] };
}

/** The argument of a block that a property is; null if there is none in the block itself. */
function argumentFor({ arguments: all }: BlockSpec, property: string): string | null {
	for (const [name, { at, kind }] of all) {
		if (at.length === 1 && at[0]?.name === property && (kind === "value" || kind === "bool")) {
			return name;
		}
	}
	return null;
}
