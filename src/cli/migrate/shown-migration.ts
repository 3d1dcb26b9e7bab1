import type { OutsideSecret } from "./read-reported.ts";
import type { Lead, Migration } from "../../migrate/migration.ts";

/** A migration as it is shown. */
export interface ShownMigration {
	readonly migration: Migration;
	/** Secrets in files that no function loads. */
	readonly outside: readonly OutsideSecret[];
	/** The ids of the secrets whose edits were written: several may have one name. */
	readonly written: ReadonlySet<string>;
	/** What the command was asked for, to be repeated in other commands; null for a default. */
	readonly command: {
		readonly paths: readonly string[];
		readonly only: ReadonlySet<string> | null;
		readonly prefix: string | null;
		readonly key: string | null;
		readonly createsKey: boolean;
		readonly sharesHelper: boolean;
	};
	/** True if a new key was written. */
	readonly isKeyWritten: boolean;
}

/** Whether all functions find the value: `stored`, `exported`, `missing`, or `yours` for one that only the author knows. */
export function stateOf(leads: readonly Lead[]): Lead["stored"]["state"] {
	const states = leads.map(({ stored }) => stored.state);
	return (["missing", "yours", "exported"] as const).find((state) => states.includes(state)) ?? "stored";
}
