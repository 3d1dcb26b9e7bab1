import type { AppFunction, AppModule, Place } from "../app/application.ts";
import type { Backend } from "../fix/lookup/lookup.ts";
import type { KeptState, Manifest, ManifestEntry } from "../fix/manifest.ts";
import type { Resource } from "../model/resource.ts";
import type { FoundSecret } from "../rule/found-secret.ts";
import type { TextEdit } from "../text/span.ts";

/** A secret where the rules report it. */
export interface ReportedSecret {
	/** The absolute path of its file. */
	readonly path: string;
	/** Where the finding is, in that file. */
	readonly start: number;
	/** What it is called: the variable, or what the code calls it. */
	readonly name: string;
	/** The resource that it is a property of; null for code. */
	readonly resource: { readonly id: string; readonly type: string } | null;
	/** Its value; null if it is not known until deployment. */
	readonly secret: FoundSecret | null;
}

/** What a migration is asked for. */
export interface MigrationSettings {
	readonly backend: Backend;
	/** Names of the secrets that are migrated; null for all. */
	readonly only: ReadonlySet<string> | null;
	/** What new names of parameters and secrets begin with. */
	readonly prefix: string;
	/** The working directory: nothing above it is read or edited. */
	readonly cwd: string;
	/** The folders that are asked about, absolute. */
	readonly roots: readonly string[];
	/** The KMS key of what is not stored yet: an alias, an ARN or an id; null for the AWS managed key. */
	readonly key: string | null;
	/** True to add a key with the alias {@link key} to the stacks that do not have it. */
	readonly createsKey: boolean;
	/** The record of what is stored; null if there is none. */
	readonly record: Manifest | null;
	/** True to let the modules of a folder import the lookup from one more module beside them. */
	readonly sharesHelper: boolean;
	/** True to leave out what is not stored yet, because the edits are about to be written. */
	readonly storedOnly: boolean;
}

/** Where a secret is stored, or will be. */
export interface Stored {
	/** The name of the parameter or of the secret; for `kms` the variable that takes the ciphertext. */
	readonly target: string;
	/** `yours`: only the author has its value; `missing`: it is not stored yet. */
	readonly state: KeptState | "yours" | "missing";
	readonly entry: ManifestEntry | null;
	/** The KMS key that it is stored under; null for the AWS managed key of the service. */
	readonly key: string | null;
}

/** A variable of a function that leads to a secret. */
export interface Lead {
	readonly fn: AppFunction;
	/** `API_TOKEN_PARAMETER_NAME` */
	readonly variable: string;
	readonly stored: Stored;
	/** The variable that it takes the place of; null if it is new. */
	readonly replaces: string | null;
	/** False for a function that only shares the text that sets it. */
	readonly isRead: boolean;
}

/** One secret of the application, with all that has to change for it. */
export interface SecretPlan {
	/** The same in every plan of an application. It may contain the value, and is not for people. */
	readonly id: string;
	/** `API_TOKEN` */
	readonly name: string;
	readonly leads: readonly Lead[];
	/** The places of the code that read it or contain it. */
	readonly code: readonly Place[];
	readonly modules: readonly AppModule[];
}

/** A secret that is left as it is, with the reason to follow a colon. */
export interface RefusedSecret {
	readonly name: string;
	readonly place: Place;
	readonly reason: string;
}

/** A permission that a role needs and does not have. */
export interface Grant {
	readonly functions: readonly AppFunction[];
	/** The key whose policy gives it; null for a policy of the role. */
	readonly key: string | null;
	/** The statements in IAM's own spelling, to be read by people: with `${AWS::Region}` for what is not known. */
	readonly statements: readonly object[];
	/** `written`: an edit gives it; otherwise a person has to, for the reason. */
	readonly written: boolean;
	readonly reason: string | null;
}

/** A package that a function has to be bundled with. */
export interface NeededPackage {
	readonly name: string;
	readonly version: string;
	readonly functions: readonly AppFunction[];
	/** The manifest that it is added to; null if there is none. */
	readonly manifest: string | null;
}

/** The KMS key of values that are not stored yet. */
export interface KeyPlan {
	/** As it is named on the command line; null for the AWS managed key of the service. */
	readonly key: string | null;
	/** `new`: edits add it; `missing`: the file has no place for it. */
	readonly state: "managed" | "given" | "new" | "missing";
	/** Aliases of keys of the same stacks that could be used. */
	readonly candidates: readonly string[];
}

/** A function whose variables a key of its stack encrypts from now on. */
export interface EnvironmentKey {
	readonly fn: AppFunction;
	readonly key: Resource;
}

/** All that one run would change. */
export interface Migration {
	readonly backend: Backend;
	readonly secrets: readonly SecretPlan[];
	readonly refused: readonly RefusedSecret[];
	/** Null if everything is stored. */
	readonly key: KeyPlan | null;
	readonly environmentKeys: readonly EnvironmentKey[];
	readonly grants: readonly Grant[];
	readonly packages: readonly NeededPackage[];
	readonly edits: readonly FileEdits[];
	readonly newFiles: readonly NewFile[];
}

/** A file that edits of others need. */
export interface NewFile {
	readonly path: string;
	readonly name: string;
	readonly text: string;
	/** The names of the files that import it. */
	readonly importedBy: readonly string[];
}

/** The edits of one file. */
export interface FileEdits {
	readonly path: string;
	readonly name: string;
	/** The text that the edits belong to, without its BOM. */
	readonly text: string;
	readonly edits: readonly TextEdit[];
}
