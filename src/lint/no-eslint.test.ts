import Module from "node:module";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";

/** What `require` calls, whatever has been loaded before. Source: `lib/internal/modules/cjs/loader.js` of Node.js. */
const loader = Module as unknown as { _load: (request: string, ...rest: readonly unknown[]) => unknown };
const load = loader._load;

beforeEach(() => {
	// As where the peer dependency is left out.
	loader._load = (request, ...rest) => {
		if (request.startsWith("eslint/")) {
			throw Object.assign(new Error(`Cannot find module '${request}'`), { code: "MODULE_NOT_FOUND" });
		}
		return load.call(Module, request, ...rest);
	};
});

afterEach(() => {
	loader._load = load;
});

test("without ESLint, only a file that needs it is an error, which says so", async () => {
	const folder = new Folder({
		"a.js": `const token = "${fakeSecret("github-personal-token")}";\n`,
		"b.js": "// eslint-disable-next-line\nconsole.log(1);\n",
		"c.js": "// eslint-disable-next-line no-console\nconsole.log(1);\n",
		"template.yaml": "Resources:\n  A:\n    Type: AWS::KMS::Key\n",
	});
	for (const more of [[], ["--cache"]]) {
		const { code, stdout } = await folder.run([".", "--format", "json", ...more]);
		const report = JSON.parse(stdout) as {
			readonly findings: readonly { readonly file: string }[];
			readonly errors: readonly unknown[];
		};
		expect(code).toBe(2);
		expect(report.findings.map(({ file }) => file)).toEqual(["a.js", "template.yaml"]);
		expect(report.errors).toEqual([
			{
				file: "b.js",
				line: 1,
				column: 1,
				message: "Reading this file needs ESLint, which is not installed. Run: npm install --save-dev eslint",
			},
		]);
	}
	folder.remove();
});
