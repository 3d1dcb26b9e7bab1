import type { Backend } from "../../fix/lookup/lookup.ts";
import type { Lead, Migration } from "../../migrate/migration.ts";
import type { ShownMigration } from "./shown-migration.ts";
import { storeOf } from "../../migrate/store-names.ts";

/** What is left to a person, in the order in which it is done. */
export function checklistOf({ migration, written, command }: ShownMigration): readonly string[] {
	const { secrets, backend, grants, edits } = migration;
	const leads = secrets.flatMap((secret) => secret.leads);
	const isWritten = secrets.length > 0 && secrets.every(({ name }) => written.includes(name));
	const handedOver = grants.filter((grant) => !grant.written);
	const options = [
		...(command.paths.join() === "." ? [] : command.paths),
		...(storeOf(backend) === "ssm" ? [] : [`--backend ${storeOf(backend)}`]),
		...(command.prefix === null ? [] : [`--prefix ${command.prefix}`]),
		...(command.key === null ? [] : [`--kms-key ${command.key}`]),
	].join(" ");
	const missing = leads.filter(({ stored }) => stored.state === "missing");
	const functionNames = [...new Set(missing.map(({ fn }) => fn.resource))];
	const store =
		backend === "kms"
			? functionNames.map(
					({ id }) =>
						`Encrypt the values for '${id}': kmslint secrets store ${options} --function-name NAME, with its function name.`,
				)
			: [`Store the values: kmslint secrets store ${options}`.trimEnd()];
	return [
		...(missing.length === 0 ? [] : store),
		...yours(leads, backend),
		...(leads.some(({ stored }) => stored.state === "exported")
			? ["Run the commands that 'kmslint secrets export' printed."]
			: []),
		...(secrets.length === 0 || isWritten ? [] : ["Make the edits: kmslint migrate --write"]),
		...connecting(leads, backend),
		...installing(migration.packages),
		...handedOver.map(
			({ functions, reason }) =>
				`Give the role of ${namesOf(functions.map(({ resource }) => resource.id))} the statements above: ${reason ?? ""}.`,
		),
		...(leads.length === 0 ? [] : deploying(backend, isWritten && edits.length > 0)),
	];
}

/** Without a way out of its VPC, a lookup waits until the function times out. */
function connecting(leads: readonly Lead[], backend: Backend): readonly string[] {
	const inside = [
		...new Set(leads.map(({ fn }) => fn.resource).filter((fn) => fn.get("VpcConfig").kind !== "absent")),
	];
	const service = { ssm: "ssm", "secrets-manager": "secretsmanager", kms: "kms" }[storeOf(backend)];
	return inside.length === 0
		? []
		: [
				`Give ${namesOf(inside.map(({ id }) => id))} a way to \`${service}\` out of the VPC: a NAT gateway or an interface endpoint.`,
			];
}

function installing(packages: Migration["packages"]): readonly string[] {
	const loose = packages.filter(({ manifest }) => manifest === null);
	return [
		...(loose.length < packages.length ? ["Install the new packages: npm install"] : []),
		...loose.map(
			({ name, functions }) =>
				`Install ${name} where ${namesOf(functions.map(({ resource }) => resource.id))} is bundled.`,
		),
	];
}

function yours(leads: readonly Lead[], backend: Backend): readonly string[] {
	const targets = new Set(leads.filter(({ stored }) => stored.state === "yours").map(({ stored }) => stored.target));
	return [...targets].map((target) =>
		storeOf(backend) === "ssm"
			? `Store the value that you deploy with: aws ssm put-parameter --name ${target} --type SecureString --value file://FILE`
			: `Store the value that you deploy with: aws secretsmanager create-secret --name ${target} --secret-string file://FILE`,
	);
}

function deploying(backend: Backend, isWritten: boolean): readonly string[] {
	return [
		...(backend === "extension"
			? ["Add the layer of the AWS Parameters and Secrets Lambda Extension to the functions."]
			: []),
		`Deploy. Variables, code and policies are updated in place${isWritten ? "" : " once the edits are made"}; to go back, deploy the previous version.`,
		"Call each function once, and look for `AccessDenied` in its log.",
		"Rotate each secret: its old value is in the history of git and of the deployments.",
	];
}

/** `'A'`, `'A' and 'B'`, `'A', 'B' and 'C'`. */
export function namesOf(names: readonly string[]): string {
	const quoted = names.map((name) => `'${name}'`);
	return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}
