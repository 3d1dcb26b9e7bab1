import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfFunction } from "../reading/name-of-function.ts";
import { isFunction, type FunctionNode } from "../../../languages/program/function-node.ts";
import { outermostFunction, type Item, type ModuleItems } from "../reading/module-items.ts";
import { isQuiet } from "../reading/quiet.ts";
import { REASONS, refuse, type Refusal } from "../refusal.ts";
import { nodesIn } from "../../../languages/program/nodes-of.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { SpanIndex } from "../../../text/span-index.ts";
import { type ClassNode } from "../../../languages/program/class-node.ts";
import { memberKey, nameOfCallee } from "../../../languages/program/name-of-key.ts";
import { spanOf } from "../../../languages/program/node-edit.ts";
import { ancestorsOf, isWithin } from "../../../languages/program/around.ts";
import { isExported } from "../../../languages/program/exports.ts";
import { functionOf } from "../../../languages/program/function-of.ts";
import { renderWords, type Words } from "../../../text/wording.ts";

/** The functions through which a module is entered on the way to some of its nodes. */
export interface Gates {
	readonly ok: true;
	readonly gates: readonly FunctionNode[];
	/** True where nothing in the module calls them, and all of the nodes stand in them. */
	readonly isOwn: boolean;
}

/** Who runs a callback later and drops what comes back. */
const DROPPED = new Set([
	"setTimeout",
	"setInterval",
	"setImmediate",
	"nextTick",
	"queueMicrotask",
	"on",
	"once",
	"addListener",
	"addEventListener",
]);

/** Who calls back without waiting for what comes back. */
const CALLBACKS = new Set([
	...DROPPED,
	"forEach",
	"Promise",
	"then",
	"catch",
	"finally",
	"map",
	"filter",
	"reduce",
	"some",
	"every",
	"find",
	"sort",
	"from",
	"all",
	"race",
	"call",
	"apply",
]);

/** How many items are looked at on the way, for all the secrets of a module together, per item. */
const FUEL_PER_ITEM = 24;

/**
 * Finds where a module may wait for a value before anything reads it, so that nobody can tell: at the very start of the
 * async functions that it exports. A wait further inside lets others run in between: a caller that goes on at once, or
 * a second call that passes the same check. Each of the nodes is reached through one of the functions, or there is a
 * reason why not.
 */
export class GateFinder {
	readonly #items: ModuleItems;
	readonly #known = new Map<string, Gates | Refusal>();
	readonly #byReads = new WeakMap<readonly TSESTree.Node[], Gates | Refusal>();
	readonly #places = new WeakMap<Gates, { readonly parameters: SpanIndex; readonly bodies: SpanIndex }>();
	#fuel: number;

	constructor(items: ModuleItems, size: number) {
		this.#items = items;
		this.#fuel = 1000 + size * FUEL_PER_ITEM;
	}

	/** @param reads what must not run before the value is there; the same list is looked at once */
	find(reads: readonly TSESTree.Node[]): Gates | Refusal {
		const known = this.#byReads.get(reads) ?? this.#find(reads);
		this.#byReads.set(reads, known);
		return known;
	}

	#find(reads: readonly TSESTree.Node[]): Gates | Refusal {
		const starts = new Set<Item>();
		const functions = new Set<TSESTree.Node>();
		for (const read of reads) {
			const item = this.#items.itemOf(read);
			const within = outermostFunction(read);
			if (item === undefined || within === null) {
				return refuse(leavesModule(read) ? REASONS.exported() : REASONS.loading());
			}
			starts.add(item);
			functions.add(within);
		}
		// The same functions have the same answer, whatever they read.
		const key = [...functions].map(({ range }) => range.join("-")).join(" ");
		const known = this.#known.get(key) ?? new Search(this.#items, functions, starts, () => this.#spend()).run();
		this.#known.set(key, known);
		if (!known.ok) {
			return known.reason === REASONS.called()
				? (this.#refuseHanded(reads) ?? known)
				: (refuseChained(reads, known.reason) ?? known);
		}
		const { parameters, bodies } = this.#placesOf(known);
		// Its parameters come before its body, where a lookup would be.
		const early = reads.find((read) => parameters.covers(spanOf(read)));
		if (early !== undefined) {
			const gate = known.gates.find(({ params }) => params.some((one) => isWithin(early, one)));
			return refuse(REASONS.parameters(gate === undefined ? null : nameOfFunction(gate)));
		}
		return known.isOwn && reads.some((read) => !bodies.covers(spanOf(read))) ? { ...known, isOwn: false } : known;
	}

