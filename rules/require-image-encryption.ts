import { literalsOf } from "../src/languages/handler/literals/named-literals.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { lifecycleOf } from "../src/model/lifecycle-policy.ts";
import { COPY_PLACES, IMAGE_PLACES, MADE_IMAGE_PLACES } from "../src/model/volume.ts";
import { oneOf, string } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { readInventory, type InventoryImage } from "./require-image-encryption/read-inventory.ts";
import type { Span } from "../src/text/span.ts";
import { findWeakVolumes, VOLUME_MESSAGES } from "../src/rule/volume-findings.ts";
import { checkDistribution } from "./require-image-encryption/check-distribution.ts";

const PLACES = [...IMAGE_PLACES, ...MADE_IMAGE_PLACES];

const DISTRIBUTION = "AWS::ImageBuilder::DistributionConfiguration";

const IMAGE_ID = /\bami-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/u;

/**
 * An unencrypted image rests on unencrypted snapshots: shared by mistake, it hands out the whole disk.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html
 */
export const requireImageEncryption = defineRule({
	name: "require-image-encryption",
	description: "Require encryption of machine images: recipes, distributions, copies and inventories",
	types: [...new Set([...PLACES, ...COPY_PLACES].map((place) => place.type)), DISTRIBUTION],
	severity: "high",
	severities: ["medium"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: ["error", { minimum: "customer-key" }] },
	compliance: { "NIST SP 800-53 r5": ["SC-28"], CWE: ["CWE-311"] },
	options: {
		minimum: oneOf(
			["provider-key", "customer-key"],
			"provider-key",
			"The weakest accepted key: AWS managed, or customer managed",
		),
		inventory: string("Path of a CSV of unencrypted images, each use of which is reported"),
	},
	checks: ["CKV_AWS_204", "CKV_AWS_235"],
	messages: {
		...VOLUME_MESSAGES,
		missingDistributionKey: "Distribution '{{id}}' copies images without a KMS key{{when}}. Set `{{property}}`.",
		useKey: "Use key '{{key}}' of this {{unit}} ({{consequence}}).",
		listedImage:
			"Image '{{image}}'{{label}} is unencrypted according to the inventory. Replace it with an encrypted copy.",
	},
	*check(resource, options) {
		if (resource.type === DISTRIBUTION) {
			yield* checkDistribution(resource, options.minimum);
			return;
		}
		yield* findWeakVolumes(
			lifecycleOf(resource) === "images" ? [...PLACES, ...COPY_PLACES] : PLACES,
			resource,
			options.minimum,
		);
	},
	*checkStack(stack, options) {
		if (options.inventory === "") {
			return;
		}
		const listed = readInventory(options.inventory);
		for (const { text, span, path, resource } of stack.texts()) {
			const image = listed.get(IMAGE_ID.exec(text)?.[0] ?? "");
			if (image !== undefined) {
				yield {
					...listedAt(span, image),
					property: resource === null ? path.join(".") : path.slice(3).join("."),
					resource,
				};
			}
		}
	},
	*checkProgram(module, options) {
		if (options.inventory === "" || isTestFile(module)) {
			return;
		}
		const listed = readInventory(options.inventory);
		for (const { text, span, name } of literalsOf(module)) {
			const image = listed.get(IMAGE_ID.exec(text)?.[0] ?? "");
			// What is copied is on its way to be replaced: `CopyImageCommand({ SourceImageId, Encrypted: true })`.
			if (image !== undefined && !/^sourceImageId$/iu.test(name ?? "")) {
				yield listedAt(span, image);
			}
		}
	},
});

function listedAt(at: Span, { id, label }: InventoryImage): Finding {
	return { at, messageId: "listedImage", data: { image: id, label: label === "" ? "" : ` (${label})` } };
}
