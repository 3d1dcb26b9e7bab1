import { redactLabel, redactPath } from "../../detect/redact.ts";
import type {
	Application,
	AppFunction,
	AppLookup,
	AppStack,
	AppTarget,
	AppVariable,
	Place,
} from "../../app/application.ts";
import type { KnownEnvironment } from "../../languages/facts/known-environment.ts";
import { findKey } from "../../model/key-reference.ts";
import type { Resource } from "../../model/resource.ts";
import { mayDecrypt, trustOf } from "../../model/role.ts";
import { knownEnvironment, neededRead } from "../../app/needed-read.ts";
import { secretUses } from "../../rule/used-as-secret.ts";
import { isSensitive } from "../../rule/sensitive-variable.ts";
import { alternatives, type Value } from "../../model/value.ts";

/** A position in a file: the path as reports show it, line and column from 1. */
export interface MapPlace {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** The application as data. It holds names and places, and never a value. */
export interface AppMap {
	readonly functions: readonly MapFunction[];
	/** The secrets and SSM parameters that functions read, those of the stacks and those that are only named. */
	readonly stored: readonly MapStored[];
	readonly keys: readonly MapKey[];
	readonly unknown: readonly MapUnknown[];
}

export interface MapFunction {
	readonly id: string;
	readonly place: MapPlace;
	/** The module and the export that Lambda calls; null if it was not found. */
	readonly handler: { readonly file: string; readonly exported: string; readonly place: MapPlace | null } | null;
	/** Why there is no {@link handler}, to follow "because"; null if there is one. */
	readonly why: string | null;
	/** True if there is no JavaScript source to find: another runtime, a container image, an archive in S3. */
	readonly isForeign: boolean;
	/** The files of its code, the handler's first. */
	readonly modules: readonly string[];
	readonly variables: readonly MapVariable[];
	readonly lookups: readonly MapLookup[];
	/** The execution role; null if it is in no file. */
	readonly role: string | null;
	/** The id of the key that encrypts its variables in {@link AppMap.keys}; null for the AWS managed key, or an unknown one. */
	readonly key: string | null;
}

/** A place that reads stored values. */
export interface MapLookup {
	/** What the role needs: `ssm:GetParameter`. */
	readonly action: string;
	readonly place: MapPlace;
	/** The variables that say what is read, or hold the ciphertext. */
	readonly variables: readonly string[];
	/** The ids in {@link AppMap.stored} of what is read. */
	readonly reads: readonly string[];
	/** False if it may read more than that. */
	readonly complete: boolean;
}

interface MapStored {
	readonly id: string;
	readonly kind: "secret" | "parameter";
	/** Where it is created; null if it is in no file. */
	readonly place: MapPlace | null;
	/** The id of its key in {@link AppMap.keys}; null if it has none of its own. */
	readonly key: string | null;
}

export interface MapKey {
	readonly id: string;
	readonly place: MapPlace;
	/** The ids of the functions whose role may decrypt with it. */
	readonly decryptedBy: readonly string[];
}

export interface MapVariable {
	readonly name: string;
	/** Where it is set; null if the configuration does not set it. */
	readonly set: MapPlace | null;
	/** What it is set to, in words without a value: `literal`, `parameter 'DbPassword'`. */
	readonly value: string | null;
	readonly reads: readonly MapPlace[];
	/** True if code that runs needs it, and nothing sets it. */
	readonly missing: boolean;
	/** True if it holds a secret that is stored with the function's configuration. */
	readonly exposed: boolean;
}

interface MapUnknown {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly id: string | null;
	readonly why: string;
}

/** The application as data for reports: names masked, without values. */
export function mapApplication(app: Application): AppMap {
	const names = new Names(app);
	const functions = app.functions.map((fn) => mapFunction(fn, names));
	return {
		functions,
		stored: storedIn(app, names),
		keys: keysIn(app, names),
		unknown: app.unknown.map(({ place, file, id, why }) => ({
			...(place === null ? { file: redactPath(file), line: 1, column: 1 } : locate(place)),
			id: id === null ? null : redactLabel(id),
			why: redactLabel(why),
		})),
	};
}

function mapFunction(fn: AppFunction, names: Names): MapFunction {
	const { resource, place, code, variables, lookups, role, key, stack } = fn;
	const uses = secretUses(fn);
	const environment = knownEnvironment(variables);
	const [kms] = alternatives(key).flatMap(({ value }) => findKey(stack.stack, value) ?? []);
	const linked = code.kind === "linked" ? code : null;
	return {
		id: names.of(stack, resource.id),
		place: locate(place),
		handler:
			linked === null
				? null
				: {
						file: redactPath(linked.handler.file.name),
						exported: redactLabel(linked.exported),
						place: linked.exportedAt === null ? null : locate(linked.exportedAt),
					},
		why: code.kind === "linked" ? null : redactLabel(code.why),
		isForeign: code.kind === "foreign",
		modules: [...new Set((linked?.modules ?? []).map(({ file }) => redactPath(file.name)))],
		// What only other handlers need says nothing of this one.
		variables: variables
			.filter(({ set, reads }) => set !== null || reads.some(({ mayRun }) => mayRun))
			.map((variable) => mapVariable(variable, uses, environment)),
		lookups: lookups.map((lookup) => mapLookup(lookup, stack, names)),
		role: role === null ? null : redactLabel(role.id),
		key: kms === undefined ? null : names.of(stack, kms.id),
	};
}

function mapLookup({ fact, place, targets }: AppLookup, stack: AppStack, names: Names): MapLookup {
	return {
		action: fact.action,
		place: locate(place),
		variables: targets.flatMap(({ target }) => (target.kind === "variable" ? [redactLabel(target.name)] : [])),
		reads: [...new Set(targets.flatMap((target) => idOfTarget(target, fact.what, stack, names) ?? []))],
		complete: targets.every(
			(target) => fact.what === "ciphertext" || idOfTarget(target, fact.what, stack, names) !== null,
		),
	};
}

/**
 * What a lookup reads, by its id in the map: a resource, or its name; null if it is not known. What a variable with a
 * secret holds is no name that may be shown.
 */
function idOfTarget(
	{ resource, name, variable }: AppTarget,
	what: AppLookup["fact"]["what"],
	stack: AppStack,
	names: Names,
): string | null {
	return what === "ciphertext"
		? null
		: resource !== null
			? names.of(stack, resource.id)
			: name === null || (variable !== null && holdsSecret(variable))
				? null
				: redactLabel(name);
}

function storedIn({ functions }: Application, names: Names): readonly MapStored[] {
	const stored = new Map<string, MapStored>();
	for (const { stack, lookups } of functions) {
		for (const { fact, targets } of lookups) {
			for (const target of targets) {
				const id = idOfTarget(target, fact.what, stack, names);
				if (id !== null && fact.what !== "ciphertext") {
					const { resource } = target;
					const [key] =
						resource === null
							? []
							: alternatives(
									resource.get(resource.type === "AWS::SSM::Parameter" ? "KeyId" : "KmsKeyId"),
								).flatMap(({ value }) => findKey(stack.stack, value) ?? []);
					stored.set(id, {
						id,
						kind: fact.what,
						place: resource === null ? null : locate(stack.placeOf(resource.head)),
						key: key === undefined ? null : names.of(stack, key.id),
					});
				}
			}
		}
	}
	return [...stored.values()];
}

function keysIn({ stacks, functions }: Application, names: Names): readonly MapKey[] {
	return stacks.flatMap((stack) =>
		stack.stack.find("AWS::KMS::Key").map((key) => ({
			id: names.of(stack, key.id),
			place: locate(stack.placeOf(key.head)),
			decryptedBy: functions
				.filter((fn) => fn.stack.unit === stack.unit && mayUse(fn, fn.stack.stack.resource(key.id) ?? key))
				.map(({ resource }) => names.of(stack, resource.id)),
		})),
	);
}

/** True if policies of the role and of the key allow it. */
function mayUse({ role, stack }: AppFunction, key: Resource): boolean {
	if (role === null) {
		return false;
	}
	const trust = trustOf(key, role);
	return trust === "named" || (trust === "delegated" && mayDecrypt(role, key, stack.stack));
}

/** Names for resources that no two of the application share: their ids, with the file if another stack has the same. */
class Names {
	readonly #stacks = new Map<string, Set<string>>();

