import type { Engine, Update } from "../../model/engine.ts";
import { entryOf } from "../../model/entry-of.ts";
import { AT_REST_UPDATES } from "./update-table.ts";
import { VOLUME_UPDATES } from "./volume-updates.ts";

/**
 * CloudFormation, which deploys templates, written by hand or by CDK.
 *
 * @param unit what the author calls what is deployed together
 * @param mask how the author spells `NoEcho`
 */
function cloudFormation(unit: string, mask: string): Engine {
	return {
		name: "CloudFormation",
		unit,
		mask,
		whole: "stack",
		input: "parameter",
		viewers: "anyone who can describe the stack",
		passers: "new stacks",
		lookup: "{{resolve:secretsmanager:…}}",
		generator: "GenerateSecretString",
		// Source: "AWS::SSM::Parameter", CloudFormation reference: "CloudFormation doesn't support creating SecureString".
		makesSecureStrings: false,
		updateOf,
	};
}

function updateOf(type: string, property: string, isDeployed: boolean): Update {
	const volume = entryOf(entryOf(VOLUME_UPDATES, type), property);
	if (volume !== undefined) {
		return volume;
	}
	const [whenAbsent, whenChanged = whenAbsent] = entryOf(entryOf(AT_REST_UPDATES, type), property) ?? [];
	return (isDeployed ? whenChanged : whenAbsent) ?? "unsure";
}

/** CloudFormation as the author of a template knows it. */
export const TEMPLATE_ENGINE: Engine = cloudFormation("template", "NoEcho");

/** CloudFormation as the author of a CDK app knows it. */
export const CDK_ENGINE: Engine = cloudFormation("stack", "noEcho");
