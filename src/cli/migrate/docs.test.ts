import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type AwsDouble, startAwsDouble } from "../../testing/aws-double/start-aws-double.ts";
import { Folder } from "../../testing/run-command.ts";

const PATH = resolve(import.meta.dirname, "../../../docs/migrate.md");
const UPDATE = process.env["UPDATE_DOCS"] === "1";

/** Each command of the page with the block that shows its output. */
const EXAMPLE = /```sh\n(kmslint [^\n]*)\n```\n\n```text\n((?:(?!```)[^])*?)```/gu;
const AFTER = /```yaml after\n((?:(?!```)[^])*?)```/u;

describe("the page on migrations", () => {
	let aws: AwsDouble;
	let folder: Folder;
	let page = readFileSync(PATH, "utf8");
	const block = (language: string): string => {
		const [, code = ""] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "u").exec(page) ?? [];
		return code;
	};

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

	test("shows what each of its commands prints, and the template that they leave", async () => {
		const examples = [...page.matchAll(EXAMPLE)];
		expect(examples.map(([, command = ""]) => command.split(" ")[1])).toEqual([
			"migrate",
			"secrets",
			"migrate",
			"migrate",
		]);
		for (const [whole, command = "", shown = ""] of examples) {
			const { stdout, stderr } = await folder.run(command.split(" ").slice(1));
			expect(stderr).toBe("");
			page = page.replace(whole, () => whole.replace(/```text\n[^]*/u, () => `\`\`\`text\n${stdout}\`\`\``));
			if (!UPDATE) {
				expect(stdout, command).toBe(shown);
			}
		}
		const template = readFileSync(join(folder.path, "template.yaml"), "utf8");
		page = page.replace(AFTER, () => `\`\`\`yaml after\n${template}\`\`\``);
		if (UPDATE) {
			writeFileSync(PATH, page);
		}
		expect(readFileSync(PATH, "utf8")).toBe(page);
	});
});
