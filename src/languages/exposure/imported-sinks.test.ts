import { describe, expect, test } from "vitest";
import { secretValues } from "./secret-values.ts";
import { secretsIn } from "./hardcoded-secret.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { moduleOf } from "../../testing/read-module.ts";

/** What takes any text for a key, so that a weak one counts as well; `$` is where it stands. */
const KEYS: readonly string[] = [
	'import { sign } from "jsonwebtoken"; sign(claims, $);',
	'import { sign as issue } from "jsonwebtoken"; issue(claims, $, { expiresIn: "1h" });',
	'import { verify } from "jsonwebtoken"; verify(given, $);',
	'import tokens from "jsonwebtoken"; tokens.sign(claims, $);',
	'import * as tokens from "jsonwebtoken"; tokens.verify(given, $);',
	'const { sign } = require("jsonwebtoken"); sign(claims, $);',
	'const make = require("jsonwebtoken").sign; make(claims, $);',
	'import { encode } from "jwt-simple"; encode(claims, $);',
	'import { SignJWT } from "jose"; await new SignJWT(claims).sign(new TextEncoder().encode($));',
	'import { SignJWT } from "jose"; new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setIssuedAt().sign(Buffer.from($));',
	'import * as jose from "jose"; const draft = new jose.SignJWT(claims); draft.sign(new TextEncoder().encode($));',
	'import { jwtVerify } from "jose"; await jwtVerify(given, new TextEncoder().encode($));',
	'import { JwtModule } from "@nestjs/jwt"; JwtModule.register({ secret: $ });',
	'import { JwtService } from "@nestjs/jwt"; new JwtService({ secret: $, signOptions: { expiresIn: "1h" } });',
	'import jwt from "@fastify/jwt"; app.register(jwt, { secret: $ });',
	'app.register(require("@fastify/cookie"), { secret: $ });',
	'import { jwt } from "hono/jwt"; app.use("/a/*", jwt({ secret: $ }));',
	'import { sign } from "hono/jwt"; await sign(claims, $);',
	'import { setSignedCookie } from "hono/cookie"; setSignedCookie(c, "a", "b", $);',
	'import { expressjwt } from "express-jwt"; app.use(expressjwt({ secret: $, algorithms: ["HS256"] }));',
	'import { Strategy } from "passport-jwt"; passport.use(new Strategy({ jwtFromRequest: f, secretOrKey: $ }, done));',
	'import { Strategy as A } from "passport-jwt"; class B extends PassportStrategy(A) { constructor() { super({ secretOrKey: $ }); } }',
	'import { Strategy as A } from "passport-jwt"; class B extends A { constructor() { super({ secretOrKey: $ }, done); } }',
	'import session from "express-session"; app.use(session({ resave: false, secret: $ }));',
	'import remember from "cookie-session"; app.use(remember({ keys: [$] }));',
	'import cookies from "cookie-parser"; app.use(cookies($));',
	'import { sealData } from "iron-session"; sealData(data, { password: $ });',
	'import { createHmac as mac } from "crypto"; mac("sha256", $);',
	'import * as c from "node:crypto"; c.pbkdf2($, salt, 1000, 32, "sha512", done);',
	'import { scrypt } from "node:crypto"; scrypt($, salt, 32, done);',
	'import { createCipheriv } from "node:crypto"; createCipheriv("aes-256-cbc", $, iv);',
	'import { hkdfSync } from "node:crypto"; hkdfSync("sha256", $, salt, info, 32);',
	'import { AES } from "crypto-js"; AES.encrypt(text, $);',
	'import push from "web-push"; push.setVapidDetails("mailto:a@example.com", publicKey, $);',
	'import { sign } from "jsonwebtoken"; const value = $; sign(claims, value);',
	'import session from "express-session"; const options = { secret: $ }; app.use(session(options));',
	'import { sign } from "jsonwebtoken"; sign(claims, process.env.X ?? $);',
];

/** What takes a password. */
const PASSWORDS: readonly string[] = [
	'import { createPool } from "mysql2/promise"; createPool({ host, user, password: $ });',
	'import pg from "pg"; new pg.Client({ user, password: $ });',
	'import { Pool } from "pg"; const options = { password: $ }; new Pool(options);',
	'import postgres from "postgres"; postgres({ host, pass: $ });',
	'import db from "mongoose"; db.connect(uri, { user, pass: $ });',
	'import { Sequelize as Db } from "sequelize"; new Db("shop", "app", $);',
	'import neo from "neo4j-driver"; neo.driver(uri, neo.auth.basic("app", $));',
	'import { createClient } from "ldapjs"; const c = createClient({ url }); c.bind(dn, $, done);',
];

/** What takes a random token. */
const TOKENS: readonly string[] = [
	'import pay from "stripe"; pay($);',
	'import Pay from "stripe"; new Pay($, { apiVersion });',
	'const pay = require("stripe")($);',
	'import sms from "twilio"; sms(sid, $);',
	'import { WebClient as Chat } from "@slack/web-api"; new Chat($);',
	'import { Octokit } from "@octokit/rest"; new Octokit({ auth: $ });',
	'import { Client } from "discord.js"; const bot = new Client({ intents: [] }); bot.login($);',
	'import { Strategy } from "passport-google-oauth20"; new Strategy({ clientID, clientSecret: $ }, done);',
];

