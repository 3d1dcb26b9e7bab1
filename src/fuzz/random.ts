/** Random choices that a seed decides: the same seed makes the same ones on every machine. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0 to 1, without 1: "mulberry32". */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number below `end`. */
	below(end: number): number {
		return Math.floor(this.next() * end);
	}

	chance(part: number): boolean {
		return this.next() < part;
	}

	pick<T>(list: readonly T[]): T {
		return list[this.below(list.length)] as T;
	}

	/** Some of a list, in its order. */
	some<T>(list: readonly T[], part: number): readonly T[] {
		return list.filter(() => this.chance(part));
	}

	list<T>(most: number, make: (index: number) => T): readonly T[] {
		return Array.from({ length: this.below(most + 1) }, (_, index) => make(index));
	}
}
