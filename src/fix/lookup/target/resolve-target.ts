import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { acceptExpression } from "./accept-expression.ts";
import { acceptsTextAt } from "./accept-type.ts";
import { escapesFor, type Escape } from "./escape-part.ts";
import { nameOfFunction } from "../reading/name-of-function.ts";
import { DerivedConstants, type DerivedConstant } from "./derived-constants.ts";
import { readsOfHidden } from "./hidden-field.ts";
import { GateFinder, type Gates } from "./find-gates.ts";
import { findStart, type Place } from "../reading/find-place.ts";
import type { LookupSettings, LookupTarget } from "../lookup.ts";
import { isFunction, type FunctionNode } from "../../../languages/program/function-node.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { outermostFunction, readModuleItems, type ModuleItems } from "../reading/module-items.ts";
import { isQuiet } from "../reading/quiet.ts";
import { runsFirst } from "../reading/runs-first.ts";
import { REASONS, refuse, type Refusal } from "../refusal.ts";
import type { Replacement } from "./replacement.ts";
import { allNodesOf, nodesIn, nodesOf } from "../../../languages/program/nodes-of.ts";
import { groupBy } from "../../../text/group-by.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { Span } from "../../../text/span.ts";
import { isWritten, isWrittenInside } from "../../../languages/program/is-written.ts";
import { functionAround } from "../../../languages/program/around.ts";
import { isExported } from "../../../languages/program/exports.ts";
import type { Words } from "../../../text/wording.ts";

/** What becomes of a secret. */
export type Shape =
	/** The lookup takes its place. */
	| { readonly ok: true; readonly kind: "call"; readonly replacement: Replacement; readonly loading: boolean }
	/**
	 * A `const` takes the lookup, at the top of the module or at the start of a function, and its name takes the
	 * secret's place.
	 */
	| {
			readonly ok: true;
			readonly kind: "lift";
			readonly replacement: Replacement;
			readonly place: Place;
			readonly loading: boolean;
	  }
	/** The name of a lookup that the function has already takes its place. */
	| {
			readonly ok: true;
			readonly kind: "name";
			readonly replacement: Replacement;
			readonly name: string;
			readonly loading: false;
	  }
	/** Its `const` goes: nothing reads it. */
	| {
			readonly ok: true;
			readonly kind: "remove";
			readonly replacement: Replacement;
			readonly declarator: TSESTree.VariableDeclarator;
			readonly loading: false;
	  }
	/** Its `const` moves: to the top of the module, or into the functions that read it. */
	| {
			readonly ok: true;
			readonly kind: "sink";
			readonly replacement: Replacement;
			readonly declarator: TSESTree.VariableDeclarator;
			readonly places: readonly Place[];
			readonly loading: boolean;
	  }
	/**
	 * A place of the module keeps it, which each function that the module exports fills at its start, unless it is
	 * filled.
	 */
	| {
			readonly ok: true;
			readonly kind: "fill";
			readonly replacement: Replacement;
			readonly cell: Cell;
			readonly places: readonly Place[];
			readonly loading: false;
	  };

/** What keeps a value from the first call on. */
type Cell =
	/** A variable of its own, whose name takes the secret's place. */
	| { readonly kind: "own" }
	/** The secret's own constant, which becomes a variable. */
	| {
			readonly kind: "constant";
			readonly declarator: TSESTree.VariableDeclarator;
			readonly name: string;
			readonly isTyped: boolean;
			/** What the module makes of it, which becomes variables as well, in the order of the text. */
			readonly derived: readonly DerivedConstant[];
	  }
	/**
	 * A property of a constant object, or a field of a class, empty until then: `config.db.password`, `this.#token`.
	 * The part of a text in JSON that the object is made of, where it is.
	 */
	| {
			readonly kind: "member";
			readonly path: string;
			readonly readonly: TSESTree.PropertyDefinition | null;
			readonly part?: Span;
	  }
	/** A property or a private field that may not be written, which becomes a getter of a variable of its own. */
	| { readonly kind: "getter"; readonly property: TSESTree.Property | TSESTree.PropertyDefinition };

/** A lookup of an earlier run, and where its name can be read. */
interface KnownLookup {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

/** How many names are followed to tell whether something reads a constant early. */
const MOST_MENTIONS = 64;

/** A program with what is asked of it for each of its secrets. */
export class Surroundings {
	readonly program: SourceModule;
	readonly settings: LookupSettings;
	readonly items: ModuleItems;
	readonly derived: DerivedConstants;
	readonly #gates: GateFinder;
	/** Where the part of the module ends whose loading nobody can see: nothing runs there but imports and constants. */
	readonly quietEnd: number;
	readonly #comments: readonly number[];
	#seesNames: boolean | null = null;
	#members: ReadonlyMap<string, readonly TSESTree.Node[]> | null = null;
	readonly #privates = new Map<string, ReadonlyMap<TSESTree.Node | null, readonly TSESTree.Node[]>>();
	readonly #written = new Map<string, boolean>();
	#writesGiven: boolean | null = null;
	#namesCallee: boolean | null = null;
	#leavesWork: boolean | null = null;
	#showsObjects: boolean | null = null;
	#inner: ReadonlyMap<string, readonly TSESTree.Node[]> | null = null;
	readonly #named = new Map<TSESTree.Node, boolean>();
	readonly #helper: string | null;
	readonly #lookups = new Map<TSESTree.Node, ReadonlyMap<string, KnownLookup>>();

	/**
	 * @param helper the module's own function for lookups
	 * @param targets all the secrets of the program
	 */
	constructor(
		program: SourceModule,
		settings: LookupSettings,
		helper: string | null,
		targets: readonly LookupTarget[],
	) {
		this.#helper = helper;
		this.program = program;
		this.settings = settings;
		this.items = readModuleItems(program);
		this.derived = new DerivedConstants(program, this.items, targets, (start, end) => this.hasComment(start, end));
		this.#gates = new GateFinder(this.items, program.ast.body.length);
		const { body } = program.ast;
		const loud = body.findIndex(
			(statement) =>
				!isQuiet(statement, this.items) &&
				!(statement.type === "ExpressionStatement" && typeof statement.directive === "string"),
		);
		this.quietEnd = loud === -1 ? Infinity : (body[loud - 1]?.range[1] ?? 0);
		this.#comments = program.comments.map(({ range }) => range[0]);
	}

	get waitsAtTop(): boolean {
		return this.settings.topLevelAwait && this.settings.backend !== "extension";
	}

