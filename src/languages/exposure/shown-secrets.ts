import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { splitName, wordsOf, isSecretName as isNamedLikeSecret } from "../../detect/name-kind.ts";
import { environmentNameOf, isEnvironment, readsOf } from "../handler/environment/environment-reads.ts";
import { isEachVariable, walkedEnvironment } from "../handler/environment/environment-walk.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { propertyOf } from "../program/object-properties.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { leadsToSecret, variableLeadsToSecret } from "../program/value-use.ts";
import { followNames, valuesOf, variableOf } from "../program/variable-of.ts";
import { Solver, type Ask } from "../../text/solver.ts";
import { isCoin } from "./coin-token.ts";
import { namesConnection } from "./connection-name.ts";
import { isBeforeToken, isUnmistakable } from "./unmistakable-name.ts";
import { isHandleName, isHandleVariable } from "./handle-value.ts";
import { isKnownError } from "./known-error.ts";
import { storedSecretIn } from "./stored-secret.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { textOf } from "../program/text-of.ts";
import { isWrittenInside } from "../program/is-written.ts";

/** A secret that an expression shows to whoever reads what it is written to. */
export interface ShownSecret {
	/** The part of the expression that brings it. */
	readonly node: TSESTree.Node;
	/**
	 * - `environment`: all variables of the environment.
	 * - `variable`: one of them, whose name is a secret's.
	 * - `connection`: one of them, whose value holds a password where the client needs one: `DATABASE_URL`.
	 * - `stored`: what AWS answered from Secrets Manager, Parameter Store or KMS.
	 * - `temporary`: what STS answered.
	 * - `named`: something that only its name calls a secret.
	 */
	readonly kind: "environment" | "variable" | "connection" | "stored" | "temporary" | "named";
	/** What it is called, in quotes; `the answer of AWS` where it has no name. */
	readonly name: string;
}

/** How deep one expression is read. */
const MAX_DEPTH = 8;

/** What names and properties show, each asked once: the first secret that their values bring. */
type Shown = TSESLint.Scope.Variable | TSESTree.Property;
type AskShown = Ask<Shown, ShownSecret | null>;

const shownBy = perModule(
	(module) =>
		new Solver<Shown, ShownSecret | null>(null, fuelOf(module, "where secrets are shown"), (key, ask) =>
			"references" in key ? shownByValues(key, module, ask) : (shown(key.value, module, ask, 0)[0] ?? null),
		),
);

/**
 * The secrets that an expression shows when it is written somewhere as it is. What hides, shortens or only asks for one
 * shows none.
 */
export function shownSecrets(node: TSESTree.Node, module: SourceModule): readonly ShownSecret[] {
	return shown(node, module, (key) => shownBy(module).solve(key), 0);
}

function shown(given: TSESTree.Node, module: SourceModule, ask: AskShown, depth: number): readonly ShownSecret[] {
	const node = unwrap(given);
	if (depth > MAX_DEPTH) {
		return [];
	}
	const inner = (nodes: readonly (TSESTree.Node | null | undefined)[]): readonly ShownSecret[] =>
		nodes.flatMap((one) => (one === null || one === undefined ? [] : shown(one, module, ask, depth + 1)));
	switch (node.type) {
		case "Identifier":
		case "MemberExpression":
			return shownByName(node, module, ask);
		case "ObjectExpression": {
			// What is spread behind a secret may cover it, whatever it is.
			const lastMask = node.properties.findLastIndex((property) =>
				property.type === "SpreadElement" ? inner([property.argument]).length === 0 : isMask(property),
			);
			return inner(
				node.properties
					.filter((property, place) => property.type !== "SpreadElement" || place > lastMask)
					.map((property) => (property.type === "SpreadElement" ? property.argument : property.value)),
			);
		}
		case "ArrayExpression":
			return inner(node.elements);
		case "SpreadElement":
		case "AwaitExpression":
			return shownOfAws(node, module) ?? inner([node.argument]);
		case "TemplateLiteral":
			return inner(node.expressions);
		case "BinaryExpression":
			return node.operator === "+" ? inner([node.left, node.right]) : [];
		case "LogicalExpression":
			return node.operator === "&&" ? inner([node.right]) : inner([node.left, node.right]);
		case "ConditionalExpression":
			return inner([node.consequent, node.alternate]);
		case "AssignmentExpression":
			return inner([node.right]);
		case "CallExpression":
			return (
				shownOfAws(node, module) ??
				shownOfEnvironment(node, module) ??
				inner(mapped(node) ?? passedThrough(node))
			);
		default:
			return [];
	}
}

