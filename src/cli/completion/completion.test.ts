import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RULES } from "../../../rules/index.ts";
import { Folder } from "../../testing/run-command.ts";
import { COMMANDS } from "../commands.ts";
import { FORMATS } from "../parse-arguments.ts";

const folder = new Folder({ "template.yaml": "" });
beforeAll(async () => {
	for (const shell of ["bash", "zsh", "fish"]) {
		const { code, stdout } = await folder.run(["completion", shell]);
		expect(code).toBe(0);
		folder.write(shell, stdout);
	}
});
afterAll(() => {
	folder.remove();
});

/** What each shell offers for the last word of a line; null where it is not installed. */
const OFFERS: Readonly<Record<string, (words: readonly string[]) => readonly string[] | null>> = {
	bash: (words) =>
		ask("bash", [
			"-c",
			`source ./bash; COMP_WORDS=(${["kmslint", ...words].map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${String(words.length)}; _kmslint; printf '%s\\n' "\${COMPREPLY[@]}"`,
		]),
	fish: (words) =>
		ask("fish", ["--no-config", "-c", `source ./fish; complete -C '${["kmslint", ...words].join(" ")}'`])?.map(
			(line) => line.split("\t")[0] ?? "",
		) ?? null,
};

function ask(shell: string, argv: readonly string[]): readonly string[] | null {
	const { status, stdout, stderr, error } = spawnSync(shell, [...argv], { cwd: folder.path, encoding: "utf8" });
	if (error !== undefined) {
		return null;
	}
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	return stdout.split("\n").filter((line) => line !== "");
}

describe.each(Object.entries(OFFERS))("completion in %s", (shell, offers) => {
	const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
		[[""], COMMANDS.map(({ name }) => name)],
		[["se"], ["secrets"]],
		[["--form"], ["--format"]],
		[["--format", ""], FORMATS],
		[["--preset", "a"], ["audit"]],
		[
			["baseline", ""],
			["create", "update", "check"],
		],
		[["baseline", "create", "--pres"], ["--preset"]],
		[
			["secrets", "store", "--backend", "s"],
			["ssm", "secrets-manager"],
		],
		[["explain", "require-key-"], RULES.map(({ name }) => name).filter((name) => name.startsWith("require-key-"))],
		[["map", "--format", "m"], ["mermaid"]],
	];

	test.each(cases)("of %j offers what there is", (words, expected) => {
		const offered = offers(words);
		if (offered !== null) {
			expect(offered).toEqual(expect.arrayContaining([...expected]));
		} else {
			expect(shell).not.toBe("bash");
		}
	});
});

test.each(["zsh", "fish"])("the script for %s is one, where that is installed", (shell) => {
	const { status, error } = spawnSync(shell, ["-n", join(folder.path, shell)], { encoding: "utf8" });
	expect(error === undefined ? status : 0).toBe(0);
});

test.each([
	[["completion"], "Name one shell: bash, zsh, fish."],
	[["completion", "bsh"], "Unknown shell 'bsh'. Did you mean 'bash'?"],
	[["completion", "tcsh", "x"], "Unknown shell 'tcsh'."],
])("%j is refused", async (argv, message) => {
	const { code, stderr } = await folder.run(argv);
	expect(code).toBe(2);
	expect(stderr).toContain(message);
});
