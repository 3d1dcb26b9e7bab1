import type { TSESTree } from "@typescript-eslint/utils";
import type { Detection } from "../../detect/detection.ts";
import { detectAlone } from "../../detect/detect-secret.ts";
import { findSecrets } from "../../detect/find-secrets.ts";
import type { Span } from "../../text/span.ts";
import { nodesOf } from "../program/nodes-of.ts";
import type { SourceModule } from "../program/source-module.ts";
import { isOftenPublic } from "./hardcoded-secret.ts";

/** A secret in what nobody runs. */
export interface ProseSecret {
	readonly detection: Detection;
	/** The name that it goes by in a comment; null where its form alone shows it. */
	readonly name: string | null;
	readonly span: Span;
}

/** The secrets of a module in what is no value: in names, and where it is asked for in comments and between JSX tags. */
export function proseSecretsIn(
	module: SourceModule,
	{ comments, jsxText }: { readonly comments: boolean; readonly jsxText: boolean },
): readonly ProseSecret[] {
	return [
		...secretsInNames(module),
		...(comments ? secretsInComments(module) : []),
		...(jsxText ? secretsInJsxText(module) : []),
	];
}

/** Longer comments are data. */
const LONGEST_COMMENT = 65_536;

/** The secrets in the comments of a module: code that is commented out, headers, vendors' tokens. */
function* secretsInComments({ comments, text }: SourceModule): Iterable<ProseSecret> {
	for (const { range } of comments) {
		const start = range[0] + MARK;
		for (const found of findSecrets(text.slice(start, Math.min(range[1], start + LONGEST_COMMENT)), "code")) {
			const span = { start: start + found.start, end: start + found.end };
			yield { detection: found.detection, name: found.name, span };
		}
	}
}

/** What opens a comment: two characters. */
const MARK = 2;

/** The secrets in the text between JSX tags: only what a form of its own shows. */
function* secretsInJsxText(module: SourceModule): Iterable<ProseSecret> {
	for (const { range } of nodesOf(module, "JSXText")) {
		const [start, end] = range;
		const detection = detectAlone(module.text.slice(start, end), { kind: "source" });
		if (detection !== null) {
			yield { detection, name: null, span: { start: start + detection.start, end: start + detection.end } };
		}
	}
}

/**
 * Tokens where a program has texts that are no values: the keys of objects, types, specifiers, directives, regular
 * expressions. Only what a format proves: a key is a name.
 */
function* secretsInNames(module: SourceModule): Iterable<ProseSecret> {
	for (const node of nodesOf(module, "Literal")) {
		const [start, end] = node.range;
		const isText = typeof node.value === "string";
		if (end - start < SHORTEST_TOKEN || (isText ? !isName(node) : !("regex" in node))) {
			continue;
		}
		const detection = detectAlone(module.text.slice(start + 1, end - 1), { kind: "source" });
		if (detection !== null && isProved(detection)) {
			const from = start + 1;
			yield { detection, name: null, span: { start: from + detection.start, end: from + detection.end } };
		}
	}
}

/** No vendor's format is shorter, quotes included. */
const SHORTEST_TOKEN = 18;

function isName(node: TSESTree.Literal): boolean {
	const { parent } = node;
	switch (parent.type) {
		case "Property":
		case "PropertyDefinition":
		case "MethodDefinition":
		case "TSPropertySignature":
			return parent.key === node;
		case "MemberExpression":
			return parent.property === node;
		case "ExpressionStatement":
			return parent.directive !== undefined;
		case "TSEnumMember":
			return parent.id === node;
		case "TSLiteralType":
		case "ImportDeclaration":
		case "ImportExpression":
		case "ExportAllDeclaration":
		case "ExportNamedDeclaration":
			return true;
		default:
			return false;
	}
}

function isProved(detection: Detection): boolean {
	return /high|certain/u.test(detection.confidence) && !isOftenPublic(detection);
}
