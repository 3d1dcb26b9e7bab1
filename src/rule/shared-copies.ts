import type { LocatedText, Stack } from "../model/resource.ts";
import type { Value } from "../model/value.ts";
import type { Span } from "../text/span.ts";

/** Where values are written that several resources can have. */
const SHARED: ReadonlySet<string> = new Set(["Mappings", "locals"]);

const KEPT = new WeakMap<Stack, readonly LocatedText[]>();

/** What a mapping of a template or a local of Terraform has: more than one resource can read it. */
function sharedTexts(stack: Stack): readonly LocatedText[] {
	const isShared = ({ path: [section = ""] }: LocatedText): boolean => SHARED.has(section);
	if (stack.proseTexts === undefined) {
		return [...(stack.looseTexts?.() ?? [])].filter(isShared); // Of the file that is looked at now.
	}
	let known = KEPT.get(stack);
	if (known === undefined) {
		known = [...stack.proseTexts()].filter(isShared);
		KEPT.set(stack, known);
	}
	return known;
}

/**
 * Where a secret is written that a value has from a mapping or a local, alone or as a part of its text: for
 * {@link Finding.covers}. Nothing where the value itself is written with the secret in it.
 *
 * @param place where the secret is in the file, as `spanOfPart` gives it: all of the value if it is not written there
 */
export function sharedCopies(stack: Stack, { span }: Value, place: Span, secret: string): readonly Span[] {
	const isWritten = place.start !== span.start || place.end !== span.end;
	return sharedTexts(stack).flatMap(({ text, span: own }) =>
		text.includes(secret) && (!isWritten || (own.start <= place.start && place.end <= own.end)) ? own : [],
	);
}
