import { covers, type PolicyText } from "../model/policy.ts";

/** What an action reads: a secret of Secrets Manager, or an SSM parameter. */
export type Readable = "secret" | "parameter";

/**
 * The actions that return values. `BatchGetSecretValue` is none: it takes no resource but `*`, and also requires
 * `GetSecretValue` on each secret. Source: "Actions, resources, and condition keys" for AWS Secrets Manager and AWS
 * Systems Manager, Service Authorization Reference.
 */
const READING: Readonly<Record<Readable, readonly string[]>> = {
	secret: ["secretsmanager:GetSecretValue"],
	parameter: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:GetParameterHistory"],
};

/** `*`, `arn:aws:ssm:*:*:parameter/*`; `?` stands for what is not known until deployment. */
const EVERY: Readonly<Record<Readable, RegExp>> = {
	secret: /^(?:\*|arn:[^:]*:(?:\*|secretsmanager):(?:\*|[^:]*:(?:\*|[^:]*:(?:\*|secret:?\*))))$/u,
	parameter: /^(?:\*|arn:[^:]*:(?:\*|ssm):(?:\*|[^:]*:(?:\*|[^:]*:(?:\*|parameter\/{0,2}\*(?:\/\*){0,15}))))$/u,
};

/** True for a resource of a policy that takes in all secrets, or all SSM parameters, of the account. */
export function isEvery(kind: Readable, resource: string): boolean {
	return EVERY[kind].test(resource);
}

/** The first action that reads such values; undefined if none does. An administrator's `*` is not about secrets. */
export function findReading(kind: Readable, actions: readonly PolicyText[]): PolicyText | undefined {
	return actions.find(
		({ text }) => text !== null && /^[a-z]/iu.test(text) && READING[kind].some((action) => covers(text, action)),
	);
}
