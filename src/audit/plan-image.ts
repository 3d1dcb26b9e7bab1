import { quoteWord } from "../text/quote-word.ts";
import type { AuditStep } from "./answer.ts";
import type { Translate } from "../text/wording.ts";

/** Where an image is used: a line of a file. */
export interface ImageUse {
	readonly file: string;
	readonly line: number;
}

/** An encrypted image needs no more than the check that the list is right. */
export interface ListedImage {
	readonly id: string;
	readonly label: string;
	readonly region: string | null;
}

/**
 * How an unencrypted image is replaced: it cannot be encrypted in place. Source: "Use encryption with EBS-backed AMIs" and
 * "Deregister an AMI", Amazon EC2 User Guide.
 */
export function planImage(
	{ id, label, region }: ListedImage,
	uses: readonly ImageUse[],
	translate: Translate,
): readonly AuditStep[] {
	const at = region === null ? "" : ` --region ${region}`;
	const others: AuditStep = {
		text: translate("Check that no instance and no launch template outside of this repository uses it."),
		command: `aws ec2 describe-instances${at} --filters Name=image-id,Values=${id} --query 'Reservations[].Instances[].InstanceId'`,
	};
	const removal: readonly AuditStep[] = [
		{
			text: translate("List its snapshots, then deregister it."),
			command: `aws ec2 describe-images${at} --image-ids ${id} --query 'Images[].BlockDeviceMappings[].Ebs.SnapshotId' --output text && aws ec2 deregister-image${at} --image-id ${id}`,
		},
		{
			text: translate("Delete each of its snapshots."),
			command: `aws ec2 delete-snapshot${at} --snapshot-id SNAPSHOT_ID`,
		},
	];
	if (uses.length === 0) {
		return [others, ...removal];
	}
	const name = `${nameFor(label) ?? id} encrypted`;
	return [
		{
			text: translate(
				"Copy it with encrypted snapshots and a customer managed key. Without `--kms-key-id` the copy gets `aws/ebs`, and cannot be shared with other accounts.",
			),
			command: `aws ec2 copy-image${at} --source-image-id ${id} --source-region ${region ?? "REGION"} --name ${quoteWord(name)} --encrypted --kms-key-id KEY_ARN`,
		},
		{
			text: translate("Wait for the copy, and launch a test instance from it."),
			command: `aws ec2 wait image-available${at} --image-ids NEW_IMAGE_ID`,
		},
		{
			text: translate("Write the new id in the place of {{id}}: {{places}}. Then deploy.", {
				id,
				places: [...new Set(uses.map(({ file, line }) => `${file}:${String(line)}`))].join(", "),
			}),
			command: null,
		},
		others,
		...removal,
	];
}

/** The first part of a label as the name of an image, which takes few characters; null if that leaves none. */
function nameFor(label: string): string | null {
	const name = (label.split(",")[0] ?? "")
		.normalize("NFD")
		.replaceAll(/[\u0300-\u036F]/gu, "")
		.replaceAll(/[^\w ()[\]./@-]+/gu, "-")
		.trim()
		.slice(0, 100);
	return /\w{2}/u.test(name) ? name : null;
}
