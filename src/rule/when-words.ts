import { renderWay, type Way } from "../model/way.ts";
import { wording, type Wording, type Words } from "../text/wording.ts";

/** ` if condition 'A' is false`, or nothing: the tail of a message about one branch. */
export function whenWords(when: readonly Way[]): Words {
	const ways = [...new Map(when.map((way) => [renderWay(way), wayWords(way)])).values()];
	const [first] = ways;
	return first === undefined
		? ""
		: wording(" if {{ways}}", {
				ways: ways.slice(1).reduce((way, other) => wording("{{way}} and {{other}}", { way, other }), first),
			});
}

function wayWords(way: Way): Wording {
	switch (way.of) {
		case "condition":
			return way.is
				? wording("condition '{{name}}' is true", { name: way.name })
				: wording("condition '{{name}}' is false", { name: way.name });
		case "mapping":
			return way.row === null
				? wording("mapping '{{name}}' has no row", { name: way.name })
				: wording("mapping '{{name}}' selects '{{row}}'", { name: way.name, row: way.row.join(".") });
		case "expression":
			return ANSWERS[way.asks][way.is ? 0 : 1](way.text);
		default:
			return way satisfies never;
	}
}

const ANSWERS = {
	truth: [
		(text: string) => wording("`{{text}}` is true", { text }),
		(text: string) => wording("`{{text}}` is false", { text }),
	],
	presence: [
		(text: string) => wording("`{{text}}` is set", { text }),
		(text: string) => wording("`{{text}}` is not set", { text }),
	],
	override: [
		(text: string) => wording("`{{text}}` overrides it", { text }),
		(text: string) => wording("`{{text}}` does not override it", { text }),
	],
} as const;
