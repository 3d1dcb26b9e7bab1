/** How bytes are written as text. */
type Encoding = "utf8" | "latin1" | "hex" | "base64" | "base64url";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The six bits of a character of base64 or base64url; -1 for any other. */
function bitsOf(character: string): number {
	return ALPHABET.indexOf(character === "-" ? "+" : character === "_" ? "/" : character);
}

/**
 * The global `Buffer` of Node.js, of what the rules use. Base64 is read as Node.js reads it: up to the first `=`, without
 * what is no character of it.
 */
export class Buffer {
	readonly #bytes: Uint8Array;

	private constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	static from(text: string, encoding: Encoding = "utf8"): Buffer {
		return new Buffer(
			encoding === "base64" || encoding === "base64url" ? fromBase64(text) : new TextEncoder().encode(text),
		);
	}

	/** How many bytes a text has in UTF-8. */
	static byteLength(text: string): number {
		return new TextEncoder().encode(text).length;
	}

	toString(encoding: Encoding = "utf8"): string {
		switch (encoding) {
			case "utf8":
				return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#bytes);
			case "latin1":
				return Array.from(this.#bytes, (byte) => String.fromCharCode(byte)).join("");
			case "hex":
				return Array.from(this.#bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
			case "base64":
				return toBase64(this.#bytes);
			case "base64url":
				return toBase64(this.#bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
			default:
				return encoding satisfies never;
		}
	}
}

function fromBase64(text: string): Uint8Array {
	const bytes: number[] = [];
	let bits = 0;
	let count = 0;
	for (const character of text) {
		if (character === "=") {
			break;
		}
		const six = bitsOf(character);
		if (six === -1) {
			continue;
		}
		bits = ((bits << 6) | six) & 0xffff;
		count += 6;
		if (count >= 8) {
			count -= 8;
			bytes.push((bits >> count) & 0xff);
		}
	}
	return Uint8Array.from(bytes);
}

function toBase64(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += 3) {
		const [first = 0, second, third] = bytes.subarray(at, at + 3);
		const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
		text += [18, 12, 6, 0]
			.map((shift, index) => (index > bytes.length - at ? "=" : ALPHABET.charAt((bits >> shift) & 63)))
			.join("");
	}
	return text;
}
