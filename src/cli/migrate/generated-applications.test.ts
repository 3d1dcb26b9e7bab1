import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readApplication } from "../../app/read-application.ts";
import { type HandlerRunner, startHandlerRunner } from "../../testing/aws-double/run-handler.ts";
import { Deployment, newStatements } from "../../testing/deployment.ts";
import { FUZZ_RUNS } from "../../testing/seed.ts";
import { resolveStack } from "../../testing/resolve-stack.ts";
import type { Deployed } from "../../testing/resolve-template.ts";
import { Folder } from "../../testing/run-command.ts";
import {
	randomApplications,
	type WrittenApplication,
	writeApplication,
} from "../../testing/texts/random-applications.ts";

/** Applications of one run of the command: what a run costs by itself is paid once for them. */
const BATCH = 30;
/** Each application costs a tenth of a second: `KMSLINT_FUZZ=300` makes more of them. */
const BATCHES = Math.ceil((FUZZ_RUNS ?? 30) / BATCH);
/** So many of them are also run without one of their statements. */
const EVERY = 6;

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

test("any application answers as before, with one lookup for each secret that can move, and the others left alone", async () => {
	let seed = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(randomApplications, { minLength: BATCH, maxLength: BATCH }),
			fc.constantFrom("ssm", "secrets-manager"),
			async (applications, backend) => {
				account = await Deployment.start(runner);
				folder = new Folder();
				const apps = applications.map((app) => writeApplication(app, (seed += 1)));
				for (const [index, { files }] of apps.entries()) {
					for (const [name, text] of Object.entries(files)) {
						folder.write(`a${String(index)}/${name}`, text);
					}
				}
				const before = apps.map((app, index) => deploy(join(folder.path, `a${String(index)}`), app));
				expect((await folder.run(["secrets", "export", "--backend", backend])).stderr).toBe("");
				account.storeExported(folder.path);
				const written = await folder.run(["migrate", "--to", backend, "--write"]);
				const kept = apps.flatMap((app) => app.kept).length;
				expect(written, written.stdout).toMatchObject({ code: kept === 0 ? 0 : 1, stderr: "" });
				const left = await folder.run(["migrate", "--to", backend, "--format", "json"]);
				const { secrets, files } = JSON.parse(left.stdout) as Readonly<Record<string, readonly unknown[]>>;
				expect([secrets, files]).toEqual([[], []]);
				for (const [index, app] of apps.entries()) {
					const root = join(folder.path, `a${String(index)}`);
					const text = Object.keys(app.files)
						.map((name) => readFileSync(join(root, name), "utf8"))
						.join("\n");
					expect(app.moved.filter((value) => text.includes(value))).toEqual([]);
					expect(app.kept.filter((value) => !text.includes(value))).toEqual([]);
					const after = deploy(root, app);
					expect(await answersOf(root, after, app), text).toEqual(
						app.functions.map(({ answer, lookups }) => [answer, lookups]),
					);
					const [was] = before.slice(index);
					const added = was === undefined || index % EVERY > 0 ? [] : newStatements(was, after);
					for (const statement of added) {
						const restore = account.leaveOut(after, statement);
						expect(await answersOf(root, after, app)).not.toEqual(
							app.functions.map(({ answer, lookups }) => [answer, lookups]),
						);
						restore();
					}
				}
				await account.close();
				folder.remove();
			},
		),
		{ numRuns: BATCHES, endOnFailure: true },
	);
});
