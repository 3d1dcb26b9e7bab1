import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readApplication } from "../../app/read-application.ts";
import type { Manifest, ManifestEntry } from "../../fix/manifest.ts";
import { planMigration } from "../../migrate/plan-migration.ts";
import { type HandlerRunner, startHandlerRunner } from "../../testing/aws-double/run-handler.ts";
import { Deployment, newStatements } from "../../testing/deployment.ts";
import { FUZZ_RUNS } from "../../testing/seed.ts";
import { resolveStack } from "../../testing/resolve-stack.ts";
import type { Deployed } from "../../testing/resolve-template.ts";
import { Folder } from "../../testing/run-command.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import type { Io } from "../io.ts";
import { collectApplication } from "../map/collect-application.ts";
import { readReported } from "./read-reported.ts";
import {
	type RandomApplication,
	randomApplications,
	type WrittenApplication,
	writeApplication,
} from "../../testing/texts/random-applications.ts";

/** Applications of one round: what a round costs by itself is paid once for them. */
const BATCH = 30;
/** Each application costs a fiftieth of a second of processor time: `KMSLINT_FUZZ=3000` makes more of them. */
const RUNS = FUZZ_RUNS ?? 200;
/** So many of them go through the command, which writes the record and the files, and is asked again. */
const THROUGH_COMMAND = 10;
/** One of so many is called in a process; of these, one of so many also without each of its statements. */
const CALLED = 18;
const LEFT_OUT = 5;

let runner: HandlerRunner;
let account: Deployment;
let folder: Folder;

beforeAll(async () => {
	runner = await startHandlerRunner();
});
afterEach(async () => {
	folder.remove();
	await account.close();
});
afterAll(() => runner.close());

/** Templates are resolved by code of their own, apps and modules by our evaluation. */
function deploy(root: string, { template }: WrittenApplication): Deployed {
	if (!/\.(?:ts|tf)$/u.test(template)) {
		return account.deploy(root, template);
	}
	const { stacks } = readApplication({
		cwd: root,
		parameterOverrides: {},
		suppressions: true,
		paths: [join(root, template)],
		roots: [root],
	});
	const [stack] = stacks;
	if (stack === undefined) {
		throw new Error(`${template} deploys nothing.`);
	}
	return account.install(resolveStack(stack.stack, {}, (index) => account.newKey(index)));
}

/** What each function answers, and how often it asks. */
async function answersOf(
	root: string,
	deployed: Deployed,
	app: WrittenApplication,
): Promise<readonly (readonly [answer: unknown, lookups: number])[]> {
	const answers: (readonly [unknown, number])[] = [];
	for (const { id, file } of app.functions) {
		const fn = deployed.functions.find((one) => one.id === id);
		if (fn === undefined) {
			throw new Error(`Nothing deploys '${id}'.`);
		}
		const { outcomes, lookups } = await account.run(root, fn, { file, exported: "handler" });
		const [first] = outcomes;
		answers.push([first?.ok === true ? first.value : JSON.stringify(first), lookups.length]);
	}
	return answers;
}

/** Moves the secrets; true if some of them are left. */
type Move = (backend: "ssm" | "secrets-manager") => Promise<boolean>;

const byCommand: Move = async (backend) => {
	expect((await folder.run(["secrets", "export", "--backend", backend])).stderr).toBe("");
	account.storeExported(folder.path);
	const written = await folder.run(["migrate", "--to", backend, "--write"]);
	expect(written.stderr, written.stdout).toBe("");
	const left = await folder.run(["migrate", "--to", backend, "--format", "json"]);
	const { secrets, files, refused } = JSON.parse(left.stdout) as Readonly<Record<string, readonly unknown[]>>;
	expect([secrets, files]).toEqual([[], []]);
	const isLeft = refused?.length !== 0;
	expect([written.code, left.code]).toEqual(isLeft ? [1, 1] : [0, 0]);
	return isLeft;
};

/** The same without files of a record, and without rendering. */
const byPlan: Move = async (backend) => {
	const cwd = folder.path;
	const io: Io = { ...NO_IO, cwd };
	const app = collectApplication(["."], { exclude: [], parameters: null }, io);
	const record = storeAll(backend);
	const { secrets, refused, edits } = planMigration(app, readReported(app, ["."], io).inside, {
		...{ backend, cwd, record, only: null, key: null, createsKey: false, sharesHelper: false, storedOnly: true },
		prefix: "/app/",
		roots: [cwd],
	});
	expect(secrets.every(({ leads }) => leads.every(({ stored }) => stored.state === "stored"))).toBe(true);
	for (const { path, text, edits: own } of edits) {
		writeFileSync(path, applyEdits(text, own));
	}
	return Promise.resolve(refused.length > 0);
};

