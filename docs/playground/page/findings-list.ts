import type { Edit, ShownFinding, ShownText } from "../checker.ts";
import { find, make, sentence } from "./elements.ts";

/** How many findings are listed. */
const MOST_LISTED = 200;

/** What somebody can do about a finding. */
export interface ListActions {
	select(start: number, end: number): void;
	edit(edits: readonly Edit[]): void;
}

/** Lists what was found, with messages in a language. */
export function showFindings({ findings, errors }: ShownText, lang: string, actions: ListActions): void {
	find("errors", HTMLUListElement).replaceChildren(
		...errors.map(({ message, start, line }) =>
			make("li", { className: "error" }, [
				make("p", {}, [
					placeButton(`Line ${String(line)}`, () => actions.select(start, start)),
					" ",
					...sentence(message),
				]),
			]),
		),
	);
	const list = find("findings", HTMLOListElement);
	list.replaceChildren(...findings.slice(0, MOST_LISTED).map((finding) => itemOf(finding, lang, actions)));
	if (findings.length > MOST_LISTED) {
		list.append(
			make("li", {}, [
				`${String(findings.length - MOST_LISTED)} more findings are not listed. Run the command to see all.`,
			]),
		);
	}
}

function itemOf(finding: ShownFinding, lang: string, { select, edit }: ListActions): HTMLLIElement {
	const { severity, rule, docs, message, start, end, line, column, fix, suggestions, ignore } = finding;
	const place = `line ${String(line)}, column ${String(column)}`;
	const action = (title: string, edits: readonly Edit[], of = "en"): HTMLButtonElement =>
		make("button", { type: "button", lang: of, onclick: () => edit(edits) }, sentence(title));
	const actions = [
		...(fix === null ? [] : [action("Fix", [fix])]),
		...suggestions.map(({ description, edits }) => action(description, edits, lang)),
		...(ignore === null ? [] : [action("Ignore with a reason", [ignore])]),
	];
	return make("li", { className: severity }, [
		make("p", {}, [
			make("span", { className: `severity ${severity}` }, [severity]),
			" ",
			make("a", { href: docs, target: "_blank", rel: "noreferrer" }, [rule]),
			" ",
			placeButton(place, () => select(start, end)),
		]),
		make("p", { lang }, sentence(message)),
		...(actions.length === 0 ? [] : [make("div", { className: "actions" }, actions)]),
	]);
}

function placeButton(title: string, onclick: () => void): HTMLButtonElement {
	return make("button", { type: "button", className: "place", onclick }, [title]);
}
