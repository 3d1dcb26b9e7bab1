import { createRequire } from "node:module";
import type * as ScopeManager from "@typescript-eslint/scope-manager";
import type * as VisitorKeys from "@typescript-eslint/visitor-keys";
import type { TSESTree } from "@typescript-eslint/utils";
import type { Linter } from "eslint/universal";
import type * as Oxc from "oxc-parser";
import { LineIndex } from "../../text/line-index.ts";
import type { ParsedSource } from "../program/source-module.ts";
import { keepNodes, openBelow } from "../program/nodes-of.ts";
import { decodeEntities, hasEntity } from "./jsx-entities.ts";
import { isNestedTooDeeply } from "./measure-nesting.ts";
import type { SourceKind } from "./source-config.ts";

/** What ESLint hands a parser, of what we use. */
interface ParserOptions {
	readonly ecmaFeatures?: { readonly jsx?: boolean };
	/**
	 * True to give ESLint the root alone, and the tree to whoever asks `services.treeKeys`: rules that are asked once
	 * for each program need neither ESLint's walk nor its analysis of code paths, which take longer than the parser.
	 */
	readonly rootOnly?: boolean;
}

/**
 * ESLint takes a `lineNumber` and a `column` (from 1 and from 0) from an error, and puts "Parsing error: " before its
 * message.
 */
class NotTypeScript extends SyntaxError {
	readonly lineNumber: number;
	readonly column: number;

	constructor(message: string, { line, column }: { readonly line: number; readonly column: number }) {
		super(message);
		this.lineNumber = line;
		this.column = column;
	}
}

/** The libraries, loaded with the first TypeScript file. */
interface Libraries {
	readonly oxc: typeof Oxc;
	readonly scopes: typeof ScopeManager;
	readonly keys: typeof VisitorKeys;
}

/** In the bundle of the command, what `bundle.js` made of both packages: it is loaded faster. */
const OWN_SCOPES = "./scopes.cjs";

let loaded: Libraries | null | undefined;

/** Null where the parser's binary is not installed: `--omit=optional`, or a platform that there is none for. */
function load(): Libraries | null {
	if (loaded === undefined) {
		const require = createRequire(import.meta.url);
		try {
			const own = import.meta.url.endsWith(".cjs")
				? (require(OWN_SCOPES) as typeof ScopeManager & typeof VisitorKeys)
				: null;
			loaded = {
				oxc: require("oxc-parser") as typeof Oxc,
				scopes: own ?? (require("@typescript-eslint/scope-manager") as typeof ScopeManager),
				keys: own ?? (require("@typescript-eslint/visitor-keys") as typeof VisitorKeys),
			};
		} catch {
			loaded = null;
		}
	}
	return loaded;
}

/** True where sources can be parsed without ESLint. */
export function hasParser(): boolean {
	return load() !== null;
}

/**
 * A parser of TypeScript for ESLint inside the command, which comes along with it: `oxc-parser` makes the tree of
 * typescript-eslint, and typescript-eslint's own scope manager says what each name stands for. It gives no tokens, which no
 * rule of ours asks for.
 *
 * @returns null where its binary is not installed
 */
export function loadTypeScriptParser(): Linter.Parser | null {
	const libraries = load();
	return libraries === null
		? null
		: ({
				meta: { name: "kmslint/typescript", version: "1" },
				parseForESLint: (text: string, options: ParserOptions = {}) => parseForEslint(text, options, libraries),
			} as unknown as Linter.Parser);
}

/**
 * Parses a source without ESLint.
 *
 * @param hasJsx true where `<T>x` begins an element
 * @returns null for what is not valid or nested too deeply, of which ESLint has to say where, and without the parser's binary
 */
export function parseSource(text: string, kind: SourceKind, hasJsx: boolean): ParsedSource | null {
	const libraries = load();
	if (libraries === null || isNestedTooDeeply(text, hasJsx)) {
		return null;
	}
	const { program, comments, error } = parse(text, kind, hasJsx, libraries.oxc);
	if (error !== undefined) {
		return null;
	}
	const ast = Object.assign(program, {
		comments: comments.map(({ type, value, start, end }) => ({ type, value, start, end, range: [start, end] })),
	});
	const visitorKeys = libraries.keys.visitorKeys;
	finishTree(ast as never, visitorKeys, hasJsx && hasEntity(text));
	const scopeManager = scopesOf(ast, kind, libraries.scopes);
	return { text, ast, scopeManager, visitorKeys };
}

