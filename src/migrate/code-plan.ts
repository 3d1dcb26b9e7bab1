import type { AppFunction, AppModule } from "../app/application.ts";
import type { LiteralTarget, LookupTarget } from "../fix/lookup/lookup.ts";
import { planLookups, type LookupGroup, type LookupPlan } from "../fix/lookup/plan-lookups.ts";
import type { Style } from "../fix/lookup/reading/read-style.ts";
import { environmentTarget } from "../fix/lookup/target/environment-target.ts";
import { lookupTargetOf } from "../fix/lookup/target/literal-target.ts";
import type { SharedHelper } from "../fix/lookup/writing/shared-helper.ts";
import { secretsIn } from "../languages/exposure/hardcoded-secret.ts";
import { readsOf } from "../languages/handler/environment/environment-reads.ts";
import { spanOf } from "../languages/program/node-edit.ts";
import { attempt } from "../text/attempt.ts";
import type { TextEdit } from "../text/span.ts";
import { runsAsModule } from "../rule/offers/runs-as-module.ts";
import { isBundledAsCommonJs } from "./bundled.ts";
import type { MigrationSettings, ReportedSecret } from "./migration.ts";
import { reportedBetween } from "./reported-between.ts";
import { renderWords } from "../text/wording.ts";

/** The secrets of one module, and what becomes of them. */
export interface CodePlan {
	readonly module: AppModule;
	/** The reported literals. */
	readonly literals: readonly LiteralTarget[];
	/** The findings that are about them. */
	readonly reported: readonly ReportedSecret[];
	/** What is planned for a literal, or for a variable: a group, or why it has to stay. */
	ofLiteral(target: LiteralTarget): LookupGroup | string;
	ofVariable(name: string): LookupGroup | string;
	/**
	 * The edits of the file that make these lookups; null if a text inside a template or a program has no place for them.
	 *
	 * @param shared where the helper is imported from; without it the module gets one of its own
	 */
	edits(groups: readonly LookupGroup[], shared?: SharedHelper): readonly TextEdit[] | null;
	/** How the module is written, if these lookups bring a helper of its own into it; null if they do not. */
	helperStyle(groups: readonly LookupGroup[]): Style | null;
}

/**
 * Plans the lookups of one module.
 *
 * @param names the variables whose reads become lookups
 * @param functions those that load it
 */
export function planCode(
	module: AppModule,
	names: ReadonlySet<string>,
	functions: readonly AppFunction[],
	reported: readonly ReportedSecret[],
	{ backend, record }: MigrationSettings,
): CodePlan {
	const program = module.module;
	const found = literalsOf(module, reported);
	const literals = found.map(([target]) => target);
	const byVariable = new Map([...names].map((name) => [name, targetsOf(name, module, functions)] as const));
	const targets: readonly LookupTarget[] = [
		...literals,
		...[...byVariable.values()].flatMap((own) => (typeof own === "string" ? [] : own)),
	].sort((a, b) => spanOf(a.node).start - spanOf(b.node).start);
	const plan: LookupPlan | null = attempt(() =>
		planLookups(program, targets, {
			backend,
			topLevelAwait: runsAsModule(program) && !functions.some(isBundledAsCommonJs),
			removesUnread: true,
			knows: (value, name) => record !== null && record.find(value, name, backend) !== null,
		}),
	);
	const of = (target: LookupTarget): LookupGroup | string => {
		const group = plan?.of(target) ?? null;
		return group === null ? "its module cannot be analyzed" : group.ok ? group : renderWords(group.reason);
	};
	return {
		module,
		literals,
		reported: found.map(([, finding]) => finding),
		ofLiteral: of,
		ofVariable(name) {
			const own = byVariable.get(name) ?? [];
			if (typeof own === "string") {
				return own;
			}
			const groups = own.map(of);
			return groups.find((group) => typeof group === "string") ?? groups[0] ?? "no read of it was found";
		},
		edits: (groups, shared) => (plan === null ? null : place(module, plan.edits(groups, shared))),
		helperStyle: (groups) => (plan?.makesHelper(groups) === true ? plan.style : null),
	};
}

/** The reads of a variable; a reason if one of them cannot become a lookup. */
function targetsOf(
	name: string,
	module: AppModule,
	functions: readonly AppFunction[],
): readonly LookupTarget[] | string {
	const targets = readsOf(name, module.module).map(environmentTarget);
	const known = targets.flatMap((target) => target ?? []);
	// What is read through functions that are given the name is among the reads of the application alone.
	const isAll = functions.every(
		({ variables }) =>
			(variables.find((one) => one.name === name)?.reads ?? []).filter((read) => read.module === module).length <=
			targets.length,
	);
	return known.length === targets.length && isAll ? known : "it is read through a function or a schema";
}

/** The secrets in the source that a finding is about: no others are known to be stored under a name. */
function literalsOf(
	module: AppModule,
	reported: readonly ReportedSecret[],
): readonly (readonly [LiteralTarget, ReportedSecret])[] {
	return secretsIn(module.module).flatMap((secret) => {
		const target = lookupTargetOf(secret, module.module);
		const { file, span } = module.placeOf(secret.span);
		const [finding] = reportedBetween(reported, file.path, span.start, span.start);
		return target !== null && finding !== undefined ? [[target, finding] as const] : [];
	});
}

/** Edits of the program as edits of the file. */
function place(module: AppModule, edits: readonly TextEdit[]): readonly TextEdit[] | null {
	const placed = edits.map((edit) => module.editOf(edit));
	return placed.every((edit) => edit !== null) ? placed : null;
}
