import type { TSESTree } from "@typescript-eslint/utils";
import { groupBy } from "../../../text/group-by.ts";
import { nameOfKey } from "../../program/name-of-key.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { propertyOf } from "../../program/object-properties.ts";
import { perModule } from "../../program/per-module.ts";
import { resolveImport, type Imported } from "../../program/resolve-import.ts";
import type { Call } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrap } from "../../program/unwrap.ts";
import { followNames } from "../../program/variable-of.ts";
import type { Sink } from "./named-literal.ts";

/** Where functions of packages take a key or a password. */
interface SinkRow {
	/** `jsonwebtoken`; the same functions of several packages stand in one row. */
	readonly modules: readonly string[];
	/**
	 * Exports: `sign`, `AES.encrypt`; `default` also for the package itself; `Client#bind` for a method of what an
	 * export makes.
	 */
	readonly exports: readonly string[];
	readonly at: number;
	/** The properties of that argument that take it, from the outside in: `auth.password`; none for the argument. */
	readonly properties?: readonly string[];
	readonly sink: Sink;
}

const list = (text: string): readonly string[] => text.split(" ");

/**
 * What an import makes sure of needs no name, neither of the literal nor of what the function is called on.
 * Sources: the pages of these packages for these functions.
 */
const ROWS: readonly SinkRow[] = [
	// Signatures
	{ modules: ["jsonwebtoken"], exports: ["sign", "verify"], at: 1, sink: "signing-key" },
	{ modules: ["jwt-simple"], exports: ["encode", "decode"], at: 1, sink: "signing-key" },
	{ modules: ["hono/jwt"], exports: ["sign", "verify"], at: 1, sink: "signing-key" },
	{
		modules: ["jose"],
		exports: list(
			"SignJWT#sign CompactSign#sign FlattenedSign#sign EncryptJWT#encrypt CompactEncrypt#encrypt FlattenedEncrypt#encrypt",
		),
		at: 0,
		sink: "signing-key",
	},
	{
		modules: ["jose"],
		exports: list("jwtVerify jwtDecrypt compactVerify compactDecrypt flattenedVerify flattenedDecrypt"),
		at: 1,
		sink: "signing-key",
	},
	{
		modules: ["@nestjs/jwt"],
		exports: ["JwtModule.register", "JwtService"],
		at: 0,
		properties: ["secret", "privateKey", "secretOrPrivateKey"],
		sink: "signing-key",
	},
	{
		modules: list("hono/jwt express-jwt koa-jwt better-auth"),
		exports: list("default jwt expressjwt expressJwt betterAuth"),
		at: 0,
		properties: ["secret"],
		sink: "signing-key",
	},
	{ modules: ["passport-jwt"], exports: ["Strategy"], at: 0, properties: ["secretOrKey"], sink: "signing-key" },
	{
		modules: list("passport-google-oauth20 passport-github passport-github2 passport-facebook passport-oauth2"),
		exports: ["Strategy", "OAuth2Strategy"],
		at: 0,
		properties: ["clientSecret"],
		sink: "credential",
	},
	// Plugins of Fastify, whose options `register` is given
	{
		modules: list("@fastify/jwt @fastify/cookie @fastify/session @fastify/secure-session fastify-jwt"),
		exports: ["default"],
		at: 0,
		properties: ["secret", "key"],
		sink: "signing-key",
	},
	// Cookies and sessions
	{
		modules: ["express-session", "cookie-session"],
		exports: ["default"],
		at: 0,
		properties: ["secret", "keys"],
		sink: "signing-key",
	},
	{ modules: ["cookie-parser"], exports: ["default"], at: 0, sink: "signing-key" },
	{ modules: ["hono/cookie"], exports: ["setSignedCookie"], at: 3, sink: "signing-key" },
	{ modules: ["hono/cookie"], exports: ["getSignedCookie"], at: 1, sink: "signing-key" },
	{ modules: ["@hapi/iron"], exports: ["seal", "unseal"], at: 1, sink: "signing-key" },
	{
		modules: ["iron-session"],
		exports: ["sealData", "unsealData"],
		at: 1,
		properties: ["password"],
		sink: "signing-key",
	},
	// Ciphers and derived keys
	{
		modules: list("crypto node:crypto"),
		exports: list("createHmac createCipheriv createDecipheriv hkdf hkdfSync"),
		at: 1,
		sink: "signing-key",
	},
	{
		modules: list("crypto node:crypto"),
		exports: list("pbkdf2 pbkdf2Sync scrypt scryptSync createSecretKey"),
		at: 0,
		sink: "signing-key",
	},
	{
		modules: ["crypto-js"],
		exports: list(
			"AES.encrypt AES.decrypt DES.encrypt DES.decrypt TripleDES.encrypt TripleDES.decrypt HmacSHA1 HmacSHA256 HmacSHA512",
		),
		at: 1,
		sink: "signing-key",
	},
	{ modules: ["web-push"], exports: ["setVapidDetails"], at: 2, sink: "signing-key" },
	// One-time passwords
	{ modules: ["otplib"], exports: ["authenticator.generate", "totp.generate"], at: 0, sink: "credential" },
	{ modules: ["speakeasy"], exports: ["totp", "hotp"], at: 0, properties: ["secret"], sink: "credential" },
	// Services
	{ modules: ["stripe"], exports: ["default", "Stripe"], at: 0, sink: "credential" },
	{ modules: ["twilio"], exports: ["default", "Twilio"], at: 1, sink: "credential" },
	{ modules: ["resend", "postmark"], exports: ["Resend", "ServerClient"], at: 0, sink: "credential" },
	{ modules: ["@slack/web-api"], exports: ["WebClient"], at: 0, sink: "credential" },
	{ modules: ["@sendgrid/mail"], exports: ["setApiKey"], at: 0, sink: "credential" },
	{ modules: ["telegraf", "grammy"], exports: ["Telegraf", "Bot"], at: 0, sink: "credential" },
	{ modules: ["discord.js"], exports: ["Client#login"], at: 0, sink: "credential" },
	{
		modules: list("octokit @octokit/rest @octokit/core @notionhq/client"),
		exports: ["Octokit", "Client"],
		at: 0,
		properties: ["auth"],
		sink: "credential",
	},
	// Databases and directories
	{
		modules: list("mysql mysql2 mysql2/promise mariadb oracledb pg postgres ioredis redis"),
		exports: list("createConnection createPool getConnection Client Pool default Redis createClient"),
		at: 0,
		properties: ["password", "pass"],
		sink: "password",
	},
	{ modules: ["knex"], exports: ["default", "knex"], at: 0, properties: ["connection.password"], sink: "password" },
	{ modules: ["mongodb"], exports: ["MongoClient"], at: 1, properties: ["auth.password"], sink: "password" },
	{ modules: ["mongoose"], exports: ["connect", "createConnection"], at: 1, properties: ["pass"], sink: "password" },
	{ modules: ["sequelize", "sequelize-typescript"], exports: ["Sequelize"], at: 2, sink: "password" },
	{ modules: ["neo4j-driver"], exports: ["auth.basic"], at: 1, sink: "password" },
	{ modules: ["ldapjs"], exports: ["createClient#bind"], at: 1, sink: "password" },
];

