import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GROWING_TEXTS, type GrowingText } from "../testing/texts/growing-texts.ts";

/**
 * How the CPU time of whole runs of the command grows with the text, by kind:
 * `node dist/src/bench/bench-growth.js [part of a name] [--fix]`.
 * The exponent is that of the slope between the last sizes, so that the cost of starting does not hide it.
 */
const [wanted = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const fix = process.argv.includes("--fix");
const main = join(import.meta.dirname, "..", "..", "bundle", "command", "kmslint.cjs");
const FIRST = 250;
/** Enough for the cost of the kind to stand above the cost of starting. */
const ENOUGH = 1.5;
const MOST = 128_000;
const LIMIT = 60_000;

function cpuOf(
	kind: GrowingText,
	count: number,
	folder: string,
): { readonly seconds: number; readonly memory: number; readonly characters: number } | null {
	const path = join(folder, kind.filename);
	const text = kind.text(count);
	writeFileSync(path, text);
	const script = `process.argv = [process.execPath, ${JSON.stringify(main)}, ${fix ? '"--fix-dry-run", ' : ""}"-o", ${JSON.stringify(join(folder, "out.txt"))}, ${JSON.stringify(path)}];
		process.on("exit", () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write("\\n" + JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024])); });
		await import(${JSON.stringify(main)});`;
	const result = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
		encoding: "utf8",
		timeout: LIMIT,
		maxBuffer: 2 ** 28,
		killSignal: "SIGKILL",
	});
	const last = result.stderr.trim().split("\n").at(-1) ?? "";
	if (!last.startsWith("[")) {
		return null;
	}
	const [seconds = 0, memory = 0] = JSON.parse(last) as number[];
	return { seconds, memory, characters: text.length };
}

const root = mkdtempSync(join(tmpdir(), "kmslint-growth-"));
try {
	for (const kind of GROWING_TEXTS.filter(({ name }) => name.includes(wanted))) {
		const seconds: number[] = [];
		let count = FIRST;
		let row = "";
		for (; count <= MOST; count *= 2) {
			const cost = cpuOf(kind, count, root);
			if (cost === null) {
				row = `failed or took more than ${String(LIMIT / 1000)} s at ${String(count)}`;
				break;
			}
			seconds.push(cost.seconds);
			const [first = 0] = seconds;
			if (cost.seconds - first > ENOUGH && seconds.length > 2) {
				row = `${String(count)} → ${cost.seconds.toFixed(2)} s, ${cost.memory.toFixed(0)} MB, ${(cost.characters / 1e6).toFixed(2)} M characters`;
				break;
			}
			row = `${String(count)} → ${cost.seconds.toFixed(2)} s, ${cost.memory.toFixed(0)} MB, ${(cost.characters / 1e6).toFixed(2)} M characters`;
		}
		const [a = 0, b = 0, c = 0] = seconds.slice(-3);
		const exponent = Math.log2(Math.max(c - b, 0.01) / Math.max(b - a, 0.01));
		console.log(
			`${exponent > 1.2 || row.startsWith("failed") ? "!!" : "  "} ${exponent.toFixed(2).padStart(6)}  ${kind.name.padEnd(52)} ${row}`,
		);
	}
} finally {
	rmSync(root, { recursive: true, force: true });
}
