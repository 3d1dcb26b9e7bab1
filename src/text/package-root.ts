/**
 * The folder of this package, wherever its program runs from: `src/` as it is written, `dist/src/` as it is compiled,
 * `dist/bundle/` as it is published.
 */
export const PACKAGE_ROOT = new URL(
	import.meta.url.replace(/(?:\/src\/text|\/dist\/src\/text|\/dist\/bundle(?:\/command)?)\/[^/]+$/u, "/"),
);
