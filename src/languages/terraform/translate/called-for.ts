import type { CalledFor } from "../../dialect.ts";
import type { Resource } from "../../../model/resource.ts";
import { entryIn } from "../../../text/entry-in.ts";
import type { Span } from "../../../text/span.ts";
import type { FileView } from "./file-view.ts";
import { TerraformResource } from "./terraform-resource.ts";
import { TerraformStack } from "./terraform-stack.ts";

/** By the stack of a root, those of the folders that it calls, each as a root of its own. */
const ALONE = new WeakMap<TerraformStack, Map<string, TerraformStack>>();

/**
 * The call by which a file has another folder make a resource, if a place is in that folder. What the arguments of the call
 * decide can be seen by the caller alone, and has no other place in its files.
 */
export function calledFor(view: FileView, resource: Resource, place: Span): CalledFor | null {
	const { whole } = view;
	const by = whole.bringerOf(resource.id);
	if (
		!(resource instanceof TerraformResource) ||
		resource.declared.module.caller === null ||
		by === undefined ||
		by.file !== view.own ||
		whole.evaluator.isOfRoot(place)
	) {
		return null;
	}
	return {
		span: whole.evaluator.spanOf(by.block.labels[0] ?? by.block, by),
		*elsewhere() {
			const stacks = entryIn(ALONE, whole, () => new Map<string, TerraformStack>());
			for (let { module } = resource.declared; module.caller !== null; module = module.caller) {
				const { folder } = module.table;
				const alone = entryIn(stacks, folder, () => new TerraformStack({ ...whole.folders, own: folder }));
				const same = alone.resource(resource.id.slice(module.prefix.length));
				if (same !== undefined) {
					yield same;
				}
			}
		},
	};
}
