import { execFileSync, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	createProtocolConnection,
	StreamMessageReader,
	StreamMessageWriter,
	type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { Folder } from "../testing/run-command.ts";
import { buildExtension } from "./build.js";
import { Extension, type Client, type ClientSettings, type Host } from "./extension.ts";
import { findServer } from "./find-server.ts";
import { LANGUAGES, leftToEslint } from "./left-to-eslint.ts";

const DRIVER = join(import.meta.dirname, "../testing/drive-extension.mjs");

let folder: Folder;
let built: string;

beforeAll(async () => {
	folder = new Folder();
	built = join(folder.path, "extension");
	await buildExtension(built);
});

afterAll(() => {
	folder.remove();
});

describe("what is packed", () => {
	test("is these files, and they are small", () => {
		const files = readdirSync(built, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) =>
				join(parentPath, name)
					.slice(built.length + 1)
					.replaceAll("\\", "/"),
			);
		expect(files.sort()).toEqual([
			"LICENSE",
			"LICENSES.txt",
			"README.md",
			"extension.cjs",
			"locales/es/phrases.json",
			"locales/es/rules.json",
			"locales/ja/phrases.json",
			"locales/ja/rules.json",
			"package.json",
			"parser.wasm",
			"server.cjs",
		]);
		expect(files.reduce((sum, file) => sum + statSync(join(built, file)).size, 0)).toBeLessThan(7_500_000);
	});

	test("needs nothing but Node.js and VS Code, and names no place of the machine that built it", () => {
		for (const file of ["extension.cjs", "server.cjs"]) {
			const text = readFileSync(join(built, file), "utf8");
			// Texts that the rules read and write have such calls as well.
			const required = [...text.matchAll(/^(?:const|let|var) [\w${}:, ]+=\s?require\("([^"]+)"\)/gmu)].map(
				([, id = ""]) => id,
			);
			expect([file, required.filter((id) => !isBuiltin(id) && id !== "vscode")]).toEqual([file, []]);
			expect(/^\/\/# sourceMappingURL=/mu.test(text)).toBe(false);
			expect(text.includes(join(import.meta.dirname, "..", ".."))).toBe(false);
		}
	});

	test("has a manifest with the languages, the settings and what it does without trust", () => {
		const read = (...path: readonly string[]): Record<string, unknown> =>
			JSON.parse(readFileSync(join(...path), "utf8")) as Record<string, unknown>;
		const manifest = read(built, "package.json");
		expect(manifest["activationEvents"]).toEqual(LANGUAGES.map((language) => `onLanguage:${language}`));
		// `vsce` packs these, the manifest and the page.
		expect([...(manifest["files"] as readonly string[]), "README.md", "package.json"].sort()).toEqual(
			readdirSync(built).sort(),
		);
		expect(manifest["version"]).toBe(read(import.meta.dirname, "../../package.json")["version"]);
		expect(manifest).toMatchObject({
			main: "./extension.cjs",
			capabilities: {
				untrustedWorkspaces: { supported: "limited", restrictedConfigurations: ["kmslint.path"] },
				virtualWorkspaces: { supported: false },
			},
			contributes: {
				configuration: {
					properties: {
						"kmslint.enable": { default: true },
						"kmslint.preset": { default: null },
						"kmslint.path": { default: "", scope: "machine-overridable" },
						"kmslint.trace.server": { default: "off" },
					},
				},
			},
		});
	});

	test("runs in a double of VS Code, with its real client and server, until it is deactivated", () => {
		const document = join(folder.path, "template.yaml");
		const said = execFileSync(
			process.execPath,
			[DRIVER, built, document, "yaml", JSON.stringify({ "kmslint.preset": "strict" })],
			{ encoding: "utf8", input: "Resources:\n  Key: { Type: AWS::KMS::Key }\n" },
		);
		const { uri, diagnostics, subscriptions } = JSON.parse(said) as {
			readonly uri: string;
			readonly diagnostics: readonly { readonly rule: string; readonly docs: string }[];
			readonly subscriptions: number;
		};
		expect(uri).toBe(pathToFileURL(document).href);
		expect(diagnostics.map(({ rule }) => rule)).toEqual(["require-key-retention", "require-key-rotation"]);
		expect(diagnostics[1]).toMatchObject({
			message: "Key 'Key' is never rotated. Set `EnableKeyRotation: true`.",
			docs: expect.stringMatching(/^https:.*require-key-rotation\.md$/u) as string,
			severity: 0,
			line: 1,
			character: 2,
		});
		expect(subscriptions).toBe(5);
	});
});

/** VS Code, as far as the extension asks it. */
class Window {
	readonly settings = new Map<string, unknown>();
	readonly listeners = new Map<string, (event: unknown) => unknown>();
	readonly folders: string[] = [];
	isTrusted = true;
	hasEslint = false;

	get host(): Host {
		const on = (name: string) => (listener: (event: never) => unknown) => {
			this.listeners.set(name, listener as (event: unknown) => unknown);
			return { dispose: () => this.listeners.delete(name) };
		};
		// Asked for when it is needed: a test changes the window meanwhile.
		const now = (): Window => this;
		return {
			workspace: {
				get isTrusted() {
					return now().isTrusted;
				},
				get workspaceFolders() {
					return now().folders.map((path) => ({
						uri: { fsPath: path, toString: () => pathToFileURL(path).href },
					}));
				},
				getConfiguration: (section: string) => ({
					get: (name: string) => this.settings.get(`${section}.${name}`),
				}),
				onDidChangeConfiguration: on("configuration"),
				onDidChangeWorkspaceFolders: on("folders"),
				onDidGrantWorkspaceTrust: on("trust"),
			},
			extensions: { getExtension: () => (this.hasEslint ? {} : undefined), onDidChange: on("extensions") },
			commands: { registerCommand: (name: string, act: () => unknown) => on(name)(act as never) },
		} as unknown as Host;
	}
}

/** A client that only remembers what it was made with. */
function remembering(made: ClientSettings[], stopped: number[] = []): (settings: ClientSettings) => Client {
	return (settings) => {
		const number = made.push(settings);
		return { start: () => Promise.resolve(), stop: () => Promise.resolve(void stopped.push(number)) };
	};
}

const languagesOf = (settings: ClientSettings | undefined): readonly string[] =>
	settings?.documentSelector.map(({ language }) => language) ?? [];

describe("the extension", () => {
	test("starts the server that is packed, which checks what is typed", async () => {
		const window = new Window();
		const workspace = new Folder();
		window.folders.push(workspace.path);
		window.settings.set("kmslint.preset", "strict");
		const made: ClientSettings[] = [];
		const extension = new Extension(window.host, built, remembering(made));
		await extension.activate();
		const child = (await made[0]?.server()) as ChildProcess;
		const ended = new Promise((resolve) => child.once("exit", resolve));
		const client = createProtocolConnection(
			new StreamMessageReader(child.stdout as Readable),
			new StreamMessageWriter(child.stdin as Writable),
		);
		const told = new Map<string, readonly unknown[]>();
		const all = new Promise<void>((resolve) => {
			client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
				told.set(
					params.uri.slice(params.uri.lastIndexOf("/") + 1),
					params.diagnostics.map(({ code }) => code),
				);
				if (told.size === 3) {
					resolve();
				}
			});
		});
		client.listen();
		await client.sendRequest("initialize", {
			processId: null,
			capabilities: {},
			rootUri: null,
			workspaceFolders: [{ uri: pathToFileURL(workspace.path).href, name: "app" }],
			initializationOptions: made[0]?.initializationOptions,
		});
		const open = (name: string, languageId: string, text: string): Promise<void> =>
			client.sendNotification("textDocument/didOpen", {
				textDocument: { uri: pathToFileURL(join(workspace.path, name)).href, languageId, version: 1, text },
			});
		await open("template.yaml", "yaml", "Resources:\n  Key: { Type: AWS::KMS::Key }\n");
		// The parser is WebAssembly here; a comment to ESLint needs its engine.
		await open("log.ts", "typescript", "const all: object = process.env;\nconsole.log(all);\n");
		await open("eslint.mjs", "javascript", "// eslint-disable-next-line no-console\nconsole.log(process.env);\n");
		await all;
		expect(Object.fromEntries(told)).toEqual({
			"template.yaml": ["require-key-retention", "require-key-rotation"],
			"log.ts": ["no-secret-in-log"],
			"eslint.mjs": ["no-secret-in-log"],
		});
		await client.sendRequest("shutdown");
		await client.sendNotification("exit");
		expect(await ended).toBe(0);
		client.dispose();
		workspace.remove();
	});

	test("leaves to ESLint what ESLint shows with the same rules, folder by folder", async () => {
		const [linted, plain] = [
			new Folder({ "eslint.config.js": 'import kms from "eslint-plugin-aws-kms";\n' }),
			new Folder(),
		];
		const window = new Window();
		window.folders.push(linted.path, plain.path);
		window.hasEslint = true;
		window.settings.set("eslint.validate", ["yaml"]);
		const made: ClientSettings[] = [];
		await new Extension(window.host, built, remembering(made)).activate();
		const of = (path: string): readonly string[] =>
			(made[0]?.documentSelector ?? [])
				.filter(({ pattern }) => pattern?.baseUri === pathToFileURL(path).href)
				.map(({ language }) => language);
		expect(of(linted.path)).toEqual(["cloudformation", "terraform", "terraform-vars", "opentofu", "opentofu-vars"]);
		expect(of(plain.path)).toEqual(LANGUAGES);
		window.hasEslint = false;
		await window.listeners.get("extensions")?.(undefined);
		expect(made[1]?.documentSelector).toEqual(LANGUAGES.map((language) => ({ scheme: "file", language })));
		linted.remove();
		plain.remove();
	});

	test("starts anew when settings, folders or trust change, and does nothing when it is switched off", async () => {
		const window = new Window();
		const made: ClientSettings[] = [];
		const stopped: number[] = [];
		const extension = new Extension(window.host, built, remembering(made, stopped));
		const disposables = await extension.activate();
		expect(languagesOf(made[0])).toEqual(LANGUAGES);
		await window.listeners.get("trust")?.(undefined);
		await window.listeners.get("folders")?.(undefined);
		await window.listeners.get("kmslint.restart")?.(undefined);
		expect([made.length, stopped]).toEqual([4, [1, 2, 3]]);
		window.settings.set("kmslint.enable", false);
		await window.listeners.get("configuration")?.({ affectsConfiguration: (name: string) => name === "files" });
		expect(stopped).toHaveLength(3);
		await window.listeners.get("configuration")?.({ affectsConfiguration: (name: string) => name === "kmslint" });
		await extension.deactivate();
		expect([made.length, stopped]).toEqual([4, [1, 2, 3, 4]]);
		disposables.forEach(({ dispose }) => dispose());
		expect(window.listeners.size).toBe(0);
	});
});

