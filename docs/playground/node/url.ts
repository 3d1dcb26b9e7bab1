/** The module `node:url`, of what the rules ask: the page's own files are at no path. */
export function fileURLToPath(url: string | URL): string {
	return new URL(url).pathname;
}
