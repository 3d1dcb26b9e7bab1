import type { TSESTree } from "@typescript-eslint/utils";
import { type Deployed, RefTo, TextWith, type Written } from "../../../model/written.ts";
import { joinAll, joinEdits } from "../../../text/join-edits.ts";
import type { TextEdit } from "../../../text/span.ts";
import { toCdkName } from "../spec/cfn-name.ts";
import type { Construct } from "../spec/construct.ts";
import { type WritableName, importName } from "./import-name.ts";
import { declareConstruct, nameConstruct } from "./key-declaration.ts";
import { findJsEntry, type ObjectJs } from "../evaluate/js.ts";
import type { CdkExport, EntityResolver } from "../evaluate/resolve-entity.ts";
import {
	isLiteralWithin,
	isOverridable,
	propertiesNamed,
	renderObject,
	setProperties,
	type PropertyText,
} from "./set-property.ts";
import { pushAll } from "../../../text/push-all.ts";
import { isAssertion, unwrapAwait } from "../../program/unwrap.ts";
import { isClass } from "../../program/class-node.ts";
import { isFunction } from "../../program/function-node.ts";
import type { Node } from "../../program/node.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { parentOf, findAround } from "../../program/around.ts";
import { sourceOf } from "../../program/node-edit.ts";
import { followNames } from "../../program/variable-of.ts";

/** Access to the other constructs that an edit may refer to. */
export interface Constructs {
	byId(id: string): Construct | undefined;
}

/** Writes the properties of one construct. */
export class PropsWriter {
	readonly construct: Construct;
	readonly props: ObjectJs;
	readonly #program: SourceModule;
	readonly #entities: EntityResolver;
	readonly #constructs: Constructs;

	constructor(
		construct: Construct,
		props: ObjectJs,
		program: SourceModule,
		entities: EntityResolver,
		constructs: Constructs,
	) {
		this.construct = construct;
		this.props = props;
		this.#program = program;
		this.#entities = entities;
		this.#constructs = constructs;
	}

	has(name: string): boolean {
		return findJsEntry(this.props, name) !== undefined;
	}

	/** Sets a property of the construct to a text; null if the file has no safe place for it. */
	set(name: string, written: WritableName | null): readonly TextEdit[] | null {
		return this.setAll([[name, written]]);
	}

	/** Sets properties of the construct together: for a construct without properties, as one object. */
	setAll(values: readonly (readonly [name: string, written: WritableName | null])[]): readonly TextEdit[] | null {
		const { site, spec } = this.construct;
		const at = spec.propsAt ?? 2;
		const argument = site.arguments[at];
		if (argument !== undefined) {
			return this.#setIn(unwrapAwait(argument), values); // Null for a variable, which other code may use.
		}
		const last = site.arguments[at - 1];
		const [properties, edits] = partsOf(values);
		return properties === null ||
			last === undefined ||
			site.arguments.length !== at ||
			last.type === "SpreadElement"
			? null
			: joinEdits(
					[{ span: { start: last.range[1], end: last.range[1] }, text: `, ${renderObject(properties)}` }],
					edits,
				);
	}

