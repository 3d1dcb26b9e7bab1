import type { Canary } from "./canaries.ts";

/** One way to have a secret in a program. `free`: nothing around it says that it is one. */
interface ProgramPlace {
	readonly name: string;
	readonly write: (literal: string, canary: Canary) => string;
	readonly free?: true;
	/** A word alone may say which kind of secret is asked for, and stays. */
	readonly likely?: true;
	/** Written as it is, not as a literal: kinds of several lines do not fit. */
	readonly bare?: true;
	readonly extension?: "tsx" | "ts" | "js" | "mjs";
}

const half = (value: string): readonly [string, string] => [
	value.slice(0, value.length / 2),
	value.slice(value.length / 2),
];
const quote = (value: string): string => JSON.stringify(value);

/** Statements with a secret in them. */
export const PROGRAM_PLACES: readonly ProgramPlace[] = [
	{ name: "constant", write: (l) => `const dbPassword = ${l};` },
	{ name: "variable", write: (l) => `let apiToken = ${l}; apiToken = apiToken.trim();` },
	{ name: "exported", write: (l) => `export const CLIENT_SECRET = ${l};` },
	{ name: "property", write: (l) => `const options = { host: "db", password: ${l}, port: 5432 };` },
	{ name: "quoted property", write: (l) => `const options = { "client-secret": ${l} };` },
	{
		name: "nested property",
		write: (l) => `const options = { db: { credentials: { user: "app", password: ${l} } } };`,
	},
	{ name: "value below a name", write: (l) => `const options = { password: { default: ${l} } };` },
	{ name: "list below a name", write: (l) => `const options = { passwords: ["a", ${l}] };` },
	{ name: "map of secrets", write: (l) => `const secrets = { stripe: ${l} };` },
	{ name: "pairs", write: (l) => `const all = new Map([["db-password", ${l}]]);` },
	{ name: "name and value", write: (l) => `const env = [{ name: "DB_PASSWORD", value: ${l} }];` },
	{ name: "class field", write: (l) => `class Client { password = ${l}; }` },
	{ name: "private field", write: (l) => `class Client { #apiToken = ${l}; get() { return this.#apiToken; } }` },
	{ name: "static field", write: (l) => `class Client { static secretKey = ${l}; }` },
	{ name: "default of a parameter", write: (l) => `const open = (password = ${l}) => password;` },
	{ name: "default of a pattern", write: (l) => `const { password = ${l} } = process.env;` },
	{ name: "assignment", write: (l) => `const config = {}; config.dbPassword = ${l};` },
	{ name: "environment written", write: (l) => `process.env.DB_PASSWORD = ${l};` },
	{ name: "fallback", write: (l) => `export const p = process.env.DB_PASSWORD ?? ${l};` },
	{ name: "fallback of old", write: (l) => `export const p = process.env["JWT_SECRET"] || ${l};` },
	{ name: "ternary", write: (l) => `export const p = process.env.API_TOKEN ? process.env.API_TOKEN : ${l};` },
	{ name: "assigned fallback", write: (l) => `let p = process.env.API_TOKEN; p ??= ${l};` },
	{ name: "hmac", write: (l) => `const mac = createHmac("sha256", ${l}).update("a");` },
	{ name: "jwt", write: (l) => `const t = jwt.sign({ sub: "a" }, ${l}, { algorithm: "HS256" });` },
	{ name: "imported signature", write: (l) => `const t = require("jsonwebtoken").sign({ sub: "a" }, ${l});` },
	{ name: "plugin's options", write: (l) => `app.register(require("@fastify/jwt"), { secret: [${l}] });` },
	{ name: "imported one-time password", write: (l) => `require("otplib").totp.generate(${l});` },
	{ name: "cipher", write: (l) => `const c = createCipheriv("aes-256-cbc", ${l}, iv);` },
	{ name: "sequelize", write: (l) => `const db = new Sequelize("shop", "app", ${l}, { dialect: "mysql" });` },
	{ name: "mysql", write: (l) => `const db = mysql.createConnection({ host: "db", user: "app", password: ${l} });` },
	{ name: "connection's argument", write: (l) => `const db = mysql.createConnection("db", "app", ${l});` },
	{ name: "login", write: (l) => `client.login("app", ${l});` },
	{ name: "setter", write: (l) => `client.setPassword(${l});` },
	{ name: "set by name", write: (l) => `headers.set("x-api-key", ${l});` },
	{ name: "header", write: (_l, { value }) => `const h = { Authorization: ${quote(`Bearer ${value}`)} };` },
	{
		name: "basic header",
		write: (_l, { value }) =>
			`const h = { Authorization: "Basic ${Buffer.from(`app:${value}`).toString("base64")}" };`,
	},
	{ name: "buffer", write: (l) => `const signingKey = Buffer.from(${l}, "utf8");` },
	{ name: "safe comparison", write: (l) => `if (timingSafeEqual(Buffer.from(token), Buffer.from(${l}))) { go(); }` },
	{ name: "comparison", write: (l) => `if (event.headers.apiKey === ${l}) { go(); }` },
	{ name: "comparison with a token", write: (l) => `if (token === ${l}) { go(); }`, likely: true },
	{
		name: "comparison with what a function gives",
		write: (l) => `if ((await getApiKey()) !== ${l}) { go(); }`,
	},
	{ name: "comparison behind a name", write: (l) => `const expected = ${l}; if (secret === expected) { go(); }` },
	{ name: "comparison by a function", write: (l) => `assert.strictEqual(config.apiSecret, ${l});` },
	{ name: "comparison of CDK", write: (l) => `cdk.Fn.conditionEquals(dbPassword, ${l});` },
	{ name: "switch", write: (l) => `switch (password) { case ${l}: go(); }` },
	{ name: "result", write: (l) => `function getPassword() { return ${l}; }` },
	{
		name: "concatenation",
		write: (_l, { value }) => `const password = ${quote(half(value)[0])} + ${quote(half(value)[1])};`,
	},
	{
		name: "join",
		write: (_l, { value }) => `const password = [${quote(half(value)[0])}, ${quote(half(value)[1])}].join("");`,
	},
	{ name: "constant behind", write: (l) => `const VALUE = ${l}; const db = { password: VALUE };` },
	{ name: "constant in a sink", write: (l) => `const VALUE = ${l}; const mac = createHmac("sha256", VALUE);` },
	{
		name: "JSON",
		write: (_l, { value }) => `const c = JSON.parse(${quote(JSON.stringify({ user: "app", password: value }))});`,
	},
	{
		name: "JSON with escapes",
		write: (_l, { value }) =>
			`const c = JSON.parse(${quote(`{"pass\\u0077ord":"${[...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"}`)});`,
	},
	{
		name: "query",
		write: (_l, { value }) =>
			`const u = ${quote(`https://api.acme.test/v1?user=a&password=${encodeURIComponent(value)}`)};`,
	},
	{
		name: "connection string",
		write: (_l, { value }) =>
			`const u = ${quote(`Server=db;User ID=app;Password=${value.replaceAll("\n", "")};Encrypt=true`)};`,
	},
	{
		name: "connection string that begins with the password",
		write: (_l, { value }) => `const u = ${quote(`Password=${value.replaceAll("\n", "")};Server=db`)};`,
	},
	{
		name: "connection string given to a client",
		write: (_l, { value }) =>
			`const pool = new sql.ConnectionPool(${quote(`Server=db; User Id=app; Password=${value.replaceAll("\n", "")}; Encrypt=true`)});`,
	},
	{
		name: "parts of a URI",
		write: (l) => `const u = "postgres://" + user + ":" + ${l} + "@" + host + "/orders";`,
	},
	{ name: "holes of a URI", write: (l) => `const u = \`\${scheme}://\${user}:\${${l}}@\${host}/orders\`;` },
	{ name: "joined parts of a URI", write: (l) => `const u = ["postgres://", user, ":", ${l}, "@", host].join("");` },
	{
		name: "basic header made here",
		write: (l) => `const h = { Authorization: "Basic " + btoa("app:" + ${l}) };`,
	},
	{
		name: "basic header of a template",
		write: (l) => `const h = { Authorization: \`Basic \${Buffer.from(\`app:\${${l}}\`).toString("base64")}\` };`,
	},
	{ name: "header written", write: (l) => `const x = ${l}; headers.set("Authorization", x);` },
	{ name: "option of a client", write: (l) => `const x = ${l}; const o = new Octokit({ auth: x });` },
	{ name: "auth", write: (l) => `const o = connect({ auth: ${l} });`, likely: true },
	{ name: "owner by token", write: (l) => `const apiKeys = { [${l}]: "alice" };`, likely: true },
	{ name: "user and password as one", write: (_l, { value }) => `http.get({ auth: ${quote(`app:${value}`)} });` },
	{ name: "shared key of a network", write: (l) => `const psk = ${l};` },
	{
		name: "default of a variable",
		write: (l) => `convict({ db: { doc: "it", default: ${l}, env: "DB_PASSWORD" } });`,
	},
	{
		name: "glued option in a list",
		write: (_l, { value }) => `spawn("mysql", ["-u", "root", ${quote(`-p${value}`)}]);`,
	},
	{
		name: "column of SQL",
		write: (_l, { value }) =>
			`db.query(${quote(`INSERT INTO users (name, password) VALUES ('ann', '${value.replaceAll("\n", "")}')`)});`,
	},
	{
		name: "login in a comment",
		write: (_l, { value }) => `go(); // login: ann / ${value.replaceAll("\n", "")}`,
		bare: true,
	},
	{ name: "announced in a template", write: (l) => `const t = \`Your password is \${${l}}.\`;` },
	{
		name: "announced in an element",
		write: (l) => `const e = <p>Your password is {${l}}.</p>;`,
		extension: "tsx",
	},
	{ name: "prefix", write: (l) => `if (apiToken.startsWith(${l})) { go(); }`, likely: true },
	{
		name: "unquoted word of a shell",
		write: (_l, { value }) =>
			`execSync(${quote(`deploy --password=${value.replaceAll(/\s/gu, "")} --stage prod`)});`,
		bare: true,
	},
	{
		name: "end of a connection string",
		write: (_l, { value }) => `const u = ${quote(`Server=db;Uid=app;Pwd=${value.replaceAll(/[\n;]/gu, "")}`)};`,
		bare: true,
	},
	{
		name: "statement of SQL with quotes twice",
		write: (_l, { value }) =>
			`db.query(${quote(`ALTER USER app IDENTIFIED BY '${value.replaceAll("\n", "").replaceAll("'", "''")}'`)});`,
	},
	{
		name: "JSON in a text",
		write: (_l, { value }) => `go(${quote(`'${JSON.stringify({ a: { api_token: value } })}'`)});`,
	},
	{ name: "imported text", write: (_l, { value }) => `import(${quote(JSON.stringify({ password: value }))});` },
	{ name: "required text", write: (_l, { value }) => `require(${quote(JSON.stringify({ password: value }))});` },
	{
		name: "statement of SQL",
		write: (_l, { value }) =>
			`db.query(${quote(`CREATE USER app IDENTIFIED BY '${value.replaceAll("\n", "")}'`)});`,
	},
	{ name: "collection", write: (l) => `const passwords = new Map(); passwords.set("app", ${l});` },
	{ name: "place of a text", write: (l) => `const t = text.replace("{{password}}", ${l});` },
	{ name: "plain text of old", write: (l) => `const s = cdk.SecretValue.plainText(${l});` },
	{
		name: "hole of a connection string",
		write: (l) => `const c = \`Server=db;Password=\${${l}};Encrypt=true\`;`,
	},
	{
		name: "hidden field of a form",
		write: (l) => `const e = <input type="hidden" name="api_token" value={${l}} />;`,
		extension: "tsx",
	},
	{
		name: "AWS keys",
		write: (l) => `const s3 = new S3Client({ credentials: { accessKeyId: "AKIA", secretAccessKey: ${l} } });`,
	},
	{ name: "AWS keys of v2", write: (l) => `AWS.config.update({ accessKeyId: "a", secretAccessKey: ${l} });` },
	{ name: "JSX", write: (l) => `const e = <Client apiKey={${l}} name="a" />;`, extension: "tsx" },
	{ name: "enum", write: (l) => `enum Keys { ApiSecret = ${l} }`, extension: "ts" },
	{ name: "asserted", write: (l) => `const password = ${l} as const;`, extension: "ts" },
	{ name: "tagged", write: (_l, { value }) => `const password = secret\`${value.replaceAll(/[`\\$]/gu, "")}\`;` },
	{
		name: "template with a hole",
		write: (_l, { value }) => `const password = \`\${stage}${value.replaceAll(/[`\\$]/gu, "")}\`;`,
	},
	{ name: "named argument", write: (l) => `connect(${l}); function connect(password) { return password; }` },
	{ name: "comment", write: (_l, { value }) => `go(); // password: ${value.replaceAll("\n", "\n// ")}`, bare: true },
	{
		name: "commented-out template",
		write: (_l, { value }) =>
			`go(); /* new Stripe(\`${value.replaceAll("\n", "").replaceAll(/[`\\$]/gu, "\\$&")}\`) */`,
		bare: true,
	},
	{
		name: "end of a sentence",
		write: (_l, { value }) => `go(); // the password is ${value.replaceAll("\n", "\n// ")}`,
		bare: true,
	},
	{
		name: "comment in prose",
		write: (_l, { value }) => `/* the old password was ${value.replaceAll(" ", "-")} */ go();`,
		bare: true,
	},
	{
		name: "regular expression",
		write: (_l, { value }) => `const r = /password=${value.replaceAll(/[^\w]/gu, "")}/u;`,
		bare: true,
	},
	// What leads to where a secret belongs
	{ name: "field in a sink", write: (l) => `class A { k = ${l}; sign(c) { return jwt.sign(c, this.k); } }` },
	{
		name: "field written in a constructor",
		write: (l) => `class A { constructor() { this.k = ${l}; } sign(c) { return jwt.sign(c, this.k); } }`,
	},
	{ name: "property in a sink", write: (l) => `const all = { k: { a: ${l} } }; const t = jwt.sign(c, all.k.a);` },
	{ name: "item in a sink", write: (l) => `const all = ["a", ${l}]; const t = jwt.sign(c, all[1]);` },
	{ name: "result in a sink", write: (l) => `const get = () => ${l}; const t = jwt.sign(c, get());` },
	{ name: "parameter in a sink", write: (l) => `function go(c, k) { return jwt.sign(c, k); } go(1, ${l});` },
	{ name: "default in a sink", write: (l) => `const go = (c, k = ${l}) => jwt.sign(c, k);` },
	{ name: "assigned later", write: (l) => `let k; k = ${l}; const t = jwt.sign(c, k);` },
	{ name: "taken apart in a sink", write: (l) => `const { a: k } = { a: ${l} }; const t = jwt.sign(c, k);` },
	{ name: "buffer in a sink", write: (l) => `const k = Buffer.from(${l}); const d = createDecipheriv(a, k, iv);` },
	{ name: "item of a list", write: (l) => `const [user, password] = ["app", ${l}];` },
	{ name: "split", write: (_l, { value }) => `const [user, password] = ${quote(`app:${value}`)}.split(":");` },
	{ name: "loop", write: (l) => `for (const token of ["aaa", ${l}]) { go(token); }` },
	{ name: "generator", write: (l) => `function* tokens() { yield ${l}; }` },
	{ name: "result inside a try", write: (l) => `function getToken() { try { return ${l}; } catch { return 0; } }` },
	{
		name: "fallback of a result",
		write: (l) => `function get() { const t = process.env.API_TOKEN; if (!t) { return ${l}; } return t; }`,
	},
	{ name: "map of maps", write: (l) => `const secrets = { prod: { stripe: ${l} } };` },
	{ name: "key behind a constant", write: (l) => `const NAME = "password"; const o = {}; o[NAME] = ${l};` },
	{ name: "defined property", write: (l) => `Object.defineProperty(o, "password", { value: ${l} });` },
	{ name: "parameter of a method", write: (l) => `class C { open(user, secret) {} } new C().open("app", ${l});` },
	{ name: "equals", write: (l) => `if (password.equals(${l})) { go(); }` },
	{ name: "expectation", write: (l) => `expect(config.password).toBe(${l});` },
	{ name: "one of several", write: (l) => `if (["aaa", ${l}].includes(apiKey)) { go(); }` },
	{ name: "default of a reader", write: (l) => `const p = env.get("DB_PASSWORD").default(${l}).asString();` },
	{ name: "default of an option", write: (l) => `program.option("-p, --password <text>", "as typed", ${l});` },
	{
		name: "key of jose",
		write: (l) => `const t = new SignJWT({}).setIssuedAt().sign(new TextEncoder().encode(${l}));`,
	},
	{ name: "seal", write: (l) => `const s = Iron.seal(data, ${l}, Iron.defaults);` },
	{ name: "sign in", write: (l) => `auth.signInWithEmailAndPassword("me@acme-shop.com", ${l});` },
	{
		name: "secure parameter",
		write: (l) => `new PutParameterCommand({ Name: "/app/a", Value: ${l}, Type: "SecureString" });`,
	},
	{ name: "plain text of KMS", write: (l) => `new EncryptCommand({ KeyId: "a", Plaintext: Buffer.from(${l}) });` },
	{
		name: "field of a form",
		write: (l) => `const e = <input type="password" defaultValue={${l}} />;`,
		extension: "tsx",
	},
	{
		name: "type",
		write: (_l, { value }) => `let password: ${quote(value)} | null = null;`,
		extension: "ts",
	},
	{
		name: "enum of passwords",
		write: (_l, { value }) => `enum Passwords { Shop = ${quote(value)} }`,
		extension: "ts",
	},
	{
		name: "element of XML",
		write: (_l, { value }) =>
			`const x = ${quote(`<db><password>${value.replaceAll(/[<>\s]/gu, "")}</password></db>`)};`,
	},
	{ name: "option", write: (_l, { value }) => `spawn("cli", [${quote(`--password=${value}`)}]);` },
	{
		name: "pair in JSON",
		write: (_l, { value }) => `const j = ${quote(JSON.stringify([{ name: "db_password", value }]))};`,
	},
	{
		name: "commented-out block",
		write: (_l, { value }) => `go(); /*\n * DB_PASSWORD: |\n *   ${value.replaceAll("\n", "\n *   ")}\n */`,
		bare: true,
	},
	{
		name: "commented-out call",
		write: (_l, { value }) => `go(); /* client.login("me", ${quote(value)}) */`,
		bare: true,
	},
	{ name: "label", write: (l) => `password: ${l.startsWith("`") ? `(0, ${l})` : l};` },
	{
		name: "property of a proxy",
		write: (l) => `const p = new Proxy({}, { get: (t, k) => (k === "password" ? ${l} : t[k]) });`,
	},
	{ name: "returned for a name", write: (l) => `const get = (k) => { if (k === "password") { return ${l}; } };` },
	{ name: "field of a form", write: (l) => `const x = html\`<input type="password" value="\${${l}}">\`;` },
	{ name: "formatted text", write: (l) => `const u = util.format("postgres://%s:%s@%s/orders", "app", ${l}, host);` },
	{
		name: "applied function",
		write: (l) => `connect.apply(null, [host, ${l}]); function connect(host, password) {}`,
	},
	{ name: "member of a symbol", write: (l) => `const PASSWORD = Symbol("a"); client[PASSWORD] = ${l};` },
	{ name: "user of a server", write: (l) => `app.use(basicAuth({ challenge: true, users: { admin: ${l} } }));` },
	{ name: "directory", write: (l) => `client.bind("cn=admin,dc=acme", ${l}, done);` },
	{ name: "salt", write: (l) => `const salt = ${l};`, likely: true },
	{
		name: "user and password",
		write: (_l, { value }) => `http.request({ auth: ${quote(`admin:${value}`)} });`,
		bare: true,
		likely: true,
	},
	{
		name: "decorated field",
		write: (l) => `class User { @Column({ default: ${l} }) password: string; }`,
		extension: "ts",
		likely: true,
	},
	{
		name: "decorated parameter",
		write: (l) => `class User { constructor(@Inject(${l}) private readonly token: string) {} }`,
		extension: "ts",
		likely: true,
	},
	{ name: "default of a type", write: (l) => `type P<Password = ${l}> = Password;`, extension: "ts" },
	{
		name: "commented-out header",
		write: (_l, { value }) => `// fetch(u, { headers: { Authorization: "Bearer ${value}" } })\ngo();`,
		bare: true,
		likely: true,
	},
	{
		name: "file of settings",
		write: (_l, { value }) => `fs.writeFileSync(".env", ${quote(`STAGE=a\nDB_PASSWORD=${value}\nB=2\n`)});`,
		bare: true,
	},
	{
		name: "file of passwords",
		write: (_l, { value }) => `fs.writeFileSync(".pgpass", ${quote(`db:5432:orders:app:${value}`)});`,
		bare: true,
	},
	{ name: "CDK substitution", write: (l) => `cdk.Fn.sub("postgres://app:\${P}@db/orders", { P: ${l} });` },
	{ name: "nowhere in particular", write: (l) => `go(${l});`, free: true },
	{ name: "list", write: (l) => `const all = ["a", ${l}];`, free: true },
	{ name: "comment without a name", write: (_l, { value }) => `go(); // ${value}`, free: true, bare: true },
	{ name: "key", write: (l) => `const all = { [${l}]: 1 };`, free: true },
	{
		name: "JSX text",
		write: (_l, { value }) => `const e = <p>password: {${quote(value)}} {${quote(value)}}</p>;`,
		extension: "tsx",
		free: true,
	},
	// CDK
	{
		name: "CDK environment",
		write: (l) =>
			`new lambda.Function(this, "Fn", { runtime: lambda.Runtime.NODEJS_22_X, handler: "i.h", code, environment: { DB_PASSWORD: ${l} } });`,
	},
	{ name: "CDK added environment", write: (l) => `fn.addEnvironment("DB_PASSWORD", ${l});` },
	{
		name: "CDK parameter",
		write: (l) => `new cdk.CfnParameter(this, "DbPassword", { type: "String", default: ${l} });`,
	},
	{ name: "CDK plain text", write: (l) => `const s = cdk.SecretValue.unsafePlainText(${l});` },
	{
		name: "CDK database",
		write: (l) => `new rds.CfnDBInstance(this, "Db", { masterUsername: "app", masterUserPassword: ${l} });`,
	},
	{
		name: "CDK SSM",
		write: (l) => `new ssm.StringParameter(this, "P", { parameterName: "/app/db-password", stringValue: ${l} });`,
	},
	{
		name: "CDK user data",
		write: (_l, { value }) => `userData.addCommands(${quote(`export DB_PASSWORD=${value}`)});`,
	},
	{
		name: "CDK inline code",
		write: (_l, { value }) =>
			`const c = lambda.Code.fromInline(${quote(`const password = ${JSON.stringify(value)};`)});`,
	},
];

