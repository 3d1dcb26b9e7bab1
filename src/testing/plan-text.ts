import type { TSESTree } from "@typescript-eslint/utils";
import type { LookupSettings, LookupTarget } from "../fix/lookup/lookup.ts";
import { planLookups, type LookupGroup } from "../fix/lookup/plan-lookups.ts";
import { allNodesOf } from "../languages/program/nodes-of.ts";
import type { SourceModule } from "../languages/program/source-module.ts";
import { applyEdits } from "../text/apply-edits.ts";
import { moduleOf } from "./read-module.ts";
import { renderWords } from "../text/wording.ts";

/** Reads a program. @throws where it cannot be parsed */
export function parseProgram(text: string, filename: string): SourceModule {
	return moduleOf(text, filename, "/");
}

/** Where the secrets stand in a program: literals that are one or hold one, and reads of the variables. */
function targetsIn(
	program: SourceModule,
	secrets: readonly string[],
	variables: readonly string[] = [],
): readonly LookupTarget[] {
	const targets: LookupTarget[] = [];
	for (const node of allNodesOf(program)) {
		const target = literalTarget(node, program.text, secrets) ?? environmentTarget(node, variables);
		if (target !== null) {
			targets.push(target);
		}
	}
	return targets.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function literalTarget(node: TSESTree.Node, text: string, secrets: readonly string[]): LookupTarget | null {
	if (node.type === "TemplateElement") {
		return null;
	}
	if (node.type !== "TemplateLiteral" && (node.type !== "Literal" || typeof node.value !== "string")) {
		return null;
	}
	const written = text.slice(node.range[0] + 1, node.range[1] - 1);
	const secret = secrets.find((one) => (node.type === "Literal" ? String(node.value) : written).includes(one));
	if (secret === undefined) {
		return null;
	}
	const start = text.indexOf(secret, node.range[0]);
	const isWhole = (node.type === "Literal" ? node.value : written) === secret;
	return {
		kind: "literal",
		node,
		part: isWhole || start === -1 ? null : { start, end: start + secret.length },
		value: secret,
		label: "a secret",
	};
}

function environmentTarget(node: TSESTree.Node, variables: readonly string[]): LookupTarget | null {
	if (
		node.type === "Property" &&
		node.parent.type === "ObjectPattern" &&
		node.key.type === "Identifier" &&
		variables.includes(node.key.name)
	) {
		return { kind: "environment", node, variable: node.key.name };
	}
	if (
		node.type !== "MemberExpression" ||
		node.object.type !== "MemberExpression" ||
		node.object.property.type !== "Identifier" ||
		node.object.property.name !== "env"
	) {
		return null;
	}
	const variable =
		node.property.type === "Identifier" && !node.computed
			? node.property.name
			: node.property.type === "Literal"
				? String(node.property.value)
				: "";
	return variables.includes(variable) ? { kind: "environment", node, variable } : null;
}

/** A program after everything that can become a lookup has, and why the rest stays. */
export interface PlannedText {
	readonly text: string;
	readonly groups: readonly LookupGroup[];
	readonly reasons: readonly string[];
}

export function planText(
	text: string,
	filename: string,
	settings: LookupSettings,
	secrets: readonly string[],
	variables: readonly string[] = [],
): PlannedText {
	const program = parseProgram(text, filename);
	const targets = targetsIn(program, secrets, variables);
	const plan = planLookups(program, targets, settings);
	const outcomes = targets.map((target) => plan.of(target));
	const groups = [...new Set(outcomes.filter((outcome): outcome is LookupGroup => outcome.ok))];
	return {
		text: applyEdits(text, plan.edits(groups)),
		groups,
		reasons: outcomes.flatMap((outcome) => (outcome.ok ? [] : [renderWords(outcome.reason)])),
	};
}
