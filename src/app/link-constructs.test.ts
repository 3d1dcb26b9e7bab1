import { describe, expect, test } from "vitest";
import { linkOf, madeApplications } from "../testing/made-applications.ts";

const { functionsOf } = madeApplications();

const HANDLER = "export const handler = async () => process.env.TABLE;\n";
const HANDLERS = { "src/a.ts": HANDLER, "src/b.ts": HANDLER, "cdk.json": "{}" };

const NODEJS =
	'import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";\nimport { Construct } from "constructs";';

/** A construct of the project with a function inside. */
function construct(props = "entry: props.entry, environment: props.environment", before = ""): string {
	return `${NODEJS}
export class Api extends Construct {
	constructor(scope: Construct, id: string, props: Props) {
		super(scope, id);
		${before}
		new NodejsFunction(this, "Function", { ${props} });
	}
}`;
}

/** A stack that makes something with what it imports. */
function stack(body: string, from = 'import { Api } from "./api";'): string {
	return `import { Stack } from "aws-cdk-lib";
import { join } from "node:path";
${from}
export class Main extends Stack {
	constructor(scope, id, props) {
		super(scope, id, props);
		${body}
	}
}`;
}

/** The functions of an app, by id. */
function linksOf(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	return Object.fromEntries(functionsOf({ ...files, ...HANDLERS }).map((fn) => [fn.resource.id, linkOf(fn)]));
}

const UNKNOWN = "unknown: its `entry` is not known until the app runs";

