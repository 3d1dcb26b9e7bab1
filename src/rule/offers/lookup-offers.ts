import { dirname, resolve } from "node:path";
import { BACKENDS, type Backend, type LookupTarget, storeOf } from "../../fix/lookup/lookup.ts";
import { planLookups, type LookupGroup, type LookupPlan } from "../../fix/lookup/plan-lookups.ts";
import { REASONS } from "../../fix/lookup/refusal.ts";
import { nameSecret } from "../../fix/lookup/reading/name-secret.ts";
import { findManifest, type Manifest } from "../../fix/manifest.ts";
import type { SourceModule } from "../../languages/program/source-module.ts";
import { attempt } from "../../text/attempt.ts";
import type { TextEdit } from "../../text/span.ts";
import { CleanEdits, EditBudget, lengthOf, type MayGo } from "./clean-edits.ts";
import type { Suggestion } from "../rule.ts";
import { oneOf, type ValuesOf } from "../options.ts";
import { needOf, type LookupNeed } from "../lookup-needs.ts";
import { runsAsModule } from "./runs-as-module.ts";
import { wording, type Words } from "../../text/wording.ts";

/** What `fix` may be: a backend, whose lookups `--fix` then writes; offers in the editor; nothing. */
export type FixMode = Backend | "suggest" | "off";

/** The options of every rule whose findings a lookup mends. */
export const LOOKUP_OPTIONS = {
	fix: oneOf<FixMode>(
		[...BACKENDS, "suggest", "off"],
		"suggest",
		"Which lookup `--fix` writes for a secret whose value is stored; `suggest` only offers lookups in the editor, `off` offers none",
	),
	topLevelAwait: oneOf(
		["auto", "always", "never"],
		"auto",
		'Whether the module can use top-level `await`; `auto`: only in a module that certainly runs as an ES module (`.mjs`, `.mts`, `.js` under `"type": "module"`)',
	),
} as const;

export type LookupRuleOptions = ValuesOf<typeof LOOKUP_OPTIONS>;

/** `--backend kms`, for the command that keeps values; nothing for Parameter Store. */
export function renderBackend(fix: FixMode): string {
	return fix === "kms" || fix === "secrets-manager" ? ` --backend ${fix}` : "";
}

/** The suggestion of each backend. */
const SUGGESTION_OF = {
	ssm: "readParameter",
	kms: "decryptVariable",
	"secrets-manager": "readSecret",
	powertools: "readWithPowertools",
	extension: "readThroughExtension",
} as const satisfies Record<Backend, string>;

/** What the suggestions say. */
export const LOOKUP_MESSAGES: Readonly<Record<(typeof SUGGESTION_OF)[Backend], string>> = {
	readParameter: "Read it from the SSM parameter named by `{{variable}}`.",
	decryptVariable: "Decrypt `{{variable}}` with KMS.",
	readSecret: "Read it from the Secrets Manager secret named by `{{variable}}`.",
	readWithPowertools: "Read the SSM parameter named by `{{variable}}` with Powertools.",
	readThroughExtension: "Read the SSM parameter named by `{{variable}}` with the Lambda extension.",
};

const ANY: MayGo = () => true;

/** What can be done about one secret. */
export interface LookupOffer {
	readonly fix: readonly TextEdit[] | null;
	readonly suggestions: readonly Suggestion[];
	/** What the function needs once the fix is made. */
	readonly needs: readonly LookupNeed[];
	/** Why nothing can; the rest of a sentence after a colon. */
	readonly refusal: Words | null;
	/** True where `--fix` would do it, were the value kept. */
	readonly isUnkept: boolean;
	/** True where the fix takes it away, because nothing reads it. */
	readonly isUnread: boolean;
	/** True where its lookup is there already, so that the fix uses its name. */
	readonly isReady: boolean;
}

const NOTHING: LookupOffer = {
	fix: null,
	suggestions: [],
	needs: [],
	refusal: null,
	isUnkept: false,
	isUnread: false,
	isReady: false,
};

/** The secrets of one module, and what is offered for each. No edit holds a value of any of them. */
export interface LookupOffers {
	nameOf(target: LookupTarget): string;
	of(target: LookupTarget): LookupOffer;
}

/** @param targets in the order of the text, without those that the author accepts */
export function lookupOffers(
	module: SourceModule,
	targets: readonly LookupTarget[],
	{ fix, topLevelAwait }: LookupRuleOptions,
): LookupOffers {
	const mayWait = topLevelAwait === "auto" ? runsAsModule(module) : topLevelAwait === "always";
	const manifest = findManifest(dirname(resolve(module.cwd, module.filename)));
	const knows = (value: string, name: string): boolean =>
		BACKENDS.some((backend) => (manifest?.has(value, name, backend) ?? null) !== null);
	const plans = new Map<Backend, LookupPlan>();
	const planOf = (backend: Backend): LookupPlan => {
		const plan =
			plans.get(backend) ??
			planLookups(module, targets, { backend, topLevelAwait: mayWait, removesUnread: backend === fix, knows });
		plans.set(backend, plan);
		return plan;
	};
	const values = targets.flatMap((target) => (target.kind === "literal" ? [target.value] : []));
	const fuel = new EditBudget(module.text.length);
	const makers = new Map<Backend, CleanEdits>();
	const makerOf = (backend: Backend): CleanEdits => {
		const maker = makers.get(backend) ?? new CleanEdits(module.text, planOf(backend), values, fuel);
		makers.set(backend, maker);
		return maker;
	};
	switch (fix) {
		case "off":
			return { nameOf: (target) => nameFrom(planOf, "ssm", target, module), of: () => NOTHING };
		case "suggest":
			return {
				nameOf: (target) => nameFrom(planOf, "ssm", target, module),
				of: (target) => suggestAll(target, planOf, makerOf),
			};
		default:
			return (
				attempt(() => backendOffers(fix, planOf, makerOf(fix), fuel, targets, manifest)) ?? {
					nameOf: (target) => nameFrom(planOf, fix, target, module),
					of: () => NOTHING,
				}
			);
	}
}

