import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { argumentNames, DECODERS, isSetter } from "./argument-names.ts";
import { bytesAsText, codesAsText, isFromCodes } from "./byte-text.ts";
import { isMethod, isName, keyOf, nameOf } from "../../program/name-of.ts";
import { importedSinks } from "./imported-sinks.ts";
import type { NamedLiteral } from "./named-literal.ts";
import { NOWHERE, placed, type Place } from "./place.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { readStaticText, staticTextOf } from "../../program/static-text.ts";
import { variableOf } from "../../program/variable-of.ts";
import { isBareToken, isSecretName } from "../../../detect/name-kind.ts";

/** Keys that say nothing of their own: `password: { default: "…" }`. */
const TRANSPARENT = new Set([
	"default",
	"defaultValue",
	"value",
	"fallback",
	"initialValue",
	"initial",
	"const",
	"val",
	"plaintext",
	"raw",
	"current",
	"$default",
	"_default",
	"stringValue",
	"S",
]);
/** Keys of an object that name the value beside them: `{ name: "DB_PASSWORD", value: "…" }`. */
const NAMING = new Set([
	"name",
	"key",
	"Name",
	"Key",
	"ParameterKey",
	"OptionName",
	"optionName",
	"variable",
	"field",
	"header",
	"parameterName",
	"id",
]);
const VALUING = new Set([
	"value",
	"Value",
	"ParameterValue",
	"stringValue",
	"defaultValue",
	"default",
	"secretValue",
	"content",
]);

/** How many names a text is judged by. */
const MAX_ALIASES = 32;

/** Goes through a program from the top, taking the name of each place down to the texts in it. */
export class NameCollector {
	readonly #module: SourceModule;
	readonly #sinks: ReturnType<typeof importedSinks>;
	readonly #found: NamedLiteral[] = [];
	/** Places where a name is used, to be told to the text of its constant. */
	readonly #uses: { readonly node: TSESTree.Identifier; readonly place: Place }[] = [];

	constructor(module: SourceModule) {
		this.#module = module;
		this.#sinks = importedSinks(module);
	}

	collect(): readonly NamedLiteral[] {
		this.#visit(this.#module.ast, NOWHERE);
		this.#tellUses();
		return this.#found;
	}

