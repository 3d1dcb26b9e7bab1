/** The branch that leads to one of several values. */
export type Way =
	/** A condition of the template. */
	| { readonly of: "condition"; readonly name: string; readonly is: boolean }
	/** A row of a mapping, by its two keys; null if a default replaces a missing row. */
	| { readonly of: "mapping"; readonly name: string; readonly row: readonly [top: string, second: string] | null }
	/**
	 * An expression of a program, as written: whether it is true, whether it is set, or whether it overrides the value
	 * before it.
	 */
	| {
			readonly of: "expression";
			readonly text: string;
			readonly asks: "truth" | "presence" | "override";
			readonly is: boolean;
	  };

/** One branch as text; two branches are the same if their texts are equal. */
export function renderWay(way: Way): string {
	switch (way.of) {
		case "condition":
			return `condition '${way.name}' is ${String(way.is)}`;
		case "mapping":
			return way.row === null
				? `mapping '${way.name}' has no row`
				: `mapping '${way.name}' selects '${way.row.join(".")}'`;
		case "expression":
			return `\`${way.text}\` ${ANSWERS[way.asks][way.is ? 0 : 1]}`;
		default:
			return way satisfies never;
	}
}

const ANSWERS = {
	truth: ["is true", "is false"],
	presence: ["is set", "is not set"],
	override: ["overrides it", "does not override it"],
} as const;

/**
 * True if two combinations of branches exclude each other: one condition both true and false, or two rows of one
 * mapping (two parameters could select them separately, but templates select a row by one).
 */
export function contradict(one: readonly Way[], other: readonly Way[]): boolean {
	return one.some((way) => other.some((against) => oppose(way, against)));
}

function oppose(one: Way, other: Way): boolean {
	if (one.of === "condition" && other.of === "condition") {
		return one.name === other.name && one.is !== other.is;
	}
	if (one.of === "mapping" && other.of === "mapping") {
		return one.name === other.name && one.row !== null && other.row !== null && one.row[0] !== other.row[0];
	}
	// A value that is set or overridden in one place may differ in another.
	return (
		one.of === "expression" &&
		other.of === "expression" &&
		one.asks === "truth" &&
		other.asks === "truth" &&
		one.text === other.text &&
		one.is !== other.is
	);
}
