import { fakeSecret } from "../fake-secret.ts";

/** A kind of text that can be made as large as one likes, to see what the analyses cost as it grows. */
export interface GrowingText {
	readonly name: string;
	readonly filename: string;
	/** The text with `count` of what the kind is named after; its length grows in proportion to `count`. */
	readonly text: (count: number) => string;
	/** From which count on it is measured: past the allowances and short cuts that every small file has. */
	readonly from: number;
	/** True where following it to the end is beyond the allowance of a file of any size. */
	readonly endless?: true;
}

const DEFAULT = 20;

/** `count` pieces, each made from its number. */
const each = (count: number, piece: (index: number) => string, separator = "\n"): string =>
	Array.from({ length: count }, (_, index) => piece(index)).join(separator);

const HANDLER =
	'import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";\nconst client = new SSMClient({});\n';
const inHandler = (body: string, before = ""): string =>
	`${HANDLER}${before}\nexport const handler = async (event, context) => {\n${body}\n};\n`;
const GET = 'await client.send(new GetParameterCommand({ Name: "/app/password", WithDecryption: true }))';

/** A step of a chain whose every name stands twice in the next: unfolded, it doubles at each step. */
const doubling = (count: number, first: string, step: (before: string) => string, declare = "const"): string =>
	`${declare} x0 = ${first};\n${each(count, (index) => `${declare} x${String(index + 1)} = ${step(`x${String(index)}`)};`)}`;

const source = (
	name: string,
	text: (count: number) => string,
	filename = "handler.mjs",
	from = DEFAULT,
): GrowingText => ({ name: `source: ${name}`, filename, text, from });