	/** Takes a text, if the expression is one, else goes into it with the name of its place. */
	#value(node: TSESTree.Node, given: Place): void {
		const place = this.#sunk(node, given);
		const parts = couldHold(node.type) ? readStaticText(node, this.#module, true) : null;
		if (parts === null) {
			this.#inside(node, place);
			return;
		}
		const [start, end] = node.range;
		this.#found.push({
			node: node as TSESTree.Expression,
			text: parts.text,
			name: place.name,
			aliases: place.aliases,
			kind: place.kind,
			fallbackOf: place.fallbackOf,
			sink: place.sink,
			isPublic: place.isPublic,
			isOpen: parts.isOpen,
			span: { start, end },
			parts,
		});
		if (parts.isOpen) {
			this.#holes(node);
		}
	}

	/** The place of what a known package takes for a key, whatever its name says. */
	#sunk(node: TSESTree.Node, place: Place): Place {
		const sink = this.#sinks.get(node);
		return sink === undefined ? place : place === NOWHERE ? placed(null, "argument", sink) : { ...place, sink };
	}

	/** What fills the holes of a text may hold texts of its own. */
	#holes(node: TSESTree.Node): void {
		switch (node.type) {
			case "TemplateLiteral":
				for (const [index, expression] of node.expressions.entries()) {
					this.#hole(expression, placeBehind(node.quasis[index]?.value.cooked));
				}
				return;
			case "BinaryExpression": {
				// Only the operand right before: to read all of them for each costs the square of a long sum.
				const before = node.left.type === "BinaryExpression" ? node.left.right : node.left;
				this.#hole(node.left);
				this.#hole(node.right, placeBehind(staticTextOf(before, this.#module)));
				return;
			}
			default:
				this.#children(node);
		}
	}

	#hole(node: TSESTree.Node, place = NOWHERE): void {
		if (node.type === "TemplateLiteral" || (node.type === "BinaryExpression" && node.operator === "+")) {
			this.#holes(node);
		} else if (node.type !== "Literal") {
			this.#visit(node, place);
		}
	}

	/** An expression that is no text itself, in a place with a name. */
	#inside(node: TSESTree.Node, place: Place): void {
		const wrapped = wrappedIn(node);
		if (wrapped !== null) {
			this.#value(wrapped, place);
			return;
		}
		switch (node.type) {
			case "Literal":
				return;
			case "TemplateLiteral":
				this.#holes(node);
				return;
			case "BinaryExpression":
				this.#binary(node);
				return;
			case "Identifier":
				this.#use(node, place);
				return;
			case "LogicalExpression":
				this.#logical(node, place);
				return;
			case "ConditionalExpression":
				this.#visit(node.test, NOWHERE);
				this.#value(node.consequent, place);
				this.#value(node.alternate, place);
				return;
			case "SequenceExpression":
				for (const [index, expression] of node.expressions.entries()) {
					this.#value(expression, index === node.expressions.length - 1 ? place : NOWHERE);
				}
				return;
			case "AssignmentExpression":
				this.#assignment(node, place);
				return;
			case "ArrayExpression":
				this.#array(node, place);
				return;
			case "ObjectExpression":
				this.#object(node, place);
				return;
			case "CallExpression":
			case "NewExpression":
				this.#call(node, place);
				return;
			case "ArrowFunctionExpression":
			case "FunctionExpression":
				this.#function(node, place.name === null || place.kind === "argument" ? null : place.name);
				return;
			default:
				this.#visit(node, NOWHERE);
		}
	}

	#use(node: TSESTree.Identifier, place: Place): void {
		if (place !== NOWHERE) {
			this.#uses.push({ node, place });
		}
	}

	/** `process.env.DB_PASSWORD ?? "…"`: what stands on the left names what stands for it. */
	#logical(node: TSESTree.LogicalExpression, place: Place): void {
		if (node.operator === "&&") {
			this.#visit(node.left, NOWHERE);
			this.#value(node.right, place);
			return;
		}
		this.#value(node.left, place);
		const left = nameOf(node.left, this.#module);
		const aliases = left === null ? place.aliases : [...place.aliases, left].slice(-MAX_ALIASES);
		this.#value(node.right, {
			...place,
			kind: place.name === null && left !== null ? "variable" : place.kind,
			name: place.name ?? left,
			aliases,
			fallbackOf: node.left,
		});
	}

	/** A node that has no name to give. */
	#visit(node: TSESTree.Node, place: Place): void {
		if (SILENT.has(node.type)) {
			return;
		}
		if (PLACED.has(node.type)) {
			this.#inside(node, place);
			return;
		}
		switch (node.type) {
			case "VariableDeclarator":
				this.#pattern(node.id);
				if (node.init !== null) {
					this.#value(node.init, node.id.type === "Identifier" ? placed(node.id.name, "variable") : NOWHERE);
				}
				return;
			case "AssignmentPattern":
				this.#pattern(node);
				return;
			case "ArrowFunctionExpression":
			case "FunctionExpression":
				this.#function(node, null);
				return;
			case "FunctionDeclaration":
				this.#function(node, node.id?.name ?? null);
				return;
			case "MethodDefinition":
			case "PropertyDefinition":
			case "AccessorProperty":
				this.#classMember(node);
				return;
			case "TSEnumMember":
				this.#enumMember(node);
				return;
			case "JSXAttribute":
				if (node.value !== null) {
					this.#value(
						node.value,
						placed(node.name.type === "JSXIdentifier" ? node.name.name : node.name.name.name, "attribute"),
					);
				}
				return;
			default:
				this.#nameless(node, place);
		}
	}

	/** A statement or an expression that gives no name to what is in it. */
	#nameless(node: TSESTree.Node, place: Place): void {
		switch (node.type) {
			case "Literal":
			case "TemplateLiteral":
				this.#value(node, place);
				return;
			case "BinaryExpression":
				this.#value(node, NOWHERE);
				return;
			case "ExpressionStatement":
				if (typeof node.directive !== "string") {
					this.#value(node.expression, NOWHERE);
				}
				return;
			case "TaggedTemplateExpression":
				this.#visit(node.tag, NOWHERE);
				this.#value(node.quasi, NOWHERE);
				return;
			case "SwitchCase":
				this.#switchCase(node, NOWHERE);
				return;
			case "ExportDefaultDeclaration":
				this.#value(node.declaration, NOWHERE);
				return;
			case "ExportNamedDeclaration":
				if (node.declaration !== null) {
					this.#visit(node.declaration, NOWHERE);
				}
				return;
			case "TSAsExpression":
			case "TSSatisfiesExpression":
			case "TSNonNullExpression":
			case "TSTypeAssertion":
			case "TSExportAssignment":
				this.#value(node.expression, NOWHERE);
				return;
			case "MemberExpression":
				this.#visit(node.object, NOWHERE);
				if (node.computed && node.property.type !== "Literal") {
					this.#visit(node.property, NOWHERE);
				}
				return;
			default:
				this.#children(node);
		}
	}

	#classMember(node: TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.AccessorProperty): void {
		this.#decorators(node);
		this.#computedKey(node);
		if (node.type !== "MethodDefinition") {
			if (node.value !== null) {
				this.#value(node.value, placed(keyOf(node, this.#module), "field"));
			}
		} else if (node.value.type === "FunctionExpression") {
			this.#function(node.value, keyOf(node, this.#module));
		}
	}

	#enumMember({ id, initializer }: TSESTree.TSEnumMember): void {
		// Some parsers leave an absent part out, others say null.
		if ((initializer ?? null) !== null) {
			const name = id.type === "Identifier" ? id.name : staticTextOf(id, this.#module);
			this.#value(initializer as TSESTree.Expression, placed(name, "enum"));
		}
	}

	#children(node: TSESTree.Node): void {
		for (const key of this.#module.visitorKeys[node.type] ?? []) {
			const child = (node as unknown as Readonly<Record<string, unknown>>)[key];
			if (Array.isArray(child)) {
				for (const item of child as readonly (TSESTree.Node | null)[]) {
					if (item !== null) {
						this.#visit(item, NOWHERE);
					}
				}
			} else if (typeof child === "object" && child !== null) {
				this.#visit(child as TSESTree.Node, NOWHERE);
			}
		}
	}

	#decorators(node: { readonly decorators?: readonly TSESTree.Decorator[] }): void {
		for (const decorator of node.decorators ?? []) {
			this.#visit(decorator, NOWHERE);
		}
	}

	#computedKey(node: { readonly computed: boolean; readonly key: TSESTree.Node }): void {
		if (node.computed && node.key.type !== "Literal") {
			this.#visit(node.key, NOWHERE);
		}
	}

	/** A function; what it gives back goes by its own name, without `get`. */
	#function(
		node: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression | TSESTree.FunctionDeclaration,
		name: string | null,
	): void {
		for (const parameter of node.params) {
			this.#decorators(parameter);
			this.#pattern(parameter.type === "TSParameterProperty" ? parameter.parameter : parameter);
		}
		const result = placed(name?.replace(GETTER, "") ?? null, "result");
		if (node.body.type === "BlockStatement") {
			this.#body(node.body, result);
		} else {
			this.#value(node.body, result);
		}
	}

	#body(block: TSESTree.BlockStatement, result: Place): void {
		for (const statement of block.body) {
			this.#statement(statement, result);
		}
	}

	/** A statement of a function; what it gives back has the place of the function's result. */
	#statement(statement: TSESTree.Statement, result: Place): void {
		switch (statement.type) {
			case "ReturnStatement":
				if (statement.argument !== null) {
					this.#value(statement.argument, result);
				}
				return;
			case "BlockStatement":
				this.#body(statement, result);
				return;
			case "IfStatement":
				this.#visit(statement.test, NOWHERE);
				this.#statement(statement.consequent, result);
				if (statement.alternate !== null) {
					this.#statement(statement.alternate, result);
				}
				return;
			case "SwitchStatement":
				this.#visit(statement.discriminant, NOWHERE);
				statement.cases.forEach((one) => {
					this.#switchCase(one, result);
				});
				return;
			case "TryStatement":
				for (const block of [statement.block, statement.handler?.body, statement.finalizer]) {
					if (block !== null && block !== undefined) {
						this.#body(block, result);
					}
				}
				return;
			default:
				this.#visit(statement, NOWHERE);
		}
	}

	/** `case "apiKey": return "…"`: what is asked for names what is given back. */
	#switchCase({ test, consequent }: TSESTree.SwitchCase, result: Place): void {
		const name = test === null ? null : staticTextOf(test, this.#module);
		if (test !== null) {
			this.#visit(test, NOWHERE);
		}
		const given =
			name === null || !isName(name)
				? result
				: { ...placed(name, "result"), aliases: result.name === null ? [] : [result.name] };
		consequent.forEach((statement) => {
			this.#statement(statement, given);
		});
	}

	/** Defaults in parameters and in what is taken apart. */
	#pattern(node: TSESTree.Node, key: string | null = null): void {
		switch (node.type) {
			case "AssignmentPattern": {
				const local = node.left.type === "Identifier" ? node.left.name : null;
				const name = key ?? local;
				this.#pattern(node.left);
				this.#value(node.right, {
					...placed(name, "default"),
					aliases: local !== null && local !== name ? [local] : [],
				});
				return;
			}
			case "ObjectPattern":
				for (const property of node.properties) {
					if (property.type === "RestElement") {
						continue;
					}
					this.#computedKey(property);
					this.#pattern(property.value, keyOf(property, this.#module));
				}
				return;
			case "ArrayPattern":
				for (const element of node.elements) {
					if (element !== null) {
						this.#pattern(element);
					}
				}
				return;
			case "MemberExpression":
				this.#visit(node, NOWHERE);
				return;
			default:
		}
	}

	#assignment(node: TSESTree.AssignmentExpression, place: Place): void {
		const name = nameOf(node.left, this.#module);
		if (node.left.type === "MemberExpression") {
			this.#visit(node.left, NOWHERE);
		} else {
			this.#pattern(node.left);
		}
		const fallbackOf =
			node.operator === "??=" || node.operator === "||=" ? (node.left as TSESTree.Expression) : null;
		this.#value(
			node.right,
			name === null
				? place
				: { ...placed(name, "assignment"), fallbackOf, aliases: place.name === null ? [] : [place.name] },
		);
	}

	/** The numbers of a text; true where they are one. No text is written there that a fix could replace. */
	#bytes(node: TSESTree.Expression, text: string | null, place: Place): boolean {
		if (text === null) {
			return false;
		}
		const [start, end] = node.range;
		const { name, aliases, kind, fallbackOf, sink, isPublic } = place;
		const parts = { text, pieces: [{ node: null, start: 0, text }], isOpen: true };
		const where = { node, isOpen: true, span: { start, end }, parts };
		this.#found.push({ ...where, text, name, aliases, kind, fallbackOf, sink, isPublic });
		return true;
	}

	#array(node: TSESTree.ArrayExpression, place: Place): void {
		if (this.#bytes(node, bytesAsText(node), place)) {
			return;
		}
		const [first, second] = node.elements;
		const name =
			node.elements.length === 2 &&
			first?.type === "Literal" &&
			second?.type !== "SpreadElement" &&
			second !== null
				? staticTextOf(first, this.#module)
				: null;
		if (name !== null && isName(name) && second !== undefined && second !== null) {
			// `apiKeys = ["…", "…"]` may have two of them.
			this.#value(first as TSESTree.Literal, place);
			this.#value(second, { ...place, name, kind: "property", aliases: place.name === null ? [] : [place.name] });
			return;
		}
		for (const element of node.elements) {
			if (element?.type === "SpreadElement") {
				this.#visit(element.argument, NOWHERE);
			} else if (element !== null) {
				this.#value(element, place);
			}
		}
	}

	#object(node: TSESTree.ObjectExpression, place: Place): void {
		const pair = this.#pairName(node);
		const keys = node.properties.map((property) =>
			property.type === "Property" && !property.computed ? keyOf(property, this.#module) : null,
		);
		const isPublic = keys.some((key) => key !== null && PUBLIC_BESIDE.has(key));
		const isWebKey = keys.includes("kty");
		const holder = place.name !== null && holdsSecrets(place.name) ? [place.name] : [];
		for (const property of node.properties) {
			if (property.type === "SpreadElement") {
				this.#value(property.argument, NOWHERE);
				continue;
			}
			this.#computedKey(property);
			const key = keyOf(property, this.#module);
			if (property.method || property.kind !== "init") {
				this.#function(property.value as TSESTree.FunctionExpression, key);
			} else if (property.shorthand) {
				this.#value(property.value, placed(key, "property"));
			} else if (key !== null && pair !== null && VALUING.has(key)) {
				this.#value(property.value, placed(pair, "property"));
			} else if (key !== null && place.name !== null && TRANSPARENT.has(key)) {
				this.#value(property.value, { ...place, aliases: [...place.aliases, key] });
			} else {
				const sink = key !== null && place.sink !== null && SINK_KEYS.has(key) ? place.sink : null;
				// `oauthTokens = { scheme: text("scheme").default("…") }` describes a table.
				const isText = property.value.type !== "CallExpression";
				const own = { ...placed(key, "property", sink), aliases: isText ? holder : [] };
				this.#value(property.value, key === null ? own : asConfigured(own, key, isWebKey, isPublic));
			}
		}
	}

	/** `{ name: "DB_PASSWORD", value: "…" }`: the text that names the value beside it. */
	#pairName(node: TSESTree.ObjectExpression): string | null {
		let name: string | null = null;
		let isPair = false;
		for (const property of node.properties) {
			const key = property.type === "Property" && !property.computed ? keyOf(property, this.#module) : null;
			if (key !== null && property.type === "Property") {
				isPair ||= VALUING.has(key);
				name ??= NAMING.has(key) ? staticTextOf(property.value, this.#module) : null;
			}
		}
		return isPair && name !== null && isName(name) ? name : null;
	}

	#call(node: TSESTree.CallExpression | TSESTree.NewExpression, place: Place): void {
		if (this.#bytes(node, codesAsText(node), place)) {
			return;
		}
		if (node.callee.type === "Identifier" && node.callee.name === "require") {
			return;
		}
		this.#callee(node.callee, lookedUpIn(node, this.#module) ?? place);
		const isDecoder = isMethod(node.callee, DECODERS);
		const names = argumentNames(node, this.#module);
		for (const [index, argument] of node.arguments.entries()) {
			if (argument.type === "SpreadElement") {
				this.#value(argument.argument, isFromCodes(node) ? place : NOWHERE);
				continue;
			}
			const given = names[index] ?? null;
			if (given !== null) {
				// The name of the place that the call's result goes to says more than a fallback's key does.
				this.#value(argument, {
					...given,
					aliases:
						place.name === null || given.name === null || isSetter(node.callee)
							? given.aliases
							: [...given.aliases, place.name],
				});
			} else {
				this.#value(argument, isDecoder && index === 0 ? place : NOWHERE);
			}
		}
	}

	/** `z.string().default("…")` and `"…".trim()`: the place of the call is that of its receiver. */
	#callee(callee: TSESTree.Node, place: Place): void {
		if (callee.type === "ArrowFunctionExpression" || callee.type === "FunctionExpression") {
			this.#function(callee, place.name); // `(() => "…")()`
			return;
		}
		if (callee.type === "MemberExpression") {
			const { object } = callee;
			const isText =
				object.type === "Literal" ||
				object.type === "TemplateLiteral" ||
				object.type === "ArrayExpression" ||
				(object.type === "CallExpression" && place !== NOWHERE);
			if (isText) {
				this.#value(object, place);
			} else {
				this.#visit(object, NOWHERE);
			}
			if (callee.computed) {
				this.#visit(callee.property, NOWHERE);
			}
		} else {
			this.#visit(callee, NOWHERE);
		}
	}

	#binary(node: TSESTree.BinaryExpression): void {
		switch (node.operator) {
			case "===":
			case "!==":
			case "==":
			case "!=":
				this.#value(node.left, placed(nameOf(node.right, this.#module), "comparison"));
				this.#value(node.right, placed(nameOf(node.left, this.#module), "comparison"));
				return;
			case "+":
				this.#holes(node);
				return;
			default:
				this.#children(node);
		}
	}

	/** A constant's text learns what its name is passed to: `const KEY = "…"; jwt.sign(claims, KEY)`. */
	#tellUses(): void {
		if (this.#uses.length === 0) {
			return;
		}
		const byVariable = new Map<TSESLint.Scope.Variable, Place[]>();
		for (const { node, place } of this.#uses) {
			const variable = variableOf(node, this.#module);
			if (variable !== null) {
				const places = byVariable.get(variable);
				if (places === undefined) {
					byVariable.set(variable, [place]);
				} else {
					places.push(place);
				}
			}
		}
		const indexes = new Map<TSESTree.Node, number>(this.#found.map((literal, index) => [literal.node, index]));
		for (const [variable, places] of byVariable) {
			const [definition] = variable.defs;
			const init =
				(definition?.type as string | undefined) === "Variable"
					? (definition?.node as TSESTree.VariableDeclarator | undefined)?.init
					: null;
			const index = init === null || init === undefined ? -1 : (indexes.get(init) ?? -1);
			const literal = this.#found[index];
			if (literal !== undefined) {
				this.#found[index] = {
					...literal,
					sink: literal.sink ?? places.find((place) => place.sink !== null)?.sink ?? null,
					aliases: [
						...new Set([
							...literal.aliases,
							...places
								.filter((place) => place.kind !== "comparison")
								.flatMap((place) => place.name ?? []),
						]),
					].slice(0, MAX_ALIASES),
				};
			}
		}
	}
}

