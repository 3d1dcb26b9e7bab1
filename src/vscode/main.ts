import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
import { Extension } from "./extension.ts";

let extension: Extension | undefined;

/** Called by VS Code with the first document of one of the languages. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
	extension = new Extension(vscode, context.extensionPath, ({ server, documentSelector, initializationOptions }) => {
		const client = new LanguageClient("kmslint", "kmslint", server, {
			documentSelector: [...documentSelector],
			initializationOptions,
		});
		return { start: () => client.start(), stop: () => client.dispose() };
	});
	for (const one of await extension.activate()) {
		context.subscriptions.push(one);
	}
}

/** Called when the window closes or the extension is disabled. */
export async function deactivate(): Promise<void> {
	await extension?.deactivate();
}
