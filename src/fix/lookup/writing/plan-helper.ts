import type { TextEdit } from "../../../text/span.ts";
import { findInsertion, type Insertion } from "./find-insertion.ts";
import type { FreshNames, GlobalName } from "../reading/fresh-names.ts";
import type { Backend } from "../lookup.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { planImport } from "./plan-import.ts";
import type { Helper } from "../reading/read-helper.ts";
import { readSdkClient, readSdkImport, type SdkClient, type SdkImport } from "../reading/read-sdk.ts";
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
	readonly program: SourceModule;
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
	const needs = planPackage(program, PACKAGES[backend], firstLoading, fresh, style);
	const { client, imports } = needs;
	const names = {
		get: fresh.take(usual.get),
		load: cached ? fresh.take(usual.load) : usual.load,
		cache: cached ? fresh.take(usual.cache) : usual.cache,
		client: client?.name ?? (needs.hasClient ? fresh.take(usual.client) : ""),
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

/** What the helper takes from the backend's package. */
interface PackageNeeds {
	readonly imports: ReturnType<typeof planImport> | null;
	/** True where the helper asks through a client. */
	readonly hasClient: boolean;
	/** The module's own client, if it will do. */
	readonly client: SdkClient | undefined;
}

function planPackage(
	program: SourceModule,
	own: (typeof PACKAGES)[Backend],
	firstLoading: number,
	fresh: FreshNames,
	style: Style,
): PackageNeeds {
	if (own === null) {
		return { imports: null, hasClient: false, client: undefined };
	}
	const sdk = sdkAbove(program, own.source, style);
	const client = sdk === undefined ? undefined : clientAbove(program, sdk, own.client, firstLoading);
	const wanted = [own.command, ...(own.client === null || client !== undefined ? [] : [own.client])];
	return {
		imports: planImport(program, own.source, wanted, sdk, fresh, style),
		hasClient: own.client !== null,
		client,
	};
}

/** The import of a package, or of another module, that the module has; a `require` further down gives nothing to what stands above it. */
export function sdkAbove(program: SourceModule, source: string, style: Style): SdkImport | undefined {
	const found = readSdkImport(program, source);
	return found !== undefined && style.modules === "require" && found.end > findInsertion(program, -1).offset
		? undefined
		: found;
}

/** The module's own client of a service, where it is there before the first lookup. */
function clientAbove(
	program: SourceModule,
	sdk: SdkImport,
	name: string | null,
	firstLoading: number,
): SdkClient | undefined {
	const found = name === null ? undefined : readSdkClient(program, sdk, [name, name.replace(/Client$/u, "")]);
	return found !== undefined && found.statement.range[1] <= firstLoading ? found : undefined;
}
