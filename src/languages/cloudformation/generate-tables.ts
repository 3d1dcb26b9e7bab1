import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FAMILIES, LEFT_OUT } from "./families.ts";
import type { Update } from "../../model/engine.ts";
import type { Store } from "../../model/at-rest/store.ts";
import { UPDATES, type KnownUpdate } from "./updates.ts";

/**
 * A row of `encryption-properties.json`: the properties of the CloudFormation resource specification (and of the
 * registry's schemas) that decide about encryption, with what an update of them does. Collected by the project's own
 * survey of the specification, 2026; `behaviourSource` says which document each flag is from.
 */
interface Row {
	readonly resourceType: string;
	readonly propertyPath: string;
	readonly kind: "keyRef" | "struct" | "boolean" | "enum" | "ref" | "ebs";
	readonly updateBehaviour: string;
	readonly scope: "atRest" | "inTransit";
	readonly allowedValues?: readonly string[];
	/** The title of the page in AWS's template reference that describes the property. */
	readonly page?: string;
}

/** From here or, once built, from `dist/`. */
const ROOT = resolve(import.meta.dirname, import.meta.dirname.includes("/dist/") ? "../../../.." : "../../..");
const FOLDER = join(ROOT, "src", "languages", "cloudformation");

/** What an update of a property does, by type and path; where another value is deployed second, if it differs. */
type UpdateTable = Readonly<Record<string, Readonly<Record<string, readonly Update[]>>>>;

/** Everything that the data and the documents say of the stores of all types, in the order of the types. */
export function generateTables(): { readonly stores: readonly Store[]; readonly updates: UpdateTable } {
	const rows = (
		JSON.parse(readFileSync(join(FOLDER, "encryption-properties.json"), "utf8")) as readonly Row[]
	).filter((row) => row.scope === "atRest");
	const types = [...new Set(rows.map((row) => row.resourceType))].sort();
	const unused = new Set(
		[...Object.entries(FAMILIES), ...Object.entries(LEFT_OUT), ...Object.entries(UPDATES)].flatMap(
			([type, entries]) =>
				Object.keys(entries)
					.filter((path) => path !== "*")
					.map((path) => `${type} ${path}`),
		),
	);
	const updates: Record<string, Record<string, readonly Update[]>> = {};
	const stores = types.flatMap((type) =>
		storesOf(
			type,
			rows.filter((row) => row.resourceType === type),
			unused,
			(path, { whenAbsent, whenChanged }) => {
				const known = updates[type] ?? {};
				updates[type] = {
					...known,
					[path]: whenAbsent === whenChanged ? [whenAbsent] : [whenAbsent, whenChanged],
				};
			},
		),
	);
	if (unused.size > 0) {
		throw new Error(`What families.ts says of these is of no store: ${[...unused].join(", ")}`);
	}
	return { stores, updates };
}

type TakeUpdate = (path: string, update: KnownUpdate) => void;

/**
 * What is written into a bucket is under the bucket's default where nothing else is said, and that is another
 * resource's.
 */
const INTO_A_BUCKET =
	/S3(?:Settings|Destination|Bucket|BucketDestination|MonitoringConfiguration|LoggingConfiguration|Config|Configuration|StorageConfig|DataDestination|Action|Logs|KmsKeyArn)$|Output(?:Data)?Config(?:uration)?(?:\[\])?$|TransformOutput$|OutputSourceConfig|WriteToS3$|ExportRevisionToS3$|RedshiftSettings$|SharingSettings$|DataCaptureConfig$|DataStorageConfig$|CoreDumpConfig$|^LogEncryptionKmsKeyId$/u;

function storesOf(type: string, rows: readonly Row[], unused: Set<string>, take: TakeUpdate): readonly Store[] {
	const structs = rows.filter((row) => row.kind === "struct").map((row) => row.propertyPath);
	const leaves = rows.filter((row) => row.kind !== "struct" || FAMILIES[type]?.[row.propertyPath] !== undefined);
	const groups = new Map<string, Row[]>();
	for (const leaf of leaves) {
		const parent = leaf.propertyPath.includes(".")
			? leaf.propertyPath.slice(0, leaf.propertyPath.lastIndexOf("."))
			: "";
		groups.set(parent, [...(groups.get(parent) ?? []), leaf]);
	}
	return [...groups.values()].flatMap((group) => {
		const decider = group.find((row) => row.kind === "boolean") ?? group.find((row) => row.kind === "enum");
		const keys = group.filter((row) => row.kind === "keyRef" || row.kind === "ref" || row.kind === "struct");
		// The plainest name is the one of the data themselves: `KmsKeyId` beside `PerformanceInsightsKmsKeyId`.
		const main = [...keys].sort((a, b) => a.propertyPath.length - b.propertyPath.length)[0];
		const others = group.filter(
			(row) => row !== decider && row !== main && (row.kind !== "enum" || decider?.kind !== "boolean"),
		);
		return [
			makeStore(type, decider, main, structs, unused, take),
			...others.map((row) =>
				makeStore(
					type,
					row.kind === "keyRef" ? undefined : row,
					row.kind === "keyRef" ? row : undefined,
					structs,
					unused,
					take,
				),
			),
		].filter((store) => store !== null);
	});
}

function makeStore(
	type: string,
	decider: Row | undefined,
	key: Row | undefined,
	structs: readonly string[],
	unused: Set<string>,
	take: TakeUpdate,
): Store | null {
	if (isLeftOut(type, decider, key, unused)) {
		return null;
	}
	const path = (decider ?? key)?.propertyPath ?? "";
	const { at: elsewhere, ...known } = FAMILIES[type]?.[path] ?? FAMILIES[type]?.[key?.propertyPath ?? ""] ?? {};
	unused.delete(`${type} ${path}`);
	unused.delete(`${type} ${key?.propertyPath ?? ""}`);
	const at = elsewhere ?? holderOf(path, structs);
	const settings = { ...settingsOf(at, path, decider, key), ...known };
	return {
		type,
		...(at === "" ? {} : { at }),
		...settings,
		...updatesOf(type, at, settings, decider, key, unused, take),
		source: (decider ?? key)?.page ?? type,
	};
}

