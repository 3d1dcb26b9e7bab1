import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";

/** A function of Terraform, of values that may be known in part. */
export type TerraformFunction = (given: readonly Value[], span: Span) => Value;
