import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../testing/remove-folder.ts";
import { partOf } from "../../testing/seed.ts";

/** The build, which `npm test` makes first: a real process is interrupted. */
const ROOT = resolve(import.meta.dirname, "..", "..", "..");
const OLD = "old\n";
const NEW = "new\n";
const SAVED = "saved by an editor\n";
const PROGRAM = `
import { readFileSync, writeFileSync } from "node:fs";
import { writeFixed } from ${JSON.stringify(pathToFileURL(join(ROOT, "dist", "src", "cli", "file", "write-fixed.js")).href)};
const [, path, rounds] = process.argv;
const outcomes = [];
for (let step = 0; step < Number(rounds); step += 1) {
	writeFileSync(path, ${JSON.stringify(OLD)});
	Object.assign(actAtCall, { calls: 0, ...(rounds === "1" ? {} : { at: step }) });
	const said = await writeFixed(path, { bytes: Buffer.from(${JSON.stringify(OLD)}), bom: false }, ${JSON.stringify(NEW)});
	outcomes.push({ said, calls: actAtCall.calls, looks: actAtCall.looks.splice(0), text: readFileSync(path, "utf8") });
}
process.stdout.write(JSON.stringify(outcomes));
`;

const folder = mkdtempSync(join(tmpdir(), "kmslint-interrupt-"));
afterAll(() => {
	removeFolder(folder);
});

interface Outcome {
	readonly said: string | null;
	readonly calls: number;
	/** What the file held at the call at which something happens. */
	readonly looks: readonly string[];
	readonly text: string;
}

interface Ran {
	readonly outcomes: readonly Outcome[];
	readonly signal: string | null;
	readonly text: string;
	/** What lies beside the file afterwards. */
	readonly others: readonly string[];
}

let count = 0;

/**
 * Writes in a process of its own, in which something happens at one of its calls of the file system; each round at the
 * next one.
 */
function write(act = "", at = -1, rounds = 1): Ran {
	count += 1;
	const path = join(folder, String(count), "template.yaml");
	mkdirSync(join(path, ".."));
	writeFileSync(path, OLD);
	const env = {
		...process.env,
		ACT: act,
		ACT_AT: String(at),
		ACT_FOLDER: join(path, ".."),
		ACT_SAVE: path,
		ACT_TEXT: SAVED,
	};
	const { stdout, signal } = spawnSync(
		process.execPath,
		[
			"--import",
			pathToFileURL(join(ROOT, "src", "testing", "act-at-call.mjs")).href,
			"--input-type=module",
			"-e",
			PROGRAM,
			path,
			String(rounds),
		],
		{ env, encoding: "utf8" },
	);
	return {
		outcomes: stdout === "" ? [] : (JSON.parse(stdout) as readonly Outcome[]),
		signal,
		text: readFileSync(path, "utf8"),
		others: readdirSync(join(path, "..")).filter((name) => name !== "template.yaml"),
	};
}

const undisturbed = write();
const calls = undisturbed.outcomes[0]?.calls ?? 0;
const steps = Array.from({ length: calls }, (_, step) => step);

describe("a fixed file", () => {
	test("is written, and nothing else stays", () => {
		expect(undisturbed).toMatchObject({ outcomes: [{ said: null, text: NEW }], signal: null, others: [] });
		expect(calls).toBeGreaterThan(10);
	});

	test("is whole at any step: that is what stays when the process is killed there", () => {
		const { outcomes } = write("look", -1, calls);
		const looks = outcomes.flatMap((outcome) => outcome.looks);
		expect(looks.length).toBe(calls);
		expect(looks.filter((text) => text !== OLD && text !== NEW)).toEqual([]);
	});

	test("is whole when the process is killed", () => {
		const { signal, text } = write("SIGKILL", Math.floor(calls / 2));
		expect({ signal, isWhole: text === OLD || text === NEW }).toEqual({ signal: "SIGKILL", isWhole: true });
	});

	test("is whole on an interrupt at any step, which ends the process and leaves nothing beside the file", () => {
		for (const step of partOf(steps, 2)) {
			const { signal, text, others } = write("SIGINT", step);
			expect({ signal, isWhole: text === OLD || text === NEW, others }, String(step)).toEqual({
				signal: "SIGINT",
				isWhole: true,
				others: [],
			});
		}
	});

	test.each(["SIGTERM", "SIGHUP"])("ends by %s as by an interrupt", (name) => {
		expect(write(name, Math.floor(calls / 2))).toMatchObject({ signal: name, text: NEW, others: [] });
	});

	test("loses no save of somebody else, up to the last look at it", () => {
		const { outcomes, others } = write("save", -1, calls);
		expect(outcomes.length).toBe(calls);
		for (const { said, text } of outcomes) {
			expect(
				text === SAVED ? said?.startsWith("It changed while it was checked") : said === null && text === NEW,
			).toBe(true);
		}
		// Once the bytes are compared there is nothing but the closing of the file and the rename.
		expect(outcomes.filter(({ text }) => text === NEW).length).toBeLessThanOrEqual(3);
		expect(others).toEqual([]);
	});
});
