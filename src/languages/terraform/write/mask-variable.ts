import type { TextEdit } from "../../../text/span.ts";
import { joinAll } from "../../../text/join-edits.ts";
import type { Declaration } from "../evaluate/module-table.ts";
import type { FileWriter } from "./file-writer.ts";
import { outputsOf } from "./name-uses.ts";
import { attributeIn } from "./own-nodes.ts";

/**
 * Edits that make a variable sensitive, and every output that shows it: without those, a run fails. Null where an output
 * of another file shows it, what a called module makes of it is not known, or it decides how many of something there are.
 *
 * Source: "Suppress values in CLI output", Terraform language documentation.
 *
 * @param origin the declaration of the variable
 */
export function maskVariable(file: FileWriter, origin: unknown, name: string): readonly TextEdit[] | null {
	const { table } = file.view.whole.evaluator.root;
	const declaration = origin as Declaration;
	const own = file.own?.file;
	const shown = outputsOf(table, name);
	if (own === undefined || declaration.file !== own || shown === null) {
		return null;
	}
	const outputs = shown.filter(({ block }) => attributeIn(block.body, "sensitive") === undefined);
	return outputs.some((output) => output.file !== own)
		? null
		: joinAll([declaration, ...outputs].map(({ block }) => file.setArgument(block, "sensitive", true)));
}
