import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fakeSecret } from "./fake-secret.ts";
import { Folder } from "./run-command.ts";
import { ts } from "./typescript.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");

/** A CDK app in a folder of its own, as its author has it, and what it synthesises. */
export class App {
	readonly folder = new Folder();
	/** What stands for `<<token>>` in the fixture: made at run time, so that no secret lies in a file. */
	readonly secret = fakeSecret("token");

	/**
	 * @param name the fixture: `fixtures/cdk-out/<name>`
	 * @param maps where the maps from the compiled files to the source lie: in the files, so that Node follows them,
	 *   beside
	 *   them, where nobody does, or nowhere
	 * @param files more files of the app, by name
	 */
	constructor(
		name: string,
		{
			maps = "inline",
			files = {},
		}: { readonly maps?: "inline" | "beside" | "none"; readonly files?: Readonly<Record<string, string>> } = {},
	) {
		const { path } = this.folder;
		cpSync(join(ROOT, "fixtures", "cdk-out", name), path, { recursive: true });
		for (const [file, text] of Object.entries(files)) {
			this.folder.write(file, text);
		}
		this.folder.write("package.json", '{ "private": true, "type": "module" }');
		for (const file of readdirSync(path, { recursive: true, encoding: "utf8" }).filter((one) =>
			one.endsWith(".ts"),
		)) {
			const source = join(path, file);
			const text = readFileSync(source, "utf8").replaceAll("<<token>>", this.secret);
			writeFileSync(source, text);
			const { outputText, sourceMapText } = ts.transpileModule(text, {
				fileName: source,
				compilerOptions: {
					module: ts.ModuleKind.ESNext,
					target: ts.ScriptTarget.ES2023,
					verbatimModuleSyntax: true,
					rewriteRelativeImportExtensions: true,
					sourceMap: maps !== "none",
				},
			});
			const built = join(path, "build", file.replace(/\.ts$/u, ".js"));
			mkdirSync(dirname(built), { recursive: true });
			const map = JSON.stringify({ ...(JSON.parse(sourceMapText ?? "{}") as object), sources: [source] });
			const code = outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/u, "\n");
			const url =
				maps === "inline"
					? `data:application/json;base64,${Buffer.from(map).toString("base64")}`
					: `${built.slice(dirname(built).length + 1)}.map`;
			writeFileSync(built, maps === "none" ? code : `${code}//# sourceMappingURL=${url}\n`);
			if (maps === "beside") {
				writeFileSync(`${built}.map`, map);
			}
		}
		mkdirSync(join(path, "node_modules"));
		for (const [name, target] of [["aws-cdk-lib"], ["constructs"], ["eslint-plugin-aws-kms", ROOT]] as const) {
			symlinkSync(target ?? join(ROOT, "node_modules", name), join(path, "node_modules", name));
		}
	}

	/**
	 * Synthesises into `cdk.out` as `cdk synth` does, without its own validation, which takes seconds. Gives what was
	 * printed.
	 */
	synthesize(
		entry: string,
		{
			node = ["--enable-source-maps"],
			env = {},
			outdir = "cdk.out",
		}: {
			readonly node?: readonly string[];
			readonly env?: Readonly<Record<string, string>>;
			readonly outdir?: string;
		} = {},
	): { readonly status: number | null; readonly output: string } {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[...node, join(this.folder.path, "build", entry)],
			{
				cwd: this.folder.path,
				encoding: "utf8",
				env: {
					PATH: process.env["PATH"] ?? "",
					CDK_VALIDATION: "false",
					CDK_OUTDIR: join(this.folder.path, outdir),
					...env,
				},
			},
		);
		return { status, output: stdout + stderr };
	}

	/** The place of a text in a source file, as reports say it: `lib/worker.ts:6:3`. */
	placeOf(file: string, text: string): string {
		const source = readFileSync(join(this.folder.path, file), "utf8");
		const at = source.indexOf(text);
		if (at === -1 || source.includes(text, at + 1)) {
			throw new RangeError(`'${text}' is not in ${file} exactly once.`);
		}
		const before = source.slice(0, at).split("\n");
		return `${file}:${String(before.length)}:${String((before.at(-1) ?? "").length + 1)}`;
	}
}