	/** `app.use(async (req) => …)`, `app.use(authorize)`: what needs a value runs when another function calls it. */
	#refuseHanded(reads: readonly TSESTree.Node[]): Refusal | null {
		for (const read of reads) {
			const name = takerAround(read) ?? this.#takerOf(this.#items.itemOf(read));
			if (name !== null) {
				return refuse(DROPPED.has(name) ? REASONS.callback(name) : REASONS.handed(name));
			}
		}
		return null;
	}

	/** What takes a function of the module wherever that is named; null where it is called as well. */
	#takerOf(item: Item | undefined): string | null {
		if (item === undefined) {
			return null;
		}
		const takers = this.#items.mentionsOf(item).map(({ identifier }) => takerOf(identifier));
		return takers.every((one) => one !== null) ? (takers[0] ?? null) : null;
	}

	#placesOf(gates: Gates): { readonly parameters: SpanIndex; readonly bodies: SpanIndex } {
		const known = this.#places.get(gates) ?? {
			parameters: new SpanIndex(gates.gates.flatMap(({ params }) => params.map(spanOf))),
			bodies: new SpanIndex(gates.gates.map(({ body }) => spanOf(body))),
		};
		this.#places.set(gates, known);
		return known;
	}

	#spend(): boolean {
		this.#fuel -= 1;
		return this.#fuel > 0;
	}
}

/** Functions and classes that lead on. */
type Values = readonly (FunctionNode | ClassNode)[];

/** One question: who comes to these functions. */
class Search {
	readonly #items: ModuleItems;
	readonly #functions: ReadonlySet<TSESTree.Node>;
	readonly #starts: ReadonlySet<Item>;
	readonly #spend: () => boolean;
	readonly #gates = new Set<FunctionNode>();
	readonly #open = new Set<Item>();
	readonly #members = new Map<TSESTree.Node, readonly TSESTree.ClassElement[]>();
	/** Where something stands that leads to the functions: themselves, and names. */
	#marks: number[] = [];
	#isOwn = true;

	constructor(
		items: ModuleItems,
		functions: ReadonlySet<TSESTree.Node>,
		starts: ReadonlySet<Item>,
		spend: () => boolean,
	) {
		this.#items = items;
		this.#functions = functions;
		this.#starts = starts;
		this.#spend = spend;
	}

