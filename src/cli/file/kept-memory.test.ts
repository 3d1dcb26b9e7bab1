import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProjectLinter } from "../../lint/project-linter.ts";
import { Folder } from "../../testing/run-command.ts";
import { forgetAnswers } from "../../text/answers.ts";
import type { FileOutcome } from "./file-outcome.ts";
import { FileTaker } from "./take-file.ts";

const MB = 1024 * 1024;

let folder: Folder;
beforeEach(() => {
	folder = new Folder();
});
afterEach(() => {
	folder.remove();
});

/** What is in use after garbage is collected, in bytes. */
function inUse(): number {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc") as () => void;
	collect();
	return process.memoryUsage().heapUsed;
}

test("what is found in a file does not keep its text in memory", async () => {
	const lint = {
		preset: null,
		config: false,
		readsDeep: false,
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: folder.path,
		isStill: true,
	} as const;
	const take = {
		paths: ["."],
		fix: false,
		fixDryRun: false,
		showsLines: false,
		showUnknown: true,
		quiet: false,
		includeGenerated: false,
		hasInventory: false,
	};
	const taker = new FileTaker(take, folder.path, new ProjectLinter(lint));
	const paths = Array.from({ length: 40 }, (_, at) =>
		folder.write(
			`${String(at)}.yaml`,
			`Resources:\n  KeyOfTheNumber${String(at)}:\n    Type: AWS::KMS::Key\n    Properties: { KeyPolicy: {} }\n${"# a\n".repeat(MB / 8)}`,
		),
	);
	const taken: FileOutcome[] = [await taker.takeFile(paths[0] ?? "", false)];
	forgetAnswers();
	const before = inUse();
	for (const path of paths.slice(1)) {
		taken.push(await taker.takeFile(path, false));
	}
	forgetAnswers();
	expect(inUse() - before).toBeLessThan(5 * MB);
	expect(taken.every(({ findings }) => findings.length > 0)).toBe(true);
}, 60_000);
