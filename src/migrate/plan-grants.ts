import type { AppFunction } from "../app/application.ts";
import type { Backend } from "../fix/lookup/lookup.ts";
import { groupBy } from "../text/group-by.ts";
import { refTo, type Written } from "../model/written.ts";
import type { FileEditor } from "./file-editor.ts";
import { functionNameOf } from "./function-name.ts";
import { grantTo } from "./grant.ts";
import type { EnvironmentKey, Grant, Lead } from "./migration.ts";
import { isLeftToIam, missingFrom, type NewStatement, statementsFor, toPolicyStatement } from "./permissions.ts";
import { environmentStatements } from "./plan-environment-keys.ts";
import { renderWritten } from "./render-written.ts";

/**
 * What each role has to be allowed, with the edits that do it.
 *
 * @param keys the functions whose variables are encrypted with another key than before
 */
export function planGrants(
	leads: readonly Lead[],
	keys: readonly EnvironmentKey[],
	backend: Backend,
	editor: FileEditor,
): readonly Grant[] {
	const byRole = groupBy(leads, ({ fn }) => roleKey(fn));
	return [...byRole.values()].flatMap((own): readonly Grant[] => {
		const [first] = own;
		if (first === undefined) {
			return [];
		}
		const { fn } = first;
		const { role } = fn;
		const functions = [...new Set(own.map((lead) => lead.fn))];
		// A ciphertext is bound to its function.
		const sets = groupBy(own, (lead) => (backend === "kms" ? functionNameOf(lead.fn) : null));
		const lookups = [...sets].flatMap(([name, some]) =>
			statementsFor(
				some.map(({ stored }) => stored),
				backend,
				fn.stack.stack,
				name,
			),
		);
		const wanted = [...lookups, ...environmentStatements(keys.filter((one) => functions.includes(one.fn)))];
		const missing = missingFrom(role, wanted);
		if (missing.length === 0) {
			return [];
		}
		return [
			...grant(
				fn,
				functions,
				missing.filter((one) => role === null || isLeftToIam(one.key, role)),
				editor,
			),
			...missing
				.filter((one) => role !== null && !isLeftToIam(one.key, role))
				.map((one) => grantOnKey(fn, functions, one, editor)),
		];
	});
}

function grant(
	fn: AppFunction,
	functions: readonly AppFunction[],
	missing: readonly NewStatement[],
	editor: FileEditor,
): readonly Grant[] {
	if (missing.length === 0) {
		return [];
	}
	const { role } = fn;
	const statements = missing.map((statement) => renderWritten(toPolicyStatement(statement)) as object);
	const edits = role === null ? null : grantTo(fn, role, missing);
	if (edits !== null) {
		editor.add(fn.stack.file, edits);
	}
	const { unit } = fn.stack.stack.engine;
	const reason =
		edits !== null
			? null
			: role === null
				? `the role is not in this ${unit}`
				: "the file has no place for a policy of the role";
	return [{ functions, key: null, statements, written: edits !== null, reason }];
}

/** Where the policy of the key does not leave the decision to IAM, it has to name the role. */
function grantOnKey(
	fn: AppFunction,
	functions: readonly AppFunction[],
	statement: NewStatement,
	editor: FileEditor,
): Grant {
	const { key } = statement;
	const { role } = fn;
	const list = key === null ? null : key.get("KeyPolicy.Statement");
	const named = withPrincipal(toPolicyStatement({ ...statement, resources: ["*"] }), role?.id ?? "");
	const edits = list?.kind === "list" && key !== null ? fn.stack.stack.editor.append(list, named) : null;
	if (edits !== null) {
		editor.add(fn.stack.file, edits);
	}
	return {
		functions,
		key: key?.id ?? null,
		statements: [renderWritten(named) as object],
		written: edits !== null,
		reason: edits !== null ? null : "the file has no place for a statement in the policy of the key",
	};
}

function withPrincipal(statement: { readonly [key: string]: Written }, role: string): Written {
	return { ...statement, Principal: { AWS: refTo(role, "Arn") } };
}

/** Functions with one role are granted together. */
function roleKey(fn: AppFunction): string {
	const { role } = fn;
	return `${fn.stack.file.path} ${role === null ? `function ${fn.resource.id}` : `role ${role.id}`}`;
}
