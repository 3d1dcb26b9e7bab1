import { splitName } from "../../detect/name-kind.ts";
import { importedModules, lambdaEvidence } from "../handler/evidence.ts";
import type { NamedLiteral } from "../handler/literals/named-literal.ts";
import { literalsOf } from "../handler/literals/named-literals.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";

/** Libraries of web pages that ask for a license key, which is delivered with the page. */
const LICENSED =
	/^(?:@mui\/x-license(?:-pro)?|ag-grid-enterprise|@ag-grid-enterprise\/.+|handsontable|@handsontable\/.+|@syncfusion\/.+|@progress\/kendo-licensing|replicache|reflect|@fullcalendar\/.+|ckeditor5|@ckeditor\/.+|devextreme(?:\/.+)?|survey-creator-(?:core|react)|lightgallery(?:\/.+)?)$/u;

/** True for a module that is a part of a web page. A function of Lambda that makes pages runs on a server. */
const isPage = perModule(
	(module) =>
		(nodesOf(module, "JSXOpeningElement").length > 0 || nodesOf(module, "JSXOpeningFragment").length > 0) &&
		!lambdaEvidence(module).isLambda,
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
export function isPageKey({ text }: Pick<NamedLiteral, "text">, module: SourceModule): boolean {
	return MAPS_SCRIPT.test(text) || pageKeys(module).has(text);
}

/** By value: a constant that is called `GOOGLE_MAPS_API_KEY` is the same key where it is passed on as `apiKey`. */
const pageKeys = perModule(
	(module): ReadonlySet<string> =>
		new Set(
			literalsOf(module)
				.filter(({ name, aliases }) => [name, ...aliases].some((one) => isOfPages(one ?? "", module)))
				.map(({ text }) => text),
		),
);

function isOfPages(name: string, module: SourceModule): boolean {
	const words = splitName(name);
	const isLicense = /^licen[cs]e$/u.test(words.at(-2) ?? "") && words.at(-1) === "key";
	return (isLicense && (isPage(module) || isLicensed(module))) || (words.includes("maps") && isPage(module));
}
