import { RULES } from "../rules/index.ts";
import { docsUrl, PRESETS, type Rule } from "../src/rule/rule.ts";
import { LEVELS } from "../src/rule/level.ts";
import { LANGUAGES } from "../src/locale/language.ts";

/** Where the schema is, from the root of the project; it is published with the package. */
export const SCHEMA_FILE = "kmslint.config.schema.json";

const TEXTS = { type: "array", items: { type: "string" } } as const;

/** The schema of `kmslint.config.json`, for editors. What the command accepts is decided by `parse-config.ts`. */
export function configSchema(): object {
	const preset = { enum: PRESETS, description: "The preset: recommended (default), strict or audit." };
	const rules = {
		type: "object",
		description: "Levels and options of rules.",
		properties: Object.fromEntries(
			RULES.flatMap(({ name }) =>
				[name, `aws-kms/${name}`].map((key) => [key, { $ref: `#/definitions/${name}` }]),
			),
		),
		additionalProperties: false,
	};
	return {
		$schema: "http://json-schema.org/draft-07/schema#",
		title: "Configuration of kmslint",
		type: "object",
		properties: {
			$schema: { type: "string" },
			extends: {
				description: "Paths of configurations that this one builds on.",
				anyOf: [{ $ref: "#/definitions/path" }, { type: "array", items: { $ref: "#/definitions/path" } }],
			},
			preset,
			rules: { $ref: "#/definitions/rules" },
			overrides: {
				type: "array",
				description: "Presets and rules for some files. Later ones win.",
				items: {
					type: "object",
					properties: {
						files: {
							description: "Globs of files, or folders, from the folder of the configuration.",
							anyOf: [{ type: "string" }, TEXTS],
						},
						preset,
						rules: { $ref: "#/definitions/rules" },
					},
					required: ["files"],
					additionalProperties: false,
				},
			},
			ignores: { ...TEXTS, description: "Files that are left out, in the syntax of .gitignore." },
			settings: {
				type: "object",
				properties: {
					application: {
						type: "boolean",
						description: "False to read each file without the code and the templates around it.",
					},
					acceptSkips: {
						type: "boolean",
						description:
							"True to suppress also what checkov, trivy, cfn_nag or cdk-nag skips for a reason.",
					},
					assumeEnforced: {
						...TEXTS,
						description: "Properties that an aspect or a property injector sets for a whole CDK app.",
					},
					locale: {
						enum: LANGUAGES,
						description: "The language of messages and reports: English, Spanish or Japanese.",
					},
				},
				additionalProperties: false,
			},
			parameters: {
				type: "object",
				description: "Values of template parameters.",
				propertyNames: { pattern: "^[A-Za-z0-9]{1,255}$" },
				additionalProperties: { type: ["string", "number", "boolean"] },
			},
		},
		additionalProperties: false,
		definitions: {
			path: { type: "string", pattern: "^\\.{1,2}/" },
			rules,
			...Object.fromEntries(RULES.map((rule) => [rule.name, ruleSchema(rule)])),
		},
	};
}

function ruleSchema({ name, description, options }: Rule): object {
	const level = { enum: LEVELS };
	return {
		description: `${description}. ${docsUrl(name)}`,
		anyOf: [
			level,
			{
				type: "array",
				items: [level, { type: "object", properties: options, additionalProperties: false }],
				minItems: 1,
				additionalItems: false,
			},
		],
	};
}
