/**
 * What happens to a deployed resource when a property of it changes: it is updated in place, with an interruption, is
 * replaced by another, or the deployment is refused. `unsure` if the documentation is missing or ambiguous.
 */
export type Update = "in-place" | "interrupt" | "replace" | "refuse" | "unsure";

/** What deploys the resources of a file: its name, and what depends on it. */
export interface Engine {
	/** Its name, in a sentence: "CloudFormation". */
	readonly name: string;
	/** What is deployed together, in a sentence: "Use a key of this template". */
	readonly unit: string;
	/** The attribute of a parameter that hides its value: `NoEcho`. */
	readonly mask: string;
	/** What a resource leaves if it is removed from the file, in a sentence: "stack". */
	readonly whole: string;
	/** What takes a value from outside, in a sentence: "parameter". */
	readonly input: string;
	/** Who sees the value of an input without the mask: "anyone who can describe the stack". */
	readonly viewers: string;
	/** What has to pass the value of an input without a default: "new stacks". */
	readonly passers: string;
	/**
	 * What the author writes to have it look up a secret of Secrets Manager: `{{resolve:secretsmanager:…}}`; null if it
	 * would store what it looks up.
	 */
	readonly lookup: string | null;
	/** The property with which it creates a random secret: `GenerateSecretString`; null if it would store it. */
	readonly generator: string | null;
	/** True if it can create SSM parameters of type `SecureString`. */
	readonly makesSecureStrings: boolean;
	/**
	 * What happens when a property is set on a deployed resource; `unsure` if the property is not known.
	 *
	 * @param type the CloudFormation type
	 * @param property its path in CloudFormation's spelling, `[]` after the name of a list
	 * @param isDeployed true if another value may be deployed already
	 */
	updateOf(type: string, property: string, isDeployed: boolean): Update;
}