	run(): Gates | Refusal {
		const reached = new Set(this.#starts);
		const marks = [...this.#functions].map(({ range }) => range[0]);
		for (const item of reached) {
			if (!this.#spend()) {
				return refuse(REASONS.budget());
			}
			for (const mention of this.#items.mentionsOf(item)) {
				marks.push(mention.identifier.range[0]);
				reached.add(mention.item);
			}
		}
		for (const { node, item } of this.#items.selves) {
			if (!this.#spend()) {
				return refuse(REASONS.budget());
			}
			marks.push(node.range[0]);
			reached.add(item);
		}
		this.#marks = marks.sort((a, b) => a - b);
		for (const item of reached) {
			const refusal = this.#enter(item);
			if (refusal !== null) {
				return refusal;
			}
		}
		if (this.#gates.size === 0) {
			return refuse(REASONS.unreached());
		}
		const inner = new Set([...this.#gates].map((gate) => this.#calledLast(gate) ?? gate));
		const gates = [...inner].sort((a, b) => a.range[0] - b.range[0]);
		for (const gate of gates) {
			if (!gate.async) {
				return refuse(
					gate.generator
						? REASONS.generator(nameOfFunction(gate))
						: REASONS.synchronous(nameOfFunction(gate)),
				);
			}
			if (!gate.params.every((one) => isQuiet(one, this.#items))) {
				return refuse(REASONS.effects(nameOfFunction(gate)));
			}
		}
		return {
			ok: true,
			gates,
			isOwn: this.#isOwn && this.#items.selves.length === 0 && gates.every((gate) => !this.#isCalledInside(gate)),
		};
	}

	/**
	 * The async function of the module to which a function that is not async leaves everything: `(event) => main(event)`.
	 * It may wait at its start as well, because nothing comes after the call, and nothing but reads before it.
	 */
	#calledLast(gate: FunctionNode): FunctionNode | null {
		const { body } = gate;
		const [only, ...others] = body.type === "BlockStatement" ? body.body : [];
		const returned =
			body.type !== "BlockStatement"
				? body
				: only?.type === "ReturnStatement" && others.length === 0
					? only.argument
					: null;
		if (
			gate.async ||
			gate.generator ||
			this.#functions.has(gate) ||
			returned?.type !== "CallExpression" ||
			returned.optional
		) {
			return null;
		}
		const { callee, arguments: given } = returned;
		const isOfModule = callee.type === "Identifier" && this.#items.declared(callee) !== undefined;
		const called = isOfModule ? functionOf(callee, this.#items.module) : null;
		const isPlain =
			gate.params.every((one) => isQuiet(one, this.#items)) &&
			given.every((one) => isRead(one) && !this.#leads(one));
		return called?.async === true && !called.generator && isPlain ? called : null;
	}

	/** Looks at what a statement does with the functions while the module loads. */
	#enter({ node, statement }: Item): Refusal | null {
		switch (statement.type) {
			case "FunctionDeclaration":
			case "ClassDeclaration":
				return this.#declares(statement);
			case "VariableDeclaration":
				return node.type === "VariableDeclarator" ? this.#declarator(node, false) : refuse(REASONS.called());
			case "ExportNamedDeclaration": {
				const { declaration } = statement;
				if (declaration === null) {
					return this.#all(
						statement.specifiers.map(({ local }) => local).filter((one) => this.#leads(one)),
						(one) => this.#exports(one),
					);
				}
				if (node.type === "VariableDeclarator") {
					return this.#declarator(node, true);
				}
				return this.#declares(declaration) ?? this.#exports(declaration);
			}
			case "ExportDefaultDeclaration":
				return this.#declares(statement.declaration) ?? this.#exports(statement.declaration);
			case "TSExportAssignment":
				return this.#exports(statement.expression);
			case "ExpressionStatement":
				return this.#assigns(statement.expression);
			default:
				return statement.type.startsWith("TS") ? null : refuse(REASONS.called());
		}
	}

	/** What a class runs where it stands: static fields and blocks, computed keys, decorators. */
	#declares(node: TSESTree.Node): Refusal | null {
		return node.type === "ClassDeclaration" || node.type === "ClassExpression"
			? this.#marksIn(node).every((at) => isDeferredAt(node, at))
				? null
				: refuse(REASONS.called())
			: null;
	}

	#declarator({ id, init }: TSESTree.VariableDeclarator, isExportedHere: boolean): Refusal | null {
		if (init === null || !this.#leads(init)) {
			return null;
		}
		if (id.type !== "Identifier") {
			return refuse(REASONS.called());
		}
		// `const handler = exports.handler = async () => …`
		const value = init.type === "AssignmentExpression" ? init.right : init;
		const refusal = init.type === "AssignmentExpression" ? this.#assigns(init) : null;
		const values = refusal ?? this.#valuesOf(value);
		return "ok" in values ? values : isExportedHere ? this.#exports(value) : null;
	}

	#assigns(node: TSESTree.Expression): Refusal | null {
		if (!this.#leads(node)) {
			return null;
		}
		if (node.type !== "AssignmentExpression" || node.operator !== "=" || !isExported(node.left)) {
			return refuse(REASONS.called());
		}
		return node.right.type === "AssignmentExpression"
			? (this.#assigns(node.right) ?? null)
			: this.#exports(node.right);
	}

	/** What the outside gets is a gate, where it leads to the functions. */
	#exports(node: TSESTree.Node): Refusal | null {
		const values = this.#valuesOf(node);
		if ("ok" in values) {
			return values;
		}
		for (const value of values) {
			if (isFunction(value)) {
				this.#gates.add(value);
				continue;
			}
			for (const member of this.#leadingMembers(value)) {
				const inner = "value" in member ? member.value : null;
				const isPrivate =
					"key" in member && (member.key.type === "PrivateIdentifier" || member.accessibility === "private");
				if (inner === null || !isFunction(inner)) {
					return refuse(REASONS.field());
				}
				if (member.type === "MethodDefinition" && member.kind !== "method") {
					return refuse(REASONS.synchronous(memberKey(member.key, member.computed))); // A constructor, a getter.
				}
				if (!isPrivate) {
					this.#gates.add(inner);
				}
			}
		}
		return null;
	}

	/**
	 * The functions and classes that an expression gives and that lead on; a refusal where it runs them, or where it
	 * cannot be told.
	 */
	#valuesOf(node: TSESTree.Node, name: string | null = null): Values | Refusal {
		if (!this.#leads(node)) {
			return [];
		}
		if (isFunction(node)) {
			return [node];
		}
		switch (node.type) {
			case "ClassDeclaration":
			case "ClassExpression":
				return this.#valuesOfClass(node, name);
			case "Identifier":
				return this.#valuesOfName(node, name);
			case "ObjectExpression":
				return this.#valuesOfObject(node, name);
			case "ArrayExpression":
				return this.#concat(node.elements.filter((one) => one !== null));
			case "TSAsExpression":
			case "TSSatisfiesExpression":
			case "TSNonNullExpression":
			case "TSTypeAssertion":
				return this.#valuesOf(node.expression, name);
			case "MemberExpression":
				return node.computed
					? refuse(REASONS.called())
					: this.#valuesOf(node.object, node.property.type === "Identifier" ? node.property.name : null);
			case "ConditionalExpression":
				return this.#leads(node.test)
					? refuse(REASONS.called())
					: this.#concat([node.consequent, node.alternate]);
			case "CallExpression":
				return this.#valuesOfCall(node, name);
			case "NewExpression":
				return this.#valuesOfNew(node, name);
			default:
				return refuse(REASONS.called());
		}
	}

	#valuesOfClass(node: ClassNode, name: string | null): Values | Refusal {
		const refusal = this.#declares(node);
		if (refusal !== null || name === null) {
			return refusal ?? [node];
		}
		const method = this.#leadingMembers(node).find(
			(one) => "key" in one && !one.computed && one.key.type === "Identifier" && one.key.name === name,
		);
		const value = method !== undefined && "value" in method ? method.value : null;
		return value === null ? [] : isFunction(value) ? [value] : refuse(REASONS.field());
	}

	#valuesOfObject(node: TSESTree.ObjectExpression, name: string | null): Values | Refusal {
		const properties = node.properties.filter(
			(one) =>
				name === null ||
				one.type === "SpreadElement" ||
				one.computed ||
				(one.key.type === "Identifier" ? one.key.name : String((one.key as TSESTree.Literal).value)) === name,
		);
		return this.#concat(
			properties.map((one) =>
				one.type === "SpreadElement" ? one.argument : one.computed && this.#leads(one.key) ? one : one.value,
			),
		);
	}