/** `{ ...secret, password: "***" }`: the secret of what is spread is covered. */
function isMask(property: TSESTree.Property): boolean {
	return isSecretName(nameOfKey(property.key, property.computed) ?? "") && isHarmless(property.value);
}

/** Functions that show what they are given. `JSON.stringify` with a replacer may leave the secret out. */
const SHOWING = new Set([
	"JSON.stringify",
	"String",
	"util.inspect",
	"inspect",
	"util.format",
	"format",
	"Array.from",
	"Buffer.from",
	"Object.entries",
	"Object.values",
	"Object.assign",
	"Object.freeze",
	"Object.fromEntries",
	"structuredClone",
	"encodeURIComponent",
	"btoa",
]);
const SHOWING_METHODS = new Set([
	"toString",
	"trim",
	"toLowerCase",
	"toUpperCase",
	"concat",
	"join",
	"valueOf",
	"normalize",
	"flat",
	"sort",
	"toSorted",
	"reverse",
	"toReversed",
]);

/** What `items.map((item) => …)` makes of each item; a block shows nothing by itself. */
function mapped({ callee: given, arguments: [each] }: TSESTree.CallExpression): readonly TSESTree.Node[] | null {
	const callee = unwrap(given);
	const method = callee.type === "MemberExpression" ? nameOfKey(callee.property, callee.computed) : null;
	return (method === "map" || method === "flatMap") && each?.type === "ArrowFunctionExpression" ? [each.body] : null;
}

function passedThrough({ callee: given, arguments: all }: TSESTree.CallExpression): readonly TSESTree.Node[] {
	const callee = unwrap(given);
	const method = callee.type === "MemberExpression" ? (nameOfKey(callee.property, callee.computed) ?? "") : "";
	const name =
		callee.type === "Identifier"
			? callee.name
			: callee.type === "MemberExpression" && callee.object.type === "Identifier"
				? `${callee.object.name}.${method}`
				: "";
	if (SHOWING.has(name)) {
		const [first, second] = all;
		const replaced =
			(name === "JSON.stringify" || name === "Array.from") &&
			second !== undefined &&
			!(second.type === "Literal" && second.value === null) &&
			!(second.type === "Identifier" && second.name === "undefined");
		return replaced || first === undefined
			? []
			: name.endsWith("format") || name === "Object.assign"
				? all
				: [first];
	}
	return callee.type === "MemberExpression" && SHOWING_METHODS.has(method)
		? [callee.object, ...(method === "concat" ? all : [])]
		: [];
}

function shownByName(
	node: TSESTree.Identifier | TSESTree.MemberExpression,
	module: SourceModule,
	ask: AskShown,
): readonly ShownSecret[] {
	if (isKnownError(node, module)) {
		return [];
	}
	const walked = node.type === "Identifier" ? variableOf(node, module) : null;
	if (
		isEnvironment(node, module) ||
		isEachVariable(node, module) ||
		(walked !== null && walkedEnvironment(walked, module) === "values")
	) {
		return [{ node, kind: "environment", name: spell(node) }];
	}
	const variable = shownOfEnvironment(node, module);
	if (variable !== null) {
		return variable;
	}
	return (
		shownOfAws(node, module) ??
		(node.type === "Identifier" ? shownByVariable(node, module, ask) : shownByMember(node, module, ask))
	);
}

/** What an answer of AWS shows; null for what is none. */
function shownOfAws(node: TSESTree.Node, module: SourceModule): readonly ShownSecret[] | null {
	const kind = storedSecretIn(node, module);
	return kind === null ? null : [{ node, kind, name: spell(node) }];
}

/** Where a shell is, and where it was. */
const FOLDERS: ReadonlySet<string> = new Set(["PWD", "OLDPWD"]);

