import type { TSESTree } from "@typescript-eslint/utils";
import { isEnvironment } from "./environment-reads.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { resolveImport } from "../../program/resolve-import.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { nameOfKey } from "../../program/name-of-key.ts";

interface Writes {
	readonly names: ReadonlySet<string>;
	/** True where names are set that only run time knows. */
	readonly isOpen: boolean;
}

const WRITES = new WeakMap<TSESTree.Program, Writes>();

/**
 * True where the module itself puts the variable into its environment while it runs: `process.env.X = await look(…)`,
 * `Object.assign(process.env, …)`, `process.env[name] = …`, middy's `setToEnv`. Its value is then not the function's
 * configuration.
 */
export function setsEnvironment(name: string, module: SourceModule): boolean {
	let writes = WRITES.get(module.ast);
	if (writes === undefined) {
		writes = readWrites(module);
		WRITES.set(module.ast, writes);
	}
	return writes.isOpen || writes.names.has(name);
}

function readWrites(module: SourceModule): Writes {
	const names = new Set<string>();
	let isOpen = false;
	for (const { left, operator } of nodesOf(module, "AssignmentExpression")) {
		if (operator === "=" && left.type === "MemberExpression" && isEnvironment(left.object, module)) {
			const name = nameOfKey(left.property, left.computed);
			isOpen ||= name === null;
			names.add(name ?? "");
		}
	}
	for (const {
		callee,
		arguments: [first],
	} of nodesOf(module, "CallExpression")) {
		isOpen ||=
			first !== undefined &&
			callee.type === "MemberExpression" &&
			nameOfKey(callee.property, callee.computed) === "assign" &&
			isEnvironment(first, module);
	}
	isOpen ||= nodesOf(module, "Property").some(
		({ key, computed, value }) =>
			nameOfKey(key, computed) === "setToEnv" && !(value.type === "Literal" && value.value === false),
	);
	isOpen ||= nodesOf(module, "CallExpression").some((call) => mayTakeSetToEnv(call, module));
	return { names, isOpen };
}

/** `ssm({ fetchData, ...options })` of middy: the option may be among those that are spread. */
function mayTakeSetToEnv({ callee, arguments: [options] }: TSESTree.CallExpression, module: SourceModule): boolean {
	const isOpen =
		options !== undefined &&
		(options.type !== "ObjectExpression" || options.properties.some(({ type }) => type === "SpreadElement"));
	return isOpen && MIDDY.test(resolveImport(callee, module)?.module ?? "");
}

/** The middlewares that have the option. Source: https://middy.js.org/docs/middlewares/intro */
const MIDDY = /^@middy\/(?:appconfig|dynamodb|rds-signer|s3|secrets-manager|service-discovery|ssm|sts)$/u;