	#valuesOfName(node: TSESTree.Identifier, name: string | null): Values | Refusal {
		const item = this.#items.declared(node);
		if (item === undefined || this.#open.has(item)) {
			return [];
		}
		if (!this.#spend()) {
			return refuse(REASONS.budget());
		}
		this.#open.add(item);
		const declared =
			item.node.type === "VariableDeclarator"
				? item.node.init
				: item.node.type === "ExportNamedDeclaration" || item.node.type === "ExportDefaultDeclaration"
					? item.node.declaration
					: item.node;
		const values = declared === null ? [] : this.#valuesOf(declared, name);
		this.#open.delete(item);
		return values;
	}

	/** `middy(handler).use(…)`, `lambda.handler.bind(lambda)`, `wrap(handler)`. */
	#valuesOfCall({ callee, arguments: given }: TSESTree.CallExpression, name: string | null): Values | Refusal {
		const method = nameOfCallee(callee) ?? "";
		if (callee.type === "MemberExpression" && method === "bind") {
			return this.#valuesOf(callee.object, name);
		}
		if (CALLBACKS.has(method)) {
			return refuse(REASONS.callback(method));
		}
		const root = rootOf(callee);
		if (root.type === "Identifier" && !this.#leads(root) && this.#items.isForeign(root)) {
			const chained =
				callee.type === "MemberExpression" && callee.object.type === "CallExpression" ? [callee.object] : [];
			return this.#concat([...chained, ...given]);
		}
		if (callee.type === "Identifier" && method === "freeze") {
			return this.#concat(given);
		}
		const made = this.#madeBy(callee);
		if (made === null) {
			return refuse(REASONS.called());
		}
		this.#isOwn = false;
		const inner = this.#concat(given);
		return "ok" in inner ? inner : [made];
	}

	/** The function that a wrapper of the module's own makes: it is what the outside calls. */
	#madeBy(callee: TSESTree.Expression): FunctionNode | null {
		const item = callee.type === "Identifier" ? this.#items.declared(callee) : undefined;
		const wrapper = item?.node.type === "VariableDeclarator" ? item.node.init : item?.node;
		if (wrapper === null || wrapper === undefined || !isFunction(wrapper) || this.#leads(wrapper)) {
			return null;
		}
		const made = wrapper.body.type === "BlockStatement" ? onlyReturned(wrapper.body) : wrapper.body;
		return made !== null && isFunction(made) ? made : null;
	}

	#valuesOfNew({ callee, arguments: given }: TSESTree.NewExpression, name: string | null): Values | Refusal {
		if (given.some((one) => this.#leads(one)) || callee.type !== "Identifier") {
			return refuse(REASONS.called());
		}
		const values = this.#valuesOf(callee);
		if ("ok" in values) {
			return values;
		}
		// What runs while it is made: its fields, its constructor, and what that calls.
		const runs = values.some(
			(value) =>
				isFunction(value) ||
				value.superClass !== null ||
				this.#leadingMembers(value).some((member) =>
					member.type === "MethodDefinition"
						? member.kind === "constructor"
						: !("value" in member) || member.value === null || !isFunction(member.value),
				),
		);
		return runs ? refuse(REASONS.called()) : name === null ? values : this.#valuesOf(callee, name);
	}

	/** The members of a class that lead on, themselves or through others: `this.sign()`. */
	#leadingMembers(node: ClassNode): readonly TSESTree.ClassElement[] {
		const known = this.#members.get(node);
		if (known !== undefined) {
			return known;
		}
		const users = usersOf(node, this.#items.module);
		const leading = new Set(this.#marksIn(node).flatMap((at) => memberAt(node, at) ?? []));
		for (const member of leading) {
			for (const user of users.get("key" in member ? (memberKey(member.key, member.computed) ?? "") : "") ?? []) {
				leading.add(user);
			}
		}
		const found = [...leading];
		this.#members.set(node, found);
		return found;
	}

	#concat(nodes: readonly TSESTree.Node[]): Values | Refusal {
		const found: (FunctionNode | ClassNode)[] = [];
		for (const node of nodes) {
			const values = this.#valuesOf(node);
			if ("ok" in values) {
				return values;
			}
			for (const value of values) {
				found.push(value);
			}
		}
		return found;
	}

	#all<T>(nodes: readonly T[], check: (node: T) => Refusal | null): Refusal | null {
		for (const node of nodes) {
			const refusal = check(node);
			if (refusal !== null) {
				return refusal;
			}
		}
		return null;
	}

	/** True where one of the functions, or a name that leads to one, stands in a node. */
	#leads(node: TSESTree.Node): boolean {
		return this.#marksIn(node, 1).length > 0;
	}

	#marksIn({ range: [start, end] }: TSESTree.Node, most = Infinity): readonly number[] {
		let low = 0;
		let high = this.#marks.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#marks[middle] ?? Infinity) < start) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		const found: number[] = [];
		for (let at = low; found.length < most && (this.#marks[at] ?? Infinity) < end; at += 1) {
			found.push(this.#marks[at] ?? 0);
		}
		return found;
	}

	/** True where a function of the module may call a gate itself, by its own name or by one that it was given. */
	#isCalledInside(gate: FunctionNode): boolean {
		const { parent } = gate;
		if (parent.type === "MethodDefinition" || parent.type === "Property" || parent.type === "PropertyDefinition") {
			return true; // Who holds the object may call it by its name.
		}
		if (gate.type === "FunctionExpression" && gate.id !== null) {
			return true; // By the name that it has for itself.
		}
		const item = this.#items.itemOf(gate);
		if (item === undefined) {
			return true;
		}
		// `const alias = handler`, `const wrapped = wrap(handler)`
		const names = new Set([item]);
		for (const name of names) {
			for (const mention of this.#items.mentionsOf(name)) {
				if (outermostFunction(mention.identifier) !== null || !this.#spend()) {
					return true;
				}
				names.add(mention.item);
			}
		}
		return false;
	}
}