const BY_MODULE = groupBy(
	ROWS.flatMap((row) => row.modules.map((module) => ({ module, row }))),
	({ module }) => module,
);

/**
 * The expressions of a module that functions of known packages take as a key or a password, by what is imported. One
 * table for what is reported and for what is masked.
 */
export const importedSinks = perModule((module): ReadonlyMap<TSESTree.Node, Sink> => {
	const found = new Map<TSESTree.Node, Sink>();
	if (!mentionsPackage(module)) {
		return found;
	}
	for (const node of [...nodesOf(module, "CallExpression"), ...nodesOf(module, "NewExpression")]) {
		for (const { imported, given } of callsIn(node, module)) {
			for (const { row } of BY_MODULE.get(imported.module) ?? []) {
				const argument = given[row.at];
				if (argument !== undefined && row.exports.includes(nameOfExport(imported))) {
					for (const taken of takenIn(argument, row, module)) {
						found.set(taken, row.sink);
					}
				}
			}
		}
	}
	return found;
});

/** Most files import none of them. */
function mentionsPackage({ text }: SourceModule): boolean {
	return [...BY_MODULE.keys()].some((name) => text.includes(name));
}

function nameOfExport({ path }: Imported): string {
	return path.length === 0 ? "default" : path.join(".").replaceAll(".#", "#");
}

