import type { AppFunction } from "../app/application.ts";
import { findKeyByAlias } from "../model/key-reference.ts";
import { arnOf, fits } from "../model/kms-key.ts";
import type { Resource } from "../model/resource.ts";
import { groupBy } from "../text/group-by.ts";
import { ACCOUNT, PARTITION, REGION, type TextWith, textWith } from "../model/written.ts";
import type { FileEditor } from "./file-editor.ts";
import { functionNameOf } from "./function-name.ts";
import type { EnvironmentKey, Lead } from "./migration.ts";
import type { NewStatement } from "./permissions.ts";

/**
 * Encrypts the variables of functions with the key of their secrets, if that is a key of their stack and they have none
 * yet. A key elsewhere is only known by its alias, which Lambda does not take.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export function planEnvironmentKeys(leads: readonly Lead[], editor: FileEditor): readonly EnvironmentKey[] {
	return [...groupBy(leads, ({ fn }) => fn)].flatMap(([fn, own]): readonly EnvironmentKey[] => {
		const { resource, role, stack } = fn;
		const current = resource.get("KmsKeyArn");
		// Without a role that may decrypt, every call of the function would fail.
		if (role === null || current.kind !== "absent" || current.explicit) {
			return [];
		}
		const key = own.flatMap(({ stored }) => keyIn(fn, stored.key) ?? [])[0];
		const edits = key === undefined ? null : resource.set("KmsKeyArn", arnOf(key));
		if (key === undefined || edits === null) {
			return [];
		}
		editor.add(stack.file, edits);
		return [{ fn, key }];
	});
}

function keyIn({ resource, stack: { stack } }: AppFunction, name: string | null): Resource | null {
	const key = name === null ? null : findKeyByAlias(stack, name);
	return key !== null && fits(key, resource) ? key : null;
}

/** What a role needs so that Lambda can decrypt the variables of its functions, each key once. */
export function environmentStatements(keys: readonly EnvironmentKey[]): readonly NewStatement[] {
	return [...groupBy(keys, ({ key }) => key)].map(([key, own]) => ({
		action: "kms:Decrypt",
		resources: [arnOf(key)],
		conditions: [["StringLike", "kms:EncryptionContext:aws:lambda:FunctionArn", distinct(own.map(({ fn }) => fn))]],
		key,
	}));
}

function distinct(functions: readonly AppFunction[]): readonly TextWith[] {
	const names = new Set(functions.map((fn) => functionNameOf(fn) ?? "*"));
	return (names.has("*") ? ["*"] : [...names]).map((name) =>
		textWith("arn:", PARTITION, ":lambda:", REGION, ":", ACCOUNT, `:function:${name}`),
	);
}