/** Keys of configurations that every browser gets (Firebase, Algolia DocSearch), and how their public key is called. */
const PUBLIC_BESIDE = new Set([
	"authDomain",
	"messagingSenderId",
	"indexName",
	"appId",
	"applicationId",
	"searchParameters",
]);
const PUBLIC_KEYS = new Set(["apiKey", "api_key", "key", "searchApiKey", "searchOnlyApiKey"]);

/** `["…", "…"].includes(apiKey)`: the items are compared with it. */
function lookedUpIn(
	{ callee, arguments: [wanted] }: TSESTree.CallExpression | TSESTree.NewExpression,
	module: SourceModule,
): Place | null {
	return wanted !== undefined &&
		callee.type === "MemberExpression" &&
		callee.object.type === "ArrayExpression" &&
		isMethod(callee, LOOKS_IN)
		? placed(nameOf(wanted, module), "comparison")
		: null;
}

const LOOKS_IN: ReadonlySet<string> = new Set(["includes", "indexOf"]);

const GETTER = /^(?:get|load|fetch|read|resolve|provide|make|create|build)(?=[A-Z_])/u;
const SINK_KEYS = new Set([
	"secret",
	"secretOrKey",
	"secretKey",
	"key",
	"keys",
	"secrets",
	"password",
	"clientSecret",
	"jwtSecret",
]);

