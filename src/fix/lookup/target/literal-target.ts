import type { LiteralTarget } from "../lookup.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import type { HardcodedSecret } from "../../../languages/exposure/hardcoded-secret.ts";
import { unwrap } from "../../../languages/program/unwrap.ts";

/** What is one thing to whoever connects, although only a part of it is secret: the whole is stored. */
const WHOLE: ReadonlySet<string> = new Set(["uri-password", "connection-string"]);

/** What a lookup would take the place of; null where only run time knows the value in full. */
export function lookupTargetOf(
	{ literal, detection, isWhole, span }: HardcodedSecret,
	{ text }: SourceModule,
): LiteralTarget | null {
	const label = detection.label;
	const whole: LiteralTarget | null = literal.isOpen
		? null
		: { kind: "literal", node: unwrap(literal.node), part: null, value: literal.text, label };
	if (isWhole || (WHOLE.has(detection.id) && whole !== null)) {
		return whole;
	}
	const value = literal.text.slice(detection.start, detection.end);
	const piece = literal.parts.pieces.find(
		({ node, start, text: own }) =>
			node !== null && start <= detection.start && detection.end <= start + own.length,
	);
	// The span of a whole constant has its quotes.
	const part = [span, { start: span.start + 1, end: span.end - 1 }].find(
		({ start, end }) => text.slice(start, end) === value,
	);
	// Where it is spelt with escapes, or in pieces, no part of the text can go alone.
	if (piece === undefined || piece.node === null || part === undefined) {
		return whole;
	}
	const node = piece.node.type === "TemplateElement" ? piece.node.parent : piece.node;
	if (node?.type !== "TemplateLiteral" && node?.type !== "Literal") {
		return whole;
	}
	const isAll = node.range[0] + 1 === part.start && node.range[1] - 1 === part.end;
	return { kind: "literal", node, part: isAll ? null : part, value, label };
}
