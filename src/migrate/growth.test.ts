import { join } from "node:path";
import { expect, test } from "vitest";
import { readApplication } from "../app/read-application.ts";
import { FoundSecret } from "../rule/found-secret.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { useFolders } from "../testing/use-folders.ts";
import { WorkCounter } from "../testing/work-counter.ts";
import type { ReportedSecret } from "./migration.ts";
import { planMigration } from "./plan-migration.ts";

const folderOf = useFolders();
const counter = new WorkCounter();
const PASSWORD = fakeSecret("password", 551);

const COUNTS = [100, 200, 400] as const;

type Files = Readonly<Record<string, string>>;

/** A template with so many functions that have one handler. */
const template = (count: number): string =>
	`Transform: AWS::Serverless-2016-10-31\nResources:\n${Array.from(
		{ length: count },
		(_, index) =>
			`  F${String(index)}:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: src, Handler: a.handler, Runtime: nodejs22.x, Environment: { Variables: { A: x, DB_PASSWORD: "${PASSWORD}" } } }\n`,
	).join("")}`;

const code = (text: string): Files => ({ "template.yaml": template(1), "src/a.js": text });

const KINDS: readonly (readonly [name: string, files: (count: number) => Files])[] = [
	[
		"declarations of one name",
		(count) => code(`${"var a = process.env.A;\n".repeat(count)}exports.handler = async () => a;`),
	],
	[
		"secrets of one name",
		(count) => code(`${`var password = "${PASSWORD}";\n`.repeat(count)}exports.handler = async () => password;`),
	],
	[
		"functions of one name that read what they are asked for",
		(count) =>
			code(
				`${"function get(name) { return process.env[name]; }\n".repeat(count)}exports.handler = () => get("A");`,
			),
	],
	["exports of one name", (count) => code("exports.handler = async () => process.env.A;\n".repeat(count))],
	[
		"functions with one handler",
		(count) => ({
			"template.yaml": template(count),
			"src/a.js": "exports.handler = async () => process.env.DB_PASSWORD;",
		}),
	],
];

/** Everything that is reported, as far as a migration needs it. */
function reportedIn(path: string, text: string): readonly ReportedSecret[] {
	const reported: ReportedSecret[] = [];
	const quoted = `"${PASSWORD}"`;
	for (let start = text.indexOf(quoted); start !== -1; start = text.indexOf(quoted, start + 1)) {
		const secret = new FoundSecret("DB_PASSWORD", PASSWORD);
		reported.push({ path, start, name: "DB_PASSWORD", resource: null, secret });
	}
	return reported;
}

function workOf(files: Files): ReadonlyMap<string, number> {
	const { path: cwd } = folderOf(files);
	const paths = Object.keys(files).map((name) => join(cwd, name));
	const reported = Object.entries(files).flatMap(([name, text]) => reportedIn(join(cwd, name), text));
	return counter.count(() => {
		const app = readApplication({ cwd, parameterOverrides: {}, suppressions: true, paths, roots: [cwd] });
		planMigration(app, reported, {
			backend: "ssm",
			only: null,
			prefix: "/app/",
			cwd,
			roots: [cwd],
			key: null,
			createsKey: false,
			record: null,
			sharesHelper: false,
			storedOnly: false,
		});
	});
}

test.each(KINDS)("no function's work for a migration grows faster than the number of %s", (_, files) => {
	const [one, two, four] = COUNTS.map((count) => workOf(files(count)));
	const steep = [...(four ?? [])].flatMap(([place, most]) => {
		const [few, more] = [one?.get(place) ?? 0, two?.get(place) ?? 0];
		return more > 0 && most - more > 1000 && most - more > 3 * Math.max(few, more - few)
			? [`${place}: ${String(few)}, ${String(more)}, ${String(most)}`]
			: [];
	});
	expect(steep).toEqual([]);
});
