/** A statement of a policy, in IAM's own spelling, so that a generated one can be tried as it is. */
export interface Statement {
	readonly Sid?: string;
	readonly Effect: "Allow" | "Deny";
	readonly Action?: Texts;
	readonly NotAction?: Texts;
	readonly Resource?: Texts;
	readonly NotResource?: Texts;
	/** Of the policy of a resource: `*`, or `{ AWS: … }`. */
	readonly Principal?: string | Readonly<Record<string, Texts>>;
	readonly NotPrincipal?: string | Readonly<Record<string, Texts>>;
	/** Operator, key, values: `{ StringEquals: { "kms:ViaService": "ssm.eu-west-1.amazonaws.com" } }`. */
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts | boolean>>>>;
}

type Texts = string | readonly string[];

/** The circumstances of a request: condition keys with their values; a key that AWS would not set is left out. */
export type Keys = Readonly<Record<string, Texts>>;

/** What is asked: may this be done to that, in these circumstances? */
export interface Question {
	/** `kms:Decrypt` */
	readonly action: string;
	/** An ARN. */
	readonly resource: string;
	readonly keys: Keys;
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

/**
 * Whether a principal may use a KMS key of its own account. The policies of the principal count only where the policy
 * of the key lets the account in; a principal that the key policy names needs nothing more.
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 *
 * @param principal the ARN of a role
 */
export function mayUseKey(
	identity: readonly Statement[],
	keyPolicy: readonly Statement[],
	question: Question,
	principal: string,
): boolean {
	const own = identity.filter((statement) => matches(statement, question));
	const ofKey = keyPolicy
		.filter((statement) => matches({ Resource: "*", ...statement }, question))
		.map((statement) => ({ effect: statement.Effect, names: namesPrincipal(statement, principal) }));
	const isDenied =
		own.some(({ Effect }) => Effect === "Deny") ||
		ofKey.some(({ effect, names }) => effect === "Deny" && names !== "nobody");
	const allows = (who: Named): boolean => ofKey.some(({ effect, names }) => effect === "Allow" && names === who);
	return !isDenied && (allows("principal") || (allows("account") && own.some(({ Effect }) => Effect === "Allow")));
}

/** Whom a statement of a resource's policy speaks of: the principal itself, its account, or neither. */
type Named = "principal" | "account" | "nobody";

function namesPrincipal({ Principal, NotPrincipal }: Statement, principal: string): Named {
	if (NotPrincipal !== undefined) {
		return among(NotPrincipal, principal) === "nobody" ? "principal" : "nobody";
	}
	return Principal === undefined ? "nobody" : among(Principal, principal);
}

function among(principals: NonNullable<Statement["Principal"]>, principal: string): Named {
	const named = typeof principals === "string" ? [principals] : listOf(principals["AWS"] ?? []);
	const account = principal.split(":")[4] ?? "";
	if (named.some((one) => one === "*" || one === principal)) {
		return "principal";
	}
	return named.some((one) => one === account || one === `arn:aws:iam::${account}:root`) ? "account" : "nobody";
}

function matches(
	{ Action, NotAction, Resource, NotResource, Condition = {} }: Statement,
	{ action, resource, keys }: Question,
): boolean {
	const isAction = (patterns: Texts): boolean =>
		listOf(patterns).some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase()));
	const isResource = (patterns: Texts): boolean => listOf(patterns).some((pattern) => isLike(resource, pattern));
	return (
		(NotAction === undefined ? isAction(Action ?? []) : !isAction(NotAction)) &&
		(NotResource === undefined ? isResource(Resource ?? []) : !isResource(NotResource)) &&
		Object.entries(Condition).every(([operator, entries]) =>
			Object.entries(entries).every(([key, values]) =>
				holdsFor(operator, findKey(keys, key), listOf(typeof values === "boolean" ? String(values) : values)),
			),
		)
	);
}

/** With what stands before and after an operator: `ForAnyValue:StringEquals`, `StringEqualsIfExists`. */
function holdsFor(operator: string, actual: Texts | undefined, values: readonly string[]): boolean {
	const [, set, name = "", optional] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/u.exec(operator) ?? [];
	if (optional !== undefined && actual === undefined) {
		return true;
	}
	switch (set) {
		case "ForAnyValue":
			return listOf(actual ?? []).some((one) => holds(name, one, values));
		case "ForAllValues":
			return listOf(actual ?? []).every((one) => holds(name, one, values));
		default:
			return holds(name, actual === undefined ? undefined : listOf(actual)[0], values);
	}
}

function holds(operator: string, actual: string | undefined, values: readonly string[]): boolean {
	switch (operator) {
		case "StringEquals":
			return actual !== undefined && values.includes(actual);
		case "StringEqualsIgnoreCase":
		case "Bool":
			return actual !== undefined && values.some((value) => value.toLowerCase() === actual.toLowerCase());
		case "StringNotEquals":
			return actual === undefined || !values.includes(actual);
		case "StringLike":
		case "ArnLike":
		case "ArnEquals": // The two are the same to IAM.
			return actual !== undefined && values.some((pattern) => isLike(actual, pattern));
		case "StringNotLike":
			return actual === undefined || !values.some((pattern) => isLike(actual, pattern));
		case "Null":
			return values.includes(String(actual === undefined));
		default:
			throw new RangeError(`The double of AWS knows no condition operator '${operator}'.`);
	}
}

/** Condition keys are found whatever their case. */
function findKey(keys: Keys, key: string): Texts | undefined {
	return Object.entries(keys).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function listOf(value: Texts): readonly string[] {
	return typeof value === "string" ? [value] : value;
}

/** `*` stands for any text, `?` for one character. */
export function isLike(text: string, pattern: string): boolean {
	const source = pattern.replaceAll(/[.*+?^${}()|[\]\\]/gu, (mark) =>
		mark === "*" ? "[^]*" : mark === "?" ? "[^]" : `\\${mark}`,
	);
	return new RegExp(`^${source}$`, "u").test(text);
}
