import { readKey } from "../key.ts";
import type { Protection } from "../protection.ts";
import type { Resource } from "../resource.ts";
import type { Span } from "../../text/span.ts";
import {
	alternatives,
	follow,
	getIn,
	literalOf,
	MAX_BRANCHES,
	switchOf,
	withDefault,
	type MapValue,
	type Reached,
	type Single,
} from "../value.ts";
import { contradict, type Way } from "../way.ts";
import { MADE_STORES } from "./made-stores.ts";
import type { Condition, Store } from "./store.ts";
import { STORES } from "./stores.ts";

/** How one store of a resource is protected, for one combination of branches. */
export interface StoreState {
	readonly store: Store;
	readonly protection: Protection;
	/** The map with the settings, and where a finding about a missing one points: its name, or the resource. */
	readonly holder: MapValue;
	readonly place: Span;
	/** The settings as written; `absent` if they are not. */
	readonly switch: Single;
	readonly mode: Single;
	readonly key: Single;
	readonly when: readonly Way[];
	/** A key is named, but encryption is not switched on. */
	readonly keyWithoutSwitch: boolean;
}

const BY_TYPE = new Map<string, Store[]>();
for (const store of [...STORES, ...MADE_STORES]) {
	BY_TYPE.set(store.type, [...(BY_TYPE.get(store.type) ?? []), store]);
}

/** The types with data at rest that no rule of their own checks. */
export const STORE_TYPES: readonly string[] = [...BY_TYPE.keys()];

/** Reads each store of a resource. `unknown` if it is set elsewhere, or not known until deployment. */
export function readStores(resource: Resource): readonly StoreState[] {
	return (BY_TYPE.get(resource.type) ?? []).flatMap((store) =>
		holdersOf(store, resource).flatMap(({ value, when, name, isItem = false }) => {
			const place =
				value === resource.properties ? resource.head : (name ?? value.entries[0]?.keySpan ?? resource.head);
			return isKept(store, value)
				? readStore(store, value, place, when, isItem).filter((state) => resource.stack.isPossible(state.when))
				: [];
		}),
	);
}

type Holder = Reached<MapValue> & { readonly isItem?: true };

function holdersOf(store: Store, resource: Resource): readonly Holder[] {
	const holders = follow(resource.properties, store.at ?? "").flatMap(({ value, when, name }): readonly Holder[] =>
		value.kind === "map" ? [{ value, when, name }] : [],
	);
	// `EncryptionConfig[].Provider.KeyArn`: each item separately, or the missing list.
	const path = store.mode ?? store.key ?? "";
	const list = path.lastIndexOf("[]");
	return list === -1
		? holders
		: holders.flatMap((holder) => {
				const items = follow(holder.value, path.slice(0, list + 2)).flatMap(
					({ value, when }): readonly Holder[] =>
						value.kind === "map" ? [{ value, when: [...holder.when, ...when], isItem: true }] : [],
				);
				return items.length > 0 ? items : [holder];
			});
}

function isKept(store: Store, holder: MapValue): boolean {
	return (
		(store.when ?? []).every((condition) => meets(holder, condition)) &&
		!(store.unless ?? []).some((path) => isWritten(holder, path)) &&
		!(store.unlessAll?.every((condition) => mayMeet(holder, condition)) ?? false)
	);
}

/** True if the value is certainly one of these. */
function meets(holder: MapValue, { path, is }: Condition): boolean {
	return alternatives(getIn(holder, path)).every(({ value }) =>
		is.includes("*")
			? value.kind !== "absent"
			: is.includes(value.kind === "absent" ? "" : (literalOf(value)?.text.toLowerCase() ?? "?")),
	);
}

/** True if the value may be one of these: it is, on some branch, or it is not known until deployment. */
function mayMeet(holder: MapValue, { path, is }: Condition): boolean {
	return alternatives(getIn(holder, path)).some(({ value }) => {
		const literal = literalOf(value);
		return literal === null ? value.kind !== "absent" || is.includes("") : is.includes(literal.text.toLowerCase());
	});
}

/** True if something is written on any branch. */
function isWritten(holder: MapValue, path: string): boolean {
	return alternatives(getIn(holder, path)).some(({ value }) => value.kind !== "absent");
}

