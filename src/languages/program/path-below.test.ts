import { expect, test } from "vitest";
import { noSecretInLog } from "../../../rules/no-secret-in-log.ts";
import { moduleOf } from "../../testing/read-module.ts";
import { isRare } from "../handler/per-invocation.ts";
import { pathBelow } from "./path-below.ts";

test("a path is the same however the file is named, without the folders above the project", () => {
	for (const cwd of ["/project", "/seeds/local/migrations"]) {
		for (const name of ["app.ts", "src/local/app.ts"]) {
			expect(pathBelow({ filename: `${cwd}/${name}`, cwd })).toBe(name);
			expect(pathBelow({ filename: name, cwd })).toBe(name);
		}
	}
	expect(pathBelow({ filename: "/other/app.ts", cwd: "/project" })).toBe("../other/app.ts");
});

test("folders above the project decide nothing", () => {
	const code = "console.log(process.env.API_TOKEN);";
	const logged = (filename: string, cwd: string): number =>
		[...(noSecretInLog.checkModule?.(moduleOf(code, filename, cwd), { allow: () => false }) ?? [])].length;
	expect(logged("/work/local/app.ts", "/work/local")).toBe(1);
	expect(logged("/work/local/app.ts", "/work")).toBe(0);
	expect(isRare(moduleOf(code, "/work/migrations/app.ts", "/work/migrations"))).toBe(false);
	expect(isRare(moduleOf(code, "/work/migrations/app.ts", "/work"))).toBe(true);
});
