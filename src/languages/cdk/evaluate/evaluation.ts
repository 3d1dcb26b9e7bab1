import type { EntityResolver } from "./resolve-entity.ts";
import type { Frames } from "./frames.ts";
import type { Frame, Js } from "./js.ts";
import type { FunctionNode } from "../../program/function-node.ts";
import type { Node, Variable } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";

/** The other modules of the app, for an evaluator of one of them. */
export interface Outside {
	/** The value of an expression of another module; null for one of this module. */
	evaluate(expression: Node, frame: Frame | null): Js | null;
	/** The value of an expression that leads to another module; null for any other, and for one that is not known. */
	imported(expression: Node): Js | null;
	/** The function of another module that a name stands for; null for any other. */
	functionOf(name: Node): FunctionNode | null;
	/** Where a node of another module is, as this module sees it; null for a node of this module. */
	placeOf(node: Node): Js["span"] | null;
}

/** What the readers of single kinds of expressions ask of the whole. */
export interface Evaluation {
	readonly program: SourceModule;
	readonly entities: EntityResolver;
	readonly frames: Frames;
	/** Null where the module is read alone. */
	readonly outside: Outside | null;
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