/** Programs of functions. */
const SOURCES: readonly GrowingText[] = [
	source("literals", (count) =>
		each(count, (index) => `const label${String(index)} = "a plain text ${String(index)}";`),
	),
	source("literals on one line", (count) =>
		each(count, (index) => `const label${String(index)} = "a plain text ${String(index)}";`, " "),
	),
	source("hardcoded secrets", (count) =>
		inHandler(
			"return 1;",
			each(count, (index) => `const password${String(index)} = "${fakeSecret("password", index)}";`),
		),
	),
	source("hardcoded secrets on one line", (count) =>
		inHandler(
			"return 1;",
			each(count, (index) => `const password${String(index)} = "${fakeSecret("password", index)}";`, " "),
		),
	),
	source("hardcoded secrets in one function", (count) =>
		inHandler(each(count, (index) => `use({ password: "${fakeSecret("password", index)}" });`)),
	),
	source("unnamed tokens", (count) => `call([${each(count, (index) => `"${fakeSecret("token", index)}"`, ", ")}]);`),
	source(
		"logs in a walk over the environment",
		(count) =>
			`for (const [name, value] of Object.entries(process.env)) {\n${each(count, () => "console.log(name, value);")}\n}`,
	),
	source(
		"walks over the environment, one inside the other",
		(count) =>
			`${each(count, (index) => `for (const [n${String(index)}, v${String(index)}] of Object.entries(process.env)) {`)}\nconsole.log(v0);\n${"}".repeat(count)}`,
	),
	source(
		"walks over the environment by one function",
		(count) =>
			`function show([name, value]) { console.log(name, value); }\n${each(count, () => "Object.entries(process.env).forEach(show);")}\n${each(count, () => "Object.values(process.env).forEach(console.log);")}`,
	),
	source(
		"logs in a loop that counts the environment",
		(count) =>
			`const names = Object.keys(process.env);\nfor (let i = 0; i < names.length; i++) {\n${each(count, () => "console.log(process.env[names[i]]);")}\n}`,
	),
	source(
		"assignments to one name",
		(count) =>
			`let url = process.env.DATABASE_URL;\n${each(count, () => 'url = url + "&p=1";')}\nconsole.log(url);`,
	),
	source("assignments of a password to one name", (count) =>
		inHandler(
			`let password = process.env.DB_PASSWORD;\n${each(count, () => 'password = password + "&p=1";')}\nconsole.log(password);`,
		),
	),
	source("assignments between two names", (count) =>
		inHandler(
			`let a = process.env.DB_PASSWORD; let b = a;\n${each(count, () => "a = b; b = a;")}\nconsole.log(a, b);`,
		),
	),
	source(
		"assignments, each logged",
		(count) => `let url = process.env.DATABASE_URL;\n${each(count, () => 'url = url + "&p=1"; console.log(url);')}`,
	),
	source("doubling names", (count) =>
		inHandler(
			"console.log(x1);",
			doubling(count, "process.env.DB_PASSWORD", (before) => `${before} + ${before}`),
		),
	),
	source("doubling names, the last logged", (count) =>
		inHandler(
			`console.log(x${String(count)});`,
			doubling(count, "process.env.DB_PASSWORD", (before) => `${before} + ${before}`),
		),
	),
	source("doubling names, all logged", (count) =>
		inHandler(
			each(count, (index) => `console.log(x${String(index)});`),
			doubling(count, "process.env.DB_PASSWORD", (before) => `${before} || ${before}`),
		),
	),
	source("doubling variables", (count) =>
		inHandler(
			`console.log(x${String(count)});`,
			doubling(count, "process.env.DB_PASSWORD", (before) => `cond ? ${before} : ${before}`, "let"),
		),
	),
	source("doubling texts", (count) =>
		inHandler(
			`console.log(x${String(count)});`,
			doubling(count, '"password=abcdefgh"', (before) => `\`\${${before}} \${${before}}\``),
		),
	),
	source("doubling lookups", (count) =>
		inHandler(
			`${doubling(count, GET, (before) => `${before} ?? ${before}`)}\nconsole.log(x${String(count)}.Parameter.Value);`,
		),
	),
	source(
		"doubling keys",
		(count) =>
			`import { S3Client } from "@aws-sdk/client-s3";\n${doubling(count, "{ accessKeyId: a, secretAccessKey: b }", (before) => `${before} || ${before}`)}\nnew S3Client({ credentials: x${String(count)} });`,
	),
	source("spreads of objects", (count) =>
		inHandler(
			`console.log(x${String(count)});`,
			doubling(count, "{ a: process.env.DB_PASSWORD }", (before) => `{ ...${before}, ...${before} }`),
		),
	),
	source("uses of one value", (count) =>
		inHandler(`const password = process.env.DB_PASSWORD;\n${each(count, () => "connect(password);")}`),
	),
	source("uses of one pointer", (count) =>
		inHandler(
			`const arn = process.env.DB_SECRET_ARN;\n${each(count, () => "await client.send(new GetParameterCommand({ Name: arn }));")}`,
		),
	),
	source("reads of one variable", (count) => inHandler(each(count, () => "connect(process.env.DB_PASSWORD);"))),
	source("reads of many variables", (count) =>
		inHandler(each(count, (index) => `connect(process.env.DB_PASSWORD_${String(index)});`)),
	),
	source("reads by a pattern", (count) =>
		inHandler(
			"return 1;",
			`const { ${each(count, (index) => `DB_PASSWORD_${String(index)}`, ", ")} } = process.env;`,
		),
	),
	source("reads by patterns", (count) =>
		inHandler(
			"return 1;",
			each(count, (index) => `const { DB_PASSWORD_${String(index)} } = process.env;`),
		),
	),
	source("logs of the environment", (count) =>
		inHandler(each(count, (index) => `console.log(process.env.DB_PASSWORD_${String(index)});`)),
	),
	source("logs of names", (count) =>
		inHandler(each(count, (index) => `console.log(user${String(index)}.password);`)),
	),
	source("logs of one stored secret", (count) =>
		inHandler(`const found = ${GET};\n${each(count, () => "console.log(found.Parameter.Value);")}`),
	),
	source("logs of one object", (count) =>
		inHandler(`const found = { a: process.env.DB_PASSWORD };\n${each(count, () => "console.log(found);")}`),
	),
	source("arguments of one log", (count) =>
		inHandler(`console.log(${each(count, (index) => `process.env.DB_PASSWORD_${String(index)}`, ", ")});`),
	),
	source("fallbacks", (count) =>
		inHandler(
			each(
				count,
				(index) => `use(process.env.DB_PASSWORD_${String(index)} ?? "${fakeSecret("password", index)}");`,
			),
		),
	),
	source("fallbacks in a chain", (count) =>
		inHandler(each(count, (index) => `a = a ?? process.env.JWT_SECRET_${String(index)};`)),
	),
	source("lookups in a handler", (count) =>
		inHandler(each(count, (index) => `const found${String(index)} = ${GET};`)),
	),
	source("lookups in functions", (count) =>
		inHandler(
			each(count, (index) => `await load${String(index)}();`),
			each(count, (index) => `async function load${String(index)}() { return ${GET}; }`),
		),
	),
	source("a chain of functions", (count) =>
		inHandler(
			"await load0();",
			`${each(count, (index) => `async function load${String(index)}() { return load${String(index + 1)}(); }`)}\nasync function load${String(count)}() { return ${GET}; }`,
		),
	),
	source("a doubling chain of functions", (count) =>
		inHandler(
			"console.log(await load0());",
			`${each(count, (index) => `async function load${String(index)}() { if (event) { return load${String(index + 1)}(); } return load${String(index + 1)}(); }`)}\nasync function load${String(count)}() { return ${GET}; }`,
		),
	),
	source("calls of one function", (count) =>
		inHandler(
			each(count, (index) => `await load("${String(index)}");`),
			`async function load(name) { return client.send(new GetParameterCommand({ Name: name, WithDecryption: true })); }`,
		),
	),
	source("calls between functions", (count) =>
		inHandler(
			"await load0(1);",
			`${each(count, (index) => `async function load${String(index)}(a) { await load${String(index + 1)}(a); await load${String(index + 1)}(a); }`)}\nasync function load${String(count)}(name) { return client.send(new GetParameterCommand({ Name: name, WithDecryption: true })); }`,
		),
	),
	source("functions", (count) =>
		each(count, (index) => `export function work${String(index)}(a, b) { if (a) { return a + b; } return b; }`),
	),
	source("tests in one function", (count) =>
		inHandler(
			`${each(count, (index) => `if (event.kind === ${String(index)}) { use(event); }`)}\nconst found = ${GET};`,
		),
	),
	source("tests and lookups", (count) =>
		inHandler(
			each(
				count,
				(index) =>
					`if (event.kind === ${String(index)}) { await client.send(new GetParameterCommand({ Name: "/app/${String(index)}", WithDecryption: true })); }`,
			),
		),
	),
	source(
		"handlers",
		(count) =>
			`${HANDLER}${each(count, (index) => `export const h${String(index)}Handler = async (event, context) => { console.log(event); };`)}`,
	),
	source("fields of one class that nobody sees", (count) =>
		inHandler(
			"return a.f0();",
			`class A { ${each(count, (index) => `password${String(index)} = "${fakeSecret("password", index)}"; f${String(index)}() { use(this.password${String(index)}); }`)} }\nconst a = new A();`,
		),
	),
	source("private fields of classes", (count) =>
		each(
			count,
			(index) =>
				`export class A${String(index)} { #password = "${fakeSecret("password", index)}"; f() { return connect(this.#password); } }`,
		),
	),
	source("classes", (count) =>
		each(
			count,
			(index) =>
				`class C${String(index)} { #password = process.env.DB_PASSWORD; load() { return this.#password; } run() { return this.load(); } }`,
		),
	),
	source("methods of one class", (count) =>
		inHandler(
			"return new C().m0(1);",
			`class C { ${each(count, (index) => `async m${String(index)}(a) { return this.m${String(index + 1)}(a); }`)} async m${String(count)}(name) { return client.send(new GetParameterCommand({ Name: name })); } }`,
		),
	),
	source("requests to AWS", (count) =>
		inHandler(
			each(
				count,
				(index) =>
					`await client.send(new PutParameterCommand({ Name: "/a/${String(index)}", Value: "${fakeSecret("password", index)}", Type: "String" }));`,
			),
			'import { PutParameterCommand } from "@aws-sdk/client-ssm";',
		),
	),
	source(
		"clients with keys",
		(count) =>
			`import { S3Client } from "@aws-sdk/client-s3";\n${each(count, (index) => `new S3Client({ credentials: { accessKeyId: process.env.KEY_ID_${String(index)}, secretAccessKey: process.env.SECRET_KEY_${String(index)} } });`)}`,
	),
	source(
		"assignments to AWS.config",
		(count) =>
			`import AWS from "aws-sdk";\n${each(count, (index) => `AWS.config.secretAccessKey = process.env.SECRET_KEY_${String(index)};`)}`,
	),
	source(
		"loggers",
		(count) =>
			`import pino from "pino";\n${each(count, (index) => `const logger${String(index)} = pino({ redact: ["a"], name: "n" }); logger${String(index)}.info({ password: process.env.DB_PASSWORD });`)}`,
	),
	source(
		"uses of one logger",
		(count) =>
			`import pino from "pino";\nconst logger = pino({ redact: ["a"] });\n${each(count, () => "logger.info({ password: process.env.DB_PASSWORD });")}`,
	),
	source(
		"properties of one object",
		(count) => `export const config = { ${each(count, (index) => `name${String(index)}: "a plain text"`, ", ")} };`,
	),
	source(
		"passwords of one object",
		(count) =>
			`export const config = { ${each(count, (index) => `password${String(index)}: "${fakeSecret("password", index)}"`, ", ")} };`,
	),
	source("members of one object", (count) =>
		inHandler(
			each(count, (index) => `console.log(config.name${String(index)});`),
			`const config = { ${each(count, (index) => `name${String(index)}: process.env.DB_PASSWORD`, ", ")} };`,
		),
	),
	source(
		"items of one array",
		(count) => `export const list = [${each(count, (index) => `"a plain text ${String(index)}"`, ", ")}];`,
	),
	source(
		"parts of one template",
		(count) => `export const text = \`${each(count, (index) => `part ${String(index)} \${name}`, " ")}\`;`,
		"handler.mjs",
		1000,
	),
	source(
		"parts of one join",
		(count) => `export const text = [${each(count, (index) => `"part ${String(index)}"`, ", ")}].join(" ");`,
		"handler.mjs",
		1000,
	),
	source(
		"uses of one constant",
		(count) =>
			`const key = "${fakeSecret("password")}";\n${each(count, (index) => `sign(claims, key, name${String(index)}(key));`)}`,
	),
	source(
		"texts of one constant",
		(count) =>
			`const key = "${fakeSecret("password")}".concat("${"long ".repeat(count)}");\n${each(count, () => "use(`${key}`);")}`,
	),
	source("cases of one switch", (count) =>
		inHandler(
			`switch (event.kind) { ${each(count, (index) => `case "kind${String(index)}": return "${String(index)}";`)} }`,
		),
	),
	source("answers", (count) =>
		inHandler(
			each(
				count,
				(index) =>
					`if (event.a === ${String(index)}) return { statusCode: 200, body: JSON.stringify({ password: process.env.DB_PASSWORD }) };`,
			),
		),
	),
	source("errors", (count) =>
		inHandler(
			each(
				count,
				(index) => `if (event.a === ${String(index)}) throw new Error("no " + process.env.DB_PASSWORD);`,
			),
		),
	),
	source(
		"schemas",
		(count) =>
			`import { z } from "zod";\nexport const env = z.object({ ${each(count, (index) => `DB_PASSWORD_${String(index)}: z.string().default("${fakeSecret("password", index)}")`, ", ")} }).parse(process.env);`,
	),
	source("imports", (count) =>
		each(count, (index) => `import { a${String(index)} } from "./module-${String(index)}.mjs";`),
	),
	source("comments", (count) => each(count, (index) => `// A comment, ${String(index)}.`), "handler.mjs", 1000),
	source("directives", (count) =>
		inHandler(
			each(
				count,
				(index) =>
					`// eslint-disable-next-line aws-kms/no-secret-in-log -- accepted ${String(index)}\nconsole.log(process.env.DB_PASSWORD);`,
			),
		),
	),
	source(
		"secrets of one object, in functions of their own",
		(count) =>
			`const config = { ${each(count, (index) => `apiToken${String(index)}: "${fakeSecret("github-personal-token", index)}"`, ", ")} };\n${each(count, (index) => `exports.f${String(index)} = async () => config.apiToken${String(index)};`)}`,
		"handler.cjs",
		10,
	),
	source("directives for nothing", (count) =>
		each(
			count,
			(index) =>
				`// eslint-disable-next-line aws-kms/no-secret-in-log -- accepted ${String(index)}\nrun(${String(index)});`,
		),
	),
	source("characters of one literal", (count) => `export const text = "${"plain text ".repeat(count)}";`),
	source(
		"random characters of one literal",
		(count) => `export const token = "${each(count, (index) => fakeSecret("token", index), "")}";`,
	),
	source("characters of one template", (count) => `export const text = \`${"a plain text\n".repeat(count)}\`;`),
	source(
		"pairs in one literal",
		(count) => `export const text = "${each(count, (index) => `password=${fakeSecret("token", index)}`, "&")}";`,
	),
	source(
		"lines of one literal",
		(count) => `export const text = \`${each(count, (index) => `password: ${fakeSecret("token", index)}`)}\`;`,
	),
	source("holes of one literal", (count) => `export const text = "${"${".repeat(count)}";`, "handler.mjs", 1000),
	source(
		"spaces",
		(count) => `export const a = 1;${" ".repeat(count * 10)}\nexport const b = ${" ".repeat(count * 10)}2;`,
		"handler.mjs",
		1000,
	),
	source(
		"types",
		(count) =>
			each(
				count,
				(index) => `export interface Type${String(index)} { readonly a: string; readonly password: string }`,
			),
		"handler.ts",
	),
	source(
		"decorated fields",
		(count) =>
			`export class C { ${each(count, (index) => `private readonly password${String(index)}: string = process.env.DB_PASSWORD!;`)} }`,
		"handler.ts",
	),
];

const template = (
	name: string,
	text: (count: number) => string,
	filename = "template.yaml",
	from = DEFAULT,
): GrowingText => ({ name: `template: ${name}`, filename, text, from });
const resources = (body: string, before = ""): string =>
	`AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::Serverless-2016-10-31\n${before}Resources:\n${body}\n`;
const bucket = (id: string, algorithm = "AES256"): string =>
	`  ${id}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: ${algorithm} } }] }`;
const lambda = (id: string, more: string): string =>
	`  ${id}:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n${more}`;
const ROLE = (policies: string): string =>
	`  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }\n      Policies:\n${policies}`;
const KEY = "  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: true\n";
const statement = (indent: string, action: string, resource: string): string =>
	`${indent}- { Effect: Allow, Action: ${action}, Resource: ${resource} }`;
const policy = (index: number, statements: string): string =>
	`        - PolicyName: P${String(index)}\n          PolicyDocument:\n            Statement:\n${statements}`;

/** Templates of CloudFormation and SAM. */
const TEMPLATES: readonly GrowingText[] = [
	template("buckets", (count) => resources(each(count, (index) => bucket(`B${String(index)}`)))),
	template("volumes", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  V${String(index)}:\n    Type: AWS::EC2::Volume\n    Properties: { Size: 20, Encrypted: false, AvailabilityZone: eu-west-1a }`,
			),
		),
	),
	template("queues, topics and tables", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  Q${String(index)}:\n    Type: AWS::SQS::Queue\n    Properties: { SqsManagedSseEnabled: false }\n  T${String(index)}:\n    Type: AWS::SNS::Topic\n  D${String(index)}:\n    Type: AWS::DynamoDB::Table\n    Properties: { BillingMode: PAY_PER_REQUEST }`,
			),
		),
	),
	template("keys", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  K${String(index)}:\n    Type: AWS::KMS::Key\n    Properties:\n      EnableKeyRotation: false\n      KeyPolicy: { Statement: [{ Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*" }] }`,
			),
		),
	),
	template("statements of one key", (count) =>
		resources(
			`${KEY}      KeyPolicy:\n        Statement:\n${each(count, (index) => `          - { Sid: S${String(index)}, Effect: Allow, Principal: "*", Action: kms:Decrypt, Resource: "*" }`)}`,
		),
	),
	template("functions", (count) =>
		resources(
			each(count, (index) =>
				lambda(
					`F${String(index)}`,
					`      Environment: { Variables: { DB_PASSWORD: abcdef${String(index)} } }`,
				),
			),
		),
	),
	template("functions with one role", (count) =>
		resources(
			`${KEY}${ROLE(policy(0, statement("              ", "kms:Decrypt", "!GetAtt Key.Arn")))}\n${each(count, (index) => lambda(`F${String(index)}`, "      Role: !GetAtt Role.Arn\n      KmsKeyArn: !GetAtt Key.Arn\n      Environment: { Variables: { STAGE: dev } }"))}`,
		),
	),
	template("functions with one role of as many policies", (count) =>
		resources(
			`${KEY}${ROLE(each(count, (index) => policy(index, statement("              ", "s3:GetObject", `arn:aws:s3:::bucket-${String(index)}`))))}\n${each(count, (index) => lambda(`F${String(index)}`, "      Role: !GetAtt Role.Arn\n      KmsKeyArn: !GetAtt Key.Arn\n      Environment: { Variables: { STAGE: dev } }"))}`,
		),
	),
	template("functions, keys and one role of as many statements", (count) =>
		resources(
			`${ROLE(
				policy(
					0,
					each(count, (index) => statement("              ", "kms:Encrypt", `!GetAtt K${String(index)}.Arn`)),
				),
			)}\n${each(count, (index) => `  K${String(index)}:\n    Type: AWS::KMS::Key\n    Properties: { EnableKeyRotation: true }\n${lambda(`F${String(index)}`, `      Role: !GetAtt Role.Arn\n      KmsKeyArn: !GetAtt K${String(index)}.Arn\n      Environment: { Variables: { STAGE: dev } }`)}`)}`,
		),
	),
	template("functions, roles and policies", (count) =>
		resources(
			each(
				count,
				(index) =>
					`${lambda(`F${String(index)}`, `      Role: !GetAtt R${String(index)}.Arn\n      KmsKeyArn: !GetAtt K.Arn\n      Environment: { Variables: { STAGE: dev } }`)}\n  R${String(index)}:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {}\n  P${String(index)}:\n    Type: AWS::IAM::Policy\n    Properties: { PolicyName: p, Roles: [!Ref R${String(index)}], PolicyDocument: { Statement: [{ Effect: Allow, Action: kms:Decrypt, Resource: "*" }] } }`,
			),
		),
	),
	template("roles of one policy", (count) =>
		resources(
			`${each(count, (index) => `  R${String(index)}:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {}`)}\n  P:\n    Type: AWS::IAM::Policy\n    Properties: { PolicyName: p, Roles: [${each(count, (index) => `!Ref R${String(index)}`, ", ")}], PolicyDocument: { Statement: [{ Effect: Allow, Action: kms:Decrypt, Resource: "*" }] } }\n${each(count, (index) => lambda(`F${String(index)}`, `      Role: !GetAtt R${String(index)}.Arn\n      KmsKeyArn: !GetAtt K.Arn\n      Environment: { Variables: { STAGE: dev } }`))}`,
		),
	),
	template("managed policies", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  P${String(index)}:\n    Type: AWS::IAM::ManagedPolicy\n    Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Action: [kms:Decrypt, "kms:*"], Resource: "*" }] } }`,
			),
		),
	),
	{
		from: DEFAULT,
		name: "template: statements of one key on one line",
		filename: "template.json",
		text: (count) =>
			JSON.stringify({
				Resources: {
					Key: {
						Type: "AWS::KMS::Key",
						Properties: {
							EnableKeyRotation: true,
							KeyPolicy: {
								Statement: Array.from({ length: count }, () => ({
									Effect: "Allow",
									Principal: "*",
									Action: "kms:Decrypt",
									Resource: "*",
								})),
							},
						},
					},
				},
			}),
	},
	{
		from: DEFAULT,
		name: "template: statements of one policy on one line",
		filename: "template.json",
		text: (count) =>
			JSON.stringify({
				Resources: {
					P: {
						Type: "AWS::IAM::ManagedPolicy",
						Properties: {
							PolicyDocument: {
								Statement: Array.from({ length: count }, () => ({
									Effect: "Allow",
									Action: ["kms:Decrypt"],
									Resource: "*",
								})),
							},
						},
					},
				},
			}),
	},
	template("actions of one statement", (count) =>
		resources(
			`  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Action: [${each(count, (index) => `"kms:D*c*${String(index)}*t"`, ", ")}], Resource: "*" }] } }`,
		),
	),
	template("buckets and bucket policies", (count) =>
		resources(
			each(
				count,
				(index) =>
					`${bucket(`B${String(index)}`, "aws:kms")}\n  P${String(index)}:\n    Type: AWS::S3::BucketPolicy\n    Properties: { Bucket: !Ref B${String(index)}, PolicyDocument: { Statement: [{ Effect: Deny, Principal: "*", Action: s3:PutObject, Resource: "*", Condition: { StringNotEquals: { s3:x-amz-server-side-encryption: aws:kms } } }] } }`,
			),
		),
	),
	template("buckets that take logs", (count) =>
		resources(
			each(
				count,
				(index) =>
					`${bucket(`B${String(index)}`, "aws:kms")}\n      LoggingConfiguration: { DestinationBucketName: !Ref B${String(Math.max(0, index - 1))} }`,
			),
		),
	),
	template("variables of one function", (count) =>
		resources(
			lambda(
				"F",
				`      Environment:\n        Variables:\n${each(count, (index) => `          DB_PASSWORD_${String(index)}: ${fakeSecret("token", index)}`)}`,
			),
		),
	),
	template(
		"variables in Globals, and functions",
		(count) =>
			resources(
				each(
					count,
					(index) =>
						`  F${String(index)}:\n    Type: AWS::Serverless::Function\n    Properties: { Runtime: nodejs22.x, Handler: index.handler, CodeUri: src }`,
				),
				`Globals:\n  Function:\n    Environment:\n      Variables:\n${each(count, (index) => `        SETTING_${String(index)}: value`)}\n`,
			),
		"template.yaml",
		200,
	),
	template(
		"variables of an anchor, and functions",
		(count) =>
			resources(
				`${lambda("F", `      Environment: &env\n        Variables:\n${each(count, (index) => `          SETTING_${String(index)}: value`)}`)}\n${each(count, (index) => lambda(`F${String(index)}`, "      Environment: *env"))}`,
			),
		"template.yaml",
		200,
	),
	template("doubling anchors", (count) =>
		resources(
			`${lambda("F", `      Environment: { Variables: { A: b } }`)}\n${"Metadata:\n  a0: &a0 [x, x]\n"}${each(count, (index) => `  a${String(index + 1)}: &a${String(index + 1)} [*a${String(index)}, *a${String(index)}]`)}`,
		),
	),
	template("doubling anchors in a property", (count) =>
		resources(
			`  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      Tags:\n        a0: &a0 [x, x]\n${each(count, (index) => `        a${String(index + 1)}: &a${String(index + 1)} [*a${String(index)}, *a${String(index)}]`)}\n      PolicyDocument: *a${String(count)}`,
		),
	),
	template("merge keys", (count) =>
		resources(
			`  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables: &a0\n          K: v\n${each(count, (index) => `  F${String(index)}:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables: &a${String(index + 1)}\n          <<: [*a${String(index)}, *a${String(index)}]\n          K${String(index)}: v`)}`,
		),
	),
	template("parameters", (count) =>
		resources(
			bucket("B"),
			`Parameters:\n${each(count, (index) => `  DbPassword${String(index)}: { Type: String, Default: ${fakeSecret("token", index)} }`)}\n`,
		),
	),
	template("parameters and references", (count) =>
		resources(
			lambda(
				"F",
				`      Environment:\n        Variables:\n${each(count, (index) => `          A${String(index)}: !Ref DbPassword${String(index)}`)}`,
			),
			`Parameters:\n${each(count, (index) => `  DbPassword${String(index)}: { Type: String, NoEcho: true }`)}\n`,
		),
	),
	template("references to one parameter", (count) =>
		resources(
			lambda(
				"F",
				`      Environment:\n        Variables:\n${each(count, (index) => `          A${String(index)}: !Ref DbPassword`)}`,
			),
			`Parameters:\n  DbPassword: { Type: String, AllowedValues: [${each(count, (index) => `v${String(index)}`, ", ")}] }\n`,
		),
	),
	template("mappings", (count) =>
		resources(
			bucket("B", "!FindInMap [M0, A, B]"),
			`Mappings:\n${each(count, (index) => `  M${String(index)}: { A: { B: aws:kms, Password: ${fakeSecret("token", index)} } }`)}\n`,
		),
	),
	template("mappings, each looked in", (count) =>
		resources(
			each(count, (index) => bucket(`B${String(index)}`, `!FindInMap [M${String(index)}, A, B]`)),
			`Mappings:\n${each(count, (index) => `  M${String(index)}: { A: { B: aws:kms } }`)}\n`,
		),
	),
	template(
		"rows of one mapping, each looked up",
		(count) =>
			resources(
				each(count, (index) => bucket(`B${String(index)}`, `!FindInMap [M, R${String(index)}, B]`)),
				`Mappings:\n  M:\n${each(count, (index) => `    R${String(index)}: { B: aws:kms }`)}\n`,
			),
		"template.yaml",
		250,
	),
	template("mappings of passwords, each looked in", (count) =>
		resources(
			lambda(
				"F",
				`      Environment:\n        Variables:\n${each(count, (index) => `          PASSWORD_${String(index)}: !FindInMap [M${String(index)}, A, B]`)}`,
			),
			`Mappings:\n${each(count, (index) => `  M${String(index)}: { A: { B: "${fakeSecret("token", index)}" } }`)}\n`,
		),
	),
	template("keys of one mapping", (count) =>
		resources(
			each(count, (index) => bucket(`B${String(index)}`, "!FindInMap [M, !Ref AWS::Region, Algorithm]")),
			`Mappings:\n  M:\n${each(count, (index) => `    region-${String(index)}: { Algorithm: ${index % 2 === 0 ? "aws:kms" : "AES256"} }`)}\n`,
		),
	),
	template("conditions", (count) =>
		resources(
			bucket("B", "!If [C0, aws:kms, AES256]"),
			`Parameters:\n  Stage: { Type: String, Default: dev }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref Stage, s${String(index)}]`)}\n`,
		),
	),
	template("conditions and branches", (count) =>
		resources(
			each(count, (index) => bucket(`B${String(index)}`, `!If [C${String(index)}, aws:kms, AES256]`)),
			`Parameters:\n  Stage: { Type: String, Default: dev }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref Stage, s${String(index)}]`)}\n`,
		),
	),
	template("doubling conditions", (count) =>
		resources(
			each(count, (index) => bucket(`B${String(index)}`, `!If [C${String(index + 1)}, aws:kms, AES256]`)),
			`Parameters:\n  Stage: { Type: String, Default: dev }\nConditions:\n  C0: !Equals [!Ref Stage, prod]\n${each(count, (index) => `  C${String(index + 1)}: !${index % 2 === 0 ? "And" : "Or"} [!Condition C${String(index)}, !Not [!Condition C${String(index)}]]`)}\n`,
		),
	),
	template("conditions of many conditions", (count) =>
		resources(
			bucket("B", "!If [All, aws:kms, AES256]"),
			`Parameters:\n  Stage: { Type: String }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref Stage, s${String(index)}]`)}\n  All: !Or [${each(count, (index) => `!Condition C${String(index)}`, ", ")}]\n`,
		),
	),
	template("a circle of conditions", (count) =>
		resources(
			each(count, (index) => bucket(`B${String(index)}`, `!If [C${String(index)}, aws:kms, AES256]`)),
			`Conditions:\n${each(count, (index) => `  C${String(index)}: !And [!Condition C${String((index + 1) % count)}, !Condition C${String((index + 7) % count)}]`)}\n`,
		),
	),
	template("branches in a list", (count) =>
		resources(
			`  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n${each(count, (index) => `          - !If [C${String(index)}, { Effect: Allow, Action: kms:Decrypt, Resource: "*" }, !Ref AWS::NoValue]`)}`,
			`Parameters:\n  Stage: { Type: String }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref Stage, s${String(index)}]`)}\n`,
		),
	),
	template("branches in a chain", (count) =>
		resources(
			bucket(
				"B",
				`${each(Math.min(count, 400), (index) => `!If [C${String(index)}, aws:kms, `, "")}AES256${"]".repeat(Math.min(count, 400))}`,
			),
			`Parameters:\n  Stage: { Type: String }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref Stage, s${String(index)}]`)}\n`,
		),
	),
	template("branches of variables", (count) =>
		resources(
			lambda(
				"F",
				`      KmsKeyArn: !If [C0, !Ref K, !Ref AWS::NoValue]\n      Environment:\n        Variables:\n${each(count, (index) => `          DB_PASSWORD_${String(index)}: !If [C${String(index)}, abc, !Ref AWS::NoValue]`)}`,
			),
			`Parameters:\n  Stage: { Type: String }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref Stage, s${String(index)}]`)}\n`,
		),
	),
	template("resources with conditions", (count) =>
		resources(
			each(count, (index) => `${bucket(`B${String(index)}`)}\n    Condition: C${String(index)}`),
			`Parameters:\n  Stage: { Type: String }\nConditions:\n${each(count, (index) => `  C${String(index)}: !Not [!Equals [!Ref Stage, s${String(index)}]]`)}\n`,
		),
	),
	template("holes of one Sub", (count) =>
		resources(
			lambda(
				"F",
				`      Environment: { Variables: { A: !Sub "${each(count, (index) => `a\${B${String(index)}}`, "")}" } }`,
			),
		),
	),
	template("open holes of one Sub", (count) =>
		resources(lambda("F", `      Environment: { Variables: { A: !Sub "${"${".repeat(count)}" } }`)),
	),
	template("variables of one Sub", (count) =>
		resources(
			lambda(
				"F",
				`      Environment:\n        Variables:\n          A: !Sub\n            - "${each(count, (index) => `a\${v${String(index)}}`, "")}"\n            - {${each(count, (index) => ` v${String(index)}: !Ref B`, ",")} }`,
			),
		),
	),
	template("texts with Sub", (count) =>
		resources(
			lambda(
				"F",
				`      Environment:\n        Variables:\n${each(count, (index) => `          A${String(index)}: !Sub "\${AWS::StackName}-\${Stage}-${String(index)}"`)}`,
			),
			"Parameters:\n  Stage: { Type: String }\n",
		),
	),
	template("parts of one Join", (count) =>
		resources(
			lambda(
				"F",
				`      Environment: { Variables: { A: !Join ["", [${each(count, (index) => `"a${String(index)}", !Ref B`, ", ")}]] } }`,
			),
		),
	),
	template("joins in joins", (count) =>
		resources(
			lambda(
				"F",
				`      Environment: { Variables: { A: ${each(Math.min(count, 400), () => '!Join ["-", [a, ', "")}b${"]]".repeat(Math.min(count, 400))} } }`,
			),
		),
	),
	template("nested stacks", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  S${String(index)}:\n    Type: AWS::CloudFormation::Stack\n    Properties: { TemplateURL: ./a.yaml, Parameters: { DbPassword: ${fakeSecret("token", index)} } }`,
			),
		),
	),
	template("dependencies", (count) =>
		resources(
			`${each(count, (index) => bucket(`B${String(index)}`))}\n    DependsOn: [${each(count, (index) => `B${String(index)}`, ", ")}]`,
		),
	),
	template(
		"outputs",
		(count) =>
			`${resources(bucket("B"))}Outputs:\n${each(count, (index) => `  O${String(index)}: { Value: "password=${fakeSecret("token", index)}" }`)}\n`,
	),
	template("comments", (count) =>
		resources(
			each(count, (index) => `  # A comment, ${String(index)}.\n${bucket(`B${String(index)}`, "aws:kms")}`),
		),
	),
	template("directives", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  # eslint-disable-next-line aws-kms/require-bucket-encryption -- accepted ${String(index)}\n${bucket(`B${String(index)}`)}`,
			),
		),
	),
	template("suppressions in Metadata", (count) =>
		resources(
			each(
				count,
				(index) =>
					`${bucket(`B${String(index)}`)}\n    Metadata: { aws-kms: { suppress: [{ rule: require-bucket-encryption, reason: accepted }] } }`,
			),
		),
	),
	template("suppressions of cfn_nag's kind", (count) =>
		resources(
			each(
				count,
				(index) =>
					`${bucket(`B${String(index)}`)}\n    Metadata: { kmslint: { disable: [{ rule: require-bucket-encryption, reason: accepted ${String(index)} }] } }`,
			),
		),
	),
	template("inline programs", (count) =>
		resources(
			each(count, (index) =>
				lambda(
					`F${String(index)}`,
					`      Code:\n        ZipFile: |\n          exports.handler = async (event) => { console.log(process.env.DB_PASSWORD); };`,
				),
			),
		),
	),
	template("inline programs with secrets", (count) =>
		resources(
			each(count, (index) =>
				lambda(
					`F${String(index)}`,
					`      Code:\n        ZipFile: |\n          const password = "${fakeSecret("password", index)}";\n          exports.handler = async (event) => password;`,
				),
			),
		),
	),
	template("lines of one inline program", (count) =>
		resources(
			lambda(
				"F",
				`      Code:\n        ZipFile: |\n${each(count, (index) => `          exports.h${String(index)} = async (event) => { console.log(process.env.DB_PASSWORD); };`)}`,
			),
		),
	),
	template("lines of user data", (count) =>
		resources(
			`  I:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n${each(count, (index) => `          export DB_PASSWORD=${fakeSecret("token", index)} && curl -u app:secret https://\${AWS::Region}.example.org`)}`,
		),
	),
	template("one long scalar", (count) =>
		resources(
			`  B:\n    Type: AWS::S3::Bucket\n    Properties: { BucketName: "${"a plain text ".repeat(count)}" }`,
		),
	),
	template("one long random scalar", (count) =>
		resources(
			`  B:\n    Type: AWS::S3::Bucket\n    Properties: { BucketName: "${each(count, (index) => fakeSecret("token", index), "")}" }`,
		),
	),
	template("pairs in one scalar", (count) =>
		resources(
			`  B:\n    Type: AWS::S3::Bucket\n    Properties: { BucketName: "${each(count, (index) => `password=${fakeSecret("token", index)}`, "&")}" }`,
		),
	),
	template("lines of one block", (count) =>
		resources(
			`  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: |\n${each(count, (index) => `        password: ${fakeSecret("token", index)}`)}`,
		),
	),
	template(
		"secrets on one line",
		(count) =>
			`{ "Resources": { ${each(count, (index) => `"S${String(index)}": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Name": "password", "Value": "${fakeSecret("token", index)}" } }`, ", ")} } }`,
		"template.json",
	),
	template(
		"buckets in JSON",
		(count) =>
			JSON.stringify(
				{
					Resources: Object.fromEntries(
						Array.from({ length: count }, (_, index) => [
							`B${String(index)}`,
							{
								Type: "AWS::S3::Bucket",
								Properties: {
									BucketEncryption: {
										ServerSideEncryptionConfiguration: [
											{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
										],
									},
								},
							},
						]),
					),
				},
				null,
				2,
			),
		"template.json",
	),
	template("loops", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  Fn::ForEach::L${String(index)}:\n    - N\n    - [a, b, c]\n    - "B\${N}${String(index)}":\n        Type: AWS::S3::Bucket`,
			),
			"",
		).replace("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"),
	),
	template("loops in loops", (count) =>
		resources(
			`  ${each(count, (index) => `Fn::ForEach::L${String(index)}: [N${String(index)}, [a, b], {`, " ")} "B\${N0}": { Type: AWS::S3::Bucket } ${"}]".repeat(count)}`,
			"",
		).replace("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"),
	),
	template("resources in two nested loops", (count) =>
		resources(
			`  Fn::ForEach::L: [N, [a, b, c, d], { Fn::ForEach::M: [O, [a, b, c, d], { ${each(count, (index) => `"B${String(index)}\${N}\${O}": { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "b-\${N}-\${O}" } }`, ", ")} }] }]`,
			"",
		).replace("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"),
	),
	template("items of one loop", (count) =>
		resources(
			`  Fn::ForEach::L:\n    - N\n    - [${each(count, (index) => `n${String(index)}`, ", ")}]\n    - "B\${N}":\n        Type: AWS::S3::Bucket\n        Properties: { BucketName: !Sub "b-\${N}" }`,
			"",
		).replace("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"),
	),
	template("policies of a SAM function", (count) =>
		resources(
			`  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      KmsKeyArn: !Ref K\n      Policies:\n${each(count, (index) => `        - S3ReadPolicy: { BucketName: b${String(index)} }`)}`,
		),
	),
	template("state machines", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  M${String(index)}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties: { DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Task","Parameters":{"password":"${fakeSecret("token", index)}"}}}}' }`,
			),
		),
	),
	template(
		"parameters that conditions compare",
		(count) =>
			resources(
				bucket("B"),
				`Parameters:\n${each(count, (index) => `  DbPassword${String(index)}: { Type: String, Default: changeme }`)}\nConditions:\n${each(count, (index) => `  C${String(index)}: !Equals [!Ref DbPassword${String(index)}, changeme]`)}\n`,
			),
		"template.yaml",
		20,
	),
	template("log groups", (count) =>
		resources(
			each(
				count,
				(index) =>
					`  L${String(index)}:\n    Type: AWS::Logs::LogGroup\n    Properties: { LogGroupName: !Sub "/aws/lambda/\${F${String(index)}}" }\n${lambda(`F${String(index)}`, "      Code: { S3Bucket: b, S3Key: k }")}`,
			),
		),
	),
];

