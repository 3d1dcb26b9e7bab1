import { groupBy } from "../../text/group-by.ts";
import { isFunction, type FunctionNode, declaredName } from "../program/function-node.ts";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isSecretName } from "../../detect/name-kind.ts";
import { secretHolesIn, secretPiecesOf } from "../ranges/announced.ts";
import { argumentNames } from "../handler/literals/argument-names.ts";
import { importedSinks } from "../handler/literals/imported-sinks.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { keyOf, nameOf, nameOfSymbol } from "../program/name-of.ts";
import { nodesOf } from "../program/nodes-of.ts";
import type { SourceModule } from "../program/source-module.ts";
import { followNames, variableOf } from "../program/variable-of.ts";
import type { Fuel } from "../../text/fuel.ts";
import { keyArguments } from "./key-arguments.ts";
import { filledText, writtenCall } from "./written-call.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfCallee, nameOfKey } from "../program/name-of-key.ts";
import { textOf } from "../program/text-of.ts";
import { ancestorsOf, functionAround } from "../program/around.ts";

/** Which part of a value is asked for: the names of properties from the outside in; null where any of them may be. */
type Path = readonly (string | null)[];

/** Longer ways into a value are not followed. */
const DEEPEST = 4;

/**
 * The expressions of a module whose value ends where a secret belongs: the key of a signature, a password's argument,
 * a variable or a property with a secret's name. Followed backwards through names, properties, fields, patterns,
 * parameters and results, to what may be written there.
 */
export function secretValues(module: SourceModule): ReadonlySet<TSESTree.Node> {
	const values = new SecretValues(module);
	values.begin();
	return values.found;
}

class SecretValues {
	readonly found = new Set<TSESTree.Node>();
	readonly #module: SourceModule;
	readonly #fuel: Fuel;
	readonly #open: { readonly node: TSESTree.Node; readonly path: Path }[] = [];
	/** Which parts of a node, a variable, a class, a function's results or the methods of a name were asked for. */
	readonly #followed = new Map<object, Set<string>>();
	readonly #entriesOf = new Map<object, ReadonlyMap<string | null, readonly Entry[]>>();
	readonly #writesOf = new Map<TSESLint.Scope.Variable, readonly TSESTree.Node[]>();
	#methodsOf: ReadonlyMap<string | null, readonly TSESTree.MethodDefinition[]> | undefined;
	/** What is written to a property, by its name: `this.key = …`, `config.key = …`. */
	#written: ReadonlyMap<string, readonly TSESTree.Expression[]> | undefined;
	#methods: ReadonlyMap<string | null, readonly number[]> | undefined;
	#resultsOf: ReadonlyMap<TSESTree.Node, readonly TSESTree.Expression[]> | undefined;

	constructor(module: SourceModule) {
		this.#module = module;
		this.#fuel = fuelOf(module, "where secrets come from");
	}

	begin(): void {
		const module = this.#module;
		for (const node of [...nodesOf(module, "CallExpression"), ...nodesOf(module, "NewExpression")]) {
			this.#takeCall(node);
		}
		for (const node of importedSinks(module).keys()) {
			this.#take(node, []);
		}
		for (const node of nodesOf(module, "VariableDeclarator")) {
			this.#takePattern(node.id, node.init, []);
		}
		for (const node of nodesOf(module, "AssignmentExpression")) {
			this.#takePattern(node.left, node.right, []);
		}
		for (const node of nodesOf(module, "ForOfStatement")) {
			const { left } = node;
			const target = left.type === "VariableDeclaration" ? left.declarations[0]?.id : left;
			if (target !== undefined) {
				this.#takePattern(target, node.right, [null]);
			}
		}
		for (const node of nodesOf(module, "Property")) {
			const name = keyOf(node, module) ?? nameOfSymbol(node) ?? "";
			if (node.parent.type === "ObjectExpression" && (holdsCredential(node, name) || isUserOfBasicAuth(node))) {
				this.#take(node.value, []);
			}
		}
		this.#takeFallbackResults();
		this.#takeUriParts();
		for (let next = this.#open.pop(); next !== undefined && this.#fuel.spend(1); next = this.#open.pop()) {
			this.#follow(unwrap(next.node), next.path);
		}
	}

