import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Something that one of the five documents behind the product shows or asks, as files that the command is run on. */
export interface SeedStory {
	/** Below `fixtures/seeds/`. */
	readonly folder: string;
	readonly title: string;
	readonly question: string;
	/** In words, before the report. */
	readonly answer: string;
	/** What is executed before and after, and what came of it; `docs/seeds.test.ts` does it. */
	readonly executed: string;
	/** Arguments after the path. */
	readonly argv: readonly string[];
}

export interface SeedDocument {
	readonly id: string;
	readonly title: string;
	readonly stories: readonly SeedStory[];
}

/** Every function of the audit, and the key of its variables for the role that has to use it. */
const AUDIT = ["--preset", "audit", "--rule", 'require-decrypt-permission: [error, { "environmentKey": true }]'];

export const SEED_DOCUMENTS: readonly SeedDocument[] = [
	{
		id: "000",
		title: "Audit finding: a customer managed key for the environment variables of Lambda functions",
		stories: [
			{
				folder: "000-functions",
				title: "Three functions of the audit's table",
				question:
					"Does the function hold sensitive variables? Is there a suitable key already? Does the execution role have `kms:Decrypt` on it?",
				answer: "The command reads templates and source, not the auditor's table: it finds every function, so a name that the PDF broke does not matter (`nightly-reconciliation`). Sensitive variables are named and make the finding `medium`; without one it is `low`. A suitable key of the template is offered by name; with the option `key`, `--fix` sets it. Lambda decrypts variables with a grant that it makes itself, so the role's permission is required only with `environmentKey: true`. What a key costs is in the suggestion that adds one.",
				executed:
					"`--fix` with the option `key: AppKey` sets the key on both functions and changes nothing else; the suggestion about the role adds one policy for that one key, and nothing is left to report about keys.",
				argv: AUDIT,
			},
		],
	},
	{
		id: "001",
		title: "Audit finding: encrypt the machine images",
		stories: [
			{
				folder: "001-images",
				title: "The list of images that came with the audit",
				question: "Is the image still in use? Which key?",
				answer: "`--inventory` takes the CSV as it comes (semicolons, Spanish headers). Every place that uses an unencrypted image of the list is reported, in templates and in source; one that the list calls encrypted is silent. An image of the list that is not in the report is used by no file that was read: it is for you to find out whether anything else uses it before you deregister it. An image cannot be encrypted in place, so there is no fix, and the message tells the way. Encryption by default of each region is a setting of the account and not read.",
				executed: "`--fix` encrypts the base volume; what it makes has no finding about volumes.",
				argv: ["--inventory", "images.csv"],
			},
		],
	},
	{
		id: "002",
		title: "Default encryption of S3 buckets with KMS",
		stories: [
			{
				folder: "002-upload-policy",
				title: "A policy that denies uploads, and a bucket default",
				question: "How is every object encrypted with our key, without stopping clients?",
				answer: 'A `Deny` on `s3:PutObject` unless the header says `aws:kms` stops clients that send no header, although the bucket\'s default would encrypt their objects: that is reported, with a suggestion. So is that the same policy takes any key. A default with a key by its full ARN is silent; `AES256` is reported. Objects that are there are not encrypted again by a new default: the suggestion says "new objects only".',
				executed:
					"uploads against the policy's conditions. Before, one without a header is denied, and one with a foreign key is not; with the suggestions taken it is the other way round, and `AES256` is denied before and after.",
				argv: [],
			},
			{
				folder: "002-config-remediation",
				title: "A Config rule with an automation document",
				question: "How is a bucket without the default found, and fixed continuously?",
				answer: "This template is the article's remedy and has no finding. What an automation document does is not checked: one that calls `PutBucketEncryption` with `AES256`, or a remediation role that may do more, is not reported.",
				executed: "nothing: there is nothing to fix.",
				argv: [],
			},
		],
	},
	{
		id: "003",
		title: "Handling secrets in Lambda: anti-patterns and recommended ways",
		stories: [
			{
				folder: "003-constant",
				title: "Anti-pattern 1: a token in a constant",
				question: "How does the token leave the source?",
				answer: "One finding at the constant, with five ways to look the value up. `kmslint secrets store` keeps the value first; then `--fix` with the option `fix` rewrites the source.",
				executed: "the handler sends the same header before and after, with each of the five backends.",
				argv: [],
			},
			{
				folder: "003-plain-variable",
				title: "Anti-pattern 2: a plaintext secret in the environment",
				question: "Who can read it?",
				answer: "Anyone with `lambda:GetFunction`. It is reported in the template, where the value is, and in the handler, which reads it.",
				executed: "once the value is kept, `--fix` makes the handler look it up in SSM; it answers as before.",
				argv: [],
			},
			{
				folder: "003-kms-way",
				title: "Way 1: a KMS ciphertext in the environment",
				question: "Is decrypting `ENCRYPTED_API_TOKEN` in the function in order?",
				answer: "Yes, outside the handler. That no encryption context is used is a warning, without a suggestion: a ciphertext that was made without a context, as the article does, cannot be decrypted with one. Encrypt the value again with a context first.",
				executed:
					"the handler decrypts the article's ciphertext as it is; with a context added, KMS refuses it, and decrypts what was encrypted in that context.",
				argv: [],
			},
			{
				folder: "003-ssm-way",
				title: "Way 2: a SecureString by its name",
				question: "Is the lookup in order?",
				answer: "Yes: no finding.",
				executed: "the handler gets the value.",
				argv: [],
			},
			{
				folder: "003-ssm-undecrypted",
				title: "Way 2 without `WithDecryption`",
				question: "What does the handler get?",
				answer: "Ciphertext. The rule reports the call and suggests `WithDecryption: true`.",
				executed: "before, the handler sends ciphertext; with the suggestion taken, the token.",
				argv: [],
			},
			{
				folder: "003-terraform",
				title: "The Terraform of both ways",
				question: "Are the key, the ciphertext, the parameter and the function URL in order?",
				answer: "Not read yet: Terraform is counted, and nothing of it is checked. The exit code is 2, because a path was named.",
				executed: "nothing.",
				argv: [],
			},
		],
	},
	{
		id: "004",
		title: "Encrypting Lambda environment variables with KMS",
		stories: [
			{
				folder: "004-no-context",
				title: "A variable that the console encrypted, decrypted without its context",
				question: "Why does decryption fail?",
				answer: "The console's helpers encrypt in the context `{ LambdaFunctionName }`, and KMS decrypts only in the same one. The call is reported; with the option `maker: console`, which says who encrypted the variable, the context is suggested. The article's code is Python, which is not read; this is the same in JavaScript.",
				executed:
					"KMS refuses the call with `InvalidCiphertextException`; with the suggestion taken, the handler decrypts.",
				argv: ["--rule", 'require-encryption-context: [warn, { "maker": "console" }]'],
			},
			{
				folder: "004-context",
				title: "The same with its context, outside the handler",
				question: "Is this the way?",
				answer: "Yes: no finding.",
				executed: "three invocations make one call of `Decrypt`.",
				argv: [],
			},
			{
				folder: "004-per-invocation",
				title: "Decrypting in every invocation",
				question: "What does it cost?",
				answer: "A call of KMS each time. It is reported; moving the call out of the handler is yours to do, so there is no fix.",
				executed: "three invocations make three calls of `Decrypt`.",
				argv: [],
			},
		],
	},
];

const ROOT = join(import.meta.dirname, import.meta.dirname.includes("dist") ? "../.." : "..", "fixtures", "seeds");

/** Document, question, answer: the page's generated part. The reports are those that the tests saw. */
export function seedsPage(): string {
	return SEED_DOCUMENTS.map(({ id, title, stories }) =>
		[
			`## ${id} ${title}`,
			...stories.flatMap(({ folder, title: story, question, answer, executed, argv }) => [
				`### ${story}`,
				`**Question.** ${question}`,
				`**Answer.** ${answer}`,
				`**Executed.** ${executed.charAt(0).toUpperCase()}${executed.slice(1)}`,
				[
					`<details><summary><code>kmslint .${argv.map((one) => ` ${/[\s"]/u.test(one) ? `'${one}'` : one}`).join("")}</code> in <a href="../fixtures/seeds/${folder}">fixtures/seeds/${folder}</a></summary>`,
					"",
					"```text",
					readFileSync(join(ROOT, folder, "report.txt"), "utf8").trimEnd(),
					"```",
					"",
					"</details>",
				].join("\n"),
			]),
		].join("\n\n"),
	).join("\n\n");
}
