import type { Variable } from "../model/environment.ts";
import { alternatives } from "../model/value.ts";

/** `ENCRYPTED_API_TOKEN`, `TOKEN_CIPHERTEXT`: what the console's helper and its imitators call it. */
const CIPHERTEXT_NAME = /^(?:KMS_)?ENCRYPTED_|_(?:ENCRYPTED|CIPHERTEXT)$/u;

/** A symmetric ciphertext of KMS starts 0x01 0x02 0x02 0x00. */
const CIPHERTEXT = /^AQICA[A-Za-z0-9+/=]{40,}$/u;

export function isCiphertext({ name, value }: Variable): boolean {
	return (
		CIPHERTEXT_NAME.test(name) ||
		alternatives(value).some((one) => one.value.kind === "literal" && CIPHERTEXT.test(one.value.text))
	);
}
