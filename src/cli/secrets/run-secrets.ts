import { redactPath } from "../../detect/redact.ts";
import { breakCommands, escapeControls } from "../../report/escape-controls.ts";
import type { Io, Output } from "../io.ts";
import { collectSecrets, type CollectedSecret } from "./collect-secrets.ts";
import { parseSecretsArguments, type SecretsArguments } from "./parse-secrets-arguments.ts";
import { planSecret, refusalOf } from "./plan-secret.ts";
import { renderCommand } from "./render-command.ts";
import { SECRETS_HELP } from "./secrets-help.ts";
import { SecretsFolder, SHOWN_FOLDER } from "./secrets-folder.ts";
import { openStore, type Store } from "./stores.ts";
import { writeNote } from "../write-note.ts";

/** Runs `kmslint secrets …` and gives its exit code: 0 every value is kept, 1 some are not, 2 could not run or read. */
export async function runSecrets(argv: readonly string[], given: Io): Promise<number> {
	const io: Io = { ...given, stdout: brokenInto(given.stdout), stderr: brokenInto(given.stderr) };
	const args = parseSecretsArguments(argv);
	if (args === null) {
		io.stdout.write(SECRETS_HELP);
		return 0;
	}
	const { secrets, partial, errors } = await collectSecrets(args.paths, io.cwd, io.files);
	for (const { file, line, column, message } of errors) {
		writeNote(io.stderr, `:${String(line)}:${String(column)}: ${message}`, file);
	}
	for (const { file, line, column } of partial) {
		io.stderr.write(
			`kmslint: ${oneLine(file)}:${String(line)}:${String(column)}: its value is not fully known until run time, so it was not stored. Store it yourself.\n`,
		);
	}
	let lost = partial.length;
	if (secrets.length === 0) {
		io.stdout.write("# There is no secret to store.\n");
	} else {
		// First what can fail for all of them, and then the folder: a run that cannot begin leaves nothing behind.
		const store = args.task === "store" ? await openStore(args) : null;
		const folder = SecretsFolder.open(io.cwd);
		lost +=
			store === null ? exportAll(secrets, args, folder, io) : await storeAll(secrets, args, folder, store, io);
	}
	return errors.length > 0 ? 2 : lost > 0 ? 1 : 0;
}

/** Gives the number of those that are not kept. */
function exportAll(secrets: readonly CollectedSecret[], args: SecretsArguments, folder: SecretsFolder, io: Io): number {
	const commands: string[] = [];
	let lost = 0;
	for (const collected of secrets) {
		const { name } = collected.secret;
		const value = collected.secret.reveal();
		const plan = planSecret(collected.secret, args, folder);
		if (plan.entry?.state === "stored") {
			commands.push(`\n# ${labelOf(collected)}: stored as '${plan.target}' already\n`);
			continue;
		}
		const refusal = refusalOf(value, args.task, args.backend);
		if (refusal !== null) {
			lost += 1;
			io.stderr.write(`kmslint: ${labelOf(collected)} is not exported: ${refusal}.\n`);
			continue;
		}
		if (folder.read(plan.file) === undefined) {
			folder.write(plan.file, value);
		}
		folder.record({
			digest: plan.digest,
			backend: args.backend,
			name,
			target: plan.target,
			state: "exported",
			file: plan.file,
			version: null,
			ciphertext: null,
			functionName: args.functionName,
			kmsKey: args.kmsKey,
		});
		commands.push(
			`\n# ${labelOf(collected)}${args.backend === "kms" ? `, for ${plan.target}` : ""}\n${renderCommand(plan, args, value)}\n`,
		);
	}
	const open = commands.filter((command) => command.includes("\naws ") || command.includes("\nAWS_")).length;
	if (open > 0) {
		io.stdout.write(
			`# ${countOf(open)} in ${SHOWN_FOLDER}, which git ignores. Run this here, and keep the files until --fix has run:\n`,
		);
	}
	io.stdout.write(open > 0 ? commands.join("") : commands.join("").trimStart());
	return lost;
}

/** Gives the number of those that are not kept. */
async function storeAll(
	secrets: readonly CollectedSecret[],
	args: SecretsArguments,
	folder: SecretsFolder,
	store: Store,
	io: Io,
): Promise<number> {
	let lost = 0;
	for (const collected of secrets) {
		const { name } = collected.secret;
		const value = collected.secret.reveal();
		const plan = planSecret(collected.secret, args, folder);
		if (plan.entry?.state === "stored") {
			const { ciphertext } = plan.entry;
			io.stdout.write(
				`${labelOf(collected)}: ${ciphertext === null ? `stored as '${plan.target}' already.` : `encrypted for '${args.functionName ?? ""}' already. Set this variable:\n  ${plan.target}: ${ciphertext}`}\n`,
			);
			continue;
		}
		const refusal = refusalOf(value, args.task, args.backend);
		const kept = refusal === null ? await store(plan.target, value) : { ok: false as const, why: refusal };
		if (!kept.ok) {
			lost += 1;
			io.stderr.write(`kmslint: ${labelOf(collected)} is not stored: ${kept.why}.\n`);
			continue;
		}
		const { version, ciphertext, put } = kept;
		const file = plan.entry?.file ?? null;
		// After each one: whatever happens to the next, this one is kept and known to be.
		folder.record({
			digest: plan.digest,
			backend: args.backend,
			name,
			target: plan.target,
			state: "stored",
			file,
			version,
			ciphertext,
			functionName: args.functionName,
			kmsKey: args.kmsKey,
		});
		const how =
			ciphertext === null
				? `${put ? "stored as" : "was stored already, as"} '${plan.target}'${version === null ? "" : `, version ${version}`}`
				: `encrypted for '${args.functionName ?? ""}'. Set this variable:\n  ${plan.target}: ${ciphertext}`;
		io.stdout.write(`${labelOf(collected)}: ${how}${ciphertext === null ? "." : ""}\n`);
		if (file !== null && folder.read(file) !== undefined) {
			io.stdout.write(`  ${SHOWN_FOLDER}/${file} is no longer needed; delete it.\n`);
		}
	}
	return lost;
}

/** An output in which no name gives a command to what keeps the log. */
function brokenInto(output: Output): Output {
	return { isTTY: output.isTTY, write: (text) => output.write(breakCommands(text)) };
}

function countOf(count: number): string {
	return count === 1 ? "1 value is" : `${String(count)} values are`;
}

/** `DB_PASSWORD (template.yaml:21:24, src/db.ts:3:20)` */
function labelOf({ secret, places }: CollectedSecret): string {
	return `${oneLine(secret.name)} (${places.map(({ file, line, column }) => `${oneLine(file)}:${String(line)}:${String(column)}`).join(", ")})`;
}

/** A name of the author's, so that it stays within its line, and a comment of a script a comment. */
function oneLine(text: string): string {
	return escapeControls(redactPath(text));
}
