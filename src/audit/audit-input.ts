import type { Application, AppFile, AppStack } from "../app/application.ts";
import type { ListedRow } from "../lists/listed-row.ts";
import type { Severity } from "../rule/rule.ts";
import type { Span } from "../text/span.ts";
import type { AuditFinding, AuditList, AuditPlace } from "./answer.ts";
import type { Translate } from "../text/wording.ts";

/** A list with its rows. */
export interface AuditedList extends AuditList {
	readonly entries: readonly ListedRow[];
}

/** What a rule reports about a file. */
export interface FileFinding {
	readonly rule: string;
	readonly severity: Severity;
	readonly message: string;
	readonly span: Span;
	readonly resource: { readonly id: string; readonly type: string } | null;
	readonly others?: readonly { readonly id: string; readonly type: string }[];
	readonly property: string | null;
}

/** A place in any file that has the id of an image, or an account number. */
export interface Mention {
	readonly place: AuditPlace;
	readonly resource: { readonly id: string; readonly type: string } | null;
	/** What is reported about it; null if the place needs no change. */
	readonly finding: AuditFinding | null;
}

/** What the answers are made of. */
export interface AuditInput {
	readonly lists: readonly AuditedList[];
	readonly app: Application;
	/** What the rules report about a file. It is asked at most once for each. */
	readonly findingsIn: (file: AppFile) => readonly FileFinding[];
	/** By the id of the image, or the account number. */
	readonly mentions: ReadonlyMap<string, readonly Mention[]>;
	/** The names of a stack's deployments, as far as its configuration says them. */
	readonly stackNames: (stack: AppStack) => ReadonlySet<string>;
	/** True for a template that a synthesis wrote: what is there as source, too, is answered by the source. */
	readonly isSynthesized: (file: AppFile) => boolean;
	/** The rules whose findings are secrets that can be moved to a lookup. */
	readonly movable: ReadonlySet<string>;
	/** Words of the language of the answers. */
	readonly translate: Translate;
}
