import type { AppFunction, Application, AppStack, Place } from "../app/application.ts";
import { isNamed, keyOf, keyOfListed, shownName, type ListedName } from "../lists/listed-name.ts";
import { regionIn, type Subject } from "../lists/subject.ts";
import type { Resource } from "../model/resource.ts";
import { groupBy } from "../text/group-by.ts";
import { pushAll } from "../text/push-all.ts";
import { NearNames } from "./near-names.ts";
import { fitPattern, physicalNamesOf, type Hole, type PhysicalName } from "./physical-names.ts";
import { wording, type Words } from "../text/wording.ts";

/** A resource of the application that a list could name. */
export interface KnownResource {
	readonly resource: Resource;
	readonly stack: AppStack;
	readonly place: Place;
	/** Of a function: joined with its code. */
	readonly fn: AppFunction | null;
	readonly names: readonly PhysicalName[];
}

/** A resource that a list names. */
export interface FoundResource {
	readonly known: KnownResource;
	/** The name, without what a line break added. */
	readonly name: string;
	/** What has to be so, to follow "if"; null if nothing has to. */
	readonly condition: Words | null;
}

/** A resource whose name is near to a listed one. */
export interface NearResource {
	readonly known: KnownResource;
	readonly name: string;
	readonly why: Words;
}

/** The result of a search. */
export interface Search {
	readonly found: readonly FoundResource[];
	/** If nothing is found. */
	readonly near: readonly NearResource[];
}

/** The random end of a name that CloudFormation makes: 12 or 13 letters and digits. */
const RANDOM = /^(?=.*[\dA-Z])[\dA-Za-z]{12,13}$/u;

/** How many hyphens at line breaks are tried both ways where a name is only partly known. */
const MAX_BREAKS = 5;

/** The resources of an application by the names that they have when they are deployed. */
export class ResourceIndex {
	readonly #byKey = new Map<string, KnownResource[]>();
	readonly #byId = new Map<string, KnownResource[]>();
	readonly #patterns: KnownResource[] = [];
	readonly #open: KnownResource[] = [];
	readonly #near: NearNames;
	readonly #searches = new WeakMap<Subject, Search>();
	readonly #stackNames: (stack: AppStack) => ReadonlySet<string>;

	/** @param stackNames the names of a stack's deployments, as far as its configuration says them */
	constructor(app: Application, stackNames: (stack: AppStack) => ReadonlySet<string>) {
		this.#stackNames = stackNames;
		const all: string[] = [];
		for (const known of knownResources(app)) {
			for (const id of new Set([known.resource.id, logicalId(known)])) {
				put(this.#byId, id.toLowerCase(), known);
			}
			if (known.names.length > 0 && known.names.every(isOpen)) {
				this.#open.push(known);
			}
			all.push(known.resource.id);
			for (const name of known.names) {
				if (name.kind === "exact") {
					put(this.#byKey, keyOf(name.name), known);
					all.push(name.name);
				}
			}
			if (known.names.some(({ kind }) => kind === "pattern")) {
				this.#patterns.push(known);
			}
		}
		this.#near = new NearNames(all);
	}

	/**
	 * What a list names. Nothing is guessed: a name is the same but for its breaks, or it fits what is known of a name that
	 * depends on the deployment, or it is only near.
	 */
	search(subject: Subject): Search {
		const known = this.#searches.get(subject) ?? this.#search(subject);
		this.#searches.set(subject, known);
		return known;
	}

	/** The functions and buckets that subjects of some kinds may be: their names are not known until deployment. */
	openFor(kinds: ReadonlySet<Subject["kind"]>): readonly KnownResource[] {
		return this.#open.filter(
			({ resource: { type } }) =>
				(type === FUNCTION && (kinds.has("function") || kinds.has("any"))) ||
				(type === BUCKET && (kinds.has("bucket") || kinds.has("any"))),
		);
	}

	#search(subject: Subject): Search {
		for (const name of subject.names) {
			const found = this.#searchName(name, subject);
			if (found.length > 0) {
				return { found, near: [] };
			}
		}
		const [first] = subject.names;
		return { found: [], near: first === undefined ? [] : this.#nearTo(first, subject) };
	}

	#searchName(name: ListedName, subject: Subject): readonly FoundResource[] {
		const exact = (this.#byKey.get(keyOfListed(name)) ?? []).filter(
			(known) => isOfKind(known, subject) && exactNames(known).some((one) => isNamed(name, one)),
		);
		const names = new Set(exact.flatMap((known) => exactNames(known).filter((one) => isNamed(name, one))));
		if (exact.length > 0) {
			// Two names that differ in the hyphen at the break: which one is meant, nobody knows.
			const [only = "", ...others] = names;
			return others.length > 0 ? [] : exact.map((known) => ({ known, name: only, condition: null }));
		}
		const variants = variantsOf(name);
		const generated = variants.flatMap((one) => this.#generated(one, subject));
		const patterns = variants.flatMap((one) => this.#fitting(one, subject));
		return onePerResource(generated.length > 0 ? generated : patterns, shownName(name));
	}

	/** `orders-prod-Api-1QX2ABCDEFGH` */
	#generated(name: string, subject: Subject): readonly FoundResource[] {
		const parts = name.split("-");
		const random = parts.pop() ?? "";
		const id = parts.pop() ?? "";
		const stackName = parts.join("-");
		if (stackName === "" || !RANDOM.test(random)) {
			return [];
		}
		// CDK adds eight digits to the id of a construct.
		const ids = new Set([id.toLowerCase(), id.replace(/[\dA-Fa-f]{8}$/u, "").toLowerCase()]);
		return [...ids].flatMap((one) =>
			(this.#byId.get(one) ?? []).flatMap((known): readonly FoundResource[] => {
				const isGenerated = known.names.some(({ kind }) => kind === "generated");
				// CloudFormation writes names of buckets in lower case, and others as the id is.
				const isWritten = id.startsWith(logicalId(known)) || known.resource.type === "AWS::S3::Bucket";
				if (!isGenerated || !isWritten || !isOfKind(known, subject)) {
					return [];
				}
				const told = this.#stackNames(known.stack);
				return told.size === 0
					? [{ known, name, condition: wording("the name of its stack is '{{name}}'", { name: stackName }) }]
					: [...told].some((given) => given === stackName || given.toLowerCase() === stackName)
						? [{ known, name, condition: null }]
						: [];
			}),
		);
	}

