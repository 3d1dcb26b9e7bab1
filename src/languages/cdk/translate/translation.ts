import type { Parameter, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { Frame, InstanceJs, Js } from "../evaluate/js.ts";
import type { LateFacts } from "./late-facts.ts";
import type { Node } from "../evaluate/program.ts";

/** What a part of the app is called where others refer to it. */
export interface Registry {
	/** The resource behind an object; null for what is none (a stack, a statement, another file's). */
	idOf(instance: InstanceJs): string | null;
	parameterOf(instance: InstanceJs): Parameter | null;
}

/** How the names of an object's properties are read. */
export type Naming =
	/** As they are written: variables, tags. */
	| { readonly as: "written" }
	/** An L1 construct's, at this path. */
	| { readonly as: "cfn"; readonly type: string; readonly path: string };

/** What the readers of single kinds of objects ask of the whole. */
export interface Translation {
	readonly registry: Registry;
	readonly late: LateFacts;
	toValue(js: Js, naming?: Naming): Value;
	/** The value of an argument of a call; `absent` where it is not given. */
	argument(args: readonly Node[], index: number, frame: Frame | null, span: Span): Js;
	/** Makes the handle by which the editor writes into an object. */
	readonly originOf: (object: Js, naming: Naming) => unknown;
}
