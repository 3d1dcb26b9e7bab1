import { classifyName, splitName } from "../../../detect/name-kind.ts";
import { entryOf } from "../../../model/entry-of.ts";
import type { StoredSecret } from "../../../model/stack-facts.ts";
import { alternatives, follow, getIn, type Single, type Value } from "../../../model/value.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { argumentOf, literalText } from "../evaluate/module-table.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import { textOfScalar } from "../evaluate/values.ts";
import { joinTemplate } from "../parse/join-template.ts";
import type { HclExpression } from "../parse/syntax.ts";
import { STORED } from "../spec/mapping.ts";
import { isIgnored } from "./ignored-arguments.ts";
import { ignoreChanges, passUnstored } from "./stored-edits.ts";
import type { TerraformResource } from "./terraform-resource.ts";

/**
 * The secrets of a file that land in the state, each argument once.
 *
 * @param resources those that the file declares
 */
export function storedSecrets(
	resources: readonly TerraformResource[],
	takesWriteOnly: boolean,
	own: TerraformFile,
): readonly StoredSecret[] {
	const seen = new Set<number>();
	return resources.flatMap((resource) =>
		storedBy(resource, takesWriteOnly, own).filter(({ value: { span } }) => {
			const isFirst = !seen.has(span.start);
			seen.add(span.start);
			return isFirst;
		}),
	);
}

function storedBy(resource: TerraformResource, takesWriteOnly: boolean, own: TerraformFile): readonly StoredSecret[] {
	const { declaration } = resource.declared;
	const { writtenType, id } = resource;
	if (
		declaration.block.keyword.text === "ephemeral" ||
		(declaration.isData && writtenType !== "aws_kms_ciphertext")
	) {
		return [];
	}
	return (entryOf(STORED, writtenType)?.split(" ") ?? []).flatMap((row): readonly StoredSecret[] => {
		const [path = "", unstored = null] = row.split("=");
		const names = path.split(".");
		const argument = names.at(-1) ?? "";
		if (!mayBeSecret(resource, path) || isIgnored(declaration, names[0] ?? "")) {
			return [];
		}
		const holders = names.slice(0, -1).map((name) => `${name}[]`);
		return follow(resource.body, holders.join(".")).flatMap(({ value: holder }) => {
			// As a whole: what a condition chooses between is one secret.
			const value = getIn(holder, argument);
			return isFed(value)
				? [
						{
							id,
							argument,
							value,
							renewed: declaration.isData,
							unstored: takesWriteOnly && !declaration.isData ? unstored : null,
							passUnstored: () =>
								unstored === null ? null : passUnstored(own, declaration, names, unstored),
							ignoreValue: () => ignoreChanges(own, declaration, names),
						},
					]
				: [];
		});
	});
}

/** Arguments of what keeps any text, secret or not. */
const ANY_TEXT: ReadonlyMap<string, string> = new Map([
	["aws_ssm_parameter", "value"],
	["aws_secretsmanager_secret_version", "secret_string"],
]);

/**
 * False for an SSM parameter of another type, which is plaintext in Parameter Store as well, and for a text that is made
 * of what is no secret by its name: `var.app_id`, `"redis://${var.cache_endpoint}"`.
 */
function mayBeSecret(resource: TerraformResource, path: string): boolean {
	const { writtenType, declared } = resource;
	const argument = path.split("=")[0] ?? "";
	if (ANY_TEXT.get(writtenType) !== argument) {
		return true;
	}
	const given = argumentOf(declared.declaration, argument)?.node.value;
	return (
		(writtenType !== "aws_ssm_parameter" ||
			follow(resource.body, "type").some(({ value }) => textOfScalar(value) === "SecureString")) &&
		!(given !== undefined && isKnownText(given))
	);
}

