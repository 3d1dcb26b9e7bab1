/** What is wrong with a value, and the way to it: `["findings", 3, "file"]`. */
export class ShapeError extends Error {
	override readonly name = "ShapeError";
	readonly way: readonly (string | number)[];

	constructor(way: readonly (string | number)[], sentence: string) {
		super(sentence);
		this.way = way;
	}
}

/** Throws a {@link ShapeError} for a value of another shape. */
type Shape = (value: unknown, way: readonly (string | number)[]) => void;

export const text: Shape = (value, way) => {
	if (typeof value !== "string") {
		refuse(way, "a text");
	}
};

/** A number, 0 or more. */
export const count: Shape = (value, way) => {
	if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
		refuse(way, "a number, 0 or more");
	}
};

/** A whole number, 1 or more. */
export const position: Shape = (value, way) => {
	if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
		refuse(way, "a number, 1 or more");
	}
};

export const flag: Shape = (value, way) => {
	if (typeof value !== "boolean") {
		refuse(way, "true or false");
	}
};

export function oneOf(known: readonly unknown[], what: string): Shape {
	return (value, way) => {
		if (!known.includes(value)) {
			refuse(way, what);
		}
	};
}

export function orNull(shape: Shape): Shape {
	return (value, way) => {
		if (value !== null) {
			shape(value, way);
		}
	};
}

export function listOf(shape: Shape): Shape {
	return (value, way) => {
		if (!Array.isArray(value)) {
			return refuse(way, "a list");
		}
		value.forEach((item, index) => {
			shape(item, [...way, index]);
		});
	};
}

/** A whole number from 1 to another one. */
export function upTo(most: number): Shape {
	return (value, way) => {
		position(value, way);
		if (Number(value) > most) {
			refuse(way, `a number from 1 to ${String(most)}`);
		}
	};
}

/** Numbers by name. */
export function countsOf(isName: (name: string) => boolean, what: string): Shape {
	return (value, way) => {
		for (const [name, one] of Object.entries(recordOf(value, way))) {
			if (!isName(name)) {
				refuse(way, what);
			}
			count(one, [...way, name]);
		}
	};
}

/** An object with some values. Others are not looked at: a later version may have them. */
export function objectOf(
	needed: Readonly<Record<string, Shape>>,
	optional: Readonly<Record<string, Shape>> = {},
): Shape {
	return (value, way) => {
		const record = recordOf(value, way);
		for (const [name, shape] of Object.entries(needed)) {
			if (!Object.hasOwn(record, name)) {
				throw new ShapeError(way, `The key '${name}' is missing.`);
			}
			shape(record[name], [...way, name]);
		}
		for (const [name, shape] of Object.entries(optional)) {
			if (record[name] !== undefined) {
				shape(record[name], [...way, name]);
			}
		}
	};
}

function recordOf(value: unknown, way: readonly (string | number)[]): Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: refuse(way, "an object");
}

function refuse(way: readonly (string | number)[], what: string): never {
	const name = way.findLast((step) => typeof step === "string");
	throw new ShapeError(way, name === undefined ? `It takes ${what}.` : `'${name}' takes ${what}.`);
}
