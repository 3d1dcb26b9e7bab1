import type { Deployed } from "../../../model/written.ts";
import type { FileView } from "../translate/file-view.ts";

/** The data sources that know what a module is deployed to. */
const SOURCES: ReadonlyMap<Deployed, { readonly type: string; readonly attribute: string }> = new Map([
	["account", { type: "aws_caller_identity", attribute: "account_id" }],
	["partition", { type: "aws_partition", attribute: "partition" }],
	// `name` is deprecated in version 6 of the provider, and `region` unknown before it.
	["region", { type: "aws_region", attribute: "id" }],
] as const);

/** Names values of the deployment by data sources of the module, and by new ones that the same edit has to add. */
export class DataSources {
	readonly #view: FileView;
	readonly #missing = new Set<string>();

	constructor(view: FileView) {
		this.#view = view;
	}

	/** `data.aws_region.current.id`; null for what no data source knows. */
	nameOf(deployed: Deployed): string | null {
		const source = SOURCES.get(deployed);
		if (source === undefined) {
			return null;
		}
		const { type, attribute } = source;
		const found = this.#find(type);
		if (found === undefined) {
			this.#missing.add(type);
		}
		return `${found ?? `data.${type}.current`}.${attribute}`;
	}

	/** The blocks of those that the module does not have; null if one of them has a name that is taken. */
	get missing(): readonly string[] | null {
		const isTaken = [...this.#missing].some((type) => this.#addresses.has(`data.${type}.current`));
		return isTaken ? null : [...this.#missing].map((type) => `data "${type}" "current" {}`);
	}

	/** Without arguments, so that it is about the provider that is used where none is named. */
	#find(type: string): string | undefined {
		for (const [address, { block }] of this.#addresses) {
			if (address.startsWith(`data.${type}.`) && block.body.items.length === 0) {
				return address;
			}
		}
		return undefined;
	}

	get #addresses(): FileView["whole"]["evaluator"]["root"]["table"]["resources"] {
		return this.#view.whole.evaluator.root.table.resources;
	}
}
