import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "../../program/source-module.ts";
import { followNames } from "../../program/variable-of.ts";
import { unwrap } from "../../program/unwrap.ts";
import { nameOfCallee, nameOfKey } from "../../program/name-of-key.ts";

/** A key of a schema that the environment is parsed with. */
export interface SchemaKey {
	readonly name: string;
	readonly key: TSESTree.Node;
	/** `z.string().default("…")`, `str({ default: "…" })`: what is taken where the variable is not set. */
	readonly fallback: TSESTree.Expression | null;
}

const PARSE = new Set(["parse", "safeParse", "parseAsync", "validate", "validateSync", "decode", "assert"]);

/**
 * The keys of the schema with which a call parses the environment: `z.object({ … }).parse(process.env)`,
 * `v.parse(v.object({ … }), process.env)`, `Joi.object({ … }).validate(process.env)`, `cleanEnv(process.env, { … })`,
 * `createEnv({ server: { … }, runtimeEnv: process.env })`. Empty for any other call.
 *
 * @param isEnvironment says whether an expression is the whole environment
 */
export function readSchema(
	node: TSESTree.CallExpression,
	module: SourceModule,
	isEnvironment: (node: TSESTree.Node) => boolean,
): readonly SchemaKey[] {
	const callee = unwrap(node.callee);
	const name = nameOfCallee(callee);
	const [first] = node.arguments;
	if (name === null || first === undefined || !(PARSE.has(name) || name === "createEnv" || name === "cleanEnv")) {
		return [];
	}
	if (name === "createEnv" && first.type === "ObjectExpression") {
		const parts = new Map(
			first.properties.flatMap((property) =>
				property.type === "Property"
					? [[nameOfKey(property.key, property.computed), property.value] as const]
					: [],
			),
		);
		const source = parts.get("runtimeEnv") ?? parts.get("env");
		return source === undefined || !isEnvironment(source) ? [] : keysOf(parts.get("server"), module);
	}
	const place = node.arguments.findIndex((argument) => isEnvironment(argument));
	if (place === -1) {
		return [];
	}
	if (name === "cleanEnv") {
		return keysOf(node.arguments[1], module);
	}
	if (callee.type !== "MemberExpression") {
		return [];
	}
	return keysOf(place === 0 ? callee.object : node.arguments[0], module);
}

function keysOf(given: TSESTree.Node | undefined, module: SourceModule): readonly SchemaKey[] {
	const object = given === undefined ? null : objectOf(given, module);
	return (object?.properties ?? []).flatMap((property): readonly SchemaKey[] => {
		const name = property.type === "Property" ? nameOfKey(property.key, property.computed) : null;
		return property.type !== "Property" || name === null
			? []
			: [{ name, key: property.key, fallback: defaultIn(property.value) }];
	});
}

/** The object that a schema is made of: `z.object({ … }).strict()`, `Type.Object({ … })`, `{ … }`. */
function objectOf(given: TSESTree.Node, module: SourceModule): TSESTree.ObjectExpression | null {
	let node = followNames(given, module);
	for (let step = 0; step < 8; step++) {
		if (node.type === "ObjectExpression") {
			return node;
		}
		if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") {
			return null;
		}
		const name = nameOfKey(node.callee.property, node.callee.computed);
		const [first] = node.arguments;
		node =
			(name === "object" || name === "Object" || name === "strictObject" || name === "looseObject") &&
			first !== undefined
				? followNames(first, module)
				: followNames(node.callee.object, module);
	}
	return null;
}

/** The argument of `.default(…)` or `{ default: … }` in what a key is parsed with. */
function defaultIn(given: TSESTree.Node): TSESTree.Expression | null {
	for (let node = unwrap(given); node.type === "CallExpression";) {
		const callee = unwrap(node.callee);
		const [first] = node.arguments;
		if (callee.type !== "MemberExpression") {
			return first?.type === "ObjectExpression" ? inOptions(first) : null;
		}
		const name = nameOfKey(callee.property, callee.computed);
		if (
			(name === "default" || name === "catch" || name === "prefault" || name === "fallback") &&
			first !== undefined &&
			first.type !== "SpreadElement"
		) {
			return first;
		}
		const option = first?.type === "ObjectExpression" ? inOptions(first) : null;
		if (option !== null) {
			return option;
		}
		node = unwrap(callee.object);
	}
	return null;
}

function inOptions({ properties }: TSESTree.ObjectExpression): TSESTree.Expression | null {
	const found = properties.find(
		(property) => property.type === "Property" && nameOfKey(property.key, property.computed) === "default",
	);
	return found?.type === "Property" ? (found.value as TSESTree.Expression) : null;
}