/** `{ return x; }` */
function onlyReturned({ body }: TSESTree.BlockStatement): TSESTree.Expression | null {
	const [only] = body;
	return body.length === 1 && only?.type === "ReturnStatement" ? only.argument : null;
}

/** `event`, `event.body`, `{ id: event.id }`, `[…]`, `"a"`, `...args` */
function isRead(node: TSESTree.Node): boolean {
	switch (node.type) {
		case "Identifier":
		case "Literal":
		case "ThisExpression":
			return true;
		case "MemberExpression":
			return !node.computed && isRead(node.object);
		case "ChainExpression":
			return isRead(node.expression);
		case "SpreadElement":
			return isRead(node.argument);
		case "ObjectExpression":
			return node.properties.every((one) => one.type === "Property" && !one.computed && isRead(one.value));
		case "ArrayExpression":
			return node.elements.every((one) => one !== null && isRead(one));
		default:
			return false;
	}
}

/** True where what stands at an offset of a class runs later than the class is made. */
function isDeferredAt(node: ClassNode, at: number): boolean {
	const member = memberAt(node, at);
	if (member === undefined) {
		return false;
	}
	const value = "value" in member ? member.value : null;
	const isLater =
		member.type === "MethodDefinition" ||
		((member.type === "PropertyDefinition" || member.type === "AccessorProperty") &&
			(!member.static || (value !== null && isFunction(value))));
	return isLater && (value ?? member).range[0] <= at;
}

