import type { Engine, Update } from "../../model/engine.ts";
import { entryOf } from "../../model/entry-of.ts";
import { AT_REST_UPDATES } from "./update-table.ts";
import { VOLUME_UPDATES } from "./volume-updates.ts";

/** CloudFormation, which deploys templates, written by hand or by CDK. */
export function cloudFormation(unit: string): Engine {
	return { name: "CloudFormation", unit, updateOf };
}

function updateOf(type: string, property: string, isDeployed: boolean): Update {
	const volume = entryOf(entryOf(VOLUME_UPDATES, type), property);
	if (volume !== undefined) {
		return volume;
	}
	const [whenAbsent, whenChanged = whenAbsent] = entryOf(entryOf(AT_REST_UPDATES, type), property) ?? [];
	return (isDeployed ? whenChanged : whenAbsent) ?? "unsure";
}
