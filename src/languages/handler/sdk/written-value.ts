import type { TSESTree } from "@typescript-eslint/utils";
import type { Span, TextEdit } from "../../../text/span.ts";
import { nameOfCallee } from "../../program/name-of-key.ts";
import { spanOf } from "../../program/node-edit.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { constantOf, textOf, type Constant } from "../../program/text-of.ts";
import { followNames } from "../../program/variable-of.ts";

/** A property that an object is written with, as rules ask for it. */
export class WrittenValue {
	readonly kind = "value";
	readonly node: TSESTree.Expression;
	readonly property: TSESTree.Property;
	readonly #module: SourceModule;

	constructor(property: TSESTree.Property, module: SourceModule) {
		this.node = property.value as TSESTree.Expression;
		this.property = property;
		this.#module = module;
	}

	/** Where the value is written. */
	get span(): Span {
		return spanOf(this.node);
	}

	/** The text, number or truth value that it always is, itself or by its name; undefined where that is not known. */
	get constant(): Constant | undefined {
		return constantOf(this.#followed);
	}

	/** The text of it, of one with holes what stands behind the last addition; null where it is no text. */
	get tail(): string | null {
		return tailOf(this.#followed);
	}

	/** What it reads is called: `dbPassword`, `config.dbPassword`; null for anything else. */
	get name(): string | null {
		return nameOfCallee(this.#followed);
	}

	/** The same of a member alone: `STRING` of `ParameterType.STRING`. */
	get member(): string | null {
		return this.#followed.type === "MemberExpression" ? this.name : null;
	}

	/** True for `{ Type }`. */
	get isShorthand(): boolean {
		return this.property.shorthand;
	}

	/** True where it is written as a constant itself, so that another one can take its place. */
	get isLiteral(): boolean {
		return constantOf(this.node) !== undefined;
	}

	/** Writes a text in its place, in the quotes that it has; null where it is no text itself. */
	replaceText(text: string): readonly TextEdit[] | null {
		const quote = this.#module.text[this.span.start] ?? '"';
		return textOf(this.node) === null
			? null
			: [{ span: this.span, text: JSON.stringify(text).replaceAll('"', quote) }];
	}

	get #followed(): TSESTree.Node {
		return followNames(this.node, this.#module);
	}
}

function tailOf(node: TSESTree.Node): string | null {
	switch (node.type) {
		case "TemplateLiteral":
			return node.quasis.map(({ value }) => value.cooked ?? "").join("${…}");
		case "BinaryExpression":
			return tailOf(node.right);
		default:
			return textOf(node);
	}
}
