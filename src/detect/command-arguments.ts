import { classOfName, isSecretName } from "./name-kind.ts";
import { REGEXES } from "./regexes.ts";
import type { Line, Range } from "./text-pairs.ts";

interface Word {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** A value that a command takes for a password, and the name it goes by. */
type Argument = readonly [range: Range, name: string];

/** What a command takes at one of its words; null where that word takes nothing. */
type Taker = (command: Command, index: number) => Argument | null;

/**
 * The passwords among the arguments of a command line: the options and places of the tools that people call in user
 * data.
 */
export function* argumentsOf(text: string, line: Line): Generator<Argument> {
	const command = new Command(wordsOf(text, line));
	for (const index of command.words.keys()) {
		for (const taker of TAKERS) {
			const argument = taker(command, index);
			if (argument !== null) {
				yield argument;
			}
		}
	}
}

/** A password among the arguments that a program is given one by one: in which of them, and where in it. */
interface GivenPassword {
	readonly index: number;
	readonly range: Range;
}

/** Longer lists are data. */
const MOST_GIVEN = 200;

/**
 * The same among arguments that stand in a list: `["mysql", "-u", "root", "-p…"]`.
 *
 * @param given null for one that is not known
 */
export function passwordsAmong(given: readonly (string | null)[]): readonly GivenPassword[] {
	if (given.length > MOST_GIVEN || !given.some((text) => text?.startsWith("-") === true)) {
		return [];
	}
	let end = 0;
	const words = given.map((text): Word => {
		const start = end;
		end += text?.length ?? 0;
		return { text: text ?? "", start, end };
	});
	const command = new Command(words);
	return words.flatMap((_word, at) =>
		TAKERS.flatMap((taker): readonly GivenPassword[] => {
			const [range] = taker(command, at) ?? [];
			const index = range === undefined ? -1 : words.findIndex((word) => range[0] < word.end);
			const { start = 0 } = words[index] ?? {};
			return range === undefined || index === -1 || range[0] >= range[1]
				? []
				: [{ index, range: [range[0] - start, range[1] - start] }];
		}),
	);
}

/** The words of a command line, without their quotes. */
function wordsOf(text: string, line: Line): readonly Word[] {
	const words: Word[] = [];
	for (let at = line.content; at < line.end;) {
		const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
		const start = quote === undefined ? at : at + 1;
		const end = endOfWord(text, start, line.end, quote);
		if (end > start) {
			words.push({ text: text.slice(start, end), start, end });
		}
		if (text[end] === "|" || text[end] === ";") {
			words.push({ text: text.charAt(end), start: end, end: end + 1 });
		}
		at = end + 1; // Behind a blank, too, where the word is empty.
	}
	return words;
}

function endOfWord(text: string, start: number, limit: number, quote: string | undefined): number {
	let end = start;
	while (end < limit && (quote === undefined ? !" \t;|".includes(text.charAt(end)) : text[end] !== quote)) {
		end += 1;
	}
	return end;
}

class Command {
	readonly words: readonly Word[];
	/** The words without the folders before them: `/usr/bin/curl` is `curl`. */
	readonly #names: ReadonlySet<string>;
	readonly #firstMysql: number;

	constructor(words: readonly Word[]) {
		this.words = words;
		this.#names = new Set(words.flatMap(({ text }) => [text, text.slice(text.lastIndexOf("/") + 1)]));
		this.#firstMysql = words.findIndex(({ text }) => REGEXES.mysql.test(text));
	}

	text(index: number): string {
		return this.words[index]?.text ?? "";
	}

