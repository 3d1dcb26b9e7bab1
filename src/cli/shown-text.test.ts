import { afterEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";

// What stands beside a secret: which words a person may read, and where the mark is.

let folders: Folder[] = [];
const folderOf = (files: Readonly<Record<string, string>>): Folder => {
	const folder = new Folder(files);
	folders.push(folder);
	return folder;
};
afterEach(() => {
	folders.forEach((folder) => folder.remove());
	folders = [];
});

/** The frame's source line without the gutter, and the line of marks below it. */
function frameOf(stdout: string, has: string): readonly [line: string, marks: string] {
	const lines = stdout.split("\n");
	const at = lines.findIndex((line) => /^ +\d+ \| /u.test(line) && line.includes(has));
	return [lines[at]?.replace(/^ +\d+ \| /u, "") ?? "", lines[at + 1]?.replace(/^ +\| /u, "") ?? ""];
}

const PASSWORD = fakeSecret("weak-password");
const TOKEN = fakeSecret("token");

describe("a frame hides the secret and nothing beside it", () => {
	test.each([
		["a signing key", `const sig = createHmac("sha256", "${PASSWORD}").update(event.body);`, 'const sig = createHmac("sha256", "****").update(event.body);', "****"],
		["a key of a token", `export const t = jwt.sign(c, "${PASSWORD}");`, 'export const t = jwt.sign(c, "****");', "****"],
		["a fallback", `export const p = process.env.DB_PASSWORD ?? "${PASSWORD}";`, 'export const p = process.env.DB_PASSWORD ?? "****";', "****"],
		["an argument", `const db = new Sequelize("shop", "app", "${PASSWORD}");`, 'const db = new Sequelize("shop", "app", "****");', "****"],
		["a URL", `const url = "postgres://app:${TOKEN.slice(0, 14)}@db.acme-shop.com/orders";`, 'const url = "postgres://app:****@db.acme-shop.com/orders";', "****"],
		["an object", `const db = { host: "db.acme.internal", password: "${PASSWORD}", user: "app" };`, 'const db = { host: "db.acme.internal", password: "****", user: "app" };', "****"],
	])("%s", async (_what, code, line, marked) => {
		const { stdout } = await folderOf({ "handler.js": `${code}\n` }).run([]);
		const [shown, marks] = frameOf(stdout, line.slice(0, 12));
		expect(shown).toBe(line);
		const start = marks.indexOf("^");
		expect(line.slice(start, start + marks.trim().length).replaceAll('"', "")).toBe(marked);
		expect(stdout).not.toContain(PASSWORD);
	});

	test.each([
		["a type", 'const a = { type: "AWS::KMS::Key", key: "AWS::KMS::Key" };'],
		["a name", "const a = { accountId, secret: { accountId } };"],
		["a variable of the environment", "const a = { password: process.env.DB_PASSWORD };"],
		["words, paths and numbers", 'const a = ["sha256", "eu-central-1", "nodejs22.x", "/prod/db/password", "arn:aws:kms:eu-central-1:111122223333:key/a", 4096];'],
	])("%s is no secret", async (_what, code) => {
		const { stdout } = await folderOf({ "handler.js": `export const token = "${TOKEN}"; ${code}\n` }).run([]);
		expect(frameOf(stdout, "export const token")[0]).toBe(`export const token = "****"; ${code}`);
	});
});

describe("neighbours of a finding", () => {
	const TEMPLATE = [
		"Resources:",
		"  Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: {} } }",
		"  Db:",
		"    Type: AWS::RDS::DBInstance",
		`    Properties: { MasterUserPassword: ${PASSWORD}, StorageEncrypted: false, DBInstanceClass: db.t3.micro }`,
		"",
	].join("\n");

	test.each([[["--rule", "no-secret-in-template:off", "--preset", "strict"]], [["--quiet"]], [[]]])("are hidden with %j", async (argv) => {
		const { stdout } = await folderOf({ "template.yaml": TEMPLATE }).run(argv);
		expect(frameOf(stdout, "MasterUserPassword")[0]).toContain("{ MasterUserPassword: ****, StorageEncrypted: false, DBInstanceClass: db.t3.micro }");
		expect(stdout).not.toContain(PASSWORD);
	});

	test("are hidden in a diff, in lines that change and in those around them", async () => {
		const { stdout } = await folderOf({ "template.yaml": TEMPLATE.replace("KeyPolicy: {}", `Description: ${PASSWORD}, KeyPolicy: {}`).replace("Key:", "Key: # password: " + PASSWORD + "\n   ") }).run(["--fix-dry-run"]);
		expect(stdout).toContain("EnableKeyRotation: true");
		expect(stdout).toContain("MasterUserPassword: ****,");
	});
});

describe("a hostile file", () => {
	const ID = "K\u001B[2J\n::error::x\u009B";
	const TEXT = JSON.stringify({ Resources: { [ID]: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: {} } } } });

	test.each([["text"], ["json"], ["sarif"]])("writes no escape sequence and no command into %s", async (format) => {
		const { stdout, stderr } = await folderOf({ "te\u001B[2Jm.json": TEXT, "::error::.json": TEXT }).run(["--format", format, "--fix-dry-run"], { env: { FORCE_COLOR: "0" } });
		for (const line of (stdout + stderr).split("\n")) {
			expect(/[^\P{Cc}\t]/u.test(line), JSON.stringify(line)).toBe(false);
			expect(line.trimStart().startsWith("::")).toBe(false);
		}
		expect(stdout).toContain("K\\u001b[2J\\n::error::x\\u009b");
	});
});
