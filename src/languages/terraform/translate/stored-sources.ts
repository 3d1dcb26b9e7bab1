import { entryOf } from "../../../model/entry-of.ts";
import type { StoredSource } from "../../../model/stack-facts.ts";
import { alternatives, follow, getIn, type Single } from "../../../model/value.ts";
import { pushAll } from "../../../text/push-all.ts";
import { STORED } from "../spec/mapping.ts";
import type { TerraformResource } from "./terraform-resource.ts";

/**
 * Types that also exist as `ephemeral` blocks. Sources: "Ephemeral resources" of the providers `hashicorp/aws`,
 * `hashicorp/random` and `hashicorp/tls`.
 */
const EPHEMERAL: ReadonlySet<string> = new Set([
	"aws_kms_secrets",
	"aws_secretsmanager_random_password",
	"aws_secretsmanager_secret_version",
	"aws_ssm_parameter",
	"random_password",
	"tls_private_key",
]);

/**
 * Of a file, the sources of secrets that store them, and the write-only arguments that take such a secret.
 *
 * @param resources those that the file declares
 */
export function storedSources(resources: readonly TerraformResource[], isNew: boolean): readonly StoredSource[] {
	const seen = new Set<number>();
	return resources
		.flatMap((resource): readonly StoredSource[] =>
			resource.type === "data.aws_kms_secrets"
				? [
						{
							id: resource.id,
							within: resource.id,
							at: resource.head,
							argument: null,
							unstored: isNew ? 'ephemeral "aws_kms_secrets"' : null,
						},
					]
				: [...createdBy(resource), ...takenBy(resource)],
		)
		.filter(({ at }) => {
			const isFirst = !seen.has(at.start);
			seen.add(at.start);
			return isFirst;
		});
}

/**
 * `aws_iam_access_key` without `pgp_key`. Source: its page in the documentation of the provider `hashicorp/aws`: the
 * secret is written to the state file.
 */
function createdBy(resource: TerraformResource): readonly StoredSource[] {
	const { id, head, writtenType, declared } = resource;
	const isOpen =
		!declared.declaration.isData &&
		writtenType === "aws_iam_access_key" &&
		alternatives(getIn(resource.body, "pgp_key")).every(({ value }) => value.kind === "absent");
	return isOpen ? [{ id, within: id, at: head, argument: null, creates: "secret", unstored: null }] : [];
}

function takenBy(resource: TerraformResource): readonly StoredSource[] {
	const { stack, writtenType, declared } = resource;
	const found: StoredSource[] = [];
	for (const row of declared.declaration.isData ? [] : (entryOf(STORED, writtenType)?.split(" ") ?? [])) {
		const [path = "", argument] = row.split("=");
		const holders = path.split(".").slice(0, -1);
		for (const { value } of argument === undefined
			? []
			: follow(resource.body, [...holders, argument].join("[]."))) {
			pushAll(
				found,
				alternatives(value).flatMap(({ value: one }) => {
					const id = sourceOf(one);
					const source = id === null ? undefined : stack.resource(id);
					return source === undefined || !EPHEMERAL.has(source.writtenType) || isEphemeral(source.type)
						? []
						: [
								{
									id: source.id,
									within: resource.id,
									at: value.span,
									argument: argument ?? null,
									unstored: `ephemeral "${source.writtenType}"`,
								},
							];
				}),
			);
		}
	}
	return found;
}

/** The resource that a secret comes from. */
function sourceOf(value: Single): string | null {
	return value.kind === "reference" && value.to.of === "resource" && value.to.secret !== undefined
		? value.to.id
		: null;
}

function isEphemeral(type: string): boolean {
	return type.startsWith("ephemeral.");
}
