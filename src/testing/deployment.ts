import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { readManifest, SECRETS_FOLDER } from "../fix/manifest.ts";
import { ACCOUNT_ID, REGION } from "./aws-double/account.ts";
import type { Statement } from "./aws-double/policy.ts";
import { type HandlerRunner, linkPackages, type Outcome } from "./aws-double/run-handler.ts";
import { type AwsDouble, startAwsDouble } from "./aws-double/start-aws-double.ts";
import { readPlain } from "./read-plain.ts";
import { readTerraform } from "./read-terraform.ts";
import { resolveStack } from "./resolve-stack.ts";
import { type Deployed, type DeployedFunction, resolveTemplate } from "./resolve-template.ts";
import { synthApp } from "./synth-app.ts";
import { removeFolder } from "./remove-folder.ts";

/** The file of a function's handler, and the name under which it exports it. */
export interface HandlerAt {
	readonly file: string;
	readonly exported: string;
}

/** What one function answered, and how it got there. */
export interface FunctionRun {
	readonly outcomes: readonly Outcome[];
	/** Successful requests, `ssm GetParameter /app/token`. */
	readonly lookups: readonly string[];
}

/** A statement of a role or of a key, to be left out. */
export interface StatementAt {
	readonly of: "role" | "key";
	/** The name of the role, or the ARN of the key. */
	readonly id: string;
	readonly index: number;
	/** The resource in its list that alone is left out; null for the whole statement. */
	readonly resource: number | null;
}

const EVENTS = [{ id: 1, total: 12 }, { id: 2, total: 7 }, { id: 3 }];

/**
 * An account with what a template deploys: functions with their variables, roles and keys with their policies. Its
 * functions are called in a process of their own, and what they look up is answered by these policies.
 */
export class Deployment {
	readonly aws: AwsDouble;
	readonly #runner: HandlerRunner;
	readonly #keys = new Map<number, string>();
	/** Where the handlers of its functions are built; null until one is called. */
	#builds: string | null = null;
	#count = 0;

	private constructor(aws: AwsDouble, runner: HandlerRunner) {
		this.aws = aws;
		this.#runner = runner;
	}

	/** @param runner shared by deployments, because its process loads the AWS SDK once */
	static async start(runner: HandlerRunner): Promise<Deployment> {
		return new Deployment(await startAwsDouble(), runner);
	}

	/** Deploys templates, by their paths below a folder; another deployment of the same keeps its keys. */
	deploy(folder: string, template: string, parameters: Readonly<Record<string, string>> = {}): Deployed {
		if (template.endsWith(".tf")) {
			const files = Object.fromEntries(
				readdirSync(folder)
					.filter((name) => name.endsWith(".tf"))
					.map((name) => [name, readFileSync(join(folder, name), "utf8")]),
			);
			return this.install(
				resolveStack(readTerraform(files, template), parameters, (index) => this.newKey(index)),
			);
		}
		let count = 0;
		const newKey = (): string => this.newKey((count += 1));
		if (template.endsWith(".ts")) {
			linkPackages(folder);
			const [stack] = synthApp(readFileSync(join(folder, template), "utf8"), join(folder, template));
			const deployed = resolveTemplate(readPlain(stack?.json ?? ""), { parameters, newKey });
			const functions = deployed.functions.map((fn) => ({ ...fn, id: stack?.paths.get(fn.id) ?? fn.id }));
			return this.install({ ...deployed, functions });
		}
		const read = (path: string): ReturnType<typeof readPlain> => readPlain(readFileSync(path, "utf8"));
		return this.install(
			resolveTemplate(read(join(folder, template)), {
				parameters,
				newKey,
				templateAt: (path) => read(join(dirname(join(folder, template)), path)),
			}),
		);
	}

	/** The ARN of the n-th key of a deployment. */
	newKey(index: number): string {
		const arn = this.#keys.get(index) ?? this.aws.kms.createKey(null);
		this.#keys.set(index, arn);
		return arn;
	}

	/** Gives roles and keys their policies. */
	install(deployed: Deployed): Deployed {
		for (const [name, statements] of deployed.roles) {
			this.aws.attach(statements, name);
		}
		for (const { arn, policy, aliases } of deployed.keys) {
			this.aws.kms.configure(arn, policy, aliases);
		}
		return deployed;
	}

	/** Stores what `kmslint secrets export` wrote, as the commands do that it prints. */
	storeExported(folder: string): void {
		for (const { backend, target, file, kmsKey } of readManifest(folder)?.entries ?? []) {
			const value = file === null ? null : readFileSync(join(folder, SECRETS_FOLDER, file), "utf8");
			if (value !== null && backend === "ssm") {
				this.aws.ssm.put(target, value, { overwrite: true, ...(kmsKey === null ? {} : { keyId: kmsKey }) });
			} else if (value !== null && backend === "secrets-manager") {
				this.aws.secrets.create(target, value, kmsKey ?? undefined);
			}
		}
	}

