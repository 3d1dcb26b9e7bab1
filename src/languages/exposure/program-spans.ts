import { declaredName } from "../program/function-node.ts";
import type { TSESTree } from "@typescript-eslint/utils";
import { passwordsAmong } from "../../detect/command-arguments.ts";
import { exposureOfName, HARMLESS_NAME, type Exposure } from "../ranges/exposure.ts";
import { hiddenRanges } from "../ranges/hidden-ranges.ts";
import { announcesSecret } from "../ranges/announced.ts";
import { commentRanges } from "../ranges/comment-ranges.ts";
import { isBareToken, isSecretName } from "../../detect/name-kind.ts";
import { proseRanges } from "../ranges/prose-ranges.ts";
import { tokenRanges } from "../../detect/redact.ts";
import { fallbacksOf } from "../handler/fallbacks.ts";
import { findGivenKeys } from "../handler/given-keys.ts";
import { isName, keyOf, nameOf, nameOfSymbol } from "../program/name-of.ts";
import type { NamedLiteral } from "../handler/literals/named-literal.ts";
import { literalsOf, locateIn } from "../handler/literals/named-literals.ts";
import type { SourceModule } from "../program/source-module.ts";
import { locateInText } from "../program/static-text.ts";
import { followNames, variableOf } from "../program/variable-of.ts";
import type { Span } from "../../text/span.ts";
import { joinsSecret, secretValues } from "./secret-values.ts";
import { secretsIn } from "./hardcoded-secret.ts";
import { askByKind, type ByKind } from "../../text/by-kind.ts";
import { functionAround } from "../program/around.ts";
import { nameOfCallee, nameOfKey } from "../program/name-of-key.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { textOf } from "../program/text-of.ts";

/** How many nodes above a literal are asked what they are called. */
const MAX_STEPS = 24;

/** A longer text is code or data. */
const LONGEST_SENTENCE = 4096;

/**
 * Every stretch of a program that may be a secret, whether or not a rule reports it: what the detectors take for one,
 * what is given to something that takes a secret, what stands under a secret's name, and what looks like one, comments
 * included.
 */
export function programSpans(module: SourceModule): readonly Span[] {
	return new ProgramSpans(module).collect();
}

class ProgramSpans {
	readonly #module: SourceModule;
	readonly #spans: Span[] = [];
	readonly #taken = new Set<TSESTree.Node>();
	/** What a token is compared with by a name of its own; parsers call so what is none. */
	readonly #likely = new Set<TSESTree.Node>();

	constructor(module: SourceModule) {
		this.#module = module;
	}

	collect(): readonly Span[] {
		const module = this.#module;
		this.#add(0, tokenRanges(module.text));
		for (const { span } of secretsIn(module)) {
			this.#spans.push(span);
		}
		for (const { name, node } of fallbacksOf(module)) {
			if (isSecretName(name)) {
				this.#taken.add(followNames(node, module));
			}
		}
		for (const { keyId, secret, token } of findGivenKeys(module)) {
			for (const node of [keyId, secret, token]) {
				if (node !== null) {
					this.#taken.add(followNames(node, module));
				}
			}
		}
		for (const node of secretValues(module)) {
			this.#taken.add(node);
		}
		for (const { operator, left, right } of nodesOf(module, "BinaryExpression")) {
			if (COMPARISONS.has(operator)) {
				this.#takeCompared(left, right);
				this.#takeCompared(right, left);
			}
		}
		for (const literal of literalsOf(module)) {
			this.#takeLiteral(literal);
		}
		this.#walk();
		const comments = module.comments.map(({ range: [start, end] }) => ({ start, end }));
		this.#add(0, commentRanges(module.text, comments));
		return this.#spans;
	}

	/** `const expected = "…"; if (token === expected)` */
	#takeCompared(node: TSESTree.Node, other: TSESTree.Node): void {
		const exposure = node.type === "Identifier" ? comparedTo(comparedName(other, this.#module))?.exposure : "free";
		if (exposure === "taken" || exposure === "likely") {
			(exposure === "taken" ? this.#taken : this.#likely).add(followNames(node, this.#module));
		}
	}

	#add(offset: number, ranges: Iterable<readonly [number, number]>): void {
		for (const [start, end] of ranges) {
			this.#spans.push({ start: offset + start, end: offset + end });
		}
	}

	/**
	 * A text that may be put together of several pieces, some of them behind a name: each of them is hidden where it
	 * stands.
	 */
	#takeLiteral(literal: NamedLiteral): void {
		const names = [literal.name, ...literal.aliases].flatMap((name) => name ?? []);
		const exposure = this.#exposureBy(literal, names);
		const { pieces, text } = literal.parts;
		if (pieces.length === 1 && exposure === "free") {
			return; // The walk looks at it.
		}
		for (const [start, end] of hiddenRanges(text, exposure, names[0] ?? null)) {
			for (const piece of pieces) {
				const from = Math.max(start, piece.start);
				const to = Math.min(end, piece.start + piece.text.length);
				if (piece.node !== null && from < to) {
					this.#spans.push(locateIn(literal, from, to, this.#module));
				}
			}
		}
		if (exposure === "taken" && literal.isOpen) {
			this.#takeBesideHoles(literal);
		}
	}

