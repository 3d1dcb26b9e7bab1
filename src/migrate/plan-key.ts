import type { AppFunction } from "../app/application.ts";
import { findKeyByAlias } from "../model/key-reference.ts";
import { fittingKeys, freshId, newKey } from "../model/kms-key.ts";
import { literalOf } from "../model/value.ts";
import { refTo } from "../model/written.ts";
import type { FileEditor } from "./file-editor.ts";
import type { KeyPlan, Lead, MigrationSettings } from "./migration.ts";

/**
 * Under which key the values that are not stored yet will be stored, with the edits that add a new one.
 *
 * @param leads to values that are not stored yet
 */
export function planKey(
	leads: readonly Lead[],
	{ key, createsKey }: MigrationSettings,
	editor: FileEditor,
): KeyPlan | null {
	if (leads.length === 0) {
		return null;
	}
	const functions = [...new Map(leads.map(({ fn }) => [fn.stack.file.path, fn])).values()];
	if (key === null || !createsKey) {
		return { key, state: key === null ? "managed" : "given", candidates: candidatesFor(leads) };
	}
	// An alias is unique in an account and a Region: other stacks use the key by its alias.
	const isThere = functions.some(({ stack: { stack } }) => findKeyByAlias(stack, key) !== null);
	const isAdded = !isThere && functions.some((fn) => addKey(fn, key, editor));
	return { key, state: isThere ? "given" : isAdded ? "new" : "missing", candidates: [] };
}

/** A key with rotation that stays when the stack is deleted, and its alias. False if the file has no place for them. */
function addKey({ resource, stack: { file, stack } }: AppFunction, alias: string, editor: FileEditor): boolean {
	const id = freshId(stack, "AWS::KMS::Key", "SecretsKey");
	const aliasId = freshId(stack, "AWS::KMS::Alias", "SecretsKeyAlias");
	const resources = {
		[id]: newKey(`Secrets of the functions of this ${stack.engine.whole}`),
		[aliasId]: {
			type: "AWS::KMS::Alias",
			retained: false,
			properties: { AliasName: alias, TargetKeyId: refTo(id) },
		},
	};
	// In a program a key is declared for something that names it later.
	const edits = stack.editor.addResources(resources) ?? stack.editor.addResources(resources, resource.id);
	if (edits === null) {
		return false;
	}
	editor.add(file, edits);
	return true;
}

/** The aliases of keys of the same stacks that fit. */
function candidatesFor(leads: readonly Lead[]): readonly string[] {
	const aliases = leads.flatMap(({ fn }) => {
		const fitting = new Set(fittingKeys(fn.resource));
		return fn.stack.stack.find("AWS::KMS::Alias").flatMap((alias) => {
			const name = literalOf(alias.get("AliasName"))?.text;
			const key = name === undefined ? null : findKeyByAlias(fn.stack.stack, name);
			return name !== undefined && key !== null && fitting.has(key) ? [name] : [];
		});
	});
	return [...new Set(aliases)];
}