/** Statements of which some rule reports something, on one line. */
const PROGRAM_TRIGGERS: readonly string[] = [
	'new kms.Key(this, "Key", { description: "of orders" });',
	'new s3.Bucket(this, "Site", {});',
	'new ec2.CfnVolume(this, "V", { availabilityZone: "a", size: 1 });',
	'new lambda.Function(this, "Other", { runtime: lambda.Runtime.NODEJS_22_X, handler: "i.h", code, environment: { STAGE: "prod" } });',
	"console.log(process.env);",
	'export const q = process.env.SESSION_SECRET ?? "other-Val1!";',
	'new sqs.Queue(this, "Q", { encryption: sqs.QueueEncryption.UNENCRYPTED });',
];

const HEAD = [
	'import * as cdk from "aws-cdk-lib";',
	'import * as lambda from "aws-cdk-lib/aws-lambda"; import * as kms from "aws-cdk-lib/aws-kms"; import * as s3 from "aws-cdk-lib/aws-s3"; import * as ec2 from "aws-cdk-lib/aws-ec2"; import * as rds from "aws-cdk-lib/aws-rds"; import * as ssm from "aws-cdk-lib/aws-ssm"; import * as sqs from "aws-cdk-lib/aws-sqs";',
	'import { S3Client } from "@aws-sdk/client-s3"; import AWS from "aws-sdk";',
];

