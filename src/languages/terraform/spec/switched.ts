import { entryOf } from "../../../model/entry-of.ts";

/** A block whose arguments do not count without a switch, where CloudFormation has the property alone. */
export interface Switched {
	/** The block, which has no labels. */
	readonly block: string;
	/** The argument of the block that is to be `true`. */
	readonly argument: string;
	/** The property that the block is in CloudFormation. */
	readonly property: string;
	/** The property below it that says whether, and how, it is encrypted. */
	readonly mode: string;
}

const SWITCHED: Readonly<Record<string, Switched>> = {
	aws_kinesis_firehose_delivery_stream: {
		block: "server_side_encryption",
		argument: "enabled",
		property: "DeliveryStreamEncryptionConfigurationInput",
		mode: "KeyType",
	},
};

/** The block with a switch of a type of Terraform; undefined for most types. */
export function switchedBlock(type: string): Switched | undefined {
	return entryOf(SWITCHED, type);
}
