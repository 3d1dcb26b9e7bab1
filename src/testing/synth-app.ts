import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeFolder } from "./remove-folder.ts";
import { ts } from "./typescript.ts";

/** A template that an app made, as JSON. */
export interface SynthesisedStack {
	readonly name: string;
	readonly json: string;
	/** The path of each construct by the logical id of its resource: `Orders/Api/Resource`. */
	readonly paths: ReadonlyMap<string, string>;
}

/**
 * Runs an app of the fixtures with the real `aws-cdk-lib`, in this process, and gives the templates that it makes. Only
 * what the tests themselves hold is ever run.
 *
 * @param text the app's source, in TypeScript or JavaScript
 * @param path where it lies, for what it names beside itself
 */
export function synthApp(text: string, path: string): readonly SynthesisedStack[] {
	const key = `${path}\n${text}`;
	const made = known.get(key) ?? synthesise(text, path);
	known.set(key, made);
	return made;
}

/** What an app made, by its path and text: the same from test file to test file. */
const known = new Map<string, readonly SynthesisedStack[]>();

function synthesise(text: string, path: string): readonly SynthesisedStack[] {
	const output = mkdtempSync(join(tmpdir(), "synth-"));
	const restore = setVariables({
		CDK_OUTDIR: output,
		CDK_VALIDATION: "false",
		// Bundling would start tools of its own; what is in the code is no question here.
		CDK_CONTEXT_JSON: JSON.stringify({
			"aws:cdk:enable-path-metadata": true,
			"aws:cdk:bundling-stacks": [],
			"aws:cdk:disable-creation-stack-traces": true,
			"aws:cdk:version-reporting": false,
		}),
	});
	const listeners = process.rawListeners("beforeExit");
	try {
		const { outputText } = ts.transpileModule(text, {
			compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
			fileName: path,
		});
		const run = new Function("require", "exports", "module", "__dirname", outputText) as (
			require: NodeJS.Require,
			exports: object,
			module: object,
			folder: string,
		) => void;
		const module = { exports: {} };
		run(createRequire(path), module.exports, module, dirname(path));
		const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as {
			readonly artifacts: Readonly<
				Record<string, { readonly type: string; readonly properties?: { readonly templateFile?: string } }>
			>;
		};
		return Object.entries(manifest.artifacts).flatMap(([name, { type, properties }]) => {
			if (type !== "aws:cloudformation:stack" || properties?.templateFile === undefined) {
				return [];
			}
			const json = readFileSync(join(output, properties.templateFile), "utf8");
			const { Resources = {} } = JSON.parse(json) as {
				readonly Resources?: Readonly<Record<string, { readonly Metadata?: Readonly<Record<string, string>> }>>;
			};
			return [
				{
					name,
					json,
					paths: new Map(
						Object.entries(Resources).map(([id, { Metadata }]) => [id, Metadata?.["aws:cdk:path"] ?? id]),
					),
				},
			];
		});
	} finally {
		restore();
		// An app synthesises once more when the process ends, into a folder that is gone.
		for (const listener of process.rawListeners("beforeExit").filter((one) => !listeners.includes(one))) {
			process.removeListener("beforeExit", listener as () => void);
		}
		removeFolder(output);
	}
}

/** Sets variables of this process; gives what makes them what they were. */
function setVariables(variables: Readonly<Record<string, string>>): () => void {
	const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, variables);
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) {
				Reflect.deleteProperty(process.env, name);
			} else {
				process.env[name] = value;
			}
		}
	};
}
