import { lambdaEvidence } from "../../src/languages/handler/evidence.ts";
import type { GivenKeys } from "../../src/languages/handler/given-keys.ts";
import { removeProperty } from "../../src/languages/program/remove-property.ts";
import { spanOf } from "../../src/languages/program/node-edit.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { staticTextOf } from "../../src/languages/program/static-text.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { isAmazon } from "./local-double.ts";
import { firstEnvironmentRead } from "../../src/languages/handler/environment/environment-reads.ts";

/** Variables that only the author can have set; Lambda's own come with a session token. */
export function variableKeys(keys: GivenKeys, module: SourceModule): Finding | null {
	const secretRead = firstEnvironmentRead(keys.secret, module);
	const secret = secretRead?.name ?? null;
	const id = keys.keyId === null ? null : (firstEnvironmentRead(keys.keyId, module)?.name ?? null);
	// Another vendor's store of the same kind knows no role.
	if (
		secretRead === null ||
		secret === null ||
		(keys.keyId !== null && id === null && staticTextOf(keys.keyId, module) === null) ||
		(keys.endpoint !== null && !isAmazon(keys.endpoint, module)) ||
		!lambdaEvidence(module).isLambda
	) {
		return null;
	}
	const property = keys.propertyName;
	const suggestions = [
		{
			messageId: "removeKeys",
			data: { property },
			edits: keys.property === null || property !== "credentials" ? null : removeProperty(keys.property, module),
		},
	];
	if (secret === "AWS_SECRET_ACCESS_KEY") {
		return keys.token === null && !keys.isTokenOpen
			? {
					at: spanOf(keys.node),
					messageId: "roleKeys",
					severity: "medium",
					data: { client: keys.client, property },
					suggestions,
				}
			: null;
	}
	return {
		at: spanOf(keys.node),
		messageId: "variableKeys",
		severity: "high",
		covers: [spanOf(secretRead.node)],
		data: { client: keys.client, names: [id, secret].filter((name) => name !== null).join("`, `"), property },
		suggestions,
	};
}
