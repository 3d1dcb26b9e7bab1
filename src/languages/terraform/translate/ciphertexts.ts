import type { Ciphertext } from "../../../model/stack-facts.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import { absent, findEntry } from "../evaluate/values.ts";
import type { TerraformStack } from "./terraform-stack.ts";

/** What encrypts a text with KMS. Source: the pages of `aws_kms_ciphertext`, AWS provider. */
const TYPES = ["aws_kms_ciphertext", "data.aws_kms_ciphertext"] as const;

/** The texts that a file encrypts with KMS, as a resource or as a data source. */
export function ciphertextsIn(whole: TerraformStack, own: TerraformFile): readonly Ciphertext[] {
	return TYPES.flatMap((type) => whole.find(type))
		.filter(({ declared }) => declared.declaration.file === own)
		.map(({ id, head, body }) => ({
			id,
			at: head,
			argument: "context",
			context: findEntry(body, "context")?.value ?? absent(head, false),
		}));
}
