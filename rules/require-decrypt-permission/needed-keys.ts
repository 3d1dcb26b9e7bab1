import { findKey } from "../../src/model/key-reference.ts";
import type { Resource } from "../../src/model/resource.ts";
import { readableSecrets, type FunctionRole } from "../../src/model/role.ts";
import { lookupsOf } from "./missing-lookup.ts";
import { alternatives } from "../../src/model/value.ts";
import { wording, type Words } from "../../src/text/wording.ts";

interface NeededKey {
	readonly key: Resource;
	readonly what: Words;
}

/** The customer managed keys of this template that the function needs. */
export function neededKeys(fn: Resource, role: FunctionRole, forEnvironment: boolean): readonly NeededKey[] {
	const keyOf = (resource: Resource, property: string, what: Words): readonly NeededKey[] =>
		alternatives(resource.get(property)).flatMap(({ value }) => {
			const key = findKey(fn.stack, value);
			return key === null ? [] : [{ key, what }];
		});
	return [
		...lookupsOf(fn).flatMap(({ targets }) =>
			targets.flatMap(({ resource }) =>
				resource === null
					? []
					: resource.type === "AWS::SSM::Parameter"
						? keyOf(resource, "KeyId", wording("SSM parameter '{{id}}'", { id: resource.id }))
						: keyOf(resource, "KmsKeyId", wording("secret '{{id}}'", { id: resource.id })),
			),
		),
		...readableSecrets(role, fn.stack).flatMap((secret) =>
			keyOf(secret, "KmsKeyId", wording("secret '{{id}}'", { id: secret.id })),
		),
		...(forEnvironment ? keyOf(fn, "KmsKeyArn", wording("its environment")) : []),
	];
}
