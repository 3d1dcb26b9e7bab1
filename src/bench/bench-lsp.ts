import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { PublishDiagnosticsParams } from "vscode-languageserver/node";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { generateProgram } from "./generate-programs.ts";
import { generateYaml } from "./generate-templates.ts";

/**
 * What `kmslint lsp` costs an editor: the built server in a process of its own, wall milliseconds from a message to its
 * diagnostics and the CPU milliseconds of the server meanwhile, medians of several servers. `npm run bench:lsp`, with
 * `--runs N` (5), and `--server PATH` for another program, such as `dist/vscode/extension/server.cjs`.
 */
const { values } = parseArgs({
	options: {
		runs: { type: "string", default: "5" },
		server: { type: "string", default: "dist/bundle/command/kmslint.cjs" },
	},
});
const ROOT = resolve(import.meta.dirname, "..", "..", "..");
const RUNS = Number(values.runs);

/** How long the server waits for the next key in a small document, in milliseconds: see `run-lsp.ts`. */
const PAUSE = 150;

/** How long somebody looks before the next key or file, in milliseconds. */
const REST = 300;

/** Tells the parent what the process has cost so far, whenever it asks. */
const TELL = `process.on("message", () => process.send([process.cpuUsage(), process.memoryUsage.rss()])); process.channel.unref();`;

/** One row of the table, in milliseconds and MB. */
interface Cost {
	readonly name: string;
	readonly wall: number;
	readonly cpu: number;
	readonly memory: number;
}

/** A server, and what it has told so far. */
class Server {
	readonly costs: Cost[] = [];
	readonly #child: ChildProcess;
	readonly #client;
	readonly #folder: string;
	#heard: (told: PublishDiagnosticsParams) => void = () => undefined;
	#version = 1;

	constructor(folder: string, tell: string) {
		this.#folder = folder;
		this.#child = spawn(process.execPath, ["--require", tell, resolve(ROOT, values.server), "lsp", "--stdio"], {
			cwd: folder,
			stdio: ["pipe", "pipe", "inherit", "ipc"],
		});
		const { stdin, stdout } = this.#child;
		if (stdin === null || stdout === null) {
			throw new TypeError("The server has no streams.");
		}
		this.#client = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
		this.#client.onNotification("textDocument/publishDiagnostics", (told: PublishDiagnosticsParams) => {
			this.#heard(told);
		});
		this.#client.listen();
	}

	async start(): Promise<void> {
		await this.#measure("start, until it is initialized", 0, async () => {
			const uri = pathToFileURL(this.#folder).href;
			await this.#client.sendRequest("initialize", {
				processId: null,
				capabilities: {},
				rootUri: uri,
				workspaceFolders: [{ uri, name: "app" }],
			});
			await this.#client.sendNotification("initialized", {});
		});
	}

	/** Gives how many diagnostics there are. */
	async open(title: string, name: string, text: string): Promise<number> {
		return await this.#until(title, name, 0, "didOpen", {
			textDocument: { uri: this.#uri(name), languageId: "yaml", version: this.#version, text },
		});
	}

	/** Types a comment before a line. */
	async type(title: string, name: string, line: number, pause = PAUSE): Promise<void> {
		this.#version += 1;
		const at = { line, character: 0 };
		await this.#until(title, name, pause, "didChange", {
			textDocument: { uri: this.#uri(name), version: this.#version },
			contentChanges: [{ range: { start: at, end: at }, text: name.endsWith(".ts") ? "// a\n" : "# a\n" }],
		});
	}

	async actions(title: string, name: string, line: number): Promise<void> {
		await this.#measure(title, 0, async () => {
			await this.#client.sendRequest("textDocument/codeAction", {
				textDocument: { uri: this.#uri(name) },
				range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
				context: { diagnostics: [] },
			});
		});
	}

	async end(): Promise<void> {
		await this.#client.sendRequest("shutdown");
		await this.#client.sendNotification("exit");
		this.#client.dispose();
	}

	async #until(title: string, name: string, pause: number, method: string, params: object): Promise<number> {
		let count = 0;
		await this.#measure(title, pause, async () => {
			const told = new Promise<void>((done) => {
				this.#heard = ({ uri, diagnostics }) => {
					if (uri === this.#uri(name)) {
						count = diagnostics.length;
						done();
					}
				};
			});
			await this.#client.sendNotification(`textDocument/${method}`, params);
			await told;
		});
		return count;
	}

	async #measure(name: string, pause: number, act: () => Promise<void>): Promise<void> {
		const [before] = await this.#used();
		const began = performance.now();
		await act();
		const wall = performance.now() - began - pause;
		const [after, memory] = await this.#used();
		this.costs.push({ name, wall, cpu: after - before, memory });
		await new Promise((done) => setTimeout(done, REST));
	}

	/** CPU milliseconds and MB. */
	async #used(): Promise<readonly [cpu: number, memory: number]> {
		return await new Promise((done) => {
			this.#child.once("message", (message) => {
				const [{ user, system }, bytes] = message as [NodeJS.CpuUsage, number];
				done([(user + system) / 1000, bytes / 2 ** 20]);
			});
			this.#child.send("used");
		});
	}

	#uri(name: string): string {
		return pathToFileURL(join(this.#folder, name)).href;
	}
}

