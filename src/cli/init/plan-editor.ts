import { existsSync } from "node:fs";
import { join } from "node:path";
import { NOTHING, type Plan } from "./change.ts";
import { addToJson } from "./json-edits.ts";
import { readOwn, type Project } from "./look-around.ts";

const FILE = ".vscode/settings.json";

/** What vscode-eslint lints by itself, which a list of one's own does not replace but people read it so. */
const PROGRAMS = ["javascript", "javascriptreact", "typescript", "typescriptreact"];

/**
 * The tags of CloudFormation, so that the YAML extension does not mark them as unknown.
 *
 * Source: "Intrinsic function reference", AWS CloudFormation User Guide; `yaml.customTags` of redhat.vscode-yaml.
 */
const TAGS = [
	"!Ref scalar",
	"!Sub scalar",
	"!Sub sequence",
	"!GetAtt scalar",
	"!GetAtt sequence",
	"!ImportValue scalar",
	"!ImportValue mapping",
	"!Join sequence",
	"!Select sequence",
	"!Split sequence",
	"!If sequence",
	"!Equals sequence",
	"!And sequence",
	"!Or sequence",
	"!Not sequence",
	"!Condition scalar",
	"!FindInMap sequence",
	"!Base64 scalar",
	"!Base64 mapping",
	"!Cidr sequence",
	"!GetAZs scalar",
	"!Transform mapping",
];

/** What lets VS Code lint templates and Terraform: for a project that has settings of VS Code, and ESLint. */
export function planEditor({ cwd, kinds, hasYaml, packages }: Project): Plan {
	const languages = [
		...(hasYaml ? ["yaml"] : []),
		...(kinds.has("templates") ? ["json", "jsonc"] : []),
		...(kinds.has("terraform") ? ["terraform", "opentofu", "terraform-vars"] : []),
	];
	if (!existsSync(join(cwd, ".vscode")) || packages?.has("eslint") !== true || languages.length === 0) {
		return NOTHING;
	}
	const isThere = existsSync(join(cwd, FILE));
	const before = isThere ? readOwn(cwd, FILE) : null;
	const start = isThere ? before : "{}\n";
	const validated = start === null ? null : addToJson(start, ["eslint.validate"], [...PROGRAMS, ...languages]);
	const after = validated === null || !hasYaml ? validated : addToJson(validated, ["yaml.customTags"], TAGS);
	if (after === null) {
		const text = `"eslint.validate": ${JSON.stringify([...PROGRAMS, ...languages])}${hasYaml ? `,\n"yaml.customTags": ${JSON.stringify(TAGS)}` : ""}\n`;
		return { ...NOTHING, pastes: [{ file: FILE, why: "it is no JSON that can be edited safely", text }] };
	}
	return after === before ? NOTHING : { ...NOTHING, changes: [{ file: FILE, before, after }] };
}