describe("a function whose code is an argument of a call in another file", () => {
	test.each<
		readonly [name: string, files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>]
	>([
		[
			"is there once for each call",
			{
				"lib/api.ts": construct(),
				"lib/stack.ts": stack(`
					new Api(this, "A", { entry: "src/a.ts" });
					new Api(this, "B", { entry: join(__dirname, "../src/b.ts") });`),
			},
			{ "A/Function": "src/a.ts#handler", "B/Function": "src/b.ts#handler" },
		],
		[
			"is found through a subclass, a barrel and another name",
			{
				"lib/fn/base.ts": `${NODEJS}
					class Base extends NodejsFunction {
						constructor(scope, id, entry) { super(scope, id, { entry }); }
					}
					export { Base as Worker };`,
				"lib/fn/index.ts": 'export * from "./base";',
				"lib/stack.ts": stack('new Fn.Worker(this, "A", "src/a.ts");', 'import * as Fn from "./fn";'),
			},
			{ A: "src/a.ts#handler" },
		],
		[
			"is found through classes of several files",
			{
				"lib/base.ts": `${NODEJS}
					export abstract class Base extends Construct {
						constructor(scope, id, file) { super(scope, id); this.add(file); }
						add(file) { new NodejsFunction(this, "Fn", { entry: \`src/\${file}.ts\` }); }
					}`,
				"lib/orders.ts": `import { Base } from "./base"; import { Construct } from "constructs";
					export default class Orders extends Base {
						constructor(scope, id) { super(scope, id, "a"); }
					}
					export class Users extends Base {}`,
				"lib/stack.ts": stack(
					'new Orders(this, "O"); new Users(this, "U", "b");',
					'import Orders, { Users } from "./orders";',
				),
			},
			{ Fn: "src/a.ts#handler", "U/Fn": "src/b.ts#handler" },
		],
		[
			"is made by a function, in loops over what another file has",
			{
				"lib/make.ts": `${NODEJS}
					export const make = (scope, id, { entry }) => new NodejsFunction(scope, id, { entry });`,
				"lib/names.ts": 'export const FILES = { A: "src/a.ts", B: "src/b.ts" } as const;',
				"lib/stack.ts": stack(
					"for (const [id, entry] of Object.entries(FILES)) { make(this, id, { entry }); }",
					'import { make } from "./make"; import { FILES } from "./names";',
				),
			},
			{ A: "src/a.ts#handler", B: "src/b.ts#handler" },
		],
		[
			"is made by a method of a class above, in CommonJS",
			{
				"lib/base.js": `const { NodejsFunction } = require("aws-cdk-lib/aws-lambda-nodejs");
					const { Stack } = require("aws-cdk-lib");
					class Base extends Stack { add(id, entry) { return new NodejsFunction(this, id, { entry }); } }
					module.exports = { Base };`,
				"lib/stack.js": `const { Base } = require("./base"); // cdk
					class Main extends Base { constructor(...all) { super(...all); this.add("A", "src/a.ts"); } }
					module.exports = { Main };`,
			},
			{ A: "src/a.ts#handler" },
		],
		[
			"is there once, however often the stack is deployed",
			{
				"lib/api.ts": construct(),
				"lib/stack.ts": stack(
					'new Api(this, "A", { entry: "src/a.ts", environment: { STAGE: props.stage } });',
				),
				"bin/app.ts": `import { App } from "aws-cdk-lib"; import { Main } from "../lib/stack";
					const app = new App(); new Main(app, "Dev", { stage: "dev" }); new Main(app, "Prod", { stage: "prod" });`,
			},
			{ "A/Function": "src/a.ts#handler" },
		],
		[
			"is there once for each stack that decides it",
			{
				"lib/api.ts": construct(),
				"lib/stack.ts": stack('new Api(this, "A", { entry: props.entry });'),
				"bin/app.ts": `import { App } from "aws-cdk-lib"; import { Main } from "../lib/stack";
					const app = new App(); new Main(app, "Dev", { entry: "src/a.ts" }); new Main(app, "Prod", { entry: "src/b.ts" });`,
			},
			{ "A/Function": "src/a.ts#handler", "Api/A/Function": "src/b.ts#handler" },
		],
		[
			"takes the default where a call gives none",
			{
				"lib/api.ts": construct('entry: props.entry ?? "src/a.ts", ...props.more'),
				"lib/stack.ts": stack('new Api(this, "A", {}); new Api(this, "B", { more: { entry: "src/b.ts" } });'),
			},
			{ "A/Function": "src/a.ts#handler", "B/Function": "src/b.ts#handler" },
		],
		[
			"is not known where a condition decides, or the construct itself",
			{
				"lib/api.ts": construct(
					"entry: props.entry",
					'if (scope.node.id === "X") { props.entry = "src/b.ts"; }',
				),
				"lib/other.ts": construct(),
				"lib/stack.ts": stack(
					`new Api(this, "A", { entry: "src/a.ts" });
					new Other(this, "B", { entry: props.b ? "src/a.ts" : "src/b.ts" });`,
					'import { Api } from "./api"; import { Api as Other } from "./other";',
				),
			},
			{ Function: UNKNOWN },
		],
		[
			"is there for the calls of its own file too",
			{
				"lib/make.ts": `${NODEJS}
					export function make(scope, id, entry) { new NodejsFunction(scope, id, { entry }); }
					export class Own extends Construct {
						constructor(scope, id) { super(scope, id); make(this, "A", "src/a.ts"); }
					}`,
				"lib/stack.ts": stack('make(this, "B", "src/b.ts");', 'import { make } from "./make";'),
			},
			{ A: "src/a.ts#handler", B: "src/b.ts#handler" },
		],
		[
			"is a constant of another file, unless this file changes it",
			{
				"lib/config.ts": 'export const CONFIG = { a: "src/a.ts" }; export const MORE = { b: "src/b.ts" };',
				"lib/stack.ts": stack(
					`MORE.b = "src/a.ts";
					new NodejsFunction(this, "A", { entry: CONFIG.a }); new NodejsFunction(this, "B", { entry: MORE.b });`,
					`${NODEJS} import { CONFIG, MORE } from "./config";`,
				),
			},
			{ A: "src/a.ts#handler", B: UNKNOWN },
		],
		[
			"has no image where more may be given to it",
			{
				"lib/stack.ts": stack(
					`new NodejsFunction(this, "A", { ...props });
					new NodejsFunction(this, "B", { handler: "handler", ...props, entry: "src/b.ts" });
					new NodejsFunction(this, "C", { ...props, entry: "src/b.ts", handler: "handler" });
					new NodejsFunction(this, "D", { entry: "src/b.ts", handler: "handler", ...props });`,
					NODEJS,
				),
			},
			{
				A: "unknown: its `code` is not known until the app runs",
				B: "unknown: its `handler` is not known until the app runs",
				C: "src/b.ts#handler",
				D: "unknown: its `code` is not known until the app runs",
			},
		],
		[
			"is not that of a class of the same name",
			{
				"lib/api.ts": construct(),
				"lib/other.ts": "export class Api { constructor(...all) {} }",
				"lib/stack.ts": stack(
					'new Api(this, "A", { entry: "src/a.ts" }); { class Own {} new Own(this, "B", { entry: "src/b.ts" }); }',
					'import { Api } from "./other";',
				),
			},
			{ Function: UNKNOWN },
		],
		[
			"is not that of a unit test",
			{
				"lib/api.ts": construct(),
				"test/api.test.ts":
					'import { Api } from "../lib/api"; new Api(null, "T", { entry: "src/a.ts" }); // cdk',
			},
			{ Function: UNKNOWN },
		],
		[
			"is not known where two files export the name",
			{
				"lib/one.ts": construct(),
				"lib/two.ts": construct(),
				"lib/index.ts": 'export * from "./one"; export * from "./two";',
				"lib/stack.ts": stack('new Api(this, "A", { entry: "src/a.ts" });', 'import { Api } from ".";'),
			},
			{ Function: UNKNOWN },
		],
	])("%s", (_, files, links) => {
		expect(linksOf(files)).toEqual(links);
	});
});

describe("what such a function is given", () => {
	const files = {
		"lib/api.ts": construct('entry: props.entry, environment: { STAGE: "x", ...props.environment }'),
		"lib/stack.ts": stack('new Api(this, "A", { entry: "src/a.ts", environment: { TABLE: "t" } });'),
	};
	test("has its place in the file that gives it", () => {
		const [found] = functionsOf({ ...files, ...HANDLERS });
		const places = found?.variables.map(({ name, set }) => {
			const { file, span } = set ?? { file: null, span: { start: 0, end: 0 } };
			return [name, file?.name, file?.text.slice(span.start, span.end)];
		});
		expect(places).toEqual([
			["STAGE", "lib/api.ts", "STAGE"],
			["TABLE", "lib/stack.ts", "TABLE"],
		]);
		expect(found?.place.file.name).toBe("lib/stack.ts");
	});

	test("is not written to, since other calls share it", () => {
		const [found] = functionsOf({ ...files, ...HANDLERS });
		expect(found?.resource.set("Environment.Variables", { A: "1" })).toBeNull();
	});
});