/** About 500 lines with 50 findings: functions and stores, and keys that are not rotated. */
function templateOf(keys: number): string {
	const text = Array.from(
		{ length: keys },
		(_, index) => `  Key${String(index)}:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n`,
	);
	return `${generateYaml(3, 24).text.replace(/^Outputs:[^]*$/mu, "")}${text.join("")}`;
}

/** Templates of 4 MB at most are checked. */
const LARGE = `Resources:\n${Array.from({ length: 60_000 }, (_, index) => `  K${String(index)}: { Type: AWS::KMS::Key, Properties: { A: 1 } }\n`).join("")}`;

async function run(folder: string, tell: string): Promise<readonly Cost[]> {
	const server = new Server(folder, tell);
	await server.start();
	const template = templateOf(50);
	await server.open("open a template of 500 lines", "template.yaml", template);
	await server.type("the first key in it", "template.yaml", 20);
	for (let key = 0; key < 3; key += 1) {
		await server.type("a later key", "template.yaml", 40 + key);
	}
	await server.actions("the fixes of a line", "template.yaml", 150);
	await server.open("open another template", "other/template.yaml", template);
	await server.open("open a handler", "handler.ts", generateProgram(2).text);
	await server.type("a key in it", "handler.ts", 1);
	for (let number = 0; number < 2; number += 1) {
		await server.open("open a file of a Terraform module", `module/file-${String(number)}.tf`, moduleFile(number));
	}
	await server.type("a key in it", "module/file-0.tf", 0);
	await server.open("open a template of 4 MB with 60,000 findings", "large.yaml", LARGE);
	await server.type("a key in it", "large.yaml", 1, PAUSE);
	await server.actions("the fixes of a line", "large.yaml", 300);
	await server.end();
	return server.costs;
}

function moduleFile(number: number): string {
	return Array.from({ length: 30 }, (_, index) => {
		const name = `${String(number)}_${String(index)}`;
		return `resource "aws_kms_key" "key_${name}" {\n  description = var.name\n}\n\nresource "aws_sqs_queue" "queue_${name}" {\n  kms_master_key_id = aws_kms_key.key_${name}.arn\n}\n`;
	}).join("\n");
}

const median = (numbers: readonly number[]): number =>
	[...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const folder = mkdtempSync(join(tmpdir(), "kmslint-lsp-"));
try {
	const tell = join(folder, "tell.cjs");
	writeFileSync(tell, TELL);
	const runs: (readonly Cost[])[] = [];
	for (let count = 0; count < RUNS; count += 1) {
		runs.push(await run(folder, tell));
	}
	console.log("| | wall, ms | CPU, ms | memory, MB |\n| --- | --: | --: | --: |");
	for (const [index, { name }] of (runs[0] ?? []).entries()) {
		const of = (key: "wall" | "cpu" | "memory"): string =>
			median(runs.map((costs) => costs[index]?.[key] ?? 0)).toFixed(0);
		console.log(`| ${name} | ${of("wall")} | ${of("cpu")} | ${of("memory")} |`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
