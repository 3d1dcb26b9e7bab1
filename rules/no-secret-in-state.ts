import type { Stack } from "../src/model/resource.ts";
import type { ShownFile, StoredSecret, StoredSource } from "../src/model/stack-facts.ts";
import { defineRule, type Finding, type Suggestion } from "../src/rule/rule.ts";
import { wording } from "../src/text/wording.ts";

/**
 * The state holds every argument in plaintext, sensitive or not: whoever may read the bucket, the workspace or the
 * laptop that it is on has the secret, and each of its former versions.
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data
 */
export const noSecretInState = defineRule({
	name: "no-secret-in-state",
	description: "Disallow secrets that Terraform stores in plaintext in its state",
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-312"] },
	messages: {
		storedSecret: "'{{id}}' stores `{{argument}}` in plaintext in the state. {{advice}}",
		renewedSecret:
			"'{{id}}' stores `{{argument}}` in plaintext in the state, and a new ciphertext in every plan. {{advice}}",
		shownSecrets:
			"This {{kind}} has {{count}} in plaintext, such as `{{argument}}` of '{{id}}'. Remove the file, then rotate them.",
		storedSource:
			"'{{id}}' is stored in plaintext in the state, although `{{argument}}` is not. Use `{{unstored}}`.",
		decryptedSecrets: "'{{id}}' stores what it decrypts in plaintext in the state. {{advice}}",
		useUnstored: "Pass it in `{{unstored}}`, which is not stored (Terraform 1.11 or later).",
		useOutside: "Ignore changes of `{{argument}}`, to set it outside {{engine}}.",
	},
	*checkStack(stack) {
		yield* stack.shownFile === undefined ? [] : shownSecrets(stack.shownFile);
		for (const secret of stack.stored ?? []) {
			const { id, argument, value, renewed, unstored } = secret;
			const engine = stack.engine.name;
			yield {
				at: value.span,
				messageId: renewed ? "renewedSecret" : "storedSecret",
				data: {
					id,
					argument,
					advice: renewed
						? wording("Encrypt it outside {{engine}}.", { engine })
						: unstored === null
							? wording("Set it outside {{engine}}.", { engine })
							: wording("Pass it in `{{unstored}}`.", { unstored }),
				},
				property: argument,
				resource: stack.resource(id) ?? null,
				suggestions: renewed ? [] : offersFor(secret),
			};
		}
		for (const source of stack.storedSources ?? []) {
			yield findingOf(source, stack);
		}
	},
});

function findingOf({ id, within, at, argument, creates, unstored }: StoredSource, stack: Stack): Finding {
	const resource = stack.resource(within) ?? null;
	if (creates !== undefined) {
		const data = { id, argument: creates, advice: wording("Use a role instead, or set `pgp_key`.") };
		return { at, messageId: "storedSecret", data, property: creates, resource };
	}
	return argument === null
		? {
				at,
				messageId: "decryptedSecrets",
				data: {
					id,
					advice:
						unstored === null
							? wording("Decrypt it outside {{engine}}.", { engine: stack.engine.name })
							: wording("Use `{{unstored}}`.", { unstored }),
				},
				property: "",
				resource,
			}
		: {
				at,
				messageId: "storedSource",
				data: { id, argument, unstored: unstored ?? "" },
				property: argument,
				resource,
			};
}

function offersFor({ argument, unstored, passUnstored, ignoreValue }: StoredSecret): readonly Suggestion[] {
	return [
		...(unstored === null ? [] : [{ messageId: "useUnstored", data: { unstored }, edits: passUnstored() }]),
		{ messageId: "useOutside", data: { argument }, edits: ignoreValue() },
	];
}

function shownSecrets({ kind, at, secrets }: ShownFile): readonly Finding[] {
	const [first] = secrets;
	return first === undefined
		? []
		: [
				{
					at,
					messageId: "shownSecrets",
					data: {
						kind,
						count:
							secrets.length === 1
								? wording("a secret")
								: wording("{{count}} secrets", { count: String(secrets.length) }),
						id: first.id,
						argument: first.argument,
					},
					property: "",
					resource: null,
					secretSpans: secrets.map((one) => one.at),
				},
			];
}
