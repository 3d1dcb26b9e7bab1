import type { HclExpression, HclPart, HclTemplate, HclText } from "./syntax.ts";

/** The text of a template with `${x}` where only a run knows it. */
export interface JoinedTemplate {
	readonly text: string;
	/** Its literal pieces, and where each begins in {@link text}. */
	readonly pieces: readonly { readonly piece: HclText; readonly start: number }[];
	/** The expressions in it. */
	readonly holes: readonly HclExpression[];
}

const NOTHING: JoinedTemplate = { text: "", pieces: [], holes: [] };

/** Joins the pieces of a template; what its directives choose from stands one after the other. */
export function joinTemplate({ parts }: HclTemplate): JoinedTemplate {
	const [only] = parts;
	if (only === undefined || (parts.length === 1 && only.type === "HclText")) {
		return only === undefined
			? NOTHING
			: { text: only.value, pieces: [{ piece: only, start: 0 }], holes: NOTHING.holes };
	}
	const pieces: { readonly piece: HclText; readonly start: number }[] = [];
	const holes: HclExpression[] = [];
	let text = "";
	const join = (part: HclPart): void => {
		switch (part.type) {
			case "HclText":
				pieces.push({ piece: part, start: text.length });
				text += part.value;
				break;
			case "HclHole":
				holes.push(part.expression);
				text += "${x}";
				break;
			case "HclIf":
				holes.push(part.condition);
				part.consequent.forEach(join);
				part.alternate?.forEach(join);
				break;
			case "HclLoop":
				holes.push(part.collection);
				part.parts.forEach(join);
				break;
			default:
				part satisfies never;
		}
	};
	parts.forEach(join);
	return { text, pieces, holes };
}
