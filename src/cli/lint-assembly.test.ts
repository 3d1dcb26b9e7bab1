import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { App } from "../testing/synthesize.ts";

interface Json {
	readonly summary: { readonly files: number; readonly templates: number; readonly suppressed: number };
	readonly findings: readonly {
		readonly rule: string;
		readonly messageId: string;
		readonly message: string;
		readonly file: string;
		readonly line: number;
		readonly column: number;
		readonly endColumn: number;
		readonly property: string | null;
		readonly fix: string;
		readonly suggestions: readonly unknown[];
		readonly construct?: {
			readonly path: string;
			readonly logicalId: string;
			readonly template: { readonly file: string; readonly line: number };
			readonly others: readonly { readonly path: string }[];
		};
		readonly related?: readonly {
			readonly file: string;
			readonly line: number;
			readonly column: number;
			readonly name: string;
		}[];
	}[];
	readonly suppressed: readonly {
		readonly rule: string;
		readonly file: string;
		readonly line: number;
		readonly suppression: { readonly kind: string; readonly reason: string; readonly until: string | null };
	}[];
	readonly errors: readonly unknown[];
}

let app: App;

/** Also reports functions without a secret among their variables. */
const ALL = ["--rule", 'require-environment-key: [warn, { "functions": "with-variables" }]'] as const;

type Linted = Json & { readonly stderr: string; readonly code: number };

/** What each run that changes nothing has said. */
const known = new Map<string, Promise<Linted>>();

/** Lints what no test has changed yet; the same arguments once. */
function lint(...argv: readonly string[]): Promise<Linted> {
	const key = argv.join(" ");
	const said = known.get(key) ?? run(argv);
	known.set(key, said);
	return said;
}

async function run(argv: readonly string[]): Promise<Linted> {
	const { stdout, stderr, code } = await app.folder.run([...argv, "--format", "json"]);
	return { ...(JSON.parse(stdout) as Json), stderr, code };
}

const placeOf = ({
	file,
	line,
	column,
}: {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}): string => `${file}:${String(line)}:${String(column)}`;

/** Where a rule found something, and in which construct. */
const places = ({ findings }: Json, rule: string): readonly string[] =>
	findings
		.filter((finding) => finding.rule === rule)
		.map((finding) => `${placeOf(finding)} ${finding.construct?.path ?? ""}`);

beforeAll(() => {
	app = new App("shop");
	expect(app.synthesize("bin/shop.js")).toMatchObject({ status: 0 });
	expect(
		app.synthesize("bin/shop.js", {
			outdir: "debug.out",
			node: ["--enable-source-maps", "--stack-trace-limit=60"],
			env: { CDK_DEBUG: "1" },
		}),
	).toMatchObject({ status: 0 });
});

afterAll(() => {
	app.folder.remove();
});

