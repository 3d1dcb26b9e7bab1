import { TreeSourceCode, type SourceCodeOptions, type VisitorKeys } from "../tree-source-code.ts";
import type { TemplateFile } from "./parse/ast.ts";

/** The children of each node, for selectors such as `TemplatePair > TemplateScalar`. */
export const VISITOR_KEYS: VisitorKeys = {
	TemplateFile: ["body"],
	TemplateMapping: ["pairs"],
	TemplatePair: ["key", "value"],
	TemplateSequence: ["items"],
	TemplateScalar: [],
	TemplateAlias: [],
};

/** What ESLint needs from a parsed template. */
export class TemplateSourceCode extends TreeSourceCode<TemplateFile> {
	constructor(text: string, ast: TemplateFile, hasBOM: boolean, options: SourceCodeOptions) {
		super(text, ast, hasBOM, VISITOR_KEYS, options);
	}
}