function parse(text: string, kind: SourceKind, hasJsx: boolean, oxc: typeof Oxc) {
	const lang = kind === "typescript" ? (hasJsx ? "tsx" : "ts") : hasJsx ? "jsx" : "js";
	const { program, comments, errors } = oxc.parseSync(`source.${lang}`, text, {
		lang,
		// In JavaScript too: the scope manager expects what only TypeScript has to be there, and empty.
		astType: "ts",
		sourceType: kind === "commonjs" ? "commonjs" : "module",
		preserveParens: false,
	});
	return { program, comments, error: errors[0] };
}

/** What the names of a program stand for. No types of libraries: nothing here asks which globals there are. */
function scopesOf(ast: unknown, kind: SourceKind, scopes: typeof ScopeManager): ScopeManager.ScopeManager {
	return scopes.analyze(
		ast as never,
		kind === "commonjs" ? { sourceType: "script", globalReturn: true, lib: [] } : { sourceType: "module", lib: [] },
	);
}

/** What ESLint's other parsers throw for the same text, so that all of them are reported alike. */
const OVERFLOW = "Maximum call stack size exceeded";

/** What ESLint is told to walk over. */
const ROOT_ONLY: VisitorKeys.VisitorKeys = { Program: [] };

function parseForEslint(text: string, { ecmaFeatures, rootOnly = false }: ParserOptions, libraries: Libraries) {
	const hasJsx = ecmaFeatures?.jsx === true;
	if (isNestedTooDeeply(text, hasJsx)) {
		throw new RangeError(OVERFLOW);
	}
	const { program, comments, error } = parse(text, "typescript", hasJsx, libraries.oxc);
	const index = new LineIndex(text, true);
	const locate = (offset: number) => {
		const { line, column } = index.locate(offset);
		return { line, column: column - 1 };
	};
	if (error !== undefined) {
		throw new NotTypeScript(sentenceOf(error.message), locate(error.labels[0]?.start ?? 0));
	}
	const locOf = (start: number, end: number) => ({ start: locate(start), end: locate(end) });
	const ast = Object.assign(program, {
		sourceType: "module",
		loc: locOf(program.start, program.end),
		tokens: [],
		comments: comments.map(({ type, value, start, end }) => ({
			type,
			value,
			start,
			end,
			range: [start, end],
			loc: locOf(start, end),
		})),
	});
	const { visitorKeys } = libraries.keys;
	finishTree(ast as never, visitorKeys, hasJsx && hasEntity(text));
	const scopeManager = scopesOf(ast, "typescript", libraries.scopes);
	if (!rootOnly) {
		return { ast, scopeManager, services: {}, visitorKeys };
	}
	return { ast, scopeManager, services: { treeKeys: visitorKeys }, visitorKeys: ROOT_ONLY };
}

type WalkedNode = {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	range?: readonly [number, number];
	parent?: WalkedNode | null;
} & Record<string, unknown>;

/**
 * Does what ESLint's walk does to a tree beside the calls of rules: each node knows the one around it. Adds its range as well,
 * which takes longer where the parser writes it into the JSON in which it hands over a tree.
 *
 * @param hasEntities true to decode what JSX says by the names of characters, which `oxc-parser` leaves as written
 */
function finishTree(ast: TSESTree.Program, keys: VisitorKeys.VisitorKeys, hasEntities: boolean): void {
	const root = ast as unknown as WalkedNode;
	root.parent = null;
	const nodes: WalkedNode[] = [];
	// A stack of its own: a long chain of calls is deeper than what the engine's allows.
	const open = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		nodes.push(node);
		node.range = [node.start, node.end];
		if (hasEntities && (node.type === "JSXText" || isAttributeText(node))) {
			node["value"] = decodeEntities(String(node["value"]));
		}
		const first = open.length;
		openBelow(node, keys, open);
		for (let at = first; at < open.length; at += 1) {
			(open[at] as WalkedNode).parent = node;
		}
	}
	keepNodes(ast, nodes as readonly object[] as readonly TSESTree.Node[]);
}

function isAttributeText({ type, parent, value }: WalkedNode): boolean {
	return type === "Literal" && parent?.type === "JSXAttribute" && typeof value === "string";
}

/** The parser quotes the text that it stumbles over, which may be a secret: only its own words and signs are kept. */
function sentenceOf(message: string): string {
	const expected = /^Expected `[^`\w\s]{1,3}`(?: or `[^`\w\s]{1,3}`)?/u.exec(message)?.[0];
	return expected !== undefined
		? `${expected} here.`
		: /["'`\d]/u.test(message)
			? "This is not valid TypeScript."
			: message.replace(/\.?$/u, ".");
}
