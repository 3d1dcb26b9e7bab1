import type { Value } from "../../../model/value.ts";
import { alternatives } from "../../../model/value.ts";
import { entryIn } from "../../../text/entry-in.ts";
import { groupBy } from "../../../text/group-by.ts";
import { findEntry, textOfScalar } from "../evaluate/values.ts";
import { companionSpec, typeSpec } from "../spec/type-spec.ts";
import { policiesOfGrant } from "./grants.ts";
import type { Companion } from "./resource-host.ts";
import { translateBody } from "./translate-body.ts";
import { applySpecial } from "./special-types.ts";
import type { TerraformResource } from "./terraform-resource.ts";

/** Arguments that a companion names a resource by, if not by a reference. */
const NAMING = ["bucket", "name", "function_name", "identifier", "cluster_identifier"];

/** By the id of a resource, what others say about it. */
export function readCompanions(resources: readonly TerraformResource[]): ReadonlyMap<string, readonly Companion[]> {
	const companions = new Map<string, Companion[]>();
	const named = new Named(resources);
	const add = (id: string, companion: Companion): void => {
		companions.set(id, [...(companions.get(id) ?? []), companion]);
	};
	for (const grant of resources.filter(({ writtenType }) => writtenType === "aws_kms_grant")) {
		const grantee = findEntry(grant.body, "grantee_principal")?.value;
		for (const { value } of grantee === undefined ? [] : alternatives(grantee)) {
			for (const { id } of targetsOf(value, ["aws_iam_role"], grant, named)) {
				add(id, { properties: policiesOfGrant(grant.body), isCertain: true });
			}
		}
	}
	for (const resource of resources) {
		const spec = companionSpec(resource.writtenType);
		// A type of its own in CloudFormation too, as `AWS::S3::BucketPolicy`, speaks for itself.
		if (
			spec === null ||
			spec.body.arguments.size + spec.body.blocks.size === 0 ||
			typeSpec(resource.writtenType) !== null
		) {
			continue;
		}
		const joined = findEntry(resource.body, spec.joins)?.value;
		const names = joined?.kind === "list" ? joined.items : joined === undefined ? [] : [joined];
		for (const { value } of names.flatMap((one) => alternatives(one))) {
			for (const { id, type, isCertain } of targetsOf(value, spec.onto, resource, named)) {
				const translated = translateBody(resource.body, spec.body, type).build();
				const properties = applySpecial(resource.writtenType, translated, resource.body);
				const entries = properties.entries.filter(({ key }) => /^[A-Z]/u.test(key));
				add(id, {
					properties: { ...properties, entries },
					// What is made on the same condition is there whenever the other is.
					isCertain: isCertain && isMadeWith(resource, id),
				});
			}
		}
	}
	return companions;
}

/** True if a companion is there whenever a resource is; `for_each = aws_s3_bucket.data` is there for each of them. */
function isMadeWith({ condition, stack, declared }: TerraformResource, id: string): boolean {
	const other = stack.resource(id);
	return (
		condition === null ||
		condition === other?.condition ||
		(other !== undefined && other.id === declared.module.prefix + condition)
	);
}

interface Joined {
	readonly id: string;
	readonly type: string;
	readonly isCertain: boolean;
}

/** The resources that others may belong to, by type and by name. */
class Named {
	readonly #byType: ReadonlyMap<string, readonly TerraformResource[]>;
	readonly #byName = new Map<string, ReadonlyMap<string, readonly TerraformResource[]>>();

	constructor(resources: readonly TerraformResource[]) {
		this.#byType = groupBy(
			resources.filter(({ declared }) => !declared.declaration.isData),
			({ writtenType }) => writtenType,
		);
	}

	ofTypes(types: readonly string[]): readonly TerraformResource[] {
		return types.flatMap((type) => this.#byType.get(type) ?? []);
	}

	/** Those with a name that is written the same way. */
	withName(types: readonly string[], writing: string): readonly TerraformResource[] {
		return types.flatMap((type) => entryIn(this.#byName, type, () => this.#byNameOf(type)).get(writing) ?? []);
	}

	#byNameOf(type: string): ReadonlyMap<string, readonly TerraformResource[]> {
		const named = new Map<string, TerraformResource[]>();
		for (const resource of this.#byType.get(type) ?? []) {
			for (const name of new Set(namesOf(resource).map(writingOf))) {
				if (name !== null) {
					entryIn(named, name, () => []).push(resource);
				}
			}
		}
		return named;
	}
}

/** The resources that a value names. What is not known may be any of those types in its module. */
function targetsOf(
	value: Value,
	onto: readonly string[],
	companion: TerraformResource,
	resources: Named,
): readonly Joined[] {
	if (value.kind === "absent") {
		return [];
	}
	if (value.kind === "reference" && value.to.of === "resource") {
		const target = companion.stack.resource(value.to.id);
		if (target === undefined) {
			return [];
		}
		return [{ id: target.id, type: target.type, isCertain: true }];
	}
	const wanted = writingOf(value);
	const named = wanted === null ? [] : resources.withName(onto, wanted);
	if (named.length > 0 || textOfScalar(value) !== undefined) {
		return named.map(({ id, type }) => ({ id, type, isCertain: true }));
	}
	return resources
		.ofTypes(onto)
		.filter(({ declared }) => declared.module === companion.declared.module)
		.map(({ id, type }) => ({ id, type, isCertain: false }));
}

function namesOf({ body }: TerraformResource): readonly Value[] {
	return NAMING.flatMap((name) => findEntry(body, name)?.value ?? []);
}

/**
 * A text as it is made: what is made of the same variables in the same way is the same, whatever they hold. Null for what
 * may differ each time it is written.
 */
function writingOf(value: Value): string | null {
	const text = textOfScalar(value);
	if (text !== undefined) {
		return JSON.stringify(text);
	}
	if (value.kind === "reference") {
		return value.to.of === "parameter"
			? `var.${value.to.name}`
			: value.to.of === "resource"
				? `${value.to.id}.${value.to.attribute ?? "id"}`
				: null;
	}
	if (value.kind !== "text") {
		return null;
	}
	const parts = value.parts.map((part) => (typeof part === "string" ? JSON.stringify(part) : writingOf(part)));
	return parts.includes(null) ? null : parts.join(" + ");
}
