import type { TSESTree } from "@typescript-eslint/utils";
import { isMethod, isName, nameOf } from "../../program/name-of.ts";
import type { Sink } from "./named-literal.ts";
import { placed, type Place } from "./place.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { staticTextOf } from "../../program/static-text.ts";
import { constructorOf } from "../../program/class-node.ts";
import { nameOfCallee } from "../../program/name-of-key.ts";
import { variableOf } from "../../program/variable-of.ts";

/** Functions whose result is their first argument in another form: the name of the result is the argument's. */
export const DECODERS: ReadonlySet<string> = new Set([
	..."from encode decode atob btoa encodeURIComponent decodeURIComponent hash hashSync genHash hashPassword encrypt default literal stringify Map Set fromEntries freeze fromUtf8 toUtf8 fromString utf8ToBytes hexToBytes createSecretKey unsafePlainText plainText Buffer TextEncoder Uint8Array importKey parse catch prefault optional nonempty".split(
		" ",
	),
]);

/** Where a function takes a key or a password: by its name and its receiver's, and the place of the argument. */
interface SinkRow {
	readonly callee: string;
	/** What it is called on; any receiver where it is not said. */
	readonly of?: RegExp;
	readonly at: number;
	readonly sink: Sink;
}

const JWT = /^(?:jwt|jsonwebtoken|jws|jwtService|jwtSimple|jose|fastify|app|jsonWebToken)$/iu;
const CIPHER = /^(?:aes|des|tripledes|rabbit|rc4|cryptojs)$/iu;

/**
 * Sources: the pages of jsonwebtoken, jose, node:crypto, crypto-js, express-session, cookie-session, Stripe, Twilio,
 * the AWS SDK and the AWS CDK for these functions.
 */
const SINKS: readonly SinkRow[] = [
	{ callee: "sign", of: JWT, at: 1, sink: "signing-key" },
	{ callee: "verify", of: JWT, at: 1, sink: "signing-key" },
	{ callee: "createHmac", at: 1, sink: "signing-key" },
	{ callee: "createCipheriv", at: 1, sink: "signing-key" },
	{ callee: "createDecipheriv", at: 1, sink: "signing-key" },
	{ callee: "createCipher", at: 1, sink: "signing-key" },
	{ callee: "createDecipher", at: 1, sink: "signing-key" },
	{ callee: "createSecretKey", at: 0, sink: "signing-key" },
	{ callee: "pbkdf2Sync", at: 0, sink: "signing-key" },
	{ callee: "scryptSync", at: 0, sink: "signing-key" },
	{ callee: "HmacSHA1", at: 1, sink: "signing-key" },
	{ callee: "HmacSHA256", at: 1, sink: "signing-key" },
	{ callee: "HmacSHA512", at: 1, sink: "signing-key" },
	{ callee: "encrypt", of: CIPHER, at: 1, sink: "signing-key" },
	{ callee: "decrypt", of: CIPHER, at: 1, sink: "signing-key" },
	{ callee: "session", at: 0, sink: "signing-key" },
	{ callee: "cookieSession", at: 0, sink: "signing-key" },
	{ callee: "cookieParser", at: 0, sink: "signing-key" },
	{ callee: "expressJwt", at: 0, sink: "signing-key" },
	{ callee: "Stripe", at: 0, sink: "credential" },
	{ callee: "twilio", at: 1, sink: "credential" },
	{ callee: "Credentials", at: 1, sink: "credential" },
	{ callee: "unsafePlainText", at: 0, sink: "credential" },
	{ callee: "fromPassword", at: 1, sink: "password" },
	{ callee: "setApiKey", at: 0, sink: "credential" },
	{ callee: "AzureKeyCredential", at: 0, sink: "credential" },
	{ callee: "StorageSharedKeyCredential", at: 1, sink: "credential" },
	{ callee: "basicAuth", at: 1, sink: "password" },
	{ callee: "login", at: 1, sink: "password" },
	{ callee: "auth", of: /^(?!.*firebase)/iu, at: 1, sink: "password" },
	{ callee: "createConnection", at: 2, sink: "password" },
	{ callee: "Sequelize", at: 2, sink: "password" },
];

const BY_CALLEE = new Map<string, SinkRow[]>();
for (const row of SINKS) {
	BY_CALLEE.set(row.callee, [...(BY_CALLEE.get(row.callee) ?? []), row]);
}

/** Constructors whose argument is most likely what opens a service: `new SearchClient("…")`. */
const CLIENT = /(?:client|api|sdk|service|connector|gateway|auth|credentials?|provider|bot|adapter)$/iu;
/** `setApiKey`, `withToken`: what the function's name says its argument is. */
const SETTER = /^(?:set|with|use|add|update|change|put|append|register|define|provide|override|stub)(?=[A-Z_])/u;
const SETTERS = new Set(
	"set append setHeader header setRequestHeader addEnvironment addHeader config constant setItem put add define env setEnv setProperty setex register provide store save setConfig setSecret stubEnv".split(
		" ",
	),
);

