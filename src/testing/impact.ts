import { fullDiff, type ResourceImpact } from "@aws-cdk/cloudformation-diff";
import { lowerSam, type PlainTemplate } from "./lower-sam.ts";

/** What CloudFormation does to each resource when `before` becomes `after`: those it leaves alone are not in it. */
export function impactOf(before: PlainTemplate, after: PlainTemplate): Readonly<Record<string, `${ResourceImpact}`>> {
	const difference = fullDiff(lowerSam(before), lowerSam(after));
	const impacts: Record<string, `${ResourceImpact}`> = {};
	difference.resources.forEachDifference((id, resource) => {
		impacts[id] = resource.changeImpact;
	});
	return impacts;
}
