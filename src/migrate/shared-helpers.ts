import { basename, dirname, extname, join } from "node:path";
import type { Application, AppFunction, AppModule } from "../app/application.ts";
import { isThere } from "../files/is-there.ts";
import { readSmallText } from "../files/read-regular-file.ts";
import { repositoryTop } from "../files/repository-top.ts";
import type { LookupGroup } from "../fix/lookup/plan-lookups.ts";
import { readHelper } from "../fix/lookup/reading/read-helper.ts";
import type { Style } from "../fix/lookup/reading/read-style.ts";
import { USUAL_NAMES } from "../fix/lookup/writing/render-helper.ts";
import { renderSharedModule, type SharedHelper } from "../fix/lookup/writing/shared-helper.ts";
import { exportsOf } from "../languages/facts/export-facts.ts";
import { importsOf } from "../languages/facts/import-facts.ts";
import { groupBy } from "../text/group-by.ts";
import { isBundled, isOneFile, mayLeaveOut } from "./bundled.ts";
import type { CodePlan } from "./code-plan.ts";
import { Manifests } from "./manifests.ts";
import type { MigrationSettings, NewFile } from "./migration.ts";

/** The helpers that modules share, and the files that have to be made for them. */
export interface SharedHelpers {
	readonly byPlan: ReadonlyMap<CodePlan, SharedHelper>;
	readonly files: readonly NewFile[];
}

/** A module that would get a helper of its own. */
interface Needing {
	readonly plan: CodePlan;
	readonly style: Style;
}

/**
 * One helper for the modules of a folder that are written alike, if there are several or the folder has one already: in a
 * file of its own beside them, which every package that has one of them has too.
 *
 * @param users the functions that load each module
 */
export function planSharedHelpers(
	lookups: readonly (readonly [CodePlan, readonly LookupGroup[]])[],
	users: ReadonlyMap<AppModule, readonly AppFunction[]>,
	app: Application,
	settings: MigrationSettings,
): SharedHelpers {
	const manifests = new Manifests(settings.cwd, settings.roots);
	const needing = lookups.flatMap(([plan, groups]): readonly Needing[] => {
		const style = plan.helperStyle(groups);
		return style !== null && mayImport(plan.module, style, users.get(plan.module) ?? [], app, manifests)
			? [{ plan, style }]
			: [];
	});
	const byPlan = new Map<CodePlan, SharedHelper>();
	const files: NewFile[] = [];
	const exported = USUAL_NAMES[settings.backend].get;
	for (const own of groupBy(needing, keyOf).values()) {
		const [first] = own;
		const at =
			first === undefined
				? null
				: findPlace(first, exported, settings, app, new Set(files.map(({ path }) => path)));
		if (first === undefined || at === null || (own.length < 2 && !at.isThere)) {
			continue;
		}
		for (const { plan, style } of own) {
			byPlan.set(plan, { specifier: specifierFor(at.path, plan.module, style, app, settings.roots), exported });
		}
		if (!at.isThere) {
			const { file } = first.plan.module;
			files.push({
				path: at.path,
				name: join(dirname(file.name), basename(at.path)).replaceAll("\\", "/"),
				text: renderSharedModule(settings.backend, first.style),
				importedBy: own.map(({ plan }) => plan.module.file.name),
			});
		}
	}
	return { byPlan, files };
}

/** True if a module may import a new file beside it, wherever it runs. */
function mayImport(
	{ file, module }: AppModule,
	style: Style,
	functions: readonly AppFunction[],
	app: Application,
	manifests: Manifests,
): boolean {
	const isFile = app.files.get(file.path)?.reading.module === module;
	return (
		isFile &&
		(style.types !== "typescript" || style.modules === "import") &&
		!functions.some((fn) => isOneFile(fn) || mayLeaveOut(fn)) &&
		(functions.every(isBundled) || manifests.nearest(dirname(file.path))?.choosesFiles !== true)
	);
}

/** What the modules have in common that share a helper. */
function keyOf({ plan, style }: Needing): string {
	const { path } = plan.module.file;
	return `${dirname(path)} ${extensionOf(path)} ${style.modules}`;
}

/** Without elements of JSX in it. */
function extensionOf(path: string): string {
	return extname(path).replace(/x$/u, "");
}

