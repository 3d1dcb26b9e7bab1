import { distance } from "fastest-levenshtein";

/** How many near names are shown. */
const MOST = 3;
/** Three letters that more names have in common tell nothing, and cost time. */
const COMMON = 200;
/** How many names are compared with a listed one. */
const COMPARED = 40;

/** Finds names that are nearly equal to a given one, in time that does not depend on how many names there are. */
export class NearNames {
	readonly #names: readonly string[];
	readonly #byPart = new Map<string, number[]>();
	readonly #known = new Map<string, readonly string[]>();

	constructor(names: Iterable<string>) {
		this.#names = [...new Set(names)];
		for (const [at, name] of this.#names.entries()) {
			for (const part of partsOf(name)) {
				const places = this.#byPart.get(part) ?? [];
				this.#byPart.set(part, places);
				places.push(at);
			}
		}
	}

	/** The nearest first: typing errors, another case, and names that have all of the other with one more word. */
	near(name: string): readonly string[] {
		let known = this.#known.get(name);
		if (known === undefined) {
			known = this.#near(name);
			this.#known.set(name, known);
		}
		return known;
	}

	#near(name: string): readonly string[] {
		const shared = new Map<number, number>();
		for (const part of partsOf(name)) {
			const places = this.#byPart.get(part) ?? [];
			for (const at of places.length > COMMON ? [] : places) {
				shared.set(at, (shared.get(at) ?? 0) + 1);
			}
		}
		return [...shared]
			.sort((a, b) => b[1] - a[1] || a[0] - b[0])
			.slice(0, COMPARED)
			.flatMap(([at]) => {
				const other = this.#names[at] ?? "";
				const [one, two] = [plain(name), plain(other)];
				const apart = distance(one, two);
				return apart <= Math.max(2, Math.floor(one.length / 6)) || hasAll(name, other)
					? [{ other, apart: distance(name, other) }]
					: [];
			})
			.sort((a, b) => a.apart - b.apart || (a.other < b.other ? -1 : 1))
			.slice(0, MOST)
			.map(({ other }) => other);
	}
}

function plain(name: string): string {
	return name.toLowerCase().replaceAll(/[^a-z\d]/gu, "");
}

/** True if the words of one name are the first or the last of the other. */
function hasAll(one: string, two: string): boolean {
	const [short, long] = [wordsOf(one), wordsOf(two)].sort((a, b) => a.length - b.length) as [string[], string[]];
	const text = short.join("-");
	return (
		text.length >= 5 &&
		(text === long.slice(0, short.length).join("-") || text === long.slice(-short.length).join("-"))
	);
}

function wordsOf(name: string): readonly string[] {
	return name
		.replaceAll(/([a-z\d])([A-Z])/gu, "$1-$2")
		.toLowerCase()
		.split(/[^a-z\d]+/u)
		.filter((word) => word !== "");
}

function partsOf(name: string): ReadonlySet<string> {
	const text = plain(name).slice(0, 256);
	return new Set(Array.from({ length: Math.max(1, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
}
