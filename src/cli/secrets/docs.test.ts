import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { findManifest } from "../../fix/manifest.ts";
import { startAwsDouble, type AwsDouble } from "../../testing/aws-double/start-aws-double.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { Folder } from "../../testing/run-command.ts";

const PAGE = readFileSync(resolve(import.meta.dirname, "../../../docs/secrets.md"), "utf8");

/** Each command of the page with the output that is shown after it. */
const EXAMPLES = [...PAGE.matchAll(/```sh\n((?:(?!```)[^])*?)```\n([^]*?)```text\n([^]*?)```/gu)].flatMap(
	([, commands = "", , shown = ""]) =>
		commands
			.split("\n")
			.filter((line) => line.startsWith("kmslint "))
			.map((line) => ({ argv: line.split(" ").slice(1), shown })),
);

/** The block of a language, with secrets made up in place of `{{fake:ID}}`. */
function block(language: string): string {
	const [, code = ""] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "u").exec(PAGE) ?? [];
	return code.replaceAll(/\{\{fake:([\w-]+)\}\}/gu, (_whole, id: string) => fakeSecret(id));
}

describe("the page on keeping secrets", () => {
	let aws: AwsDouble;
	let folder: Folder;
	beforeAll(async () => {
		aws = await startAwsDouble();
		for (const [name, value] of Object.entries(aws.env)) {
			vi.stubEnv(name, value);
		}
		folder = new Folder({ "src/orders.js": block("js"), "template.yaml": block("yaml") });
	});
	afterAll(async () => {
		vi.unstubAllEnvs();
		folder.remove();
		await aws.close();
	});

	test("shows an export and a store", () => {
		expect(EXAMPLES.map(({ argv }) => argv[1])).toEqual(["export", "store"]);
	});

	test("prints what it shows, command by command, and keeps what it says", async () => {
		for (const { argv, shown } of EXAMPLES) {
			const { code, stdout, stderr } = await folder.run(argv);
			expect({ code, stderr }, argv.join(" ")).toEqual({ code: 0, stderr: "" });
			// What it says of the files of the export before it.
			expect(stdout.replaceAll(/^ {2}\S+ is no longer needed; delete it\.\n/gmu, ""), argv.join(" ")).toBe(shown);
		}
		const manifest = findManifest(join(folder.path, "src"));
		expect(manifest?.entries.map(({ name, backend }) => [name, backend])).toEqual(
			expect.arrayContaining([
				["API_TOKEN", "ssm"],
				["DB_PASSWORD", "ssm"],
			]),
		);
	});
});
