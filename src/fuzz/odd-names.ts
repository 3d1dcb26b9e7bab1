import type { Random } from "./random.ts";

/** Names that every object has, and names that a syntax has plans for. */
export const ODD_NAMES = [
	"toString",
	"constructor",
	"__proto__",
	"hasOwnProperty",
	"valueOf",
	"isPrototypeOf",
	"prototype",
	"__defineGetter__",
	"toLocaleString",
	"then",
	"length",
	"name",
	"null",
	"true",
	"<<",
	"Ref",
	"Fn::If",
	"Properties",
	"default",
	"a.b",
	"x-y",
	"é",
	"日本",
	"0",
	"-",
	"",
] as const;

/** Those that a program may give to a variable or a property as they are. */
export const ODD_WORDS = ODD_NAMES.filter(
	(name) => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && !["null", "true", "default"].includes(name),
);

export const SECRET_NAMES = [
	"DB_PASSWORD",
	"API_TOKEN",
	"STRIPE_SECRET_KEY",
	"password",
	"apiKey",
	"JWT_SECRET",
	"DATABASE_URL",
] as const;

/** Places of secrets, which are made when the text is used. */
export const SECRETS = [
	"<<github-personal-token>>",
	"<<password>>",
	"<<token>>",
	"<<connection-string>>",
	"<<aws-access-key-id>>",
	"<<jwt>>",
	"<<hex-token>>",
	"<<bearer-header>>",
	"changeme",
	"prod",
] as const;

export function oddName(random: Random, usual: string): string {
	return random.chance(0.15) ? random.pick(ODD_NAMES) : usual;
}