	findGates(reads: readonly TSESTree.Node[]): Gates | Refusal {
		return this.#gates.find(reads);
	}

	/**
	 * True where a call may leave work behind that nobody waits for: a wait in a later call would let it go first. What
	 * fills a variable waits in the first call alone.
	 */
	get leavesWork(): boolean {
		this.#leavesWork ??= nodesOf(this.program, "ExpressionStatement").some(({ expression }) =>
			isLeftBehind(expression, this.items),
		);
		return this.#leavesWork;
	}

	/** True where the module prints objects, or looks at how they are made: both tell a getter from a value. */
	get showsObjects(): boolean {
		this.#showsObjects ??= nodesOf(this.program, "CallExpression").some(
			(node) =>
				isShow(node.callee) &&
				node.arguments.some(({ type }) => type !== "Literal" && type !== "TemplateLiteral"),
		);
		return this.#showsObjects;
	}

	/** True where a function speaks of a class by its name, inside the class as well: `new Client()`. */
	isNamedInFunctions(owner: TSESTree.Node): boolean {
		const declared = [owner, ...(owner.parent?.type === "VariableDeclarator" ? [owner.parent] : [])];
		const known =
			this.#named.get(owner) ??
			declared
				.flatMap((node) => this.program.scopes.getDeclaredVariables(node))
				.some(({ references }) =>
					references.some(({ identifier }) => outermostFunction(identifier as TSESTree.Node) !== null),
				);
		this.#named.set(owner, known);
		return known;
	}

	/** The function that has a name for something else, at the start of its body. */
	shadows(name: string, gates: readonly FunctionNode[]): FunctionNode | undefined {
		if (this.#inner === null) {
			const inner = new Map<string, TSESTree.Node[]>();
			for (const { block, set } of this.program.scopes.scopes) {
				for (const own of block.type === "Program" ? [] : set.keys()) {
					const list = inner.get(own) ?? [];
					inner.set(own, list);
					list.push(block);
				}
			}
			this.#inner = inner;
		}
		const blocks = this.#inner.get(name) ?? [];
		return gates.find(({ body }) =>
			blocks.some(({ range }) => range[0] <= body.range[0] && body.range[1] <= range[1]),
		);
	}

	/** True where a statement that runs before an offset may come to what the module declares there. */
	mayRunEarly(declaration: TSESTree.Node): boolean {
		const first = this.items.itemOf(declaration);
		const items = new Set(first === undefined ? [] : [first]);
		let steps = 0;
		for (const item of items) {
			for (const mention of this.items.mentionsOf(item)) {
				steps += 1;
				if (
					steps > MOST_MENTIONS ||
					(mention.item.node.range[0] < declaration.range[0] && !isQuiet(mention.item.statement, this.items))
				) {
					return true;
				}
				items.add(mention.item);
			}
		}
		return false;
	}

	/** True where nothing of the module's loading comes before an expression at its top level. */
	isFirstToLoad(expression: TSESTree.Node): boolean {
		let statement = expression;
		while (statement.parent !== undefined && statement.parent !== null && statement.parent.type !== "Program") {
			statement = statement.parent;
		}
		return statement.range[0] <= this.quietEnd && runsFirst(expression, this.program.ast, this.items);
	}

	/** True where a comment begins in a stretch of the text. */
	hasComment(start: number, end: number): boolean {
		let low = 0;
		let high = this.#comments.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#comments[middle] ?? Infinity) < start) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return (this.#comments[low] ?? Infinity) < end;
	}

	/** True where code may read or call what the module declares by its name: `eval`, `new Function`, `with`. */
	get seesNames(): boolean {
		this.#seesNames ??= this.program.scopes.scopes.some(
			({ type, references }) =>
				(type as string) === "with" ||
				references.some(
					({ identifier, resolved }) =>
						["eval", "Function"].includes(String((identifier as { readonly name: unknown }).name)) &&
						(resolved?.defs.length ?? 0) === 0,
				),
		);
		return this.#seesNames;
	}

	/** True where a function may call itself without a name. */
	get namesCallee(): boolean {
		this.#namesCallee ??= this.program.text.includes("arguments.callee");
		return this.#namesCallee;
	}

	/**
	 * What the lookup of a variable is called that a function, or the module, has at its start, where that is there when
	 * it is read: `const token = await getSecureParameter("…")`.
	 */
	lookupIn(within: FunctionNode | null, variable: string, read: TSESTree.Node): string | undefined {
		const key = within ?? this.program.ast;
		const known = this.#lookups.get(key) ?? this.#readLookups(key);
		this.#lookups.set(key, known);
		const found = known.get(variable);
		const isThere =
			found !== undefined &&
			read.range[1] <= found.end &&
			(found.start <= read.range[0] || (within === null && outermostFunction(read) !== null));
		return isThere ? found.name : undefined;
	}

	#readLookups(within: FunctionNode | TSESTree.Program): ReadonlyMap<string, KnownLookup> {
		const found = new Map<string, KnownLookup>();
		let end = within.range[1];
		let statements: readonly TSESTree.Node[] =
			within.type === "Program" ? within.body : within.body.type === "BlockStatement" ? within.body.body : [];
		for (let at = 0; at < statements.length; at += 1) {
			const statement = statements[at] as TSESTree.Node;
			const lookup = this.#lookupBy(statement);
			if (lookup !== null) {
				found.set(lookup.variable, { name: lookup.name, start: statement.range[1], end });
			} else if (!this.#isBeforeLookups(statement, within)) {
				break;
			} else if (statement.type === "TryStatement") {
				statements = statement.block.body;
				end = statement.block.range[1];
				at = -1;
			}
		}
		return found;
	}

	/** `const token = await getSecureParameter("…");` */
	#lookupBy(statement: TSESTree.Node): { readonly variable: string; readonly name: string } | null {
		const [declarator] =
			statement.type === "VariableDeclaration" && statement.kind === "const" ? statement.declarations : [];
		const call = declarator?.init?.type === "AwaitExpression" ? declarator.init.argument : undefined;
		const [given] =
			call?.type === "CallExpression" && call.callee.type === "Identifier" && call.callee.name === this.#helper
				? call.arguments
				: [];
		return given?.type === "Literal" && declarator?.id.type === "Identifier" && !isTyped(declarator.id)
			? { variable: String(given.value), name: declarator.id.name }
			: null;
	}

	/** True for what may stand in front of the lookups of a function, or of the module. */
	#isBeforeLookups(statement: TSESTree.Node, within: FunctionNode | TSESTree.Program): boolean {
		return within.type === "Program"
			? statement.range[0] <= this.quietEnd
			: statement.type === "TryStatement" || statement.type === "ExpressionStatement";
	}

	/**
	 * True where code that is handed an object may write one of these of it: `given.password = ""`, `given[name] = …`,
	 * `Object.assign(given, …)`.
	 */
	mayWriteElsewhere(names: readonly string[]): boolean {
		this.#writesGiven ??=
			nodesOf(this.program, "MemberExpression").some(
				(node) =>
					node.computed && node.property.type !== "Literal" && isWritten(node) && this.#isGiven(node.object),
			) ||
			nodesOf(this.program, "CallExpression").some(
				({ callee, arguments: [first] }) =>
					writesIntoFirst(callee) && first !== undefined && this.#isGiven(first),
			);
		return this.#writesGiven || names.some((name) => this.#isWrittenSomewhere(name));
	}

	/** True where a member of that name is written, of whatever object. Many secrets ask about the same few names. */
	#isWrittenSomewhere(name: string): boolean {
		const known = this.#written.get(name) ?? this.membersNamed(name).some(isWritten);
		this.#written.set(name, known);
		return known;
	}

	/** True for what may be any object of the module: all but what a function has just made. */
	#isGiven(node: TSESTree.Node): boolean {
		let root = node;
		while (root.type === "MemberExpression") {
			root = root.object;
		}
		const variable = root.type === "Identifier" ? this.items.variableOf(root) : undefined;
		const definition = variable?.defs[0];
		if (definition === undefined) {
			return false;
		}
		const isOnlyMade =
			this.items.declared(root) === undefined &&
			definition.node.type === "VariableDeclarator" &&
			definition.node.id.type === "Identifier" &&
			definition.node.init !== null &&
			MAKERS.has(definition.node.init.type) &&
			variable?.references.every((reference) => !reference.isWrite() || reference.init === true) === true;
		return !isOnlyMade || root !== node;
	}

	/** Where a private field of a class is read or written: nothing outside of the class can name it. */
	privateMembers(name: string, owner: TSESTree.Node): readonly TSESTree.Node[] {
		const byOwner =
			this.#privates.get(name) ?? groupBy(this.membersNamed(`#${name}`), (node) => ownerOfPrivate(node, name));
		this.#privates.set(name, byOwner);
		return byOwner.get(owner) ?? [];
	}

	/** Where a member of some name is read, also by a pattern. */
	membersNamed(name: string): readonly TSESTree.Node[] {
		if (this.#members === null) {
			const members = new Map<string, TSESTree.Node[]>();
			for (const node of allNodesOf(this.program)) {
				const key =
					node.type === "MemberExpression"
						? node.property
						: node.type === "Property" && node.parent.type === "ObjectPattern"
							? node.key
							: null;
				const text =
					key?.type === "Identifier"
						? key.name
						: key?.type === "PrivateIdentifier"
							? `#${key.name}`
							: key?.type === "Literal"
								? String(key.value)
								: null;
				if (text !== null) {
					const list = members.get(text) ?? [];
					members.set(text, list);
					list.push(node);
				}
			}
			this.#members = members;
		}
		return this.#members.get(name) ?? [];
	}
}

