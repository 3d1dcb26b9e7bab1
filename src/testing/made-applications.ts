import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { AppFunction } from "../app/application.ts";
import { readApplication } from "../app/read-application.ts";
import { removeFolder } from "./remove-folder.ts";

type Files = Readonly<Record<string, string>>;

/** Applications of made-up files, each in a folder of its own, which is removed after the tests. */
interface MadeApplications {
	/** A folder that is not there yet. */
	newFolder(): string;
	/** The functions of an application; `outside` are files that are not given by path. */
	functionsOf(files: Files, outside?: Files): readonly AppFunction[];
}

export function madeApplications(): MadeApplications {
	let root: string;
	let made = 0;
	beforeAll(() => {
		root = mkdtempSync(join(tmpdir(), "kmslint-app-"));
	});
	afterAll(() => {
		removeFolder(root);
	});
	const newFolder = (): string => {
		made += 1;
		return join(root, String(made));
	};
	const functionsOf = (files: Files, outside: Files = {}): readonly AppFunction[] => {
		const cwd = join(newFolder(), "app");
		const write = (name: string, text: string): string => {
			const path = join(cwd, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
			return path;
		};
		const paths = Object.entries(files).map(([name, text]) => write(name, text));
		Object.entries(outside).forEach(([name, text]) => write(name, text));
		return readApplication({ cwd, parameterOverrides: {}, suppressions: true, paths, roots: [cwd] }).functions;
	};
	return { newFolder, functionsOf };
}

/** `api.ts#handler`, or why it is not known. */
export function linkOf(fn: AppFunction | undefined): string {
	return fn === undefined
		? "no function"
		: fn.code.kind === "linked"
			? `${fn.code.handler.file.name}#${fn.code.exported}${fn.code.exportedAt === null ? "?" : ""}`
			: `${fn.code.kind}: ${fn.code.why}`;
}
