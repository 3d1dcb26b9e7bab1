import { RegExpParser, type AST } from "@eslint-community/regexpp";

/** What is known of a search with a regular expression: its time grows with the text, or why that is not proved. */
export type RegexCost = { readonly isLinear: true } | { readonly isLinear: false; readonly why: string };

/**
 * Characters that stand for all others: ASCII, what case folding and `\s` treat apart, and the ends of what classes
 * name.
 */
const SAMPLES: readonly string[] = [
	...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
	..."\u00A0\u017F\u212A\u2028\u2026\u2502\uFEFFéßΩабあ中\u{1F600}",
];

/** More than any expression of ours needs; an expression past it is not proved. */
const MOST_POSITIONS = 20_000;
const MOST_STEPS = 20_000_000;

/** A part of an expression, as sets of the places where it reads a character. */
interface Part {
	readonly first: readonly number[];
	readonly last: readonly number[];
	/** Those of `last` behind which nothing of the part can fail. */
	readonly clean: readonly number[];
	readonly nullable: boolean;
	/** True where it may be left out whatever follows. */
	readonly cleanlyNullable: boolean;
}

const EMPTY: Part = { first: [], last: [], clean: [], nullable: true, cleanlyNullable: true };
/** An assertion reads nothing, and may fail. */
const ASSERTION: Part = { ...EMPTY, cleanlyNullable: false };

class Unproved extends Error {}

/**
 * Decides, by work alone and the same each time, whether a backtracking search takes time in proportion to the text.
 *
 * Two different ways through the expression that read the same text again and again make its time a power of the length
 * (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991): places p and q and a text v, so that v
 * leads from p to p, from p to q, and from q to q. The start of the search is such a place as well: it goes on over any
 * character. What cannot fail any more is left out, because the search ends there. Asks for more than is needed:
 * assertions count as nothing, a back reference as the group again.
 */
export function regexCostOf(source: string, flags: string): RegexCost {
	try {
		const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
			unicode: flags.includes("u"),
			unicodeSets: flags.includes("v"),
		});
		new Automaton(flags.replaceAll("g", ""), pattern).prove(pattern.alternatives);
		return { isLinear: true };
	} catch (error) {
		if (error instanceof Unproved) {
			return { isLinear: false, why: error.message };
		}
		throw error;
	}
}

class Automaton {
	readonly #flags: string;
	readonly #samples: readonly string[];
	/** What each place reads, a bit for each sample. */
	readonly #reads: bigint[] = [];
	readonly #raw: string[] = [];
	readonly #next: Set<number>[] = [];
	readonly #sets = new Map<string, bigint>();
	/** Lookarounds without an end, each to be proved as an expression that starts where it stands. */
	readonly #lookarounds: AST.LookaroundAssertion[] = [];
	#steps = 0;

	constructor(flags: string, pattern: AST.Pattern) {
		this.#flags = flags;
		this.#samples = [...new Set([...SAMPLES, ...endsIn(pattern)])];
	}

	prove(alternatives: readonly AST.Alternative[]): void {
		const isAnchored = alternatives.every(startsAtStart);
		const whole = this.#alternatives(alternatives);
		// The start of the search: over anything, and into the expression. A sticky one is tried where its caller says.
		if (!this.#flags.includes("y")) {
			const start = this.#place((1n << BigInt(this.#samples.length)) - 1n, "the start of the search");
			this.#link([start], [start, ...whole.first]);
		}
		this.#check(new Set(whole.clean));
		for (const { alternatives: inner, raw, parent } of this.#lookarounds) {
			if (
				!isAnchored ||
				parent.type !== "Alternative" ||
				parent.elements.some(
					(element) =>
						element.start < raw.length &&
						isEndless(element) &&
						element.start < (this.#lookarounds[0]?.start ?? 0),
				)
			) {
				throw new Unproved(`the lookaround ${raw} has no end, and may be asked at many places`);
			}
			new Automaton(this.#flags, { type: "Pattern", alternatives: inner } as unknown as AST.Pattern).#proveFixed(
				inner,
			);
		}
	}

	#proveFixed(alternatives: readonly AST.Alternative[]): void {
		this.#check(new Set(this.#alternatives(alternatives).clean));
	}