/** The member of a class that stands at an offset. */
function memberAt({ body: { body } }: ClassNode, offset: number): TSESTree.ClassElement | undefined {
	let low = 0;
	let high = body.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((body[middle]?.range[1] ?? Infinity) <= offset) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	const found = body[low];
	return found !== undefined && found.range[0] <= offset ? found : undefined;
}

const USERS = new WeakMap<TSESTree.Node, ReadonlyMap<string, readonly TSESTree.ClassElement[]>>();

/** The members of a class that speak of another by its name, `this.sign()`: looked for once, whoever asks. */
function usersOf(node: ClassNode, module: SourceModule): ReadonlyMap<string, readonly TSESTree.ClassElement[]> {
	const known = USERS.get(node);
	if (known !== undefined) {
		return known;
	}
	const users = new Map<string, TSESTree.ClassElement[]>();
	for (const member of node.body.body) {
		for (const inner of nodesIn(member, module)) {
			const name =
				inner.type === "MemberExpression" && inner.object.type === "ThisExpression"
					? memberKey(inner.property, inner.computed)
					: null;
			if (name !== null) {
				const list = users.get(name) ?? [];
				users.set(name, list);
				list.push(member);
			}
		}
	}
	USERS.set(node, users);
	return users;
}

/** Methods that wait for what their callback gives. */
const CHAINS = new Set(["then", "catch", "finally"]);

