import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import plugin from "../../../plugin.ts";
import { removeFolder } from "../../../testing/remove-folder.ts";

/**
 * A stand-in for the library, so that no million lines of declarations are read: what counts is where a class comes
 * from.
 */
const FILES: Readonly<Record<string, string>> = {
	"tsconfig.json": JSON.stringify({
		compilerOptions: { module: "nodenext", strict: true, skipLibCheck: true, types: [] },
		include: ["*.ts"],
	}),
	"package.json": JSON.stringify({ type: "module" }),
	"node_modules/aws-cdk-lib/package.json": JSON.stringify({
		name: "aws-cdk-lib",
		version: "2.0.0",
		exports: { ".": { types: "./index.d.ts" }, "./aws-kms": { types: "./aws-kms/index.d.ts" } },
	}),
	"node_modules/aws-cdk-lib/index.d.ts": "export declare class Stack { constructor(scope: unknown, id: string); }\n",
	"node_modules/aws-cdk-lib/aws-kms/index.d.ts": 'export * from "./lib/key.js";\n',
	"node_modules/aws-cdk-lib/aws-kms/lib/key.d.ts":
		"export declare class Key { constructor(scope: unknown, id: string, props?: { enableKeyRotation?: boolean }); }\n",
	"barrel.ts": 'export { Key as OurKey } from "aws-cdk-lib/aws-kms";\n',
	"base.ts": 'import { Key } from "aws-cdk-lib/aws-kms";\nexport class TeamKey extends Key {}\n',
	"stack.ts":
		'import { Stack } from "aws-cdk-lib";\nimport { OurKey } from "./barrel.js";\nimport { TeamKey } from "./base.js";\nexport class Api extends Stack {\n\tconstructor(scope: unknown, id: string) {\n\t\tsuper(scope, id);\n\t\tnew OurKey(this, "One");\n\t\tnew TeamKey(this, "Two");\n\t\tnew TeamKey(this, "Three", { enableKeyRotation: false });\n\t}\n}\n',
};

const folder = mkdtempSync(join(tmpdir(), "kmslint-types-"));
for (const [name, text] of Object.entries(FILES)) {
	mkdirSync(dirname(join(folder, name)), { recursive: true });
	writeFileSync(join(folder, name), text);
}
afterAll(() => removeFolder(folder));

function linesOf(parserOptions: object): readonly number[] {
	const messages = new Linter({ cwd: folder }).verify(
		FILES["stack.ts"] ?? "",
		[
			{
				files: ["**/*.ts"],
				plugins: { "aws-kms": plugin },
				languageOptions: { parser: parser as unknown as Linter.Parser, parserOptions },
				rules: { "aws-kms/require-key-rotation": "error" },
			},
		],
		{ filename: join(folder, "stack.ts") },
	);
	expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
	return messages.map(({ line }) => line);
}

describe("a construct that another file names", () => {
	test("is found through a barrel where the author lints with types; a class of another file may set what is not said here, so it is unknown", () => {
		expect(linesOf({ project: true, tsconfigRootDir: folder })).toEqual([7]);
	});

	test("is left alone where he does not", () => {
		expect(linesOf({})).toEqual([]);
	});
});
