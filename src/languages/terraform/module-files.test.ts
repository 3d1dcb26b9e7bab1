import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeValue } from "../../testing/read-terraform.ts";
import { parseHcl } from "./parse/parse-hcl.ts";
import { readStack } from "./read-stack.ts";
import { removeFolder } from "../../testing/remove-folder.ts";

let root: string;
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), "kmslint-terraform-"));
});
afterAll(() => {
	removeFolder(root);
});

function write(name: string, text: string): void {
	mkdirSync(dirname(join(root, name)), { recursive: true });
	writeFileSync(join(root, name), text);
}

const VOLUME = 'resource "aws_ebs_volume" "v" {\n  encrypted = local.e\n}\n';

/** The value of `encrypted`, read as the file of that name below a folder. */
function encrypted(name: string, below = ""): string {
	const stack = readStack({
		text: VOLUME,
		file: parseHcl(VOLUME),
		path: join(root, name),
		root: join(root, below),
		suppressions: { entries: [], problems: [] },
	});
	const [volume] = stack.find("AWS::EC2::Volume");
	return volume === undefined ? "none" : describeValue(volume.get("Encrypted"));
}

test("a module is read from the files beside one, saved or not", () => {
	write("a/main.tf", "");
	write("a/locals.tf", "\uFEFFlocals { e = true }");
	expect(encrypted("a/main.tf")).toBe("true");
	expect(encrypted("a/new.tf")).toBe("true");
});

test("a file that changes is read again", () => {
	write("b/main.tf", VOLUME);
	write("b/locals.tf", "locals { e = true }");
	expect(encrypted("b/main.tf")).toBe("true");
	write("b/locals.tf", "locals { e = false }");
	expect(encrypted("b/main.tf")).toBe("false");
	rmSync(join(root, "b/locals.tf"));
	expect(encrypted("b/main.tf")).toBe("?");
});

test("a module is read below the root only, and through no link that leads out of it", () => {
	write("c/inner/main.tf", 'module "m" { source = "../other" }\nlocals { e = module.m.e }');
	write("c/inner/volume.tf", VOLUME);
	write("c/other/main.tf", 'output "e" { value = true }');
	expect(encrypted("c/inner/volume.tf")).toBe("true");
	expect(encrypted("c/inner/volume.tf", "c/inner")).toBe("?");
	write("d/main.tf", VOLUME);
	symlinkSync(join(root, "a/locals.tf"), join(root, "d/locals.tf"));
	expect(encrypted("d/main.tf", "d")).toBe("?");
});

test("where both are there, OpenTofu's files count, but for what Terraform reads itself", () => {
	write("e/main.tofu", VOLUME);
	write("e/volume.tf", VOLUME);
	write("e/locals.tf", "locals { e = false }");
	write("e/locals.tofu", "locals { e = true }");
	expect(encrypted("e/main.tofu")).toBe("true");
	expect(encrypted("e/volume.tf")).toBe("true");
	write("e/main.tf", VOLUME);
	expect(encrypted("e/main.tf")).toBe("true");
	write("e/locals.tf.json", '{"locals": {"f": false}}');
	write("e/locals.tofu.json", '{"locals": {"f": true}}');
	write("e/main.tofu", VOLUME.replace("local.e", "local.f"));
	expect(encrypted("e/new.tf")).toBe("true");
});

test("a file that OpenTofu passes by is read as Terraform reads it", () => {
	const text = `${VOLUME}locals { e = false }\n`;
	write("f/main.tf", text);
	write("f/main.tofu", `${VOLUME}locals { e = true }\n`);
	const read = (name: string, own: string): string => {
		const stack = readStack({
			text: own,
			file: parseHcl(own),
			path: join(root, name),
			root,
			suppressions: { entries: [], problems: [] },
		});
		return stack
			.find("AWS::EC2::Volume")
			.map((one) => `${describeValue(one.get("Encrypted"))} ${String(stack.isReported(one))}`)
			.join();
	};
	expect(read("f/main.tf", text)).toBe("false true");
	expect(read("f/main.tofu", text.replace("false", "true"))).toBe("true true");
});
