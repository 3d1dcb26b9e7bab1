import ts from "typescript";
import { expect, test } from "vitest";
import { decodeEntities, hasEntity } from "./jsx-entities.ts";

/** The first and the last of each run of names, numbers, and what looks like an entity. */
const TEXTS =
	"quot amp apos lt gt nbsp iexcl yuml OElig oelig Scaron Yuml fnof circ tilde Alpha Omega alpha omega thetasym piv ensp thinsp zwnj rlm ndash lsquo bdquo dagger bull hellip permil prime lsaquo oline frasl euro image weierp trade alefsym larr harr crarr lArr hArr forall part empty nabla isin ni prod sum minus lowast radic prop infin ang and int there4 sim cong asymp ne equiv le sub sup nsub sube oplus otimes perp sdot lceil lfloor rang loz spades clubs hearts diams #65 #x41 #X41 #x1F511 AMP foo toString constructor #"
		.split(" ")
		.map((name) => `a&${name};b & &amp`);

/** What a compiler makes of an attribute. */
function compiled(text: string): unknown {
	const { outputText } = ts.transpileModule(`f(<a b="${text}" />);`, {
		compilerOptions: { jsx: ts.JsxEmit.React, target: ts.ScriptTarget.ES2022 },
	});
	const React = { createElement: (_: unknown, { b }: { readonly b: unknown }) => b };
	let found: unknown;
	new Function("f", "React", "a", outputText)((value: unknown) => (found = value), React, "a");
	return found;
}

test.each(TEXTS)("%s is what TypeScript takes it for", (text) => {
	expect(decodeEntities(text)).toBe(compiled(text));
});

test("only what may be an entity is one", () => {
	expect(hasEntity("a && b; c & d; &#; &1;")).toBe(false);
	expect(hasEntity("a &amp; b")).toBe(true);
	expect(decodeEntities("&#x110000; &#1114112;")).toBe("&#x110000; &#1114112;");
});
