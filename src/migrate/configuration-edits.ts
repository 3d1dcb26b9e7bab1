import type { AppFunction } from "../app/application.ts";
import type { Backend } from "../fix/lookup/lookup.ts";
import { getIn, type Value } from "../model/value.ts";
import type { Written } from "../model/written.ts";
import { pushAll } from "../text/push-all.ts";
import type { TextEdit } from "../text/span.ts";
import type { FileEditor } from "./file-editor.ts";
import type { Lead } from "./migration.ts";
import { contentOf } from "./store-names.ts";

/** What stands for a ciphertext that is not made yet, in a plan that is only shown. */
const NOT_YET = "(ciphertext)";

/**
 * Adds the edits of the variables that lead to secrets.
 *
 * @returns the owners of leads that the file has no place for, each with the reason
 */
export function planConfiguration<Owner>(
	leads: readonly (readonly [owner: Owner, lead: Lead])[],
	backend: Backend,
	editor: FileEditor,
): readonly (readonly [owner: Owner, reason: string])[] {
	const failed: (readonly [Owner, string])[] = [];
	const added = new Map<AppFunction, { readonly owners: Owner[]; readonly values: Map<string, Written> }>();
	/** What each entry becomes: functions that share one must agree. */
	const rewritten = new Map<string, string>();
	for (const [owner, { fn, variable, stored, replaces }] of leads) {
		const content = contentOf(stored, backend) ?? NOT_YET;
		const before = fn.variables.find(({ name }) => name === (replaces ?? variable)) ?? null;
		if (replaces === null) {
			if (before?.variable === null || before === null) {
				const own = added.get(fn) ?? { owners: [], values: new Map<string, Written>() };
				own.owners.push(owner);
				own.values.set(variable, content);
				added.set(fn, own);
			}
			continue;
		}
		const entry = before?.variable?.entry ?? null;
		const place = `${fn.stack.file.path} ${String(entry?.keySpan.start)}`;
		const known = rewritten.get(place);
		if (known !== undefined && known !== content) {
			failed.push([owner, "functions that share it would need different values"]);
			continue;
		}
		rewritten.set(place, content);
		const edits = entry === null ? null : fn.stack.stack.editor.rewrite(entry, variable, content);
		if (edits === null) {
			failed.push([owner, `the file has no place for '${variable}' of '${fn.resource.id}'`]);
		} else if (known === undefined) {
			editor.add(fn.stack.file, edits);
		}
	}
	for (const [fn, { owners, values }] of added) {
		const edits = addVariables(fn, Object.fromEntries(values));
		if (edits === null) {
			const reason = `the file has no place for more variables of '${fn.resource.id}'`;
			pushAll(
				failed,
				owners.map((owner) => [owner, reason] as const),
			);
		} else {
			editor.add(fn.stack.file, edits);
		}
	}
	return failed;
}

/** Adds them to the variables that the function has of its own, or else to those that it shares. */
function addVariables(
	{ resource, stack: { stack } }: AppFunction,
	values: Readonly<Record<string, Written>>,
): readonly TextEdit[] | null {
	const { editor } = stack; // What the resource writes too, where a module has several files.
	const environment: Value = resource.get("Environment");
	const variables = getIn(environment, "Variables");
	if (variables.kind !== "map") {
		return environment.kind === "absent" || variables.kind === "absent"
			? resource.set("Environment.Variables", values)
			: null;
	}
	const { span } = resource.properties;
	const isOwn = span.start <= variables.span.start && variables.span.end <= span.end;
	return (
		(isOwn ? editor.setAll(variables, values) : null) ??
		resource.set("Environment.Variables", values) ??
		editor.setAll(variables, values)
	);
}
