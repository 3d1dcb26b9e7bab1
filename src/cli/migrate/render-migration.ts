import type { Place } from "../../app/application.ts";
import type { Backend } from "../../fix/lookup/lookup.ts";
import { redactLabel, redactPath } from "../../detect/redact.ts";
import { PRICE_OF_REQUESTS, priceOfKeys } from "../../model/prices.ts";
import { escapeControls } from "../../report/escape-controls.ts";
import { checklistOf, namesOf } from "./checklist.ts";
import type {
	EnvironmentKey,
	Grant,
	KeyPlan,
	Lead,
	NewFile,
	RefusedSecret,
	SecretPlan,
} from "../../migrate/migration.ts";
import type { OutsideSecret } from "./read-reported.ts";
import { type ShownMigration, stateOf } from "./shown-migration.ts";

const BACKEND_NAMES: Readonly<Record<Backend, string>> = {
	ssm: "SSM parameters",
	"secrets-manager": "Secrets Manager",
	kms: "KMS ciphertext",
	powertools: "SSM parameters, read with Powertools",
	extension: "SSM parameters, read with the Lambda extension",
};

/** The plan as text. No value of a secret. */
export function renderMigration(shown: ShownMigration): string {
	const { migration, written, outside, command } = shown;
	const { secrets, refused, key, environmentKeys, grants, packages, backend, newFiles } = migration;
	const refusals = [...refused.map(refusedLine), ...outside.map(outsideLine)];
	if (secrets.length === 0 && refusals.length === 0) {
		const { only } = command;
		return only === null
			? "Nothing to migrate.\n"
			: `Nothing to migrate: no secret is called ${[...only].map((name) => `'${redactLabel(name)}'`).join(" or ")}.\n`;
	}
	const lines = secrets.flatMap((secret) => secretLines(secret, written.has(secret.id)));
	const sections = [
		secrets.length === 0 ? [] : [`${countOf(secrets.length)} to ${BACKEND_NAMES[backend]}`, ...lines],
		key === null ? [] : ["Key", `  ${keyLine(key, backend)}`],
		["Variables", ...environmentKeys.map(environmentKeyLine)],
		grants.length === 0 ? [] : ["Permissions", ...grants.flatMap(grantLines)],
		packages.length === 0
			? []
			: [
					"Packages",
					...packages.map(({ name, version, manifest }) => `  ${name}@${version} in ${manifest ?? "?"}`),
				],
		newFiles.length === 0 ? [] : ["New files", ...newFiles.map(newFileLine)],
		refusals.length === 0 ? [] : ["Not migrated", ...refusals],
		["Left to do", ...checklistOf(shown).map((line) => `  [ ] ${line}`)],
	];
	return `${sections
		.filter((section) => section.length > 1)
		.map((section) => section.map(escapeControls).join("\n"))
		.join("\n\n")}\n`;
}

function secretLines({ name, leads, code }: SecretPlan, isWritten: boolean): readonly string[] {
	const targets = [...new Set(leads.map(({ stored }) => stored.target))];
	return [
		`  ${redactLabel(name)}${targets.length === 0 ? "" : ` → ${targets.join(", ")}`}${isWritten ? " (written)" : ""}`,
		`    value: ${KEPT[stateOf(leads)]}`,
		...code.map((place) => `    code: ${renderPlace(place)}`),
		...leads.map((lead) => `    ${configurationLine(lead)}`),
	];
}

const KEPT: Readonly<Record<Lead["stored"]["state"], string>> = {
	stored: "stored",
	exported: "exported to .kmslint/secrets",
	missing: "not stored yet",
	yours: "known to the deployment only",
};

function configurationLine({ fn, variable, replaces }: Lead): string {
	const place = fn.variables.find(({ name }) => name === replaces)?.set ?? fn.place;
	const change = replaces === null ? `add ${variable}` : `${replaces} becomes ${variable}`;
	return `variable: ${renderPlace(place)} '${redactLabel(fn.resource.id)}': ${change}`;
}

/** Which key the values will be stored under, and what it costs. */
function keyLine({ key, state, candidates }: KeyPlan, backend: Backend): string {
	const name = redactLabel(key ?? "");
	switch (state) {
		case "managed":
			return backend === "kms"
				? `Name the key that encrypts, with \`--key\`: ${candidates.join(", ") || "an alias, or `new`"}.`
				: `AWS managed key: free, and no limit on who decrypts. With \`--key\`: ${candidates.join(", ") || "an alias, or `new`"} (${priceOfKeys(1)}).`;
		case "given":
			return `${name}: ${priceOfKeys(1)} if it is new, ${PRICE_OF_REQUESTS}.`;
		case "new":
			return `${name}: a new key with rotation, retained when the stack is deleted. ${priceOfKeys(1)}.`;
		case "missing":
			return `${name}: create it, with rotation; the file has no place for it. ${priceOfKeys(1)}.`;
		default:
			return state satisfies never;
	}
}

function environmentKeyLine({ fn: { resource }, key }: EnvironmentKey): string {
	return `  '${redactLabel(resource.id)}': encrypted with '${redactLabel(key.id)}' (\`${resource.spell("KmsKeyArn")}\`)`;
}

function grantLines({ functions, key, statements, written, reason }: Grant): readonly string[] {
	const names = namesOf(functions.map(({ resource }) => resource));
	return [
		`  ${key === null ? `role of ${names}` : `policy of key '${redactLabel(key)}', for ${names}`}${written ? "" : ` (not edited: ${redactLabel(reason ?? "")})`}`,
		...JSON.stringify(statements, null, 2)
			.split("\n")
			.map((line) => `    ${line}`),
	];
}

function newFileLine({ name, importedBy }: NewFile): string {
	return `  ${redactPath(name)}: the lookup of ${importedBy.map(redactPath).join(", ")}`;
}

function refusedLine({ name, place, reason }: RefusedSecret): string {
	return `  ${renderPlace(place)} ${redactLabel(name)}: ${redactLabel(reason)}.`;
}

function outsideLine({ name, file, line, column }: OutsideSecret): string {
	return `  ${redactPath(file)}:${String(line)}:${String(column)} ${redactLabel(name)}: no function of the application loads this code.`;
}

function renderPlace({ file, span }: Place): string {
	const { line, column } = file.lines.locate(span.start);
	return `${redactPath(file.name)}:${String(line)}:${String(column)}`;
}

function countOf(count: number): string {
	return count === 1 ? "1 secret" : `${String(count)} secrets`;
}
