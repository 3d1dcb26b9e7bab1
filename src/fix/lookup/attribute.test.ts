import { describe, expect, test } from "vitest";
import { TextLinter } from "../../lint/lint-text.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import { ts } from "../../testing/typescript.ts";

const SECRET = fakeSecret("github-personal-token");

/** What stands around a secret in a quoted attribute of JSX, where entities mean a character and backslashes nothing. */
const AROUND = [" C:\\new\\x ", "`$ ${b} ", "a&amp;", "&quot;&#65;&#x1F511; ", "&unknown; &amp ", "🔑 ", "\\` ", ""];

/** The attribute of the element that a handler gives, as a compiler of JSX understands it. */
async function attributeOf(text: string, secret = ""): Promise<unknown> {
	const { outputText } = ts.transpileModule(text.replaceAll(/^import .*$/gmu, ""), {
		compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, jsx: ts.JsxEmit.React },
	});
	const lookedUp = outputText.replaceAll(/await get\w+\((["'])\w*\1\)/gu, JSON.stringify(secret));
	const exported: { handler?: () => Promise<unknown> } = {};
	const React = { createElement: (_: unknown, { title }: { readonly title: unknown }) => title };
	const classes = ["SSMClient", "KMSClient", "SecretsManagerClient"];
	new Function("exports", "React", ...classes, lookedUp)(exported, React, ...classes.map(() => Object));
	return await exported.handler?.();
}

describe("a lookup in an attribute of JSX keeps what stands around the secret", () => {
	test.each(["a.jsx", "a.tsx", "a.js"])("in %s", async (filename) => {
		const linter = new TextLinter({
			preset: "audit",
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd: "/",
		});
		for (const [at, before] of AROUND.entries()) {
			const after = ` ${AROUND[(at + 3) % AROUND.length] ?? ""}`;
			const text = `export const handler = async () => <a title='${before}${SECRET}${after}' />;\n`;
			const lookups = linter
				.lint(text, filename)
				.findings.flatMap(({ suggestions, secrets }) =>
					suggestions
						.filter(({ edits }) => edits.some((edit) => edit.text.includes("await get")))
						.map(({ edits }) => ({ edits, secret: secrets[0]?.reveal() })),
				);
			expect(lookups.length, text).toBeGreaterThan(0);
			for (const { edits, secret } of lookups) {
				const fixed = applyEdits(text, edits);
				expect(fixed.includes(SECRET)).toBe(false);
				expect(await attributeOf(fixed, secret), fixed).toBe(await attributeOf(text));
			}
		}
	});
});