/** A property of an object that says what it is: a JSON Web Key, a configuration that every browser gets. */
function asConfigured(place: Place, key: string, isWebKey: boolean, isPublic: boolean): Place {
	// RFC 7517: `d` is the private part of a JSON Web Key, `k` a symmetric one.
	if (isWebKey && (key === "d" || key === "k")) {
		return { ...place, aliases: ["privateKey"] };
	}
	return isPublic && PUBLIC_KEYS.has(key) ? { ...place, isPublic } : place;
}

/** Imports and types: no value stands in them. */
const SILENT: ReadonlySet<string> = new Set([
	"ImportDeclaration",
	"ExportAllDeclaration",
	"ImportExpression",
	"JSXText",
	"TSTypeAnnotation",
	"TSTypeAliasDeclaration",
	"TSInterfaceDeclaration",
	"TSTypeParameterInstantiation",
	"TSTypeParameterDeclaration",
	"TSImportEqualsDeclaration",
	"TSDeclareFunction",
	"TSAbstractMethodDefinition",
	"TSAbstractPropertyDefinition",
]);

/** Expressions whose parts go by the name of their place. */
const PLACED: ReadonlySet<string> = new Set([
	"AssignmentExpression",
	"ArrayExpression",
	"ObjectExpression",
	"CallExpression",
	"NewExpression",
	"LogicalExpression",
	"ConditionalExpression",
	"AwaitExpression",
	"SequenceExpression",
]);

