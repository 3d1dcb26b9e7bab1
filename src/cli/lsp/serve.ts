import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
	CodeActionKind,
	DidChangeWatchedFilesNotification,
	MessageType,
	ShowMessageNotification,
	TextDocuments,
	TextDocumentSyncKind,
	type CodeAction,
	type Connection,
	type InitializeParams,
	type InitializeResult,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isBelowFolder } from "../../files/leads-out-of.ts";
import { UNSAVED_TEXTS } from "../../files/unsaved-texts.ts";
import { TERRAFORM } from "../../languages/terraform/dialect.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { VERSION } from "../../plugin.ts";
import { PRESETS, type PresetName } from "../../rule/rule.ts";
import { classOf, ISSUES_URL } from "../../rule/file/failure.ts";
import { CONFIG_FILE, MANIFEST } from "../../config/config.ts";
import { fixAll, FIX_ALL, quickFixes } from "./code-actions.ts";
import { cutNotice, diagnosticOf, errorOf, explain } from "./diagnostics.ts";
import { DocumentChecker, type CheckedDocument, type CheckerSettings } from "./document-checker.ts";
import { languageOfLocale, type Language } from "../../locale/language.ts";

/** The files with configurations. */
const CONFIG_FILES = [CONFIG_FILE, MANIFEST];

/** How the server works. */
export interface ServerSettings extends Pick<CheckerSettings, "preset" | "isIgnored"> {
	/** The folder of a document that is in none of the editor's folders and not below this one is its own. */
	readonly cwd: string;
	/** How long the server waits for the next key, in milliseconds; in a long document it waits longer. */
	readonly pause: number;
	/** What is done while the editor still starts, one after the other. */
	readonly warmUp?: readonly (() => void)[];
}

/** For each of so many characters a document is waited for as long again: it takes as much longer to check. */
const LONG = 200_000;

/** What is known of an open document. */
interface Known {
	/** What the last check said, and of which version. */
	readonly version: number;
	readonly checked: CheckedDocument;
	/** What was said when the file was opened or saved. */
	readonly saved: CheckedDocument;
}

/** Serves an editor: diagnostics as somebody types, fixes, and what a rule is about. */
export class LanguageServer {
	readonly #connection: Connection;
	readonly #settings: ServerSettings;
	readonly #documents = new TextDocuments(TextDocument);
	readonly #known = new Map<string, Known>();
	readonly #waiting = new Map<string, NodeJS.Timeout>();
	readonly #checkers = new Map<string, DocumentChecker>();
	#roots: readonly string[] = [];
	#preset: PresetName | null;
	#usersLanguage: Language = "en";
	#canWatch = false;
	#told = "";

