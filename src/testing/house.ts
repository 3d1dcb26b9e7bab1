import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** A room of the house: a folder, or a file that stands by itself. */
export interface Room {
	readonly path: string;
	/** A room imports from lower floors alone; rooms on one floor do not meet. */
	readonly floor: number;
	/** What its files know, in a few words: for the drawing of the house. */
	readonly knows: string;
	/** Rooms inside, on floors of their own. The room's own files stand above them all. */
	readonly rooms?: readonly Room[];
}

/** The house. Text flows one way. Moving a room means editing this table in the same commit. */
export const HOUSE: readonly Room[] = [
	{ path: "src/text", knows: "offsets, spans, lines, edits, bounds on work", floor: 1 },
	{ path: "src/files", knows: "how a file is opened and replaced safely", floor: 1 },
	{ path: "src/locale", knows: "the languages, and the words of each", floor: 2 },
	{ path: "src/lists", knows: "lists of resources as auditors, services and spreadsheets export them", floor: 2 },
	{ path: "src/model", knows: "what a resource, a value, a policy and an edit are, in every dialect", floor: 2 },
	{
		path: "src/languages",
		knows: "how texts become a model",
		floor: 3,
		rooms: [
			{ path: "src/languages/no-edits.ts", knows: "the editor of what cannot be edited", floor: 1 },
			{ path: "src/languages/directive.ts", knows: "what a suppression comment says", floor: 1 },
			{ path: "src/languages/directives-at.ts", knows: "which comments apply to a place", floor: 2 },
			{
				path: "src/languages/tree-source-code.ts",
				knows: "what ESLint needs from one of our own trees",
				floor: 2,
			},
			{
				path: "src/languages/tree-language.ts",
				knows: "what ESLint passes to one of our own languages",
				floor: 2,
			},
			{
				path: "src/languages/ranges",
				knows: "which parts of any text may be a secret: comments, quotes, what follows a name",
				floor: 1,
			},
			{ path: "src/languages/cloudformation", knows: "the engine: what an update of a property does", floor: 1 },
			{
				path: "src/languages/program",
				knows: "JavaScript and TypeScript: names, imports, constants, flow",
				floor: 1,
			},
			{ path: "src/languages/dialect.ts", knows: "the interface of a dialect", floor: 2 },
			{
				path: "src/languages/handler",
				knows: "what the code of a function does: environment, SDK calls, logs",
				floor: 2,
				rooms: [
					{
						path: "src/languages/handler/environment",
						knows: "the variables that a module reads and sets",
						floor: 1,
					},
					{
						path: "src/languages/handler/literals",
						knows: "literals, what they are called and where they go",
						floor: 1,
					},
					{
						path: "src/languages/handler/sdk",
						knows: "clients and calls of the AWS SDK, and their input",
						floor: 1,
					},
				],
			},
			{
				path: "src/languages/exposure",
				knows: "which secrets a program contains, and which an expression shows",
				floor: 3,
			},
			{
				path: "src/languages/facts",
				knows: "what a module imports, exports, reads and looks up, in names and spans",
				floor: 3,
			},
			{
				path: "src/languages/template",
				knows: "SAM and CloudFormation templates, YAML and JSON",
				floor: 3,
				rooms: [
					{ path: "src/languages/template/parse", knows: "text to a tree with positions", floor: 1 },
					{ path: "src/languages/template/write", knows: "edits of the text", floor: 2 },
				],
			},
			{
				path: "src/languages/cdk",
				knows: "constructs of a CDK app, as the resources they make",
				floor: 3,
				rooms: [
					{ path: "src/languages/cdk/evaluate", knows: "the value of an expression in the source", floor: 1 },
					{
						path: "src/languages/cdk/spec",
						knows: "names of properties and types in CDK and CloudFormation",
						floor: 2,
					},
					{
						path: "src/languages/cdk/translate",
						knows: "the arguments of a construct, as properties of a resource",
						floor: 3,
					},
					{ path: "src/languages/cdk/write", knows: "edits of the source", floor: 3 },
					{ path: "src/languages/cdk/constructs", knows: "the table of constructs", floor: 4 },
				],
			},
			{
				path: "src/languages/terraform",
				knows: "Terraform modules, HCL and JSON",
				floor: 3,
				rooms: [
					{ path: "src/languages/terraform/parse", knows: "text to a tree with positions", floor: 1 },
					{
						path: "src/languages/terraform/spec",
						knows: "names of types and arguments in Terraform and CloudFormation",
						floor: 1,
					},
					{
						path: "src/languages/terraform/evaluate",
						knows: "the value of an expression in a module",
						floor: 2,
					},
					{
						path: "src/languages/terraform/translate",
						knows: "the arguments of a resource, as properties",
						floor: 3,
					},
					{ path: "src/languages/terraform/write", knows: "edits of the text", floor: 4 },
				],
			},
			{ path: "src/languages/assembly", knows: "`cdk.out`: manifest, construct tree, stack traces", floor: 4 },
			{ path: "src/languages/javascript", knows: "the dialect of programs: parser and nesting", floor: 4 },
		],
	},
	{
		path: "src/detect",
		knows: "whether a text is a secret, and which",
		floor: 2,
		rooms: [
			{ path: "src/detect/detection.ts", knows: "what a value was found to be", floor: 1 },
			{ path: "src/detect/formats", knows: "the formats of vendors' tokens", floor: 2 },
		],
	},
	{
		path: "src/fix",
		knows: "edits that replace a secret, and the record of stored values",
		floor: 4,
		rooms: [
			{
				path: "src/fix/lookup",
				knows: "the rewrite of a literal into a lookup",
				floor: 1,
				rooms: [
					{ path: "src/fix/lookup/lookup.ts", knows: "the request for a lookup", floor: 1 },
					{ path: "src/fix/lookup/refusal.ts", knows: "why a rewrite is refused", floor: 1 },
					{ path: "src/fix/lookup/reading", knows: "names, style and helpers of the module", floor: 2 },
					{ path: "src/fix/lookup/target", knows: "what is replaced, and what has to wait for it", floor: 3 },
					{ path: "src/fix/lookup/writing", knows: "the text that is inserted", floor: 4 },
				],
			},
		],
	},
	{
		path: "src/app",
		knows: "the application joined: functions, their code, variables, roles and keys",
		floor: 4,
	},
	{
		path: "src/rule",
		knows: "how ESLint runs a rule; the only `context.report`",
		floor: 5,
		rooms: [
			{ path: "src/rule/found-secret.ts", knows: "a value that no printing shows", floor: 1 },
			{ path: "src/rule/lookup-needs.ts", knows: "what a function needs after a rewrite", floor: 1 },
			{ path: "src/rule/options.ts", knows: "the options of rules: schema, initial value, type", floor: 1 },
			{ path: "src/rule/password-places.ts", knows: "which properties of some types take a secret", floor: 1 },
			{ path: "src/rule/reported.ts", knows: "the resources that a file writes", floor: 1 },
			{ path: "src/rule/rule.ts", knows: "the interface of a rule, a finding, a suggestion", floor: 2 },
			{ path: "src/rule/file", knows: "what is known of one file: reading, findings, failures", floor: 3 },
			{ path: "src/rule/masking", knows: "what no output shows of a file", floor: 4 },
			{ path: "src/rule/offers", knows: "fixes and suggestions that several rules share", floor: 4 },
		],
	},
	{
		path: "rules",
		knows: "one question each",
		floor: 6,
		rooms: [
			{ path: "rules/no-plaintext-parameter", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-resolved-secret-in-environment", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-secret-from-environment", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-secret-in-environment", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-secret-in-log", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-secret-in-template", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-static-credentials", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-unread-secret", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/no-upload-policy-pitfall", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/require-bucket-encryption", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/require-environment-key", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/require-parameter-decryption", knows: "the parts of that rule", floor: 1 },
			{ path: "rules/require-sdk-encryption", knows: "the parts of that rule", floor: 1 },
		],
	},
	{
		path: "src/config",
		knows: "the configuration of a project, and what of it applies to a file",
		floor: 6,
	},
	{
		path: "src/migrate",
		knows: "how the secrets of an application move out of its code and its configuration",
		floor: 6,
	},
	{
		path: "src/audit",
		knows: "the rows of an auditor's list, answered by what is in an application",
		floor: 6,
	},
	{ path: "src/plugin.ts", knows: "the table of rules and languages, as a plugin", floor: 7 },
	{ path: "src/index.ts", knows: "what the package exports", floor: 8 },
	{ path: "src/report", knows: "findings as text, as data, and as CI services read them", floor: 7 },
	{ path: "src/lint", knows: "one text at a time, asked by the command or through ESLint's `Linter`", floor: 8 },
	{
		path: "src/cli",
		knows: "arguments, streams, files, exit codes",
		floor: 9,
		rooms: [
			{
				path: "src/cli/file",
				knows: "one file from its bytes to its outcome, threads, cache",
				floor: 1,
			},
			{ path: "src/cli/git", knows: "commits and the index, as folders of files", floor: 1 },
			{ path: "src/cli/ignore-rules.ts", knows: "which files are left out", floor: 1 },
			{ path: "src/cli/read-options.ts", knows: "the options of any command", floor: 1 },
			{
				path: "src/cli/parameters",
				knows: "the values of template parameters, as options and files give them",
				floor: 2,
			},
			{ path: "src/cli/project-files.ts", knows: "what configurations say of the files of a project", floor: 1 },
			{ path: "src/cli/read-assembly.ts", knows: "the files of a cloud assembly", floor: 2 },
			{ path: "src/cli/find-files.ts", knows: "the files below the paths", floor: 3 },
			{ path: "src/cli/io.ts", knows: "all that a run touches outside", floor: 4 },
			{ path: "src/cli/read-language.ts", knows: "the language of a command", floor: 5 },
			{ path: "src/cli/write-note.ts", knows: "a line about the run itself", floor: 5 },
			{ path: "src/cli/completion", knows: "what a shell offers while somebody types", floor: 6 },
			{ path: "src/cli/explain", knows: "the pages of rules, by any id, and the list of rules", floor: 6 },
			{ path: "src/cli/doctor", knows: "why a file is or is not checked", floor: 6 },
			{ path: "src/cli/init", knows: "what sets a project up, as edits of its files", floor: 6 },
			{ path: "src/cli/secrets", knows: "`kmslint secrets`: values that are kept before they go", floor: 6 },
			{ path: "src/cli/map", knows: "`kmslint map`: the application below the paths", floor: 7 },
			{ path: "src/cli/migrate", knows: "`kmslint migrate`: the plan, and how it is written", floor: 8 },
			{ path: "src/cli/lsp", knows: "`kmslint lsp`: documents of an editor, as they are typed", floor: 8 },
			{
				path: "src/cli/audit",
				knows: "`kmslint audit`: lists that are read, answers that are written",
				floor: 8,
			},
		],
	},
	{ path: "src/cdk.ts", knows: "the validation plugin of `cdk synth`", floor: 9 },
	// Not shipped: what measures, writes pages and serves tests may look at everything.
	{
		path: "src/testing",
		knows: "what only tests use",
		floor: 10,
		rooms: [
			{ path: "src/testing/dedent.ts", knows: "texts in tests", floor: 1 },
			{ path: "src/testing/fake-secret.ts", knows: "secrets made at run time", floor: 1 },
			{ path: "src/testing/aws-double", knows: "AWS, as tests see it", floor: 2 },
			{ path: "src/testing/texts", knows: "texts that every dialect can write", floor: 2 },
			{ path: "src/testing/secret-texts", knows: "texts with a secret in them", floor: 2 },
		],
	},
	{ path: "src/portable", knows: "the parser of programs as WebAssembly, where no native module can be", floor: 10 },
	{ path: "src/vscode", knows: "the extension for VS Code, around the language server", floor: 11 },
	{ path: "src/bench", knows: "measurements", floor: 11 },
	{ path: "src/mirror", knows: "the repository that pre-commit installs", floor: 11 },
	{ path: "src/fuzz", knows: "random inputs", floor: 11 },
	{ path: "docs", knows: "the generated parts of the documents", floor: 11 },
];

/** What is shipped stands below it. */
export const TESTING_FLOOR = HOUSE.find(({ path }) => path === "src/testing")?.floor ?? 0;

const ROOT = resolve(import.meta.dirname, "../..");

/** Every file of the house that is no test, from the root of the repository, with `/`. */
export function filesOfHouse(): readonly string[] {
	return ["src", "rules", "docs"].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
			.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
			.map((name) => join(folder, name).replaceAll("\\", "/")),
	);
}

