import type { EntityResolver } from "./resolve-entity.ts";
import type { Frames } from "./frames.ts";
import type { Frame, Js } from "./js.ts";
import type { Node, Variable } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";

/** What the readers of single kinds of expressions ask of the whole. */
export interface Evaluation {
	readonly program: SourceModule;
	readonly entities: EntityResolver;
	readonly frames: Frames;
	evaluate(expression: Node, frame: Frame | null): Js;
	/** The text that an expression puts together; null where it makes none. */
	textOf(node: Node, frame: Frame | null): Js | null;
	/** What a variable holds; `span` is where it is asked for. */
	variable(variable: Variable, frame: Frame | null, span: Js["span"]): Js;
	/** One of two values, by a test that may be decided here. */
	choose(test: Node, frame: Frame | null, span: Js["span"], yes: () => Js, no: () => Js): Js;
	/** Takes what a piece of work costs that no expression shows. False where nothing is left. */
	spend(steps: number): boolean;
}
