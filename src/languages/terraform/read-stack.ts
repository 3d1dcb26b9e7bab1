import type { Suppressions } from "../../model/suppression.ts";
import { moduleFiles } from "./module-files.ts";
import { parseNamed } from "./parse/parse-named.ts";
import type { HclFile } from "./parse/syntax.ts";
import { TerraformStack } from "./translate/terraform-stack.ts";

/** A file that is read, and what is known of where it is. */
export interface TerraformText {
	readonly text: string;
	readonly file: HclFile;
	/** Where it is on disk; null if that is not known. */
	readonly path: string | null;
	/** A folder: nothing outside of it is read. */
	readonly root: string;
	readonly suppressions: Suppressions;
}

/** Reads the module that a file belongs to, as seen from that file. Nothing is executed or fetched. */
export function readStack(read: TerraformText): TerraformStack {
	const { file, folders } = moduleFiles(read, parseNamed);
	return new TerraformStack(file, folders, read.suppressions, null);
}