/** What an expression hands on as it is: `await x`, `x as T`, `{x}` of JSX; null where it makes something of its own. */
function wrappedIn(node: TSESTree.Node): TSESTree.Node | null {
	switch (node.type) {
		case "AwaitExpression":
		case "YieldExpression":
			return node.argument;
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "TSTypeAssertion":
		case "TSInstantiationExpression":
		case "ChainExpression":
		case "JSXExpressionContainer":
			return node.expression;
		default:
			return null;
	}
}

/** Types of expressions that may be a text, so that the others are not asked. */
function couldHold(type: TSESTree.Node["type"]): boolean {
	switch (type as string) {
		case "Literal":
		case "TemplateLiteral":
		case "BinaryExpression":
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "TSTypeAssertion":
		case "ChainExpression":
		case "CallExpression":
		case "JSXExpressionContainer":
		case "TaggedTemplateExpression":
			return true;
		default:
			return false;
	}
}

/** `apiKeys = { acme: "…" }`: a list of secrets, by what they are for. */
function holdsSecrets(name: string): boolean {
	return /s$/iu.test(name) && isSecretName(name.slice(0, -1)) && !isBareToken(name);
}

/** `"Basic " + btoa("…")`: what stands before a hole says what fills it. */
function placeBehind(text: string | null | undefined): Place {
	return text !== null && text !== undefined && BASIC.test(text) ? placed("authorization", "text") : NOWHERE;
}

const BASIC = /\bbasic $/iu;
