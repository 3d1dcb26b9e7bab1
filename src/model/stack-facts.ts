import type { Span, TextEdit } from "../text/span.ts";
import type { Value } from "./value.ts";

/** A secret that the engine stores in plaintext in its state, however it is masked elsewhere. */
export interface StoredSecret {
	/** The address of what takes it: `aws_ssm_parameter.token`, `data.aws_kms_ciphertext.token`. */
	readonly id: string;
	/** The argument that takes it, as the author writes it: `value`. */
	readonly argument: string;
	readonly value: Value;
	/** True for a ciphertext that every run creates anew. */
	readonly renewed: boolean;
	/** The argument that takes it without storing it, `value_wo`; null if there is none in this version. */
	readonly unstored: string | null;
	/** Edits that pass it to that argument, or null if the text has no safe place for them. */
	passUnstored(): readonly TextEdit[] | null;
	/** Edits after which the engine ignores a value that is set outside of it, or null. */
	ignoreValue(): readonly TextEdit[] | null;
}

/** What puts a secret into the state by itself, whatever takes it. */
export interface StoredSource {
	/** The address of what stores it: `random_password.db`, `data.aws_kms_secrets.db`. */
	readonly id: string;
	/** The address of what it is written in. */
	readonly within: string;
	readonly at: Span;
	/** What takes it, as the author writes it, and does not store it itself: `password_wo`; null for the source alone. */
	readonly argument: string | null;
	/** The attribute that it creates by itself, of keys that only a PGP key hides: `secret`. */
	readonly creates?: string;
	/** What gives the same without storing it, as the author writes it; null if this version has no such block. */
	readonly unstored: string | null;
}

/** A plan or a state in a file of its own, which shows what it holds, masked or not. */
export interface ShownFile {
	readonly kind: "plan" | "state";
	readonly at: Span;
	/** The secrets in it, each with the address of its resource and its argument. */
	readonly secrets: readonly { readonly id: string; readonly argument: string; readonly at: Span }[];
}

/** An output that shows its value, of an engine that can mask outputs. */
export interface ShownOutput {
	readonly name: string;
	readonly nameSpan: Span;
	readonly value: Value;
	/** The name of what it shows, `password` of `module.db.password`; null if it has none. */
	readonly shows: string | null;
	/** Edits that mask it, or null if the text has no safe place for them. */
	mask(): readonly TextEdit[] | null;
}

/** Keys of AWS in the configuration of the engine itself. */
export interface EngineKeys {
	/** What is configured, as the author writes it: `provider "aws"`. */
	readonly where: string;
	/** The argument, as the author writes it: `secret_key`. */
	readonly argument: string;
	readonly value: Value;
	/** True if it is for a local double of AWS. */
	readonly local: boolean;
}

/** Where the engine stores its state. */
export interface StateStore {
	/** What is configured, as the author writes it: `backend "s3"`. */
	readonly where: string;
	readonly at: Span;
	/** The argument of the key that encrypts it, as the author writes it: `kms_key_id`. */
	readonly argument: string;
	readonly key: Value;
}

/** A text that the engine encrypts with KMS, for whatever decrypts it. */
export interface Ciphertext {
	/** The address of what encrypts it: `aws_kms_ciphertext.token`. */
	readonly id: string;
	readonly at: Span;
	/** The argument of the encryption context, as the author writes it: `context`. */
	readonly argument: string;
	/** A map; absent if it is encrypted without one. */
	readonly context: Value;
}

/** What a file sets up for all EBS volumes of its account and Region. */
export interface VolumeDefault {
	/** Where it is set, or would be. */
	readonly at: Span;
	/** Whether new volumes are encrypted; absent if nothing says so. */
	readonly encrypted: Value;
	/** What the author writes to encrypt them. */
	readonly setting: string;
	/** Edits that encrypt them, or null if the text has no safe place for them. */
	encrypt(): readonly TextEdit[] | null;
}