/** `job();`, `void job();`, `job().then(…);`, `(async () => { … })();` */
function isLeftBehind(expression: TSESTree.Expression, items: ModuleItems): boolean {
	if (expression.type === "UnaryExpression") {
		return isLeftBehind(expression.argument, items);
	}
	if (expression.type !== "CallExpression") {
		return false;
	}
	const { callee } = expression;
	if (callee.type === "MemberExpression") {
		return callee.property.type === "Identifier" && CHAINS.has(callee.property.name);
	}
	const definition = callee.type === "Identifier" ? items.variableOf(callee)?.defs[0]?.node : callee;
	const called = definition?.type === "VariableDeclarator" ? definition.init : definition;
	return (
		called !== undefined && called !== null && isFunction(called as TSESTree.Node) && (called as FunctionNode).async
	);
}

/** `console.log(…)`, `util.inspect(…)`, `Object.getOwnPropertyDescriptors(…)` */
function isShow(callee: TSESTree.Node): boolean {
	if (callee.type === "Identifier") {
		return SHOWS.has(callee.name);
	}
	return (
		callee.type === "MemberExpression" &&
		((callee.object.type === "Identifier" && callee.object.name === "console") ||
			(callee.property.type === "Identifier" && SHOWS.has(callee.property.name)))
	);
}

const SHOWS = new Set(["inspect", "format", "getOwnPropertyDescriptor", "getOwnPropertyDescriptors"]);

const CHAINS = new Set(["then", "catch", "finally"]);

/** Expressions that make an object of their own. */
const MAKERS = new Set(["ObjectExpression", "ArrayExpression", "NewExpression"]);

/** `Object.assign(…)`, `Reflect.set(…)`: what writes into the object that it is given first. */
function writesIntoFirst(callee: TSESTree.Node): boolean {
	if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") {
		return false;
	}
	switch (callee.property.name) {
		case "assign":
		case "defineProperty":
		case "defineProperties":
			return true;
		case "set":
		case "deleteProperty":
			return callee.object.type === "Identifier" && callee.object.name === "Reflect";
		default:
			return false;
	}
}

/** A place of a secret, with what has to wait for it. */
interface Candidate {
	readonly ok: true;
	readonly replacement: Replacement;
	readonly kind: "inline" | "constant" | "member" | "unread";
	readonly cell: Cell;
	readonly declarator: TSESTree.VariableDeclarator | null;
	readonly reads: readonly TSESTree.Node[];
}

/**
 * Finds the shapes of all the places of one secret that keep what the program does, its order included: a wait stands
 * only where nothing comes before it, at the start of the module or of the functions that it exports. No function is
 * made async.
 */
