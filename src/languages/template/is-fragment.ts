import { globalsSectionOf } from "../../model/sam-types.ts";
import type { TemplateMapping, TemplateNode } from "./parse/ast.ts";
import { findMapping, findPair, findScalar, followAliases, intrinsicOf } from "./parse/intrinsic.ts";

/** What a name is looked up in, by the intrinsic function that takes it. */
const SECTIONS: ReadonlyMap<string, readonly string[]> = new Map([
	["If", ["Conditions"]],
	["FindInMap", ["Mappings"]],
	["Ref", ["Parameters", "Resources"]],
]);

/**
 * True for a part of a template, which a build step merges with others: it has functions of SAM but no `Transform`, and
 * names conditions, mappings or parameters that it does not have. `Globals` of another part may apply to its functions.
 *
 * Source: "AWS SAM template anatomy": a template of SAM has the transform `AWS::Serverless-2016-10-31`.
 */
export function isFragment(body: TemplateMapping): boolean {
	const resources = findMapping(body, "Resources");
	return (
		resources !== undefined &&
		findPair(body, "Transform") === undefined &&
		findPair(body, "Globals") === undefined &&
		resources.pairs.some(
			({ value }) => globalsSectionOf(findScalar(followAliases(value), "Type")?.value ?? "") !== null,
		) &&
		namesMissing(resources, body)
	);
}

function namesMissing(resources: TemplateMapping, body: TemplateMapping): boolean {
	const rest: TemplateNode[] = [resources];
	for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
		if (isMissing(node, body)) {
			return true;
		}
		if (node.type === "TemplateMapping") {
			node.pairs.forEach(({ value }) => rest.push(value));
		} else if (node.type === "TemplateSequence") {
			node.items.forEach((item) => rest.push(item));
		}
	}
	return false;
}

function isMissing(node: TemplateNode, body: TemplateMapping): boolean {
	const call = intrinsicOf(node);
	const sections = call === null ? undefined : SECTIONS.get(call.name);
	if (call === null || sections === undefined) {
		return false;
	}
	const first = call.argument.type === "TemplateSequence" ? call.argument.items[0] : call.argument;
	return (
		first?.type === "TemplateScalar" &&
		(first.tag === null || first === call.node) &&
		!first.value.includes("::") &&
		!sections.some((section) => findPair(findMapping(body, section), first.value) !== undefined)
	);
}