function readStore(
	store: Store,
	holder: MapValue,
	place: Span,
	around: readonly Way[],
	isItem: boolean,
): readonly StoreState[] {
	const read = (path: string | undefined): readonly Reached<Single>[] => {
		const nothing: Single = { kind: "absent", span: holder.span, explicit: false };
		if (path === undefined) {
			return [{ value: nothing, when: [] }];
		}
		// Of a list item on the path, the rest of the path counts; without the list, nothing is written.
		const list = path.lastIndexOf("[]");
		if (list === -1 || isItem) {
			return alternatives(getIn(holder, list === -1 ? path : path.slice(list + 3)));
		}
		const found = follow(holder, path);
		return found.length > 0 ? found : [{ value: nothing, when: [] }];
	};
	const states: StoreState[] = [];
	for (const mode of read(store.mode)) {
		for (const one of read(store.switch).filter((other) => !contradict(mode.when, other.when))) {
			const path = [...mode.when, ...one.when];
			for (const key of read(store.key).filter((other) => !contradict(path, other.when))) {
				const protection = rungOf(store, holder, one.value, mode.value, key.value);
				states.push({
					store,
					protection,
					holder,
					place,
					switch: one.value,
					mode: mode.value,
					key: key.value,
					when: [...around, ...path, ...key.when],
					keyWithoutSwitch:
						store.switch !== undefined &&
						store.inverted !== true &&
						protection === "none" &&
						readKey(key.value, "none") !== "none",
				});
				if (states.length > MAX_BRANCHES) {
					return []; // More combinations than anybody could fix one by one.
				}
			}
		}
	}
	return states;
}

function rungOf(store: Store, holder: MapValue, one: Single, mode: Single, key: Single): Protection {
	const named = readKey(key, "none");
	const absent = absentRung(store, holder);
	const unswitched = named === "none" ? absent : named;
	if (store.mode !== undefined) {
		return modeRung(store, mode, named, absent);
	}
	if (store.switch === undefined) {
		return unswitched;
	}
	const state = switchOf(one);
	if (store.inverted === true) {
		return invertedRung(state, unswitched);
	}
	return state === "off" && store.alwaysOwned !== undefined && mayMeet(holder, store.alwaysOwned)
		? ownedRung(holder, store.alwaysOwned)
		: switchedRung(store, state, named, absent);
}

type Switch = ReturnType<typeof switchOf>;

/** `EncryptionDisabled: true` */
function invertedRung(state: Switch, unswitched: Protection): Protection {
	switch (state) {
		case "on":
			return "none";
		case "unknown":
			return "unknown";
		case "off":
		case "absent":
			return unswitched;
		default:
			return state satisfies never;
	}
}

function switchedRung(store: Store, state: Switch, named: Protection, absent: Protection): Protection {
	switch (state) {
		case "on":
			return named === "none" ? (store.on ?? "provider-key") : named;
		case "off":
			return store.keyAlone === true && named !== "none" ? named : (store.off ?? "none");
		case "absent":
			return named !== "none" && (store.keyAlone === true || absent !== "none") ? named : absent;
		case "unknown":
			return store.keyAlone === true && named === "customer-key" ? named : "unknown";
		default:
			return state satisfies never;
	}
}

function absentRung(store: Store, holder: MapValue): Protection {
	if ((store.sources ?? []).some((path) => isWritten(holder, path))) {
		return "unknown"; // Its source decides.
	}
	if (store.alwaysOwned !== undefined && mayMeet(holder, store.alwaysOwned)) {
		return ownedRung(holder, store.alwaysOwned);
	}
	return store.byDefault !== undefined && meets(holder, store.byDefault)
		? (store.on ?? "provider-key")
		: (store.absent ?? "provider-owned");
}

function ownedRung(holder: MapValue, condition: Condition): Protection {
	return meets(holder, condition) ? "provider-owned" : "unknown";
}

const OFF = /^(?:none|disabled|noencryption)$/iu;
const OWNED = /^(?:AES256|SSE[-_]?S3)$|^AWS_?OWNED|DEFAULT/iu;
const MANAGED = /^AWS_MANAGED/iu;
const KMS = /kms|customer|cmk/iu;

/** `SSE_KMS`, `AWS_OWNED_CMK`, `DISABLED`, …: the enumerations of all types, classified by their words. */
function modeRung(store: Store, mode: Single, named: Protection, absent: Protection): Protection {
	const settled = withDefault(mode);
	if (settled.kind === "absent") {
		return named === "none" ? absent : named;
	}
	if (settled.kind !== "literal") {
		return "unknown";
	}
	const { text } = settled;
	if (OFF.test(text)) {
		return store.off ?? "none";
	}
	if (OWNED.test(text)) {
		return "provider-owned";
	}
	if (MANAGED.test(text)) {
		return "provider-key";
	}
	return KMS.test(text)
		? named === "none"
			? store.key === undefined
				? "unknown"
				: "provider-key"
			: named
		: "unknown";
}
