import type { HclOperator } from "./syntax.ts";

/**
 * How strongly an operator binds.
 *
 * Source: "Operations", HCL Native Syntax Specification.
 */
export const LEVELS: Readonly<Record<HclOperator, number>> = {
	"||": 1,
	"&&": 2,
	"==": 3,
	"!=": 3,
	"<": 4,
	"<=": 4,
	">": 4,
	">=": 4,
	"+": 5,
	"-": 5,
	"*": 6,
	"/": 6,
	"%": 6,
};

/** The operator at an offset; null if there is none. */
export function operatorAt(text: string, offset: number): HclOperator | null {
	const sign = text[offset] ?? "";
	const next = text[offset + 1] ?? "";
	switch (sign) {
		case "+":
		case "-":
		case "*":
		case "/":
		case "%":
			return sign;
		case "<":
		case ">":
			return next === "=" ? `${sign}=` : sign;
		case "=":
		case "!":
			return next === "=" ? `${sign}=` : null;
		case "&":
			return next === "&" ? "&&" : null;
		case "|":
			return next === "|" ? "||" : null;
		default:
			return null;
	}
}
