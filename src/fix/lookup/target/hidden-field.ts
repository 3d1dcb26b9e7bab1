import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { nodesIn } from "../../../languages/program/nodes-of.ts";
import { groupBy } from "../../../text/group-by.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { ClassNode } from "../../../languages/program/class-node.ts";

/**
 * What reads a field of which nobody can tell whether an object has it as its own, so that it may become a getter: the
 * class and its objects stay in the module, where they are only asked for members by their names. Null where something
 * else is done with them: handed on, listed, compared by what they have, made into another class.
 */
export function readsOfHidden(
	field: TSESTree.PropertyDefinition,
	owner: ClassNode,
	program: SourceModule,
): readonly TSESTree.Node[] | null {
	const name = field.key.type === "Identifier" && !field.computed ? field.key.name : null;
	if (name === null || name === "constructor" || field.declare) {
		return null;
	}
	const uses = usesOfClass(owner, program);
	if (uses === null) {
		return null;
	}
	const others = field.static ? uses.classes : uses.objects;
	return [...(uses.own.get(name) ?? []), ...(others.get(name) ?? [])];
}

/** Members by their names. */
type Members = ReadonlyMap<string | null, readonly TSESTree.MemberExpression[]>;

interface ClassUses {
	/** `this.a` */
	readonly own: Members;
	/** `Client.a` */
	readonly classes: Members;
	/** `client.a`, `new Client().a` */
	readonly objects: Members;
}

const USES = new WeakMap<TSESTree.Node, ClassUses | null>();

/** Every field of a class asks. */
function usesOfClass(owner: ClassNode, program: SourceModule): ClassUses | null {
	const known = USES.get(owner);
	if (known !== undefined) {
		return known;
	}
	const found = findUses(owner, program);
	USES.set(owner, found);
	return found;
}

function findUses(owner: ClassNode, program: SourceModule): ClassUses | null {
	const { scopes } = program;
	if (owner.superClass !== null || hasDecorators(owner) || !isNamedAtTop(owner)) {
		return null;
	}
	const declarator = owner.parent.type === "VariableDeclarator" ? [owner.parent] : [];
	const variables = [owner, ...declarator].flatMap((node) => scopes.getDeclaredVariables(node));
	const classes: TSESTree.MemberExpression[] = [];
	const objects: TSESTree.MemberExpression[] = [];
	for (const reference of variables.flatMap(({ references }) => references)) {
		if (isType(reference) || reference.init === true) {
			continue;
		}
		const identifier = reference.identifier as TSESTree.Node;
		const member = namedMember(identifier);
		const made = identifier.parent?.type === "NewExpression" && identifier.parent.callee === identifier;
		const more = made ? membersOfMade(identifier.parent, scopes) : member === null ? null : [];
		if (more === null) {
			return null;
		}
		if (member !== null) {
			classes.push(member);
		}
		pushAll(objects, more);
	}
	const own = ownMembers(owner, program);
	return own === null || [...own, ...classes, ...objects].some(isConstructor)
		? null
		: { own: groupBy(own, nameOf), classes: groupBy(classes, nameOf), objects: groupBy(objects, nameOf) };
}

/** `class Client {}` and `const Client = class {}` at the top of a module, not exported. */
function isNamedAtTop(owner: ClassNode): boolean {
	const declarator = owner.parent.type === "VariableDeclarator" ? owner.parent : null;
	const named = owner.type === "ClassDeclaration" ? owner.id : declarator?.id;
	const statement = declarator?.parent ?? owner;
	return named?.type === "Identifier" && statement.parent?.type === "Program";
}

/** Null where the member has a private name. */
function nameOf({ property }: TSESTree.MemberExpression): string | null {
	return property.type === "Identifier" ? property.name : null;
}

/** `a.constructor` gives the class under another name. */
function isConstructor({ property }: TSESTree.MemberExpression): boolean {
	return property.type === "Identifier" && ["constructor", "prototype", "__proto__"].includes(property.name);
}

/** The members that are read through `this`; null where it goes on as a whole. */
function ownMembers(owner: ClassNode, program: SourceModule): readonly TSESTree.MemberExpression[] | null {
	const found: TSESTree.MemberExpression[] = [];
	for (const node of nodesIn(owner.body, program)) {
		if (node.type === "ThisExpression") {
			const member = namedMember(node);
			if (member === null) {
				return null;
			}
			found.push(member);
		} else if (node.type === "Super") {
			return null;
		}
	}
	return found;
}

/** What is read of an object where it is made, or of the variable that keeps it; null where it goes elsewhere. */
function membersOfMade(
	made: TSESTree.Node,
	scopes: TSESLint.Scope.ScopeManager,
): readonly TSESTree.MemberExpression[] | null {
	const member = namedMember(made);
	if (member !== null) {
		return [member];
	}
	const { parent } = made;
	if (parent?.type !== "VariableDeclarator" || parent.init !== made || parent.id.type !== "Identifier") {
		return null;
	}
	const found: TSESTree.MemberExpression[] = [];
	for (const reference of scopes.getDeclaredVariables(parent).flatMap(({ references }) => references)) {
		const own = namedMember(reference.identifier as TSESTree.Node);
		if (reference.init === true || isType(reference)) {
			continue;
		}
		if (own === null) {
			return null;
		}
		found.push(own);
	}
	// `export const client = new Client()`
	return parent.parent.parent.type === "ExportNamedDeclaration" ? null : found;
}

function namedMember(node: TSESTree.Node): TSESTree.MemberExpression | null {
	const { parent } = node;
	return parent?.type === "MemberExpression" && parent.object === node && !parent.computed ? parent : null;
}

function isType(reference: TSESLint.Scope.Reference): boolean {
	return "isValueReference" in reference && reference.isValueReference === false;
}

/** A decorator is given the class, or what makes its members. */
function hasDecorators(owner: ClassNode): boolean {
	const lists: readonly unknown[] = [owner, ...owner.body.body].map((node) =>
		"decorators" in node ? node.decorators : [],
	);
	return lists.some((list) => Array.isArray(list) && list.length > 0);
}
