import type { TSESTree } from "@typescript-eslint/utils";
import { nameOf } from "../program/name-of.ts";
import type { SourceModule } from "../program/source-module.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { textOf } from "../program/text-of.ts";

/**
 * Functions that are given a key or a password, and the places of these among the arguments; -1 is the last of two or
 * more. They are likely to be what their name says, not sure: enough to hide, not to report.
 * Sources: the pages of jose, @hapi/iron, Web Crypto, firebase, PocketBase, Supabase, Stripe, Algolia, web-push,
 * google-auth-library, the drivers of Neo4j and Cassandra, NATS and Telegraf for these functions.
 */
const KEY_PLACES: ReadonlyMap<string, readonly number[]> = new Map([
	["seal", [1]],
	["unseal", [1]],
	["importKey", [1]],
	["importPKCS8", [0]],
	["createPrivateKey", [0]],
	["createSecretKey", [0]],
	["safeCompare", [0, 1]],
	["secureCompare", [0, 1]],
	["constantTimeEqual", [0, 1]],
	["tsscmp", [0, 1]],
	["signIn", [-1]],
	["signInWithPassword", [-1]],
	["signInWithEmailAndPassword", [-1]],
	["authWithPassword", [-1]],
	["authenticate", [-1]],
	["withCredentials", [-1]],
	["setCredentials", [-1]],
	["auth", [-1]],
	["hkdfSync", [1]],
	["pbkdf2", [0]],
	["constructEvent", [2]],
	["algoliasearch", [1]],
	["setVapidDetails", [2]],
	["OAuth2", [1]],
	["OAuth2Client", [1]],
	["basic", [1]],
	["PlainTextAuthProvider", [1]],
	["credsAuthenticator", [0]],
	["Telegraf", [0]],
	["scrypt", [0]],
]);

/** Where a call takes what opens or signs, as far as its name says. */
export function keyArguments(
	{ callee, arguments: all }: TSESTree.CallExpression | TSESTree.NewExpression,
	module: SourceModule,
): readonly number[] {
	const name =
		callee.type === "Identifier"
			? callee.name
			: callee.type === "MemberExpression"
				? nameOfKey(callee.property, callee.computed)
				: null;
	if (name === null) {
		return [];
	}
	const isBuilt = callee.type === "MemberExpression" && all.length === 1 && isOfJose(callee.object, module);
	if ((name === "sign" || name === "encrypt") && isBuilt) {
		return [0]; // `new SignJWT(claims).setIssuedAt().sign(key)`
	}
	if (
		name === "bind" &&
		all[0] !== undefined &&
		DISTINGUISHED_NAME.test(textOf(all[0]) ?? nameOf(all[0], module) ?? "")
	) {
		return [1]; // `client.bind("cn=admin,dc=acme", "…")` of LDAP
	}
	if ((name === "login" || name === "auth") && all.length === 1 && all[0] !== undefined && isText(all[0])) {
		return [0]; // `bot.login("…")`
	}
	return (KEY_PLACES.get(name) ?? []).flatMap((place) =>
		place >= 0 ? (place < all.length ? [place] : []) : all.length > 1 ? [all.length - 1] : [],
	);
}

function isText({ type }: TSESTree.Node): boolean {
	return type === "Literal" || type === "TemplateLiteral" || type === "Identifier";
}

/** `cn=admin,dc=acme`, or a variable for one. */
const DISTINGUISHED_NAME = /^(?:cn|uid|dc|ou|mail)=|dn$/iu;

/** True for `new SignJWT(…)`, also behind calls of its methods. */
function isOfJose(node: TSESTree.Node, module: SourceModule): boolean {
	let current = node;
	while (current.type === "CallExpression" && current.callee.type === "MemberExpression") {
		current = current.callee.object;
	}
	return (
		current.type === "NewExpression" &&
		/JWT$|JWS$|JWE$|^(?:Compact|Flattened|General)/u.test(nameOf(current.callee, module) ?? "")
	);
}
