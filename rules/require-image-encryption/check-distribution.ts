import { distributesEncrypted } from "../../src/model/image-builder.ts";
import { readKey } from "../../src/model/key.ts";
import { arnOf, fittingKeys } from "../../src/model/kms-key.ts";
import { isBelow, type Rung } from "../../src/model/protection.ts";
import type { Resource } from "../../src/model/resource.ts";
import { follow, getIn, alternatives } from "../../src/model/value.ts";
import { whenWords } from "../../src/rule/when-words.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { wording } from "../../src/text/wording.ts";

export function* checkDistribution(resource: Resource, minimum: Rung): Iterable<Problem> {
	if (distributesEncrypted(resource, minimum)) {
		return;
	}
	for (const { value, when, name } of follow(resource.properties, "Distributions[].AmiDistributionConfiguration")) {
		if (value.kind !== "map") {
			continue; // A container distribution, or one that only deploy time knows.
		}
		const property = resource.spell("Distributions.AmiDistributionConfiguration.KmsKeyId");
		for (const key of alternatives(getIn(value, "KmsKeyId"))) {
			const protection = readKey(key.value, "none");
			const weak = isBelow(protection, minimum);
			if (!weak) {
				continue;
			}
			const around = [...when, ...key.when];
			yield {
				at: key.value.kind === "absent" && !key.value.explicit ? (name ?? resource.head) : key.value.span,
				messageId: "missingDistributionKey",
				severity: "medium",
				data: { id: resource.id, property: property.split(".").at(-1) ?? property, when: whenWords(around) },
				property,
				suggestions:
					around.length > 0
						? []
						: fittingKeys(resource).map((fitting) => ({
								messageId: "useKey",
								data: { key: fitting.id, consequence: wording("updates in place") },
								edits: resource.stack.editor.set(value, "KmsKeyId", arnOf(fitting)),
							})),
			};
		}
	}
}
