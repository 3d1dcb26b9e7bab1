import type { Js } from "./js.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { nodesIn, nodesOf } from "../../program/nodes-of.ts";
import { parentOf } from "../../program/around.ts";
import { perModule } from "../../program/per-module.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrapAwait } from "../../program/unwrap.ts";

/** `Secret.fromSecretNameV2(…)`, `SecretValue.secretsManager(…)`, `StringParameter.valueForStringParameter(…)`. */
const LOOKUP =
	/^(?:from\w*(?:Arns?|Names?|Ids?|Attributes|V2)|from(?:SecretsManager|SsmParameter|Lookup)|secretsManager|ssmSecure|valueF(?:or|rom)\w+)$/u;

/** `props.secret.secretValue`, which no string has; `secretValueFromJson` and `unsafeUnwrap` are its methods. */
const SECRET_MEMBERS = new Set(["secretValue", "secretValueFromJson", "unsafeUnwrap"]);

/** True for what only a secret of CDK has, wherever it comes from. */
export function isSecretMember(name: string): boolean {
	return SECRET_MEMBERS.has(name);
}

/**
 * `{ [name]: secret.secretValue.unsafeUnwrap() }`: a secret is one under every name, so it keeps its place as `${name}`.
 * Null for any other value, which an unknown name tells nothing about.
 */
export function secretKey(value: Js, source: string): string | null {
	return value.kind === "method" && value.name === "unsafeUnwrap" ? `\${${source.replace(/\s+/gu, " ")}}` : null;
}

/** `GITHUB_SECRET: props.githubSecret` is a stored secret's name as often as its value; `jwtSecret` is a value. */
const STORED = /(?:secrets?|credentials?|creds?)$/iu;
const VALUE =
	/(?:api|app|auth|client|consumer|cookie|csrf|encryption|hash|hmac|jwt|oauth|session|shared|sign(?:ing|ature)|token|webhook)[\s_-]*secret$/iu;

/**
 * The name under which a caller, or the context of the app, gives a value: `jwtSecret` of `props.jwtSecret`. A name that
 * may stand for a stored secret says nothing of the value, and its members do: `props.credentials.password`.
 */
export function givenAs(name: string, module: SourceModule): { readonly built: string } | { readonly isGiven?: true } {
	return isPointer(name, module) ? {} : STORED.test(name) && !VALUE.test(name) ? { isGiven: true } : { built: name };
}

/** True where the file looks up what a value names, or grants access to it. */
export function isPointer(name: string, module: SourceModule): boolean {
	return pointersOf(module).has(name);
}

/** The names of what is looked up, is a resource of a policy, or is written into an ARN. */
const pointersOf = perModule((module): ReadonlySet<string> => {
	const names = new Set<string>();
	for (const call of nodesOf(module, "CallExpression")) {
		const callee = unwrapAwait(call.callee);
		const name = callee.type === "MemberExpression" ? memberKey(callee.property, callee.computed) : null;
		if (name !== null && LOOKUP.test(name)) {
			call.arguments.forEach((argument) => addNames(argument, module, names));
		}
	}
	for (const property of nodesOf(module, "Property")) {
		if (/^resources?$/iu.test(memberKey(property.key, property.computed) ?? "")) {
			addNames(property.value, module, names);
		}
	}
	for (const text of nodesOf(module, "TemplateLiteral")) {
		if (text.quasis.some(({ value }) => /\barn:|\bresolve:|:(?:secret|parameter)[:/]/u.test(value.raw))) {
			text.expressions.forEach((hole) => addNames(hole, module, names));
		}
	}
	return names;
});

/** The last names of what an expression reads: `secret` of `props.secret`, `DB_SECRET` of `process.env.DB_SECRET`. */
function addNames(root: Node, module: SourceModule, names: Set<string>): void {
	for (const node of nodesIn(root, module)) {
		const name =
			node.type === "MemberExpression"
				? memberKey(node.property, node.computed)
				: node.type === "Identifier" && !isKey(node)
					? node.name
					: null;
		if (name !== null && !isOwner(node)) {
			names.add(name);
		}
	}
}

/** The name of a member, which is added with what it is a member of. */
function isKey(node: Node): boolean {
	const around = parentOf(node);
	return around?.type === "MemberExpression" && around.property === node && !around.computed;
}

/** `props` and `props.config` in `props.config.secretName`, which have other members; not `name` in `name.trim()`. */
function isOwner(node: Node): boolean {
	const around = parentOf(node);
	if (around?.type !== "MemberExpression" || around.object !== node) {
		return false;
	}
	const call = parentOf(around);
	return (
		!(call?.type === "CallExpression" && call.callee === around) &&
		!AS_TEXT.has(memberKey(around.property, around.computed) ?? "")
	);
}

const AS_TEXT: ReadonlySet<string> = new Set(["valueAsString", "stringValue"]);
