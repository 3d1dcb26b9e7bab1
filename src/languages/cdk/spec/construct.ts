import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../../text/span.ts";
import type { ConstructSpec } from "./construct-spec.ts";
import type { Frame } from "../evaluate/js.ts";
import type { CdkExport } from "../evaluate/resolve-entity.ts";

/** A construct that the app creates with a class of CDK. */
export interface Construct {
	readonly id: string;
	readonly entity: CdkExport;
	readonly spec: ConstructSpec;
	/** True for an L1 construct, whose properties are those of the template in another case. */
	readonly isL1: boolean;
	/** Where the class receives its arguments: `new …`, or `super(…)`. */
	readonly site: TSESTree.NewExpression | TSESTree.CallExpression;
	readonly frame: Frame | null;
	/** Where a finding about the whole construct points. */
	readonly head: Span;
	/** `lambda.Function`, as the author wrote it. */
	readonly writtenType: string;
	readonly looped: boolean;
}
