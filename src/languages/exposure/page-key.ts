import { splitName } from "../../detect/name-kind.ts";
import { importedModules } from "../handler/evidence.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";

/** Libraries of web pages that ask for a license key, which is delivered with the page. */
const LICENSED =
	/^(?:@mui\/x-license(?:-pro)?|ag-grid-enterprise|@ag-grid-enterprise\/.+|handsontable|@handsontable\/.+|@syncfusion\/.+|@progress\/kendo-licensing|replicache|reflect|@fullcalendar\/.+|ckeditor5|@ckeditor\/.+|devextreme(?:\/.+)?|survey-creator-(?:core|react)|lightgallery(?:\/.+)?)$/u;

/** True for a module that is a part of a web page. */
const isPage = perModule(
	(module) => nodesOf(module, "JSXOpeningElement").length > 0 || nodesOf(module, "JSXOpeningFragment").length > 0,
);
const isLicensed = perModule((module) => importedModules(module).some((name) => LICENSED.test(name)));

/** The script of Google's maps: pages load it by this address. Its other addresses are for servers. */
const MAPS_SCRIPT = /\bmaps\.google(?:apis)?\.com\/(?:maps\/api\/js|maps\/embed)\b/u;

/**
 * True for a key that a web page delivers to everyone, by design: a license of one of its libraries, the key of a map.
 * Google and the vendors of the libraries limit such a key to addresses of pages.
 *
 * Sources: "Google Maps Platform security guidance" (keys of websites); "Licensing" of MUI X and AG Grid.
 */
export function isPageKey(name: string | null, text: string, module: SourceModule): boolean {
	const words = splitName(name ?? "");
	const isLicense = /^licen[cs]e$/u.test(words.at(-2) ?? "") && words.at(-1) === "key";
	return (
		(isLicense && (isPage(module) || isLicensed(module))) ||
		MAPS_SCRIPT.test(text) ||
		(words.includes("maps") && isPage(module))
	);
}