	hasAny(...names: readonly string[]): boolean {
		return names.some((name) => this.#names.has(name));
	}

	/** Whether a client of MySQL stands before a word. */
	isMysqlBefore(index: number): boolean {
		return this.#firstMysql !== -1 && this.#firstMysql < index;
	}

	/** Whether a command of the line reads a password from what is piped in. */
	get isPipedInto(): boolean {
		return (
			this.hasAny("kinit", "realm", "--stdin", "--password-stdin") || (this.hasAny("sudo") && this.hasAny("-S"))
		);
	}
}

const TAKERS: readonly Taker[] = [
	windowsOption,
	option,
	gluedOption,
	argument,
	lastOfHtpasswd,
	sourceOfOpenssl,
	parameter,
	userOfOracle,
	userOfSamba,
	userOfRabbit,
];

/** `vpncmd /password:secret` */
function windowsOption({ words }: Command, index: number): Argument | null {
	const word = words[index];
	const value = word === undefined ? undefined : REGEXES.windowsPassword.exec(word.text)?.[1];
	return word === undefined || value === undefined ? null : [[word.end - value.length, word.end], "password"];
}

const USER_OPTIONS = new Set(["u", "user", "proxy-user"]);

/** The options of one letter that take a password, and the commands that have them. */
const PASSWORD_OPTIONS = new Map([
	[
		"p",
		[
			"sshpass",
			"docker",
			"podman",
			"sqlcmd",
			"mongo",
			"mongosh",
			"mongodump",
			"mongorestore",
			"mongoimport",
			"mongoexport",
			"cqlsh",
			"az",
		],
	],
	["P", ["sqlcmd", "zip", "unzip", "bcp", "isql"]],
	["a", ["redis-cli"]],
	["k", ["openssl"]],
	["w", ["ldapadd", "ldapmodify", "ldapsearch"]],
]);

/** `--password value`, `-AdminPassword value`, `curl -u user:value`, `sshpass -p value` */
function option(command: Command, index: number): Argument | null {
	const name = REGEXES.option.exec(command.text(index))?.[1];
	const next = command.words[index + 1];
	if (
		name === undefined ||
		next === undefined ||
		next.text.startsWith("-") ||
		next.text === "|" ||
		next.text === ";"
	) {
		return null;
	}
	if (name.length > 2 && isSecretName(name)) {
		return [rangeOf(next), name];
	}
	if (USER_OPTIONS.has(name)) {
		return command.hasAny("curl", "wget", "http") ? afterColon(next) : null;
	}
	const commands = PASSWORD_OPTIONS.get(name) ?? [];
	const isOther = command.hasAny("docker") && !command.hasAny("login"); // docker run -p 80:80
	return commands.some((name) => command.hasAny(name)) && !isOther ? [rangeOf(next), "password"] : null;
}

/** `mysql -psecret`, `mysql -p"secret"` */
function gluedOption(command: Command, index: number): Argument | null {
	const word = command.words[index];
	return word !== undefined &&
		REGEXES.gluedPassword.test(word.text) &&
		(command.isMysqlBefore(index) || command.hasAny("7z", "7za"))
		? [inQuotes(word, 2), "password"]
		: null;
}

/** What a password stands behind without being an option's value, in lower case. */
const ARGUMENTS = new Map<string, Taker>([
	["-string", secureString],
	["set", configured],
	["user", netUser],
	["password", mysqladmin],
	["<<<", piped],
	["echo", piped],
]);

function argument(command: Command, index: number): Argument | null {
	const next = command.words[index + 1];
	if (next === undefined) {
		return null;
	}
	const lower = command.text(index).toLowerCase();
	if (lower.endsWith("convertto-securestring") && !next.text.startsWith("-")) {
		return [rangeOf(next), "password"];
	}
	return ARGUMENTS.get(lower)?.(command, index) ?? null;
}

/** `ConvertTo-SecureString -String secret` */
function secureString({ words }: Command, index: number): Argument | null {
	const next = words[index + 1];
	return next !== undefined && words.some(({ text }) => text.toLowerCase().endsWith("convertto-securestring"))
		? [rangeOf(next), "password"]
		: null;
}

/** `aws configure set aws_secret_access_key secret` */
function configured(command: Command, index: number): Argument | null {
	const name = command.text(index + 1);
	const value = command.words[index + 2];
	return command.text(index - 1) === "configure" && value !== undefined && classOfName(name) === "secret"
		? [rangeOf(value), name]
		: null;
}

/** `net user Administrator secret` */
function netUser(command: Command, index: number): Argument | null {
	const value = command.words[index + 2];
	const isUser = REGEXES.net.test(command.text(index - 1));
	return isUser && value !== undefined && !value.text.startsWith("/") // `*` asks for it, and is too short.
		? [rangeOf(value), "password"]
		: null;
}

/** `mysqladmin -u root password secret` */
function mysqladmin(command: Command, index: number): Argument | null {
	const next = command.words[index + 1];
	return next !== undefined && command.isMysqlBefore(index) && !next.text.startsWith("-")
		? [rangeOf(next), "password"]
		: null;
}

/** `echo 'user:secret' | chpasswd`, `kinit admin <<< secret` */
function piped(command: Command, index: number): Argument | null {
	const next = command.words[index + 1];
	const isChpasswd = command.hasAny("chpasswd");
	const isHereString = command.text(index) === "<<<";
	if (next === undefined || !(isHereString || isChpasswd || command.text(index + 2) === "|")) {
		return null;
	}
	if (isChpasswd) {
		return afterColon(next);
	}
	return command.isPipedInto ? [rangeOf(next), "password"] : null;
}

/** `htpasswd -bc file user secret` */
function lastOfHtpasswd(command: Command, index: number): Argument | null {
	const rest = command.words.slice(command.text(index) === "htpasswd" ? index : command.words.length);
	const last = rest.at(-1);
	const isBatch = rest.some(({ text }) => text.startsWith("-") && text.includes("b"));
	return isBatch && last !== undefined && rest.length >= 4 ? [rangeOf(last), "password"] : null;
}

/** `openssl … -pass pass:secret`, `-passin pass:secret` */
function sourceOfOpenssl(command: Command, index: number): Argument | null {
	const word = command.words[index];
	const isSource = command.hasAny("openssl") && command.text(index - 1).startsWith("-pass");
	return word !== undefined && isSource && word.text.startsWith("pass:")
		? [[word.start + "pass:".length, word.end], "password"]
		: null;
}

/** `aws ssm put-parameter --type SecureString --value secret` */
function parameter(command: Command, index: number): Argument | null {
	const next = command.words[index + 1];
	const isSecure = command.hasAny("put-parameter") && command.hasAny("SecureString", "--type=SecureString");
	return next !== undefined && isSecure && command.text(index) === "--value" ? [rangeOf(next), "secret"] : null;
}

/** `sqlplus app/secret@db` */
function userOfOracle(command: Command, index: number): Argument | null {
	const word = command.words[index];
	const password = command.hasAny("sqlplus") ? REGEXES.oracleUser.exec(word?.text ?? "")?.[1] : undefined;
	if (word === undefined || password === undefined) {
		return null;
	}
	const start = word.start + word.text.indexOf("/") + 1;
	return [[start, start + password.length], "password"];
}

/** `smbclient -U app%secret` */
function userOfSamba(command: Command, index: number): Argument | null {
	const word = command.words[index];
	const sign = word?.text.indexOf("%") ?? -1;
	return word !== undefined && sign !== -1 && command.hasAny("smbclient") && command.text(index - 1) === "-U"
		? [[word.start + sign + 1, word.end], "password"]
		: null;
}

/** `rabbitmqctl add_user app secret` */
function userOfRabbit(command: Command, index: number): Argument | null {
	const value = command.words[index + 2];
	const isUser = ["add_user", "change_password"].includes(command.text(index));
	return value !== undefined && isUser && command.hasAny("rabbitmqctl") ? [rangeOf(value), "password"] : null;
}

function rangeOf({ start, end }: Word): Range {
	return [start, end];
}

/** `user:password`: from the colon on. */
function afterColon(word: Word): Argument | null {
	const colon = word.text.indexOf(":");
	return colon <= 0 || word.text.includes("://") ? null : [[word.start + colon + 1, word.end], "password"];
}

/** The rest of a word from a place on, without the quotes around it. */
function inQuotes({ text, start, end }: Word, from: number): Range {
	const quote = text[from];
	const isQuoted = (quote === '"' || quote === "'") && text.endsWith(quote) && text.length > from + 1;
	return isQuoted ? [start + from + 1, end - 1] : [start + from, end];
}
