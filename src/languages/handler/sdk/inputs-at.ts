import { readInput, type SdkInput } from "./sdk-input.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { followNames } from "../../program/variable-of.ts";

/**
 * The objects at a path of an input: `LaunchTemplateData.BlockDeviceMappings[].Ebs`. What only run time knows is left
 * out.
 */
export function inputsAt(input: SdkInput, path: string, module: SourceModule): readonly SdkInput[] {
	let reached: readonly SdkInput[] = [input];
	for (const step of path === "" ? [] : path.split(".")) {
		const name = step.replace("[]", "");
		reached = reached.flatMap((from) => {
			const value = from.get(name);
			if (value.kind !== "value") {
				return [];
			}
			const node = followNames(value.node, module);
			const items =
				step === name
					? [value.node]
					: node.type === "ArrayExpression"
						? node.elements.flatMap((element) => (element === null ? [] : [element]))
						: [];
			return items.map((item) => readInput(item, module)).filter(({ object }) => object !== null);
		});
	}
	return reached;
}
