import type { Application, AppFunction, AppModule, Place } from "../app/application.ts";
import type { LiteralTarget } from "../fix/lookup/lookup.ts";
import type { LookupGroup } from "../fix/lookup/plan-lookups.ts";
import { nameVariable } from "../fix/lookup/reading/name-secret.ts";
import { isAtEdge } from "../model/at-edge.ts";
import { literalOf } from "../model/value.ts";
import { FoundSecret } from "../rule/found-secret.ts";
import { spanOf } from "../languages/program/node-edit.ts";
import { groupBy } from "../text/group-by.ts";
import { type CodePlan, planCode } from "./code-plan.ts";
import { planConfiguration } from "./configuration-edits.ts";
import { FileEditor } from "./file-editor.ts";
import { functionNameOf } from "./function-name.ts";
import type { Lead, Migration, MigrationSettings, RefusedSecret, ReportedSecret, SecretPlan } from "./migration.ts";
import { planEnvironmentKeys } from "./plan-environment-keys.ts";
import { planGrants } from "./plan-grants.ts";
import { planKey } from "./plan-key.ts";
import { planPackages } from "./plan-packages.ts";
import { planSharedHelpers } from "./shared-helpers.ts";
import { StoreNames } from "./store-names.ts";
import { refuseOthers } from "./refuse-others.ts";
import { findingsOf, type VariableUnit, variableUnits } from "./variable-units.ts";

/** A secret on its way to a plan: a variable of functions, or a literal of modules. */
interface Unit {
	/** The same in every attempt. */
	readonly id: string;
	readonly name: string;
	readonly place: Place;
	readonly groups: readonly (readonly [CodePlan, LookupGroup])[];
	readonly leads: readonly Lead[];
	/** True if its value is stored, or nothing of it is in the files. */
	readonly isStored: boolean;
}

/**
 * Plans how the secrets of an application move out of its code and its configuration. Everything that one secret needs
 * is planned, or the secret is left as it is, with a reason.
 *
 * @param reported what the rules report, in all files of the application
 */
export function planMigration(
	app: Application,
	reported: readonly ReportedSecret[],
	settings: MigrationSettings,
): Migration {
	const refused = new Map<string, RefusedSecret>();
	for (;;) {
		const attempt = new Attempt(app, reported, settings, refused);
		const migration = attempt.plan();
		// What is refused on the way changes what the others need.
		if (!attempt.refusedMore) {
			return migration;
		}
	}
}

class Attempt {
	refusedMore = false;
	readonly #app: Application;
	readonly #reported: readonly ReportedSecret[];
	readonly #settings: MigrationSettings;
	readonly #refused: Map<string, RefusedSecret>;
	readonly #names: StoreNames;
	readonly #users: ReadonlyMap<AppModule, readonly AppFunction[]>;

	constructor(
		app: Application,
		reported: readonly ReportedSecret[],
		settings: MigrationSettings,
		refused: Map<string, RefusedSecret>,
	) {
		this.#app = app;
		this.#reported = reported;
		this.#settings = settings;
		this.#refused = refused;
		this.#names = new StoreNames(settings);
		this.#users = usersOf(app);
	}