	/** Sets paths below the properties of an L1 construct, in CloudFormation's names. */
	setPaths(values: readonly (readonly [names: readonly string[], value: Written])[]): readonly TextEdit[] | null {
		const { site, spec } = this.construct;
		const argument = site.arguments[spec.propsAt ?? 2];
		if (argument !== undefined) {
			return this.#setPathsIn(unwrapAwait(argument), values);
		}
		const groups = [...groupByFirst(values)].map(
			([name, group]) => [toCdkName(name), this.#nested(group)] as const,
		);
		return this.setAll(groups);
	}

	#setPathsIn(
		object: Node | null,
		values: readonly (readonly [names: readonly string[], value: Written])[],
	): readonly TextEdit[] | null {
		if (!isLiteralWithin(object, this.construct.site)) {
			return null;
		}
		const here: (readonly [string, WritableName | null])[] = [];
		const parts: (readonly TextEdit[] | null)[] = [];
		for (const [name, group] of groupByFirst(values)) {
			const cdk = toCdkName(name);
			const [property, more] = propertiesNamed(object, cdk);
			if (property === undefined || group.some(([rest]) => rest.length === 0)) {
				here.push([cdk, this.#nested(group)]);
			} else {
				parts.push(
					more !== undefined || isOverridable(object, property)
						? null
						: this.#setPathsIn(unwrapAwait(property.value), group),
				);
			}
		}
		return joinAll([...parts, here.length === 0 ? [] : this.#setIn(object, here)]);
	}

	/** One value from paths with a common start; null if one of them contains another. */
	#nested(group: readonly (readonly [names: readonly string[], value: Written])[]): WritableName | null {
		const value = nest(group);
		return value === undefined ? null : this.plain(value, "arn");
	}

	/** Sets properties of an object literal that the author wrote. */
	setAllIn(
		object: ObjectJs,
		values: readonly (readonly [name: string, written: WritableName | null])[],
	): readonly TextEdit[] | null {
		return this.#setIn(object.node, values);
	}

	#setIn(
		object: Node | null,
		values: readonly (readonly [name: string, written: WritableName | null])[],
	): readonly TextEdit[] | null {
		const [properties, edits] = partsOf(values);
		return properties === null || !isLiteralWithin(object, this.construct.site)
			? null
			: joinEdits(setProperties(this.#program.text, object, properties), edits);
	}

	/** A CDK class or enumeration, as written in this file. */
	name(module: string, name: string, member = ""): WritableName | null {
		const { site } = this.construct;
		const found = importName(
			this.#program,
			this.#entities,
			module,
			name,
			site.type === "NewExpression" ? unwrapAwait(site.callee) : site,
		);
		return found === null ? null : { ...found, text: found.text + member };
	}

	/** The value of an edit as TypeScript. `key` says how a key is referred to: as an object, or by its ARN. */
	plain(value: Written, key: "object" | "arn"): WritableName | null {
		if (value === null || typeof value === "boolean" || typeof value === "number") {
			return { text: String(value), edits: [] };
		}
		if (typeof value === "string") {
			return { text: this.quote(value), edits: [] };
		}
		if (isList(value)) {
			const items = value.map((item) => this.plain(item, key));
			return items.includes(null)
				? null
				: {
						text: `[${items.map((item) => item?.text ?? "").join(", ")}]`,
						edits: items.flatMap((item) => item?.edits ?? []),
					};
		}
		if (value instanceof RefTo) {
			return value.attribute === "Arn" ? this.#key(value.id, key) : null;
		}
		if (value instanceof TextWith) {
			return this.#text(value);
		}
		if (Object.keys(value).length === 0) {
			return null;
		}
		const pairs = Object.entries(value).map(([one, item]) => ({
			name: toCdkName(one),
			written: this.plain(item, key),
		}));
		return pairs.some(({ written }) => written === null)
			? null
			: {
					text: renderObject(
						pairs.map(({ name: one, written }) => ({ name: one, value: written?.text ?? "" })),
					),
					edits: pairs.flatMap(({ written }) => written?.edits ?? []),
				};
	}

	/** In the quotes of the file. */
	quote(text: string): string {
		const quote = /(["'])(?:aws-cdk-lib|@aws-cdk|monocdk|constructs)/u.exec(this.#program.text)?.[1] ?? '"';
		const inner = JSON.stringify(text).slice(1, -1);
		return quote === '"' ? `"${inner}"` : `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
	}

	/** A key of the file if it is in scope; a new one if no resource has that id. */
	#key(id: string, as: "object" | "arn"): WritableName | null {
		const key = this.#constructs.byId(id);
		if (key === undefined) {
			const made = /^[A-Za-z0-9]+$/u.test(id) ? this.#newKey(id) : null;
			return made === null ? null : { ...made, text: as === "arn" ? `${made.text}.keyArn` : made.text };
		}
		const known = this.expressionOf(key);
		const named =
			known === null ? nameConstruct(this.#program, key.site, this.construct.site, variableFor(key.id)) : null;
		const name = known ?? named?.name ?? null;
		if (name === null || (key.isL1 && as === "object")) {
			return null;
		}
		return {
			text: as === "object" ? name : `${name}.${key.isL1 ? "attrArn" : "keyArn"}`,
			edits: named === null ? [] : [named.edit],
		};
	}

	/**
	 * Makes a key before the construct: `new kms.Key(this, "SecretsKey", { alias: … });`. Nothing refers to it yet. CDK
	 * retains a key when its stack is deleted. Null outside of a stack: what a construct makes may be there several times,
	 * and an alias only once.
	 */
	declareKey(id: string, { alias, description }: { alias: string; description: string }): readonly TextEdit[] | null {
		const options = `alias: ${this.quote(alias)}, description: ${this.quote(description)}, enableKeyRotation: true`;
		return this.#isInStack() ? (this.#newKey(id, options, false)?.edits ?? null) : null;
	}

	/** True if the scope of the construct is a stack. */
	#isInStack(): boolean {
		const [scope] = this.construct.site.arguments;
		if (scope?.type === "ThisExpression") {
			const inner = findAround(scope, isClass);
			return inner !== null && isStack(this.#entities.baseOf(inner));
		}
		const value = scope?.type === "Identifier" ? followNames(scope, this.#program) : null;
		const made = value?.type === "NewExpression" ? this.#entities.resolve(value.callee) : null;
		return isStack(made?.kind === "class" ? this.#entities.baseOf(made.node) : made);
	}

	/** `environmentKey`, with `const environmentKey = new kms.Key(this, "EnvironmentKey", …);` before the construct. */
	#newKey(id: string, options = "enableKeyRotation: true", isNamed = true): WritableName | null {
		const { site } = this.construct;
		const [scope] = site.arguments;
		const key = this.name("aws-kms", "Key");
		const made =
			scope === undefined || key === null
				? null
				: declareConstruct(
						this.#program,
						site,
						id.slice(0, 1).toLowerCase() + id.slice(1),
						`new ${key.text}(${sourceOf(scope, this.#program)}, ${this.quote(id)}, { ${options} })`,
						isNamed,
					);
		return made === null || key === null ? null : { text: made.name, edits: [...key.edits, made.edit] };
	}

	/** The name of a construct in the file, at the position of this one; null if it has none, or is created later. */
	expressionOf(other: Construct): string | null {
		const program = this.#program;
		const { site } = this.construct;
		let node: Node = other.site;
		let parent = parentOf(node);
		while (parent !== null && isAssertion(parent)) {
			node = parent;
			parent = parentOf(node);
		}
		if (other.site.type !== "NewExpression" || parent === null) {
			return null;
		}
		const isBefore = other.site.range[1] <= site.range[0];
		if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
			const block = findAround(parent, isBlock);
			const isAround = block !== null && block.range[0] <= site.range[0] && site.range[1] <= block.range[1];
			return isAround && isBefore ? parent.id.name : null;
		}
		const inner = findAround(site, isClass);
		if (site.type === "CallExpression" || inner === null || findAround(other.site, isClass) !== inner) {
			return null; // `this` does not exist before `super(…)`.
		}
		if (isBefore && isKeptInThis(parent, node)) {
			return findAround(other.site, isFunction) === findAround(site, isFunction)
				? sourceOf(parent.left, program)
				: null;
		}
		return parent.type === "PropertyDefinition" && parent.key.type === "Identifier" && !parent.static
			? `this.${parent.key.name}`
			: null;
	}

	/** `/${AWS::StackName}/Api/TOKEN` as a template literal; null if a part has no name here. */
	#text({ parts }: TextWith): WritableName | null {
		const edits: TextEdit[] = [];
		const out = parts.map((part) => {
			if (typeof part === "string") {
				return part.replace(/[`\\]|\$\{/gu, "\\$&");
			}
			const name = part instanceof RefTo ? this.#secret(part) : this.#deployed(part.deployed);
			pushAll(edits, name?.edits ?? []);
			return name === null ? null : `\${${name.text}}`;
		});
		if (out.includes(null)) {
			return null;
		}
		const [only, more] = parts;
		// A single hole needs no quotes.
		const isHole = more === undefined && only !== undefined && typeof only !== "string";
		return { text: isHole ? (out[0] ?? "").slice(2, -1) : `\`${out.join("")}\``, edits };
	}

	/** How the file refers to one of its secrets in a string. */
	#secret({ id, attribute }: RefTo): WritableName | null {
		const other = this.#constructs.byId(id);
		const name = other === undefined || attribute !== null ? null : this.expressionOf(other);
		return name === null || other?.spec.type !== "AWS::SecretsManager::Secret"
			? null
			: { text: `${name}.${other.isL1 ? "ref" : "secretArn"}`, edits: [] };
	}

	#deployed(what: Deployed): WritableName | null {
		return what === "stack-name" ? this.name("", "Aws", ".STACK_NAME") : null;
	}
}

/** `SecretsKey` becomes `secretsKey`, `app/master` becomes `appMasterKey`, which is no reserved word. */
function variableFor(id: string): string {
	const words = id.split(/[^A-Za-z\d]+/u).filter((word) => /^[A-Za-z]/u.test(word));
	const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
	const named = /key\d*$/iu.test(name) ? name : `${name}Key`;
	return named.slice(0, 1).toLowerCase() + named.slice(1);
}

function isStack(entity: CdkExport | null): boolean {
	return entity?.module === "" && /^(?:Nested)?Stack$/u.test(entity.path[0] ?? "") && entity.path.length === 1;
}

/** The text of a value, and other edits that it needs; null if one of the values cannot be written. */
function partsOf(
	values: readonly (readonly [name: string, written: WritableName | null])[],
): readonly [readonly PropertyText[] | null, readonly TextEdit[]] {
	const properties: PropertyText[] = [];
	const edits: TextEdit[] = [];
	for (const [name, written] of values) {
		if (written === null) {
			return [null, []];
		}
		properties.push({ name, value: written.text });
		pushAll(edits, written.edits);
	}
	return [properties, edits];
}

type PathValue = readonly [names: readonly string[], value: Written];

/** Paths grouped by their first name, each with its remaining names. */
function groupByFirst(values: readonly PathValue[]): ReadonlyMap<string, readonly PathValue[]> {
	const groups = new Map<string, PathValue[]>();
	for (const [[first = "", ...rest], value] of values) {
		const group = groups.get(first) ?? [];
		groups.set(first, group);
		group.push([rest, value]);
	}
	return groups;
}

/** Data from paths into it; undefined if one path leads through the value of another. */
function nest(values: readonly PathValue[]): Written | undefined {
	const [[names, only] = [[], null], more] = values;
	if (names.length === 0) {
		return more === undefined ? only : undefined;
	}
	const pairs: (readonly [string, Written])[] = [];
	for (const [name, group] of groupByFirst(values)) {
		const inner = name === "" ? undefined : nest(group);
		if (inner === undefined) {
			return undefined;
		}
		pairs.push([name, inner]);
	}
	return Object.fromEntries(pairs);
}

function isList(value: Written): value is readonly Written[] {
	return Array.isArray(value);
}

function isBlock(node: Node): node is Node {
	return node.type === "BlockStatement" || node.type === "Program" || node.type === "StaticBlock";
}

/** `this.key = new kms.Key(…)` */
function isKeptInThis(node: Node, value: Node): node is TSESTree.AssignmentExpression {
	return (
		node.type === "AssignmentExpression" &&
		node.right === value &&
		node.left.type === "MemberExpression" &&
		node.left.object.type === "ThisExpression"
	);
}
