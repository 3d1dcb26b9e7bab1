import { createHash } from "node:crypto";
import fs, { existsSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { VERSION } from "../../plugin.ts";
import { TextLinter } from "../../lint/lint-text.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder, type Said } from "../../testing/run-command.ts";
import { canaryOf } from "../../testing/secret-texts/canaries.ts";
import { writeEveryKind } from "../../testing/every-kind.ts";
import { CACHE_FILE } from "./outcome-cache.ts";

const IMAGES = "require-image-encryption";
const KEY = "Resources:\n  A:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n";

let folder: Folder;
beforeEach(() => {
	folder = new Folder();
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
	folder.remove();
});

/** A run, and how many texts it linted. */
async function lintedBy(argv: readonly string[]): Promise<{ readonly said: Said; readonly linted: number }> {
	const lint = vi.spyOn(TextLinter.prototype, "lint");
	const said = await folder.run([".", "--concurrency", "off", ...argv]);
	const linted = lint.mock.calls.length;
	lint.mockRestore();
	return { said, linted };
}

/** A cache as the command writes it, with another body. */
function signed(body: string): string {
	return `${JSON.stringify({ kmslint: VERSION, sha256: createHash("sha256").update(body).digest("hex") })}\n${body}\n`;
}

const cache = (): string => join(folder.path, CACHE_FILE);

/** Lets so much time pass that a file cannot be changed any more within the time at which it was. */
function settle(): void {
	vi.useFakeTimers({ now: Date.now() + 10_000, toFake: ["Date"] });
}

/** How often a file is opened meanwhile. */
async function openedBy(path: string, run: () => Promise<unknown>): Promise<number> {
	const open = vi.spyOn(fs, "openSync");
	syncBuiltinESMExports();
	try {
		await run();
		return open.mock.calls.filter(([opened]) => opened === path).length;
	} finally {
		open.mockRestore();
		syncBuiltinESMExports();
	}
}

describe("with --cache, a run", () => {
	test.each([
		["text", []],
		["json", ["--show-unknown", "--preset", "audit"]],
	] as const)("reports the same as without, and reads little again: %s %j", async (format, more) => {
		writeEveryKind(folder);
		const argv = ["--format", format, ...more];
		const plain = await lintedBy(argv);
		const first = await lintedBy([...argv, "--cache"]);
		const second = await lintedBy([...argv, "--cache"]);
		expect(first).toEqual(plain);
		expect(second.said).toEqual(plain.said);
		expect(second.linted).toBeLessThan(plain.linted);
	});

	test("writes no secret, and nothing about findings on secrets", async () => {
		writeEveryKind(folder);
		await folder.run([".", "--cache", "--preset", "audit"]);
		const text = readFileSync(cache(), "utf8");
		expect(text).toContain("require-key-rotation");
		for (let number = 0; number < 60; number += 1) {
			for (const part of [canaryOf("random", number).value, fakeSecret("github-personal-token", 90 + number)]) {
				expect(text.includes(part)).toBe(false);
			}
		}
		expect(text.includes('"findings":[{"rule":"no-hardcoded-secret"')).toBe(false);
	});

	const CHANGES: readonly (readonly [string, () => unknown, readonly string[]])[] = [
		["the file changes", () => folder.write("a.yaml", `${KEY}# a\n`), []],
		["another file holds the same", () => folder.write("b.yaml", KEY), []],
		["another preset is asked", () => undefined, ["--preset", "strict"]],
		["a rule has another option", () => undefined, ["--rule", "require-key-rotation: warn"]],
		["a parameter has another value", () => undefined, ["--parameter-overrides", "Stage=prod"]],
		["another format is asked", () => undefined, ["--format", "json"]],
		["suppressions do not count", () => undefined, ["--no-suppressions"]],
		["a day has passed", () => vi.useFakeTimers({ now: Date.now() + 86_400_000, toFake: ["Date"] }), []],
	];

	test.each(CHANGES)("asks again when %s", async (_, change, argv) => {
		folder.write("a.yaml", KEY);
		expect((await lintedBy(["--cache"])).linted).toBe(1);
		expect((await lintedBy(["--cache"])).linted).toBe(0);
		change();
		expect((await lintedBy(["--cache", ...argv])).linted).toBe(1);
	});

	test.each([
		["is given", { options: (path: string) => ["--inventory", path], config: "{}" }],
		[
			"a rule is given",
			{ options: (path: string) => ["--rule", `${IMAGES}: [error, { inventory: ${path} }]`], config: "{}" },
		],
		[
			"a configuration names",
			{
				options: () => [],
				config: JSON.stringify({ rules: { [IMAGES]: ["error", { inventory: "amis.csv" }] } }),
			},
		],
	])("asks again when the inventory changes that %s", async (_, { options, config }) => {
		folder.write("a.yaml", KEY);
		const inventory = folder.write("amis.csv", "ami\nami-0123456789abcdef0\n");
		folder.write("kmslint.config.json", config);
		const argv = ["--cache", ...options(inventory)];
		expect((await lintedBy(argv)).linted).toBe(1);
		expect((await lintedBy(argv)).linted).toBe(0);
		folder.write("amis.csv", "ami\nami-0123456789abcdef1\n");
		expect((await lintedBy(argv)).linted).toBe(1);
	});

	test.each([
		["empty", () => ""],
		["cut off", (text: string) => text.slice(0, -20)],
		["changed", (text: string) => text.replace("require-key-rotation", "require-key-rotatiom")],
		["of another version", (text: string) => text.replace(/"kmslint":"[^"]*"/u, '"kmslint":"0.0.0"')],
		["no JSON", () => "{\n[[["],
		["another program's", () => '{"a":1}\n[["b",{"findings":1}]]\n'],
		["of other parts, with a checksum that is right", () => signed('[["b",{"findings":1}]]')],
		["of other outcomes, with a checksum that is right", () => signed('[["a","b",null,{"findings":1}]]')],
		["of other stamps, with a checksum that is right", () => signed('[["a","b",1,{}]]')],
		["of something else, with a checksum that is right", () => signed('{"a":1}')],
	])("takes a cache that is %s for none", async (_, damage) => {
		folder.write("a.yaml", KEY);
		const { said } = await lintedBy(["--cache"]);
		writeFileSync(cache(), damage(readFileSync(cache(), "utf8")));
		expect(await lintedBy(["--cache"])).toEqual({ said, linted: 1 });
		expect((await lintedBy(["--cache"])).linted).toBe(0);
	});

	test("does not read a file again of which the disk says the same", async () => {
		const path = folder.write("a.yaml", KEY);
		settle();
		const { said } = await lintedBy(["--cache"]);
		const again = async (): Promise<void> => {
			expect(await lintedBy(["--cache"])).toEqual({ said, linted: 0 });
		};
		expect(await openedBy(path, again)).toBe(0);
		// What was copied is another file of the same content.
		writeFileSync(path, KEY);
		expect(await openedBy(path, again)).toBeGreaterThan(0);
		expect(await openedBy(path, again)).toBe(0);
	});

	test("reads a file again that may have changed within the time at which it was", async () => {
		const path = folder.write("a.yaml", KEY);
		await lintedBy(["--cache"]);
		expect(await openedBy(path, () => lintedBy(["--cache"]))).toBeGreaterThan(0);
	});

	test.each(["at once", "later"])("asks again when a file of the same size and time changes %s", async (when) => {
		const path = folder.write("a.yaml", `${KEY}# a\n`);
		const { atime, mtime } = statSync(path);
		if (when === "later") {
			settle();
		}
		expect((await lintedBy(["--cache"])).linted).toBe(1);
		writeFileSync(path, `${KEY}# b\n`);
		utimesSync(path, atime, mtime);
		expect((await lintedBy(["--cache"])).linted).toBe(1);
	});

	test("knows again what a file held before", async () => {
		for (const [comment, linted] of [
			["# a", 1],
			["# b", 1],
			["# a", 0],
			["# b", 0],
		] as const) {
			folder.write("a.yaml", `${KEY}${comment}\n`);
			expect((await lintedBy(["--cache"])).linted).toBe(linted);
		}
	});

	test("writes no name of a file without findings, which may hold a secret", async () => {
		const secret = fakeSecret("github-personal-token", 7);
		folder.write(`${secret}.yaml`, "Resources: {}\n");
		folder.write("a.yaml", KEY);
		await lintedBy(["--cache"]);
		expect(readFileSync(cache(), "utf8")).not.toContain(secret);
	});

	test("says where the cache cannot be written, and reports all the same", async () => {
		folder.write("a.yaml", KEY);
		const plain = await lintedBy([]);
		const elsewhere = new Folder();
		symlinkSync(elsewhere.path, join(folder.path, "link"));
		const { said } = await lintedBy(["--cache-location", "link/cache.json"]);
		expect(said).toEqual({
			...plain.said,
			stderr: "kmslint: Cannot write the cache to 'link/cache.json': its folder is reached through a symbolic link.\n",
		});
		elsewhere.remove();
	});

	test("overwrites no file that is named by mistake", async () => {
		const path = folder.write("a.yaml", KEY);
		const { said } = await lintedBy(["--cache", "--cache-location", "a.yaml"]);
		expect(said.stderr).toBe("kmslint: Cannot write the cache to 'a.yaml': it is not a cache of kmslint.\n");
		expect(readFileSync(path, "utf8")).toBe(KEY);
		for (const linted of [1, 0]) {
			expect((await lintedBy(["--cache", "--cache-location", "cache.bin"])).linted).toBe(linted);
		}
	});

	test("says where no folder can be made for the cache, and ends", async () => {
		folder.write("a.yaml", KEY);
		const file = folder.write("b.yaml", KEY);
		for (const location of [
			join(file, "c", "cache.json"),
			...(existsSync("/proc/self") ? ["/proc/none/b/cache.json"] : []),
		]) {
			const { said } = await lintedBy(["--cache", "--cache-location", location]);
			expect(said.code).toBe(1);
			expect(said.stderr).toMatch(/^kmslint: Cannot write the cache to '[^']+': [A-Z]+\.\n$/u);
		}
	});

	test("keeps nothing of a file that changed while it was read", async () => {
		const path = folder.write("a.yaml", `${KEY}# a\n`);
		const lint = vi.spyOn(TextLinter.prototype, "lint").mockImplementation(function (
			this: TextLinter,
			text,
			filename,
		) {
			lint.mockRestore();
			folder.write("a.yaml", KEY);
			return this.lint(text, filename);
		});
		await folder.run([".", "--cache", "--concurrency", "off"]);
		expect(readFileSync(path, "utf8")).toBe(KEY);
		folder.write("a.yaml", `${KEY}# a\n`);
		expect((await lintedBy(["--cache"])).linted).toBe(1);
	});

	test("keeps nothing of a file on which a bug showed", async () => {
		folder.write("a.yaml", KEY);
		const lint = vi.spyOn(TextLinter.prototype, "lint").mockImplementation(() => {
			throw new TypeError("canary");
		});
		expect((await folder.run([".", "--cache"])).code).toBe(2);
		lint.mockRestore();
		expect((await lintedBy(["--cache"])).linted).toBe(1);
	});

	test("fixes what it knows", async () => {
		const path = folder.write("a.yaml", KEY);
		await lintedBy(["--cache"]);
		await folder.run([".", "--cache", "--fix"]);
		expect(readFileSync(path, "utf8")).toContain("EnableKeyRotation: true");
	});
});

test("without --cache, nothing is written", async () => {
	folder.write("a.yaml", KEY);
	await folder.run(["."]);
	expect(() => readFileSync(cache())).toThrow("ENOENT");
});