	plan(): Migration {
		const variables = variableUnits(this.#app.functions, this.#reported).filter(({ name }) => this.#isWanted(name));
		for (const unit of variables) {
			if (unit.refusal !== null) {
				this.#refuse(idOf(unit), unit.name, unit.place, unit.refusal);
			}
		}
		const active = variables.filter((unit) => !this.#refused.has(idOf(unit)));
		const plans = this.#codePlans(active);
		const units = [
			...active.flatMap((unit) => this.#variableUnit(unit, plans) ?? []),
			...this.#literalUnits(plans),
		].filter(({ id }) => !this.#refused.has(id));
		this.#refuseClashes(units);
		const left = units.filter(({ id }) => !this.#refused.has(id));
		return this.#migrate(
			this.#settings.storedOnly ? left.filter((unit) => unit.isStored) : left,
			plans,
			left.flatMap(({ leads }) => leads.filter((lead) => !isStored(lead))),
		);
	}

	/** @param missing what leads to values that are not stored yet */
	#migrate(units: readonly Unit[], plans: readonly CodePlan[], missing: readonly Lead[]): Migration {
		const editor = new FileEditor();
		const key = planKey(missing, this.#settings, editor);
		const byPlan = groupBy(
			units.flatMap(({ groups }) => groups),
			([plan]) => plan,
		);
		const lookups = [...byPlan].map(([plan, own]) => [plan, own.map(([, group]) => group)] as const);
		const helpers = this.#settings.sharesHelper
			? planSharedHelpers(lookups, this.#users, this.#app, this.#settings)
			: null;
		for (const [plan, groups] of lookups) {
			const edits = plan.edits(groups, helpers?.byPlan.get(plan));
			if (edits === null) {
				this.#refuseAll(units, plan.module, "the code is a text in the configuration, which cannot be edited");
			} else {
				editor.add(plan.module.file, edits);
			}
		}
		const leads = units.flatMap((unit) => unit.leads.map((lead) => [unit, lead] as const));
		for (const [unit, reason] of planConfiguration(leads, this.#settings.backend, editor)) {
			this.#refuse(unit.id, unit.name, unit.place, reason);
		}
		const read = leads.map(([, lead]) => lead).filter(({ isRead }) => isRead);
		const environmentKeys = planEnvironmentKeys(read, editor);
		const grants = planGrants(read, environmentKeys, this.#settings.backend, editor);
		const secrets = units.map(toPlan);
		const packages = planPackages(secrets, this.#settings, editor);
		for (const path of editor.contradicting()) {
			const own = units.find(({ place }) => place.file.path === path) ?? units[0];
			if (own !== undefined) {
				this.#refuse(own.id, own.name, own.place, "its edits and those of another secret overlap");
			}
		}
		return {
			backend: this.#settings.backend,
			secrets,
			refused: [...this.#refused.values(), ...this.#others(plans)],
			key,
			environmentKeys,
			grants,
			packages,
			edits: editor.finish(),
			newFiles: helpers?.files ?? [],
		};
	}

	/** What is reported elsewhere. */
	#others(plans: readonly CodePlan[]): readonly RefusedSecret[] {
		const variables = this.#app.functions.flatMap((fn) => fn.variables);
		const known = new Set([
			...plans.flatMap(({ reported }) => reported),
			...variables.flatMap((variable) => findingsOf(variable, this.#reported)),
		]);
		return refuseOthers(
			this.#app,
			this.#reported.filter(({ name }) => this.#isWanted(name)),
			known,
		);
	}

	/** A plan for each module with something to look up. */
	#codePlans(units: readonly VariableUnit[]): readonly CodePlan[] {
		return [...this.#users].flatMap(([module, functions]) => {
			const names = new Set(units.filter(({ modules }) => modules.includes(module)).map(({ name }) => name));
			const plan = planCode(module, names, functions, this.#reported, this.#settings);
			return names.size === 0 && plan.literals.length === 0 ? [] : [plan];
		});
	}

	#variableUnit(unit: VariableUnit, plans: readonly CodePlan[]): Unit | null {
		const { name, place, modules, set } = unit;
		const id = idOf(unit);
		const groups: (readonly [CodePlan, LookupGroup])[] = [];
		for (const plan of plans.filter(({ module }) => modules.includes(module))) {
			const group = plan.ofVariable(name);
			if (typeof group === "string") {
				this.#refuse(id, name, place, `in '${plan.module.file.name}', ${group}`);
				return null;
			}
			groups.push([plan, group]);
		}
		const leads = set.map(({ fn, secret }) => this.#lead(fn, name, secret, name));
		const reason = leads.find((lead) => typeof lead === "string");
		if (typeof reason === "string") {
			this.#refuse(id, name, place, reason);
			return null;
		}
		const known = leads.flatMap((lead) => (typeof lead === "string" ? [] : lead));
		return { id, name, place, groups, leads: known, isStored: known.every(isStored) };
	}

	/** The literals by name and value: one secret, wherever it stands. */
	#literalUnits(plans: readonly CodePlan[]): readonly Unit[] {
		const found = new Map<string, Unit>();
		for (const plan of plans) {
			const seen = new Set<LookupGroup>();
			for (const target of plan.literals) {
				const group = plan.ofLiteral(target);
				if (typeof group === "string") {
					this.#refuseLiteral(target, plan, group);
				} else if (!seen.has(group) && this.#isWanted(group.name)) {
					seen.add(group);
					this.#addLiteral(group, plan, found);
				}
			}
		}
		return [...found.values()];
	}

	#refuseLiteral(target: LiteralTarget, { module }: CodePlan, reason: string): void {
		const place = module.placeOf(spanOf(target.node));
		const name = target.label;
		this.#refuse(`literal ${place.file.path} ${String(place.span.start)}`, name, place, reason);
	}

	#addLiteral(group: LookupGroup, plan: CodePlan, found: Map<string, Unit>): void {
		const { name, value } = group;
		const [first] = group.targets;
		if (value === null || first === undefined) {
			return;
		}
		const id = `literal ${JSON.stringify([name, value])}`;
		const before = found.get(id);
		const place = before?.place ?? plan.module.placeOf(spanOf(first.node));
		const secret = new FoundSecret(name, value);
		const isLookedUp = group.shapes.some(({ kind }) => kind !== "remove");
		const leads = (isLookedUp ? (this.#users.get(plan.module) ?? []) : [])
			.filter((fn) => before?.leads.some((lead) => lead.fn === fn) !== true)
			.map((fn) => this.#lead(fn, name, secret, null));
		const reason = leads.find((lead) => typeof lead === "string");
		if (typeof reason === "string") {
			this.#refuse(id, name, place, reason);
			return;
		}
		const known = [...(before?.leads ?? []), ...leads.flatMap((lead) => (typeof lead === "string" ? [] : lead))];
		const { state } = this.#names.find(name, secret, null);
		found.set(id, {
			id,
			name,
			place,
			groups: [...(before?.groups ?? []), [plan, group]],
			leads: known,
			isStored: state !== "missing" && known.every(isStored),
		});
	}

	/** What leads a function to a secret; a reason if nothing can. */
	#lead(fn: AppFunction, name: string, secret: FoundSecret | null, replaces: string | null): Lead | string {
		const { backend } = this.#settings;
		const isCiphertext = backend === "kms";
		const functionName = isCiphertext ? functionNameOf(fn) : null;
		if (isAtEdge(fn.resource)) {
			return `'${fn.resource.id}' runs at the edge, where functions have no variables`;
		}
		if (isCiphertext && secret === null) {
			return "its value is not known until deployment, so it cannot be encrypted before";
		}
		if (isCiphertext && functionName === null) {
			return `'${fn.resource.id}' has no \`${fn.resource.spell("FunctionName")}\`, which the ciphertext is bound to`;
		}
		const stored = this.#names.find(name, secret, functionName);
		const isRead = replaces === null || fn.variables.some((one) => one.name === replaces && one.reads.length > 0);
		return { fn, variable: nameVariable(name, backend), stored, replaces, isRead };
	}

	/** Two secrets of one function whose lookups would read the same variable. */
	#refuseClashes(units: readonly Unit[]): void {
		const taken = new Map<AppFunction, Map<string, string>>();
		for (const { id, name, place, leads } of units) {
			for (const { fn, variable, stored } of leads) {
				const own = taken.get(fn) ?? new Map<string, string>();
				taken.set(fn, own);
				const set = fn.variables.find((one) => one.name === variable)?.variable ?? null;
				const before = own.get(variable) ?? (set === null ? undefined : (literalOf(set.value)?.text ?? ""));
				if (before !== undefined && before !== stored.target) {
					this.#refuse(id, name, place, `'${fn.resource.id}' has another '${variable}'`);
				}
				own.set(variable, stored.target);
			}
		}
	}

	#refuseAll(units: readonly Unit[], module: AppModule, reason: string): void {
		for (const { id, name, place, groups } of units) {
			if (groups.some(([plan]) => plan.module === module)) {
				this.#refuse(id, name, place, reason);
			}
		}
	}

	#refuse(id: string, name: string, place: Place, reason: string): void {
		if (!this.#refused.has(id)) {
			this.#refused.set(id, { name, place, reason });
			this.refusedMore = true;
		}
	}

	#isWanted(name: string): boolean {
		return this.#settings.only?.has(name) ?? true;
	}
}

function isStored({ stored }: Lead): boolean {
	return stored.state !== "missing";
}

function idOf({ name, place }: VariableUnit): string {
	return `variable ${name} ${place.file.path} ${String(place.span.start)}`;
}

/** The functions that load each module, in their order. */
function usersOf({ functions }: Application): ReadonlyMap<AppModule, readonly AppFunction[]> {
	const uses = functions.flatMap((fn) =>
		fn.code.kind === "linked" ? fn.code.modules.map((module) => [module, fn] as const) : [],
	);
	const byModule = groupBy(uses, ([module]) => module);
	return new Map([...byModule].map(([module, own]) => [module, own.map(([, fn]) => fn)]));
}

function toPlan({ id, name, leads, groups }: Unit): SecretPlan {
	return {
		id,
		name,
		leads,
		modules: groups.map(([plan]) => plan.module),
		code: groups.flatMap(([plan, group]) => group.targets.map(({ node }) => plan.module.placeOf(spanOf(node)))),
	};
}
