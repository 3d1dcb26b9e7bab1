import { instantiateNapiModule } from "@emnapi/core";
import { createContext } from "@emnapi/runtime";
import { wrap, type RawResult } from "oxc-parser/src-js/wrap";

/** `oxc-parser`, of what the rules use. */
export interface Parser {
	parseSync(filename: string, text: string, options: object): object;
}

/** In pages of 64 kB: what the parser asks for, and what WebAssembly allows. */
const MEMORY = { initial: 1024, maximum: 65_536 };

/**
 * Starts the parser of JavaScript and TypeScript: the WebAssembly that `oxc-parser` comes with.
 *
 * @param packed its bytes, compressed with gzip, as base64
 * @throws where the browser has no WebAssembly, or does not let the page run it
 */
export async function loadParser(packed: string): Promise<Parser> {
	const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
	const module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
	const memory = new WebAssembly.Memory(MEMORY);
	const { napiModule } = await instantiateNapiModule(module, {
		context: createContext(),
		asyncWorkPoolSize: 0,
		overwriteImports: (imports) => {
			const env = { ...imports["env"], ...imports["napi"], ...imports["emnapi"], memory };
			return { ...imports, ...withoutThreads(module, { ...imports, env, wasi_snapshot_preview1: wasi(memory) }) };
		},
		beforeInit: ({ instance: { exports } }) => {
			for (const [name, register] of Object.entries(exports)) {
				if (name.startsWith("__napi_register__")) {
					(register as () => void)();
				}
			}
		},
	});
	const { parseSync } = napiModule.exports as { parseSync(...given: unknown[]): RawResult };
	return { parseSync: (filename, text, options) => wrap(parseSync(filename, text, options)) };
}

/** Refuses what only the asynchronous calls need, which nobody makes. */
function withoutThreads(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Imports {
	const all: Record<string, Record<string, WebAssembly.ImportValue>> = {};
	for (const { module: from, name } of WebAssembly.Module.imports(module)) {
		all[from] ??= { ...imports[from] };
		all[from][name] ??= () => GENERIC_FAILURE;
	}
	return all;
}

/** `napi_generic_failure`. Source: https://nodejs.org/api/n-api.html#napi_status */
const GENERIC_FAILURE = 9;

/** The system that the parser sees: no variables, no clock, no files. Source: https://wasi.dev/ (preview 1) */
function wasi(memory: WebAssembly.Memory): WebAssembly.ModuleImports {
	const view = (): DataView => new DataView(memory.buffer);
	return {
		random_get: (at: number, length: number) => {
			crypto.getRandomValues(new Uint8Array(memory.buffer, at, length));
			return 0;
		},
		environ_get: () => 0,
		environ_sizes_get: (count: number, size: number) => {
			view().setUint32(count, 0, true);
			view().setUint32(size, 0, true);
			return 0;
		},
		clock_time_get: (_id: number, _precision: bigint, at: number) => {
			view().setBigUint64(at, 0n, true);
			return 0;
		},
		fd_write: (_file: number, parts: number, count: number, at: number) => {
			let written = 0;
			for (let index = 0; index < count; index += 1) {
				written += view().getUint32(parts + 8 * index + 4, true);
			}
			view().setUint32(at, written, true);
			return 0;
		},
		proc_exit: () => {
			throw new Error("The parser has stopped.");
		},
	};
}
