import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { LookupTarget } from "../lookup.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { outermostFunction, type ModuleItems } from "../reading/module-items.ts";

/** A constant that the module makes of another and of nothing that does or changes anything: `"Bearer " + token`. */
export interface DerivedConstant {
	readonly declarator: TSESTree.VariableDeclarator;
	readonly init: TSESTree.Expression;
	readonly name: string;
	readonly isTyped: boolean;
	/** The names that its value speaks of. */
	readonly names: readonly string[];
}

/** How deep a value is looked into. */
const DEEPEST_VALUE = 24;

/** Finds what the module makes of constants while it loads, that a function may make as well. */
export class DerivedConstants {
	readonly #program: SourceModule;
	readonly #items: ModuleItems;
	/** Where the secrets stand. */
	readonly #secrets: readonly number[];
	readonly #hasComment: (start: number, end: number) => boolean;
	readonly #found = new Map<TSESTree.Node, Map<TSESTree.Node, DerivedConstant | null>>();
	/** How many nodes are looked at for all the secrets together. */
	#fuel: number;

	/**
	 * @param targets all the secrets of the program
	 * @param hasComment whether a comment begins in a stretch of the text
	 */
	constructor(
		program: SourceModule,
		items: ModuleItems,
		targets: readonly LookupTarget[],
		hasComment: (start: number, end: number) => boolean,
	) {
		this.#hasComment = hasComment;
		this.#fuel = 1000 + program.text.length;
		this.#program = program;
		this.#items = items;
		this.#secrets = targets.map(({ node }) => node.range[0]).sort((a, b) => a - b);
	}

	/**
	 * The constant that a read at the top level makes up; null where it does not, or where it holds another secret, which
	 * may be there later.
	 *
	 * @param secret the declaration of the constant that is read
	 */
	find(read: TSESTree.Node, secret: TSESTree.VariableDeclarator): DerivedConstant | null {
		const declarator = outermostFunction(read) === null ? declaratorAround(read) : null;
		if (declarator === null) {
			return null;
		}
		const all = this.#found.get(secret) ?? new Map<TSESTree.Node, DerivedConstant | null>();
		this.#found.set(secret, all);
		const known = all.get(declarator);
		const found = known === undefined ? this.#read(declarator, secret) : known;
		all.set(declarator, found);
		return found;
	}

	#read(declarator: TSESTree.VariableDeclarator, secret: TSESTree.VariableDeclarator): DerivedConstant | null {
		const names: string[] = [];
		const { id, init, parent: declaration } = declarator;
		const isPlain =
			id.type === "Identifier" &&
			declaration.kind === "const" &&
			declaration.declarations.length === 1 &&
			declaration.parent.type === "Program" &&
			!this.#hasComment(...declaration.range);
		if (!isPlain || init === null || !this.#isMade(init, secret, names, 0)) {
			return null;
		}
		const typed = (id.typeAnnotation ?? null) !== null;
		const isText = init.type !== "ObjectExpression" && init.type !== "ArrayExpression";
		// The type of an object is not written down here.
		return isText || typed || !/\.[cm]?tsx?$/iu.test(this.#program.filename)
			? { declarator, init, name: id.name, isTyped: typed, names }
			: null;
	}

	#isMade(node: TSESTree.Node, secret: TSESTree.VariableDeclarator, names: string[], depth: number): boolean {
		this.#fuel -= 1;
		if (depth > DEEPEST_VALUE || this.#fuel < 0) {
			return false;
		}
		const isMade = (one: TSESTree.Node): boolean => this.#isMade(one, secret, names, depth + 1);
		switch (node.type) {
			case "Literal":
				return !this.#holdsSecret(node);
			case "TemplateLiteral":
				return !this.#holdsSecret(node) && node.expressions.every(isMade);
			case "BinaryExpression":
				return node.operator === "+" && isMade(node.left) && isMade(node.right);
			case "ObjectExpression":
				return node.properties.every(
					(one) =>
						one.type === "Property" &&
						one.kind === "init" &&
						!one.computed &&
						!one.method &&
						!isPrototype(one.key) &&
						isMade(one.value),
				);
			case "ArrayExpression":
				return node.elements.every((one) => one !== null && isMade(one));
			case "Identifier":
				names.push(node.name);
				return this.#isMadeName(this.#items.variableOf(node), secret, depth);
			default:
				return false;
		}
	}

	/** True for the secret itself, and for a text that stays as it is. */
	#isMadeName(
		variable: TSESLint.Scope.Variable | undefined,
		secret: TSESTree.VariableDeclarator,
		depth: number,
	): boolean {
		const [definition] = variable?.defs ?? [];
		const declarator = definition?.node;
		if (declarator === secret) {
			return true;
		}
		return (
			declarator?.type === "VariableDeclarator" &&
			declarator.id.type === "Identifier" &&
			declarator.init !== null &&
			(declarator as TSESTree.VariableDeclarator).parent.kind === "const" &&
			declarator.init.type !== "ObjectExpression" &&
			declarator.init.type !== "ArrayExpression" &&
			this.#isMade(declarator.init as TSESTree.Node, secret, [], depth + 1)
		);
	}

	#holdsSecret({ range: [start, end] }: TSESTree.Node): boolean {
		let low = 0;
		let high = this.#secrets.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#secrets[middle] ?? Infinity) < start) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return (this.#secrets[low] ?? Infinity) < end;
	}
}

function isPrototype(key: TSESTree.Node): boolean {
	return (
		(key.type === "Identifier" && key.name === "__proto__") || (key.type === "Literal" && key.value === "__proto__")
	);
}

/** The declaration at whose value a node takes part, through what makes texts and objects. */
function declaratorAround(node: TSESTree.Node): TSESTree.VariableDeclarator | null {
	for (
		let child = node, parent = node.parent;
		parent !== undefined && parent !== null;
		child = parent, parent = parent.parent
	) {
		switch (parent.type) {
			case "VariableDeclarator":
				return parent.init === child ? parent : null;
			case "TemplateLiteral":
			case "BinaryExpression":
			case "Property":
			case "ObjectExpression":
			case "ArrayExpression":
				break;
			default:
				return null;
		}
	}
	return null;
}
