import type { Editor, Resource, Stack } from "../../../model/resource.ts";
import type { MapValue } from "../../../model/value.ts";
import type { Written } from "../../../model/written.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Declaration } from "../evaluate/module-table.ts";

/** Writes edits of the file that is read. */
export interface TerraformWriter {
	readonly editor: Editor;
	set(resource: Resource, path: string | readonly string[], value: Written): readonly TextEdit[] | null;
	/** Keeps a resource from being destroyed. */
	retain(resource: Resource): readonly TextEdit[] | null;
	/** Sets `sensitive = true` in an output of the file. */
	maskOutput(output: Declaration): readonly TextEdit[] | null;
}

/** A stack as one of its files shows it. */
export type View = Required<Pick<Stack, "suppressions" | "isReported" | "texts" | "looseTexts" | "spanOfPart">> & {
	readonly writer: TerraformWriter | null;
};

/** What one resource says about another: properties that it adds. */
export interface Companion {
	readonly properties: MapValue;
	/** False if it is not known whether it is created, or which resource it means. */
	readonly isCertain: boolean;
}

/** The stack, as its resources know it. */
export interface ResourceHost extends Stack {
	readonly writer: TerraformWriter | null;
	/** The folder that Terraform is started in; empty if it is not known. */
	readonly root: string;
	/** What other resources say about the one of an id. */
	companionsOf(id: string): readonly Companion[];
	/** True if new volumes of the account and Region of a resource are encrypted without a word about it. */
	encryptsByDefault(id: string): boolean;
}