export function resolveTargets(
	targets: readonly LookupTarget[],
	variable: string,
	around: Surroundings,
): readonly (Shape | Refusal)[] {
	const replacements = targets.map((target) => acceptTarget(target, around));
	if (around.waitsAtTop) {
		return replacements.map((replacement) => (replacement.ok ? atTop(replacement, variable, around) : replacement));
	}
	const candidates = replacements.map((replacement) =>
		replacement.ok ? candidateFor(replacement, around) : replacement,
	);
	const each = candidates.map((candidate) =>
		candidate.ok && around.seesNames
			? refuse(REASONS.evaluated())
			: candidate.ok && candidate.kind !== "unread"
				? gatesOf(candidate, around)
				: candidate,
	);
	if (each.some((one) => !one.ok)) {
		return each.map((one, index): Shape | Refusal => (one.ok ? shapeAlone(candidates[index] as Candidate) : one));
	}
	const whole = candidates as readonly Candidate[];
	const gates = whole.every(({ kind }) => kind === "unread") ? null : around.findGates(allReads(whole));
	if (gates !== null && !gates.ok) {
		return whole.map(() => gates);
	}
	const isOwn =
		gates?.isOwn === true &&
		whole.every(({ kind, cell }) => kind !== "member" && !(cell.kind === "constant" && cell.derived.length > 0)) &&
		!around.leavesWork &&
		!around.namesCallee;
	const shapes = whole.map((candidate): Shape | Refusal => {
		if (candidate.kind === "unread" || gates === null) {
			return around.settings.removesUnread === true && candidate.declarator !== null
				? {
						ok: true,
						kind: "remove",
						replacement: candidate.replacement,
						declarator: candidate.declarator,
						loading: false,
					}
				: refuse(REASONS.unread());
		}
		return isOwn ? intoFunctions(candidate, gates.gates, variable, around) : fill(candidate, gates.gates, around);
	});
	return shapes.map((shape) => (shape.ok ? (refusePlaces(shape, around) ?? shape) : shape));
}

/** The places that read some candidates: those of one object have the same. */
function allReads(candidates: readonly Candidate[]): readonly TSESTree.Node[] {
	const lists = new Set(candidates.map(({ reads }) => reads));
	const [only = []] = lists;
	return lists.size === 1 ? only : [...lists].flat();
}

function acceptTarget(target: LookupTarget, around: Surroundings): Replacement | Refusal {
	const replacement = acceptExpression(target, around.program.text);
	if (!replacement.ok) {
		return replacement;
	}
	const { taken, span } = replacement;
	const isCommented =
		taken === undefined
			? around.hasComment(span.start, span.end)
			: around.hasComment(taken.statement.range[0], taken.declarator.range[1]);
	return isCommented ? refuse(REASONS.commented()) : escaped(replacement, target, around);
}

/** With what a part of a text has to go through, unless the module has functions of these names. */
function escaped(replacement: Replacement, target: LookupTarget, { program }: Surroundings): Replacement {
	const escapes = target.kind === "literal" ? escapesFor(target, program.text) : [];
	const isOurs = ({ global }: Escape): boolean =>
		program.scopes.scopes.every(({ set }) => (set.get(global)?.defs.length ?? 0) === 0);
	return escapes.length === 0 || !escapes.every(isOurs)
		? replacement
		: {
				...replacement,
				before: replacement.before + escapes.map(({ open }) => open).join(""),
				after: escapes.map(({ close }) => close).join("") + replacement.after,
			};
}

/** Where the module waits at its top level: in place, where nothing comes before, else at the top. */
function atTop(replacement: Replacement, variable: string, around: Surroundings): Shape {
	const { expression } = replacement;
	const name = around.lookupIn(null, variable, expression);
	if (name !== undefined) {
		return { ok: true, kind: "name", replacement, name, loading: false };
	}
	const isLoading = outermostFunction(expression) === null && !isInClass(expression);
	if (isLoading && around.isFirstToLoad(expression)) {
		return { ok: true, kind: "call", replacement, loading: true };
	}
	const declarator = isLoading ? ownDeclarator(expression, around) : null;
	return declarator === null || replacement.span.start !== expression.range[0] || replacement.before !== ""
		? { ok: true, kind: "lift", replacement, place: { kind: "top" }, loading: true }
		: { ok: true, kind: "sink", replacement, declarator, places: [{ kind: "top" }], loading: true };
}

/** In a static field or block, which cannot wait. */
function isInClass(node: TSESTree.Node): boolean {
	for (let parent = node.parent; parent !== undefined && parent !== null; parent = parent.parent) {
		if (
			parent.type === "PropertyDefinition" ||
			parent.type === "AccessorProperty" ||
			parent.type === "StaticBlock" ||
			isFunction(parent)
		) {
			return true;
		}
	}
	return false;
}

/** The `const` at the top level that an expression is all of, and that nothing reads before it is there. */
function ownDeclarator(expression: TSESTree.Expression, around: Surroundings): TSESTree.VariableDeclarator | null {
	const { parent } = expression;
	return parent.type === "VariableDeclarator" &&
		!isReadEarly(parent, around.program) &&
		parent.id.type === "Identifier" &&
		parent.parent.kind === "const" &&
		!around.hasComment(parent.range[1], parent.parent.range[1]) &&
		parent.parent.declarations.length === 1 &&
		parent.parent.parent.type === "Program" &&
		!around.mayRunEarly(parent)
		? parent
		: null;
}

const READ_EARLY = new WeakMap<TSESTree.VariableDeclarator, boolean>();

/** True where the module reads a name of a declaration before its value is there. Every name of a pattern asks. */
function isReadEarly(declarator: TSESTree.VariableDeclarator, { scopes }: SourceModule): boolean {
	const start = declarator.init?.range[0] ?? 0;
	const isEarly = (identifier: TSESTree.Node): boolean =>
		identifier.range[0] < start && outermostFunction(identifier) === null;
	const known =
		READ_EARLY.get(declarator) ??
		scopes
			.getDeclaredVariables(declarator)
			.some(({ references }) =>
				references.some(({ identifier, init }) => init !== true && isEarly(identifier as TSESTree.Node)),
			);
	READ_EARLY.set(declarator, known);
	return known;
}

function candidateFor(replacement: Replacement, around: Surroundings): Candidate | Refusal {
	const { expression } = replacement;
	const within = outermostFunction(expression);
	if (within !== null) {
		const field =
			within.type === "PropertyDefinition" && within.value === expression
				? anyFieldCandidate(replacement, within, around)
				: null;
		return (
			field ?? {
				ok: true,
				replacement,
				kind: "inline",
				cell: { kind: "own" },
				declarator: null,
				reads: [expression],
			}
		);
	}
	if (isInClass(expression)) {
		const field = expression.parent;
		const isStatic = field.type === "PropertyDefinition" && field.value === expression;
		const candidate = isStatic ? privateCandidate(replacement, field, around) : null;
		if (candidate !== null) {
			return candidate;
		}
		return refuse(functionAround(expression) !== null ? REASONS.immediate() : REASONS.field());
	}
	const { parent } = expression;
	if (
		parent.type === "TSAsExpression" ||
		parent.type === "TSSatisfiesExpression" ||
		parent.type === "TSTypeAssertion"
	) {
		return refuse(REASONS.assertion());
	}
	return parent.type === "VariableDeclarator"
		? constantCandidate(replacement, parent, around)
		: memberCandidate(replacement, around);
}

