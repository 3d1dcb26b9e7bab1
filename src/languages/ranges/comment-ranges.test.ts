import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { commentRanges } from "./comment-ranges.ts";

const PASSWORD = fakeSecret("weak-password");
const OTHER = fakeSecret("weak-password", 2);

/** Comments that are lines beginning with a mark; what is hidden of them is shown as `…`. */
function shown(lines: readonly string[], mark: string): string {
	const text = lines.join("\n");
	let at = 0;
	const comments = lines.flatMap((line) => {
		const start = at + line.indexOf(mark);
		at += line.length + 1;
		return line.includes(mark) ? [{ start, end: start + line.trimStart().length }] : [];
	});
	let out = text;
	for (const [start, end] of [...commentRanges(text, comments)].sort((a, b) => b[0] - a[0] || b[1] - a[1])) {
		out = out.slice(0, start) + "…".repeat(end - start) + out.slice(end);
	}
	return out.replaceAll(/…+/gu, "…");
}

describe("comments that follow each other are one text", () => {
	test.each([
		[
			"a block of YAML",
			["# DB_PASSWORD: |", `#   ${PASSWORD}`, `#   ${OTHER}`, "# Other: a"],
			["# DB_PASSWORD: |", "#   …", "#   …", "# Other: a"],
		],
		["a text below its name", ["# DB_PASSWORD:", `#   ${PASSWORD}`], ["# DB_PASSWORD:", "#   …"]],
		["a list", ["  # Passwords:", `  #   - ${PASSWORD}`], ["  # Passwords:", "  #   - …"]],
		["a sentence", ["# the password is", `# ${PASSWORD}`], ["# the password is", "# …"]],
		["a pair", ["# - Name: DB_PASSWORD", `#   Value: ${PASSWORD}`], ["# - Name: DB_PASSWORD", "#   Value: …"]],
		["a setting", [`# DB_PASSWORD=${PASSWORD} ${OTHER}`], ["# DB_PASSWORD=…"]],
	])("%s", (_what, lines, expected) => {
		expect(shown(lines, "#")).toBe(expected.join("\n"));
	});

	test.each([
		["a call", [`// client.login("me", "${PASSWORD}")`], ['// client.login("me", "…")']],
		[
			"a fallback",
			[`// const p = process.env.DB_PASSWORD || "${PASSWORD}";`],
			['// const p = process.env.DB_PASSWORD || "…";'],
		],
		[
			"a template of several lines",
			["// const password = `", `// ${PASSWORD} ${OTHER}`, "// `; go();"],
			["// const password = `…`; go();"],
		],
	])("%s of a program", (_what, lines, expected) => {
		expect(shown(lines, "//")).toBe(expected.join("\n"));
	});

	test("what stands between two comments parts them", () => {
		expect(shown(["# DB_PASSWORD:", "Type: x", "#   words"], "#")).toBe("# DB_PASSWORD:\nType: x\n#   words");
	});
});

test.each([
	["// const secret = await provider.get('my-secret');"],
	["// the password is read from Secrets Manager, see `docs/secrets.md`"],
	["// @param token the token of the page"],
	["// await client.send(new GetSecretValueCommand({ SecretId: 'orders/db' }))"],
	["// the API's password isn't here, and the token's name is TOKEN_NAME"],
])("stays readable: %s", (line) => {
	expect(shown([line], "//")).toBe(line);
});
