import { build } from "rolldown";

/**
 * What is published: few files, because Node.js takes longer to find and load three hundred small ones than to check a
 * template. `dist/src` holds the same program file by file, for our own scripts, with its declarations.
 */
const COMMON = { platform: "node", external: /^[^./]/u };

await build({
	...COMMON,
	input: { index: "./src/index.ts", cdk: "./src/cdk.ts", "deep-process": "./src/lint/deep-process.ts" },
	output: { dir: "dist/bundle", cleanDir: true, chunkFileNames: "[name].js" },
});

// The command as CommonJS, which Node.js loads in half the time of an ES module, and without indentation and comments:
// what is read is what is compiled. Names stay, so that a bug report can be understood.
await build({
	...COMMON,
	input: {
		kmslint: "./src/cli/main.ts",
		"deep-process": "./src/lint/deep-process.ts",
		"file-worker": "./src/cli/file/file-worker.ts",
	},
	output: {
		dir: "dist/bundle/command",
		format: "cjs",
		entryFileNames: "[name].cjs",
		chunkFileNames: "[name].cjs",
		minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
	},
});
