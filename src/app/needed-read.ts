import { isRuntimeVariable } from "../model/runtime-variables.ts";
import type { AppRead, AppVariable } from "./application.ts";

/**
 * The place of code that runs and needs a variable that nothing sets; undefined for any other variable. What any code asks
 * for, or has a fallback for, is not needed.
 */
export function neededRead({ name, set, isWritten, reads }: AppVariable): AppRead | undefined {
	return set !== null || isWritten || isRuntimeVariable(name) || reads.some(({ fact }) => fact.need === "optional")
		? undefined
		: reads.find(({ fact, mayRun }) => fact.need === "required" && mayRun);
}
