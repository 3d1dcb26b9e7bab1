import { fuelFor, type Allowance, type Fuel } from "../../text/fuel.ts";
import type { SourceModule } from "./source-module.ts";

/** What an analysis may cost in a module. `analysis` stands in a sentence: `where secrets are shown`. */
export function fuelOf(
	{ ast, text }: Pick<SourceModule, "ast" | "text">,
	analysis: string,
	allowance?: Allowance,
): Fuel {
	return fuelFor(ast, analysis, text.length, allowance);
}
