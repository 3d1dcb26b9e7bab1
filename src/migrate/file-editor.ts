import { joinAll } from "../text/join-edits.ts";
import type { TextEdit } from "../text/span.ts";
import type { FileEdits } from "./migration.ts";

/** A file, and the text that its edits belong to. */
type EditedFile = Omit<FileEdits, "edits">;

/** Collects the edits of several files. */
export class FileEditor {
	/** By path. */
	readonly #files = new Map<string, { readonly file: EditedFile; readonly edits: (readonly TextEdit[])[] }>();

	add(file: EditedFile, edits: readonly TextEdit[]): void {
		const known = this.#files.get(file.path) ?? { file, edits: [] };
		known.edits.push(edits);
		this.#files.set(file.path, known);
	}

	/** The paths of files whose edits contradict each other, or the file. */
	contradicting(): readonly string[] {
		return [...this.#files]
			.filter(([, { file, edits }]) => joinAll(edits) === null || edits.flat().some((one) => isBehind(one, file)))
			.map(([path]) => path);
	}

	finish(): readonly FileEdits[] {
		return [...this.#files.values()].flatMap(({ file: { path, name, text }, edits: parts }) => {
			const edits = joinAll(parts) ?? [];
			return edits.length === 0 ? [] : [{ path, name, text, edits }];
		});
	}
}

/** True for an edit of another file's text. */
function isBehind({ span }: TextEdit, { text }: EditedFile): boolean {
	return span.end > text.length;
}