/** What a variable of the environment shows; null for what is none. */
function shownOfEnvironment(node: TSESTree.Node, module: SourceModule): readonly ShownSecret[] | null {
	const variable = environmentNameOf(node, module);
	if (variable === null) {
		return null;
	}
	const kind =
		isSecretName(variable) && !FOLDERS.has(variable)
			? "variable"
			: namesConnection(variable) && !splitName(variable).some((word) => HIDDEN.has(word))
				? "connection"
				: null;
	return kind === null || isPointer(variable, module) ? [] : [{ node, kind, name: `'${variable}'` }];
}

const pointers = perModule(() => new Map<string, boolean>());

/** True for a variable of the environment that one of its reads uses to find a secret. */
function isPointer(name: string, module: SourceModule): boolean {
	const known = pointers(module);
	let found = known.get(name);
	if (found === undefined) {
		found = readsOf(name, module).some(
			(read) =>
				(read.shape === "expression" && leadsToSecret(read.node, module)) ||
				variableLeadsToSecret(read.variable, module),
		);
		known.set(name, found);
	}
	return found;
}

function shownByVariable(node: TSESTree.Identifier, module: SourceModule, ask: AskShown): readonly ShownSecret[] {
	const variable = variableOf(node, module);
	const definition = variable?.defs[0];
	if (variable === null || definition === undefined || isTypedHarmless(definition.name as TSESTree.Node)) {
		return [];
	}
	const owner = definition.node as TSESTree.Node;
	if (
		(owner.type === "FunctionDeclaration" ||
			owner.type === "ClassDeclaration" ||
			owner.type === "TSEnumDeclaration") &&
		owner.id === (definition.name as TSESTree.Node)
	) {
		return [];
	}
	const first = ask(variable);
	if (first !== null) {
		return [{ ...first, node }];
	}
	return !isHarmlessVariable(variable) &&
		saysSecret(node.name) &&
		!isOtherThing(node, module) &&
		!variableLeadsToSecret(variable, module)
		? [{ node, kind: "named", name: spell(node) }]
		: [];
}

const rotates = perModule(({ text }) => /\bAWS(?:CURRENT|PENDING)\b|\bClientRequestToken\b/u.test(text));

/** A bare `token` where secrets are rotated is the id of a version, and where coins are traded one of them. */
function isOtherThing(token: TSESTree.Identifier, module: SourceModule): boolean {
	return splitName(token.name).join(" ") === "token" && (rotates(module) || isCoin(token, module));
}

/** The first secret among the values of a variable. */
function shownByValues(variable: TSESLint.Scope.Variable, module: SourceModule, ask: AskShown): ShownSecret | null {
	return isChanged(variable)
		? null
		: ((valuesOf(variable) ?? []).flatMap((value) => shown(value, module, ask, 0))[0] ?? null);
}

const HARMLESS = new WeakMap<TSESLint.Scope.Variable, boolean>();

/** True for a variable whose values are no secrets whatever its name says, or whose secret is covered. */
function isHarmlessVariable(variable: TSESLint.Scope.Variable): boolean {
	let found = HARMLESS.get(variable);
	if (found === undefined) {
		const values = valuesOf(variable) ?? [];
		found =
			variable.references.some(({ identifier }) => isCounted(identifier as TSESTree.Node)) ||
			(values.length > 0 && (isChanged(variable) || values.every(isHarmless))) ||
			(values.length > 0 && /^cred(?:ential)?s\d*$/iu.test(variable.name) && values.every(isOtherAnswer)) ||
			(values.length > 0 && values.every(isOtherCommand)) ||
			isHandleVariable(variable, values, isHarmless);
		HARMLESS.set(variable, found);
	}
	return found;
}

const ORDER: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "-", "*", "/", "%"]);

/** `sessionTokens >= limit`, `tokens += 1`: a number. */
function isCounted({ parent }: TSESTree.Node): boolean {
	return parent?.type === "UpdateExpression" || (parent?.type === "BinaryExpression" && ORDER.has(parent.operator));
}

