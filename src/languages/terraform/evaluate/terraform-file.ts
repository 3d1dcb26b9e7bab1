import type { HclFile, HclItem } from "../parse/syntax.ts";

/** A parsed file of a module. */
export interface TerraformFile {
	/** Its name inside the folder: `main.tf`. */
	readonly name: string;
	readonly text: string;
	readonly tree: HclFile;
}

/** An argument or a block, with the file that it stands in. */
export interface Placed<T = HclItem> {
	readonly node: T;
	readonly file: TerraformFile;
}

/** The files around the one that is read. Implemented where files are opened, below the scanned root only. */
export interface ModuleFolders {
	/** The folder of the file that is read, as {@link filesIn} takes it. */
	readonly own: string;
	/**
	 * The files of Terraform in a folder, sorted by name, the variable files that Terraform reads by itself included. The
	 * file that is read is one of them, as the object that {@link ModuleFolders} was made with.
	 */
	filesIn(folder: string): readonly TerraformFile[];
	/** The folder that a module's source means (`./modules/queue`); null if it is not below the scanned root. */
	resolve(folder: string, source: string): string | null;
}

/** A file without any around it. */
export function aloneIn(file: TerraformFile): ModuleFolders {
	return { own: "", filesIn: () => [file], resolve: () => null };
}
