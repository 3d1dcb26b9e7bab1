/**
 * What happens to a deployed resource when a property of it changes: it is updated in place, with an interruption, is
 * replaced by another, or the deployment is refused. `unsure` where the documents say too little, or more than one thing.
 */
export type Update = "in-place" | "interrupt" | "replace" | "refuse" | "unsure";

/** What deploys the resources of a file: answers that depend on it, and how it is called. */
export interface Engine {
	/** Its name, in a sentence: "CloudFormation". */
	readonly name: string;
	/** What is deployed together, in a sentence: "Use a key of this template". */
	readonly unit: string;
	/** The attribute of a parameter that hides its value: `NoEcho`. */
	readonly mask: string;
	/**
	 * What happens when a property is set on a deployed resource; `unsure` where nobody knows the property.
	 *
	 * @param type the CloudFormation type
	 * @param property its path in CloudFormation's spelling, `[]` behind the name of a list
	 * @param isDeployed true where another value of it may be deployed already
	 */
	updateOf(type: string, property: string, isDeployed: boolean): Update;
}