function shownByMember(node: TSESTree.MemberExpression, module: SourceModule, ask: AskShown): readonly ShownSecret[] {
	const name = nameOfKey(node.property, node.computed);
	if (name === null) {
		return [];
	}
	const owner = followNames(node.object, module);
	const property = owner.type === "ObjectExpression" ? propertyOf(owner, name) : null;
	if (property !== null) {
		const first = ask(property);
		return first === null ? [] : [{ ...first, node }];
	}
	const base = lastName(node.object);
	if (/^headers$/iu.test(base) && /^(?:authorization|cookie|x-api-key|x-auth-token)$/iu.test(name)) {
		return [{ node, kind: "named", name: spell(node) }];
	}
	return saysSecret(name) && !isVocabulary(base, unwrap(node.object)) && !(name === "token" && isCoin(node, module))
		? [{ node, kind: "named", name: spell(node) }]
		: [];
}

/** Objects whose members are about fields of that name: messages, schemas, enumerations. */
const ABOUT =
	/^(?:errors?|messages?|labels?|fields?|columns?|schemas?|validat\w{0,20}|i18n|t|translations?|strings?|locales?|rules?|usage|touched|\w{0,30}types?|constants?|selectors?|routes?|urls?|paths?|topics?|tables?|metrics?|counts?|stats|flags?|has|is|features?|permissions?|scopes?|refs?|inputs?|props|styles?|keys)$/iu;

function isVocabulary(base: string, object: TSESTree.Node): boolean {
	// `TokenType.Secret`, `Keys.API_KEY`: an enumeration or a class.
	return ABOUT.test(base) || (object.type === "Identifier" && /^[A-Z]/u.test(object.name));
}

function lastName(given: TSESTree.Node): string {
	const node = unwrap(given);
	return node.type === "Identifier"
		? node.name
		: node.type === "MemberExpression"
			? (nameOfKey(node.property, node.computed) ?? "")
			: "";
}

/** Words that alone may mean many things: a pass, a patient, the tokens of a text, a list of names. */
const VAGUE = new Set(["tokens", "secrets", "pat", "pass", "hmac", "keys", "cred", "bearer"]);
const HIDDEN = new Set(
	"masked redacted hashed hidden obfuscated sanitized sanitised safe truncated partial preview short last first censored filtered stripped encoded decoded parsed encrypted has is no needs requires mask redact hash dummy fake mock public expired invalid valid".split(
		" ",
	),
);
const VERBS = new Set(
	"get set fetch create make generate refresh verify validate parse decode encode revoke delete remove update rotate find load read handle check use with on build resolve request exchange issue renew store save retrieve".split(
		" ",
	),
);

/** `portfolioShareToken`, which only a long name of its own says what it is for: nothing says that it lets anybody in. */
function isOtherToken(words: readonly string[]): boolean {
	return words.length > 2 && words.at(-1) === "token" && !isBeforeToken(words.at(-2) ?? "");
}

/** The same, where nothing but the name tells: it must leave no doubt. */
function saysSecret(name: string): boolean {
	return isSecretName(name) && isUnmistakable(name);
}

/** True for the name of a secret itself, not of a function that makes one or of what hides it. */
function isSecretName(name: string): boolean {
	if (!isNamedLikeSecret(name)) {
		return false;
	}
	const words = splitName(name);
	return (
		!isOtherToken(words) &&
		!(words.length === 1 && VAGUE.has(words[0] ?? "")) &&
		!words.some((word) => HIDDEN.has(word)) &&
		!isHandleName(name) &&
		!(VERBS.has(words[0] ?? "") && words.length > 1 && words.join(" ") !== "refresh token") &&
		wordsOf(name).slice(-3).join(" ") !== "access key id" &&
		!/^AWS_ACCESS_KEY$/u.test(name)
	);
}

/** Parts of words, and whole words, of a function whose answer is no secret: it hides one, or only asks about it. */
const HIDING =
	/symbol|mask|redact|hide|obfusc|hash|truncat|shorten|sanit|scrub|censor|strip|omit|filter|encrypt|digest|length|slice|substr|replace|count|exists|verif|valid|check|compare|includes|starts|decode|^(?:has|is|tests?|list)$/u;

function isHiding(name: string): boolean {
	return splitName(name).some((word) => HIDING.test(word));
}

/** Expressions that are no secret themselves; what an object or a template brings was asked for before. */
const NO_SECRET: ReadonlySet<string> = new Set([
	"Literal",
	"UnaryExpression",
	"UpdateExpression",
	"ArrowFunctionExpression",
	"FunctionExpression",
	"ClassExpression",
	"ObjectExpression",
	"ArrayExpression",
	"NewExpression",
	"TemplateLiteral",
]);

