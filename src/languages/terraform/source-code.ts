import { TreeSourceCode, type SourceCodeOptions, type VisitorKeys } from "../tree-source-code.ts";
import { CHILDREN } from "./parse/children-of.ts";
import type { HclFile } from "./parse/syntax.ts";

/** The children of each node, for selectors such as `HclBlock > HclBody > HclAttribute`. */
export const VISITOR_KEYS: VisitorKeys = CHILDREN;

/** What ESLint needs from a parsed file of Terraform. */
export class TerraformSourceCode extends TreeSourceCode<HclFile> {
	constructor(text: string, ast: HclFile, hasBOM: boolean, options: SourceCodeOptions) {
		super(text, ast, hasBOM, VISITOR_KEYS, options);
	}
}
