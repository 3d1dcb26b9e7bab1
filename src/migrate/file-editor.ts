import type { AppFile } from "../app/application.ts";
import { joinAll } from "../text/join-edits.ts";
import type { TextEdit } from "../text/span.ts";
import type { FileEdits } from "./migration.ts";

/** Collects the edits of several files. */
export class FileEditor {
	readonly #edits = new Map<AppFile, (readonly TextEdit[])[]>();

	add(file: AppFile, edits: readonly TextEdit[]): void {
		this.#edits.set(file, [...(this.#edits.get(file) ?? []), edits]);
	}

	/** The paths of files whose edits contradict each other. */
	contradicting(): readonly string[] {
		return [...this.#edits].filter(([, edits]) => joinAll(edits) === null).map(([{ path }]) => path);
	}

	finish(): readonly FileEdits[] {
		return [...this.#edits].flatMap(([{ path, name, text }, parts]) => {
			const edits = joinAll(parts) ?? [];
			return edits.length === 0 ? [] : [{ path, name, text, edits }];
		});
	}
}
