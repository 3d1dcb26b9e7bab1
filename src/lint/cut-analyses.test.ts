import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Folder } from "../testing/run-command.ts";
import { Fuel } from "../text/fuel.ts";
import { CUT, TextLinter } from "./lint-text.ts";
import type { LintedText } from "./linted-text.ts";

const YAML = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Environment: { Variables: &variables { STAGE: prod, API_TOKEN: hunter2-and-more } }
Conditions:
  IsProd: !Equals [!Ref "AWS::Region", eu-west-1]
Resources:
  Key: { Type: AWS::KMS::Key, Condition: IsProd, Properties: { EnableKeyRotation: !If [IsProd, false, true] } }
  Api: { Type: AWS::Serverless::Function, Properties: { Environment: { Variables: *variables } } }
  Server: { Type: AWS::EC2::Instance, Properties: { UserData: { Fn::Base64: !Sub "export DB_PASSWORD=hunter2-and-more" } } }
`;
const JSON_TEXT = JSON.stringify({
	Transform: "AWS::Serverless-2016-10-31",
	Globals: { Function: { Environment: { Variables: { STAGE: "prod" } } } },
	Conditions: { IsProd: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } },
	Resources: {
		Key: { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: { "Fn::If": ["IsProd", false, true] } } },
		Api: { Type: "AWS::Serverless::Function", Properties: { Handler: "a.b" } },
	},
});
const APP = `import { Stack } from "aws-cdk-lib";
import { Function } from "aws-cdk-lib/aws-lambda";
const variables = { STAGE: "prod", ...more(1) };
function more(x) { return { OTHER: String(x) }; }
export class S extends Stack {
	constructor(a, b) {
		super(a, b);
		new Function(this, "Api", { environment: variables });
	}
}
`;
const HANDLER = `import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";
import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms";
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
import pino from "pino";
const logger = pino();
const ssm = new SSMClient({ credentials: { accessKeyId: process.env.KEY_ID, secretAccessKey: process.env.SECRET_KEY } });
const { DB_PASSWORD } = process.env;
let url = "postgres://" + DB_PASSWORD;
const name = "apiToken";
const cipher = process.env.CIPHER;
const table = { [name]: DB_PASSWORD ?? "fallback" };
const read = async () => (await ssm.send(new GetParameterCommand({ Name: "/x", WithDecryption: true }))).Parameter.Value;
const run = async (event) => {
	const secret = await read();
	const plain = await new KMSClient({}).send(new DecryptCommand({ CiphertextBlob: Buffer.from(cipher, "base64") }));
	const body = JSON.stringify({ secret, table, plain });
	logger.info(body, url);
	console.log(secret, DB_PASSWORD, process.env.API_TOKEN);
	await new S3Client({}).send(new PutObjectCommand({ Bucket: "x", Key: "y", Body: body }));
	return fetch(url, { headers: { authorization: secret } });
};
export const handler = wrap(run);
function wrap(fn) { return (event) => fn(event); }
`;

const DIALECTS: readonly (readonly [file: string, text: string])[] = [
	["template.yaml", YAML],
	["template.json", JSON_TEXT],
	["app.ts", APP],
	["handler.mjs", HANDLER],
];

/** What bounds the edits that are offered says nothing: no finding depends on it. */
const OF_EDITS = ["edits of inline programs"];

/** The analyses that the source names, so that a new one is asked about here. */
function analyses(): readonly string[] {
	const root = join(import.meta.dirname, "..");
	return [
		...new Set(
			readdirSync(root, { recursive: true, encoding: "utf8" })
				.filter((name) => /(?<!\.test)\.ts$/u.test(name))
				.flatMap((name) => [
					...readFileSync(join(root, name), "utf8").matchAll(/\bfuel(?:For|Of)\(\s*[\w.]+,\s*"([^"]+)"/gu),
				])
				.map(([, analysis = ""]) => analysis)
				.filter((analysis) => !OF_EDITS.includes(analysis)),
		),
	].sort();
}

let linter: TextLinter;
let folder: Folder | null = null;

beforeAll(async () => {
	linter = new TextLinter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: "/",
	});
});

afterEach(() => {
	vi.restoreAllMocks();
	folder?.remove();
	folder = null;
});

/** Every analysis ends at its first step, but for the first few that are begun. */
function takeFuel(spared = 0): void {
	const spend = Fuel.prototype.spend;
	const begun = new Set<Fuel>();
	vi.spyOn(Fuel.prototype, "spend").mockImplementation(function (this: Fuel, steps) {
		const isSpared = begun.has(this) || begun.size < spared;
		if (isSpared) {
			begun.add(this);
		}
		return spend.call(this, isSpared ? steps : Infinity);
	});
}

const notes = ({ unknown }: LintedText): readonly string[] =>
	unknown
		.filter(({ rule }) => rule === CUT)
		.map(({ why }) => /^the file is too complex to follow (.*) to the end$/u.exec(why)?.[1] ?? why)
		.sort();

const nameOf = ({ rule, resource, property }: LintedText["findings"][number]): string =>
	`${rule} ${resource?.id ?? ""} ${property ?? ""}`;

describe("an analysis that has spent its fuel", () => {
	test.each(DIALECTS)("ends as unknown, with a note: %s", async (file, text) => {
		const whole = linter.lint(text, file);
		expect(notes(whole)).toEqual([]);
		expect(whole.findings).not.toHaveLength(0);
		takeFuel();
		const cut = linter.lint(text, file);
		expect(cut.errors).toEqual([]);
		expect(notes(cut)).not.toHaveLength(0);
		// What is not known is no finding.
		const known = new Set(whole.findings.map(nameOf));
		expect(cut.findings.map(nameOf).filter((name) => !known.has(name))).toEqual([]);
		folder = new Folder();
		folder.write(file, text);
		const { stderr, stdout } = await folder.run(["--show-unknown", "--preset", "audit"]);
		expect(stderr).toContain(`${file} is too complex to analyze in full`);
		expect(stdout).toContain("the file is too complex to follow");
	});

	test("is one of those that this test asks about", () => {
		const told = new Set<string>();
		// What one analysis does not find, another is not asked about.
		for (let spared = 0; spared < analyses().length; spared += 1) {
			takeFuel(spared);
			DIALECTS.flatMap(([file, text]) => notes(linter.lint(text, file))).forEach((note) => told.add(note));
			vi.restoreAllMocks();
		}
		expect([...told].sort()).toEqual(analyses());
	});
});
