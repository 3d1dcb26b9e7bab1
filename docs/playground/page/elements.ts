/** The element of the page with an id. */
export function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
	const found = document.getElementById(id);
	if (!(found instanceof kind)) {
		throw new TypeError(`The page has no element '${id}'.`);
	}
	return found;
}

/** Makes an element; a text in it is a text, whatever it looks like. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	properties: Partial<HTMLElementTagNameMap[Tag]> = {},
	children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Tag] {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

/** A sentence in which what stands in backticks is code. */
export function sentence(text: string): readonly (Node | string)[] {
	return text
		.split(/(`[^`]+`)/u)
		.filter((part) => part !== "")
		.map((part) => (/^`[^`]+`$/u.test(part) ? make("code", {}, [part.slice(1, -1)]) : part));
}