/**
 * True for a value that is no secret whatever its name says: a number, a comparison, a function, a fixed text, what a
 * masking function made.
 */
function isHarmless(given: TSESTree.Node): boolean {
	const node = unwrap(given);
	if (NO_SECRET.has(node.type)) {
		return true;
	}
	switch (node.type) {
		case "BinaryExpression":
			return node.operator !== "+" || (textOf(node.left) !== null && textOf(node.right) !== null);
		case "ConditionalExpression":
			return isHarmless(node.consequent) && isHarmless(node.alternate);
		case "LogicalExpression":
			return isHarmless(node.right) && (node.operator === "&&" || isHarmless(node.left));
		case "MemberExpression":
			return (
				["length", "size", "byteLength"].includes(nameOfKey(node.property, node.computed) ?? "") ||
				isVocabulary(lastName(node.object), unwrap(node.object))
			);
		case "AwaitExpression":
			return isHarmless(node.argument);
		case "CallExpression":
			return (
				isHiding(lastName(node.callee)) ||
				(lastName(node.callee) === "require" && textOf(node.arguments[0] ?? node) !== null)
			);
		default:
			return false;
	}
}

/** What makes or reads credentials: `fromIni()()`, `sts.assumeRole()`, `getCredentials()`, `login()`. */
const OF_CREDENTIALS = /cred|assume|provider|session|sts|auth|login|secret|token|^from|resolve|account/iu;

/** `await client.send(new GetItemCommand(…))`: an answer of AWS that is about something else, whatever it is called. */
function isOtherCommand(given: TSESTree.Node): boolean {
	const command = commandOf(given);
	return command !== null && !GIVES_SECRETS.test(command);
}

/** The command that is sent. */
function commandOf(given: TSESTree.Node): string | null {
	const node = unwrap(given);
	if (node.type === "AwaitExpression") {
		return commandOf(node.argument);
	}
	const [first] = node.type === "CallExpression" && lastName(node.callee) === "send" ? node.arguments : [];
	const command = first?.type === "NewExpression" ? lastName(first.callee) : "";
	return command.endsWith("Command") ? command : null;
}

/** Commands whose answer holds credentials, or may. */
const GIVES_SECRETS = /cred|assume|session|secret|token|password|auth|login|decrypt|parameter|key/iu;

/** `credentials = await db.query(…)`: rows about credentials, as far as anybody can tell. */
function isOtherAnswer(given: TSESTree.Node): boolean {
	const node = unwrap(given);
	return node.type === "AwaitExpression"
		? isOtherAnswer(node.argument)
		: node.type === "CallExpression" &&
				commandOf(node) === null &&
				calleeNames(node.callee).every((name) => !OF_CREDENTIALS.test(name));
}

/** The names in `sts.assumeRole(…).promise`. */
function calleeNames(given: TSESTree.Node): readonly string[] {
	const names: string[] = [];
	for (let node = unwrap(given); ;) {
		if (node.type === "MemberExpression") {
			names.push(nameOfKey(node.property, node.computed) ?? "");
			node = unwrap(node.object);
		} else if (node.type === "CallExpression" || node.type === "NewExpression") {
			node = unwrap(node.callee);
		} else {
			return node.type === "Identifier" ? [...names, node.name] : names;
		}
	}
}

/** `: boolean`, `: number`, `: () => string`. */
function isTypedHarmless(node: TSESTree.Node): boolean {
	const type =
		"typeAnnotation" in node && node.typeAnnotation?.type === "TSTypeAnnotation"
			? node.typeAnnotation.typeAnnotation.type
			: null;
	return (
		type !== null &&
		(["TSBooleanKeyword", "TSNumberKeyword", "TSFunctionType", "TSLiteralType"] as readonly string[]).includes(type)
	);
}

/** `delete config.password`, `config.password = "***"`. */
function isChanged({ references }: TSESLint.Scope.Variable): boolean {
	return references.some(({ identifier }) => isWrittenInside(identifier as TSESTree.Node));
}

/** What an expression is called: never more than a name, because a call's arguments may be anything. */
function spell(given: TSESTree.Node): string {
	const node = unwrap(given);
	return lastName(node) === "" ? "the answer of AWS" : `'${lastName(node)}'`;
}
