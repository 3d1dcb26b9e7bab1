import type { TextEdit } from "../../../text/span.ts";
import { findInsertion, type Insertion } from "./find-insertion.ts";
import type { FreshNames, GlobalName } from "../reading/fresh-names.ts";
import type { Backend, Program } from "../lookup.ts";
import { planImport } from "./plan-import.ts";
import type { Helper } from "../reading/read-helper.ts";
import { readSdkClient, readSdkImport } from "../reading/read-sdk.ts";
import type { Style } from "../reading/read-style.ts";
import { PACKAGES, renderHelper, USUAL_NAMES } from "./render-helper.ts";

/** The function that the lookups call, and what has to be added for it. */
export interface HelperPlan {
	readonly name: string;
	readonly insertion: Insertion;
	/** An addition to an import that is there. */
	readonly edit: TextEdit | null;
	/** A new import. */
	readonly statement: string | null;
	/** The import that does without the addition. */
	readonly apart: string | null;
	/** The helper itself; null where the module has it. */
	readonly text: string | null;
}

export interface HelperNeeds {
	readonly program: Program;
	readonly backend: Backend;
	readonly cached: boolean;
	/** The helper that the module has, if it will do. */
	readonly known: Helper | undefined;
	/** Where the first lookup stands that is made while the module loads; infinity for none. */
	readonly firstLoading: number;
	readonly fresh: FreshNames;
	readonly redeclared: ReadonlySet<GlobalName>;
	readonly style: Style;
}

export function planHelper({
	program,
	backend,
	cached,
	known,
	firstLoading,
	fresh,
	redeclared,
	style,
}: HelperNeeds): HelperPlan {
	if (known !== undefined) {
		return {
			name: known.name,
			insertion: findInsertion(program, known.end),
			edit: null,
			statement: null,
			apart: null,
			text: null,
		};
	}
	const usual = USUAL_NAMES[backend];
	const own = PACKAGES[backend];
	const found = own === null ? undefined : readSdkImport(program, own.source);
	// A `require` further down gives nothing to what stands above it.
	const sdk =
		found !== undefined && style.modules === "require" && found.end > findInsertion(program, -1).offset
			? undefined
			: found;
	const theirs =
		sdk === undefined || own === null || own.client === null
			? undefined
			: readSdkClient(program, sdk, [own.client, own.client.replace(/Client$/u, "")]);
	const client = theirs !== undefined && theirs.statement.range[1] <= firstLoading ? theirs : undefined;
	const wanted =
		own === null ? [] : [own.command, ...(own.client === null || client !== undefined ? [] : [own.client])];
	const imports = own === null ? null : planImport(program, own.source, wanted, sdk, fresh, style);
	const names = {
		get: fresh.take(usual.get),
		load: cached ? fresh.take(usual.load) : usual.load,
		cache: cached ? fresh.take(usual.cache) : usual.cache,
		client: client?.name ?? (own?.client === null || own === null ? "" : fresh.take(usual.client)),
		sdk: imports?.names ?? new Map<string, string>(),
	};
	return {
		name: names.get,
		insertion: findInsertion(program, client?.statement.range[1] ?? -1),
		edit: imports?.edit ?? null,
		statement: imports?.statement ?? null,
		apart: imports?.apart ?? null,
		text: renderHelper({ backend, cached, makesClient: client === undefined, names, redeclared, style }),
	};
}
