import type { Rung } from "../protection.ts";

/** One thing that a resource type keeps at rest, and which of its properties decide how. */
export interface Store {
	readonly type: string;
	/**
	 * The path to what holds the settings, the properties themselves where it is left out. Nothing is kept where it is
	 * missing.
	 */
	readonly at?: string;
	/** A switch, below `at`; with `inverted` one that switches encryption off. */
	readonly switch?: string;
	readonly inverted?: true;
	/** An enumeration, below `at`, and the value of it that stands for a KMS key. */
	readonly mode?: string;
	readonly kms?: string;
	/** The property that names a key, below `at`. */
	readonly key?: string;
	/** True where naming a key switches encryption on by itself. */
	readonly keyAlone?: true;
	/**
	 * The rung where nothing is written, `provider-owned` where it is left out; `unknown` where another resource
	 * decides.
	 */
	readonly absent?: Rung | "unknown";
	/** The rung where encryption is switched on and no key is named: `provider-key` where it is left out. */
	readonly on?: Rung;
	/** The rung where it is switched off: `none` where it is left out. */
	readonly off?: Rung;
	/** The page of AWS's template reference that says so, by its title. */
	readonly source: string;
	/** True where nothing but the setting changes: no permission, no price, no reader. */
	readonly harmless?: true;
	/** Only then is anything kept: paths below `at` and what stands there (`true`, a text, `*` for anything). */
	readonly when?: readonly Condition[];
	/** Paths below `at` of which one, where it is written, decides in this resource's place. */
	readonly unless?: readonly string[];
	/** Paths below `at` from which encryption is inherited where nothing is written. */
	readonly sources?: readonly string[];
	/** A path whose values mean that encryption is on where nothing is written. */
	readonly byDefault?: Condition;
}

export interface Condition {
	readonly path: string;
	/** Lower case; `*` stands for anything that is written. */
	readonly is: readonly string[];
}