/**
 * `(event) => load(event).then((user) => …)`: what needs a value runs in callbacks whose results are waited for. A wait
 * in one of them lets other calls run first, which came later.
 *
 * @param reason why the functions around them are refused
 */
function refuseChained(reads: readonly TSESTree.Node[], reason: Words): Refusal | null {
	const [first] = reads;
	const outermost = first === undefined ? null : outermostFunction(first);
	const name = outermost !== null && isFunction(outermost) ? nameOfFunction(outermost) : null;
	return outermost !== null &&
		renderWords(reason) === renderWords(REASONS.synchronous(name)) &&
		reads.every((read) => outermostFunction(read) === outermost && isInChain(read, outermost))
		? refuse(REASONS.chained(name))
		: null;
}

/** True where a function around a node, inside an outer one, is the callback of a promise. */
function isInChain(read: TSESTree.Node, outermost: TSESTree.Node): boolean {
	for (const node of ancestorsOf(read)) {
		if (node === outermost) {
			return false;
		}
		const { parent } = node;
		if (
			isFunction(node) &&
			parent?.type === "CallExpression" &&
			parent.callee.type === "MemberExpression" &&
			CHAINS.has(nameOfCallee(parent.callee) ?? "")
		) {
			return true;
		}
	}
	return false;
}

function leavesModule(read: TSESTree.Node): boolean {
	for (let node: TSESTree.Node | undefined | null = read; node !== undefined && node !== null; node = node.parent) {
		if (node.type === "CallExpression" || node.type === "NewExpression") {
			return false; // What a call makes of it is exported, not itself.
		}
		if (
			node.type === "ExportSpecifier" ||
			node.type === "ExportDefaultDeclaration" ||
			(node.type === "AssignmentExpression" && isExported(node.left))
		) {
			return true;
		}
	}
	return false;
}

/** Who is handed the innermost of the functions around a node that is handed on: `use` of `app.use(() => …)`. */
function takerAround(read: TSESTree.Node): string | null {
	for (let node: TSESTree.Node | undefined | null = read; node !== undefined && node !== null; node = node.parent) {
		const taker = isFunction(node) ? takerOf(node) : null;
		if (taker !== null) {
			return taker;
		}
	}
	return null;
}

/** The function that a node is an argument of, and that may keep it for later: all but those of arrays. */
function takerOf(node: TSESTree.Node): string | null {
	const { parent } = node;
	if (parent?.type !== "CallExpression" || parent.callee === node) {
		return null;
	}
	const name = nameOfCallee(parent.callee);
	return name === null || (CALLBACKS.has(name) && !DROPPED.has(name)) ? null : name;
}

function rootOf(node: TSESTree.Node): TSESTree.Node {
	let root = node;
	while (root.type === "MemberExpression" || root.type === "CallExpression") {
		root = root.type === "MemberExpression" ? root.object : root.callee;
	}
	return root;
}