/** True for a function that gives its second argument to its first. */
export function isSetter(callee: TSESTree.Node): boolean {
	return isMethod(callee, SETTERS);
}

/** What the place of each argument says of it; null where it says nothing. */
export function argumentNames(
	node: TSESTree.CallExpression | TSESTree.NewExpression,
	module: SourceModule,
): readonly (Place | null)[] {
	const { callee } = node;
	const count = node.arguments.length;
	const found: (Place | null)[] = new Array<Place | null>(count).fill(null);
	const [first, second] = node.arguments;
	if (first === undefined) {
		return found;
	}
	const name = nameOfCallee(callee);
	if (name === "timingSafeEqual" && second !== undefined) {
		return [comparedWith(second, module), comparedWith(first, module)];
	}
	// What says most comes first.
	for (const placing of [
		bySinks(callee, name, count, module),
		parametersOf(callee, module, count).map((parameter) =>
			parameter === null ? null : placed(parameter, "argument"),
		),
		byKey(first, count, module),
		bySetter(name),
		byClient(node, name),
	]) {
		for (const [index, place] of placing.slice(0, count).entries()) {
			found[index] ??= place;
		}
	}
	return found;
}

/** What some arguments of a call are, by their indexes. */
type Placing = readonly (Place | null)[];

/** `jwt.sign(claims, "…")`: what takes a key or a password. */
function bySinks(callee: TSESTree.Node, name: string | null, count: number, module: SourceModule): Placing {
	const placing: (Place | null)[] = new Array<Place | null>(count).fill(null);
	const receiver = callee.type === "MemberExpression" ? (nameOf(callee.object, module) ?? "") : null;
	for (const { of, at, sink } of name === null ? [] : (BY_CALLEE.get(name) ?? [])) {
		if (at < count && (of === undefined || (receiver !== null && of.test(receiver)))) {
			placing[at] ??= placed(null, "argument", sink);
		}
	}
	return placing;
}

/** `headers.set("x-api-key", "…")`: the first argument names the second. */
function byKey(first: TSESTree.Node, count: number, module: SourceModule): Placing {
	const key = first.type === "SpreadElement" || count < 2 ? null : staticTextOf(first, module);
	return key !== null && isName(key) ? [null, placed(key, "argument")] : [];
}

/** `setApiKey("…")` */
function bySetter(name: string | null): Placing {
	return name !== null && SETTER.test(name) ? [placed(name.replace(SETTER, ""), "argument")] : [];
}

/** `new SearchClient("…")` */
function byClient(node: TSESTree.CallExpression | TSESTree.NewExpression, name: string | null): Placing {
	return node.type === "NewExpression" && name !== null && CLIENT.test(name)
		? new Array<Place>(3).fill(placed(null, "argument", "client"))
		: [];
}

/** What takes care that nobody learns by the time it takes is a secret's comparison. */
function comparedWith(node: TSESTree.Node, module: SourceModule): Place {
	const name = innerName(node, module);
	return placed(name, "comparison", name === null ? "credential" : null);
}

/** What is compared, behind `Buffer.from()`. */
function innerName(node: TSESTree.Node, module: SourceModule): string | null {
	if (
		(node.type === "CallExpression" || node.type === "NewExpression") &&
		isMethod(node.callee, DECODERS) &&
		node.arguments[0] !== undefined
	) {
		return innerName(node.arguments[0], module);
	}
	return staticTextOf(node, module) === null ? nameOf(node, module) : null;
}

/** The names of the first parameters of a function or a class of the same file. */
function parametersOf(callee: TSESTree.Node, module: SourceModule, count: number): readonly (string | null)[] {
	if (callee.type !== "Identifier") {
		return [];
	}
	const definition = variableOf(callee, module)?.defs[0];
	const node = definition?.node as TSESTree.Node | undefined;
	const target = node?.type === "VariableDeclarator" ? node.init : node;
	switch (target?.type) {
		case "FunctionDeclaration":
		case "FunctionExpression":
		case "ArrowFunctionExpression":
			return target.params.slice(0, count).map(nameOfParameter);
		case "ClassDeclaration":
		case "ClassExpression": {
			return constructorOf(target)?.params.slice(0, count).map(nameOfParameter) ?? [];
		}
		default:
			return [];
	}
}

function nameOfParameter(node: TSESTree.Parameter): string | null {
	switch (node.type) {
		case "Identifier":
			return node.name;
		case "AssignmentPattern":
			return node.left.type === "Identifier" ? node.left.name : null;
		case "TSParameterProperty":
			return nameOfParameter(node.parameter);
		default:
			return null;
	}
}
