import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Io } from "../cli/io.ts";
import { run } from "../cli/run.ts";
import { removeFolder } from "./remove-folder.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");

/** The command as it is published, for what needs a process of its own; `npm test` builds it first. */
export const COMMAND = resolve(
	ROOT,
	(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly bin: { readonly kmslint: string } }).bin
		.kmslint,
);

/** What a run said. */
export interface Said {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** A folder with files, made at run time and removed at the end. */
export class Folder {
	readonly path = mkdtempSync(join(tmpdir(), "kmslint-test-"));

	constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
		for (const [name, content] of Object.entries(files)) {
			this.write(name, content);
		}
	}

	write(name: string, content: string | Uint8Array): string {
		const path = join(this.path, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, content);
		return path;
	}

	/** Runs the command in the folder. */
	async run(argv: readonly string[], io: Partial<Io> & { readonly stdin?: string } = {}): Promise<Said> {
		let stdout = "";
		let stderr = "";
		const { stdin = "", ...rest } = io;
		const code = await run(argv, {
			stdout: { write: (text) => (stdout += text) },
			stderr: { write: (text) => (stderr += text) },
			readStdin: () => Promise.resolve(Buffer.from(stdin)),
			cwd: this.path,
			env: {},
			now: () => 0,
			...rest,
		});
		return { code, stdout, stderr };
	}

	remove(): void {
		removeFolder(this.path);
	}
}