	/** What the names of a text say of it, and what takes it. */
	#exposureBy(literal: NamedLiteral, names: readonly string[]): Exposure {
		const { node, sink } = literal;
		if (
			this.#taken.has(node) ||
			(sink !== null && sink !== "client") ||
			names.some((name) => isSecretName(name) && !(isBareToken(name) && isCompared(node)))
		) {
			return "taken";
		}
		const named = names.map((name) => exposureOfName(name));
		if (named.includes("likely") || this.#likely.has(node)) {
			return "likely";
		}
		const isNear = (sink === "client" && !isConstructId(node)) || named.some((one) => one !== "free");
		return isNear ? "near" : "free";
	}

	/** Where the whole leads elsewhere because of a hole, what stands beside the hole need not. */
	#takeBesideHoles(literal: NamedLiteral): void {
		const beside = joinsSecret(literal.node, this.#module) ? "near" : "taken";
		for (const { node, text: part, start } of literal.parts.pieces) {
			if (node !== null && hiddenRanges(part, beside).length > 0) {
				this.#spans.push(locateIn(literal, start, start + part.length, this.#module));
			}
		}
	}

	#walk(): void {
		const open: TSESTree.Node[] = [this.#module.ast];
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			this.#take(node);
			for (const key of this.#module.visitorKeys[node.type] ?? []) {
				const child = (node as unknown as Readonly<Record<string, unknown>>)[key];
				if (Array.isArray(child)) {
					for (const item of child as readonly (TSESTree.Node | null)[]) {
						if (item !== null) {
							open.push(item);
						}
					}
				} else if (typeof child === "object" && child !== null) {
					open.push(child as TSESTree.Node);
				}
			}
		}
	}

	#take(node: TSESTree.Node): void {
		switch (node.type) {
			case "Literal":
				if (typeof node.value === "string") {
					this.#takePiece(node as TSESTree.StringLiteral, node.value);
				} else if (typeof node.value === "number" || typeof node.value === "bigint") {
					if (node.raw.length >= 4 && this.#exposureOf(node) === "taken") {
						this.#spans.push({ start: node.range[0], end: node.range[1] });
					}
				} else if ("regex" in node) {
					this.#add(node.range[0] + 1, proseRanges(node.regex.pattern));
				}
				return;
			case "TemplateElement":
				this.#takePiece(node, (node.value.cooked as string | null) ?? node.value.raw);
				return;
			case "JSXText":
				this.#add(node.range[0], [
					...proseRanges(node.raw),
					...(this.#exposureOf(node) === "taken" ? hiddenRanges(node.raw, "taken") : []),
				]);
				return;
			case "ArrayExpression":
				this.#takeArguments(node);
				return;
			default:
		}
	}

	/** `spawn("mysql", ["-u", "root", "-p…"])`, `command: ["mysql", "-p…"]` */
	#takeArguments({ elements, parent }: TSESTree.ArrayExpression): void {
		const before =
			parent.type === "CallExpression"
				? parent.arguments.filter((one) => one.range[1] <= (elements[0]?.range[0] ?? 0))
				: [];
		const given = [...before, ...elements];
		for (const {
			index,
			range: [start, end],
		} of passwordsAmong(given.map((one) => (one === null ? null : textOf(one))))) {
			const node = given[index];
			if (node?.type === "Literal" && typeof node.value === "string") {
				this.#addPart(node, node.value, start, end);
			}
		}
	}

	/** True for a key of an object under a secret's name. */
	#holdsSecrets(parent: TSESTree.Node): boolean {
		return parent.type === "Property"
			? this.#exposureOf(parent.parent) === "taken"
			: parent.type === "MemberExpression" && said(nameOf(parent.object, this.#module))?.exposure === "taken";
	}

	#addPart(node: TSESTree.StringLiteral | TSESTree.TemplateElement, text: string, start: number, end: number): void {
		const pieces = { text, isOpen: false, pieces: [{ node, start: 0, text }] };
		const span = locateInText(pieces, start, end, this.#module);
		if (span !== null) {
			this.#spans.push(span);
		}
	}

	#takePiece(node: TSESTree.StringLiteral | TSESTree.TemplateElement, text: string): void {
		const { parent } = node;
		const isKey =
			(parent.type === "Property" && parent.key === node && parent.value !== node) ||
			(parent.type === "MemberExpression" && parent.property === node) ||
			parent.type === "ImportDeclaration" ||
			(parent.type === "ExpressionStatement" && parent.parent.type !== "LabeledStatement");
		const sentence = text.includes(" ") && text.length <= LONGEST_SENTENCE ? proseRanges(text) : [];
		// What stands in the place of a name under a secret's name may be the secret: `apiKeys = { "…": "me" }`.
		const around = isKey && this.#holdsSecrets(parent) ? "likely" : "free";
		for (const [start, end] of [...hiddenRanges(text, isKey ? around : this.#exposureOf(node)), ...sentence]) {
			this.#addPart(node, text, start, end);
		}
	}

	/** What the nodes around a text say of it: the nearest name counts in full, those further out make it doubtful. */
	#exposureOf(literal: TSESTree.Node): Exposure {
		let exposure: Exposure = "free";
		let isNearest = true;
		let nearest: string | null = null;
		let below = literal;
		for (
			let node: TSESTree.Node | undefined = literal.parent, step = 0;
			node !== undefined && step < MAX_STEPS;
			below = node, node = node.parent, step++
		) {
			if (this.#taken.has(below) || this.#likely.has(below)) {
				return this.#taken.has(below) ? "taken" : "likely";
			}
			if (joinsSecret(node, this.#module)) {
				return "near";
			}
			if (isChosenByName(node, below)) {
				return "taken";
			}
			if (node.type === "ReturnStatement" || node.type === "YieldExpression") {
				node = functionAround(node) ?? node;
			}
			const said = this.#saidBy(node, below);
			if (said === "stop") {
				return exposure;
			}
			if (said === null) {
				continue;
			}
			if (decides(said, isNearest, nearest)) {
				return said.exposure; // `secrets: { stripe: "…" }`
			}
			exposure = said.exposure === "free" ? exposure : "near";
			if (isNearest && !said.isWeak) {
				nearest = said.name ?? null;
				isNearest = false;
			}
		}
		return exposure;
	}

	/** What one node says of the child in which the text stands; null where it says nothing. */
	#saidBy(node: TSESTree.Node, below: TSESTree.Node): Said | "stop" | null {
		return (
			askByKind<TSESTree.Node, Around, Said | "stop" | null>(ProgramSpans.#SAID, node, {
				spans: this,
				module: this.#module,
				below,
			}) ?? null
		);
	}

	/** What a node says of what is in it, by its kind. */
	static readonly #SAID: ByKind<TSESTree.Node, Around, Said | "stop" | null> = {
		Property: (node, { module, below }) =>
			node.value === below ? saidByKey(node, keyOf(node, module) ?? nameOfSymbol(node)) : null,
		PropertyDefinition: saidByField,
		AccessorProperty: saidByField,
		VariableDeclarator: ({ init, id }, { below }) =>
			init === below && id.type === "Identifier" ? said(id.name) : null,
		AssignmentExpression: ({ left, right }, { spans, below }) =>
			right === below ? spans.#saidByTarget(left) : null,
		AssignmentPattern: ({ left, right }, { below }) =>
			right === below && left.type === "Identifier" ? said(left.name) : null,
		JSXAttribute: (node) =>
			isPasswordField(node)
				? CLOSE
				: said(node.name.type === "JSXIdentifier" ? node.name.name : node.name.name.name),
		JSXElement: ({ openingElement: { name } }) => (name.type === "JSXIdentifier" ? weakly(said(name.name)) : null),
		TSPropertySignature: saidByMember,
		Identifier: ({ typeAnnotation, name }, { below }) => (typeAnnotation === below ? said(name) : null),
		TSTypeAliasDeclaration: ({ typeAnnotation, id }) =>
			typeAnnotation.type === "TSLiteralType" ? said(id.name) : null,
		TSEnumDeclaration: ({ id }) => said(id.name),
		TSTypeParameter: ({ name }) => said(name.name),
		LabeledStatement: ({ label }) => said(label.name),
		Decorator: (node, { module }) => saidOfDecorated(node, module),
		TSIndexedAccessType: stops, // `Token["value"]`
		JSXExpressionContainer: (node) => announcedInElement(node),
		TemplateLiteral: ({ quasis, expressions }, { below }) =>
			announcedBy(quasis[expressions.indexOf(below as TSESTree.Expression)]?.value.raw ?? ""),
		MemberExpression: (node, { spans, below }) => spans.#saidBySearch(node, below),
		TSEnumMember: ({ id }) => said(id.type === "Identifier" ? id.name : textOf(id)),
		LogicalExpression: saidByFallback,
		BinaryExpression: saidByOperator,
		SwitchCase: ({ test, parent }, { module, below }) =>
			test === below && parent.type === "SwitchStatement"
				? comparedTo(nameOf(parent.discriminant, module))
				: null,
		CallExpression: (node, { spans, below }) => (node.callee === below ? null : spans.#saidByCall(node, below)),
		NewExpression: (node, { spans, below }) => (node.callee === below ? null : spans.#saidByCall(node, below)),
		ArrayExpression: ({ elements }, { below }) => siblings(elements, below),
		TaggedTemplateExpression: ({ quasi, tag }, { module, below }) =>
			quasi === below ? weakly(said(nameOf(tag, module))) : null,
		ObjectExpression: (node, { below }) => pairName(node, below),
		FunctionDeclaration: ({ id }) => (id === null ? "stop" : said(id.name)),
		ClassDeclaration: stops,
		ClassExpression: stops,
		Program: stops,
		MethodDefinition: saidByMember,
		BlockStatement: (_node, { below }) => (below.type === "ReturnStatement" ? null : "stop"),
	};

	/** What is assigned to, and what a variable was given before: `let p = process.env.API_TOKEN; p ??= "…"`. */
	#saidByTarget(left: TSESTree.Node): Said | null {
		const own = said(
			nameOf(left, this.#module) ??
				(left.type === "MemberExpression" ? nameOfSymbol({ computed: true, key: left.property }) : null),
		);
		const variable =
			left.type === "Identifier" && own?.exposure !== "taken" ? variableOf(left, this.#module) : null;
		const first = variable?.defs[0]?.node as TSESTree.Node | undefined;
		const before =
			first?.type === "VariableDeclarator" && first.init !== null ? said(nameOf(first.init, this.#module)) : null;
		return before?.exposure === "taken" ? before : own;
	}

	/** `["…"].includes(apiKey)` */
	#saidBySearch(node: TSESTree.MemberExpression, below: TSESTree.Node): Said | null {
		const { parent } = node;
		const [first] = parent.type === "CallExpression" && parent.callee === node ? parent.arguments : [];
		return node.object === below &&
			first !== undefined &&
			/^(?:includes|indexOf|has)$/u.test(nameOf(node, this.#module) ?? "")
			? weakly(said(nameOf(first, this.#module)))
			: null;
	}

	/** `password.equals("…")`, `expect(config.password).toBe("…")`, `env.get("DB_PASSWORD").default("…")` */
	#saidByReceiver(
		{ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression,
		below: TSESTree.Node,
	): Said | null {
		const method = callee.type === "MemberExpression" ? (nameOf(callee, this.#module) ?? "") : "";
		if (callee.type === "MemberExpression" && ADDS.test(method) && given.at(-1) === below) {
			return weakly(comparedTo(nameOf(callee.object, this.#module)));
		}
		if (callee.type === "MemberExpression" && TYPES.test(method) && isFieldFound(callee.object)) {
			return CLOSE;
		}
		if (callee.type !== "MemberExpression" || !(COMPARES.test(method) || SEARCHES.test(method))) {
			return null;
		}
		const { object } = callee;
		const [first] = object.type === "CallExpression" ? object.arguments : [];
		const names = [nameOf(object, this.#module), first === undefined ? null : nameOf(first, this.#module)];
		const isNamed = names.some((name) => name !== null && isSecretName(name));
		return isNamed ? (COMPARES.test(method) ? CLOSE : { ...CLOSE, exposure: "likely" }) : null;
	}

	/** `assert.equal(token, "…")` */
	#saidByOther(
		{ callee, arguments: [first, second] }: TSESTree.CallExpression | TSESTree.NewExpression,
		below: TSESTree.Node,
	): Said | null {
		const other = first === below ? second : first;
		return other !== undefined && BOTH.test(nameOfCallee(callee) ?? "")
			? weakly(comparedTo(comparedName(other, this.#module)))
			: null;
	}

	#saidByCall(node: TSESTree.CallExpression | TSESTree.NewExpression, below: TSESTree.Node): Said | "stop" | null {
		if (node.callee.type === "Identifier" && node.callee.name === "require") {
			return "stop"; // `require("client")(require("transport"))`
		}
		const received = this.#saidByOther(node, below) ?? this.#saidByReceiver(node, below);
		if (received !== null) {
			return received;
		}
		if (takesFirst(node, below)) {
			return { exposure: "taken", isSure: false, isWeak: true };
		}
		const name = nameOf(node.callee, this.#module);
		const isConstruct = makesConstruct(node);
		if (isConstruct && node.arguments[1] === below && isConstructName(below)) {
			return "stop";
		}
		if (isConstruct && name !== null && PARAMETER.test(name) && isNamedSecret(node.arguments[1])) {
			return { exposure: "taken", isSure: false, isWeak: true };
		}
		const given = isConstruct ? null : siblings(node.arguments, below);
		if (given !== null) {
			return below.type === "ObjectExpression" ? CLOSE : given;
		}
		return this.#saidByName(node, name, below);
	}

	/** What the name of a call says of its arguments. */
	#saidByName(
		{ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression,
		name: string | null,
		below: TSESTree.Node,
	): Said | "stop" | null {
		const called = callee.type === "MemberExpression" ? nameOfKey(callee.property, callee.computed) : name;
		if (called !== null && (PLAIN.test(called) || API_KEY.test(called))) {
			return CLOSE;
		}
		if (called !== null && (LOOKS_UP.test(called) || (READS.test(called) && given[0] === below))) {
			return "stop"; // `getSecret("orders")`: what is read, not what it is.
		}
		return name !== null && (isSecretName(name) || OPENS.test(name))
			? { exposure: "near", isSure: false, isWeak: true }
			: null;
	}
}

/** `require("stripe")("…")`, `bcrypt.compare("…", hash)` */
function takesFirst(
	{ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression,
	below: TSESTree.Node,
): boolean {
	switch (callee.type) {
		case "CallExpression":
			return callee.callee.type === "Identifier" && callee.callee.name === "require";
		case "MemberExpression":
			return callee.object.type === "Identifier" && HASHES.test(callee.object.name) && given[0] === below;
		default:
			return false;
	}
}

/** `new Secret(this, "DbPassword", …)`: the id of a construct is a name. */
function makesConstruct({ type, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
	const [scope] = given;
	return (
		type === "NewExpression" &&
		(scope?.type === "ThisExpression" || scope?.type === "Identifier") &&
		given.length >= 2
	);
}

function isConstructName(node: TSESTree.Node): boolean {
	return node.type === "Literal" && typeof node.value === "string" && CONSTRUCT_ID.test(node.value);
}

function isNamedSecret(node: TSESTree.Node | undefined): boolean {
	return node?.type === "Literal" && typeof node.value === "string" && isSecretName(node.value);
}

/** Where a node is asked what it says of a child. */
interface Around {
	readonly spans: ProgramSpans;
	readonly module: SourceModule;
	/** The child in which the text stands. */
	readonly below: TSESTree.Node;
}

/** Nothing further out says anything of the text. */
function stops(): "stop" {
	return "stop";
}

function saidByField(
	node: TSESTree.PropertyDefinition | TSESTree.AccessorProperty,
	{ module, below }: Around,
): Said | null {
	return node.value === below ? said(keyOf(node, module)) : null;
}

function saidByMember(node: TSESTree.TSPropertySignature | TSESTree.MethodDefinition, { module }: Around): Said | null {
	return said(keyOf(node, module));
}

/** `function checkPassword(input) { return input === "…"; }`: of others, what is compared is a word. */
function saidByFunction(node: TSESTree.Node): Said | "stop" {
	const around = functionAround(node);
	const name = around === null ? undefined : declaredName(around)?.name;
	return (name === undefined ? null : weakly(said(name))) ?? "stop";
}

/** `process.env.API_KEY ?? "…"` */
function saidByFallback({ left, right }: TSESTree.LogicalExpression, { module, below }: Around): Said | null {
	return weakly(comparedTo(nameOf(left === below ? right : left, module)));
}

/** `apiKey === "…"`, `"Bearer " + token`. What a comparison comes to is no text. */
function saidByOperator(
	{ operator, left, right }: TSESTree.BinaryExpression,
	{ module, below }: Around,
): Said | "stop" | null {
	switch (operator) {
		case "+":
			return announcedBy(right === below ? textBefore(left) : "");
		case "==":
		case "===":
		case "!=":
		case "!==":
			return weakly(comparedTo(comparedName(left === below ? right : left, module))) ?? saidByFunction(below);
		default:
			return "stop";
	}
}

/**
 * True where what is said decides.
 *
 * @param isNearest true where nothing nearer has a name
 * @param nearest the nearest name
 */
function decides({ exposure, isSure, isClose }: Said, isNearest: boolean, nearest: string | null): boolean {
	if (isNearest || isSure) {
		return exposure === "taken" || exposure === "likely";
	}
	return exposure === "taken" && isClose !== true && nearest !== null && !HARMLESS_NAME.test(nearest);
}

interface Said {
	readonly exposure: Exposure;
	/** True where it counts from further out as well. */
	readonly isSure: boolean;
	/** The name itself, where it says nothing. */
	readonly name?: string;
	/** True where a name further out may still say more. */
	readonly isWeak: boolean;
	/** True where it counts for a value that has no name of its own. */
	readonly isClose?: true;
}

/** Said by a call or an object of whatever has no name that says otherwise. */
const CLOSE: Said = { exposure: "taken", isSure: false, isWeak: true, isClose: true };

function said(name: string | null): Said | null {
	if (name === null) {
		return null;
	}
	const isWeak = TRANSPARENT.test(name);
	if (name.includes("Or") && name.split(/Or(?=[A-Z])/u).some((part) => isSecretName(part))) {
		return { exposure: "taken", isSure: false, isWeak: false }; // `secretOrKey`
	}
	const exposure = exposureOfName(name.replace(GETTER, ""));
	return exposure === "taken"
		? { exposure, isSure: false, isWeak: false }
		: { exposure, isSure: false, isWeak, name };
}

/** `@Column({ default: "…" }) password: string`, `@Inject("…") token: string`: most are words of another kind. */
function saidOfDecorated({ parent }: TSESTree.Decorator, module: SourceModule): Said | null {
	const target = parent.type === "TSParameterProperty" ? parent.parameter : parent;
	const one = weakly(
		said(
			target.type === "PropertyDefinition" || target.type === "AccessorProperty"
				? keyOf(target, module)
				: nameOf(target.type === "AssignmentPattern" ? target.left : target, module),
		),
	);
	return one?.exposure === "taken" ? { ...one, exposure: "likely" } : one;
}

/** `key === "password" ? "…" : other[key]`, `if (key === "password") return "…"`, `case "password": return "…"` */
function isChosenByName(node: TSESTree.Node, below: TSESTree.Node): boolean {
	if (node.type === "ConditionalExpression") {
		return node.consequent === below && comparesWithSecretsName(node.test);
	}
	if (node.type !== "ReturnStatement") {
		return false;
	}
	const outer = node.parent.type === "BlockStatement" ? node.parent.parent : node.parent;
	return outer.type === "SwitchCase"
		? outer.test !== null && namesSecret(outer.test)
		: outer.type === "IfStatement" && comparesWithSecretsName(outer.test);
}

function comparesWithSecretsName(test: TSESTree.Expression): boolean {
	return (
		test.type === "BinaryExpression" &&
		(test.operator === "===" || test.operator === "==") &&
		[test.left, test.right].some(namesSecret)
	);
}

function namesSecret(node: TSESTree.Node): boolean {
	return node.type === "Literal" && typeof node.value === "string" && isSecretName(node.value);
}

function isCompared({ parent }: TSESTree.Node): boolean {
	return parent?.type === "SwitchCase" || (parent?.type === "BinaryExpression" && parent.operator !== "+");
}

/** The name of what something is compared with, also of a function that gives it: `await getToken()`. */
function comparedName(node: TSESTree.Node, module: SourceModule): string | null {
	const name = nameOf(node, module);
	const called = node.type === "AwaitExpression" ? node.argument : node;
	return name ?? (called.type === "CallExpression" ? nameOfCallee(called.callee) : null);
}

/** What something is compared with: `case "identifier"` of a parser's token is a word, the token of a client is none. */
function comparedTo(name: string | null): Said | null {
	const one = said(name);
	return one?.exposure === "taken" && name !== null && isBareToken(name) ? { ...one, exposure: "likely" } : one;
}

function weakly(one: Said | null): Said | null {
	return one === null || one.exposure === "free" ? null : one;
}

const FIRST_NAMES = new WeakMap<readonly (TSESTree.Node | null)[], TSESTree.Node | null>();

/**
 * A text beside another that is a secret's name: `["password", "…"]`, `set("password", "…")`. The name is looked for
 * once.
 */
function siblings(all: readonly (TSESTree.Node | null)[], below: TSESTree.Node): Said | null {
	let first = FIRST_NAMES.get(all);
	if (first === undefined) {
		first =
			all.find(
				(one) =>
					one?.type === "Literal" &&
					typeof one.value === "string" &&
					(isSecretOption(one.value) || isCredentialHeader(one)),
			) ??
			all.find((one) => one !== null && isFieldFound(one)) ??
			null;
		FIRST_NAMES.set(all, first);
	}
	return first !== null && first.range[0] < below.range[0]
		? { exposure: isCredentialHeader(first) ? "likely" : "taken", isSure: true, isWeak: false }
		: null;
}

const NAME_PAIRS = new WeakMap<TSESTree.ObjectExpression, boolean>();

/** `{ name: "DB_PASSWORD", value: "…" }`: what is said of the value, not of the name and what describes it. */
function pairName(node: TSESTree.ObjectExpression, below: TSESTree.Node): Said | null {
	let hasName = NAME_PAIRS.get(node);
	if (hasName === undefined) {
		hasName = node.properties.some(isNamePair);
		NAME_PAIRS.set(node, hasName);
	}
	return hasName && !isNamePair(below) && !isDescription(below)
		? { exposure: "taken", isSure: true, isWeak: false }
		: null;
}

function isNamePair(node: TSESTree.Node): boolean {
	return (
		node.type === "Property" &&
		node.key.type === "Identifier" &&
		NAMING.test(node.key.name) &&
		node.value.type === "Literal" &&
		typeof node.value.value === "string" &&
		isSecretName(node.value.value)
	);
}

/** `type: "password"`, `placeholder: "…"` of a form's field. */
function isDescription(node: TSESTree.Node): boolean {
	return node.type === "Property" && node.key.type === "Identifier" && DESCRIBING.test(node.key.name);
}

/** What a text announces that ends before a value: `Your password is ${"…"}`, `"password=" + "…"`. */
function announcedBy(text: string): Said | null {
	return announcesSecret(text) ? CLOSE : null;
}

/** `<p>Your password is {"…"}</p>` */
function announcedInElement(node: TSESTree.JSXExpressionContainer): Said | null {
	const { parent } = node;
	if (parent.type !== "JSXElement" && parent.type !== "JSXFragment") {
		return null;
	}
	const before = siblingBefore(parent.children).get(node);
	return before?.type === "JSXText" ? announcedBy(before.raw) : null;
}

const BEFORE = new WeakMap<readonly TSESTree.JSXChild[], ReadonlyMap<TSESTree.Node, TSESTree.JSXChild>>();

function siblingBefore(children: readonly TSESTree.JSXChild[]): ReadonlyMap<TSESTree.Node, TSESTree.JSXChild> {
	let map = BEFORE.get(children);
	if (map === undefined) {
		map = new Map(
			children.flatMap((child, at) => {
				const before = children[at - 1];
				return before === undefined ? [] : [[child, before] as const];
			}),
		);
		BEFORE.set(children, map);
	}
	return map;
}

/** The text that ends the left side of a `+`. */
function textBefore(left: TSESTree.Node): string {
	const last = left.type === "BinaryExpression" ? left.right : left;
	return textOf(last) ?? (last.type === "TemplateLiteral" ? (last.quasis.at(-1)?.value.raw ?? "") : "");
}

const DESCRIBING =
	/^(?:type|label|title|docs?|description|placeholder|message|messages|help|hint|tooltip|autoComplete|autocomplete|component|widget|inputType|format|kind|icon|as|errorMessage)$/iu;

/** `new Service(this, "Orders", …)` */
function isConstructId(node: TSESTree.Node): boolean {
	const { parent } = node;
	return (
		parent?.type === "NewExpression" &&
		parent.arguments[1] === node &&
		parent.arguments[0]?.type === "ThisExpression"
	);
}

/** A secret's name, or an option of it: `--password`, `-p, --password <password>`. */
function isSecretOption(text: string): boolean {
	const name =
		LONG_OPTION.exec(text)?.[1] ?? PLACE.exec(text)?.[1] ?? SELECTOR.exec(text)?.[1] ?? text.replace(OPTION, "");
	return isName(name) && isSecretName(name);
}

/** `page.getByLabel("Password")`, `cy.get("input[name=password]")` */
function isFieldFound(node: TSESTree.Node): boolean {
	const [label] = node.type === "CallExpression" ? node.arguments : [];
	return (
		node.type === "CallExpression" &&
		node.callee.type === "MemberExpression" &&
		FINDS.test(nameOfKey(node.callee.property, node.callee.computed) ?? "") &&
		label?.type === "Literal" &&
		typeof label.value === "string" &&
		isSecretOption(label.value)
	);
}

/** `set("Authorization", "…")` */
function isCredentialHeader(node: TSESTree.Node): boolean {
	return node.type === "Literal" && typeof node.value === "string" && CREDENTIAL_HEADER.test(node.value);
}

const CREDENTIAL_HEADER = /^(?:proxy-)?authorization$|^cookie$/iu;

/** The API of KMS calls so what is to be encrypted, and that of Parameter Store so what is kept encrypted. */
function saidByKey({ parent }: TSESTree.Property, key: string | null): Said | null {
	const isEncrypted =
		key === "Plaintext" ||
		(key === "Value" &&
			parent.type === "ObjectExpression" &&
			parent.properties.some(
				(one) => one.type === "Property" && one.value.type === "Literal" && one.value.value === "SecureString",
			));
	return isEncrypted ? CLOSE : said(key);
}

/** `<input type="password" defaultValue="…" />`, `<input name="api_token" value="…" />` */
function isPasswordField({ name, parent }: TSESTree.JSXAttribute): boolean {
	return (
		name.type === "JSXIdentifier" &&
		/^(?:value|defaultValue)$/u.test(name.name) &&
		parent.attributes.some(
			(one) =>
				one.type === "JSXAttribute" &&
				(one.name.name === "type" || one.name.name === "name" || one.name.name === "id") &&
				one.value?.type === "Literal" &&
				typeof one.value.value === "string" &&
				isSecretName(one.value.value),
		)
	);
}

/** A place in a text: `{{password}}`, `%PASSWORD%`, `${PASSWORD}`, `:password`. */
const PLACE = /^(?:\{\{? ?|%|\$\{?|<|:|__)([A-Za-z][\w.-]{0,60}?)(?: ?\}?\}|%|>|__)?$/u;
/** The dashes of `--password`. */
const OPTION = /^--?/u;
const LONG_OPTION = /^(?:-\w, ?)?--([A-Za-z][\w-]{1,60})/u;
/** Methods that compare their receiver with what they are given, or give it in its place. */
const COMPARES =
	/^(?:equals|localeCompare|toBe|toEqual|toStrictEqual|eq|equal|compare|default|fallback|orElse|withDefault|or)$/u;
/** Methods that put what they are given last into a collection: `passwords.set(this, "…")`, `apiKeys.push("…")`. */
const ADDS = /^(?:set|add|push|unshift)$/u;
/** Methods that type into a field of a page, and what finds one. */
const TYPES = /^(?:fill|type|setValue|addValue|sendKeys|pressSequentially|typeText)$/u;
const FINDS = /^(?:get|find|query|locator|element|\$)/u;
/** A selector of a field: `#password`, `input[name="password"]`. */
const SELECTOR =
	/^[\w .>]{0,60}(?:#|\.|\[(?:name|id|type|data-[\w-]{1,20})[~|^$*]?=["']?)([A-Za-z][\w-]{1,60})["']?\]?$/u;
/** Constructs and methods that make a key of an API whose value is given. */
const API_KEY = /(?:^add|^Cfn)?ApiKey$/u;
const COMPARISONS: ReadonlySet<string> = new Set(["==", "===", "!=", "!=="]);
/** Functions that compare the first two of what they are given. */
const BOTH =
	/^(?:is|same|isEqual|conditionEquals|(?:not|deep|strict|notStrict|deepStrict|notDeep|notDeepStrict)?[eE]quals?)$/u;
const SEARCHES = /^(?:startsWith|endsWith|includes|indexOf|match|search)$/u;
/** Functions that are given a password as people type it. */
const HASHES = /^(?:bcrypt|bcryptjs|argon2|scrypt)$/iu;
/** `SecretValue.unsafePlainText("…")`, and as it was called before. */
const PLAIN = /^(?:unsafePlainText|fromUnsafePlaintext|plainText)$/u;
/** Functions that are told where a secret is, or which part of it is meant. */
const READS =
	/^(?:get|fetch|read|load|lookup|find|resolve)$|^(?:get|fetch|read|load|lookup|find)[A-Z]|^secretValueFromJson$/u;
/** `Secret.fromSecretNameV2(this, "Db", "prod/db")`: where a secret is kept. */
const LOOKS_UP = /^from\w*(?:Name|Arn|Attributes)(?:V\d)?$/u;

const GETTER = /^(?:get|load|fetch|read|resolve|provide|make|create|build)(?=[A-Z_])/u;
/** Names that leave the word to what is around them. */
const TRANSPARENT =
	/^(?:default|defaultValue|value|values|fallback|initial|initialValue|val|plaintext|raw|current|stringValue|S|data|input|text|content)$/iu;
/** Constructs whose id is the name of a value. */
const PARAMETER = /Parameter$|SecureString$|^CfnOutput$/u;
const NAMING = /^(?:name|key|parameterKey|optionName|variable|field|header|parameterName|id|env|envName|envVar)$/iu;
const CONSTRUCT_ID = /^[A-Za-z][A-Za-z0-9_-]{0,80}$/u;
/** Functions that open, sign or connect: what they are given may let in. */
const OPENS =
	/sign|verify|hmac|cipher|crypt|login|log_?in|auth|password|passwd|secret|token|credential|apikey|api_?key|connect|pbkdf|scrypt|unlock|compare|safeEqual/iu;
