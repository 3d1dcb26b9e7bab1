/**
 * Where the author of a dialect says that the code of a function is, if no property of the deployed resource does. A way
 * is relative, with `/`: to the file that the function is in, or to the folder that its program is started in.
 */
export type CodeSource = SourceOfCode & {
	/** Why more variables may be set than the function's properties show, to follow "because". */
	readonly mayBeSet?: string;
};

type SourceOfCode =
	/** A folder whose content is the package; the handler is `file.export`, null if it is not known. */
	| {
			readonly kind: "folder";
			readonly base: SourceBase;
			readonly way: string;
			readonly handler: string | null;
			/** True if some of its files may be left out. */
			readonly leavesOut?: true;
	  }
	/** A program that is bundled, with or without its extension, and the export that is called. */
	| { readonly kind: "entry"; readonly base: SourceBase; readonly way: string; readonly exported: string | null }
	/** One file that is the package, under the name of the handler. */
	| { readonly kind: "file"; readonly base: SourceBase; readonly way: string; readonly handler: string | null }
	/** A text that a property of the resource has. */
	| { readonly kind: "inline"; readonly handler: string | null }
	/** There is no JavaScript source: another language, an archive. The reason follows "because". */
	| { readonly kind: "foreign"; readonly why: string }
	| { readonly kind: "unknown"; readonly why: string };

export type SourceBase = "file" | "app";
