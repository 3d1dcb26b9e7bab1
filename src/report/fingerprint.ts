import { digestOf } from "../text/sha256.ts";
/** What identifies a finding after lines moved: no line, value or time. */
export interface Identity {
	readonly rule: string;
	readonly messageId: string;
	readonly file: string;
	readonly resource: { readonly id: string } | null;
	readonly property: string | null;
}

/** Creates fingerprints of 32 hexadecimal digits; equal identities in one run are numbered in order. */
export class Fingerprints {
	readonly #seen = new Map<string, number>();

	of({ rule, messageId, file, resource, property }: Identity): string {
		const identity = JSON.stringify([rule, messageId, file, resource?.id ?? null, property]);
		const ordinal = this.#seen.get(identity) ?? 0;
		this.#seen.set(identity, ordinal + 1);
		return digestOf(`${identity}#${String(ordinal)}`).slice(0, 32);
	}
}