describe("an assembly with a stage and a nested stack", () => {
	test("reports each finding at the line that makes the construct, once", async () => {
		const said = await lint("cdk.out", "--preset", "strict");
		expect(said.summary).toMatchObject({ files: 4, templates: 4 });
		expect(said.errors).toEqual([]);
		expect(places(said, "require-key-rotation")).toEqual([
			`${app.placeOf("lib/reports.ts", 'new kms.Key(this, "Key")')} Shop/Reports/Key/Resource`,
			`${app.placeOf("lib/shop-stack.ts", 'new kms.Key(this, "OrdersKey")')} Shop/OrdersKey/Resource`,
			`${app.placeOf("lib/shop-stack.ts", "new kms.CfnKey")} Shop/OddKey`,
		]);
		expect(places(said, "require-volume-encryption")).toEqual([
			`${app.placeOf("lib/shop-stack.ts", "new ec2.Volume")} Shop/Scratch/Resource`,
		]);
		expect(said.code).toBe(1);
	});

	test("says what the construct is called, in the template and in the other stage", async () => {
		const said = await lint("cdk.out", ...ALL);
		const key = said.findings.find(
			({ file, rule }) => file === "lib/reports.ts" && rule === "require-key-rotation",
		);
		expect(key).toMatchObject({
			endColumn: 26,
			fix: "none",
			suggestions: [],
			construct: {
				path: "Shop/Reports/Key/Resource",
				logicalId: "Key961B73FD",
				property: { name: "enableKeyRotation", of: "aws_kms.Key" },
				others: [{ path: "Prod/Shop/Reports/Key/Resource" }],
			},
		});
		const { file, line } = key?.construct?.template ?? { file: "", line: 0 };
		expect(file).toMatch(/^cdk\.out\/ShopReports[0-9A-F]{8}\.nested\.template\.json$/u);
		expect(readFileSync(join(app.folder.path, file), "utf8").split("\n")[line - 1]).toContain('"Key961B73FD"');
	});

	test("reports the call in the helper, and where the helper is called", async () => {
		const said = await lint("cdk.out", ...ALL);
		const [helper] = said.findings.filter(({ file }) => file === "lib/make-function.ts");
		expect(placeOf(helper ?? { file: "", line: 0, column: 0 })).toBe(
			app.placeOf("lib/make-function.ts", "new lambda.Function"),
		);
		expect(helper?.related?.map(placeOf)).toEqual([
			app.placeOf("lib/shop-stack.ts", "makeFunction(this, name)"),
			app.placeOf("lib/shop-stack.ts", 'makeFunction(this, "Other")'),
		]);
		expect([helper?.construct?.path, ...(helper?.construct?.others ?? []).map(({ path }) => path)]).toEqual(
			["Shop", "Prod/Shop"].flatMap((stack) =>
				["Small", "Large", "Other"].map((id) => `${stack}/${id}/Resource`),
			),
		);
	});

	test("reports `super(…)` of a subclass, and where it is made", async () => {
		const said = await lint("cdk.out", ...ALL);
		const worker = said.findings.find(({ file }) => file === "lib/worker.ts");
		expect(placeOf(worker ?? { file: "", line: 0, column: 0 })).toBe(
			app.placeOf("lib/worker.ts", "super(scope, id, {"),
		);
		expect(worker?.related).toEqual([{ ...worker?.related?.[0], name: "new ShopStack" }]);
		expect(worker?.related?.map(placeOf)).toEqual([app.placeOf("lib/shop-stack.ts", 'new Worker(this, "Worker"')]);
	});

	test("reports a parameter where it is made", async () => {
		expect(places(await lint("cdk.out"), "require-no-echo")).toEqual([
			`${app.placeOf("lib/shop-stack.ts", 'new CfnParameter(this, "DbPassword"')} Shop/DbPassword`,
		]);
	});

	test("reports what is set later where it is set, if the assembly was made with CDK_DEBUG=1", async () => {
		const wanted = { "cdk.out": 'new lambda.Function(this, "Orders"', "debug.out": "addEnvironment(" };
		for (const [folder, call] of Object.entries(wanted)) {
			expect(places(await lint(folder), "no-resolved-secret-in-environment")).toEqual([
				`${app.placeOf("lib/shop-stack.ts", call)} Shop/Orders/Resource`,
			]);
		}
		const rotation = places(await lint("debug.out"), "require-key-rotation").filter((place) =>
			place.endsWith("OddKey"),
		);
		expect(rotation).toEqual([`${app.placeOf("lib/shop-stack.ts", "odd.enableKeyRotation")} Shop/OddKey`]);
	});

	test("groups what CDK wrote apart, with the property that helps, at the line that asked for it", async () => {
		const { stdout } = await app.folder.run(["cdk.out", "--preset", "strict"]);
		const group = stdout.slice(stdout.indexOf("generated by CDK"));
		expect(group).toContain(
			`${app.placeOf("lib/shop-stack.ts", "new deployment.BucketDeployment")} CustomCDKBucketDeployment`,
		);
		expect(group).toMatch(
			new RegExp(
				`${app.placeOf("lib/shop-stack.ts", "new cr.Provider")} Providerframework\\w+ \\(set \`providerFunctionEnvEncryption\` on the construct\\)`,
				"u",
			),
		);
		expect(stdout.slice(0, stdout.indexOf("generated by CDK"))).not.toMatch(/CustomCDK|framework/u);
	});

	test("counts what is acknowledged as suppressed, with its reason and its day, and says what is wrong with an acknowledgement", async () => {
		const said = await lint("cdk.out", ...ALL);
		expect(said.suppressed.filter(({ rule }) => rule === "require-key-rotation")).toHaveLength(1);
		expect(said.suppressed[0]).toMatchObject({
			rule: "require-key-rotation",
			file: "lib/shop-stack.ts",
			suppression: { kind: "acknowledgement", reason: "Rotated by hand, see the runbook", until: "2999-12-31" },
		});
		expect(places(said, "no-invalid-suppression")).toEqual([
			`${app.placeOf("lib/shop-stack.ts", "Validations.of(odd)").replace(/\d+$/u, (column) => String(Number(column) + "Validations.of(odd).".length))} Shop/OddKey`,
		]);
		expect(said.findings.find(({ rule }) => rule === "no-invalid-suppression")?.message).toBe(
			"Unknown rule 'require-key-rotatoin': this suppression has no effect. Did you mean 'require-key-rotation'?",
		);
		const all = await lint("cdk.out", "--no-suppressions");
		expect(all.suppressed).toEqual([]);
		expect(places(all, "require-key-rotation")).toContain(
			`${app.placeOf("lib/shop-stack.ts", 'new kms.Key(this, "LegacyKey")')} Shop/LegacyKey/Resource`,
		);
	});

	test("shows no secret, not even the one that stands on the line of the finding", async () => {
		for (const argv of [[], ["--format", "json"], ["--format", "sarif"]]) {
			const { stdout, stderr } = await app.folder.run(["cdk.out", ...argv]);
			expect(stdout).toContain("no-secret-in-environment");
			expect(stdout + stderr).not.toContain(app.secret);
		}
		expect((await app.folder.run(["cdk.out"])).stdout).toMatch(
			/new lambda\.Function\(this, "Mail".*MAIL_TOKEN: "\*{4}/u,
		);
	});

	test("tells SARIF the construct and the calls", async () => {
		const { stdout } = await app.folder.run(["cdk.out", ...ALL, "--format", "sarif"]);
		const { runs } = JSON.parse(stdout) as {
			readonly runs: readonly {
				readonly results: readonly {
					readonly locations: readonly {
						readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
						readonly logicalLocations: readonly {
							readonly kind: string;
							readonly fullyQualifiedName: string;
						}[];
					}[];
					readonly relatedLocations?: readonly { readonly message: { readonly text: string } }[];
				}[];
			}[];
		};
		const worker = runs[0]?.results.find(
			({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri === "lib/worker.ts",
		);
		expect(
			worker?.locations[0]?.logicalLocations
				.filter(({ kind }) => kind === "construct")
				.map(({ fullyQualifiedName }) => fullyQualifiedName),
		).toEqual(["Shop/Worker/Resource", "Prod/Shop/Worker/Resource"]);
		expect(worker?.relatedLocations?.map(({ message }) => message.text)).toEqual(["Called in new ShopStack."]);
	});

	test("is told once with the source of the app, each construct with its own finding", async () => {
		const [source, made, both] = [await lint("lib"), await lint("cdk.out"), await lint("lib", "cdk.out")];
		const rotations = (said: Json): readonly string[] =>
			said.findings.filter(({ rule }) => rule === "require-key-rotation").map(placeOf);
		expect(new Set(rotations(source)).size).toBeGreaterThan(2);
		expect(new Set(rotations(both)).size).toBe(rotations(both).length);
		expect(rotations(both).length).toBe(rotations(made).length);
		expect(
			both.findings.find(({ file, rule }) => file === "lib/reports.ts" && rule === "require-key-rotation"),
		).toMatchObject({ fix: "safe", construct: { path: "Shop/Reports/Key/Resource" } });
	});

	test("is one template where the user names one", async () => {
		const said = await lint("cdk.out/Shop.template.json");
		expect(said.summary).toMatchObject({ files: 1, templates: 1 });
		expect(
			said.findings
				.flatMap(({ construct }) => [
					construct?.path ?? "",
					...(construct?.others ?? []).map(({ path }) => path),
				])
				.filter((path) => path.startsWith("Prod/")),
		).toEqual([]);
	});

	// The last one: the source beside it is mended.
	test("is never written to, however it is named", async () => {
		const read = (): string =>
			readdirSync(join(app.folder.path, "cdk.out"))
				.filter((name) => name.endsWith(".json"))
				.map((name) => readFileSync(join(app.folder.path, "cdk.out", name), "utf8"))
				.join("\n");
		const before = read();
		for (const path of ["cdk.out", "cdk.out/Shop.template.json", "."]) {
			const { stdout } = await app.folder.run([path, "--fix", "--format", "json"]);
			expect((JSON.parse(stdout) as Json).findings.some(({ construct }) => construct !== undefined)).toBe(true);
		}
		expect(read()).toBe(before);
	});
});