describe("the server", () => {
	test("is that of the workspace only where the workspace is trusted", () => {
		const workspace = new Folder({
			"node_modules/eslint-plugin-aws-kms/package.json": '{ "bin": { "kmslint": "./dist/kmslint.cjs" } }',
			"node_modules/eslint-plugin-aws-kms/dist/kmslint.cjs": "",
			"other.cjs": "",
		});
		const own = join(workspace.path, "node_modules/eslint-plugin-aws-kms/dist/kmslint.cjs");
		const other = join(workspace.path, "other.cjs");
		const find = (named: string, isTrusted: boolean) =>
			findServer(["/no/such/folder", workspace.path], { isTrusted, named, bundled: "server.cjs" });
		expect(find("", true)).toEqual({ path: own, isBundled: false });
		expect(find(other, true)).toEqual({ path: other, isBundled: false });
		expect(find("relative.cjs", true)).toEqual({ path: own, isBundled: false });
		expect(find(join(workspace.path, "missing.cjs"), true)).toEqual({ path: own, isBundled: false });
		expect(find("", false)).toEqual({ path: "server.cjs", isBundled: true });
		expect(find(other, false)).toEqual({ path: "server.cjs", isBundled: true });
		workspace.remove();
	});
});

describe("languages are left to ESLint", () => {
	const on = { enable: true, validate: undefined, probe: undefined };

	test.each([
		[
			"with a configuration that names the plugin",
			{ "eslint.config.mjs": 'import "eslint-plugin-aws-kms"' },
			on,
			6,
		],
		[
			"with a configuration from elsewhere, and the plugin among the packages",
			{ "eslint.config.ts": "", "package.json": '{ "devDependencies": { "eslint-plugin-aws-kms": "1" } }' },
			on,
			6,
		],
		[
			"not without a configuration",
			{ "package.json": '{ "devDependencies": { "eslint-plugin-aws-kms": "1" } }' },
			on,
			0,
		],
		["not without the plugin", { "eslint.config.js": "export default [];" }, on, 0],
		["not where ESLint is not installed", { "eslint.config.js": "eslint-plugin-aws-kms" }, null, 0],
		["not where ESLint is off", { "eslint.config.js": "eslint-plugin-aws-kms" }, { ...on, enable: false }, 0],
		[
			"as its settings say",
			{ "eslint.config.js": "eslint-plugin-aws-kms" },
			{ enable: true, validate: ["yaml", { language: "json" }, 1], probe: ["javascript"] },
			3,
		],
	] as const)("%s", (_, files, extension, count) => {
		const workspace = new Folder(files);
		expect(leftToEslint(workspace.path, extension).size).toBe(count);
		workspace.remove();
	});
});