/** The same words where they are no key. */
const NEIGHBOURS: readonly string[] = [
	'import { sign } from "./billing"; sign(claims, $);',
	'import { sign } from "@acme/crypto-js-like"; sign(claims, $);',
	"const sign = (a, b) => a + b; sign(claims, $);",
	'import { decode } from "jsonwebtoken"; decode(given, $);',
	'import { sign } from "jsonwebtoken"; sign($, key);',
	'import { sign } from "jsonwebtoken"; sign(claims, key, { issuer: $ });',
	'import { SignJWT } from "jose"; new SignJWT(claims).setIssuer($).sign(key);',
	'import { SignJWT } from "jose"; new SignJWT({ team: $ }).sign(key);',
	'import { createRemoteJWKSet } from "jose"; createRemoteJWKSet($);',
	'import { JwtModule } from "@nestjs/jwt"; JwtModule.register({ signOptions: { issuer: $ } });',
	'import { ConfigModule } from "@nestjs/config"; ConfigModule.register({ label: $ });',
	'import jwt from "@fastify/jwt"; app.register(jwt, { namespace: $ });',
	'import jwt from "@fastify/cors"; app.register(jwt, { origin: $ });',
	'import { Strategy } from "passport-jwt"; new Strategy({ issuer: $, secretOrKeyProvider }, done);',
	'import session from "express-session"; session({ name: $ });',
	'import { setSignedCookie } from "hono/cookie"; setSignedCookie(c, $, value, key);',
	'import { createHash } from "node:crypto"; createHash("sha256").update($);',
	'import { createHmac } from "node:crypto"; createHmac("sha256", key).update($);',
	'import { scrypt } from "node:crypto"; scrypt(given, $, 32, done);',
	'import push from "web-push"; push.setVapidDetails($, publicKey, privateKey);',
	'import { createPool } from "mysql2"; createPool({ host, database: $ });',
	'import { Pool } from "pg"; new Pool({ application_name: $ });',
	'import { Sequelize } from "sequelize"; new Sequelize($, user, given);',
	'import { Octokit } from "@octokit/rest"; new Octokit({ userAgent: $ });',
	'import { Client } from "discord.js"; new Client({ intents: [] }).setName($);',
	'import pay from "stripe"; pay(key, { appInfo: $ });',
	'import { sign } from "jsonwebtoken"; class A extends Base { constructor() { super({ secretOrKey2: $ }); } }',
];

const SEEDS = [1, 2, 3, 4];
const with_ = (code: string, value: string): string => code.replace("$", () => JSON.stringify(value));

function isReported(code: string, value: string): boolean {
	return secretsIn(moduleOf(with_(code, value))).some(({ literal }) => literal.text === value);
}

function isMasked(code: string, value: string): boolean {
	return [...secretValues(moduleOf(with_(code, value)))].some(
		(node) => node.type === "Literal" && node.value === value,
	);
}

/** Words and random texts alike: at these places either is the key. */
const weak = (seed: number): readonly string[] => [
	fakeSecret("weak-password", seed),
	fakeSecret("password", seed),
	fakeSecret("token", seed),
	`${fakeSecret("weak-password", seed)} ${fakeSecret("weak-password", seed + 9)}`,
];

describe("a literal that a package takes for a key, with no name to say so", () => {
	test.each(KEYS)("is reported and masked: %s", (code) => {
		for (const value of SEEDS.flatMap(weak)) {
			expect([isReported(code, value), isMasked(code, value)], value).toEqual([true, true]);
		}
	});

	test.each(PASSWORDS)("is a password: %s", (code) => {
		for (const value of SEEDS.map((seed) => fakeSecret("password", seed))) {
			expect([isReported(code, value), isMasked(code, value)], value).toEqual([true, true]);
		}
	});

	test.each(TOKENS)("is a token: %s", (code) => {
		for (const value of SEEDS.map((seed) => fakeSecret("token", seed))) {
			expect([isReported(code, value), isMasked(code, value)], value).toEqual([true, true]);
		}
	});

	test.each(NEIGHBOURS)("elsewhere a word is none: %s", (code) => {
		for (const value of SEEDS.map((seed) => fakeSecret("weak-password", seed))) {
			expect(isReported(code, value), value).toBe(false);
		}
	});

	test.each(KEYS)("is no placeholder, path, algorithm or public key: %s", (code) => {
		for (const value of [
			"changeme",
			"<your-secret>",
			"${JWT_SECRET}",
			"./keys/private.pem",
			"RS256",
			`-----BEGIN PUBLIC KEY-----\n${fakeSecret("token")}\n-----END PUBLIC KEY-----`,
		]) {
			expect(isReported(code, value), value).toBe(false);
		}
	});
});
