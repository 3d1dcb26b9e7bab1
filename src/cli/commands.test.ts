import { afterAll, describe, expect, test } from "vitest";
import { Folder } from "../testing/run-command.ts";
import { COMMANDS } from "./commands.ts";
import { HELP } from "./help.ts";
import { CHECK_OPTIONS } from "./parse-arguments.ts";
import type { OptionTable } from "./read-options.ts";

const folder = new Folder({ "template.yaml": "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n" });
afterAll(() => {
	folder.remove();
});

/** The options that a help text describes, by their long names. */
function optionsIn(help: string): readonly string[] {
	return [...help.matchAll(/^ {2,6}(?:-\w, )?--([a-z-]+)/gmu)].map(([, name = ""]) => name).sort();
}

/** `--color` is what a terminal gets anyway. */
function named(table: OptionTable): readonly string[] {
	return Object.keys(table)
		.filter((name) => name !== "color")
		.sort();
}

test("the help describes each option, and no other", () => {
	expect(optionsIn(HELP)).toEqual(named(CHECK_OPTIONS));
});

describe.each(COMMANDS)("kmslint $name", ({ name, summary, tasks, options, usage }) => {
	test("is in the help", () => {
		expect(HELP).toContain(`kmslint ${name}${usage === "" ? "" : ` ${usage}`}`);
		expect(HELP).toContain(summary);
		expect(tasks.every((task) => usage.includes(task))).toBe(true);
	});

	test("has a help that describes each of its own options", async () => {
		const { code, stdout } = await folder.run([name, "--help"]);
		const table = await options();
		expect(code).toBe(0);
		const own = named(table).filter((option) => name !== "baseline" || !Object.hasOwn(CHECK_OPTIONS, option));
		expect(optionsIn(stdout)).toEqual(expect.arrayContaining([...own]));
		expect(named(table)).toEqual(expect.arrayContaining([...optionsIn(stdout)]));
	});

	test.each(["toString", "__proto__"])("knows no option %s", async (option) => {
		expect(await folder.run([name, ...tasks.slice(0, 1), `--${option}`])).toMatchObject({ code: 2, stdout: "" });
	});
});

describe("kmslint help", () => {
	test("is the help, or that of a command", async () => {
		expect((await folder.run(["help"])).stdout).toBe(HELP);
		for (const { name } of COMMANDS) {
			expect(await folder.run(["help", name])).toEqual(await folder.run([name, "--help"]));
		}
		expect(await folder.run(["help", "migrat"])).toEqual({
			code: 2,
			stdout: "",
			stderr: "kmslint: Unknown command 'migrat'. Did you mean 'migrate'?\n",
		});
	});

	test("is a folder, if there is one of that name", async () => {
		const own = new Folder({ "help/template.yaml": "Resources:\n  K:\n    Type: AWS::KMS::Key\n" });
		expect((await own.run(["help"])).stdout).toContain("help/template.yaml");
		own.remove();
	});
});

describe("a first word that is no path", () => {
	test.each([
		["baselin", "Did you mean 'baseline'?"],
		["secret", "Did you mean 'secrets'?"],
		["migrat", "Did you mean 'migrate'?"],
	])("%s is taken for a misspelled command", async (word, advice) => {
		expect(await folder.run([word, "create"])).toEqual({
			code: 2,
			stdout: "",
			stderr: `kmslint: No such command, file or folder: '${word}'. ${advice}\n`,
		});
	});

	test("is a path if it is like no command", async () => {
		expect((await folder.run(["infrastructure"])).stdout).toContain("No such file or folder: 'infrastructure'");
	});
});
