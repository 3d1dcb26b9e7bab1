import { instantiateNapiModuleSync } from "@emnapi/core";
import { createContext } from "@emnapi/runtime";
import { wrap, type RawResult } from "oxc-parser/src-js/wrap";

/** `oxc-parser`, of what the rules use. */
export interface Parser {
	parseSync(filename: string, text: string, options: object): object;
}

/** WebAssembly, of what is used here: the types of a browser have it, those of Node.js do not. */
interface WebAssemblyApi {
	readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => WasmMemory;
	readonly Module: { imports(module: object): readonly { readonly module: string; readonly name: string }[] };
}

interface WasmMemory {
	readonly buffer: ArrayBuffer;
}

type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** In pages of 64 kB: what the parser asks for, and what WebAssembly allows. */
const MEMORY = { initial: 1024, maximum: 65_536 };

/**
 * Starts the parser of JavaScript and TypeScript from the WebAssembly that `oxc-parser` comes with, where its native module
 * cannot be: in a browser, and in an extension that is the same for every platform.
 *
 * @param module a `WebAssembly.Module`, compiled from `parser.wasm32-wasip1.wasm`
 */
export function startParser(module: object): Parser {
	const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
	const memory = new wasm.Memory(MEMORY);
	const { napiModule } = instantiateNapiModuleSync(module as never, {
		context: createContext(),
		asyncWorkPoolSize: 0,
		overwriteImports: (given) => {
			const imports = given as unknown as Imports;
			const env = { ...imports["env"], ...imports["napi"], ...imports["emnapi"], memory };
			const all = { ...imports, env, wasi_snapshot_preview1: wasi(memory) };
			return withoutThreads(wasm.Module.imports(module), all) as never;
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
function withoutThreads(
	needed: readonly { readonly module: string; readonly name: string }[],
	imports: Imports,
): Imports {
	const refused = (from: string): Readonly<Record<string, unknown>> =>
		Object.fromEntries(
			needed.filter(({ module }) => module === from).map(({ name }) => [name, () => GENERIC_FAILURE]),
		);
	return Object.fromEntries(Object.entries(imports).map(([from, own]) => [from, { ...refused(from), ...own }]));
}

/** `napi_generic_failure`. Source: https://nodejs.org/api/n-api.html#napi_status */
const GENERIC_FAILURE = 9;

/** The system that the parser sees: no variables, no clock, no files. Source: https://wasi.dev/ (preview 1) */
function wasi(memory: WasmMemory): Readonly<Record<string, unknown>> {
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
