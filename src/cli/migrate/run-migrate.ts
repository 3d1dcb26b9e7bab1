import { dirname, resolve } from "node:path";
import type { Application } from "../../app/application.ts";
import { findManifest } from "../../fix/manifest.ts";
import { DEFAULT_PREFIX } from "../../fix/stored-name.ts";
import type { MigrationSettings, ReportedSecret } from "../../migrate/migration.ts";
import { planMigration } from "../../migrate/plan-migration.ts";
import { renderMigration } from "./render-migration.ts";
import { toData } from "./migration-data.ts";
import { redactName } from "../../detect/redact.ts";
import { breakCommands, escapeJson, mapTexts } from "../../report/escape-controls.ts";
import { shownPath } from "../file/shown-path.ts";
import type { Io } from "../io.ts";
import { collectApplication } from "../map/collect-application.ts";
import { writeNote } from "../write-note.ts";
import { finishInterrupted, journalIn } from "./finish-interrupted.ts";
import { MIGRATE_HELP } from "./migrate-help.ts";
import { parseMigrateArguments, type MigrateArguments } from "./parse-migrate-arguments.ts";
import { readReported } from "./read-reported.ts";
import { writeMigration } from "./write-migration.ts";

/** Runs `kmslint migrate …` and gives its exit code: 0 nothing is left, 1 a secret is left, 2 could not run. */
export async function runMigrate(argv: readonly string[], io: Io): Promise<number> {
	const args = parseMigrateArguments(argv);
	if (args === null) {
		io.stdout.write(MIGRATE_HELP);
		return 0;
	}
	if (!(await finishInterrupted(args, io))) {
		return 2;
	}
	const app = collectApplication(args.paths, { exclude: [], parameters: null }, io);
	const { inside: reported, outside } = readReported(app, args.paths, io);
	const plan = planMigration(app, reported, settingsOf(args, app, io.cwd, false));
	const written = args.write ? await write(app, reported, args, io) : new Set<string>();
	if (written === null) {
		return 2;
	}
	const shown = {
		migration: plan,
		outside: outside.filter(({ name }) => args.only?.has(name) ?? true),
		written,
		command: {
			paths: args.paths,
			only: args.only,
			prefix: args.prefix === DEFAULT_PREFIX ? null : args.prefix,
			key: args.key,
			createsKey: args.createsKey,
			sharesHelper: args.sharesHelper,
		},
		isKeyWritten: args.write && plan.key?.state === "new",
	};
	// A plan quotes names from many places (imports, handlers, ARNs): none of them may be a token.
	const text =
		args.format === "json"
			? `${escapeJson(JSON.stringify(mapTexts(toData(shown), redactName), null, 2))}\n`
			: renderMigration(shown).split("\n").map(redactName).join("\n");
	io.stdout.write(breakCommands(text));
	const isLeft =
		shown.outside.length > 0 || plan.refused.length > 0 || plan.secrets.some(({ id }) => !written.has(id));
	return isLeft ? 1 : 0;
}

function settingsOf(args: MigrateArguments, app: Application, cwd: string, storedOnly: boolean): MigrationSettings {
	const { backend, only, key, createsKey, prefix, sharesHelper } = args;
	const given = args.paths.map((path) => resolve(cwd, path));
	return {
		...{ backend, only, key, createsKey, prefix, sharesHelper, storedOnly, cwd },
		record: findManifest(cwd),
		roots: [cwd, ...given.map((path) => (app.files.has(path) ? dirname(path) : path))],
	};
}

/** The ids of the secrets whose edits were written; null if they could not be. */
async function write(
	app: Application,
	reported: readonly ReportedSecret[],
	args: MigrateArguments,
	io: Io,
): Promise<ReadonlySet<string> | null> {
	const { secrets, edits, newFiles } = planMigration(app, reported, settingsOf(args, app, io.cwd, true));
	const failure = await writeMigration(edits, newFiles, journalIn(io.cwd));
	if (failure !== null) {
		writeNote(io.stderr, `: ${failure.reason} Nothing was changed.`, shownPath(failure.path, io.cwd));
		for (const path of failure.kept) {
			writeNote(
				io.stderr,
				": It was changed by another program meanwhile, and has the new text.",
				shownPath(path, io.cwd),
			);
		}
		return null;
	}
	return new Set(secrets.map(({ id }) => id));
}
