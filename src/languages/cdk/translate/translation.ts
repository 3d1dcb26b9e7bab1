import type { Parameter, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { Frame, InstanceJs, Js } from "../evaluate/js.ts";
import type { LateFacts } from "./late-facts.ts";
import type { Node } from "../../program/node.ts";

/** How a part of the app is referred to. */
export interface Registry {
	/** The resource behind an object; null if there is none (a stack, a statement, an object of another file). */
	idOf(instance: InstanceJs): string | null;
	parameterOf(instance: InstanceJs): Parameter | null;
}

/** How the names of an object's properties are read. */
export type Naming =
	/** As written: variables, tags. */
	| { readonly as: "written" }
	/** Those of an L1 construct, at this path. */
	| { readonly as: "cfn"; readonly type: string; readonly path: string };

/** What the readers of single kinds of objects need from the translation. */
export interface Translation {
	readonly registry: Registry;
	readonly late: LateFacts;
	toValue(js: Js, naming?: Naming): Value;
	/** The value of an argument of a call; `absent` if it is missing. */
	argument(args: readonly Node[], index: number, frame: Frame | null, span: Span): Js;
	/** Creates the handle with which the editor writes into an object. */
	readonly originOf: (object: Js, naming: Naming) => unknown;
}