const app = (name: string, text: (count: number) => string, from = DEFAULT): GrowingText => ({
	name: `cdk: ${name}`,
	filename: "stack.ts",
	text,
	from,
});
const doublingApp = (name: string, text: (count: number) => string): GrowingText => ({
	...app(`doubling ${name}`, text),
	endless: true,
});
const stack = (body: string, before = ""): string =>
	`import * as cdk from "aws-cdk-lib";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nimport * as s3 from "aws-cdk-lib/aws-s3";\nimport * as kms from "aws-cdk-lib/aws-kms";\nimport * as iam from "aws-cdk-lib/aws-iam";\nimport { Construct } from "constructs";\n${before}\nexport class AppStack extends cdk.Stack {\n\tconstructor(scope: Construct, id: string, props?: cdk.StackProps) {\n\t\tsuper(scope, id, props);\n${body}\n\t}\n}\n`;
const fn = (id: string, environment: string): string =>
	`new lambda.Function(this, "${id}", { runtime: lambda.Runtime.NODEJS_22_X, handler: "index.handler", code: lambda.Code.fromAsset("src"), environment: ${environment} });`;

/** Apps of the CDK. */
const APPS: readonly GrowingText[] = [
	app("buckets", (count) =>
		stack(
			each(
				count,
				(index) => `new s3.Bucket(this, "B${String(index)}", { encryption: s3.BucketEncryption.S3_MANAGED });`,
			),
		),
	),
	app("buckets in variables", (count) =>
		stack(each(count, (index) => `const b${String(index)} = new s3.Bucket(this, "B${String(index)}");`)),
	),
	app("functions", (count) =>
		stack(each(count, (index) => fn(`F${String(index)}`, `{ DB_PASSWORD: "${fakeSecret("token", index)}" }`))),
	),
	app("keys", (count) =>
		stack(
			each(
				count,
				(index) =>
					`const k${String(index)} = new kms.Key(this, "K${String(index)}"); k${String(index)}.addToResourcePolicy(new iam.PolicyStatement({ actions: ["kms:*"], principals: [new iam.AnyPrincipal()], resources: ["*"] }));`,
			),
		),
	),
	app("late facts of one function", (count) =>
		stack(
			`const f = ${fn("F", "{}")}\n${each(count, (index) => `f.addEnvironment("DB_PASSWORD_${String(index)}", "${fakeSecret("token", index)}");`)}`,
		),
	),
	app("late facts of many functions", (count) =>
		stack(
			each(
				count,
				(index) =>
					`const f${String(index)} = ${fn(`F${String(index)}`, "{}")} f${String(index)}.addEnvironment("A", "b"); key.grantDecrypt(f${String(index)});`,
			),
			"declare const key: kms.Key;",
		),
	),
	app("grants of one key", (count) =>
		stack(
			`const key = new kms.Key(this, "K");\n${each(count, (index) => `const f${String(index)} = ${fn(`F${String(index)}`, "{ A: 'b' }")} key.grantDecrypt(f${String(index)});`)}`,
		),
	),
	app("overrides", (count) =>
		stack(
			each(
				count,
				(index) =>
					`const b${String(index)} = new s3.Bucket(this, "B${String(index)}"); (b${String(index)}.node.defaultChild as s3.CfnBucket).addPropertyOverride("A.B${String(index)}", true);`,
			),
		),
	),
	app("overrides of one bucket", (count) =>
		stack(
			`const b = new s3.Bucket(this, "B"); const c = b.node.defaultChild as s3.CfnBucket;\n${each(count, (index) => `c.addPropertyOverride("A.B${String(index)}", true);`)}`,
		),
	),
	app("statements of one policy", (count) =>
		stack(
			`new iam.ManagedPolicy(this, "P", { statements: [${each(count, (index) => `new iam.PolicyStatement({ actions: ["kms:Decrypt"], resources: ["arn:${String(index)}"] })`, ", ")}] });`,
		),
	),
	app("added statements of one role", (count) =>
		stack(
			`const r = new iam.Role(this, "R", { assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com") });\n${each(count, () => 'r.addToPolicy(new iam.PolicyStatement({ actions: ["kms:Decrypt"], resources: ["*"] }));')}`,
		),
	),
	app("variables of one object", (count) =>
		stack(
			`const env: Record<string, string> = {};\n${each(count, (index) => `env.A${String(index)} = "b";`)}\n${fn("F", "env")}`,
		),
	),
	app("variables of one literal", (count) =>
		stack(fn("F", `{ ${each(count, (index) => `A${String(index)}: "b"`, ", ")} }`)),
	),
	app("spreads in one object", (count) =>
		stack(
			fn("F", `{ ${each(count, (index) => `...more${String(index)}`, ", ")} }`),
			each(count, (index) => `const more${String(index)} = { A${String(index)}: "b" };`),
		),
	),
	app("unknown spreads in one object", (count) =>
		stack(
			fn("F", `{ ${each(count, (index) => `A${String(index)}: "b", ...more${String(index)}`, ", ")} }`),
			each(count, (index) => `declare const more${String(index)}: Record<string, string>;`),
		),
	),
	app("conditional spreads in one object", (count) =>
		stack(
			fn(
				"F",
				`{ ${each(count, (index) => `...(props?.a${String(index)} ? { A: "b", B${String(index)}: "c" } : {})`, ", ")} }`,
			),
		),
	),
	doublingApp("spreads", (count) =>
		stack(
			fn("F", `x${String(count)}`),
			doubling(count, '{ A: "b" }', (before) => `{ ...${before}, ...${before} }`),
		),
	),
	doublingApp("objects", (count) =>
		stack(
			fn("F", `x${String(count)}`),
			doubling(count, '{ A: "b" }', (before) => `{ a: ${before}, b: ${before} }`),
		),
	),
	doublingApp("lists", (count) =>
		stack(
			`new s3.Bucket(this, "B", { cors: x${String(count)} });`,
			doubling(count, '["a"]', (before) => `[...${before}, ...${before}]`),
		),
	),
	doublingApp("texts", (count) =>
		stack(
			fn("F", `{ A: x${String(count)} }`),
			doubling(count, '"a"', (before) => `${before} + ${before}`),
		),
	),
	doublingApp("templates", (count) =>
		stack(
			fn("F", `{ A: x${String(count)} }`),
			doubling(count, "process.env.A", (before) => `\`\${${before}}-\${${before}}\``),
		),
	),
	doublingApp("fallbacks", (count) =>
		stack(
			fn("F", `{ A: x${String(count)} }`),
			doubling(count, "process.env.A", (before) => `${before} ?? ${before}`),
		),
	),
	doublingApp("ternaries", (count) =>
		stack(
			fn("F", `{ A: x${String(count)} }`),
			doubling(count, "process.env.A", (before) => `cond ? ${before} : ${before}`),
		),
	),
	doublingApp("functions", (count) =>
		stack(
			fn("F", "{ A: f0() }"),
			`${each(count, (index) => `function f${String(index)}() { return f${String(index + 1)}() + f${String(index + 1)}(); }`)}\nfunction f${String(count)}() { return "a"; }`,
		),
	),
	app("functions that make buckets", (count) =>
		stack(
			"make0(this);",
			`${each(count, (index) => `function make${String(index)}(scope: Construct) { new s3.Bucket(scope, "B${String(index)}"); make${String(index + 1)}(scope); make${String(index + 1)}(scope); }`)}\nfunction make${String(count)}(scope: Construct) { new s3.Bucket(scope, "B"); }`,
		),
	),
	app("calls of one function that makes", (count) =>
		stack(
			each(count, (index) => `make(this, "B${String(index)}");`),
			"function make(scope: Construct, id: string) { return new s3.Bucket(scope, id); }",
		),
	),
	app("functions of functions", (count) =>
		stack(
			"f0(this, 1);",
			`${each(count, (index) => `function f${String(index)}(s: Construct, n: number): void { f${String((index + 1) % count)}(s, n); f${String((index + 3) % count)}(s, n); new s3.Bucket(s, "B" + n); }`)}`,
		),
	),
	app("items of one loop", (count) =>
		stack(
			`for (const name of [${each(count, (index) => `"n${String(index)}"`, ", ")}]) { new s3.Bucket(this, name); }`,
		),
	),
	app("loops in loops", (count) =>
		stack(
			`${each(Math.min(count, 60), (index) => `for (const a${String(index)} of ["x", "y", "z"]) {`, " ")} new s3.Bucket(this, a0); ${"}".repeat(Math.min(count, 60))}\n${each(count, (index) => `for (const b${String(index)} of ["x", "y"]) { new s3.Bucket(this, b${String(index)}); }`)}`,
		),
	),
	app(
		"loops in a loop",
		(count) =>
			stack(
				`for (const a of ["x", "y"]) {\n${each(count, (index) => `for (const b${String(index)} of ["x", "y"]) { new s3.Bucket(this, a + b${String(index)}); }`)}\n}`,
			),
		150,
	),
	app("items of two nested loops", (count) =>
		stack(
			`const list = [${each(count, (index) => `"n${String(index)}"`, ", ")}];\nfor (const a of list) { for (const b of list) { new s3.Bucket(this, a + b, { bucketName: a }); } }`,
		),
	),
	app("classes", (count) =>
		stack(
			"",
			each(
				count,
				(index) =>
					`class C${String(index)} extends Construct { constructor(scope: Construct, id: string) { super(scope, id); new s3.Bucket(this, "B"); } }`,
			),
		),
	),
	app("a chain of classes", (count) =>
		stack(
			"new C1(this, 'X', {});",
			`class C0 extends s3.Bucket {}\n${each(count, (index) => `class C${String(index + 1)} extends C${String(index)} { constructor(scope: Construct, id: string, props: any) { super(scope, id, { ...props, bucketName: "n" }); } }\n`)}`,
		),
	),
	app("uses of one class", (count) =>
		stack(
			each(count, (index) => `new C(this, "X${String(index)}", { a: "b" });`),
			'class C extends Construct { constructor(scope: Construct, id: string, props: any) { super(scope, id); new s3.Bucket(this, "B", { bucketName: props.a }); } }',
		),
	),
	app("fields of one class", (count) =>
		stack(
			each(
				count,
				(index) =>
					`this.b${String(index)} = new s3.Bucket(this, "B${String(index)}"); this.b${String(index)}.addEventNotification(1);`,
			),
		),
	),
	app("parts of one text", (count) => stack(fn("F", `{ A: \`${each(count, () => "a${props?.b}", "")}\` }`))),
	app("holes of one Fn.sub", (count) => stack(fn("F", `{ A: cdk.Fn.sub("${each(count, () => "a${B}", "")}") }`))),
	app("open holes of one Fn.sub", (count) => stack(fn("F", `{ A: cdk.Fn.sub("${"${".repeat(count)}") }`))),
	app("open holes of one resolved text", (count) =>
		stack(fn("F", `{ A: "{{resolve:secretsmanager:${"${".repeat(count)}" }`)),
	),
	app("conditions", (count) =>
		stack(
			each(
				count,
				(index) =>
					`const c${String(index)} = new cdk.CfnCondition(this, "C${String(index)}", { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, "r${String(index)}") }); new s3.CfnBucket(this, "B${String(index)}", { bucketName: cdk.Fn.conditionIf(c${String(index)}.logicalId, "a", "b").toString() });`,
			),
		),
	),
	app("parameters", (count) =>
		stack(
			each(
				count,
				(index) =>
					`const p${String(index)} = new cdk.CfnParameter(this, "DbPassword${String(index)}", { type: "String", default: "${fakeSecret("token", index)}" });`,
			),
		),
	),
	app("ifs", (count) =>
		stack(each(count, (index) => `if (props?.a${String(index)}) { new s3.Bucket(this, "B${String(index)}"); }`)),
	),
	app("aspects", (count) =>
		stack(
			each(count, (index) => `cdk.Aspects.of(this).add(new A${String(index)}());`),
			each(
				count,
				(index) =>
					`class A${String(index)} implements cdk.IAspect { visit(node: any) { if (node instanceof s3.CfnBucket) { node.bucketEncryption = {}; } } }`,
			),
		),
	),
	app("comments", (count) => stack(each(count, (index) => `// A comment, ${String(index)}.`))),
	app("directives", (count) =>
		stack(
			each(
				count,
				(index) =>
					`// eslint-disable-next-line aws-kms/require-bucket-encryption -- accepted\nnew s3.Bucket(this, "B${String(index)}", { encryption: s3.BucketEncryption.S3_MANAGED });`,
			),
		),
	),
	app("secrets in texts of buckets", (count) =>
		stack(
			each(
				count,
				(index) =>
					`new s3.Bucket(this, "B${String(index)}", { bucketName: "password=${fakeSecret("token", index)}" });`,
			),
		),
	),
	app("volumes", (count) =>
		stack(
			each(
				count,
				(index) =>
					`new ec2.Volume(this, "V${String(index)}", { availabilityZone: "a", size: cdk.Size.gibibytes(1), encrypted: false });`,
			),
			'import * as ec2 from "aws-cdk-lib/aws-ec2";',
		),
	),
	app("pushes to one list", (count) =>
		stack(
			`const list: string[] = [];\n${each(count, () => 'list.push("kms:Decrypt");')}\nnew iam.ManagedPolicy(this, "P", { statements: [new iam.PolicyStatement({ actions: list, resources: ["*"] })] });`,
		),
	),
	app("maps over one list", (count) =>
		stack(
			`const list = [${each(count, (index) => `"a${String(index)}"`, ", ")}];\nnew iam.ManagedPolicy(this, "P", { statements: [new iam.PolicyStatement({ actions: list.map((one) => "kms:" + one), resources: ["*"] })] });`,
		),
	),
];

const module = (name: string, text: (count: number) => string, from = DEFAULT): GrowingText => ({
	name: `module: ${name}`,
	filename: "main.tf",
	text,
	from,
});
const block = (type: string, index: number, body: string): string =>
	`resource "${type}" "r${String(index)}" {\n${body}\n}\n`;

/** Modules of Terraform. */
const MODULES: readonly GrowingText[] = [
	module("keys", (count) => each(count, (index) => block("aws_kms_key", index, "  deletion_window_in_days = 7"))),
	module("buckets with their encryption", (count) =>
		each(
			count,
			(index) =>
				`${block("aws_s3_bucket", index, '  bucket = "b"')}${block("aws_s3_bucket_server_side_encryption_configuration", index, `  bucket = aws_s3_bucket.r${String(index)}.id\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = "AES256"\n    }\n  }`)}`,
		),
	),
	module("functions with secrets", (count) =>
		each(count, (index) =>
			block(
				"aws_lambda_function",
				index,
				`  environment {\n    variables = {\n      DB_PASSWORD = "${fakeSecret("password", index)}" # comment\n      STAGE       = "prod"\n    }\n  }`,
			),
		),
	),
	module("variables with secrets, and their outputs", (count) =>
		each(
			count,
			(index) =>
				`variable "password${String(index)}" {\n  default = "${fakeSecret("password", index)}"\n}\n\noutput "o${String(index)}" {\n  value = var.password${String(index)}\n}\n`,
		),
	),
	module(
		"locals of locals",
		(count) =>
			`locals {\n  x0 = "${fakeSecret("password", 1)}"\n${each(count, (index) => `  x${String(index + 1)} = local.x${String(index)}`)}\n}\n\n${block("aws_db_instance", 0, `  password = local.x${String(count)}`)}`,
	),
	module("texts of several lines", (count) =>
		each(count, (index) =>
			block(
				"aws_instance",
				index,
				`  user_data = <<-EOT\n    export A=\${var.a}\n    export DB_PASSWORD='${fakeSecret("password", index)}'\n  EOT`,
			),
		),
	),
	module("broken lines", (count) => each(count, (index) => `a${String(index)} = [\n  b c "\n`)),
	module("comments that are not closed", (count) => each(count, (index) => `a${String(index)} = 1 /*`)),
	module("texts without an end", (count) => each(count, (index) => `a${String(index)} = <<E${String(index)}`)),
	module("brackets that are not closed", (count) => each(count, (index) => `a${String(index)} = {`)),
	module("arguments on one line", (count) => `locals { a = [${each(count, (index) => String(index), ", ")}] }\n`),
];

/** Every kind, by its name. */
export const GROWING_TEXTS: readonly GrowingText[] = [...SOURCES, ...TEMPLATES, ...APPS, ...MODULES];