/** What reads a variable; a refusal where that is a type, or where it is written or exported. */
function readsOf(variable: TSESLint.Scope.Variable | undefined): readonly TSESTree.Node[] | Refusal {
	const reads: TSESTree.Node[] = [];
	for (const reference of variable?.references ?? []) {
		const identifier = reference.identifier as TSESTree.Node;
		if (reference.init === true) {
			continue;
		}
		if (
			("isValueReference" in reference && !reference.isValueReference) ||
			identifier.parent?.type === "TSTypeQuery"
		) {
			return refuse(REASONS.type());
		}
		if (identifier.parent?.type === "ExportSpecifier" || identifier.parent?.type === "ExportDefaultDeclaration") {
			return refuse(REASONS.exported());
		}
		reads.push(identifier);
	}
	return reads;
}

function constantCandidate(
	replacement: Replacement,
	declarator: TSESTree.VariableDeclarator,
	around: Surroundings,
): Candidate | Refusal {
	const declaration = declarator.parent;
	if (declaration.parent.type === "ExportNamedDeclaration") {
		return refuse(REASONS.exported());
	}
	const name = replacement.taken?.name ?? declarator.id;
	if (declaration.parent.type !== "Program" || name.type !== "Identifier") {
		return refuse(loadingReason(around));
	}
	const variable = declaredBy(declarator, around.program).get(name.name);
	if (declaration.kind !== "const" && !isNeverWritten(variable)) {
		return refuse(REASONS.variable());
	}
	const direct = readsOf(variable);
	if ("ok" in direct) {
		return direct;
	}
	// One of several leaves the others, and what nothing reads goes as a whole.
	const isTakenOut = declaration.declarations.length > 1 || direct.length === 0;
	if (around.hasComment(isTakenOut ? declaration.range[0] : declarator.range[1], declaration.range[1])) {
		return refuse(REASONS.commented());
	}
	const followed = replacement.taken === undefined ? followDerived(direct, declarator, around) : null;
	const { reads, derived } = followed ?? { reads: direct, derived: [] };
	const cell: Cell = { kind: "constant", declarator, name: name.name, isTyped: isTyped(name), derived };
	return { ok: true, replacement, kind: direct.length === 0 ? "unread" : "constant", cell, declarator, reads };
}

/**
 * What reads a constant and what the module makes of it while it loads; null where none of that can be made later.
 */
function followDerived(
	direct: readonly TSESTree.Node[],
	declarator: TSESTree.VariableDeclarator,
	around: Surroundings,
): { readonly reads: readonly TSESTree.Node[]; readonly derived: readonly DerivedConstant[] } | null {
	const derived = new Map<TSESTree.Node, DerivedConstant>();
	const open = [...direct];
	const reads: TSESTree.Node[] = [];
	for (const read of open) {
		const made = around.derived.find(read, declarator);
		if (made === null) {
			reads.push(read);
			continue;
		}
		if (derived.has(made.declarator)) {
			continue;
		}
		derived.set(made.declarator, made);
		const more = readsOf(declaredBy(made.declarator, around.program).get(made.name));
		if ("ok" in more) {
			return null;
		}
		pushAll(open, more);
	}
	return reads.length === 0
		? null
		: {
				reads,
				derived: [...derived.values()].sort((a, b) => a.declarator.range[0] - b.declarator.range[0]),
			};
}

/** True for a variable of one declaration that nothing assigns. */
function isNeverWritten(variable: TSESLint.Scope.Variable | undefined): boolean {
	return (
		variable?.defs.length === 1 &&
		variable.references.every((reference) => !reference.isWrite() || reference.init === true)
	);
}

const DECLARED = new WeakMap<TSESTree.VariableDeclarator, ReadonlyMap<string, TSESLint.Scope.Variable>>();

/** The variables of a declaration by name: every name of a pattern asks for its own. */
function declaredBy(
	declarator: TSESTree.VariableDeclarator,
	{ scopes }: SourceModule,
): ReadonlyMap<string, TSESLint.Scope.Variable> {
	const known =
		DECLARED.get(declarator) ?? new Map(scopes.getDeclaredVariables(declarator).map((one) => [one.name, one]));
	DECLARED.set(declarator, known);
	return known;
}

function loadingReason(around: Surroundings): Words {
	return reasonIn(around, REASONS.loading());
}

/** A module that waits at its top level cannot wait there for the extension alone. */
function reasonIn({ settings }: Surroundings, reason: Words): Words {
	const isLoading = reason === REASONS.loading() || reason === REASONS.called();
	return isLoading && settings.backend === "extension" && settings.topLevelAwait ? REASONS.extension() : reason;
}

/** Where a secret stands in an object that the module makes. */
interface PlaceInObject {
	readonly ok: true;
	readonly path: readonly string[];
	/** The objects around it, the innermost first; none where a text in JSON holds them. */
	readonly objects: readonly TSESTree.Node[];
	/** What the whole object is. */
	readonly node: TSESTree.Node;
	readonly isSealed: boolean;
}

function placeInObject(replacement: Replacement, around: Surroundings): PlaceInObject | Refusal {
	const json = readJson(replacement, around);
	if (json !== null) {
		const whole = replacement.expression.parent as TSESTree.Node;
		const node = unsealed(whole);
		return { ok: true, path: json, objects: [], node, isSealed: node !== whole };
	}
	const path: string[] = [];
	const objects: TSESTree.Node[] = [];
	let node: TSESTree.Node = replacement.expression;
	let isSealed = false;
	while (node.parent?.type === "Property") {
		const { parent } = node as { readonly parent: TSESTree.Property };
		const object = parent.parent;
		const name = parent.computed
			? null
			: parent.key.type === "Identifier"
				? parent.key.name
				: parent.key.type === "Literal" && typeof parent.key.value === "string"
					? parent.key.value
					: null;
		// What comes after may be another value.
		if (name === null || object.type !== "ObjectExpression" || parent.range[0] < lastUnknown(object)) {
			return refuse(loadingReason(around));
		}
		path.unshift(name);
		objects.push(object);
		node = unsealed(object);
		isSealed ||= node !== object;
	}
	return { ok: true, path, objects, node, isSealed };
}

