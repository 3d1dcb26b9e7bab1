import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect } from "vitest";

// Loaded before each test file (`vitest.config.ts`). Test files share a process: what one leaves behind is met by
// another, in an order that differs from run to run. So the file that leaves it fails, and says what it was.

/** Listeners on these change how the process ends, or what it does then. */
const EVENTS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGPIPE", "beforeExit", "uncaughtException", "unhandledRejection"];
/** A server that listens, a child that runs. */
const RESOURCES = ["TCPServerWrap", "ProcessWrap"];
/** What is about to end gets this many turns of this many milliseconds; nothing waits where nothing is left. */
const TURNS = 400;
const TURN = 25;

interface State {
	readonly env: NodeJS.ProcessEnv;
	readonly variables: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly listeners: Readonly<Record<string, number>>;
	readonly resources: Readonly<Record<string, number>>;
}

/** The temporary folders that this process made and that are still there. */
const folders: Set<string> = ((globalThis as { kmslintFolders?: Set<string> }).kmslintFolders ??= watchFolders());

function watchFolders(): Set<string> {
	const made = new Set<string>();
	const make = fs.mkdtempSync;
	fs.mkdtempSync = ((...given: Parameters<typeof make>) => {
		const path = make(...given) as unknown as string;
		made.add(path);
		return path;
	}) as typeof make;
	syncBuiltinESMExports();
	return made;
}

function stateNow(): State {
	const active = process.getActiveResourcesInfo();
	return {
		env: process.env,
		variables: { ...process.env },
		cwd: process.cwd(),
		listeners: Object.fromEntries(EVENTS.map((event) => [event, process.listenerCount(event)])),
		resources: Object.fromEntries(
			RESOURCES.map((kind) => [kind, active.filter((resource) => resource === kind).length]),
		),
	};
}

/** What differs from before, by name: a value may be a secret of this machine. */
function traces(before: State, now: State): readonly string[] {
	const names = [...new Set([...Object.keys(before.variables), ...Object.keys(now.variables)])];
	const more = (
		what: string,
		old: Readonly<Record<string, number>>,
		made: Readonly<Record<string, number>>,
	): readonly string[] =>
		Object.entries(made)
			.filter(([name, count]) => count > (old[name] ?? 0))
			.map(([name]) => `${what} ${name}`);
	return [
		...(now.env === before.env ? [] : ["another object as process.env"]),
		...names
			.filter((name) => before.variables[name] !== now.variables[name])
			.map((name) => `the environment variable ${name}`),
		...(now.cwd === before.cwd ? [] : [`the working directory ${now.cwd}`]),
		...more("a listener on", before.listeners, now.listeners),
		...more("open:", before.resources, now.resources),
		...[...folders].filter((path) => fs.existsSync(path)).map((path) => `the folder ${path}`),
	];
}

folders.clear();
const before = stateNow();

// Hooks run from the last to the first: this one runs after those of the test file.
afterAll(async () => {
	let left = traces(before, stateNow());
	for (let turn = 0; turn < TURNS && left.length > 0 && left.every((one) => one.startsWith("open:")); turn += 1) {
		await setTimeout(TURN);
		left = traces(before, stateNow());
	}
	process.env = before.env;
	expect(left, `${expect.getState().testPath ?? "A test file"} leaves something behind`).toEqual([]);
});
