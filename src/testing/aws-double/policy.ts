/** A statement of an identity policy, in IAM's own spelling, so that a generated one can be tried as it is. */
export interface Statement {
	readonly Sid?: string;
	readonly Effect: "Allow" | "Deny";
	readonly Action: string | readonly string[];
	readonly Resource: string | readonly string[];
	/** Operator, key, values: `{ StringEquals: { "kms:ViaService": "ssm.eu-west-1.amazonaws.com" } }`. */
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What is asked: may this be done to that, in these circumstances? */
export interface Question {
	/** `kms:Decrypt` */
	readonly action: string;
	/** An ARN. */
	readonly resource: string;
	/** Condition keys with their values; a key that is not there is one that AWS would not set. */
	readonly keys: Readonly<Record<string, string>>;
}

/**
 * A small model of IAM's evaluation: a Deny wins, without an Allow there is none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @throws {RangeError} for a condition operator that the model does not know: a test must not pass by an ignored
 *   condition
 */
export function isAllowed(statements: readonly Statement[], question: Question): boolean {
	const matching = statements.filter((statement) => matches(statement, question));
	return !matching.some(({ Effect }) => Effect === "Deny") && matching.some(({ Effect }) => Effect === "Allow");
}

function matches({ Action, Resource, Condition = {} }: Statement, { action, resource, keys }: Question): boolean {
	return (
		listOf(Action).some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
		listOf(Resource).some((pattern) => isLike(resource, pattern)) &&
		Object.entries(Condition).every(([operator, entries]) =>
			Object.entries(entries).every(([key, values]) => holds(operator, findKey(keys, key), listOf(values))),
		)
	);
}

function holds(operator: string, actual: string | undefined, values: readonly string[]): boolean {
	switch (operator) {
		case "StringEquals":
			return actual !== undefined && values.includes(actual);
		case "StringNotEquals":
			return actual === undefined || !values.includes(actual);
		case "StringLike":
		case "ArnLike":
		case "ArnEquals": // The two are the same to IAM.
			return actual !== undefined && values.some((pattern) => isLike(actual, pattern));
		case "Null":
			return values.includes(String(actual === undefined));
		default:
			throw new RangeError(`The double of AWS knows no condition operator '${operator}'.`);
	}
}

/** Condition keys are found whatever their case. */
function findKey(keys: Readonly<Record<string, string>>, key: string): string | undefined {
	return Object.entries(keys).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function listOf(value: string | readonly string[]): readonly string[] {
	return typeof value === "string" ? [value] : value;
}

/** `*` stands for any text, `?` for one character. */
export function isLike(text: string, pattern: string): boolean {
	const source = pattern.replaceAll(/[.*+?^${}()|[\]\\]/gu, (mark) =>
		mark === "*" ? "[^]*" : mark === "?" ? "[^]" : `\\${mark}`,
	);
	return new RegExp(`^${source}$`, "u").test(text);
}
