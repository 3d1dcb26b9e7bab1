import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { HclExpression } from "../parse/syntax.ts";
import type { Element } from "./elements.ts";
import type { Declaration, ModuleTable } from "./module-table.ts";
import type { TerraformFile } from "./terraform-file.ts";

/** A module as one call makes it: its declarations, and what it is given. */
export interface Module {
	readonly table: ModuleTable;
	/** What its addresses begin with: `module.queue.`; empty for the root. */
	readonly prefix: string;
	/** The value that the call gives to a variable, undefined for none; null for the root. */
	readonly given: ((name: string) => Value | undefined) | null;
	/** True if the call gives something to a variable. */
	readonly isGiven: (name: string) => boolean;
	/** How many calls lead to it. */
	readonly depth: number;
	/** {@link prefix} without the keys of instances. */
	readonly address: string;
	/** The module with the call; null for the root. */
	readonly caller: Module | null;
	/** The call; null for the root. */
	readonly call: Declaration | null;
}

/** Where an expression is evaluated. */
export interface Scope {
	readonly module: Module;
	readonly file: TerraformFile;
	/** The variables of `for`, `dynamic`, `each` and `count`, by name. */
	readonly names: ReadonlyMap<string, Value>;
}

/** Evaluates expressions, for what needs it for a part of its work. */
export interface Evaluation {
	evaluate(node: HclExpression, scope: Scope): Value;
	/** The position of a node in the address space of the view. */
	spanOf(node: { readonly start: number; readonly end: number }, scope: Pick<Scope, "file">): Span;
	/** The source of a node, in one line and not too long. */
	textOf(node: { readonly start: number; readonly end: number }, scope: Pick<Scope, "file">): string;
	/** The items of a collection that are known, and whether there may be more. */
	elementsOf(value: Value): { readonly elements: readonly Element[]; readonly open: boolean };
	/** Uses up steps; false if none are left. */
	spend(steps: number): boolean;
}
