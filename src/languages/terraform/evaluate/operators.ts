import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { HclOperator } from "../parse/syntax.ts";
import { literal, numberOf, scalarOf, truthOf, unresolved, type Scalar } from "./values.ts";

const UNKNOWN = "it depends on a value that is not known";

/** `!a`, `-a`. */
export function negate(operator: "!" | "-", value: Value, span: Span): Value {
	if (operator === "!") {
		const truth = truthOf(value);
		return truth === undefined ? unresolved(span, UNKNOWN) : literal(span, !truth);
	}
	const number = numberOf(value);
	return number === undefined ? unresolved(span, UNKNOWN) : literal(span, -number);
}

/** Applies an operator. The right side is evaluated only where the left one does not decide. */
export function applyOperator(operator: HclOperator, left: Value, right: () => Value, span: Span): Value {
	switch (operator) {
		case "&&":
		case "||":
			return combine(operator === "||", truthOf(left), right, span);
		case "==":
		case "!=": {
			const equal = areEqual(left, right());
			return equal === undefined ? unresolved(span, UNKNOWN) : literal(span, equal === (operator === "=="));
		}
		case "<":
		case "<=":
		case ">":
		case ">=":
		case "+":
		case "-":
		case "*":
		case "/":
		case "%": {
			const [a, b] = [numberOf(left), numberOf(right())];
			const result = a === undefined || b === undefined ? undefined : calculate(operator, a, b);
			return result === undefined || (typeof result === "number" && !Number.isFinite(result))
				? unresolved(span, UNKNOWN)
				: literal(span, result);
		}
		default:
			return operator satisfies never;
	}
}

/** @param decisive the value of one side that decides: true for `||` */
function combine(decisive: boolean, left: boolean | undefined, right: () => Value, span: Span): Value {
	if (left === decisive) {
		return literal(span, decisive);
	}
	const other = truthOf(right());
	if (other === decisive) {
		return literal(span, decisive);
	}
	return left === undefined || other === undefined ? unresolved(span, UNKNOWN) : literal(span, !decisive);
}

function calculate(
	operator: "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%",
	a: number,
	b: number,
): number | boolean {
	switch (operator) {
		case "<":
			return a < b;
		case "<=":
			return a <= b;
		case ">":
			return a > b;
		case ">=":
			return a >= b;
		case "+":
			return a + b;
		case "-":
			return a - b;
		case "*":
			return a * b;
		case "/":
			return a / b;
		case "%":
			return a % b;
		default:
			return operator satisfies never;
	}
}

/** Whether two values are equal; undefined if that is not known. */
function areEqual(a: Value, b: Value): boolean | undefined {
	const [left, right] = [scalarOf(a), scalarOf(b)];
	if (left !== undefined && right !== undefined) {
		return isSame(left, right);
	}
	if (left === undefined && right === undefined) {
		return undefined;
	}
	const [scalar, other] = left === undefined ? [right, a] : [left, b];
	return scalar === undefined ? undefined : isOther(scalar, other);
}

function isSame(a: Scalar, b: Scalar): boolean {
	return a === b || (a !== null && b !== null && typeof a !== typeof b && String(a) === String(b));
}

/** False where a value that is not a known scalar cannot be this one: an object is not `null`, a text with letters not empty. */
function isOther(scalar: Scalar, value: Value): false | undefined {
	switch (value.kind) {
		case "map":
		case "list":
			return false;
		case "text":
			return scalar === null || scalar === "" ? false : undefined;
		case "reference":
			// What a resource has is set; a variable may be anything.
			return value.to.of === "resource" && (scalar === null || scalar === "") ? false : undefined;
		case "absent":
		case "literal":
		case "branches":
		case "unresolved":
			return undefined;
		default:
			return value satisfies never;
	}
}
