import { redactName } from "../detect/redact.ts";
import { readJson, type JsonValue } from "../languages/json-value.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import { LineIndex } from "../text/line-index.ts";
import { ConfigError } from "./config-error.ts";

/** A value in a configuration, and its key. */
export interface Entry {
	readonly name: string;
	/** The offset of the key. */
	readonly keyAt: number;
	readonly value: JsonValue;
}

/** Reads the values of a JSON text, and complains about each at its place. What is not understood is never quoted. */
export class ConfigReader {
	readonly #path: string;
	readonly #cwd: string;
	readonly #index: LineIndex;
	/** The root; null if the text is empty. */
	readonly root: JsonValue | null;
	/** Throws the first error of the text; null if it is valid JSON. */
	readonly problem: (() => never) | null;

	/**
	 * @param text without a byte order mark
	 * @param path absolute
	 * @param cwd what the path is shown from
	 */
	constructor(text: string, path: string, cwd: string) {
		this.#path = path;
		this.#cwd = cwd;
		this.#index = new LineIndex(text);
		const { root, problem } = readJson(text);
		this.root = root;
		this.problem =
			problem === null ? null : () => this.fail(problem.offset, problem.message.replace(/; use `Metadata`/u, ""));
	}

	/**
	 * @param at an offset
	 * @throws {ConfigError}
	 */
	fail(at: number, sentence: string): never {
		throw new ConfigError(this.#path, this.#cwd, this.#index.locate(at), sentence);
	}

	/**
	 * The entries of an object, in their order.
	 *
	 * @param what for the message: "A configuration"
	 * @throws {ConfigError} for another value, and for a key that is there twice
	 */
	object(value: JsonValue, what: string): readonly Entry[] {
		if (value.kind !== "object") {
			return this.fail(value.at, `${what} takes an object.`);
		}
		const names = new Set<string>();
		for (const { name, keyAt } of value.entries) {
			if (names.has(name)) {
				this.fail(keyAt, `Key '${redactName(name)}' is there twice.`);
			}
			names.add(name);
		}
		return value.entries;
	}

	/** @throws {ConfigError} for a key that is none of `known` */
	refuseUnknown(entries: readonly Entry[], known: readonly string[]): void {
		for (const { name, keyAt } of entries) {
			if (!known.includes(name)) {
				this.fail(keyAt, `Unknown key '${redactName(name)}'. ${didYouMean(name, known)}`);
			}
		}
	}

	list(value: JsonValue, what: string): readonly JsonValue[] {
		return value.kind === "list" ? value.items : this.fail(value.at, `${what} takes a list.`);
	}

	text(value: JsonValue, what: string): string {
		return textOf(value) ?? this.fail(value.at, `${what} takes a text.`);
	}

	flag(value: JsonValue, what: string): boolean {
		return value.kind === "scalar" && typeof value.value === "boolean"
			? value.value
			: this.fail(value.at, `${what} takes true or false.`);
	}

	/** One of some words. */
	choice<T extends string>(value: JsonValue, what: string, known: readonly T[]): T {
		const given = textOf(value);
		const found = known.find((word) => word === given);
		return found ?? this.fail(value.at, `Invalid value for ${what}. ${didYouMean(redactName(given ?? ""), known)}`);
	}
}

/** A text; null for any other value. */
function textOf(value: JsonValue): string | null {
	return value.kind === "scalar" && typeof value.value === "string" ? value.value : null;
}
