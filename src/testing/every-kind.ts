import { fakeSecret } from "./fake-secret.ts";
import type { Folder } from "./run-command.ts";
import { canaryOf } from "./secret-texts/canaries.ts";
import { PROGRAM_PLACES, secretProgram } from "./secret-texts/secret-programs.ts";
import { fixTexts } from "./texts/fix-texts.ts";

/** Writes every kind of file that a run meets, several of each, so that no thread gets all of a kind. */
export function writeEveryKind(folder: Folder): void {
	for (const [number, { text, filename }] of fixTexts().slice(0, 8).entries()) {
		folder.write(`stacks/${String(number)}-${filename}`, text);
	}
	for (const [number, place] of PROGRAM_PLACES.slice(0, 16).entries()) {
		folder.write(
			`src/${String(number)}.${number % 2 === 0 ? "js" : "ts"}`,
			secretProgram(place, canaryOf("random", number), { style: number, trigger: number, layout: number }),
		);
	}
	for (let number = 0; number < 3; number += 1) {
		const name = String(number);
		folder.write(`broken/${name}.yaml`, "Resources:\n  A: { Type: AWS::KMS::Key ] }\n");
		folder.write(`broken/${name}.ts`, "const a: = 1;\n");
		folder.write(`src/latin-${name}.js`, Buffer.from(`const b = "é";\nconst c = "${name}";\n`, "latin1"));
		folder.write(`src/app-${name}.test.ts`, `const password = "${fakeSecret("password", number)}";\n`);
		folder.write(`src/binary-${name}.json`, Buffer.from([0, 1, 2, number]));
		folder.write(`src/other-${name}.yaml`, `a: ${name}\n`);
		folder.write(`src/main-${name}.tf`, "\n");
		folder.write(
			`src/${fakeSecret("github-personal-token", 90 + number)}.yaml`,
			"Resources: { A: { Type: AWS::KMS::Key } }\n",
		);
		folder.write(
			`src/accepted-${name}.js`,
			`// eslint-disable-next-line aws-kms/no-hardcoded-secret -- fixture\nconst d = "${fakeSecret("github-personal-token", number)}";\n`,
		);
	}
	folder.write(".kmslintignore", "left-out\n");
	folder.write("left-out/a.yaml", "Resources: {}\n");
}
