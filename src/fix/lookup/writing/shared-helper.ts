import type { SourceModule } from "../../../languages/program/source-module.ts";
import type { Backend } from "../lookup.ts";
import type { Style } from "../reading/read-style.ts";
import { findInsertion } from "./find-insertion.ts";
import { type HelperPlan, sdkAbove } from "./plan-helper.ts";
import { renderImport } from "./plan-import.ts";
import { PACKAGES, renderHelper, USUAL_NAMES } from "./render-helper.ts";

/** The helper of another module. */
export interface SharedHelper {
	/** How the module imports the other one: `./get-secure-parameter.js`. */
	readonly specifier: string;
	/** The name under which it is exported. */
	readonly exported: string;
}

/** @param local a name that is free in the module, for a helper that it does not import yet */
export function planSharedImport(
	program: SourceModule,
	local: string,
	{ specifier, exported }: SharedHelper,
	style: Style,
): HelperPlan {
	const known = sdkAbove(program, specifier, style)?.names.get(exported) ?? null;
	return {
		name: known ?? local,
		insertion: findInsertion(program, -1),
		edit: null,
		statement: known === null ? renderImport([[exported, local]], specifier, style) : null,
		apart: null,
		text: null,
	};
}

/** The text of a module that exports the helper of a backend under its usual name. */
export function renderSharedModule(backend: Backend, style: Style): string {
	const own = PACKAGES[backend];
	const { get } = USUAL_NAMES[backend];
	const imported = own === null ? [] : [own.command, ...(own.client === null ? [] : [own.client])];
	const isEsModule = style.modules === "import";
	const parts = [
		...(style.types === "jsdoc" ? ["// @ts-check"] : []),
		...(own === null
			? []
			: [
					renderImport(
						imported.map((name) => [name, name] as const),
						own.source,
						style,
					),
				]),
		renderHelper({
			backend,
			cached: true,
			makesClient: true,
			names: { ...USUAL_NAMES[backend], sdk: new Map() },
			redeclared: new Set(),
			style,
			exported: isEsModule,
		}),
		...(isEsModule ? [] : [`module.exports = { ${get} }${style.semicolons ? ";" : ""}`]),
	];
	return parts.join(style.eol + style.eol) + style.eol;
}
