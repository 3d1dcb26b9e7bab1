import type { HclBlock, HclNode, HclObject } from "../parse/syntax.ts";
import { awsccType, hasOwnKeys, namesOfType, toAwscc } from "../spec/awscc.ts";
import { companionSpec, typeSpec, type BlockSpec } from "../spec/type-spec.ts";
import type { OwnNodes } from "./own-nodes.ts";

/** Where an object is: the type of its resource, and the names of the arguments and keys that lead to it. */
interface Place {
	readonly type: string;
	readonly names: readonly string[];
}

/**
 * How the author of an object writes a property of it: `Encrypted` is `encrypted` in a block of JSON and in resources of
 * `hashicorp/awscc`, and a key of a map is itself. Null if the object has no such argument.
 */
export function keyOfProperty(nodes: OwnNodes, object: HclObject, property: string, isJson: boolean): string | null {
	const { type, names } = placeOf(nodes, object);
	if (type.startsWith("awscc_")) {
		const cfn = awsccType(type) ?? "";
		return hasOwnKeys(cfn, propertyPath(cfn, names)) ? property : toAwscc(property);
	}
	let spec: BlockSpec | undefined = isJson ? (typeSpec(type) ?? companionSpec(type))?.body : undefined;
	for (const name of names) {
		spec = spec?.blocks.get(name);
	}
	return spec === undefined ? property : argumentFor(spec, property);
}

/** `["environment", "variables"]` as `Environment.Variables`. */
export function propertyPath(cfn: string, names: readonly string[]): string {
	const known = namesOfType(cfn);
	return names.map((name) => known.get(name) ?? capitalize(name)).join(".");
}

function capitalize(name: string): string {
	return name.replace(/(?:^|_)([a-z\d])/gu, (_, letter: string) => letter.toUpperCase());
}

function placeOf(nodes: OwnNodes, object: HclObject): Place {
	const names: string[] = [];
	let outermost: HclBlock | null = null;
	for (let node: HclNode | undefined = object; node !== undefined; node = nodes.around(node)) {
		if (node.type === "HclAttribute") {
			names.unshift(node.name.text);
		} else if (node.type === "HclObjectItem") {
			names.unshift(node.name ?? "");
		} else if (node.type === "HclBlock") {
			outermost = node;
		}
	}
	return { type: outermost?.labels[0]?.text ?? "", names };
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
