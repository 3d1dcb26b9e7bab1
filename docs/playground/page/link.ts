/** What a link carries. */
export interface Linked {
	readonly name: string;
	readonly text: string;
	readonly preset: string;
}

/** How many characters a text has at most: a link may hold a small one that becomes a large one. */
export const MAX_TEXT = 1_000_000;

/** The part of an address behind `#`: no browser sends it to a server. */
export async function fragmentOf(linked: Linked): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify([linked.name, linked.preset, linked.text]));
	return typeof CompressionStream === "undefined"
		? `#text=${toBase64(bytes)}`
		: `#packed=${toBase64(await throughStream(bytes, new CompressionStream("deflate-raw"), Infinity))}`;
}

/** What a fragment carries; null for none, and for one that is damaged. */
export async function readFragment(fragment: string): Promise<Linked | null> {
	const [, kind, data = ""] = /^#(text|packed)=([\w-]*)$/u.exec(fragment) ?? [];
	if (kind === undefined) {
		return null;
	}
	try {
		const bytes = fromBase64(data);
		const plain =
			kind === "text" ? bytes : await throughStream(bytes, new DecompressionStream("deflate-raw"), MAX_TEXT * 4);
		const read: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
		const [name, preset, text] = Array.isArray(read) ? (read as unknown[]) : [];
		return typeof name === "string" && typeof preset === "string" && typeof text === "string"
			? { name, preset, text: text.slice(0, MAX_TEXT) }
			: null;
	} catch {
		return null;
	}
}

/** @throws {RangeError} for more than the most bytes */
async function throughStream(
	bytes: Uint8Array<ArrayBuffer>,
	stream: CompressionStream | DecompressionStream,
	most: number,
): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		length += part.value.length;
		if (length > most) {
			throw new RangeError("The text is too long.");
		}
		parts.push(part.value);
	}
	const all = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}

function toBase64(bytes: Uint8Array): string {
	let binary = "";
	bytes.forEach((byte) => (binary += String.fromCharCode(byte)));
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws for a text that is no base64 */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
		character.charCodeAt(0),
	);
}