	constructor(connection: Connection, settings: ServerSettings) {
		this.#connection = connection;
		this.#settings = settings;
		this.#preset = settings.preset;
		connection.onInitialize((params) => this.#initialize(params));
		connection.onInitialized(() => {
			this.#watch();
			this.#warmUp(settings.warmUp ?? []);
		});
		connection.onDidChangeWatchedFiles(() => {
			this.#start();
		});
		connection.onCodeAction(({ textDocument, range, context }) =>
			this.#actions(textDocument.uri, context.only ?? null, (document) => ({
				start: document.offsetAt(range.start),
				end: document.offsetAt(range.end),
			})),
		);
		connection.onHover(({ textDocument, position }) => this.#hover(textDocument.uri, position));
		this.#documents.onDidOpen(({ document }) => {
			keepText(document);
			this.#check(document, "saved");
		});
		this.#documents.onDidSave(({ document }) => {
			if (CONFIG_FILES.some((name) => document.uri.endsWith(`/${name}`))) {
				this.#start();
			} else {
				this.#check(document, "saved");
				this.#checkOthers(document, "saved");
			}
		});
		this.#documents.onDidChangeContent(({ document }) => {
			keepText(document);
			// Opening a document is a change as well, and has been checked.
			if (this.#known.get(document.uri)?.version !== document.version) {
				this.#wait(document);
			}
		});
		this.#documents.onDidClose(({ document: { uri } }) => {
			clearTimeout(this.#waiting.get(uri));
			this.#waiting.delete(uri);
			this.#known.delete(uri);
			const path = pathOf(uri);
			if (path !== null) {
				UNSAVED_TEXTS.delete(path);
			}
			void connection.sendDiagnostics({ uri, diagnostics: [] });
		});
		this.#documents.listen(connection);
	}

	#initialize({
		workspaceFolders,
		rootUri,
		initializationOptions,
		capabilities,
		locale,
	}: InitializeParams): InitializeResult {
		const folders = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === "string" ? [rootUri] : []);
		this.#roots = folders.flatMap((uri) => pathOf(uri) ?? []);
		this.#canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
		const preset = (initializationOptions as { readonly preset?: unknown } | undefined)?.preset;
		this.#usersLanguage = languageOfLocale(locale ?? "") ?? "en";
		this.#preset ??= PRESETS.find((name) => name === preset) ?? null;
		return {
			serverInfo: { name: "kmslint", version: VERSION },
			capabilities: {
				textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
				codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
				hoverProvider: true,
			},
		};
	}

	#watch(): void {
		if (this.#canWatch) {
			void this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
				watchers: CONFIG_FILES.map((name) => ({ globPattern: `**/${name}` })),
			});
		}
	}

	/** What an editor asks meanwhile comes first. */
	#warmUp([first, ...others]: readonly (() => void)[]): void {
		if (first !== undefined) {
			setImmediate(() => {
				first();
				this.#warmUp(others);
			});
		}
	}

	/** Checks every open document anew, because a configuration may have changed. */
	#start(): void {
		this.#checkers.forEach((checker) => {
			checker.forget();
		});
		this.#documents.all().forEach((document) => {
			this.#check(document, "saved");
		});
	}

	#wait(document: TextDocument): void {
		clearTimeout(this.#waiting.get(document.uri));
		this.#waiting.set(
			document.uri,
			setTimeout(
				() => {
					this.#check(document, "typed");
					this.#checkOthers(document, "typed");
				},
				this.#settings.pause * (1 + Math.floor(document.getText().length / LONG)),
			),
		);
	}

	/**
	 * Checks the other open documents that may say something else now: those of Terraform with each change of one of them,
	 * and when a file is saved, all that depend on others.
	 */
	#checkOthers({ uri }: TextDocument, when: "typed" | "saved"): void {
		for (const other of this.#documents.all()) {
			const isOfModule = TERRAFORM.isNamed(uri) && TERRAFORM.isNamed(other.uri);
			const known = this.#known.get(other.uri);
			if (other.uri !== uri && (isOfModule || (when === "saved" && known?.saved.readsOthers === true))) {
				setImmediate(() => {
					if (this.#documents.get(other.uri) !== undefined) {
						this.#check(other, when);
					}
				});
			}
		}
	}

	#check(document: TextDocument, when: "typed" | "saved"): void {
		const { uri, version } = document;
		clearTimeout(this.#waiting.get(uri));
		const path = pathOf(uri);
		if (path === null) {
			return;
		}
		const checker = this.#checkerOf(path);
		const text = document.getText();
		try {
			const saved = this.#known.get(uri)?.saved ?? null;
			const checked = when === "saved" ? checker.checkSaved(path, text) : checker.check(path, text, saved);
			this.#known.set(uri, { version, checked, saved: when === "saved" || saved === null ? checked : saved });
			void this.#connection.sendDiagnostics({
				uri,
				version,
				diagnostics: [
					...(checked.isCut ? [cutNotice(checked.findings.length)] : []),
					...checked.errors.map((error) => errorOf(document, error)),
					...checked.findings.map((one) => diagnosticOf(document, one)),
				],
			});
			if (when === "saved") {
				setImmediate(() => {
					this.#prepare(uri, checker, path);
				});
			}
		} catch (error) {
			this.#tell(
				error instanceof UsageError
					? error.message
					: `This is a bug (${classOf(error)}). Report it: ${ISSUES_URL}`,
			);
		}
	}

	/** What the next key needs is worked out before it is typed. */
	#prepare(uri: string, checker: DocumentChecker, path: string): void {
		const known = this.#known.get(uri);
		if (known?.saved === known?.checked && known !== undefined && known.saved.text.length < LONG) {
			checker.prepare(path, known.saved);
		}
	}

	/** Says once what keeps documents from being checked. */
	#tell(message: string): void {
		if (message !== this.#told) {
			this.#told = message;
			void this.#connection.sendNotification(ShowMessageNotification.type, {
				type: MessageType.Error,
				message: `kmslint: ${message}`,
			});
		}
	}

	#checkerOf(path: string): DocumentChecker {
		const { cwd, isIgnored } = this.#settings;
		const root =
			[...this.#roots, cwd]
				.filter((one) => isBelowFolder(one, path))
				.sort((a, b) => b.length - a.length)
				.at(0) ?? dirname(path);
		let checker = this.#checkers.get(root);
		if (checker === undefined) {
			checker = new DocumentChecker({
				root,
				preset: this.#preset,
				usersLanguage: this.#usersLanguage,
				isIgnored,
			});
			this.#checkers.set(root, checker);
		}
		return checker;
	}

	/** What is known of a document as it is now; it is checked if that has not been done yet. */
	#now(uri: string): { readonly document: TextDocument; readonly checked: CheckedDocument } | null {
		const document = this.#documents.get(uri);
		if (document === undefined) {
			return null;
		}
		if (this.#known.get(uri)?.version !== document.version) {
			this.#check(document, "typed");
		}
		const known = this.#known.get(uri);
		// Where it could not be checked, what is known is of another text.
		return known?.version === document.version ? { document, checked: known.checked } : null;
	}

	#actions(
		uri: string,
		only: readonly string[] | null,
		rangeIn: (document: TextDocument) => { readonly start: number; readonly end: number },
	): CodeAction[] {
		const now = this.#now(uri);
		if (now === null) {
			return [];
		}
		const { document, checked } = now;
		const isAsked = (kind: string): boolean =>
			only === null || only.some((one) => kind === one || kind.startsWith(`${one}.`));
		const all = isAsked(FIX_ALL) && only !== null ? fixAll(document, checked.findings) : null;
		return [
			...(isAsked(CodeActionKind.QuickFix) ? quickFixes(document, checked.findings, rangeIn(document)) : []),
			...(all === null ? [] : [all]),
		];
	}

	#hover(uri: string, position: { readonly line: number; readonly character: number }) {
		const now = this.#now(uri);
		if (now === null) {
			return null;
		}
		const { document, checked } = now;
		const offset = document.offsetAt(position);
		const here = checked.findings.filter(({ finding: { span } }) => span.start <= offset && offset <= span.end);
		const [first] = here;
		return first === undefined
			? null
			: {
					contents: { kind: "markdown" as const, value: here.map(explain).join("\n\n---\n\n") },
					range: {
						start: document.positionAt(first.finding.span.start),
						end: document.positionAt(first.finding.span.end),
					},
				};
	}
}

/** What is in an editor counts for the other files of an application, too. */
function keepText(document: TextDocument): void {
	const path = pathOf(document.uri);
	if (path !== null) {
		UNSAVED_TEXTS.set(path, document.getText());
	}
}

/** The path of a document; null for one that is no file. */
function pathOf(uri: string): string | null {
	try {
		return uri.startsWith("file:") ? fileURLToPath(uri) : null;
	} catch {
		return null;
	}
}
