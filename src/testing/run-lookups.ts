import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameVariable } from "../fix/lookup/reading/name-secret.ts";
import type { Backend } from "../fix/lookup/lookup.ts";
import type { LookupGroup } from "../fix/lookup/plan-lookups.ts";
import { startHandlerRunner, type HandlerRun, type HandlerRunner, type Outcome } from "./aws-double/run-handler.ts";
import { startAwsDouble, type AwsDouble } from "./aws-double/start-aws-double.ts";
import { removeFolder } from "./remove-folder.ts";

/** What a program did: everything that anybody could tell. */
export interface LookupRun extends Omit<HandlerRun, "output"> {
	readonly cold: Outcome;
	readonly warm: Outcome;
}

/** Runs programs before and after their secrets became lookups; one process and one double of AWS for all of them. */
export class LookupBench {
	readonly aws: AwsDouble;
	readonly runner: HandlerRunner;
	readonly folder: string;
	#files = 0;

	private constructor(aws: AwsDouble, runner: HandlerRunner) {
		this.aws = aws;
		this.runner = runner;
		this.folder = mkdtempSync(join(tmpdir(), "kmslint-lookups-"));
	}

	static async start(): Promise<LookupBench> {
		const [aws, runner] = await Promise.all([startAwsDouble(), startHandlerRunner()]);
		return new LookupBench(aws, runner);
	}

	/** Keeps a value where the backend looks for it, and gives the variable that leads there. */
	keep(value: string, name: string, backend: Backend): Readonly<Record<string, string>> {
		this.#files += 1;
		const target = `/lookups/${String(this.#files)}/${name}`;
		switch (backend) {
			case "kms":
				return {
					[nameVariable(name, backend)]: this.aws.kms.encrypt(value, {
						LambdaFunctionName: this.aws.functionName,
					}),
				};
			case "secrets-manager":
				this.aws.secrets.create(target, value);
				return { [nameVariable(name, backend)]: target };
			case "ssm":
			case "powertools":
			case "extension":
				this.aws.ssm.put(target, value);
				return { [nameVariable(name, backend)]: target };
			default:
				return backend satisfies never;
		}
	}

	/** Three first invocations of a program at once, three together that are warm, then three one after the other. */
	async run(text: string, extension: string, env: Readonly<Record<string, string>> = {}): Promise<LookupRun> {
		this.#files += 1;
		const file = `handler-${String(this.#files)}${extension}`;
		writeFileSync(join(this.folder, file), text);
		this.aws.clearCalls();
		this.aws.extension.clearCache();
		const events = [{ n: 1, token: "none" }, { n: 2, token: "none" }, { n: 3 }];
		const loaded = await this.runner.load({ folder: this.folder, file, env }, this.aws);
		if (!loaded.ok) {
			return { loaded, cold: loaded, warm: loaded, results: [], unhandled: [] };
		}
		const cold = await this.runner.together(events);
		const warm = await this.runner.together(events);
		const { results, unhandled } = await this.runner.invokeAll(events);
		return { loaded, cold, warm, results: [...results, await this.runner.together([])], unhandled };
	}

	/** How often each secret was asked for since the last run began, once for each group. */
	lookups(backend: Backend): number {
		const service = {
			ssm: "ssm",
			powertools: "ssm",
			extension: "ssm",
			kms: "kms",
			"secrets-manager": "secretsmanager",
		}[backend];
		return this.aws.calls.filter((call) => call.service === service && call.outcome === "ok").length;
	}

	async close(): Promise<void> {
		this.runner.close();
		await this.aws.close();
		removeFolder(this.folder);
	}
}

/** The variables of a rewritten program: what it held is kept, and what it read from the environment too. */
export function keepAll(
	bench: LookupBench,
	groups: readonly LookupGroup[],
	backend: Backend,
	environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
	return Object.assign(
		{},
		...groups.map(({ value, name }) => bench.keep(value ?? environment[name] ?? "", name, backend)),
	) as Readonly<Record<string, string>>;
}
