/** The limit of work for an analysis, in steps instead of time, so that a run gives the same result everywhere. */
export interface Allowance {
	/** For a text of any size. */
	readonly base: number;
	readonly perCharacter: number;
}

const PLENTY: Allowance = { base: 200_000, perCharacter: 50 };

/** The remaining steps of one analysis of one text. An analysis without steps left returns "unknown". */
export class Fuel {
	#left: number;
	#isSpent = false;

	/** @param characters the length of the text */
	constructor(characters: number, { base, perCharacter }: Allowance = PLENTY) {
		this.#left = base + perCharacter * characters;
	}

	/** Uses up steps. False if none are left: the work must then be skipped. */
	spend(steps = 1): boolean {
		this.#left -= steps;
		this.#isSpent ||= this.#left < 0;
		return !this.#isSpent;
	}

	/** True if something was skipped. */
	get isSpent(): boolean {
		return this.#isSpent;
	}
}

/** The remaining steps of each analysis of a text, by the text's tree. */
const TANKS = new WeakMap<object, Map<string, Fuel>>();

/**
 * The steps for one analysis of one text, shared by all callers.
 *
 * @param owner an object that represents the text: its tree
 * @param analysis what is analyzed, as part of a sentence: `where secrets are logged`
 */
export function fuelFor(owner: object, analysis: string, characters: number, allowance: Allowance = PLENTY): Fuel {
	let tanks = TANKS.get(owner);
	if (tanks === undefined) {
		tanks = new Map();
		TANKS.set(owner, tanks);
	}
	let fuel = tanks.get(analysis);
	if (fuel === undefined) {
		fuel = new Fuel(characters, allowance);
		tanks.set(analysis, fuel);
	}
	return fuel;
}

/** The analyses of a text that were cut short. */
export function cutAnalyses(owner: object): readonly string[] {
	return [...(TANKS.get(owner) ?? [])].flatMap(([analysis, fuel]) => (fuel.isSpent ? [analysis] : []));
}