	#place(reads: bigint, raw: string): number {
		if (this.#reads.length >= MOST_POSITIONS) {
			throw new Unproved("it is too large");
		}
		this.#reads.push(reads);
		this.#raw.push(raw);
		this.#next.push(new Set());
		return this.#reads.length - 1;
	}

	#link(from: readonly number[], to: readonly number[], isLoop = false): void {
		for (const one of from) {
			for (const other of to) {
				if (isLoop && this.#next[one]?.has(other) === true) {
					throw new Unproved(`a loop in a loop reads ${this.#raw[one] ?? ""} in two ways`);
				}
				this.#next[one]?.add(other);
			}
		}
	}

	#alternatives(alternatives: readonly AST.Alternative[]): Part {
		const parts = alternatives.map(({ elements }) =>
			elements.reduce<Part>((before, element) => this.#join(before, this.#element(element)), EMPTY),
		);
		return {
			first: parts.flatMap(({ first }) => first),
			last: parts.flatMap(({ last }) => last),
			clean: parts.flatMap(({ clean }) => clean),
			nullable: parts.some(({ nullable }) => nullable),
			cleanlyNullable: parts.some(({ cleanlyNullable }) => cleanlyNullable),
		};
	}

	#join(one: Part, other: Part): Part {
		this.#link(one.last, other.first);
		return {
			first: one.nullable ? [...one.first, ...other.first] : one.first,
			last: other.nullable ? [...one.last, ...other.last] : other.last,
			clean: other.cleanlyNullable ? [...one.clean, ...other.clean] : other.clean,
			nullable: one.nullable && other.nullable,
			cleanlyNullable: one.cleanlyNullable && other.cleanlyNullable,
		};
	}

	#element(element: AST.Element): Part {
		switch (element.type) {
			case "Assertion":
				if (
					(element.kind === "lookahead" || element.kind === "lookbehind") &&
					element.alternatives.some(({ elements }) => elements.some(isEndless))
				) {
					this.#lookarounds.push(element);
				}
				if (element.kind === "start" && (!this.#flags.includes("m") || isFirst(element))) {
					// A place that reads nothing, which the search passes at its start alone; of lines, the line end
					// before.
					const at = this.#place(
						this.#flags.includes("m") ? this.#setOf("[\\n\\r\\u2028\\u2029]") : 0n,
						element.raw,
					);
					return { first: [at], last: [at], clean: [], nullable: false, cleanlyNullable: false };
				}
				return ASSERTION;
			case "Backreference": {
				const group = Array.isArray(element.resolved) ? element.resolved[0] : element.resolved;
				if (group === undefined || isEndless(group)) {
					throw new Unproved(`${element.raw} means a group without an end`);
				}
				return { ...this.#alternatives(group.alternatives), cleanlyNullable: false };
			}
			case "Quantifier":
				return this.#quantifier(element);
			case "CapturingGroup":
			case "Group":
				return this.#alternatives(element.alternatives);
			case "Character":
			case "CharacterSet":
			case "CharacterClass":
			case "ExpressionCharacterClass": {
				const at = this.#place(this.#setOf(element.raw), element.raw);
				return { first: [at], last: [at], clean: [at], nullable: false, cleanlyNullable: false };
			}
			default:
				return element satisfies never;
		}
	}

	#quantifier({ min, max, element }: AST.Quantifier): Part {
		let whole = EMPTY;
		for (let turn = 0; turn < min; turn += 1) {
			const next = this.#element(element);
			whole = this.#join(whole, next);
			if (max === Infinity && turn === min - 1) {
				this.#link(next.last, next.first, true);
				return whole;
			}
		}
		if (max === Infinity) {
			const loop = this.#element(element);
			this.#link(loop.last, loop.first, true);
			return this.#join(whole, optional(loop));
		}
		// `a{0,3}` is `(?:a(?:a(?:a)?)?)?`: one way to read so many.
		let tail = EMPTY;
		for (let turn = min; turn < max; turn += 1) {
			tail = optional(this.#join(this.#element(element), tail));
		}
		return this.#join(whole, tail);
	}

	/** The samples that an atom reads: the engine itself says. */
	#setOf(raw: string): bigint {
		let set = this.#sets.get(raw);
		if (set === undefined) {
			const regex = new RegExp(`^(?:${raw})$`, this.#flags.replace(/[my]/gu, ""));
			set = this.#samples.reduce(
				(bits, sample, index) => (regex.test(sample) ? bits | (1n << BigInt(index)) : bits),
				0n,
			);
			this.#sets.set(raw, set);
		}
		return set;
	}

	#check(clean: ReadonlySet<number>): void {
		const loops = this.#loops();
		const inLoop = new Map(loops.flatMap((loop) => loop.map((place) => [place, new Set(loop)] as const)));
		// A loop that could end well after each turn does not fail.
		const failing = loops.flatMap((loop) => this.#cyclesIn(loop.filter((place) => !clean.has(place))));
		for (const p of inLoop.keys()) {
			for (const q of failing) {
				if (p !== q && this.#ambiguous(p, q, inLoop.get(p) ?? new Set(), inLoop.get(q) ?? new Set())) {
					throw new Unproved(
						`what ${this.#raw[q] ?? ""} reads again and again, ${this.#raw[p] ?? ""} reads as well`,
					);
				}
			}
		}
	}

	/** True where one text leads from p to p, from p to q, and from q to q. */
	#ambiguous(p: number, q: number, aroundP: ReadonlySet<number>, aroundQ: ReadonlySet<number>): boolean {
		const count = this.#reads.length;
		const seen = new Set<number>();
		const open: (readonly [number, number, number])[] = [[p, p, q]];
		for (let at = open.pop(); at !== undefined; at = open.pop()) {
			const [a, b, c] = at;
			for (const a2 of this.#next[a] ?? []) {
				for (const c2 of aroundP.has(a2) ? (this.#next[c] ?? []) : []) {
					const both = (this.#reads[a2] ?? 0n) & (this.#reads[c2] ?? 0n);
					if (!aroundQ.has(c2) || both === 0n) {
						continue;
					}
					for (const b2 of this.#next[b] ?? []) {
						if ((both & (this.#reads[b2] ?? 0n)) === 0n) {
							continue;
						}
						if (a2 === p && b2 === q && c2 === q) {
							return true;
						}
						const key = (a2 * count + b2) * count + c2;
						this.#steps += 1;
						if (this.#steps > MOST_STEPS) {
							throw new Unproved("the proof takes too long");
						}
						if (!seen.has(key)) {
							seen.add(key);
							open.push([a2, b2, c2]);
						}
					}
				}
			}
		}
		return false;
	}

	/** Places that lead back to themselves, those of one circle together (Tarjan). */
	#loops(): readonly (readonly number[])[] {
		const found: number[][] = [];
		const index = new Map<number, number>();
		const low = new Map<number, number>();
		const stack: number[] = [];
		const onStack = new Set<number>();
		for (let root = 0; root < this.#next.length; root += 1) {
			const work: { readonly place: number; readonly rest: Iterator<number> }[] = [];
			const enter = (place: number): void => {
				index.set(place, index.size);
				low.set(place, index.get(place) ?? 0);
				stack.push(place);
				onStack.add(place);
				work.push({ place, rest: (this.#next[place] ?? new Set<number>()).values() });
			};
			if (!index.has(root)) {
				enter(root);
			}
			for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
				const { place, rest } = frame;
				const step = rest.next();
				if (step.done !== true) {
					if (!index.has(step.value)) {
						enter(step.value);
					} else if (onStack.has(step.value)) {
						low.set(place, Math.min(low.get(place) ?? 0, index.get(step.value) ?? 0));
					}
					continue;
				}
				work.pop();
				const above = work.at(-1);
				if (above !== undefined) {
					low.set(above.place, Math.min(low.get(above.place) ?? 0, low.get(place) ?? 0));
				}
				if (low.get(place) === index.get(place)) {
					const circle = stack.splice(stack.indexOf(place));
					circle.forEach((one) => onStack.delete(one));
					if (circle.length > 1 || this.#next[place]?.has(place) === true) {
						found.push(circle);
					}
				}
			}
		}
		return found;
	}

	/** Those of the places from which one can go on among them for ever. */
	#cyclesIn(places: readonly number[]): readonly number[] {
		const left = new Set(places);
		for (let changed = true; changed;) {
			changed = false;
			for (const place of left) {
				if (![...(this.#next[place] ?? [])].some((next) => left.has(next))) {
					left.delete(place);
					changed = true;
				}
			}
		}
		return [...left];
	}
}

function optional(part: Part): Part {
	return { ...part, nullable: true, cleanlyNullable: true };
}

/** True for what can read a text of any length. */
function isEndless(element: AST.Element): boolean {
	switch (element.type) {
		case "Quantifier":
			return element.max === Infinity || isEndless(element.element);
		case "Group":
		case "CapturingGroup":
			return element.alternatives.some(({ elements }) => elements.some(isEndless));
		default:
			return false;
	}
}

/** True for what an expression starts with. */
function isFirst(element: AST.Element): boolean {
	return (
		element.parent.type === "Alternative" &&
		element.parent.elements[0] === element &&
		element.parent.parent.type === "Pattern"
	);
}

/** `^…`: tried at one place alone. */
function startsAtStart({ elements: [first] }: AST.Alternative): boolean {
	return (
		first !== undefined &&
		((first.type === "Assertion" && first.kind === "start") ||
			((first.type === "Group" || first.type === "CapturingGroup") && first.alternatives.every(startsAtStart)))
	);
}

/** The characters that an expression names, and those beside them. */
function endsIn(pattern: AST.Pattern): readonly string[] {
	const found = new Set<number>();
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) {
			value.forEach(visit);
		} else if (typeof value === "object" && value !== null && "type" in value) {
			if (value.type === "Character") {
				const { value: code } = value as AST.Character;
				[code - 1, code, code + 1].forEach((one) => found.add(one));
			}
			for (const [key, child] of Object.entries(value)) {
				if (key !== "parent" && key !== "resolved" && key !== "references") {
					visit(child);
				}
			}
		}
	};
	visit(pattern);
	return [...found]
		.filter((code) => code >= 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff))
		.map((code) => String.fromCodePoint(code));
}
