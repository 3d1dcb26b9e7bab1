import type { TSESTree } from "@typescript-eslint/utils";
import type { Evaluator } from "../evaluate/evaluate.ts";
import type { Frame } from "../evaluate/js.ts";
import type { CdkExport } from "../evaluate/resolve-entity.ts";
import { exportedName, resolveImport } from "../../program/resolve-import.ts";
import { type ConstructKind, variables } from "./construct-kind.ts";

/** Where the classes of {@link outsideEntity} come from. */
const OUTSIDE = "outside";

/** Properties by which a construct takes the variables of what it makes: `environment`, `envVars`, `lambdaEnvironment`. */
const ENVIRONMENT = /^[a-z]{0,20}(?:[Ee]nv|[Ee]nvironment)(?:Vars?|Variables?)?$/u;

/**
 * A class of another file or of a package that is made as constructs are, `new Worker(this, "Worker", { … })`; null for
 * any other.
 */
export function outsideEntity(
	{ callee, arguments: args }: TSESTree.NewExpression,
	evaluator: Evaluator,
): CdkExport | null {
	if (args.length !== 3 || args[0]?.type !== "ThisExpression") {
		return null;
	}
	const imported = resolveImport(callee, evaluator.program);
	const name = imported === null || imported.isType ? null : exportedName(imported);
	return name === null ? null : { kind: "imported", module: OUTSIDE, path: [name] };
}

export function isOutside({ module }: CdkExport): boolean {
	return module === OUTSIDE;
}

/**
 * What is known of such a class: that it gives variables on to a function or a container. Null where it takes
 * none.
 */
export function outsideKind(
	{ arguments: args }: TSESTree.NewExpression | TSESTree.CallExpression,
	evaluator: Evaluator,
	frame: Frame | null,
): ConstructKind | null {
	const given = args[2];
	if (given === undefined) {
		return null;
	}
	const props = evaluator.evaluate(given, frame);
	const keys = props.kind === "object" ? props.entries.map(({ key }) => key) : [];
	return keys.some((key) => ENVIRONMENT.test(key))
		? {
				type: "CDK::Construct",
				properties: Object.fromEntries(
					keys.map((key) => [key, ENVIRONMENT.test(key) ? variables("Environment.Variables") : null]),
				),
			}
		: null;
}
