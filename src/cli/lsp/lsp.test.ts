import { spawn } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	createConnection,
	createProtocolConnection,
	StreamMessageReader,
	StreamMessageWriter,
	type CodeAction,
	type Diagnostic,
	type Hover,
	type InitializeResult,
	type ProtocolConnection,
	type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { keepSecrets } from "../../testing/keep-secrets.ts";
import { Folder } from "../../testing/run-command.ts";
import { LineIndex } from "../../text/line-index.ts";
import { DocumentChecker, moveSpans } from "./document-checker.ts";
import { isLeftOut } from "./run-lsp.ts";
import { LanguageServer } from "./serve.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/apps");

const KEY = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n";

/** An editor, as far as the protocol knows one: it holds documents and is told about them. */
class Editor {
	readonly #client: ProtocolConnection;
	readonly #folder: Folder;
	readonly #documents = new Map<string, TextDocument>();
	readonly #told: PublishDiagnosticsParams[] = [];
	readonly shown: string[] = [];
	#heard: (() => void) | null = null;

	constructor(client: ProtocolConnection, folder: Folder) {
		this.#client = client;
		this.#folder = folder;
		client.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
			this.#told.push(params);
			this.#heard?.();
		});
		client.onNotification("window/showMessage", ({ message }: { readonly message: string }) => {
			this.shown.push(message);
			this.#heard?.();
		});
		client.listen();
	}

	async initialize(options: object = {}, locale?: string): Promise<InitializeResult> {
		const result: InitializeResult = await this.#client.sendRequest("initialize", {
			processId: null,
			capabilities: {},
			rootUri: this.uri(""),
			workspaceFolders: [{ uri: this.uri(""), name: "app" }],
			initializationOptions: options,
			...(locale === undefined ? {} : { locale }),
		});
		await this.#client.sendNotification("initialized", {});
		return result;
	}

	uri(name: string): string {
		return pathToFileURL(join(this.#folder.path, name)).href;
	}

	async open(name: string, text: string, languageId = "yaml"): Promise<readonly Diagnostic[]> {
		const uri = this.uri(name);
		this.#documents.set(name, TextDocument.create(uri, languageId, 1, text));
		return await this.next(name, () =>
			this.#client.sendNotification("textDocument/didOpen", {
				textDocument: { uri, languageId, version: 1, text },
			}),
		);
	}

	/** Replaces a part of a document, as keys do, and waits for what is said. */
	async type(name: string, old: string, text: string): Promise<readonly Diagnostic[]> {
		return await this.next(name, async () => this.change(name, old, text));
	}

	async change(name: string, old: string, text: string): Promise<void> {
		const document = this.#document(name);
		const start = document.getText().indexOf(old);
		const range = { start: document.positionAt(start), end: document.positionAt(start + old.length) };
		const version = document.version + 1;
		TextDocument.update(document, [{ range, text }], version);
		await this.#client.sendNotification("textDocument/didChange", {
			textDocument: { uri: document.uri, version },
			contentChanges: [{ range, text }],
		});
	}

	async save(name: string): Promise<readonly Diagnostic[]> {
		const { uri } = this.#document(name);
		this.#folder.write(name, this.textOf(name));
		return await this.next(name, () =>
			this.#client.sendNotification("textDocument/didSave", { textDocument: { uri } }),
		);
	}

	async actions(name: string, { range }: Diagnostic, only?: readonly string[]): Promise<readonly CodeAction[]> {
		return (
			(await this.#client.sendRequest("textDocument/codeAction", {
				textDocument: { uri: this.uri(name) },
				range,
				context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
			})) ?? []
		);
	}

	async hover(name: string, { range }: Diagnostic): Promise<Hover | null> {
		return await this.#client.sendRequest("textDocument/hover", {
			textDocument: { uri: this.uri(name) },
			position: range.start,
		});
	}

	/** The text once an action is carried out. */
	apply(name: string, action: CodeAction | undefined): string {
		const changes = action?.edit?.documentChanges ?? [];
		const edits = changes.flatMap((change) => ("edits" in change ? change.edits : []));
		return TextDocument.applyEdits(this.#document(name), edits as Parameters<typeof TextDocument.applyEdits>[1]);
	}

	textOf(name: string): string {
		return this.#document(name).getText();
	}

	async shutdown(): Promise<void> {
		await this.#client.sendRequest("shutdown");
		await this.#client.sendNotification("exit");
		this.#client.dispose();
	}

	#document(name: string): TextDocument {
		const document = this.#documents.get(name);
		if (document === undefined) {
			throw new Error(`${name} is not open.`);
		}
		return document;
	}

	/** What is said of a document because of something that is done. */
	async next(name: string, act: () => Promise<void>): Promise<readonly Diagnostic[]> {
		const uri = this.uri(name);
		const before = this.#told.length;
		const said = this.shown.length;
		await act();
		for (;;) {
			const told = this.#told.slice(before).find((one) => one.uri === uri);
			if (told !== undefined) {
				return told.diagnostics;
			}
			if (this.shown.length > said) {
				return [];
			}
			await new Promise<void>((resolve) => {
				this.#heard = resolve;
			});
		}
	}
}

