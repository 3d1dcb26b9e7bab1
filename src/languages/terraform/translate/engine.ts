import type { Engine, Update } from "../../../model/engine.ts";
import { entryOf } from "../../../model/entry-of.ts";
import { TEMPLATE_ENGINE } from "../../cloudformation/engine.ts";
import { UPDATES } from "../spec/mapping.ts";

/** Resources that CloudFormation does not have: whatever changes, another one is made. */
const REPLACED: ReadonlySet<string> = new Set([
	"aws_ami",
	"aws_ami_copy",
	"aws_ebs_snapshot_copy",
	"aws_ebs_snapshot_import",
]);

/**
 * Terraform. Its provider calls the same API as CloudFormation, so an update does the same, except where the source of
 * the provider says otherwise.
 */
export const TERRAFORM_ENGINE: Engine = {
	name: "Terraform",
	unit: "module",
	mask: "sensitive",
	whole: "configuration",
	input: "variable",
	viewers: "anyone who can read a plan or its log",
	passers: "every run",
	lookup: null,
	generator: null,
	makesSecureStrings: true,
	updateOf(type, property, isDeployed) {
		if (REPLACED.has(type)) {
			return "replace";
		}
		const own = entryOf(UPDATES, type)
			?.split(" ")
			.find((update) => update.startsWith(`${property}=`));
		return own === undefined
			? TEMPLATE_ENGINE.updateOf(type, property, isDeployed)
			: (own.slice(property.length + 1) as Update);
	},
};
