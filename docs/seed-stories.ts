import { readFileSync } from "node:fs";
import { join } from "node:path";

/** An example or question of one of the five source documents, as files that the command is run on. */
export interface SeedStory {
	/** Below `fixtures/seeds/`. */
	readonly folder: string;
	readonly title: string;
	readonly question: string;
	/** The text before the report. */
	readonly answer: string;
	/** What `docs/seeds.test.ts` executes before and after the fix, and the result. */
	readonly executed: string;
	/** Arguments after the path. */
	readonly argv: readonly string[];
}

export interface SeedDocument {
	readonly id: string;
	readonly title: string;
	readonly stories: readonly SeedStory[];
}

/** Every function of the audit, and the permission of its role on the key of the variables. */
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
				answer: "`kmslint audit --from` answers the auditor's table row by row, also a name with a line break from the PDF ([how](audit.md)); this is the run without the table. A finding names sensitive variables and is `medium`; without any it is `low`. The editor suggests a suitable key of the template; with the option `key`, `--fix` sets it. Lambda decrypts variables with its own grant, so the permission of the role is only required with `environmentKey: true`. The page of the rule says what a key costs.",
				executed:
					"`--fix` with the option `key: AppKey` sets the key on both functions and changes nothing else. The suggestion for the role adds one policy for that key. Then no finding about keys remains.",
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
				answer: "`--inventory` accepts the CSV unchanged (semicolons, Spanish headers). Every use of an unencrypted image of the list is reported, in templates and in source; encrypted images are not. `kmslint audit --ami images.csv` answers each row, with a plan ([how](audit.md)). If a listed image is not in the report, no file that was read uses it; check whether anything else does before you deregister it. An image cannot be encrypted in place, so there is no fix, and the message says what to do instead. Encryption by default is a setting of the account and Region and cannot be read from files.",
				executed: "`--fix` encrypts the base volume. Then no finding about volumes remains.",
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
				question: "How is every object encrypted with our key, without blocking clients?",
				answer: "A policy that denies `s3:PutObject` unless the header is `aws:kms` blocks clients that send no header, although the bucket's default would encrypt their objects. This is reported, with a suggestion, and so is that the policy accepts any key. A default with the full ARN of a key is not reported; `AES256` is. A new default does not encrypt existing objects.",
				executed:
					"uploads against the conditions of the policy. Before, an upload without a header is denied and one with a foreign key is allowed. With the suggestions applied, it is the other way round. `AES256` is denied before and after.",
				argv: [],
			},
			{
				folder: "002-config-remediation",
				title: "A Config rule with an automation document",
				question: "How are buckets without default encryption found and fixed continuously?",
				answer: "The template is the solution from the article and has no finding. With `AES256` in the document, without `kmsKeyArns` on the Config rule, or with a role that may not call `PutBucketEncryption`, it has: [no-weak-remediation](rules/no-weak-remediation.md) and [require-config-rule-key](rules/require-config-rule-key.md). They also read a document in a file of its own.",
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
				question: "How is the token moved out of the source?",
				answer: "One finding at the constant, with five lookups to choose from. Run `kmslint secrets store` first, which stores the value; then `--fix` with the option `fix` rewrites the source.",
				executed: "the handler sends the same header before and after, with each of the five backends.",
				argv: [],
			},
			{
				folder: "003-plain-variable",
				title: "Anti-pattern 2: a plaintext secret in the environment",
				question: "Who can read it?",
				answer: "Anyone with `lambda:GetFunction`. It is reported in the template, where the value is, and in the handler, which reads it.",
				executed:
					"once the value is stored, `--fix` makes the handler look it up in SSM. Its responses do not change.",
				argv: [],
			},
			{
				folder: "003-kms-way",
				title: "Way 1: a KMS ciphertext in the environment",
				question: "Is it correct to decrypt `ENCRYPTED_API_TOKEN` in the function?",
				answer: "Yes, outside the handler. The missing encryption context is a warning without a suggestion, because ciphertext that was created without a context, as in the article, cannot be decrypted with one. Encrypt the value again with a context first.",
				executed:
					"the handler decrypts the ciphertext of the article. With a context added, KMS rejects that ciphertext and decrypts one that was encrypted with the context.",
				argv: [],
			},
			{
				folder: "003-ssm-way",
				title: "Way 2: a SecureString by its name",
				question: "Is the lookup correct?",
				answer: "Yes: no finding.",
				executed: "the handler gets the value.",
				argv: [],
			},
			{
				folder: "003-ssm-undecrypted",
				title: "Way 2 without `WithDecryption`",
				question: "What does the handler get?",
				answer: "Ciphertext. The rule reports the call and suggests `WithDecryption: true`.",
				executed: "before, the handler sends ciphertext; with the suggestion applied, the token.",
				argv: [],
			},
			{
				folder: "003-terraform-kms-way",
				title: "Way 1 in Terraform",
				question: "Are the key, the ciphertext, the role and the function URL correct?",
				answer: "The key is never rotated, and the URL needs no authorization although the function decrypts a token. The role is correct: the policy names the key by its alias's `target_key_arn`.",
				executed: "nothing.",
				argv: [],
			},
			{
				folder: "003-terraform-ssm-way",
				title: "Way 2 in Terraform",
				question: "Are the parameter and the permissions correct?",
				answer: "The parameter is a SecureString, and the variable holds its name. `ssm:GetParameter*` also allows the history, which has old values; the key is never rotated; the URL needs no authorization.",
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
				answer: "The encryption helpers of the console use the context `{ LambdaFunctionName }`, and KMS decrypts only with the same context. The call is reported. With the option `maker: console`, the editor suggests the context. The article uses Python, which is not checked; this is the same code in JavaScript.",
				executed:
					"KMS rejects the call with `InvalidCiphertextException`; with the suggestion applied, the handler decrypts.",
				argv: ["--rule", 'require-encryption-context: [warn, { "maker": "console" }]'],
			},
			{
				folder: "004-context",
				title: "The same with its context, outside the handler",
				question: "Is this correct?",
				answer: "Yes: no finding.",
				executed: "three invocations call `Decrypt` once.",
				argv: [],
			},
			{
				folder: "004-per-invocation",
				title: "Decryption on every invocation",
				question: "What does it cost?",
				answer: "One KMS request each time. It is reported without a fix, because the call has to be moved out of the handler by hand.",
				executed: "three invocations call `Decrypt` three times.",
				argv: [],
			},
		],
	},
];

const ROOT = join(import.meta.dirname, import.meta.dirname.includes("dist") ? "../.." : "..", "fixtures", "seeds");

/** The generated part of the page: documents, questions and answers, with the reports recorded by the tests. */
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