	#fitting(name: string, subject: Subject): readonly FoundResource[] {
		return this.#patterns.flatMap((known) => {
			const [fit] = isOfKind(known, subject)
				? known.names.flatMap((one) =>
						one.kind === "pattern" ? (this.#fit(name, one, known, subject) ?? []) : [],
					)
				: [];
			return fit === undefined ? [] : [{ known, name, condition: fit.condition }];
		});
	}

	/** Null if the name does not fit; the condition is null if all that was open is decided. */
	#fit(
		name: string,
		{ texts, holes }: Extract<PhysicalName, { readonly kind: "pattern" }>,
		{ stack }: KnownResource,
		subject: Subject,
	): { readonly condition: Words | null } | null {
		const filled = isTooShort(texts) ? null : fitPattern(name, texts);
		const answers = (filled ?? []).map((value, at) => {
			const hole = holes.at(at);
			return hole === undefined ? false : this.#decide(hole, value, stack, subject);
		});
		if (filled === null || answers.includes(false)) {
			return null;
		}
		const open = holes.flatMap((hole, at) =>
			answers.at(at) === null
				? [wording("{{name}} is '{{value}}'", { name: hole.name, value: filled.at(at) ?? "" })]
				: [],
		);
		const [first] = open;
		return {
			condition:
				first === undefined
					? null
					: open.slice(1).reduce((way, other) => wording("{{way}} and {{other}}", { way, other }), first),
		};
	}

	/** Whether an unknown part of a name has a value, as far as the list and the configuration say it; null if neither does. */
	#decide({ allowed, fact }: Hole, value: string, stack: AppStack, { account, region }: Subject): boolean | null {
		switch (fact) {
			case "AWS::AccountId":
				return account === null ? /^\d{12}$/u.test(value) && null : value === account;
			case "AWS::Region":
				return region === null ? regionIn(value) !== null && null : value === region;
			case "AWS::StackName": {
				const names = this.#stackNames(stack);
				return names.size === 0 ? null : names.has(value);
			}
			default:
				return allowed?.includes(value) === false ? false : null;
		}
	}

	#nearTo(name: ListedName, subject: Subject): readonly NearResource[] {
		const broken = (this.#byKey.get(keyOfListed(name)) ?? []).flatMap((known) =>
			exactNames(known).map((one) => ({
				known,
				name: one,
				why: isNamed(name, one)
					? wording("may be the listed name, with the line break")
					: wording("differs in hyphens"),
			})),
		);
		const near = this.#near.near(shownName(name));
		const byName = near.flatMap((one) =>
			(this.#byKey.get(keyOf(one)) ?? []).flatMap((known) =>
				exactNames(known).includes(one) ? [{ known, name: one, why: whyNear(shownName(name), one) }] : [],
			),
		);
		const byId = near.flatMap((one) =>
			(this.#byId.get(one.toLowerCase()) ?? []).flatMap((known) =>
				known.resource.id === one
					? [{ known, name: one, why: wording("is the id of a resource, not its name") }]
					: [],
			),
		);
		const kept = new Map<KnownResource, NearResource>();
		for (const one of [...broken, ...byName, ...byId]) {
			if (isOfKind(one.known, subject) && !kept.has(one.known)) {
				kept.set(one.known, one);
			}
		}
		return [...kept.values()].slice(0, 3);
	}
}