/** The names that lead to a secret in `JSON.parse('{ "db": { "password": "…" } }')`; null where it is another text. */
function readJson({ expression, part }: Replacement, { items, program }: Surroundings): readonly string[] | null {
	const call = expression.parent;
	const isParsed =
		part !== undefined &&
		call.type === "CallExpression" &&
		call.arguments.length === 1 &&
		call.callee.type === "MemberExpression" &&
		program.text.slice(...call.callee.range) === "JSON.parse" &&
		items.declared(call.callee.object) === undefined;
	const text =
		expression.type === "Literal"
			? expression.value
			: expression.type === "TemplateLiteral" && expression.expressions.length === 0
				? expression.quasis[0]?.value.cooked
				: null;
	if (!isParsed || typeof text !== "string") {
		return null;
	}
	const secret = program.text.slice(part.start, part.end);
	// Once in the text, so that what is emptied is what is found.
	return text.split(JSON.stringify(secret)).length === 2 && text.split(secret).length === 2
		? pathTo(secret, parseJson(text))
		: null;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null; // It throws in the program as well.
	}
}

/** How deep an object is looked into. */
const DEEPEST_PATH = 8;

function pathTo(secret: string, value: unknown, depth = 0): readonly string[] | null {
	if (typeof value !== "object" || value === null || Array.isArray(value) || depth > DEEPEST_PATH) {
		return null;
	}
	for (const [name, inner] of Object.entries(value)) {
		const rest = inner === secret ? [] : pathTo(secret, inner, depth + 1);
		if (rest !== null && name !== "__proto__") {
			return [name, ...rest];
		}
	}
	return null;
}

/** A property of a constant object: `const config = { db: { password: "…" } }`. */
function memberCandidate(replacement: Replacement, around: Surroundings): Candidate | Refusal {
	const place = placeInObject(replacement, around);
	if (!place.ok) {
		return place;
	}
	const { path, objects, node, isSealed } = place;
	const isJson = path.length > 0 && objects.length === 0;
	const declarator = path.length === 0 ? null : namedDeclarator(node);
	if (declarator === null) {
		return refuse(isPassedOn(node) ? REASONS.exported() : loadingReason(around));
	}
	const refusal = refuseDeclaration(declarator.parent, around);
	if (refusal !== null) {
		return refusal;
	}
	const { id } = declarator;
	const mayWrite = !isSealed && !isTyped(id);
	if (isJson ? !mayWrite : mayWrite && !isWhole(replacement)) {
		return refuse(loadingReason(around));
	}
	const [variable] = around.program.scopes.getDeclaredVariables(declarator);
	const uses = variable === undefined ? NO_USES : usesOf(variable);
	const { reads } = uses;
	if ("ok" in reads) {
		return reads;
	}
	const isHanded = uses.fewestSteps < path.length;
	if (uses.isWritten || (isHanded && around.mayWriteElsewhere(path))) {
		return refuse(REASONS.variable());
	}
	if (!mayWrite) {
		const isAccepted = objects.every((object, depth) =>
			typesOf(object, id).every((type) =>
				acceptsTextAt(path.slice(path.length - depth - 1), type, around.program.ast),
			),
		);
		return getterCandidate(replacement, replacement.expression.parent, reads, isAccepted, isHanded, around);
	}
	const part = isJson && replacement.part !== undefined ? { part: replacement.part } : {};
	const cell = { kind: "member", path: renderPath(id.name, path), readonly: null, ...part } as const;
	return reads.length === 0
		? { ok: true, replacement, kind: "inline", cell, declarator: null, reads: [replacement.expression] }
		: { ok: true, replacement, kind: "member", cell, declarator: null, reads };
}

/** `const config = …`, of the expression behind the sign. */
function namedDeclarator({
	parent,
}: TSESTree.Node): (TSESTree.VariableDeclarator & { id: TSESTree.Identifier }) | null {
	return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier"
		? (parent as TSESTree.VariableDeclarator & { id: TSESTree.Identifier })
		: null;
}

/** Why nothing of what is declared there may be filled later: it is exported, no constant, or in a function. */
function refuseDeclaration(declaration: TSESTree.VariableDeclaration, around: Surroundings): Refusal | null {
	if (declaration.parent.type === "Program" && declaration.kind === "const") {
		return null;
	}
	if (declaration.parent.type === "ExportNamedDeclaration") {
		return refuse(REASONS.exported());
	}
	return refuse(declaration.kind === "const" ? loadingReason(around) : REASONS.variable());
}

