import type * as Module from "node:module";
import { expect, test, vi } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";

// As where the peer dependency is left out.
vi.mock("node:module", async (original) => {
	const module = await original<typeof Module>();
	return {
		...module,
		createRequire: (from: string) => {
			const require = module.createRequire(from);
			return Object.assign((name: string): unknown => {
				if (name.startsWith("eslint/")) {
					throw Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
				}
				return require(name);
			}, require);
		},
	};
});

test("without ESLint, only a file that needs it is an error, which says so", async () => {
	const folder = new Folder({
		"a.js": `const token = "${fakeSecret("github-personal-token")}";\n`,
		"b.js": "// eslint-disable-next-line no-console\nconsole.log(1);\n",
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