/** A literal in one of the spellings of the language. */
const LITERAL_STYLES: readonly ((value: string) => string)[] = [
	(value) => JSON.stringify(value),
	(value) => `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`,
	(value) => `\`${value.replaceAll(/[`\\$]/gu, "\\$&")}\``,
	(value) =>
		`"${Array.from(value, (character) => (character.length > 1 || character.charCodeAt(0) > 126 || character < " " || /[A-Za"\\]/u.test(character) ? [...character.split("")].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("") : character)).join("")}"`,
];

/**
 * A text that no longer parses, for the sake of what the parser quotes: a quote is missing, or a bracket stands in the
 * way.
 */
function breakText(text: string, literal: string): string {
	const at = text.indexOf(literal);
	return at === -1
		? text.replace("super(", "super((")
		: text.slice(0, at) + literal.slice(1) + text.slice(at + literal.length);
}

/** A program around one place: what is reported stands before it, on its line, and after it. */
export function secretProgram(
	place: ProgramPlace,
	canary: Canary,
	{ style, trigger, layout }: { readonly style: number; readonly trigger: number; readonly layout: number },
): string {
	const literal = (LITERAL_STYLES[style % LITERAL_STYLES.length] ?? String)(canary.value);
	const statement = place.write(literal, canary);
	const one = PROGRAM_TRIGGERS[trigger % PROGRAM_TRIGGERS.length] ?? "";
	const other = PROGRAM_TRIGGERS[(trigger + 1) % PROGRAM_TRIGGERS.length] ?? "";
	const ends = layout % 3 === 0 ? "\r\n" : "\n";
	const isImport = place.write("0", canary).startsWith("export");
	const inner = isImport ? [one, other] : layout % 2 === 0 ? [`${one} ${statement}`, other] : [one, statement, other];
	const body = inner.filter((line) => !line.startsWith("export"));
	const outer = [...(isImport ? [statement] : []), ...inner.filter((line) => line.startsWith("export"))];
	const frame =
		place.name.startsWith("CDK") || layout % 4 !== 1
			? [
					"export class Shop extends cdk.Stack {",
					"	constructor(scope, id) {",
					"		super(scope, id);",
					...body.map((line) => `		${line}`),
					"	}",
					"}",
				]
			: ["export const handler = async (event) => {", ...body.map((line) => `	${line}`), "};"];
	const text = [...HEAD, ...outer, ...frame, ""].join(ends);
	return layout === 7 ? breakText(text, literal) : text;
}