const NO_IO: Omit<Io, "cwd"> = {
	stdout: { write: () => undefined },
	stderr: { write: () => undefined },
	readStdin: () => Promise.resolve(Buffer.from("")),
	env: {},
	now: () => 0,
};

/** A record of an account in which every value is stored as soon as somebody asks for it. */
function storeAll(backend: "ssm" | "secrets-manager"): Manifest {
	const entries = new Map<string, ManifestEntry>();
	const find: Manifest["find"] = (value, name) => {
		const id = JSON.stringify([name, value]);
		const known = entries.get(id);
		if (known !== undefined) {
			return known;
		}
		const target = `/app/${name.toLowerCase().replaceAll("_", "-")}-${String(entries.size)}`;
		const entry: ManifestEntry = {
			digest: id,
			backend,
			name,
			target,
			state: "stored",
			file: null,
			version: "1",
			ciphertext: null,
			functionName: null,
			kmsKey: null,
		};
		entries.set(id, entry);
		if (backend === "ssm") {
			account.aws.ssm.put(target, value);
		} else {
			account.aws.secrets.create(target, value);
		}
		return entry;
	};
	return { find, has: (...given) => find(...given)?.state ?? null, entries: [] };
}

/** Moves the secrets of some applications, and asks some of them for their answers afterwards. */
async function check(
	applications: readonly RandomApplication[],
	seed: number,
	backend: "ssm" | "secrets-manager",
	move: Move,
): Promise<void> {
	account = await Deployment.start(runner);
	folder = new Folder();
	const apps = applications.map((app, index) => writeApplication(app, seed + index));
	const rootOf = (index: number): string => join(folder.path, `a${String(index)}`);
	for (const [index, { files }] of apps.entries()) {
		for (const [name, text] of Object.entries(files)) {
			folder.write(`a${String(index)}/${name}`, text);
		}
	}
	const isCalled = (index: number): boolean => index % CALLED === 0;
	const before = apps.map((app, index) => (isCalled(index) ? deploy(rootOf(index), app) : null));
	expect(await move(backend)).toBe(apps.some((app) => app.kept.length > 0));
	for (const [index, app] of apps.entries()) {
		const root = rootOf(index);
		const text = Object.keys(app.files)
			.map((name) => readFileSync(join(root, name), "utf8"))
			.join("\n");
		expect(app.moved.filter((value) => text.includes(value))).toEqual([]);
		expect(app.kept.filter((value) => !text.includes(value))).toEqual([]);
		const was = before[index] ?? null;
		if (was === null) {
			continue;
		}
		const after = deploy(root, app);
		const expected = app.functions.map(({ answer, lookups }) => [answer, lookups]);
		expect(await answersOf(root, after, app), text).toEqual(expected);
		for (const statement of index % (CALLED * LEFT_OUT) > 0 ? [] : newStatements(was, after)) {
			const restore = account.leaveOut(after, statement);
			expect(await answersOf(root, after, app)).not.toEqual(expected);
			restore();
		}
	}
	await account.close();
	folder.remove();
}

const BACKENDS = fc.constantFrom("ssm", "secrets-manager");
const batchOf = (size: number): fc.Arbitrary<readonly RandomApplication[]> =>
	fc.array(randomApplications, { minLength: size, maxLength: size });

test("any application answers as before, with one lookup for each secret that can move, and the others left alone", async () => {
	let seed = 1;
	await fc.assert(
		fc.asyncProperty(batchOf(THROUGH_COMMAND), BACKENDS, (some, backend) => check(some, seed, backend, byCommand)),
		{ numRuns: 1, endOnFailure: true },
	);
	await fc.assert(
		fc.asyncProperty(batchOf(BATCH), BACKENDS, async (some, backend) => {
			seed += BATCH;
			await check(some, seed, backend, byPlan);
		}),
		{ numRuns: Math.ceil((RUNS - THROUGH_COMMAND) / BATCH), endOnFailure: true },
	);
});
