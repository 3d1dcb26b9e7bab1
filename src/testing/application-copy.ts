import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fakeSecret } from "./fake-secret.ts";
import { Folder } from "./run-command.ts";
import type { HandlerAt } from "./deployment.ts";

const APPS = resolve(import.meta.dirname, "../../fixtures/apps");

/** What tests know of an application: it stands in `app.json`, which is no part of it. */
export interface ApplicationFacts {
	/** The file that is deployed: a template, the entry of a CDK app, a file of a Terraform module. */
	readonly template: string;
	/** The handler of each function, by its logical id: `src/orders.js handler`. */
	readonly handlers: ReadonlyMap<string, HandlerAt>;
	/** Values of parameters that are set when it is deployed. */
	readonly parameters: Readonly<Record<string, string>>;
	/** What its author stores, by the name of the parameter: values that only the deployment knows. */
	readonly known: Readonly<Record<string, string>>;
	/** The packages that a migration to Parameter Store adds, by manifest. */
	readonly packages: Readonly<Record<string, readonly string[]>>;
	/** More options of `kmslint migrate`. */
	readonly options: readonly string[];
	/** The files that a migration adds, in order. */
	readonly created: readonly string[];
}

/** The applications in `fixtures/apps`, by the names of their folders. */
export function applicationNames(): readonly string[] {
	return readdirSync(APPS, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
}

export function applicationFacts(name: string): ApplicationFacts {
	const {
		template,
		handlers,
		parameters,
		known,
		packages = {},
		options = [],
		created = [],
	} = JSON.parse(readFileSync(join(APPS, name, "app.json"), "utf8")) as {
		readonly template: string;
		readonly handlers: Readonly<Record<string, string>>;
		readonly parameters?: Readonly<Record<string, string>>;
		readonly known?: Readonly<Record<string, string>>;
		readonly packages?: Readonly<Record<string, readonly string[]>>;
		readonly options?: readonly string[];
		readonly created?: readonly string[];
	};
	const filled = (values: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
		Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fillSecrets(value)] as const));
	return {
		template,
		handlers: new Map(
			Object.entries(handlers).map(([id, handler]) => {
				const [file = "", exported = "handler"] = handler.split(" ");
				return [id, { file, exported }] as const;
			}),
		),
		parameters: filled(parameters),
		known: filled(known),
		packages,
		options,
		created,
	};
}

/** A copy of an application, with secrets made at run time for `<<token>>` and `<<password:2>>`. */
export function copyApplication(name: string): Folder {
	const root = join(APPS, name);
	const folder = new Folder();
	for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
		if (entry.isFile() && entry.name !== "app.json") {
			const path = join(entry.parentPath, entry.name);
			folder.write(path.slice(root.length + 1), fillSecrets(readFileSync(path, "utf8")));
		}
	}
	return folder;
}

/** `<<token>>` and `<<password:2>>` as secrets: the same name and number is the same one. */
function fillSecrets(text: string): string {
	return text.replaceAll(/<<([a-z-]+)(?::(\d+))?>>/gu, (_whole, id: string, seed?: string) =>
		fakeSecret(id, 400 + Number(seed ?? "1")),
	);
}
