/** What an analysis may cost, in steps: no clock is asked, so that a run ends the same everywhere. */
export interface Allowance {
	/** For a text of any size. */
	readonly base: number;
	readonly perCharacter: number;
}

const PLENTY: Allowance = { base: 200_000, perCharacter: 50 };

/** What is left for one analysis of one text. An analysis that has spent it answers "unknown". */
export class Fuel {
	#left: number;
	#isSpent = false;

	/** @param characters the length of the text */
	constructor(characters: number, { base, perCharacter }: Allowance = PLENTY) {
		this.#left = base + perCharacter * characters;
	}

	/** Takes what a piece of work costs. False where nothing is left: the work is then not to be done. */
	spend(steps = 1): boolean {
		this.#left -= steps;
		this.#isSpent ||= this.#left < 0;
		return !this.#isSpent;
	}

	/** True where something was not looked at. */
	get isSpent(): boolean {
		return this.#isSpent;
	}
}

/** What each analysis of a text has, by the text's tree. */
const TANKS = new WeakMap<object, Map<string, Fuel>>();

/**
 * The fuel that one analysis has for one text, the same whoever asks.
 *
 * @param owner what stands for the text: its tree
 * @param analysis what is analysed, to stand in a sentence: `where secrets are logged`
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

/** The analyses of a text that ended before their end. */
export function cutAnalyses(owner: object): readonly string[] {
	return [...(TANKS.get(owner) ?? [])].flatMap(([analysis, fuel]) => (fuel.isSpent ? [analysis] : []));
}
