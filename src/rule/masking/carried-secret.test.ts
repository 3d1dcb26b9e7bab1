import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { carriesSecret } from "./carried-secret.ts";

const carries = (text: string, secret: string, written: string): boolean => {
	const start = text.indexOf(secret);
	return carriesSecret([{ span: { start: 0, end: text.length }, text: written }], text, () => [
		{ start, end: start + secret.length },
	]);
};

describe("what an edit carries along", () => {
	const secret = fakeSecret("password").replaceAll(/\W/gu, "x");

	test("is what it replaces and writes again", () => {
		expect(carries(`"${secret}"`, secret, `{ a: "${secret}" }`)).toBe(true);
		expect(carries(`"${secret}"`, secret, `"prefix ${secret}"`)).toBe(true);
		expect(carries(`"a${secret}b"`, secret, `["a${secret}b"]`)).toBe(true);
		expect(carries(`"${secret}"`, secret, `"x${secret} ${secret}"`)).toBe(true);
	});

	test("is a part of a long secret, of which another part is taken away", () => {
		const [first = "", second = ""] = [fakeSecret("token", 1), fakeSecret("token", 2)];
		const both = `${first}\\n${second}`;
		expect(carries(`"${both}"`, both, `\`\${token}\\n${second}\``)).toBe(true);
		expect(carries(`"${both}"`, both, "token")).toBe(false);
	});

	test("is not what stands in a longer word of ours by chance", () => {
		expect(carries('"String"', "String", '"SecureString"')).toBe(false);
		expect(carries(`"${secret}"`, secret, "process.env.SECRET")).toBe(false);
	});

	test("asks where the secrets of the file are only if both texts have something in common", () => {
		const few = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
		const many = fc.string({
			unit: fc.constantFrom(..."abcdefghijklmnop"),
			minLength: 60,
			maxLength: 90,
			size: "max",
		});
		const some = fc.oneof(few, many);
		fc.assert(
			fc.property(some, some, (replaced, written) => {
				let asked = false;
				carriesSecret([{ span: { start: 0, end: replaced.length }, text: written }], replaced, () => {
					asked = true;
					return [];
				});
				const isShared = [...replaced].some((_, at) => {
					const run = replaced.slice(at, at + 4);
					return run.length === 4 && written.includes(run);
				});
				expect(asked).toBe(isShared);
			}),
		);
	});
});