/** The path of the helper: of one that is there and does, else of one to be made. */
function findPlace(
	{ plan: { module } }: Needing,
	exported: string,
	{ backend }: MigrationSettings,
	app: Application,
	taken: ReadonlySet<string>,
): { readonly path: string; readonly isThere: boolean } {
	const folder = dirname(module.file.path);
	const stem = spellFile(exported, folder, app);
	for (let count = 1; ; count += 1) {
		const numbered = `${stem}${count === 1 ? "" : `-${String(count)}`}${extensionOf(module.file.path)}`;
		const path = join(folder, numbered);
		const known = app.files.get(path)?.reading.module ?? null;
		const helper = known === null ? undefined : readHelper(known, backend);
		if (
			known !== null &&
			helper?.cached === true &&
			helper.name === exported &&
			exportsOf(known).names.has(exported)
		) {
			return { path, isThere: true };
		}
		if (!isThere(path) && !taken.has(path)) {
			return { path, isThere: false };
		}
	}
}

/** `getSecureParameter` as the folder names its files, else as the application does: `get-secure-parameter`. */
function spellFile(name: string, folder: string, app: Application): string {
	const paths = [...app.files.keys()];
	const spelling =
		spellingOf(paths.filter((path) => dirname(path) === folder)) ?? spellingOf(paths) ?? SPELLINGS[0]?.spell;
	const words = name.split(/(?=[A-Z])/u).map((word) => word.toLowerCase());
	return spelling?.(words) ?? name;
}

type Spell = (words: readonly string[]) => string;

const SPELLINGS: readonly { readonly of: RegExp; readonly spell: Spell }[] = [
	{ of: /^[a-z\d]+(?:-[a-z\d]+)+$/u, spell: (words) => words.join("-") },
	{ of: /^[a-z\d]+(?:_[a-z\d]+)+$/u, spell: (words) => words.join("_") },
	{ of: /^[a-z\d]+(?:[A-Z][a-z\d]*)+$/u, spell: ([first = "", ...others]) => first + others.map(capital).join("") },
	{ of: /^(?:[A-Z][a-z\d]+){2,}$/u, spell: (words) => words.map(capital).join("") },
];

function capital(word: string): string {
	return (word[0] ?? "").toUpperCase() + word.slice(1);
}

/** How programs of several words are named; undefined if there are none. */
function spellingOf(paths: readonly string[]): Spell | undefined {
	const names = paths
		.filter((path) => /\.[cm]?[jt]sx?$/u.test(path))
		.map((path) => basename(path).split(".")[0] ?? "");
	const counted = SPELLINGS.map(({ of, spell }) => ({ spell, count: names.filter((one) => of.test(one)).length }));
	const most = counted.reduce((best, one) => (one.count > best.count ? one : best));
	return most.count === 0 ? undefined : most.spell;
}

/** How a module imports a file beside it: with the extension that Node.js asks for, or as the project's imports have it. */
function specifierFor(
	path: string,
	module: AppModule,
	{ modules, types }: Style,
	app: Application,
	roots: readonly string[],
): string {
	const extension = extname(path);
	const bare = `./${basename(path, extension)}`;
	if (types !== "typescript") {
		return modules === "import" || extension === ".cjs" ? bare + extension : bare;
	}
	const written = habitOf(module, app, roots);
	return written === "" ? bare : bare + (written.includes("t") ? extension : extension.replace("t", "j"));
}

/** The extension of relative imports, empty for none: of the module's own, else of others in TypeScript. */
function habitOf({ module, file: { path } }: AppModule, app: Application, roots: readonly string[]): string {
	if (/\.[cm]ts$/u.test(path)) {
		return ".mjs";
	}
	const others = [...app.files.values()].flatMap((file) =>
		file.reading.module !== null && /\.[cm]?tsx?$/u.test(file.path) ? [file.reading.module] : [],
	);
	for (const one of [module, ...others]) {
		for (const { specifier } of importsOf(one)) {
			if (specifier !== null && /^\.\.?\//u.test(specifier) && !specifier.endsWith(".json")) {
				return /\.[cm]?[jt]sx?$/u.exec(specifier)?.[0] ?? "";
			}
		}
	}
	return NAMES_EXTENSIONS.test(configAbove(dirname(path), roots)) ? ".js" : "";
}

/** Where TypeScript asks for the extensions that Node.js asks for. */
const NAMES_EXTENSIONS = /"module(?:Resolution)?"\s{0,20}:\s{0,20}"node(?:16|18|20|next)"/iu;

/** The text of the nearest `tsconfig.json` of a folder's project; empty if it has none. */
function configAbove(folder: string, roots: readonly string[]): string {
	const top = repositoryTop(folder, roots);
	for (let at = folder; ; at = dirname(at)) {
		const text = readSmallText(join(at, "tsconfig.json"), { maxBytes: 1024 * 1024 });
		if (text !== null || at === top || roots.includes(at) || dirname(at) === at) {
			return text ?? "";
		}
	}
}
