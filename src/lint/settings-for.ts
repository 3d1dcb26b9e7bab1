import { entryOf } from "../model/entry-of.ts";
import { NAMESPACE } from "../plugin.ts";
import type { FileContext } from "../rule/file/read-source.ts";

/** The settings of a file, which say where it is. */
export function settingsFor(name: string, settings: FileContext["settings"]): FileContext["settings"] {
	return { ...settings, [NAMESPACE]: { ...(entryOf(settings, NAMESPACE) as object | undefined), file: name } };
}