/** True for what names no secret, and for texts that are made of that alone. */
function isKnownText(node: HclExpression): boolean {
	switch (node.type) {
		case "HclTraversal": {
			const last = node.steps.at(-1);
			return last?.type === "HclAttributeStep" && isNoSecret(last.name);
		}
		case "HclTemplate": {
			const { holes } = joinTemplate(node);
			return holes.length > 0 && holes.every(isKnownText);
		}
		case "HclConditional":
			return [node.consequent, node.alternate].every(
				(side) => isKnownText(side) || (side.type === "HclTemplate" && joinTemplate(side).text === ""),
			);
		case "HclParentheses":
			return isKnownText(node.expression);
		default:
			return false;
	}
}

/**
 * Last words of a name whose value is one text that opens nothing. A `config`, an `account`, an `access` or a `file` may
 * be a record with a password in it, and a URL often has one, too: what is stored as a secret is taken for one then.
 */
const HARMLESS: ReadonlySet<string> = new Set(
	"region zone id ids uuid username usernames user users email emails domain domains host hosts hostname hostnames port ports version name names arn arns address addresses endpoint endpoints path prefix suffix number table tables bucket buckets queue topic cluster environment env stage level type kind mode format scheme protocol locale timezone algorithm status enabled disabled count size length min max limit timeout ttl interval duration retries attempts days hours minutes seconds ms date time timestamp".split(
		" ",
	),
);

function isNoSecret(name: string): boolean {
	return (
		HARMLESS.has(splitName(name).at(-1) ?? "") && classifyName(name) !== "secret" && !SECRET_ATTRIBUTE.test(name)
	);
}

/** True for what is not written in the file itself: that is another fault. */
function isFed(value: Value): boolean {
	return alternatives(value).some(({ value: one }) => isFedBy(one));
}

function isFedBy(value: Single): boolean {
	switch (value.kind) {
		case "reference":
			return (
				value.to.of === "parameter" ||
				(value.to.of === "resource" &&
					value.to.attribute !== null &&
					(value.to.secret !== undefined || isSecretAttribute(value.to.attribute)))
			);
		case "text":
			return value.parts.some((part) => typeof part !== "string" && isFed(part));
		case "list":
			return value.items.some((item) => isFed(item));
		case "map":
			return value.entries.some((entry) => isFed(entry.value));
		case "unresolved":
			return true;
		case "absent":
		case "literal":
			return false;
		default:
			return value satisfies never;
	}
}

/** `result` of a `random_password`, `secret_string` of a data source: what is in the state itself, and is a secret. */
const SECRET_ATTRIBUTE =
	/^(?:result|value|plaintext|secret|secret_string|secret_binary|b64_std|b64_url|hex|private_key\w*)$/u;

function isSecretAttribute(name: string): boolean {
	return SECRET_ATTRIBUTE.test(name) || classifyName(name) === "secret";
}

/** Write-only arguments came with Terraform 1.11: false if `required_version` refuses that and all later versions. */
export function allowsWriteOnly({ root }: Evaluator): boolean {
	return root.table.others.every((declaration) => {
		const text =
			declaration.block.keyword.text === "terraform"
				? literalText(argumentOf(declaration, "required_version")?.node.value)
				: null;
		return text === null || text.split(",").every(allowsFrom);
	});
}

const FIRST = [1, 11] as const;

/** True if a constraint, `~> 1.5`, allows a version from 1.11. */
function allowsFrom(constraint: string): boolean {
	const [, operator = "=", major = "0", minor, patch] =
		/^(=|!=|>=?|<=?|~>)?v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?/u.exec(constraint.replaceAll(" ", "")) ?? [];
	const given = Number(major) * 1000 + Number(minor ?? 0);
	const first = FIRST[0] * 1000 + FIRST[1];
	switch (operator) {
		case "=":
		case "<=":
			return given >= first;
		case "<":
			return given > first || (given === first && Number(patch ?? 0) > 0);
		case "~>":
			// `~> 1.5` ends before 2, `~> 1.5.0` before 1.6.
			return patch === undefined ? Number(major) >= FIRST[0] : given >= first;
		default:
			return true;
	}
}
