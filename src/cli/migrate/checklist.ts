import { type Backend, storeOf } from "../../fix/lookup/lookup.ts";
import { redactLabel, redactPath } from "../../detect/redact.ts";
import { functionNameOf } from "../../migrate/function-name.ts";
import type { Lead, Migration } from "../../migrate/migration.ts";
import type { Resource } from "../../model/resource.ts";
import { quoteWord } from "../../text/quote-word.ts";
import { deployCommand } from "./deploy-command.ts";
import type { ShownMigration } from "./shown-migration.ts";

/** What is left to a person, in the order in which it is done. */
export function checklistOf(shown: ShownMigration): readonly string[] {
	const { migration, written } = shown;
	const { secrets, backend, grants, edits } = migration;
	const leads = secrets.flatMap((secret) => secret.leads);
	const isWritten = secrets.length > 0 && secrets.every(({ id }) => written.has(id));
	const handedOver = grants.filter((grant) => !grant.written);
	return [
		...creating(shown),
		...storing(leads, shown),
		...yours(leads, backend),
		...(leads.some(({ stored }) => stored.state === "exported")
			? ["Run the commands that `kmslint secrets export` printed."]
			: []),
		...(secrets.length === 0 || isWritten
			? []
			: [`Make the edits: kmslint migrate${migrateOptions(shown, true)} --write`]),
		...connecting(leads, backend),
		...installing(migration.packages),
		...handedOver.map(
			({ functions, reason }) =>
				`Give the role of ${namesOf(functions.map(({ resource }) => resource))} the statements above: ${redactLabel(reason ?? "")}.`,
		),
		...(leads.length === 0 ? [] : deploying(leads, backend, isWritten && edits.length > 0)),
	];
}

function creating(shown: ShownMigration): readonly string[] {
	const { key } = shown.migration;
	if (key === null) {
		return [];
	}
	switch (key.state) {
		case "new":
			return [
				shown.isKeyWritten
					? `Deploy the new key: ${commandsOf(shown.migration.secrets.flatMap(({ leads }) => leads))}`
					: `Add the key, and deploy it: kmslint migrate${migrateOptions(shown, true)} --write`,
			];
		case "missing":
			return [`Create the key, with rotation and the alias '${key.key ?? ""}'.`];
		case "managed":
		case "given":
			return [];
		default:
			return key.state satisfies never;
	}
}

/** The commands that store what is not stored yet. */
function storing(leads: readonly Lead[], { migration, command }: ShownMigration): readonly string[] {
	const missing = leads.filter(({ stored }) => stored.state === "missing");
	const store = storeOf(migration.backend);
	const options = [
		...pathsOf(command),
		...(store === "ssm" ? [] : ["--backend", store]),
		...(command.prefix === null ? [] : ["--prefix", command.prefix]),
		...(command.key === null ? (store === "kms" ? ["--kms-key", "alias/…"] : []) : ["--kms-key", command.key]),
	];
	const commands = missing.map(({ fn }) => {
		const name = store === "kms" ? (functionNameOf(fn) ?? "") : null;
		const own = name === null ? [] : ["--function-name", quoteWord(name)];
		return ["kmslint secrets store", ...options, ...own].join(" ");
	});
	return [...new Set(commands)].map((one) => `Store the values: ${one}`);
}

/** @param hasKey true where the key has to be named again */
function migrateOptions({ migration: { backend }, command }: ShownMigration, hasKey: boolean): string {
	const { key, prefix, createsKey, sharesHelper } = command;
	return [
		...pathsOf(command),
		...(backend === "ssm" ? [] : ["--to", backend]),
		...(prefix === null ? [] : ["--prefix", prefix]),
		...(key === null || !hasKey ? [] : ["--key", createsKey ? "new" : key]),
		...(sharesHelper ? ["--shared-helper"] : []),
	]
		.map((word) => ` ${word}`)
		.join("");
}

function pathsOf({ paths }: ShownMigration["command"]): readonly string[] {
	return paths.join() === "." ? [] : paths.map(quoteWord);
}

/** Without a way out of its VPC, a lookup waits until the function times out. */
function connecting(leads: readonly Lead[], backend: Backend): readonly string[] {
	const inside = [
		...new Set(leads.map(({ fn }) => fn.resource).filter((fn) => fn.get("VpcConfig").kind !== "absent")),
	];
	const service = { ssm: "ssm", "secrets-manager": "secretsmanager", kms: "kms" }[storeOf(backend)];
	return inside.length === 0
		? []
		: [`Give ${namesOf(inside)} a way to \`${service}\` out of the VPC: a NAT gateway or an interface endpoint.`];
}

/** The commands that deploy all stacks of some functions. */
function commandsOf(leads: readonly Lead[]): string {
	return [...new Set(leads.map(({ fn }) => deployCommand(fn)))].join("; ");
}

function installing(packages: Migration["packages"]): readonly string[] {
	const loose = packages.filter(({ manifest }) => manifest === null);
	return [
		...(loose.length < packages.length ? ["Install the new packages: npm install"] : []),
		...loose.map(
			({ name, functions }) =>
				`Install ${name} where ${namesOf(functions.map(({ resource }) => resource))} is bundled.`,
		),
	];
}

function yours(leads: readonly Lead[], backend: Backend): readonly string[] {
	const own = leads.filter(({ stored }) => stored.state === "yours");
	const parameters = own.flatMap(({ fn, replaces }) => {
		const value = fn.variables.find(({ name }) => name === replaces)?.variable?.value;
		return value?.kind === "reference" && value.to.of === "parameter"
			? [
					`Remove '${redactLabel(value.to.name)}' from '${redactPath(fn.stack.placeOf(value.to.parameter.nameSpan).file.name)}', if nothing else uses it.`,
				]
			: [];
	});
	const commands = own.map(({ stored: { target, key } }) =>
		storeOf(backend) === "ssm"
			? `aws ssm put-parameter --name ${target} --type SecureString${key === null ? "" : ` --key-id ${key}`} --value file://FILE`
			: `aws secretsmanager create-secret --name ${target}${key === null ? "" : ` --kms-key-id ${key}`} --secret-string file://FILE`,
	);
	return [
		...[...new Set(commands)].map((one) => `Store the value that you deploy with: ${one}`),
		...new Set(parameters),
	];
}

function deploying(leads: readonly Lead[], backend: Backend, isWritten: boolean): readonly string[] {
	const engines = [...new Set(leads.map(({ fn }) => fn.stack.stack.engine.name))].join(" and ");
	return [
		...(backend === "extension"
			? ["Add the layer of the AWS Parameters and Secrets Lambda Extension to the functions."]
			: []),
		`Deploy${isWritten ? "" : " the edits"}: ${commandsOf(leads)} (${engines} updates code, variables and policies in place). To go back, deploy the previous version.`,
		"Call each function, and check its log for `AccessDenied`.",
		"Rotate each secret: its old value is still in earlier versions of the functions, and in the history of git until `git filter-repo --replace-text` removes it.",
	];
}

/** `'A'`, `'A' and 'B'`, `'A', 'B' and 'C'`. */
export function namesOf(resources: readonly Resource[]): string {
	const quoted = resources.map(({ id }) => `'${redactLabel(id)}'`);
	return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}
