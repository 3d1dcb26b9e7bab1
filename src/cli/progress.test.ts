import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { COMMAND, Folder } from "../testing/run-command.ts";
import type { Io } from "./io.ts";
import { Progress, type ProgressChoice } from "./progress.ts";

interface Place {
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly env?: Io["env"];
	readonly choice?: ProgressChoice;
	readonly quiet?: boolean;
	readonly total?: number;
}

/** What a run writes to standard error; a file takes 50 ms. */
function written({ isTTY = true, columns = 80, env = {}, choice = "auto", quiet = false, total = 400 }: Place): string {
	let stderr = "";
	let time = 0;
	const io = { stderr: { isTTY, columns, write: (text: string) => (stderr += text) }, env, now: () => (time += 50) };
	const progress = new Progress(io as unknown as Io, choice, quiet);
	progress.expect(total);
	for (let file = 1; file <= total; file += 1) {
		progress.step(Math.floor(file / 100));
		if (file === 300) {
			progress.output.write("kmslint: a note\n");
		}
	}
	progress.end();
	return stderr;
}

/** Stands for the control characters that empty a line. */
const CLEARED = "\uE000";

/** What stays on a terminal. */
function screenAfter(text: string): readonly string[] {
	const lines = [""];
	for (const [part] of text.replaceAll("\r\u001B[K", CLEARED).matchAll(/\uE000|\r?\n|[^\r\n\uE000]+|\r/gu)) {
		const last = lines.pop() ?? "";
		lines.push(...(part.endsWith("\n") ? [last, ""] : [part === CLEARED ? "" : last + part]));
	}
	return lines;
}

describe("on a terminal", () => {
	test("a bar shows rate and estimate, and nothing of it stays", () => {
		const text = written({ columns: 100 });
		const bars = text.split("\r\u001B[K").filter((part) => part.includes("["));
		expect(bars.length).toBeGreaterThan(50);
		expect(bars[0]).toMatch(/^ 25% \[={5} {15}\] 100 of 400 files, [\d,]+ files\/s, \d+ s left, 1 finding$/u);
		expect(screenAfter(text)).toEqual(["kmslint: a note", ""]);
	});

	test.each([120, 60, 40, 20])("it fits into a line of %i characters", (columns) => {
		const bars = written({ columns }).split("\r\u001B[K");
		expect(Math.max(...bars.map((bar) => bar.split("\n")[0]?.length ?? 0))).toBeLessThan(columns);
	});

	test("it is without colors", () => {
		expect(written({}).replaceAll("\r\u001B[K", "")).not.toContain("\u001B");
	});
});

const NOTE = "kmslint: a note\n";

describe("elsewhere", () => {
	const LINE = "kmslint: 200 of 400 files checked, 2 findings so far.\n";

	test.each<[string, Place, string]>([
		["the log of a CI job has lines", { isTTY: false, env: { CI: "true" } }, LINE + NOTE],
		["also if it is a terminal", { env: { CI: "1" } }, LINE + NOTE],
		["so has a terminal that cannot go back", { env: { TERM: "dumb" } }, LINE + NOTE],
		["and one whose user wants it", { choice: "plain" }, LINE + NOTE],
		["which a bar is not shown without", { isTTY: false, choice: "bar" }, LINE + NOTE],
		["a file has nothing", { isTTY: false }, NOTE],
		["nor has --quiet", { quiet: true }, NOTE],
		["nor has --progress off", { choice: "off" }, NOTE],
		["CI=false is no CI", { isTTY: false, env: { CI: "false" } }, NOTE],
	])("%s", (_, place, expected) => {
		expect(written(place)).toBe(expected);
	});

	test("a run over few files shows nothing, one over many at most ten lines", () => {
		expect(written({ total: 200 })).toBe("");
		expect(written({ choice: "plain", total: 100_000 }).split("\n")).toHaveLength(11);
	});
});

describe("the command", () => {
	const folder = new Folder(
		Object.fromEntries(Array.from({ length: 230 }, (_, at) => [`f${String(at)}.yaml`, "Resources: {}\n"])),
	);
	const slow = Array.from({ length: 600 }, (_, at) => `  K${String(at)}:\n    Type: AWS::KMS::Key\n`);
	folder.write("z.yaml", `Resources:\n${slow.join("")}`);
	afterAll(() => {
		folder.remove();
	});

	test("counts every file, and no machine reads of it", async () => {
		let stderr = "";
		const { stdout } = await folder.run(["-f", "json", "--concurrency", "off", "--quiet", "--progress", "plain"], {
			stderr: { write: (text) => (stderr += text) },
		});
		expect(stderr).toBe("kmslint: 200 of 231 files checked, 0 findings so far.\n");
		expect(JSON.parse(stdout)).toHaveProperty("version", 1);
	});

	/** Runs it on a terminal, and types there as soon as a bar is shown. */
	const onTerminal = (argv: string, typed: string): Promise<string> =>
		new Promise((resolve) => {
			const script = spawn("script", ["-qec", `'${process.execPath}' '${COMMAND}' ${argv}`, "/dev/null"], {
				cwd: folder.path,
				env: { ...process.env, CI: "", TERM: "xterm" },
			});
			let shown = "";
			let hasTyped = false;
			script.stdout.on("data", (chunk: Buffer) => {
				shown += chunk.toString();
				if (!hasTyped && shown.includes("files/s")) {
					hasTyped = true;
					script.stdin.write(typed);
				}
			});
			script.on("close", () => {
				resolve(shown);
			});
		});

	test.skipIf(!existsSync("/usr/bin/script"))("leaves nothing on a terminal, at its end and at Ctrl-C", async () => {
		const whole = await onTerminal("--concurrency off --no-color -f json:report.json", "");
		expect(whole).toContain("files/s");
		expect(screenAfter(whole).filter((line) => line !== "")).toEqual([expect.stringMatching(/^✖ 600 findings/u)]);
		const ended = await onTerminal("--concurrency off --no-color", "\u0003");
		expect(ended).not.toContain("✖");
		expect(screenAfter(ended).map((line) => line.replace("^C", ""))).toEqual([""]);
	});
});
