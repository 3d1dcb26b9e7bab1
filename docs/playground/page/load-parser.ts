import { startParser, type Parser } from "../../../src/portable/start-parser.ts";

/**
 * Starts the parser of JavaScript and TypeScript.
 *
 * @param packed its WebAssembly, compressed with gzip, as base64
 * @throws where the browser has no WebAssembly, or does not let the page run it
 */
export async function loadParser(packed: string): Promise<Parser> {
	const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
	return startParser(await WebAssembly.compile(await new Response(stream).arrayBuffer()));
}
