import type { CalledFor } from "../../dialect.ts";
import type { Resource } from "../../../model/resource.ts";
import { entryIn } from "../../../text/entry-in.ts";
import type { Span } from "../../../text/span.ts";
import type { Module } from "../evaluate/evaluation.ts";
import type { Declaration } from "../evaluate/module-table.ts";
import { acceptedIn } from "./accepted-in.ts";
import type { FileView } from "./file-view.ts";
import { TerraformResource } from "./terraform-resource.ts";
import { TerraformStack } from "./terraform-stack.ts";

/** By the stack of a root, those of the folders that it calls, each as a root of its own. */
const ALONE = new WeakMap<TerraformStack, Map<string, TerraformStack>>();

/**
 * The call by which a file has another folder make a resource, if a place is in that folder. What the arguments of the call
 * decide can be seen by the caller alone, and has no other place in its files.
 *
 * @param suppressions false to hear no comments of the modules
 */
export function calledFor(view: FileView, resource: Resource, place: Span, suppressions: boolean): CalledFor | null {
	const { whole } = view;
	const { evaluator } = whole;
	const by = whole.bringerOf(resource.id);
	if (
		!(resource instanceof TerraformResource) ||
		resource.declared.module.caller === null ||
		by === undefined ||
		by.file !== view.own ||
		evaluator.isOfRoot(place)
	) {
		return null;
	}
	const calls = callsTo(resource.declared.module);
	return {
		span: evaluator.spanOf(placeOfCall(by), by),
		*elsewhere() {
			const stacks = entryIn(ALONE, whole, () => new Map<string, TerraformStack>());
			for (const { module } of calls) {
				const { folder } = module.table;
				const alone = entryIn(stacks, folder, () => new TerraformStack({ ...whole.folders, own: folder }));
				// Without keys: what is counted here may not be counted there, or by other keys.
				yield alone.instancesOf(resource.address.slice(module.address.length));
			}
		},
		acceptedBy(rule) {
			const written = suppressions ? evaluator.fileAt(place) : null;
			if (written === null) {
				return null;
			}
			return (
				acceptedIn(written.file, written.span.start, rule) ??
				calls
					.filter(({ call }) => call !== by)
					.map(({ call }) => acceptedIn(call.file, placeOfCall(call).start, rule))
					.find((found) => found !== null) ??
				null
			);
		},
	};
}

/** The modules that lead to a resource, its own first, with the call of each. */
function callsTo(module: Module): readonly { readonly module: Module; readonly call: Declaration }[] {
	return module.caller === null || module.call === null
		? []
		: [{ module, call: module.call }, ...callsTo(module.caller)];
}

function placeOfCall({ block }: Declaration): Span {
	return block.labels[0] ?? block;
}