	/** `if (!token) return "…"; return token;`: what a function gives back in a secret's place. */
	#takeFallbackResults(): void {
		for (const results of this.#results().values()) {
			const isSecret = results.some((result) => {
				const value = followNames(result, this.#module);
				return [result, value].some((one) => isSecretName(nameOf(one, this.#module) ?? ""));
			});
			if (isSecret && results.length > 1) {
				results.forEach((result) => this.#take(result, []));
			}
		}
	}

	/** `postgres://app:${"…"}@host`, `"postgres://app:" + "…" + "@host"`: the password of a URI. */
	#takeUriParts(): void {
		for (const { expressions, quasis } of nodesOf(this.#module, "TemplateLiteral")) {
			const texts = expressions.map((one) => textOf(one));
			const pieces = quasis.flatMap(({ value }, at) => [value.raw, texts[at] ?? null]);
			for (const index of secretPiecesOf(pieces)) {
				this.#takeItem(index % 2 === 1 ? expressions[(index - 1) / 2] : null, []);
			}
		}
		for (const node of nodesOf(this.#module, "BinaryExpression")) {
			if (node.operator === "+" && !isJoined(node.parent)) {
				const operands = operandsOf(node);
				secretPiecesOf(operands.map((one) => textOf(one))).forEach((at) => this.#takeItem(operands[at], []));
			}
		}
		for (const { elements } of nodesOf(this.#module, "ArrayExpression")) {
			const pieces = elements.map((one) => (one === null ? null : textOf(one)));
			secretPiecesOf(pieces).forEach((at) => this.#takeItem(elements[at], []));
		}
	}

	#takeCall(written: TSESTree.CallExpression | TSESTree.NewExpression): void {
		const node = writtenCall(written, this.#module);
		const filled = filledText(node);
		secretPiecesOf(filled?.pieces ?? []).forEach((at) => this.#takeItem(filled?.values.get(at), []));
		this.#takeSubstituted(node);
		const names = argumentNames(node, this.#module);
		const keys = [...keyArguments(node, this.#module), ...this.#secretParameters(node.callee)];
		for (const [index, argument] of node.arguments.entries()) {
			const place = names[index];
			const isSink = place?.sink !== null && place?.sink !== undefined && place.sink !== "client";
			if (keys.includes(index)) {
				this.found.add(argument);
				this.#take(argument, []);
			} else if (isSink || isSecretName(place?.name ?? "") || (index === 1 && isHeaderWritten(node))) {
				this.#take(argument, []);
			}
		}
	}

	/** `Fn.sub("postgres://app:${P}@db", { P: "…" })` */
	#takeSubstituted({ callee, arguments: [first, values] }: TSESTree.CallExpression | TSESTree.NewExpression): void {
		const text =
			callee.type === "MemberExpression" &&
			nameOfKey(callee.property, callee.computed) === "sub" &&
			first !== undefined
				? textOf(first)
				: null;
		if (text !== null && values !== undefined) {
			secretHolesIn(text).forEach((name) => this.#take(values, [name]));
		}
	}

	/** The places of a method's parameters that are secrets, where a class of this module has a method of that name. */
	#secretParameters(callee: TSESTree.Node): readonly number[] {
		if (callee.type !== "MemberExpression") {
			return [];
		}
		this.#methods ??= new Map(
			nodesOf(this.#module, "MethodDefinition").map(({ key, computed, value }) => [
				nameOfKey(key, computed),
				value.params.flatMap((parameter, index) =>
					parameter.type === "Identifier" && isSecretName(parameter.name) ? [index] : [],
				),
			]),
		);
		return this.#methods.get(nameOfKey(callee.property, callee.computed)) ?? [];
	}

	/** `const [user, password] = …`: what is given to a name of a secret, wherever it stands in the pattern. */
	#takePattern(target: TSESTree.Node, value: TSESTree.Node | null, path: Path): void {
		if (value === null || path.length > DEEPEST) {
			return;
		}
		switch (target.type) {
			case "Identifier":
			case "MemberExpression":
				if (isSecretName(this.#nameOf(target) ?? "")) {
					this.#take(value, path);
				}
				return;
			case "AssignmentPattern":
				this.#takePattern(target.left, value, path);
				return;
			case "ArrayPattern":
				for (const [index, element] of target.elements.entries()) {
					if (element !== null && element.type !== "RestElement") {
						this.#takePattern(element, value, [...path, String(index)]);
					}
				}
				return;
			case "ObjectPattern":
				for (const property of target.properties) {
					if (property.type === "Property") {
						const key = keyOf(property, this.#module);
						this.#takePattern(property.value, value, [...path, key]);
					}
				}
				return;
			default:
		}
	}

	/** The name of what is written to, also behind a constant: `config[KEY] = …`. */
	#nameOf(node: TSESTree.Identifier | TSESTree.MemberExpression): string | null {
		const own = nameOf(node, this.#module);
		if (own !== null || node.type !== "MemberExpression") {
			return own;
		}
		const member = { computed: true, key: node.property };
		return keyOf(member, this.#module) ?? nameOfSymbol(member);
	}

	#take(node: TSESTree.Node, path: Path): void {
		if (path.length <= DEEPEST && this.#isNew(node, path)) {
			this.#open.push({ node, path });
		}
	}

	/** True when a part of something is asked for the first time: what leads to it again adds nothing. */
	#isNew(owner: object, path: Path): boolean {
		const key = path.join(".");
		const followed = this.#followed.get(owner) ?? new Set();
		const isNew = !followed.has(key);
		this.#followed.set(owner, followed.add(key));
		return isNew;
	}

	#follow(node: TSESTree.Node, path: Path): void {
		switch (node.type) {
			case "Identifier":
				this.#followName(node, path);
				return;
			case "MemberExpression":
				this.#followMember(node, path);
				return;
			case "ObjectExpression":
				this.#followObject(node, path);
				return;
			case "ArrayExpression":
				this.#followArray(node, path);
				return;
			case "BinaryExpression":
				this.#followAddition(node, path);
				return;
			case "LogicalExpression":
				this.#take(node.left, path);
				this.#take(node.right, path);
				return;
			case "ConditionalExpression":
				this.#take(node.consequent, path);
				this.#take(node.alternate, path);
				return;
			case "AwaitExpression":
			case "SpreadElement":
				this.#take(node.argument, path);
				return;
			case "AssignmentExpression":
				this.#take(node.right, path);
				return;
			case "TemplateLiteral":
				node.expressions.forEach((expression) => this.#take(expression, path));
				if (path.length === 0 && !joinsSecret(node, this.#module)) {
					this.found.add(node);
				}
				return;
			case "CallExpression":
			case "NewExpression":
				this.#followCall(node, path);
				return;
			case "Literal":
				if (path.length === 0 || typeof node.value === "string") {
					this.found.add(node);
				}
				return;
			default:
		}
	}

	#followArray({ elements }: TSESTree.ArrayExpression, [first, ...rest]: Path): void {
		if (first !== undefined) {
			const all = first === null || !/^\d+$/u.test(first) ? elements : [elements[Number(first)]];
			all.forEach((item) => this.#takeItem(item, rest));
		}
	}

	#followAddition(node: TSESTree.BinaryExpression, path: Path): void {
		if (node.operator === "+") {
			const isBeside = joinsSecret(node, this.#module);
			[node.left, node.right]
				.filter(({ type }) => !isBeside || type !== "Literal")
				.forEach((side) => this.#take(side, path));
		}
	}

	#takeItem(item: TSESTree.Node | null | undefined, path: Path): void {
		if (item !== null && item !== undefined) {
			this.#take(item, path);
		}
	}

	#followName(node: TSESTree.Identifier, path: Path): void {
		const variable = variableOf(node, this.#module);
		if (variable === null || !this.#isNew(variable, path)) {
			return;
		}
		for (const { name, node: owner } of variable.defs as readonly TSESLint.Scope.Definition[]) {
			if (owner.type === "VariableDeclarator" && owner.init !== null) {
				this.#followPattern(owner.id, name, owner.init, path);
			} else if (isFunction(owner)) {
				this.#followParameter(owner, name, path);
			} else if (owner.type === "ClassDeclaration" && path.length > 0) {
				this.#followClass(owner.body, path);
			}
		}
		this.#writes(variable).forEach((value) => this.#take(value, path));
	}

	/** What is assigned to a variable after its declaration. */
	#writes(variable: TSESLint.Scope.Variable): readonly TSESTree.Node[] {
		let writes = this.#writesOf.get(variable);
		if (writes === undefined) {
			writes = variable.references.flatMap(({ identifier, writeExpr }) =>
				identifier.parent.type === "AssignmentExpression" && identifier.parent.left === identifier
					? (writeExpr ?? [])
					: [],
			);
			this.#writesOf.set(variable, writes);
		}
		return this.#fuel.spend(writes.length) ? writes : [];
	}

	/** What a pattern gives to a name: the part of the value, or the default. */
	#followPattern(pattern: TSESTree.Node, name: TSESTree.Node, value: TSESTree.Node, path: Path): void {
		let at: TSESTree.Node | undefined = name;
		const inner: (string | null)[] = [];
		while (at !== undefined && at !== pattern) {
			const parent: TSESTree.Node | undefined = at.parent;
			if (parent?.type === "AssignmentPattern") {
				this.#take(parent.right, path);
			} else if (parent?.type === "Property") {
				inner.unshift(keyOf(parent, this.#module));
			} else if (parent?.type === "ArrayPattern") {
				inner.unshift(String(parent.elements.indexOf(at as TSESTree.DestructuringPattern)));
			}
			at = parent;
		}
		this.#take(value, [...inner, ...path]);
	}

	/** The default of a parameter, and what is given to it where the function is called by its name. */
	#followParameter(owner: FunctionNode, name: TSESTree.Node, path: Path): void {
		const index = owner.params.findIndex(
			(one) =>
				one === name ||
				(one.type === "AssignmentPattern" && one.left === name) ||
				(one.type === "TSParameterProperty" && one.parameter === name),
		);
		const parameter = owner.params[index];
		if (parameter?.type === "AssignmentPattern") {
			this.#take(parameter.right, path);
		}
		const id = declaredName(owner);
		const variable = id === null || index < 0 ? null : variableOf(id, this.#module);
		for (const { identifier } of variable?.references ?? []) {
			const { parent } = identifier;
			if (parent.type === "CallExpression" && parent.callee === identifier) {
				this.#takeItem(parent.arguments[index], path);
			}
		}
	}

	#followMember(node: TSESTree.MemberExpression, path: Path): void {
		const key = node.computed ? textOf(node.property) : nameOfKey(node.property, false);
		const index =
			node.property.type === "Literal" && typeof node.property.value === "number"
				? String(node.property.value)
				: key;
		const object = unwrap(node.object);
		if (object.type === "ThisExpression") {
			for (const outer of ancestorsOf(node)) {
				if (outer.type === "ClassBody") {
					this.#followClass(outer, [index, ...path]);
					break;
				}
			}
		} else {
			this.#take(object, [index, ...path]);
		}
		if (index !== null && (object.type === "ThisExpression" || object.type === "Identifier")) {
			this.#writtenTo(index).forEach((value) => this.#take(value, path));
		}
	}

	#writtenTo(name: string): readonly TSESTree.Expression[] {
		if (this.#written === undefined) {
			const written = new Map<string, TSESTree.Expression[]>();
			for (const { left, right } of nodesOf(this.#module, "AssignmentExpression")) {
				const key = left.type === "MemberExpression" ? nameOfKey(left.property, left.computed) : null;
				if (key !== null) {
					const known = written.get(key) ?? [];
					known.push(right);
					written.set(key, known.length > MOST_WRITTEN ? known.slice(-MOST_WRITTEN) : known);
				}
			}
			this.#written = written;
		}
		return this.#written.get(name) ?? [];
	}

	#followClass(node: TSESTree.ClassBody, path: Path): void {
		const [first, ...rest] = path;
		if (first === undefined || !this.#isNew(node, path)) {
			return;
		}
		for (const member of this.#entries(node, node.body, first)) {
			if (member.type === "PropertyDefinition") {
				this.#takeItem(member.value, rest);
			} else if (member.type === "MethodDefinition" && member.kind === "get") {
				this.#takeResults(member.value, rest);
			}
		}
	}

	#followObject(node: TSESTree.ObjectExpression, path: Path): void {
		const [first, ...rest] = path;
		if (first === undefined) {
			return;
		}
		for (const property of this.#entries(node, node.properties, first)) {
			if (property.type === "SpreadElement") {
				this.#take(property.argument, path);
			} else if (property.type === "Property" && property.kind === "get") {
				this.#takeResults(property.value, rest);
			} else if (property.type === "Property") {
				this.#take(property.value, rest);
			}
		}
	}

	/** Those of a name, and spreads, which may bring it; all of them where the name is not known. */
	#entries(owner: object, all: readonly Entry[], name: string | null): readonly Entry[] {
		if (name === null) {
			return this.#fuel.spend(all.length) ? all : [];
		}
		let byName = this.#entriesOf.get(owner);
		if (byName === undefined) {
			byName = groupBy(all, (entry) =>
				entry.type === "SpreadElement" || !("key" in entry) ? SPREAD : keyOf(entry, this.#module),
			);
			this.#entriesOf.set(owner, byName);
		}
		const found = [...(byName.get(name) ?? []), ...(byName.get(SPREAD) ?? [])];
		return this.#fuel.spend(found.length) ? found : [];
	}

	/** What a function of this module gives back; what a decoder or a method of texts makes its value of. */
	#followCall(node: TSESTree.CallExpression | TSESTree.NewExpression, path: Path): void {
		const callee = unwrap(node.callee);
		if (isFunction(callee)) {
			this.#takeResults(callee, path);
			return;
		}
		const method = nameOfCallee(callee) ?? "";
		if (callee.type === "MemberExpression" && TEXT_METHODS.has(method)) {
			this.#take(callee.object, method === "split" || method === "join" ? [] : path);
		}
		if (DECODERS.has(method)) {
			node.arguments.forEach((argument) => this.#take(argument, path));
			return;
		}
		if (callee.type === "Identifier") {
			this.#takeResultsOfName(callee, path);
		} else if (callee.type === "MemberExpression" && callee.object.type === "ThisExpression") {
			this.#methodsOf ??= groupBy(nodesOf(this.#module, "MethodDefinition"), ({ key, computed }) =>
				nameOfKey(key, computed),
			);
			const methods = this.#methodsOf.get(method) ?? [];
			if (this.#isNew(methods, path)) {
				methods.forEach(({ value }) => this.#takeResults(value, path));
			}
		}
	}

	#takeResultsOfName(callee: TSESTree.Identifier, path: Path): void {
		for (const { node: owner } of variableOf(callee, this.#module)?.defs ?? []) {
			const target = owner.type === "VariableDeclarator" ? owner.init : owner;
			if (target !== null) {
				this.#takeResults(target as TSESTree.Node, path);
			}
		}
	}

	#takeResults(node: TSESTree.Node, path: Path): void {
		if (!isFunction(node)) {
			return;
		}
		if (node.body !== null && node.body.type !== "BlockStatement") {
			this.#take(node.body, path);
			return;
		}
		const results = this.#results().get(node);
		if (results !== undefined && this.#isNew(results, path)) {
			results.forEach((result) => this.#take(result, path));
		}
	}

	/** What each function of the module gives back. */
	#results(): ReadonlyMap<TSESTree.Node, readonly TSESTree.Expression[]> {
		if (this.#resultsOf === undefined) {
			const results = new Map<TSESTree.Node, TSESTree.Expression[]>();
			for (const statement of nodesOf(this.#module, "ReturnStatement")) {
				const { argument } = statement;
				const owner = argument === null ? null : functionAround(statement);
				if (argument !== null && owner !== null) {
					const known = results.get(owner) ?? [];
					known.push(argument);
					results.set(owner, known);
				}
			}
			this.#resultsOf = results;
		}
		return this.#resultsOf;
	}
}

/** What is added up, from the left: of a chain of `+`, which may be thousands long. */
function operandsOf(node: TSESTree.BinaryExpression): readonly TSESTree.Node[] {
	const operands: TSESTree.Node[] = [];
	let at: TSESTree.Node = node;
	while (isJoined(at)) {
		operands.push(at.right);
		at = at.left;
	}
	return [...operands, at].reverse();
}

function isJoined(node: TSESTree.Node): node is TSESTree.BinaryExpression {
	return node.type === "BinaryExpression" && node.operator === "+";
}

/** A property for a secret, the `Authorization` of a request, the `auth` of a client. */
function holdsCredential({ parent, value }: TSESTree.Property, name: string): boolean {
	if (isSecretName(name)) {
		return true;
	}
	const { parent: outer } = parent;
	const isOption = name === "auth" && outer.type === "NewExpression" && outer.callee !== (parent as TSESTree.Node);
	return value.type !== "Literal" && (isOption || AUTHORIZATION.test(name)); // `authorization: "basic"` says of which kind.
}

/** `basicAuth({ users: { admin: "…" } })` */
function isUserOfBasicAuth({ parent }: TSESTree.Property): boolean {
	const users = parent.parent;
	const call = users.type === "Property" && isNamed(users.key, /^users$/u) ? users.parent.parent : null;
	return call?.type === "CallExpression" && isNamed(call.callee, /basic|auth/iu);
}

function isNamed(node: TSESTree.Node, pattern: RegExp): boolean {
	return node.type === "Identifier" && pattern.test(node.name);
}

/** `headers.set("Authorization", …)` */
function isHeaderWritten({ arguments: [first], callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
	return (
		callee.type === "MemberExpression" &&
		first !== undefined &&
		first.type === "Literal" &&
		typeof first.value === "string" &&
		AUTHORIZATION.test(first.value)
	);
}

const AUTHORIZATION = /^(?:proxy-)?authorization$/iu;

/** What was answered of a node: each part of a text asks it of the whole. */
const JOINS = new WeakMap<TSESTree.Node, boolean>();

/** `"Token " + apiToken`: the secret is what stands beside the text, which need not be a part of it. */
export function joinsSecret(node: TSESTree.Node, module: SourceModule): boolean {
	let joins = JOINS.get(node);
	if (joins === undefined) {
		joins = joinedBy(node).some((part) => isRead(part) && isSecretName(nameOf(part, module) ?? ""));
		JOINS.set(node, joins);
	}
	return joins;
}

function joinedBy(node: TSESTree.Node): readonly TSESTree.Node[] {
	if (node.type === "TemplateLiteral") {
		return node.expressions;
	}
	return node.type === "BinaryExpression" && node.operator === "+" ? [node.left, node.right] : [];
}

function isRead({ type }: TSESTree.Node): boolean {
	return type === "Identifier" || type === "MemberExpression";
}

/** What an object or a class is made of. */
type Entry = TSESTree.ObjectLiteralElement | TSESTree.ClassElement;

/** What stands for the name of a spread: no property is called so. */
const SPREAD = "...";

/** How many values of one property name are looked at. */
const MOST_WRITTEN = 32;

/** Functions whose result is what they are given, in another form. */
const DECODERS = new Set(
	"from String encode decode atob btoa encodeURIComponent decodeURIComponent resolve freeze createSecretKey createPrivateKey toBuffer utf8ToBytes hexToBytes importPKCS8 importJWK".split(
		" ",
	),
);
/** Methods that give back their text, or a part of it. */
const TEXT_METHODS = new Set(
	"trim toString split join concat slice padEnd valueOf normalize replace at pop".split(" "),
);
