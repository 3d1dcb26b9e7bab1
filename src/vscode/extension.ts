import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type * as Vscode from "vscode";
import { findServer } from "./find-server.ts";
import { LANGUAGES, leftToEslint } from "./left-to-eslint.ts";

/** The part of VS Code's interface that is used; tests pass a double. */
export interface Host {
	readonly workspace: Pick<
		typeof Vscode.workspace,
		| "isTrusted"
		| "workspaceFolders"
		| "getConfiguration"
		| "onDidChangeConfiguration"
		| "onDidChangeWorkspaceFolders"
		| "onDidGrantWorkspaceTrust"
	>;
	readonly extensions: Pick<typeof Vscode.extensions, "getExtension" | "onDidChange">;
	readonly commands: Pick<typeof Vscode.commands, "registerCommand">;
}

/** A language client, as `vscode-languageclient` has it. */
export interface Client {
	start(): Promise<void>;
	stop(): Promise<void>;
}

/** What a client is made with. */
export interface ClientSettings {
	/** Starts the server, which speaks over its standard streams. */
	readonly server: () => Promise<ChildProcess>;
	readonly documentSelector: readonly {
		readonly scheme: "file";
		readonly language: string;
		readonly pattern?: { readonly baseUri: string; readonly pattern: string };
	}[];
	readonly initializationOptions: { readonly preset?: string };
}

/** The id of ESLint's own extension. */
const ESLINT = "dbaeumer.vscode-eslint";

/** The extension: one server for the window, started anew when what it depends on changes. */
export class Extension {
	readonly #host: Host;
	readonly #bundled: string;
	readonly #makeClient: (settings: ClientSettings) => Client;
	#client: Client | null = null;
	/** What is to be done one after the other. */
	#queue: Promise<void> = Promise.resolve();

	/** @param folder where the extension is installed */
	constructor(host: Host, folder: string, makeClient: (settings: ClientSettings) => Client) {
		this.#host = host;
		this.#bundled = join(folder, "server.cjs");
		this.#makeClient = makeClient;
	}

	/** Starts the server, and gives what to dispose of in the end. */
	async activate(): Promise<readonly { dispose(): unknown }[]> {
		const { workspace, extensions, commands } = this.#host;
		const restart = (): Promise<void> => this.#restart();
		await this.#restart();
		return [
			workspace.onDidChangeConfiguration((event) => {
				if (["kmslint", "eslint"].some((section) => event.affectsConfiguration(section))) {
					void restart();
				}
			}),
			workspace.onDidChangeWorkspaceFolders(restart),
			workspace.onDidGrantWorkspaceTrust(restart),
			// ESLint's extension may have been installed or disabled.
			extensions.onDidChange(restart),
			commands.registerCommand("kmslint.restart", restart),
		];
	}

	async deactivate(): Promise<void> {
		await this.#then(() => this.#stop());
	}

	async #restart(): Promise<void> {
		await this.#then(async () => {
			await this.#stop();
			const settings = this.#settings();
			if (settings !== null) {
				this.#client = this.#makeClient(settings);
				await this.#client.start();
			}
		});
	}

	async #stop(): Promise<void> {
		const client = this.#client;
		this.#client = null;
		await client?.stop();
	}

	/** A server that does not start or stop is told by its client, and keeps nothing from being tried again. */
	async #then(act: () => Promise<void>): Promise<void> {
		this.#queue = this.#queue.then(act).catch(() => undefined);
		await this.#queue;
	}

	/** Null where nothing is to be checked. */
	#settings(): ClientSettings | null {
		const { workspace } = this.#host;
		const settings = workspace.getConfiguration("kmslint");
		const documentSelector = this.#selector();
		if (settings.get<boolean>("enable") === false || documentSelector.length === 0) {
			return null;
		}
		const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
		const { path } = findServer(folders, {
			isTrusted: workspace.isTrusted,
			named: settings.get<string>("path") ?? "",
			bundled: this.#bundled,
		});
		const preset = settings.get<string | null>("preset") ?? null;
		return {
			server: () => Promise.resolve(startServer(path, folders[0])),
			documentSelector,
			initializationOptions: preset === null ? {} : { preset },
		};
	}

	/** The documents that are checked: in each folder those of the languages that are not left to ESLint. */
	#selector(): ClientSettings["documentSelector"] {
		const { workspace, extensions } = this.#host;
		const { workspaceFolders = [] } = workspace;
		const hasEslint = extensions.getExtension(ESLINT) !== undefined;
		const folders = workspaceFolders.map(({ uri }) => {
			const settings = workspace.getConfiguration("eslint", uri);
			const left = leftToEslint(
				uri.fsPath,
				hasEslint
					? {
							enable: settings.get("enable"),
							validate: settings.get("validate"),
							probe: settings.get("probe"),
						}
					: null,
			);
			return { left, pattern: { baseUri: uri.toString(), pattern: "**/*" } };
		});
		// A file from outside is checked as well, where no folder needs a selector of its own.
		return folders.every(({ left }) => left.size === 0)
			? LANGUAGES.map((language) => ({ scheme: "file", language }))
			: folders.flatMap(({ left, pattern }) =>
					LANGUAGES.filter((language) => !left.has(language)).map((language) => ({
						scheme: "file" as const,
						language,
						pattern,
					})),
				);
	}
}

/** The editor's own program runs the server as Node.js does. */
function startServer(path: string, cwd: string | undefined): ChildProcess {
	const child = spawn(process.execPath, [path, "lsp", "--stdio"], {
		...(cwd === undefined ? {} : { cwd }),
		env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
		stdio: ["pipe", "pipe", "pipe"],
	});
	// The client tells that its streams have ended; without a listener, the editor would end with the server.
	child.on("error", () => undefined);
	return child;
}