	constructor({ stacks }: Application) {
		for (const stack of stacks) {
			for (const { id } of stack.stack.resources) {
				const others = this.#stacks.get(id) ?? new Set();
				this.#stacks.set(id, others.add(stack.unit));
			}
		}
	}

	of(stack: AppStack, id: string): string {
		return (this.#stacks.get(id)?.size ?? 0) > 1
			? `${redactPath(stack.file.name)} ${redactLabel(id)}`
			: redactLabel(id);
	}
}

function mapVariable(
	joined: AppVariable,
	uses: ReadonlyMap<string, string>,
	environment: KnownEnvironment,
): MapVariable {
	const { name, set, variable, reads } = joined;
	return {
		name: redactLabel(name),
		set: set === null ? null : locate(set),
		value: variable === null ? null : describeValue(variable.value),
		reads: reads.map(({ place }) => locate(place)),
		missing: neededRead(joined, environment) !== undefined,
		exposed: holdsSecret(joined) || uses.has(name),
	};
}

function holdsSecret({ variable }: AppVariable): boolean {
	return variable !== null && isSensitive(variable);
}

/** A value in words that show nothing of it. */
function describeValue(value: Value): string {
	const kinds = alternatives(value).map(({ value: one }) => {
		switch (one.kind) {
			case "reference":
				return describeTarget(one.to);
			case "text":
				return "text with parts that are not known until deployment";
			case "absent":
				return "no value";
			case "unresolved":
				return "not known until deployment";
			case "literal":
			case "map":
			case "list":
				return "literal";
			default:
				return one satisfies never;
		}
	});
	return [...new Set(kinds)].join(" or ");
}

function describeTarget(to: Extract<Value, { readonly kind: "reference" }>["to"]): string {
	switch (to.of) {
		case "resource":
			return to.attribute === null ? `'${redactLabel(to.id)}'` : `\`${to.attribute}\` of '${redactLabel(to.id)}'`;
		case "parameter":
			return `parameter '${redactLabel(to.name)}'`;
		case "pseudo":
			return `\`${redactLabel(to.name)}\``;
		case "import":
			return "import from another stack";
		default:
			return to satisfies never;
	}
}

function locate({ file, span }: Place): MapPlace {
	return { file: redactPath(file.name), ...file.lines.locate(span.start) };
}
