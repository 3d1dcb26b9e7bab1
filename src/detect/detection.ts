/** How sure the detector is. `certain`: a checksum or a private key; `low`: a weak word under a secret's name. */
export type Confidence = "certain" | "high" | "medium" | "low";

/** What a value was found to be. It never carries the value. */
export interface Detection {
	/** The row or the structure that matched: `aws-access-key-id`, `pem-private-key`, `uri-password`, `generic`. */
	readonly id: string;
	/** The same in a person's words, to stand in a sentence: "an AWS access key id", "a password". */
	readonly label: string;
	readonly confidence: Confidence;
	/**
	 * `AKIA… (20 characters)`: never more of the value than its first four characters, none of a short or human one.
	 */
	readonly redacted: string;
	/** Where in the value the secret stands, UTF-16 units. */
	readonly start: number;
	readonly end: number;
}

/** What stands around a value. */
export interface Context {
	/** The name the value is given to: a variable's, a property's, a parameter's. */
	readonly name?: string;
	/** `environment`: a pair of an environment; `template`: another property of a template; `source`: program text. */
	readonly kind: "environment" | "template" | "source";
}

/** Whose name it is: of a secret, of a pointer to one (`DB_PASSWORD_PARAMETER_NAME`), of neither. */
export type NameKind = "secret" | "pointer" | "neither";
