import { RULES } from "../../plugin.ts";
import type { Rule } from "../../rule/rule.ts";
import { nearMiss } from "../../text/did-you-mean.ts";

/** An id, and the rules that ask the same. */
export interface Found {
	/** As its owner writes it: `CKV_AWS_173`. */
	readonly id: string;
	/** Whose id it is: `checkov`, `AWS Security Hub`; null for a name of ours. */
	readonly owner: string | null;
	/** At least one. */
	readonly rules: readonly Rule[];
}

/** Whose checks have ids of a form. */
const OWNERS = [
	[/^CKV2?_/u, "checkov"],
	[/^AVD-/u, "trivy"],
	[/^AwsSolutions-/u, "cdk-nag"],
	[/^aws-/u, "tfsec"],
	[/^[\da-f]{8}-[\da-f-]{27}$/u, "KICS"],
] as const;

/** Every id that some rule covers, by how it is looked up. */
function table(): ReadonlyMap<string, Found> {
	const found = new Map<string, Found>();
	const add = (id: string, owner: string | null, rule: Rule): void => {
		const key = keyOf(id);
		const rules = found.get(key)?.rules ?? [];
		found.set(key, { id, owner, rules: rules.includes(rule) ? rules : [...rules, rule] });
	};
	for (const rule of RULES) {
		for (const check of rule.checks) {
			add(check, OWNERS.find(([form]) => form.test(check))?.[1] ?? null, rule);
		}
		for (const [standard, ids] of Object.entries(rule.compliance)) {
			ids.forEach((id) => add(id, standard, rule));
		}
	}
	// A name of ours is never another's.
	RULES.forEach((rule) => found.set(keyOf(rule.name), { id: rule.name, owner: null, rules: [rule] }));
	return found;
}

/** The ways to write an id: `[KMS.4]`, `CMK_BACKING_KEY_ROTATION_ENABLED`, `AWS-0065`, a name with the namespace before it. */
function keyOf(id: string): string {
	return id
		.replace(/^\[([^\]]*)\].*$/su, "$1")
		.toLowerCase()
		.replace(/^aws-kms\/(?=[a-z])/u, "")
		.replace(/^avd-(?=aws-\d)/u, "")
		.replace(/^awssolutions-([a-z0-9]+)\[.*$/su, "awssolutions-$1")
		.replaceAll("_", "-");
}

/** The rules behind an id: a name of ours, a check of another tool, or a requirement; null if no rule covers it. */
export function findRules(id: string): Found | null {
	return table().get(keyOf(id)) ?? null;
}

/** What to write instead of an id that no rule covers. */
export function adviceFor(id: string): string {
	const names = RULES.map(({ name }) => name);
	const ids = [...table().values()].map((found) => found.id);
	// A number that is near is another check.
	const isNumbered = /\d/u.test(id);
	return (isNumbered ? null : nearMiss(id, [...names, ...ids])) ?? "See 'kmslint rules' for what is checked.";
}
