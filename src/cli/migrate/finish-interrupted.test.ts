import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replaceFiles } from "../../files/replace-files.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { useFolders } from "../../testing/use-folders.ts";

const folderOf = useFolders();
const JOURNAL = ".kmslint-migrate.json";

test("a run that was killed between two files is told, and finished with --write", async () => {
	const folder = folderOf({
		"template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: api.handler
      Runtime: nodejs22.x
      Environment: { Variables: { DB_PASSWORD: "${fakeSecret("password", 561)}" } }
`,
		"src/api.js": "exports.handler = async () => process.env.DB_PASSWORD.length;\n",
	});
	await folder.run(["secrets", "export"]);
	const whole = folderOf({});
	cpSync(folder.path, whole.path, { recursive: true });
	await whole.run(["migrate", "--write"]);
	const names = ["src/api.js", "template.yaml"];
	const killed = folderOf({});
	let count = 0;
	replaceFiles(
		names.map((name) => ({
			path: join(folder.path, name),
			before: readFileSync(join(folder.path, name)),
			after: readFileSync(join(whole.path, name)),
		})),
		{
			journal: join(folder.path, JOURNAL),
			commit(prepared) {
				if (count++ === 1) {
					cpSync(folder.path, killed.path, { recursive: true });
				}
				return prepared.commit();
			},
		},
	);
	expect(await killed.run(["migrate"])).toEqual({
		code: 2,
		stdout: "",
		stderr: `kmslint: ${JOURNAL}: A run was interrupted between two files. \`kmslint migrate --write\` finishes it.\n`,
	});
	expect(await killed.run(["migrate", "--write"])).toEqual({
		code: 0,
		stdout: "Nothing to migrate.\n",
		stderr: `kmslint: ${JOURNAL}: An interrupted run is finished. Files that were left: 1.\n`,
	});
	for (const name of names) {
		expect(readFileSync(join(killed.path, name), "utf8")).toBe(readFileSync(join(whole.path, name), "utf8"));
	}
});