let folder: Folder;

beforeEach(() => {
	folder = new Folder();
});
afterEach(() => {
	folder.remove();
});

/** An editor and a server in this process. */
function inProcess(): Editor {
	const [up, down] = [new PassThrough(), new PassThrough()];
	const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
	void new LanguageServer(server, { cwd: folder.path, preset: null, isIgnored: isLeftOut, pause: 0 });
	server.listen();
	return new Editor(createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up)), folder);
}

const codes = (diagnostics: readonly Diagnostic[]): readonly unknown[] => diagnostics.map(({ code }) => code);

describe("a document", () => {
	test("is checked when it is opened, fixed by an action, and then has no findings", async () => {
		const editor = inProcess();
		const { capabilities } = await editor.initialize();
		expect(capabilities.codeActionProvider).toEqual({
			codeActionKinds: ["quickfix", "source.fixAll.kmslint"],
		});
		const [found, ...rest] = await editor.open("template.yaml", KEY);
		expect([found, ...rest]).toMatchObject([
			{
				code: "require-key-rotation",
				source: "kmslint",
				severity: 1,
				range: { start: { line: 1, character: 2 } },
			},
		]);
		expect(found?.codeDescription?.href).toContain("require-key-rotation");
		const [fix] = await editor.actions("template.yaml", found as Diagnostic);
		expect(fix).toMatchObject({ title: "Fix this (require-key-rotation)", kind: "quickfix", isPreferred: true });
		const fixed = editor.apply("template.yaml", fix);
		expect(fixed).toContain("EnableKeyRotation: true");
		const [all] = await editor.actions("template.yaml", found as Diagnostic, ["source.fixAll.kmslint"]);
		expect(editor.apply("template.yaml", all)).toBe(fixed);
		expect(await editor.type("template.yaml", KEY, fixed)).toEqual([]);
	});

	test("has all its fixes made at once as `--fix` makes them: what several declare is declared once", async () => {
		folder.write("kmslint.config.json", '{ "rules": { "no-hardcoded-secret": ["error", { "fix": "ssm" }] } }');
		const values = [0, 1].map((number) => fakeSecret("github-personal-token", number));
		const names = ["FIRST_TOKEN", "SECOND_TOKEN"];
		keepSecrets(
			folder.path,
			values.map((value, at) => [names[at] ?? "", value] as const),
			"ssm",
		);
		const editor = inProcess();
		await editor.initialize();
		const code = `const firstToken = "${values[0] ?? ""}";\nconst secondToken = "${values[1] ?? ""}";\nexport const handler = async () => fetch("https://a.example", { headers: { authorization: firstToken, other: secondToken } });\n`;
		const [found] = await editor.open("handler.mjs", code, "javascript");
		const [all] = await editor.actions("handler.mjs", found as Diagnostic, ["source.fixAll.kmslint"]);
		const fixed = editor.apply("handler.mjs", all);
		expect(fixed.match(/^import .* from "@aws-sdk\/client-ssm";$/gmu)).toHaveLength(1);
		expect(fixed.match(/^async function /gmu)).toHaveLength(1);
	});

	test("is told in the language of the editor, or of the configuration", async () => {
		const editor = inProcess();
		await editor.initialize({}, "ja-JP");
		const [found] = await editor.open("template.yaml", KEY);
		expect(found?.message).toMatch(/キー 'Key' は|'Key' を/u);
		folder.write("kmslint.config.json", '{ "settings": { "locale": "es" } }');
		const other = inProcess();
		await other.initialize({}, "ja-JP");
		const [again] = await other.open("template.yaml", KEY);
		expect(again?.message).toMatch(/La clave 'Key'|Eliminar 'Key'/u);
	});

	test("is checked as somebody types, in what the disk does not know yet", async () => {
		const editor = inProcess();
		await editor.initialize();
		expect(await editor.open("src/handler.ts", "export const a = 1;\n", "typescript")).toEqual([]);
		const secret = fakeSecret("github-personal-token");
		const [found] = await editor.type("src/handler.ts", "1;", `"${secret}";`);
		expect(found).toMatchObject({ code: "no-hardcoded-secret", range: { start: { line: 0, character: 17 } } });
		expect(JSON.stringify(found)).not.toContain(secret);
	});

	test("is ignored with a reason to fill in, where it stands", async () => {
		const editor = inProcess();
		await editor.initialize();
		const [found] = await editor.open("template.yaml", KEY);
		const actions = await editor.actions("template.yaml", found as Diagnostic);
		const ignored = editor.apply("template.yaml", actions.at(-1));
		expect(actions.at(-1)?.title).toBe("Ignore with a reason (require-key-rotation)");
		expect(ignored).toContain("# eslint-disable-next-line aws-kms/require-key-rotation -- ");
		expect(codes(await editor.type("template.yaml", KEY, ignored))).not.toContain("require-key-rotation");
	});

	test("shows what its rule asks and what a key costs", async () => {
		const editor = inProcess();
		await editor.initialize();
		const [found] = await editor.open("template.yaml", KEY);
		expect(await editor.hover("template.yaml", found as Diagnostic)).toMatchObject({
			contents: { kind: "markdown", value: expect.stringMatching(/Security Hub.*[^]*1 USD a month/u) as string },
		});
	});

	test("that cannot be read is told with the place", async () => {
		const editor = inProcess();
		await editor.initialize();
		const [found] = await editor.open("template.yaml", `${KEY}  Key: [\n`);
		expect(found).toMatchObject({ severity: 1, source: "kmslint" });
	});

	test("with a line separator has its errors where an editor counts them", async () => {
		const editor = inProcess();
		await editor.initialize();
		const [found] = await editor.open("app.mjs", "/* \u2028 */ const = 1;\nlet a;\n", "javascript");
		expect(found?.range).toMatchObject({ start: { line: 0 }, end: { line: 0 } });
		expect(found?.range.end.character).toBe((found?.range.start.character ?? 0) + 1);
	});

	test("with more findings than anybody reads has as many as are shown, and says so", async () => {
		const editor = inProcess();
		await editor.initialize();
		const keys = Array.from(
			{ length: 520 },
			(_, at) => `  K${String(at)}: { Type: AWS::KMS::Key, Properties: {} }\n`,
		);
		const accepted =
			"  # eslint-disable-next-line aws-kms/require-key-rotation -- short-lived\n  Z: { Type: AWS::KMS::Key }\n";
		const text = `Resources:\n${keys.join("")}${accepted}`;
		const found = await editor.open("template.yaml", text);
		expect(found[0]).toMatchObject({
			severity: 3,
			message: "Only 500 findings of this file are shown. Run `kmslint` to see all.",
		});
		// What nobody looked for any more is not taken for a suppression that suppresses nothing.
		expect(new Set(codes(found.slice(1)))).toEqual(new Set(["require-key-rotation"]));
		expect(found).toHaveLength(501);
		expect(await editor.type("template.yaml", text, `Resources:\n${keys.slice(0, 500).join("")}`)).toHaveLength(
			500,
		);
	});

	test("of another kind, that is left out or that lies nowhere has no findings", async () => {
		folder.write(".kmslintignore", "legacy/\n");
		const editor = inProcess();
		await editor.initialize();
		expect(await editor.open("notes.md", "# Notes\n", "markdown")).toEqual([]);
		expect(await editor.open("legacy/template.yaml", KEY)).toEqual([]);
	});
});