/** Makes an answer once for each file: no test changes the house. */
function keepByPath<Answer>(answer: (path: string) => Answer): (path: string) => Answer {
	const known = new Map<string, Answer>();
	return (path) => {
		const kept = known.get(path) ?? answer(path);
		known.set(path, kept);
		return kept;
	};
}

/** The text of a file of the house. */
export const textOf: (path: string) => string = keepByPath((path) => readFileSync(join(ROOT, path), "utf8"));

/** What a file imports of the house, types too. */
export const importsOf: (path: string) => readonly string[] = keepByPath(readImports);

function readImports(path: string): readonly string[] {
	return [...textOf(path).matchAll(/(?:from|import\()\s*"(\.{1,2}\/[\w./-]+\.ts)"/gu)].map(([, target = ""]) =>
		relative(ROOT, resolve(ROOT, dirname(path), target)).replaceAll("\\", "/"),
	);
}

/** The rooms that a file stands in, the outermost first. */
export function roomsAround(path: string, rooms: readonly Room[] = HOUSE): readonly Room[] {
	const room = rooms.find(({ path: at }) => path === at || path.startsWith(`${at}/`));
	return room === undefined ? [] : [room, ...roomsAround(path, room.rooms ?? [])];
}

/**
 * The two floors that an import leads between, in the innermost room that holds both files; null where both stand in
 * that room itself, on no floor of their own.
 */
export function floorsBetween(from: string, to: string): readonly [from: number, to: number] | null {
	const above = roomsAround(from);
	const below = roomsAround(to);
	const at = above.findIndex((room, depth) => room !== below[depth]);
	const depth = at === -1 ? above.length : at;
	const [upper, lower] = [above[depth], below[depth]];
	// A room's own files stand above the rooms inside.
	return upper === undefined && lower === undefined ? null : [upper?.floor ?? Infinity, lower?.floor ?? Infinity];
}

/** The circles of files that import each other, through any number of others; each file in one circle at most. */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
	// Tarjan's strongly connected components.
	const order = new Map<string, number>();
	const lowest = new Map<string, number>();
	const open: string[] = [];
	const circles: (readonly string[])[] = [];
	const visit = (path: string): void => {
		order.set(path, order.size);
		lowest.set(path, order.size - 1);
		open.push(path);
		for (const target of imports.get(path) ?? []) {
			if (!order.has(target)) {
				visit(target);
			}
			if (open.includes(target)) {
				lowest.set(path, Math.min(lowest.get(path) ?? 0, lowest.get(target) ?? 0));
			}
		}
		if (lowest.get(path) === order.get(path)) {
			const circle = open.splice(open.indexOf(path));
			if (circle.length > 1 || imports.get(path)?.includes(path) === true) {
				circles.push(circle);
			}
		}
	};
	for (const path of imports.keys()) {
		if (!order.has(path)) {
			visit(path);
		}
	}
	return circles;
}
