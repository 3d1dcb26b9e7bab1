import type { MapValue, Value } from "../../../model/value.ts";
import { alternatives } from "../../../model/value.ts";
import { entryIn } from "../../../text/entry-in.ts";
import { groupBy } from "../../../text/group-by.ts";
import { findEntry, textOfScalar } from "../evaluate/values.ts";
import { companionSpec, typeSpec, type BlockSpec } from "../spec/type-spec.ts";
import { policiesOfGrant } from "./grants.ts";
import type { Companion } from "./resource-host.ts";
import { translateBody } from "./translate-body.ts";
import { applySpecial } from "./special-types.ts";
import type { TerraformResource } from "./terraform-resource.ts";
import { mayBeSame, partsOfName, writingOf } from "./written-names.ts";

/** Arguments that a companion names a resource by, if not by a reference. */
const NAMING = ["bucket", "name", "function_name", "identifier", "cluster_identifier"];

/** By the id of a resource, what others say about it. */
export function readCompanions(resources: readonly TerraformResource[]): ReadonlyMap<string, readonly Companion[]> {
	const companions = new Map<string, Companion[]>();
	const named = new Named(resources);
	const add = (id: string, companion: Companion): void => {
		entryIn(companions, id, () => []).push(companion);
	};
	const unknown = new Map<string, Set<string>>();
	/** What may belong to a resource makes what it sets unknown, once for all of its type. */
	const addUnknown = (id: string, type: string, properties: MapValue): void => {
		const known = entryIn(unknown, `${type} ${id}`, () => new Set());
		const entries = properties.entries.filter(({ key }) => !known.has(key));
		if (entries.length > 0) {
			entries.forEach(({ key }) => known.add(key));
			add(id, { properties: { ...properties, entries }, isCertain: false });
		}
	};
	readGrants(resources, named, add);
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
		const set = new Map<string, MapValue>();
		const joined = findEntry(resource.body, spec.joins)?.value;
		const names = joined?.kind === "list" ? joined.items : joined === undefined ? [] : [joined];
		for (const { value } of names.flatMap((one) => alternatives(one))) {
			for (const { id, type, isCertain } of targetsOf(value, spec.onto, resource, named)) {
				const own = entryIn(set, type, () => setBy(resource, spec.body, type));
				// What is made on the same condition is there whenever the other is.
				if (isCertain && isMadeWith(resource, id)) {
					add(id, { properties: own, isCertain: true });
				} else {
					addUnknown(id, resource.writtenType, own);
				}
			}
		}
	}
	return companions;
}

/** What a companion sets of a resource of a type. */
function setBy({ body, writtenType }: TerraformResource, spec: BlockSpec, type: string): MapValue {
	const properties = applySpecial(writtenType, translateBody(body, spec, type).build(), body);
	return { ...properties, entries: properties.entries.filter(({ key }) => /^[A-Z]/u.test(key)) };
}

function readGrants(
	resources: readonly TerraformResource[],
	named: Named,
	add: (id: string, companion: Companion) => void,
): void {
	for (const grant of resources.filter(({ writtenType }) => writtenType === "aws_kms_grant")) {
		const grantee = findEntry(grant.body, "grantee_principal")?.value;
		for (const { value } of grantee === undefined ? [] : alternatives(grantee)) {
			// It names an ARN, which is no name that a role is given.
			const isNamed = value.kind !== "text" && !(value.kind === "reference" && value.to.of !== "resource");
			for (const { id } of isNamed ? targetsOf(value, ["aws_iam_role"], grant, named) : []) {
				add(id, { properties: policiesOfGrant(grant.body), isCertain: true });
			}
		}
	}
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
	readonly #parts = new Map<TerraformResource, readonly ReturnType<typeof partsOfName>[]>();

	constructor(resources: readonly TerraformResource[]) {
		this.#byType = groupBy(
			resources.filter(({ declared }) => !declared.declaration.isData),
			({ writtenType }) => writtenType,
		);
	}

	/** The names that a resource is given. */
	partsOf(resource: TerraformResource): readonly ReturnType<typeof partsOfName>[] {
		return entryIn(this.#parts, resource, () =>
			namesOf(resource)
				.flatMap((name) => alternatives(name))
				.flatMap(({ value }) => (value.kind === "absent" ? [] : [partsOfName(value)])),
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
	// A name that is not known at all may be any, also one that AWS makes; another one may be what somebody has written.
	const parts = value.kind === "unresolved" ? null : partsOfName(value);
	return resources
		.ofTypes(onto)
		.filter(
			(one) =>
				one.declared.module === companion.declared.module &&
				(parts === null || resources.partsOf(one).some((name) => mayBeSame(name, parts))),
		)
		.map(({ id, type }) => ({ id, type, isCertain: false }));
}

function namesOf({ body }: TerraformResource): readonly Value[] {
	return NAMING.flatMap((name) => findEntry(body, name)?.value ?? []);
}