/** `config.db["pass-word"]` */
function renderPath(object: string, path: readonly string[]): string {
	return [object, ...path].reduce(
		(left, name) => left + (/^[A-Za-z_$][\w$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`),
	);
}

/** A property of an object that may not be written: it becomes a getter. */
function getterCandidate(
	replacement: Replacement,
	property: TSESTree.Node,
	reads: readonly TSESTree.Node[],
	isAccepted: boolean,
	isHanded: boolean,
	around: Surroundings,
): Candidate | Refusal {
	if (property.type !== "Property" || !isAccepted) {
		return refuse(REASONS.annotated());
	}
	if (reads.length === 0) {
		return refuse(loadingReason(around));
	}
	if (isHanded && around.showsObjects) {
		return refuse(REASONS.printed());
	}
	if (around.hasComment(property.range[0], property.range[1])) {
		return refuse(REASONS.commented());
	}
	return { ok: true, replacement, kind: "member", cell: { kind: "getter", property }, declarator: null, reads };
}

/** The outermost expression that is an object and may not be written: `{ … } as const`, `Object.freeze({ … })`. */
function unsealed(object: TSESTree.Node): TSESTree.Node {
	let node = object;
	for (;;) {
		const { parent } = node;
		const isFrozen =
			parent?.type === "CallExpression" &&
			parent.arguments.length === 1 &&
			parent.arguments[0] === node &&
			parent.callee.type === "MemberExpression" &&
			parent.callee.object.type === "Identifier" &&
			parent.callee.object.name === "Object" &&
			parent.callee.property.type === "Identifier" &&
			parent.callee.property.name === "freeze";
		if (
			!isFrozen &&
			parent?.type !== "TSAsExpression" &&
			parent?.type !== "TSSatisfiesExpression" &&
			parent?.type !== "TSTypeAssertion"
		) {
			return node;
		}
		node = parent;
	}
}

/** The types that an object has to fit: its variable's, and those that it satisfies. */
function typesOf(object: TSESTree.Node, id: TSESTree.Identifier): readonly TSESTree.TypeNode[] {
	const types: TSESTree.TypeNode[] = [];
	for (let node = object.parent; node !== undefined && node !== null; node = node.parent) {
		if (node.type === "TSSatisfiesExpression") {
			types.push(node.typeAnnotation);
		} else if (node === id.parent) {
			if (isTyped(id) && id.typeAnnotation !== undefined) {
				types.push(id.typeAnnotation.typeAnnotation);
			}
			break;
		} else if (
			node.type !== "TSAsExpression" &&
			node.type !== "TSTypeAssertion" &&
			node.type !== "CallExpression"
		) {
			break;
		}
	}
	return types;
}

/** True for a literal that goes as a whole, whatever part of it is looked up. */
function isWhole({ expression, span }: Replacement): boolean {
	return (
		(span.start === expression.range[0] && span.end === expression.range[1]) ||
		(expression.type === "TemplateLiteral" && expression.expressions.length === 0)
	);
}

function isPassedOn(node: TSESTree.Node): boolean {
	return (
		(node.parent?.type === "AssignmentExpression" && isExported(node.parent.left)) ||
		node.parent?.type === "ExportDefaultDeclaration"
	);
}

/** How an object is read: every secret in it asks. */
interface Uses {
	readonly reads: readonly TSESTree.Node[] | Refusal;
	/** True where one of its members is written. */
	readonly isWritten: boolean;
	/** Of all the reads, the fewest members that one goes down: {@link stepsOf}. */
	readonly fewestSteps: number;
}

const NO_USES: Uses = { reads: [], isWritten: false, fewestSteps: Infinity };
const USES = new WeakMap<TSESLint.Scope.Variable, Uses>();

function usesOf(variable: TSESLint.Scope.Variable): Uses {
	let known = USES.get(variable);
	if (known === undefined) {
		const reads = readsOf(variable);
		const nodes = "ok" in reads ? [] : reads;
		known = {
			reads,
			isWritten: nodes.some(isWrittenInside),
			fewestSteps: nodes.reduce((fewest, read) => Math.min(fewest, stepsOf(read)), Infinity),
		};
		USES.set(variable, known);
	}
	return known;
}

const LAST_UNKNOWN = new WeakMap<TSESTree.ObjectExpression, number>();

/** Where the last part of an object stands that may give any of its properties another value; -1 where there is none. */
function lastUnknown(object: TSESTree.ObjectExpression): number {
	const known =
		LAST_UNKNOWN.get(object) ??
		object.properties.findLast((one) => one.type === "SpreadElement" || one.computed)?.range[0] ??
		-1;
	LAST_UNKNOWN.set(object, known);
	return known;
}

/**
 * How many members a read goes down from an object: where they are fewer than lead to the secret, the object itself, or
 * one inside that holds the secret, goes on to others: `connect(config)`, `connect(config.db)`.
 */
function stepsOf(identifier: TSESTree.Node): number {
	let node = identifier;
	let steps = 0;
	for (
		;
		node.parent?.type === "MemberExpression" && node.parent.object === node && !node.parent.computed;
		node = node.parent
	) {
		steps += 1;
	}
	return steps;
}

function anyFieldCandidate(
	replacement: Replacement,
	field: TSESTree.PropertyDefinition,
	around: Surroundings,
): Candidate | Refusal | null {
	const found = fieldCandidate(replacement, field, around);
	return found?.ok === false ? (privateCandidate(replacement, field, around) ?? found) : found;
}

/**
 * A field that nothing writes and that nobody can tell from a getter: a private one, or one of a class whose objects stay
 * in the module. Null for any other, and for one of a class that another makes or that stands in a function.
 */
function privateCandidate(
	replacement: Replacement,
	field: TSESTree.PropertyDefinition,
	around: Surroundings,
): Candidate | Refusal | null {
	const owner = field.parent.parent;
	if (
		("decorators" in field && field.decorators.length > 0) ||
		owner.superClass !== null ||
		!isWhole(replacement) ||
		(field.static && functionAround(owner) !== null)
	) {
		return null;
	}
	const reads =
		field.key.type === "PrivateIdentifier"
			? around.privateMembers(field.key.name, owner)
			: readsOfHidden(field, owner, around.program);
	if (reads === null || reads.length === 0 || reads.some(isWritten)) {
		return null;
	}
	return around.hasComment(...field.range)
		? refuse(REASONS.commented())
		: { ok: true, replacement, kind: "member", cell: { kind: "getter", property: field }, declarator: null, reads };
}

/**
 * A field of a class that is read through `this` alone; null for one that is made in a call, where a variable will do.
 */
function fieldCandidate(
	replacement: Replacement,
	field: TSESTree.PropertyDefinition,
	around: Surroundings,
): Candidate | Refusal | null {
	if (around.findGates([replacement.expression]).ok) {
		return null;
	}
	const owner = field.parent.parent;
	const name =
		field.key.type === "PrivateIdentifier"
			? `#${field.key.name}`
			: field.key.type === "Identifier" && !field.computed
				? field.key.name
				: null;
	if (
		name === null ||
		field.declare ||
		owner.superClass !== null ||
		!isWhole(replacement) ||
		owner.parent.type === "ClassBody"
	) {
		return refuse(REASONS.field());
	}
	const reads = around.membersNamed(name);
	// Another instance would come without a gate of its own.
	if (around.isNamedInFunctions(owner) || around.membersNamed("constructor").length > 0) {
		return refuse(REASONS.field());
	}
	const isOwn = (node: TSESTree.Node): boolean =>
		node.type === "MemberExpression" &&
		node.object.type === "ThisExpression" &&
		!node.computed &&
		thisOwner(node) === owner &&
		!isWritten(node);
	if (reads.length === 0 || passesThis(owner, around.program) || !reads.every(isOwn)) {
		return refuse(REASONS.field());
	}
	const gates = around.findGates(reads);
	if (!gates.ok) {
		return gates;
	}
	const isMember = ({ parent }: FunctionNode): boolean =>
		parent.type === "MethodDefinition" || parent.type === "PropertyDefinition";
	if (!gates.gates.every((gate) => thisOwner(gate.body) === owner && isMember(gate))) {
		return refuse(REASONS.field());
	}
	return {
		ok: true,
		replacement,
		kind: "member",
		cell: { kind: "member", path: `this.${name}`, readonly: field.readonly ? field : null },
		declarator: null,
		reads,
	};
}

/** The class that declares a private name which is used somewhere in it. */
function ownerOfPrivate(use: TSESTree.Node, name: string): TSESTree.Node | null {
	for (let node: TSESTree.Node | undefined = use.parent; node !== undefined; node = node.parent) {
		if (node.type === "ClassBody" && privateNamesOf(node).has(name)) {
			return node.parent;
		}
	}
	return null;
}

const PRIVATE_NAMES = new WeakMap<TSESTree.ClassBody, ReadonlySet<string>>();

/** The private names that a class declares. Every use of one asks. */
function privateNamesOf(body: TSESTree.ClassBody): ReadonlySet<string> {
	const names =
		PRIVATE_NAMES.get(body) ??
		new Set(
			body.body.flatMap((member) =>
				"key" in member && member.key.type === "PrivateIdentifier" ? [member.key.name] : [],
			),
		);
	PRIVATE_NAMES.set(body, names);
	return names;
}

const PASSES_THIS = new WeakMap<TSESTree.Node, boolean>();

/** True where a class hands on its whole instance: what takes it may read every field. Every field asks. */
function passesThis(owner: TSESTree.Node, program: SourceModule): boolean {
	const known =
		PASSES_THIS.get(owner) ??
		[...nodesIn(owner, program)].some(
			(node) =>
				node.type === "ThisExpression" &&
				(node.parent.type !== "MemberExpression" || node.parent.computed) &&
				!isBound(node),
		);
	PASSES_THIS.set(owner, known);
	return known;
}

/** `this.handler.bind(this)` */
function isBound(node: TSESTree.Node): boolean {
	return (
		node.parent?.type === "CallExpression" &&
		node.parent.callee.type === "MemberExpression" &&
		node.parent.callee.property.type === "Identifier" &&
		node.parent.callee.property.name === "bind"
	);
}

/** The class whose instance `this` is in a node; null where a function has its own. */
function thisOwner(node: TSESTree.Node): TSESTree.Node | null {
	for (
		let child = node, parent = node.parent;
		parent !== undefined && parent !== null;
		child = parent, parent = parent.parent
	) {
		if (parent.type === "MethodDefinition" || parent.type === "PropertyDefinition") {
			return parent.static || parent.key === child ? null : parent.parent.parent;
		}
		if (
			(parent.type === "FunctionExpression" && parent.parent.type !== "MethodDefinition") ||
			parent.type === "FunctionDeclaration" ||
			parent.type === "StaticBlock"
		) {
			return null;
		}
	}
	return null;
}

function gatesOf(candidate: Candidate, around: Surroundings): Candidate | Refusal {
	const gates = around.findGates(candidate.reads);
	return gates.ok ? candidate : refuse(reasonIn(around, gates.reason));
}

/** Only to be counted: another place of the secret stays, and so this one does. */
function shapeAlone({ replacement }: Candidate): Shape {
	return { ok: true, kind: "call", replacement, loading: false };
}

/** Into the functions that alone read it: nothing else in the module calls them. */
function intoFunctions(
	{ replacement, kind, declarator, reads }: Candidate,
	gates: readonly FunctionNode[],
	variable: string,
	around: Surroundings,
): Shape | Refusal {
	const { expression } = replacement;
	if (kind === "constant" && declarator !== null) {
		const readers = groupBy(reads, (read) => gateAround(read, gates));
		return {
			ok: true,
			kind: "sink",
			replacement,
			declarator,
			places: gates.flatMap((gate) => {
				const own = readers.get(gate);
				return own === undefined ? [] : [findStart(gate, own)];
			}),
			loading: false,
		};
	}
	const gate = gateAround(expression, gates);
	if (gate === undefined) {
		return refuse(REASONS.unreached());
	}
	const name = around.lookupIn(gate, variable, expression);
	if (name !== undefined) {
		return { ok: true, kind: "name", replacement, name, loading: false };
	}
	return runsFirst(expression, gate, around.items)
		? { ok: true, kind: "call", replacement, loading: false }
		: { ok: true, kind: "lift", replacement, place: findStart(gate, [expression]), loading: false };
}

/** The function in whose body a node stands, of some in the order of the text. */
function gateAround(node: TSESTree.Node, gates: readonly FunctionNode[]): FunctionNode | undefined {
	let low = 0;
	let high = gates.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((gates[middle]?.range[0] ?? Infinity) <= node.range[0]) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (let at = low - 1; at >= 0; at -= 1) {
		const gate = gates[at] as FunctionNode;
		if (gate.body.range[0] <= node.range[0] && node.range[1] <= gate.body.range[1]) {
			return gate;
		}
	}
	return undefined;
}

function fill({ replacement, cell }: Candidate, gates: readonly FunctionNode[], around: Surroundings): Shape | Refusal {
	for (const name of namesIn(cell)) {
		const shadowing = around.shadows(name, gates);
		if (shadowing !== undefined) {
			return refuse(REASONS.shadowed(nameOfFunction(shadowing), name));
		}
	}
	if (cell.kind === "constant" && losesComment(cell.declarator, replacement.expression, around)) {
		return refuse(REASONS.commented());
	}
	return {
		ok: true,
		kind: "fill",
		replacement,
		cell,
		places: gates.map((gate) => findStart(gate, null)),
		loading: false,
	};
}

/** True where a comment stands in what goes when a constant becomes a variable: all but its name and its value. */
function losesComment(
	{ id, parent: declaration, range }: TSESTree.VariableDeclarator,
	value: TSESTree.Node,
	around: Surroundings,
): boolean {
	const gaps = [
		[declaration.range[0], id.range[0]],
		[id.range[1], Math.max(id.range[1], value.range[0])],
		[Math.min(value.range[1], range[1]), range[1]],
	] as const;
	return gaps.some(([start, end]) => around.hasComment(start, end));
}

/** The names that the statements speak of that fill it. */
function namesIn(cell: Cell): readonly string[] {
	switch (cell.kind) {
		case "constant":
			return [cell.name, ...cell.derived.flatMap(({ name, names }) => [name, ...names])];
		case "member":
			return [/^[\w$]+/u.exec(cell.path)?.[0] ?? ""];
		default:
			return [];
	}
}

/** An expression that becomes a block loses what stands between it and its arrow. */
function refusePlaces(shape: Shape, around: Surroundings): Refusal | null {
	const places =
		shape.kind === "lift" ? [shape.place] : shape.kind === "sink" || shape.kind === "fill" ? shape.places : [];
	const isCommented = (place: Place): boolean =>
		place.kind === "arrow" &&
		(around.hasComment(place.arrow.range[0], place.arrow.body.range[0]) ||
			around.hasComment(place.arrow.body.range[1], place.arrow.range[1]));
	return places.some(isCommented) ? refuse(REASONS.commented()) : null;
}

/** True where the author wrote a type; where there is none, some parsers leave it out and some say null. */
function isTyped({ typeAnnotation }: TSESTree.Identifier): boolean {
	return (typeAnnotation ?? null) !== null;
}