function isLeftOut(type: string, decider: Row | undefined, key: Row | undefined, unused: Set<string>): boolean {
	for (const one of [decider, key]) {
		unused.delete(`${type} ${one?.propertyPath ?? ""}`);
		const reason = LEFT_OUT[type]?.["*"] ?? LEFT_OUT[type]?.[one?.propertyPath ?? "*"];
		if (one !== undefined && reason !== undefined && (one === decider || decider === undefined)) {
			return true;
		}
	}
	return false;
}

/** What holds the settings is above the outermost structure that is about encryption. */
function holderOf(path: string, structs: readonly string[]): string {
	const [outermost] = structs
		.filter(
			(struct) =>
				path.startsWith(`${struct.replace(/\[\]$/u, "")}.`) || path.startsWith(`${struct}.`) || path === struct,
		)
		.sort((a, b) => a.length - b.length);
	const base = outermost ?? path;
	return base.includes(".") ? base.slice(0, base.lastIndexOf(".")) : "";
}

type Settings = Pick<Store, "switch" | "mode" | "key">;

function settingsOf(
	at: string,
	path: string,
	decider: Row | undefined,
	key: Row | undefined,
): Settings & Pick<Store, "kms" | "absent"> {
	const below = (row: Row): string => (at === "" ? row.propertyPath : row.propertyPath.slice(at.length + 1));
	return {
		...(decider?.kind === "boolean" ? { switch: below(decider) } : {}),
		...(decider === undefined || decider.kind === "boolean" ? {} : { mode: below(decider), ...kmsOf(decider) }),
		...(key === undefined || key.kind === "struct" ? {} : { key: below(key) }),
		...(INTO_A_BUCKET.test(at === "" ? path : at) ? { absent: "unknown" as const } : {}),
	};
}

function kmsOf({ allowedValues }: Row): Pick<Store, "kms"> {
	const kms = allowedValues?.find((value) => /kms|customer/iu.test(value) && !/aws.?owned|cse|dsse/iu.test(value));
	return kms === undefined ? {} : { kms };
}

/** Gives what happens on an update of the setting and of the key; what the store itself is told is that no harm is done. */
function updatesOf(
	type: string,
	at: string,
	settings: Settings,
	decider: Row | undefined,
	key: Row | undefined,
	unused: Set<string>,
	take: TakeUpdate,
): Pick<Store, "harmless"> {
	const below = (name: string): string => (at === "" ? name : `${at}.${name}`);
	// A switch that no row of the data has is one that the documents add.
	const whole = below(settings.switch ?? settings.mode ?? settings.key ?? "");
	const own = updateOf(type, whole, decider ?? key, unused);
	take(whole, own);
	if (settings.key !== undefined) {
		take(below(settings.key), updateOf(type, below(settings.key), key ?? decider, unused));
	}
	return own.harmless === true ? { harmless: true } : {};
}

function updateOf(type: string, path: string, row: Row | undefined, unused: Set<string>): KnownUpdate {
	unused.delete(`${type} ${path}`);
	const flag = flagOf(row);
	return UPDATES[type]?.[path] ?? { whenAbsent: flag, whenChanged: flag };
}

function flagOf(row: Row | undefined): Update {
	switch (row?.updateBehaviour) {
		case "inPlace":
			return "in-place";
		case "unsupported":
		case "unsupported-value":
			return "refuse";
		default:
			return "replace"; // `maybeReplace` too: nobody wants to find out.
	}
}

/** The texts of the generated files, by their paths from the root of the repository. */
export function renderTables(): Readonly<Record<string, string>> {
	const { stores, updates } = generateTables();
	return {
		"src/model/at-rest/stores.ts": [
			'import type { Store } from "./store.ts";',
			"",
			"/** Generated by `npm run tables` from `encryption-properties.json` and `families.ts`. */",
			"export const STORES: readonly Store[] = [",
			...stores.map((store) => `\t${renderLiteral(store)},`),
			"];",
			"",
		].join("\n"),
		"src/languages/cloudformation/update-table.ts": [
			'import type { Update } from "../../model/engine.ts";',
			"",
			"/**",
			" * What CloudFormation does when a property is set where none was deployed, and where another value was, if that differs.",
			" * Generated by `npm run tables` from `encryption-properties.json` and `updates.ts`.",
			" */",
			"export const AT_REST_UPDATES: Readonly<Record<string, Readonly<Record<string, readonly [Update, Update?]>>>> = {",
			...Object.entries(updates).map(
				([type, paths]) =>
					`\t${JSON.stringify(type)}: { ${Object.entries(paths)
						.map(([path, update]) => `${JSON.stringify(path)}: ${renderLiteral(update)}`)
						.join(", ")} },`,
			),
			"};",
			"",
		].join("\n"),
	};
}

function renderLiteral(value: unknown): string {
	if (Array.isArray(value)) {
		return `[${value.map(renderLiteral).join(", ")}]`;
	}
	return typeof value === "object" && value !== null
		? `{ ${Object.entries(value)
				.map(([key, item]) => `${key}: ${renderLiteral(item)}`)
				.join(", ")} }`
		: JSON.stringify(value);
}

/** Run as a program: writes the table anew. */
if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	for (const [path, text] of Object.entries(renderTables())) {
		writeFileSync(join(ROOT, path), text);
	}
}
