import { build } from "rolldown";

/**
 * What is published: few files, because Node.js takes longer to find and load three hundred small ones than to check a
 * template. `dist/src` holds the same program file by file, for our own scripts, with its declarations.
 */
await build({
	input: {
		index: "./src/index.ts",
		cdk: "./src/cdk.ts",
		kmslint: "./src/cli/main.ts",
		"deep-process": "./src/lint/deep-process.ts",
	},
	platform: "node",
	external: /^[^./]/u,
	output: {
		dir: "dist/bundle",
		cleanDir: true,
		chunkFileNames: "[name].js",
	},
});