/** What a plan calls a secret; without one, what it is called where it stands. */
function nameFrom(
	planOf: (backend: Backend) => LookupPlan,
	backend: Backend,
	target: LookupTarget,
	{ text }: SourceModule,
): string {
	return attempt(() => planOf(backend).nameOf(target)) ?? nameSecret(target, text);
}

function suggestAll(
	target: LookupTarget,
	planOf: (backend: Backend) => LookupPlan,
	makerOf: (backend: Backend) => CleanEdits,
): LookupOffer {
	const offers = BACKENDS.map((backend) =>
		attempt(() => suggest(target, backend, planOf(backend), makerOf(backend))),
	);
	const suggestions = offers.filter((offer): offer is Suggestion => offer !== null && !isRefusal(offer));
	// A reason is one only where no backend can do it.
	const [refused = null] = offers;
	return {
		...NOTHING,
		suggestions,
		refusal: offers.every((offer) => offer !== null && isRefusal(offer)) ? (refused as Words | null) : null,
	};
}

function isRefusal(offer: Suggestion | Words): offer is Words {
	return typeof offer === "string" || !("messageId" in offer);
}

/** One suggestion, or why there can be none; null where only its text would hold the value of another secret. */
function suggest(
	target: LookupTarget,
	backend: Backend,
	plan: LookupPlan,
	maker: CleanEdits,
): Suggestion | Words | null {
	const group = plan.of(target);
	if (!group.ok) {
		return group.reason;
	}
	const edits = maker.for(group, ANY);
	return edits === null
		? null
		: { messageId: SUGGESTION_OF[backend], data: { variable: group.variable }, edits, lookup: backend };
}

function backendOffers(
	backend: Backend,
	planOf: (backend: Backend) => LookupPlan,
	maker: CleanEdits,
	fuel: EditBudget,
	targets: readonly LookupTarget[],
	manifest: Manifest | null,
): LookupOffers {
	const plan = planOf(backend);
	const groups = [...new Set(targets.map((target) => plan.of(target)))].filter(
		(group): group is LookupGroup => group.ok,
	);
	const kept = new Set(groups.filter((group) => isKept(group, backend, manifest)));
	const isKeptHere: MayGo = (group) => kept.has(group);
	// All at once, because a pass of ESLint makes one of several fixes that touch, and ten passes are all.
	const together = [...kept];
	const all = maker.check(() => plan.edits(together)) ?? maker.check(() => plan.localEdits(together));
	const needsOf = (some: readonly LookupGroup[]): readonly LookupNeed[] =>
		some.flatMap(({ shapes, variable, value, name }) =>
			shapes.every(({ kind }) => kind === "remove")
				? []
				: [needOf(variable, backend, value === null ? null : (manifest?.find(value, name, backend) ?? null))],
		);
	let given = 0;
	const fixFor = (group: LookupGroup): readonly TextEdit[] | null => {
		if (all === null) {
			return maker.for(group, isKeptHere) ?? maker.check(() => plan.localEdits([group]));
		}
		// One of them is enough for all.
		if (given > 0 && fuel.isEmpty) {
			return null;
		}
		given += 1;
		fuel.spend(lengthOf(all));
		return all;
	};
	return {
		nameOf: (target) => plan.nameOf(target),
		of: (target) => {
			const group = plan.of(target);
			if (!group.ok) {
				return { ...NOTHING, refusal: refusalIn(target, group.reason, backend, planOf) };
			}
			const fix = kept.has(group) ? attempt(() => fixFor(group)) : null;
			const isRead = group.shapes.some(({ kind }) => kind !== "remove");
			const suggestion =
				fix !== null ? null : isRead ? attempt(() => suggest(target, backend, plan, maker)) : REASONS.unread();
			const suggestions = suggestion === null || isRefusal(suggestion) ? [] : [suggestion];
			return {
				fix,
				suggestions,
				needs: fix === null ? [] : needsOf(all === fix ? together : [group]),
				refusal: suggestion !== null && isRefusal(suggestion) ? suggestion : null,
				isUnkept: !kept.has(group),
				isUnread: fix !== null && !isRead,
				isReady: fix !== null && group.shapes.every(({ kind }) => kind === "name"),
			};
		},
	};
}

/** Why a backend cannot do it, and which one can. */
function refusalIn(
	target: LookupTarget,
	reason: Words,
	backend: Backend,
	planOf: (backend: Backend) => LookupPlan,
): Words {
	const other = BACKENDS.find((one) => one !== backend && planOf(one).of(target).ok);
	return other === undefined ? reason : wording('{{reason}}; `fix: "{{other}}"` can', { reason, other });
}

/**
 * A value that the program holds goes only where another place has it; what it reads must have been kept under its
 * name.
 */
function isKept({ value, name }: LookupGroup, backend: Backend, manifest: Manifest | null): boolean {
	if (manifest === null) {
		return false;
	}
	return value === null
		? manifest.entries.some((entry) => entry.name === name && entry.backend === storeOf(backend))
		: manifest.has(value, name, backend) !== null;
}
