import type { Place } from "../../app/application.ts";
import { redactLabel, redactPath } from "../../detect/redact.ts";
import { checklistOf } from "./checklist.ts";
import { type ShownMigration, stateOf } from "./shown-migration.ts";
import { contentOf } from "../../migrate/store-names.ts";

/** The plan as data, for other programs. No value of a secret. */
export function toData(shown: ShownMigration): object {
	const { migration, written, outside } = shown;
	return {
		to: migration.backend,
		secrets: migration.secrets.map(({ id, name, leads, code }) => ({
			name: redactLabel(name),
			written: written.has(id),
			stored: stateOf(leads),
			code: code.map(placeData),
			configuration: leads.map(({ fn, variable, stored, replaces }) => ({
				function: redactLabel(fn.resource.id),
				...placeData(fn.variables.find((one) => one.name === replaces)?.set ?? fn.place),
				replaces,
				variable,
				value: contentOf(stored, migration.backend),
			})),
		})),
		key: migration.key,
		environmentKeys: migration.environmentKeys.map(({ fn, key }) => ({
			function: redactLabel(fn.resource.id),
			key: redactLabel(key.id),
		})),
		permissions: migration.grants.map(({ functions, key, statements, written: isWritten, reason }) => ({
			functions: functions.map(({ resource }) => redactLabel(resource.id)),
			key: key === null ? null : redactLabel(key),
			edited: isWritten,
			reason: reason === null ? null : redactLabel(reason),
			statements,
		})),
		packages: migration.packages.map(({ name, version, manifest }) => ({ name, version, manifest })),
		files: migration.edits.map(({ name }) => redactPath(name)),
		newFiles: migration.newFiles.map(({ name, importedBy }) => ({
			name: redactPath(name),
			importedBy: importedBy.map(redactPath),
		})),
		refused: [
			...migration.refused.map(({ name, place, reason }) => ({
				name: redactLabel(name),
				...placeData(place),
				reason: redactLabel(reason),
			})),
			...outside.map(({ name, file, line, column }) => ({
				name: redactLabel(name),
				file: redactPath(file),
				line,
				column,
				reason: "no function of the application loads this code",
			})),
		],
		left: checklistOf(shown),
	};
}

function placeData({ file, span }: Place): { readonly file: string; readonly line: number; readonly column: number } {
	const { line, column } = file.lines.locate(span.start);
	return { file: redactPath(file.name), line, column };
}