/** Places and rules, as a person compares them. */
const placed = (
	rows: readonly { readonly line: number; readonly column: number; readonly rule: string; readonly level: string }[],
): readonly string[] =>
	rows.map(({ line, column, rule, level }) => `${String(line)}:${String(column)} ${rule} ${level}`).sort();

describe("a project", () => {
	test("has the findings in an editor that the command reports, file by file", async () => {
		for (const app of ["cdk", "sam-globals", "terraform"]) {
			cpSync(join(FIXTURES, app), join(folder.path, app), { recursive: true });
		}
		const secret = fakeSecret("github-personal-token");
		const odd = {
			"test/template.yaml": KEY,
			"generated.yaml": `${KEY}{% if queues %}\n  Queue: [\n`,
			"node_modules/package/index.js": `exports.key = "${secret}";\n`,
			".cache/index.js": `exports.key = "${secret}";\n`,
			"keys.d.ts": `declare const key: "${secret}";\n`,
			"cdk.out/manifest.json": '{ "version": "36.0.0", "artifacts": {} }',
			"cdk.out/App.template.json": '{ "Resources": { "Key": { "Type": "AWS::KMS::Key", "Properties": {} } } }',
			"crlf.yaml": `# \u{1F511}\r\n${KEY.replaceAll("\n", "\r\n")}`,
			"lines.mjs": `// \u{1F511}\u2028const key = "\u{1F511}", token = "${secret}";\n`,
		};
		Object.entries(odd).forEach(([name, text]) => {
			folder.write(name, text);
		});
		const { stdout } = await folder.run([".", "--format", "json"]);
		const { findings } = JSON.parse(stdout) as {
			readonly findings: readonly (Parameters<typeof placed>[0][number] & { readonly file: string })[];
		};
		expect(findings.length).toBeGreaterThan(5);
		const checker = new DocumentChecker({ root: folder.path, preset: null, isIgnored: isLeftOut });
		const files = readdirSync(folder.path, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
		for (const path of files.map(({ parentPath, name }) => join(parentPath, name))) {
			const text = readFileSync(path, "utf8");
			const index = new LineIndex(text, /js$/u.test(path));
			const file = relative(folder.path, path);
			const own = checker.checkSaved(path, text);
			const rows = own.findings.map(({ finding: { rule, level, span } }) => ({
				...index.locate(span.start),
				rule,
				level: level === "warn" ? "warning" : level,
			}));
			expect([file, ...placed(rows)]).toEqual([file, ...placed(findings.filter((one) => one.file === file))]);
			expect([file, ...own.errors]).toEqual([file]);
		}
	});

	test("is checked as its configuration says, and anew when that changes", async () => {
		folder.write("kmslint.config.json", '{ "rules": { "require-key-rotation": "warn" } }');
		const editor = inProcess();
		await editor.initialize();
		expect(await editor.open("template.yaml", KEY)).toMatchObject([{ severity: 2 }]);
		await editor.open("kmslint.config.json", '{ "rules": { "require-key-rotation": "warn" } }', "json");
		await editor.type("kmslint.config.json", '"warn"', '"off"');
		await editor.save("kmslint.config.json");
		expect(await editor.type("template.yaml", "{}", "{ }")).toEqual([]);
	});

	test("whose configuration is not understood says so once", async () => {
		folder.write("kmslint.config.json", '{ "rule": {} }');
		const editor = inProcess();
		await editor.initialize();
		await editor.open("template.yaml", KEY);
		expect(editor.shown).toEqual([expect.stringMatching(/kmslint\.config\.json.*'rules'/u)]);
	});

	test("accepts in a plan of Terraform what its module accepts", () => {
		const key = (name: string) => ({ address: `aws_kms_key.${name}`, mode: "managed", type: "aws_kms_key", name });
		const resources = ["kept", "told"].map((name) => ({ ...key(name), values: { enable_key_rotation: false } }));
		const plan = JSON.stringify({
			format_version: "1.2",
			terraform_version: "1.11.4",
			planned_values: { root_module: { resources } },
			configuration: { root_module: { resources: ["kept", "told"].map(key) } },
		});
		folder.write(
			"main.tf",
			'# eslint-disable-next-line aws-kms/require-key-rotation -- short-lived\nresource "aws_kms_key" "kept" {\n}\nresource "aws_kms_key" "told" {\n}\n',
		);
		const path = folder.write("plan.json", plan);
		const checker = new DocumentChecker({ root: folder.path, preset: null, isIgnored: isLeftOut });
		expect(checker.checkSaved(path, plan).findings.map(({ finding }) => finding.resource?.id)).toEqual([
			"aws_kms_key.told",
		]);
	});

	test("whose configuration breaks meanwhile offers no edits of the text before", async () => {
		const editor = inProcess();
		await editor.initialize();
		const [found] = await editor.open("template.yaml", KEY);
		folder.write("kmslint.config.json", '{ "rule": {} }');
		await editor.open("kmslint.config.json", '{ "rule": {} }', "json");
		await editor.save("kmslint.config.json");
		await editor.change("template.yaml", "Resources", "Description: Keys\nResources");
		expect(await editor.actions("template.yaml", found as Diagnostic)).toEqual([]);
	});

	test("is read as it is in the editor: what one file of a module declares counts in the others before it is saved", async () => {
		const main = 'resource "aws_kms_key" "orders" {\n  enable_key_rotation = local.rotates\n}\n';
		folder.write("locals.tf", "");
		folder.write("main.tf", main);
		const editor = inProcess();
		await editor.initialize();
		expect(await editor.open("main.tf", main)).toEqual([]);
		await editor.open("locals.tf", "");
		const told = editor.next("main.tf", () => editor.change("locals.tf", "", "locals {\n  rotates = false\n}\n"));
		expect(codes(await told)).toEqual(["require-key-rotation"]);
	});

	test("is read anew where it depends on a file that is saved", async () => {
		const code = "export const handler = async () => process.env.STAGE.length;\n";
		folder.write("src/index.mjs", code);
		const template =
			"Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src\n      Handler: index.handler\n      Runtime: nodejs22.x\n";
		folder.write("template.yaml", template);
		const editor = inProcess();
		await editor.initialize();
		expect(codes(await editor.open("template.yaml", template))).toContain("no-unset-variable");
		await editor.open("src/index.mjs", code, "javascript");
		await editor.type("src/index.mjs", "process.env.STAGE.length", "1");
		const told = editor.next("template.yaml", async () => void (await editor.save("src/index.mjs")));
		expect(codes(await told)).not.toContain("no-unset-variable");
	});

	test("is read as a whole when a file is saved, and what was said stays while somebody types", async () => {
		folder.write("src/index.mjs", "export const handler = async () => process.env.STAGE.length;\n");
		const template =
			"Transform: AWS::Serverless-2016-10-31\nResources:\n  Orders:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src\n      Handler: index.handler\n      Runtime: nodejs22.x\n";
		folder.write("template.yaml", template);
		const editor = inProcess();
		await editor.initialize();
		expect(codes(await editor.open("template.yaml", template))).toContain("no-unset-variable");
		const typed = await editor.type("template.yaml", "Transform:", "Description: Orders\nTransform:");
		expect(typed.find(({ code }) => code === "no-unset-variable")?.range.start.line).toBe(3);
		await editor.type(
			"template.yaml",
			"nodejs22.x\n",
			"nodejs22.x\n      Environment: { Variables: { STAGE: a } }\n",
		);
		expect(codes(await editor.save("template.yaml"))).not.toContain("no-unset-variable");
	});
});

test("where something is after an edit is where it was, moved, or nowhere", () => {
	fc.assert(
		fc.property(
			fc.string({ maxLength: 20 }),
			fc.string({ minLength: 1, maxLength: 5 }),
			fc.string({ maxLength: 20 }),
			fc.nat(40),
			fc.nat(10),
			fc.string({ maxLength: 6 }),
			(head, part, tail, at, length, text) => {
				const before = `${head}${part}${tail}`;
				const from = Math.min(at, before.length);
				const after = before.slice(0, from) + text + before.slice(from + length);
				const span = { start: head.length, end: head.length + part.length };
				const moved = moveSpans(before, after)(span);
				if (moved !== null) {
					expect(after.slice(moved.start, moved.end)).toBe(part);
				} else {
					expect(from < span.end && from + length > span.start ? true : text !== "" || length > 0).toBe(true);
				}
			},
		),
	);
});

test("the command serves an editor over its standard streams", async () => {
	const child = spawn(
		process.execPath,
		[join(import.meta.dirname, "../../../dist/bundle/command/kmslint.cjs"), "lsp", "--stdio"],
		{ cwd: folder.path, stdio: ["pipe", "pipe", "inherit"] },
	);
	const ended = new Promise((resolve) => {
		child.once("exit", resolve);
	});
	const client = createProtocolConnection(
		new StreamMessageReader(child.stdout),
		new StreamMessageWriter(child.stdin),
	);
	const editor = new Editor(client, folder);
	const { serverInfo } = await editor.initialize({ preset: "strict" });
	const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as {
		readonly version: string;
	};
	expect(serverInfo).toEqual({ name: "kmslint", version });
	expect(codes(await editor.open("template.yaml", KEY))).toEqual(["require-key-retention", "require-key-rotation"]);
	await editor.shutdown();
	expect(await ended).toBe(0);
});