/** A break that may have added a hyphen to the unknown part of a name leaves two conditions for one resource. */
function onePerResource(found: readonly FoundResource[], listed: string): readonly FoundResource[] {
	return [...groupBy(found, ({ known }) => known)].map(([known, same]) => ({
		known,
		name: same.length === 1 ? (same[0]?.name ?? listed) : listed,
		condition: same
			.map(({ condition }) => condition)
			.reduce((one, other) => wording("{{one}}, or {{other}}", { one: one ?? "", other: other ?? "" })),
	}));
}

function whyNear(listed: string, name: string): Words {
	return listed.toLowerCase() === name.toLowerCase()
		? wording("differs in upper and lower case")
		: wording("is nearly equal");
}

function exactNames({ names }: KnownResource): readonly string[] {
	return names.flatMap((one) => (one.kind === "exact" ? [one.name] : []));
}

/** A part of a name that is known has to be long enough to tell it from others. */
const LONG_ENOUGH = 3;

function isTooShort(texts: readonly string[]): boolean {
	return texts.join("").replaceAll(/[^\w]/gu, "").length < LONG_ENOUGH;
}

/** True for a name of which too little is known to find it. */
function isOpen(name: PhysicalName): boolean {
	return name.kind === "open" || (name.kind === "pattern" && isTooShort(name.texts));
}

/** The id in the template, without the digits that CDK adds: of `orders-api` and of `Orders/Api` it takes the letters. */
function logicalId({ resource: { id }, stack: { file } }: KnownResource): string {
	return file.reading.module === null ? id : id.replaceAll(/[^A-Za-z\d]/gu, "");
}

/** The names that a listed one may mean, if there are not too many. */
function variantsOf({ parts }: ListedName): readonly string[] {
	const breaks = parts.slice(0, -1).filter((part) => part.endsWith("-")).length;
	let variants = [""];
	for (const [at, part] of parts.entries()) {
		const isOpen = at < parts.length - 1 && part.endsWith("-") && breaks <= MAX_BREAKS;
		variants = variants.flatMap((text) => [text + part, ...(isOpen ? [text + part.slice(0, -1)] : [])]);
	}
	return variants;
}

function isOfKind({ resource: { type } }: KnownResource, { kind, service }: Subject): boolean {
	switch (kind) {
		case "function":
			return type === FUNCTION;
		case "bucket":
			return type === BUCKET;
		case "resource":
			return type !== FUNCTION && type !== BUCKET && (service === null || isOfService(type, service));
		case "any":
			return true;
		case "image":
		case "account":
			return false;
		default:
			return kind satisfies never;
	}
}

const FUNCTION = "AWS::Lambda::Function";
const BUCKET = "AWS::S3::Bucket";

/** True for a type of the service with that word in ARNs. */
function isOfService(type: string, service: string): boolean {
	const own = type.split("::")[1]?.toLowerCase() ?? "";
	return own === service || (service === "es" && own === "opensearchservice");
}

function knownResources({ stacks, functions }: Application): readonly KnownResource[] {
	const joined = new Map(functions.map((fn) => [`${fn.stack.unit}\n${fn.resource.id}`, fn]));
	const found: KnownResource[] = [];
	for (const stack of stacks) {
		pushAll(
			found,
			stack.stack.resources.flatMap((resource): readonly KnownResource[] => {
				const names = resource.generated === null ? physicalNamesOf(resource) : [];
				const fn =
					resource.type === "AWS::Lambda::Function"
						? (joined.get(`${stack.unit}\n${resource.id}`) ?? null)
						: null;
				return names.length === 0 && fn === null
					? []
					: [{ resource, stack, place: fn?.place ?? stack.placeOf(resource.head), fn, names }];
			}),
		);
	}
	return found;
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
	const same = map.get(key);
	if (same === undefined) {
		map.set(key, [value]);
	} else {
		same.push(value);
	}
}
