import { splitName } from "../../detect/name-kind.ts";
import { Answers } from "../../text/answers.ts";
import { pathBelow } from "../program/path-below.ts";
import type { SourceModule } from "../program/source-module.ts";
import { lambdaEvidence } from "./evidence.ts";

/** `test-login.js`, `test_api.mjs`: a script that tries something out. */
const SCRIPT = /(?:^|[\\/])test[-_][\w.-]{1,80}\.[cm]?[jt]sx?$/iu;
const NAME =
	/[._-](?:test|tests|spec|specs|e2e|stories|story|mock|mocks|stub|stubs|fixture|fixtures|bench|cy|unit|integration)\.[cm]?[jt]sx?$/iu;
/** `StubCognitoClient.ts`, `MockTransport.js`: what stands for a service in tests. */
const DOUBLE = /(?:^|[\\/])(?:Stub|Mock|Fake|Dummy)[A-Z]\w{0,80}\.[cm]?[jt]sx?$/u;
const SCRIPT_NAME = /(?:^|[\\/])([\w-]{1,80})\.[cm]?[jt]sx?$/u;
const FOLDER =
	/(?:^|[\\/])(?:tests?|__(?:tests?|mocks?|fixtures?|data|testdata|stubs?)__|stubs?|specs?|e2e|mocks?|fixtures?|testing|test-?utils?|testdata|test-data|cypress|playwright|stories|storybook|\.storybook|[\w.-]+[_-](?:tests?|e2e|fixtures|mocks)|(?:tests?|e2e|mock|integration)[_-][\w.-]+)[\\/]/iu;
const SETUP =
	/(?:^|[\\/])(?:jest|vitest|karma|playwright|cypress|mocha|test)[\w.-]{0,80}(?:config|setup|env|globals?)[\w.-]{0,80}\.[cm]?[jt]sx?$/iu;

/**
 * True for a file of tests, by its name or a folder of its path below the working directory. What only tests run with
 * lets nobody in.
 */
export function isTestFile(file: Pick<SourceModule, "filename" | "cwd">): boolean {
	const path = pathBelow(file);
	return asked.of(path, () => isOfTests(path));
}

function isOfTests(path: string): boolean {
	return NAME.test(path) || SCRIPT.test(path) || DOUBLE.test(path) || FOLDER.test(path) || SETUP.test(path);
}

/**
 * True for a file that fills a database or a page with what its author made up: `seed-demo.ts`, `setup-test-users.ts`,
 * `sampleData.js`. What it contains lets nobody in; what it reads from elsewhere may. A function of Lambda is deployed,
 * whatever its file is called.
 */
export function makesRecords(module: SourceModule): boolean {
	return isOfRecords(module.filename) && !lambdaEvidence(module).isLambda;
}

function isOfRecords(path: string): boolean {
	const words = splitName(SCRIPT_NAME.exec(path)?.[1] ?? "");
	const last = words.at(-1) ?? "";
	return (
		// `demo-account-stack.ts` is a stack, and `sample-data-handler.ts` a handler.
		(MADE_UP.has(last) || RECORDS.has(last)) &&
		words.some((word) => MADE_UP.has(word)) &&
		words.some((word) => RECORDS.has(word))
	);
}

const MADE_UP: ReadonlySet<string> = new Set("demo sample mock dummy fake test".split(" "));
const RECORDS: ReadonlySet<string> = new Set(
	"seed seeds seeder data dataset user users account accounts records".split(" "),
);

/**
 * True for a script that fills the database of a developer: `prisma/seed.ts`, `seeds/users.ts`, `setup-cognito-local.js`.
 * What a person typed there for its users opens nothing else; what is drawn may. A function of Lambda is deployed,
 * whatever its file is called.
 */
export function fillsDatabase(module: SourceModule): boolean {
	return isOfSeeds(pathBelow(module)) && !lambdaEvidence(module).isLambda;
}

function isOfSeeds(path: string): boolean {
	const words = splitName(SCRIPT_NAME.exec(path)?.[1] ?? "");
	return (
		SEEDS.test(path) ||
		(/^seed/u.test(words[0] ?? "") && words.every((word) => SEED_WORDS.has(word))) ||
		(words.includes("local") &&
			words.some((word) => SETS_UP.has(word)) &&
			words.every((word) => SETS_UP.has(word) || SEED_WORDS.has(word) || SET_UP.has(word)))
	);
}

const SEEDS = /(?:^|[\\/])(?:seeds|seeders)[\\/]/u;
const SEED_WORDS: ReadonlySet<string> = new Set(
	"seed seeds seeder data db database dev development local users user all".split(" "),
);
const SETS_UP: ReadonlySet<string> = new Set("setup set up init initialize bootstrap populate create seed".split(" "));
/** What a developer has at home of an application; `create-local-order.js` is about orders. */
const SET_UP: ReadonlySet<string> = new Set(
	"aws localstack stack cognito pool pools dynamodb dynamo table tables s3 bucket buckets sqs queue queues postgres mysql mongo redis env environment resources secrets".split(
		" ",
	),
);

/** Several rules ask about one file. */
const asked = new Answers<boolean>({ most: 64 });

/** `integration-service`, `test-account`: for what is deployed, the first word of a folder says too little. */
const PREFIXED = /^(?:tests?|e2e|mock|integration)[_-]/iu;
/** `integration_tests`, `test-harness`: the last word says enough. */
const SUFFIXED = /[_-](?:tests|e2e|fixtures|mocks|snapshots|harness|resources|utils|helpers|data|stubs?|doubles)$/iu;
/** Below these, `test` is a stage that is deployed: `environments/test/template.yaml`. */
const STAGES =
	/^(?:env|envs|environments?|stages?|accounts?|deploy|deployments?|config|configs|configurations?|live|params|parameters|tenants?|regions?)$/iu;

/** True for a file of tests whose resources nobody deploys. */
export function isRehearsal(file: Pick<SourceModule, "filename" | "cwd">): boolean {
	const path = pathBelow(file).split(/[\\/]/u);
	const kept = path.filter((name, index) => index === path.length - 1 || !isDeployed(name, path[index - 1] ?? ""));
	return isOfTests(kept.join("/")) || path.slice(0, -1).some((name) => /^(?:__)?snapshots?(?:__)?$/iu.test(name));
}

function isDeployed(folder: string, parent: string): boolean {
	return (PREFIXED.test(folder) && !SUFFIXED.test(folder)) || (STAGES.test(parent) && /^tests?$/iu.test(folder));
}