	/**
	 * Calls a function a few times after a cold start.
	 *
	 * @param runner a process of its own, where a package keeps what it looked up for all modules of a process
	 */
	async run(
		folder: string,
		fn: DeployedFunction,
		handler: HandlerAt,
		runner: HandlerRunner = this.#runner,
	): Promise<FunctionRun> {
		const { aws } = this;
		aws.clearCalls();
		aws.extend(fn.role);
		const denied = this.#whyNotStarted(fn);
		if (denied !== null) {
			return { outcomes: [{ ok: false, error: denied }], lookups: [] };
		}
		const copy = await this.#build(folder, handler.file);
		const env = { ...aws.envOf(fn.role), ...fn.environment, AWS_LAMBDA_FUNCTION_NAME: fn.name };
		const loaded = await runner.load(
			{ folder: dirname(copy), file: basename(copy), exported: handler.exported, env },
			aws,
		);
		const { results } = loaded.ok ? await runner.invokeAll(EVENTS) : { results: [loaded] };
		return {
			outcomes: results,
			lookups: aws.calls
				.filter(({ outcome, service }) => outcome === "ok" && service !== "extension")
				.map(({ service, operation, target }) => `${service} ${operation} ${target}`),
		};
	}

	/**
	 * Lambda decrypts the variables as the role of the function, for this function only.
	 *
	 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
	 */
	#whyNotStarted({ key, role, name }: DeployedFunction): Extract<Outcome, { readonly ok: false }>["error"] | null {
		const context = { "aws:lambda:FunctionArn": `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}` };
		const message = key === null ? null : this.aws.kms.whyNotDecrypt(role, key, context);
		return message === null ? null : { name: "KMSAccessDeniedException", message, code: null };
	}

	/** A handler under a path that no process has loaded: JavaScript as it is, TypeScript bundled as a build does. */
	async #build(folder: string, file: string): Promise<string> {
		this.#builds ??= mkdtempSync(join(tmpdir(), "kmslint-deployed-"));
		const copy = join(this.#builds, String((this.#count += 1)));
		mkdirSync(copy);
		if (!/\.[cm]?tsx?$/u.test(file)) {
			cpSync(folder, copy, { recursive: true, filter: (path) => !/[/\\]node_modules$/u.test(path) });
			return join(copy, file);
		}
		const bundle = await rolldown({
			input: join(folder, file),
			platform: "node",
			external: /^(?:node:|@aws-sdk\/|@aws-lambda-powertools\/|@middy\/)/u,
			logLevel: "silent",
		});
		const { output } = await bundle.generate({ format: "cjs" });
		await bundle.close();
		const path = join(copy, "index.cjs");
		writeFileSync(path, output[0].code);
		return path;
	}

	/** Takes one statement away, or one of its resources, and gives what puts it back. */
	leaveOut(deployed: Deployed, { of, id, index, resource }: StatementAt): () => void {
		const without = (statements: readonly Statement[]): readonly Statement[] =>
			statements.flatMap((statement, at) =>
				at !== index
					? [statement]
					: resource === null
						? []
						: [{ ...statement, Resource: [statement.Resource ?? []].flat().toSpliced(resource, 1) }],
			);
		if (of === "role") {
			this.aws.attach(without(deployed.roles.get(id) ?? []), id);
		} else {
			const key = deployed.keys.find(({ arn }) => arn === id);
			this.aws.kms.configure(id, without(key?.policy ?? []), key?.aliases ?? []);
		}
		return () => void this.install(deployed);
	}

	async close(): Promise<void> {
		try {
			await this.aws.close();
		} finally {
			if (this.#builds !== null) {
				removeFolder(this.#builds);
			}
		}
	}
}

/** The statements that a deployment has and another has not, and each of their resources where they have several. */
export function newStatements(before: Deployed, after: Deployed): readonly StatementAt[] {
	const known = (statements: readonly Statement[] | null | undefined): ReadonlySet<string> =>
		new Set((statements ?? []).map((one) => JSON.stringify(one)));
	const find = (
		of: StatementAt["of"],
		id: string,
		was: ReadonlySet<string>,
		is: readonly Statement[],
	): StatementAt[] =>
		is.flatMap((statement, index) => {
			const resources = [statement.Resource ?? []].flat();
			return was.has(JSON.stringify(statement))
				? []
				: [null, ...(resources.length > 1 ? resources.keys() : [])].map((resource) => ({
						of,
						id,
						index,
						resource,
					}));
		});
	return [
		...[...after.roles].flatMap(([name, own]) => find("role", name, known(before.roles.get(name)), own)),
		...after.keys.flatMap(({ arn, policy }) => {
			const old = before.keys.find((one) => one.arn === arn);
			return old === undefined ? [] : find("key", arn, known(old.policy), policy ?? []);
		}),
	];
}
