import { PROVIDERS } from "../../detect/formats/provider-table.ts";
import { drawFrom, fakeSecret } from "../fake-secret.ts";

/** A secret that is looked for in outputs. */
export interface Canary {
	readonly kind: string;
	/** The whole text, as a program or a template has it. */
	readonly value: string;
	/** The parts of it that no output may show. */
	readonly parts: readonly string[];
}

const SYLLABLES = ["ka", "ri", "mo", "tu", "le", "vo", "zi", "pa", "nu", "fe", "do", "xa"];

function word(some: (characters: string, length: number) => string, syllables: number): string {
	return Array.from({ length: syllables }, () => SYLLABLES[Number.parseInt(some("0123456789ab", 1), 12)] ?? "").join(
		"",
	);
}

const lines = (value: string): readonly string[] =>
	value.split("\n").filter((line) => line.length >= 6 && !line.startsWith("-----"));

/**
 * The kinds of secrets that people put into programs and templates. Those that are words let nobody in but where a
 * secret belongs.
 */
export const CANARY_KINDS: Readonly<Record<string, (seed: number) => Omit<Canary, "kind">>> = {
	vendor: (seed) => {
		const value = fakeSecret(PROVIDERS[seed % PROVIDERS.length]?.id ?? "aws-access-key-id", seed);
		return { value, parts: [value.replace(/^\w+=/u, "")] }; // `SharedAccessKey=…`: the name is none.
	},
	random: (seed) => whole(fakeSecret("token", seed)),
	hex: (seed) => whole(fakeSecret("hex-token", seed)),
	"aws secret": (seed) => whole(fakeSecret("aws-secret-access-key", seed)),
	password: (seed) => whole(fakeSecret("password", seed)),
	"short password": (seed) => whole(fakeSecret("weak-password", seed)),
	"six letters and a sign": (seed) =>
		whole(`${word(drawFrom(`sign ${String(seed)}`), 2)}${drawFrom(`s ${String(seed)}`)("23456789", 1)}!`),
	word: (seed) => whole(word(drawFrom(`word ${String(seed)}`), 3)),
	passphrase: (seed) => {
		const value = Array.from({ length: 3 }, (_, at) =>
			word(drawFrom(`phrase ${String(seed)} ${String(at)}`), 3),
		).join(" ");
		return { value, parts: [value] };
	},
	foreign: (seed) =>
		whole(`пароль${word(drawFrom(`foreign ${String(seed)}`), 1)}ß${drawFrom(`f ${String(seed)}`)("23456789", 3)}`),
	uri: (seed) => {
		const password = fakeSecret("token", seed).slice(0, 14);
		return { value: `postgres://app:${password}@db.internal.acme-shop.com:5432/orders`, parts: [password] };
	},
	jwt: (seed) => {
		const value = fakeSecret("jwt", seed);
		return { value, parts: [value.split(".")[2] ?? "", value.split(".")[1] ?? ""] };
	},
	pem: (seed) => {
		const value = fakeSecret("pem-private-key", seed);
		return { value, parts: lines(value) };
	},
	uuid: (seed) => whole(fakeSecret("uuid", seed)),
	"quotes inside": (seed) => {
		const some = drawFrom(`quotes ${String(seed)}`);
		return whole(`${some(LETTERS, 4)}'${some(LETTERS, 4)}"${some(LETTERS, 6)}${some("23456789", 2)}`);
	},
	"connection string": (seed) => {
		const some = drawFrom(`connection ${String(seed)}`);
		const password = `${some(LETTERS, 5)}"${some(LETTERS, 4)}'${some(LETTERS, 6)}`;
		return { value: `Server=db;User Id=app;Password=${password};Encrypt=true`, parts: [password] };
	},
	JSON: (seed) => {
		const password = fakeSecret("password", seed);
		return { value: JSON.stringify({ user: "app", db: { password } }), parts: [password] };
	},
	lines: (seed) => {
		const value = Array.from({ length: 3 }, (_, at) =>
			drawFrom(`lines ${String(seed)} ${String(at)}`)(
				"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789",
				20,
			),
		).join("\n");
		return { value, parts: lines(value) };
	},
};

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function whole(value: string): Omit<Canary, "kind"> {
	return { value, parts: [value] };
}

/** The kinds whose form gives nothing away: they are looked for only where a secret belongs. */
export const FORMLESS: ReadonlySet<string> = new Set([
	"word",
	"passphrase",
	"lines",
	"short password",
	"uuid",
	"quotes inside",
]);

/** @param seed another one makes another secret; the same one the same */
export function canaryOf(kind: string, seed: number): Canary {
	const make = CANARY_KINDS[kind];
	if (make === undefined) {
		throw new RangeError(`Nobody knows the kind of secret '${kind}'.`);
	}
	return { kind, ...make(seed) };
}
