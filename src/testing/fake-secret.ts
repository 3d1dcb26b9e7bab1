import { PROVIDERS } from "../detect/formats/provider-table.ts";
import { CHARACTERS, checksumOf, partsOf, type Alphabet } from "../detect/providers.ts";

const LETTERS = CHARACTERS.alnum;

/** Draws the same characters for the same seed: a linear congruential generator (Numerical Recipes), its high bits. */
export function drawFrom(seed: string): (characters: string, length: number) => string {
	let state = 2_166_136_261;
	for (let i = 0; i < seed.length; i++) {
		state = Math.imul(state ^ seed.charCodeAt(i), 16_777_619) >>> 0;
	}
	return (characters, length) => {
		let out = "";
		for (let i = 0; i < length; i++) {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			out += characters.charAt(Math.floor((state / 2 ** 32) * characters.length));
		}
		return out;
	};
}

/** The ids that {@link fakeSecret} knows besides the rows of the provider table. */
export const FAKE_IDS = [
	"password",
	"weak-password",
	"token",
	"hex-token",
	"uuid",
	"aws-secret-access-key",
	"uri-password",
	"pem-private-key",
	"base64-private-key",
	"jwt",
	"basic-header",
	"bearer-header",
	"connection-string",
] as const;

/**
 * Makes a secret that looks real, so that none ever lies in a file of the project.
 *
 * @param id the id of a row of `PROVIDERS`, or one of {@link FAKE_IDS}
 * @param seed another one makes another secret; the same one the same
 * @throws {RangeError} for an id that nobody knows
 */
export function fakeSecret(id: string, seed = 1): string {
	const some = drawFrom(`${id} ${String(seed)}`);
	switch (id) {
		case "password":
			return `${some("BCDFGH", 1)}${some("aeiou", 1)}${some("krstvw", 2)}${some("aeiou", 1)}-${some("23456789", 4)}!`;
		case "weak-password":
			return `${some("bcdfgh", 1)}un${some("tklm", 1)}er${some("23456789", 2)}`;
		case "token":
			return some(LETTERS, 32);
		case "hex-token":
			return some(CHARACTERS.hex, 32);
		case "uuid":
			return [8, 4, 4, 4, 12].map((length) => some(CHARACTERS.hex, length)).join("-");
		case "aws-secret-access-key":
			return `${some(LETTERS, 19)}/${some(LETTERS, 9)}+aB3${some(LETTERS, 7)}`;
		case "uri-password":
			return `postgres://app:${some(LETTERS, 14)}@db.internal.acme-shop.com:5432/orders`;
		case "connection-string":
			return `Server=tcp:db.acme-shop.com,1433;User ID=app;Password=${some(LETTERS, 14)};Encrypt=true`;
		case "basic-header":
			return `Basic ${Buffer.from(`app:${some(LETTERS, 14)}`).toString("base64")}`;
		case "bearer-header":
			return `Bearer ${some(LETTERS, 40)}`;
		case "jwt": {
			const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
			return `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: `user-${some(LETTERS, 8)}`, iss: "acme" })}.${some(LETTERS, 43)}`;
		}
		case "pem-private-key":
			return pem(some);
		case "base64-private-key":
			return Buffer.from(pem(some)).toString("base64");
		default:
			return fakeToken(id, some);
	}
}

function pem(some: (characters: string, length: number) => string): string {
	const kind = ["PRIVATE", "KEY"].join(" "); // In parts, so that no scanner takes this file for a leak.
	const lines = Array.from({ length: 12 }, () => some(`${LETTERS}+/`, 64)).join("\n");
	return `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`;
}

/** Letters and digits are what the formats are mostly made of; their marks are allowed, not asked for. */
function plainly(alphabet: Alphabet): string {
	const plain = CHARACTERS[alphabet].replaceAll(/[^A-Za-z0-9]/gu, "");
	return plain === CHARACTERS.upper ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" : plain; // AWS's ids are base32.
}

function fakeToken(id: string, some: (characters: string, length: number) => string): string {
	const row = PROVIDERS.find((one) => one.id === id);
	if (row === undefined) {
		throw new RangeError(`Nobody knows the secret '${id}'.`);
	}
	const { marker = "" } = row;
	return partsOf(row.format)
		.map((part) => {
			if (typeof part === "string") {
				return part;
			}
			if (row.check === "snowflake" && part.max < 30 && part.min > 20) {
				return Buffer.from(`1${some("0123456789", 17)}`).toString("base64url");
			}
			if (row.check === "crc32-base62") {
				const body = some(LETTERS, 30);
				return body + checksumOf(body);
			}
			const characters = plainly(part.alphabet);
			const before = some(characters, Math.floor((part.min - marker.length) / 2));
			return before + marker + some(characters, part.min - marker.length - before.length);
		})
		.join("");
}
