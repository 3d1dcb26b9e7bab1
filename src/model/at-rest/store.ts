import type { Rung } from "../protection.ts";

/** One store of a resource type, and the properties that decide how it is encrypted. */
export interface Store {
	readonly type: string;
	/**
	 * The path to the map with the settings; absent for the properties themselves. Without the map, nothing is stored.
	 */
	readonly at?: string;
	/** A switch below `at`; if `inverted`, it switches encryption off. */
	readonly switch?: string;
	readonly inverted?: true;
	/** An enumeration below `at`, and its value for a KMS key. */
	readonly mode?: string;
	readonly kms?: string;
	/** The property for a key, below `at`. */
	readonly key?: string;
	/** True if naming a key also switches encryption on. */
	readonly keyAlone?: true;
	/** The level without any setting, by default `provider-owned`; `unknown` if another resource decides. */
	readonly absent?: Rung | "unknown";
	/** The level if encryption is switched on without a key, by default `provider-key`. */
	readonly on?: Rung;
	/** The level if it is switched off, by default `none`. */
	readonly off?: Rung;
	/** The title of the page in AWS's template reference that documents it. */
	readonly source: string;
	/** True if only the setting changes: no permission, price or reader. */
	readonly harmless?: true;
	/**
	 * Something is stored only under these conditions: paths below `at` and their values (`true`, a text, `*` for
	 * anything).
	 */
	readonly when?: readonly Condition[];
	/** Paths below `at`; if one of them is set, another resource decides. */
	readonly unless?: readonly string[];
	/** Paths below `at` from which encryption is inherited if nothing is set. */
	readonly sources?: readonly string[];
	/** Conditions under which, if all hold, nothing is stored under this setting: another resource or no key decides. */
	readonly unlessAll?: readonly Condition[];
	/** A path whose values mean that encryption is on even if nothing is set. */
	readonly byDefault?: Condition;
	/** A path whose values mean that data is encrypted with an AWS owned key, even if encryption is switched off. */
	readonly alwaysOwned?: Condition;
}

export interface Condition {
	readonly path: string;
	/** Lower case; `*` means any value, the empty text none. */
	readonly is: readonly string[];
}
