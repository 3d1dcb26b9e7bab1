import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Runs a packed extension in a double of VS Code, with one document open, until it has shown diagnostics; then it is
 * deactivated. Prints them as JSON. `drive-extension.mjs EXTENSION DOCUMENT LANGUAGE SETTINGS`, with the text of the
 * document on standard input and the settings as JSON: `{ "kmslint.preset": "strict" }`.
 *
 * What the language client asks of VS Code in between is real as far as it matters: addresses, places, kinds of actions,
 * events. Everything else is a class, a function and a namespace that does nothing.
 */
const [extensionPath = "", path = "", languageId = "", settings = "{}"] = process.argv.slice(2);

class Uri {
	#text;

	constructor(text) {
		const { protocol, pathname } = new URL(text);
		this.#text = text;
		this.scheme = protocol.slice(0, -1);
		this.path = pathname;
		this.fsPath = decodeURIComponent(pathname);
	}

	static parse(text) {
		return new Uri(text);
	}

	static file(given) {
		return new Uri(pathToFileURL(given).href);
	}

	toString() {
		return this.#text;
	}
}

function Position(line, character) {
	Object.assign(this, { line, character });
}

function Range(...given) {
	const [startLine, startCharacter, endLine, endCharacter] = given;
	const [start, end] =
		given.length === 2 ? given : [new Position(startLine, startCharacter), new Position(endLine, endCharacter)];
	Object.assign(this, { start, end });
}

function Diagnostic(range, message, severity) {
	Object.assign(this, { range, message, severity });
}

class CodeActionKind {
	constructor(value) {
		this.value = value;
	}

	append(part) {
		return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
	}
}

Object.assign(CodeActionKind, {
	Empty: new CodeActionKind(""),
	QuickFix: new CodeActionKind("quickfix"),
	Refactor: new CodeActionKind("refactor"),
	RefactorExtract: new CodeActionKind("refactor.extract"),
	RefactorInline: new CodeActionKind("refactor.inline"),
	RefactorRewrite: new CodeActionKind("refactor.rewrite"),
	Source: new CodeActionKind("source"),
	SourceFixAll: new CodeActionKind("source.fixAll"),
	SourceOrganizeImports: new CodeActionKind("source.organizeImports"),
});

class EventEmitter {
	#listeners = new Set();

	event = (listener) => {
		this.#listeners.add(listener);
		return { dispose: () => this.#listeners.delete(listener) };
	};

	fire(event) {
		this.#listeners.forEach((listener) => listener(event));
	}

	dispose() {
		this.#listeners.clear();
	}
}

/** What is not given is a class, a function and a namespace; `on…` is an event that never comes. */
const double = (own = {}) =>
	new Proxy(
		Object.assign(function () {}, own),
		{
			get: (target, key) => {
				if (!(key in target) && typeof key === "string") {
					target[key] =
						key.startsWith("on") || key.startsWith("register") ? () => ({ dispose() {} }) : double();
				}
				return target[key];
			},
		},
	);

let text = "";
for await (const part of process.stdin) {
	text += part;
}
const opened = { uri: Uri.file(path), fileName: path, languageId, version: 1, isClosed: false, getText: () => text };
const given = JSON.parse(settings);
const output = new Proxy({}, { get: () => () => ({ dispose() {} }) });

let show;
const shown = new Promise((resolve) => {
	show = resolve;
});

const vscode = double({
	version: "1.91.0",
	Uri,
	Position,
	Range,
	Diagnostic,
	CodeActionKind,
	EventEmitter,
	DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
	CancellationTokenSource: class {
		token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
		cancel() {}
		dispose() {}
	},
	env: { language: "en" },
	window: double({
		createOutputChannel: () => output,
		showErrorMessage: (message) => {
			show({ error: message });
			return Promise.resolve();
		},
		visibleTextEditors: [],
		tabGroups: double({ all: [] }),
		state: { focused: true },
	}),
	workspace: double({
		isTrusted: false,
		workspaceFolders: undefined,
		textDocuments: [opened],
		notebookDocuments: [],
		getConfiguration: (section) => ({
			get: (name, otherwise) => given[`${section}.${name}`] ?? otherwise,
			inspect: () => undefined,
		}),
		createFileSystemWatcher: () => double({ dispose() {} }),
	}),
	languages: double({
		match: () => 10,
		createDiagnosticCollection: () =>
			double({
				set: (uri, diagnostics = []) => {
					if (diagnostics.length > 0) {
						show({
							uri: uri.toString(),
							diagnostics: diagnostics.map(({ message, code, severity, range: { start } }) => ({
								message,
								rule: code.value,
								docs: code.target.toString(),
								severity,
								line: start.line,
								character: start.character,
							})),
						});
					}
				},
				clear() {},
				delete() {},
				dispose() {},
			}),
	}),
	extensions: double({ getExtension: () => undefined }),
	commands: double({ executeCommand: () => Promise.resolve() }),
});

const load = Module._load;
Module._load = (id, ...others) => (id === "vscode" ? vscode : load(id, ...others));
const { activate, deactivate } = createRequire(import.meta.url)(join(extensionPath, "extension.cjs"));
const subscriptions = [];
await activate({ extensionPath, subscriptions });
const seen = await shown;
await deactivate();
subscriptions.forEach((one) => one.dispose());
console.log(JSON.stringify({ ...seen, subscriptions: subscriptions.length }));
// The client looks two seconds later whether the server has ended.
process.exit();
