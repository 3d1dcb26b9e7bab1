import { isSetByLambda } from "../../model/runtime-variables.ts";
import { countOf } from "../../text/count-of.ts";
import { breakCommands, escapeControls } from "../escape-controls.ts";
import type { AppMap, MapFunction, MapKey, MapLookup, MapPlace, MapVariable } from "./app-map.ts";

/** The map as text: a block for each function. */
export function renderMapText(map: AppMap, options: { readonly showUnknown: boolean }): string {
	const unknown = options.showUnknown
		? map.unknown.map(
				({ file, line, column, id, why }) =>
					`${at({ file, line, column })}: ${id === null ? "" : `'${id}': `}unknown, because ${why}`,
			)
		: [];
	const lines = [
		...map.functions.flatMap((one) => [...renderFunction(one), ""]),
		...map.keys.map(renderKey),
		...(map.keys.length > 0 ? [""] : []),
		...unknown,
		...(unknown.length > 0 ? [""] : []),
		summarize(map, options),
	];
	return breakCommands(lines.map((line) => `${escapeControls(line)}\n`).join(""));
}

function renderFunction({
	id,
	place,
	handler,
	why,
	modules,
	variables,
	lookups,
	role,
	key,
}: MapFunction): readonly string[] {
	const more = modules.length - 1;
	return [
		`${id} (${at(place)})`,
		handler === null
			? `  handler: not found, because ${why ?? "of its configuration"}`
			: `  handler: '${handler.exported}' in ${handler.place === null ? handler.file : at(handler.place)}${more > 0 ? `, with ${countOf(more, "more module")}` : ""}`,
		...(role === null && key === null
			? []
			: [`  role: ${role ?? "in no file"}${key === null ? "" : `, variables encrypted with '${key}'`}`]),
		...variables.flatMap((variable) => renderVariable(variable, handler !== null)),
		...lookups.map(renderLookup),
	];
}

function renderVariable(
	{ name, set, value, reads, missing, exposed }: MapVariable,
	isLinked: boolean,
): readonly string[] {
	const source =
		set !== null
			? `${value ?? ""} (${at(set)})`
			: isSetByLambda(name)
				? "set by Lambda"
				: `not set${missing ? ", but needed" : ""}`;
	return [
		`  ${exposed ? "! " : ""}${name}: ${source}${exposed ? ", exposed" : ""}${reads.length === 0 && isLinked ? ", not read" : ""}`,
		...reads.map((read) => `      read at ${at(read)}`),
	];
}

function renderLookup({ action, place, variables, reads, complete }: MapLookup): string {
	const what = [...reads.map((one) => `'${one}'`), ...(complete ? [] : ["what is not known"])];
	return `  ${action}${what.length === 0 ? "" : ` ${what.join(", ")}`}${variables.length === 0 ? "" : ` by ${variables.join(", ")}`} at ${at(place)}`;
}

function renderKey({ id, place, decryptedBy }: MapKey): string {
	return `Key '${id}' (${at(place)}): ${decryptedBy.length === 0 ? "no function may decrypt" : `decrypted by ${decryptedBy.join(", ")}`}`;
}

function at({ file, line, column }: MapPlace): string {
	return `${file}:${String(line)}:${String(column)}`;
}

function summarize({ functions, unknown }: AppMap, { showUnknown }: { readonly showUnknown: boolean }): string {
	const linked = functions.filter(({ handler }) => handler !== null).length;
	const foreign = functions.filter(({ isForeign }) => isForeign).length;
	return [
		countOf(functions.length, "function"),
		`${String(linked)} linked to their code`,
		...(foreign > 0 ? [`${String(foreign)} without JavaScript source`] : []),
		...(unknown.length > 0
			? [`${String(unknown.length)} unknown${showUnknown ? "" : " (see --show-unknown)"}`]
			: []),
	].join(", ");
}
