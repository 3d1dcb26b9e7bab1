/** The bits of a byte's remainder. Source: CRC-32 of zlib, https://www.rfc-editor.org/rfc/rfc1952#section-8 */
function crc32(text: string): number {
	let rest = -1;
	for (const byte of new TextEncoder().encode(text)) {
		rest ^= byte;
		for (let bit = 0; bit < 8; bit += 1) {
			rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
		}
	}
	return ~rest >>> 0;
}

const MODULES: Readonly<Record<string, object>> = {
	"node:zlib": { crc32 },
	// The limits of a thread, which a page does not know.
	"node:worker_threads": { resourceLimits: {} },
};

/** The global `process` of Node.js, of what the rules use. */
export const process = {
	env: {},
	platform: "linux",
	cwd: () => "/",
	getBuiltinModule: (name: string) => MODULES[name],
};
