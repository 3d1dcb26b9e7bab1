import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { isBelowFolder } from "../../files/leads-out-of.ts";
import { pushAll } from "../../text/push-all.ts";
import type { Span } from "../../text/span.ts";
import type { WrittenAt } from "../dialect.ts";
import { readTable, argumentOf, literalText, type Declaration, type ModuleTable } from "./evaluate/module-table.ts";
import type { ModuleFolders } from "./evaluate/terraform-file.ts";
import { memberOf, objectOf, objectsIn, withoutKeys } from "./parse/json-members.ts";
import type { HclFile, HclObject } from "./parse/syntax.ts";
import { acceptedIn } from "./translate/accepted-in.ts";
import { PlanPlaces } from "./translate/plan-places.ts";

/** How many folders are looked into for the module of a plan that lies elsewhere. */
const MAX_FOLDERS = 300;
const NO_MODULE = /^(?:\.|node_modules$)/u;

type Folders = Pick<ModuleFolders, "filesIn" | "resolve">;

interface PlanSettings {
	/** The absolute path of the plan. */
	readonly path: string;
	/** An absolute folder: nothing outside of it is read. */
	readonly root: string;
	/** False to report what comments suppress, too. */
	readonly suppressions: boolean;
	readonly folders: Folders;
}

/** The module that a plan was made of, as far as it is below the scanned root. */
export class PlanSource {
	readonly #folders: Folders;
	readonly #hasSuppressions: boolean;
	readonly #configuration: HclObject | undefined;
	/** The folder of the root module; null if no folder declares what the plan does. */
	readonly #folder: string | null;
	readonly #tables = new Map<string, ModuleTable>();
	readonly #places: PlanPlaces;

	constructor(plan: HclFile, { path, root, suppressions, folders }: PlanSettings) {
		this.#folders = folders;
		this.#hasSuppressions = suppressions;
		const configuration = objectOf(memberOf(plan.shown?.root, "configuration"));
		this.#configuration = objectOf(memberOf(configuration, "root_module"));
		this.#folder = this.#configuration === undefined ? null : this.#find(this.#configuration, path, root);
		this.#places = new PlanPlaces(plan);
	}

	/** Where a part of the plan is written; null if no block below the root makes it. */
	find(span: Span): WrittenAt | null {
		const place = this.#folder === null ? null : this.#places.at(span);
		const found = place === null ? null : this.#declarationOf(place.address);
		if (place === null || found === null) {
			return null;
		}
		const { file, start, end } = this.#places.write(found.declaration, place);
		return {
			path: join(found.folder, file.name),
			root: this.#folder ?? found.folder,
			text: file.text,
			span: { start, end },
			acceptedBy: (rule) => (this.#hasSuppressions ? acceptedIn(file, start, rule) : null),
		};
	}

	/**
	 * The folder that declares all that the root module of the plan does: beside the plan, around it, or the only one below
	 * the root. Otherwise one beside or around the plan that declares a part, for a module that has changed since.
	 */
	#find(module: HclObject, path: string, root: string): string | null {
		const around: string[] = [];
		for (let folder = dirname(path); folder === root || isBelowFolder(root, folder); folder = dirname(folder)) {
			around.push(folder);
		}
		const whole = around.find((folder) => this.#shareOf(folder, module) === 1);
		if (whole !== undefined) {
			return whole;
		}
		const [below, ...others] = foldersBelow(root).filter((folder) => this.#shareOf(folder, module) === 1);
		return below !== undefined && others.length === 0
			? below
			: (around.find((folder) => this.#shareOf(folder, module) > 0) ?? null);
	}

	/** How much of what a module of the plan declares a folder declares, too: from 0 to 1. */
	#shareOf(folder: string, module: HclObject): number {
		const { resources } = this.#tableOf(folder);
		const addresses = objectsIn(memberOf(module, "resources")).map(
			(one) => literalText(memberOf(one, "address")) ?? "",
		);
		const calls = objectOf(memberOf(module, "module_calls"))?.items ?? [];
		const known = [
			...addresses.filter((address) => resources.has(address)),
			...calls.filter(({ name, value }) => this.#callOf(folder, name ?? "", objectOf(value)) !== null),
		];
		const count = addresses.length + calls.length;
		return count === 0 ? 0 : known.length / count;
	}

	/** The source of a call if the folder has such a call, with the source that the plan knows. */
	#callOf(folder: string, name: string, planned: HclObject | undefined): string | null {
		const call = this.#tableOf(folder).calls.get(name);
		const source = literalText(call === undefined ? undefined : argumentOf(call, "source")?.node.value);
		return source !== null && source === literalText(memberOf(planned, "source")) ? source : null;
	}

	#declarationOf(address: string): { readonly folder: string; readonly declaration: Declaration } | null {
		const parts = withoutKeys(address).split(".");
		let folder = this.#folder;
		let module = this.#configuration;
		while (parts[0] === "module" && folder !== null) {
			const [, name = ""] = parts.splice(0, 2);
			const planned = objectOf(memberOf(objectOf(memberOf(module, "module_calls")), name));
			const source = this.#callOf(folder, name, planned);
			folder = source === null ? null : this.#folders.resolve(folder, source);
			module = objectOf(memberOf(planned, "module"));
		}
		const declaration = folder === null ? undefined : this.#tableOf(folder).resources.get(parts.join("."));
		return folder === null || declaration === undefined ? null : { folder, declaration };
	}

	#tableOf(folder: string): ModuleTable {
		let table = this.#tables.get(folder);
		if (table === undefined) {
			table = readTable(folder, this.#folders.filesIn(folder));
			this.#tables.set(folder, table);
		}
		return table;
	}
}

/** The folders below one, breadth first. */
function foldersBelow(root: string): readonly string[] {
	const folders = [root];
	for (let at = 0; at < folders.length && folders.length < MAX_FOLDERS; at += 1) {
		const folder = folders[at] ?? root;
		pushAll(
			folders,
			namesIn(folder).map((name) => join(folder, name)),
		);
	}
	return folders.slice(1, MAX_FOLDERS);
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isDirectory() && !NO_MODULE.test(entry.name))
			.map(({ name }) => name)
			.sort();
	} catch {
		return [];
	}
}
