import type { Node } from "../../program/node.ts";
import type { Span } from "../../../text/span.ts";
import type { Evaluator } from "./evaluate.ts";
import { type Frame, type Js, unresolved } from "./js.ts";

/** An argument of a call, in the frame of that call; `absent` at `at` if it is not given. */
export function argumentAt(
	evaluator: Evaluator,
	args: readonly Node[],
	index: number,
	frame: Frame | null,
	at: Span,
): Js {
	const node = args[index];
	return node === undefined
		? { kind: "absent", span: at, explicit: false }
		: node.type === "SpreadElement"
			? unresolved(at, "a spread sets it")
			: evaluator.evaluate(node, frame);
}