interface KnownCall {
	readonly imported: Imported;
	readonly given: readonly TSESTree.Node[];
}

function callsIn(node: Call, module: SourceModule): readonly KnownCall[] {
	const { callee, arguments: given } = node;
	if (callee.type === "Super") {
		const imported = baseOf(node, module);
		return imported === null ? [] : [{ imported, given }];
	}
	const imported = importedCallee(callee, module);
	if (imported !== null) {
		return [{ imported, given }];
	}
	// `fastify.register(jwt, { secret })`
	const [plugin, ...others] = given;
	const registered =
		plugin !== undefined &&
		callee.type === "MemberExpression" &&
		nameOfKey(callee.property, callee.computed) === "register"
			? importOf(plugin, module)
			: null;
	return registered === null ? [] : [{ imported: registered, given: others }];
}

function importOf(node: TSESTree.Node, module: SourceModule): Imported | null {
	return node.type === "Identifier" || node.type === "MemberExpression" || node.type === "CallExpression"
		? resolveImport(node, module)
		: null;
}

/** `sign`, `jwt.sign`, `require("stripe")`; `new SignJWT(claims).setIssuedAt().sign`, `client.login`. */
function importedCallee(given: TSESTree.Node, module: SourceModule): Imported | null {
	const callee = unwrap(given);
	const direct = importOf(callee, module);
	if (direct !== null || callee.type !== "MemberExpression") {
		return direct;
	}
	const method = nameOfKey(callee.property, callee.computed);
	const made = method === null ? null : makerOf(callee.object, module);
	return made === null ? null : { ...made, path: [...made.path, `#${method ?? ""}`] };
}

/** So many calls of one chain are followed. */
const LONGEST_CHAIN = 24;

/** The export that made what a chain of methods is called on. */
function makerOf(given: TSESTree.Node, module: SourceModule): Imported | null {
	let node = followNames(given, module);
	for (let step = 0; step < LONGEST_CHAIN; step++) {
		if (node.type === "AwaitExpression") {
			node = followNames(node.argument, module);
			continue;
		}
		if (node.type !== "CallExpression" && node.type !== "NewExpression") {
			return null;
		}
		const callee = unwrap(node.callee);
		const made = importOf(callee, module);
		if (made !== null || callee.type !== "MemberExpression") {
			return made;
		}
		node = followNames(callee.object, module);
	}
	return null;
}

/** `super({ secretOrKey })` of `class extends Strategy` and of Nest's `class extends PassportStrategy(Strategy)`. */
function baseOf(node: Call, module: SourceModule): Imported | null {
	let owner: TSESTree.Node | undefined = node.parent;
	while (owner !== undefined && owner.type !== "ClassDeclaration" && owner.type !== "ClassExpression") {
		owner = owner.parent;
	}
	const base = owner?.superClass === null || owner === undefined ? null : unwrap(owner.superClass);
	if (base?.type !== "CallExpression") {
		return base === null ? null : importOf(base, module);
	}
	const [first] = base.arguments;
	return first === undefined ? null : importOf(first, module);
}

function takenIn(argument: TSESTree.Node, { properties }: SinkRow, module: SourceModule): readonly TSESTree.Node[] {
	const taken =
		properties === undefined
			? [argument]
			: properties.flatMap((path) => propertyAt(argument, path.split("."), module) ?? []);
	// Keys that rotate stand in a list.
	return taken.flatMap((node) => {
		const value = followNames(node, module);
		return value.type === "ArrayExpression" ? [node, ...value.elements.filter((item) => item !== null)] : [node];
	});
}

function propertyAt(given: TSESTree.Node, path: readonly string[], module: SourceModule): TSESTree.Node | null {
	const [first, ...rest] = path;
	if (first === undefined) {
		return given;
	}
	const object = followNames(given, module);
	const property = object.type === "ObjectExpression" ? propertyOf(object, first) : null;
	return property === null ? null : propertyAt(property.value, rest, module);
}
