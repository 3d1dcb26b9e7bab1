import { detectSecret } from "../src/detect/detect-secret.ts";
import type { Detection } from "../src/detect/detection.ts";
import { findSecrets } from "../src/detect/find-secrets.ts";
import { classifyName } from "../src/detect/name-kind.ts";
import { redact } from "../src/detect/redact.ts";
import { isPlaceholder, isReference } from "../src/detect/veto.ts";
import { ENVIRONMENT_PLACES } from "../src/model/environment.ts";
import { takesSecret } from "../src/model/password-property.ts";
import type { Resource } from "../src/model/resource.ts";
import { textsIn, type NamedText } from "../src/model/texts-in.ts";
import { SCRIPT_PLACES } from "../src/model/user-data.ts";
import { renderWhen } from "../src/model/way.ts";
import { writtenSpans } from "../src/rule/masking/secret-spans.ts";
import { defineRule, type Suggestion } from "../src/rule/rule.ts";
import { renderOrigin, renderRedacted, SEVERITY_OF, sharedPlaceOf } from "../src/rule/secret-finding.ts";
import { STACK_NAME, textWith } from "../src/model/written.ts";

/**
 * A secret in a template is in git, in the bucket of templates, in CloudFormation's history, and in what `GetTemplate`
 * answers to anyone who may call it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html
 */
export const noSecretInTemplate = defineRule({
	name: "no-secret-in-template",
	description: "Disallow plaintext secrets in the properties of any resource",
	types: null,
	severity: "critical",
	severities: ["high", "medium"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	yieldsTo: [
		"no-static-credentials",
		"no-hardcoded-secret",
		"no-secret-parameter-default",
		"no-secret-in-environment",
		"no-secret-in-user-data",
		"no-plaintext-parameter",
	],
	compliance: [
		{ standard: "CWE", ids: ["CWE-798", "CWE-312"], source: "https://cwe.mitre.org/data/definitions/798.html" },
	],
	options: {},
	defaults: {},
	messages: {
		literalSecret:
			"Property '{{property}}' of '{{id}}' is {{label}} in plaintext{{redacted}}{{origin}}{{when}}. {{advice}}",
		embeddedSecret:
			"Property '{{property}}' of '{{id}}' contains {{label}} in plaintext{{redacted}}{{name}}{{when}}. {{advice}}",
		useReference: "Resolve it from the Secrets Manager secret '{{secret}}', once stored there.",
	},
	*checkStack(stack) {
		for (const resource of stack.resources) {
			for (const text of textsIn(resource.properties, "")) {
				if (isElsewhere(resource.type, text.path)) {
					continue;
				}
				for (const found of secretsOf(resource, text)) {
					const { value } = text;
					const property = resource.spell(text.path);
					const place = found.whole
						? (sharedPlaceOf(value) ?? value.span)
						: stack.locate(value, text.text, found.start, found.end);
					yield {
						at: place,
						subject: place,
						messageId: found.whole ? "literalSecret" : "embeddedSecret",
						severity: SEVERITY_OF[found.detection.confidence],
						data: {
							id: resource.id,
							property,
							label: found.detection.label,
							redacted: renderRedacted(found.detection),
							origin: value.kind === "literal" ? renderOrigin(value) : "",
							name:
								found.name === null || found.name === "" || lastOf(text.path) === found.name
									? ""
									: `, as '${found.name}'`,
							when: renderWhen(text.when),
							advice: adviceFor(resource, text.path),
						},
						property,
						secretSpans: found.whole
							? writtenSpans(value)
							: [stack.locate(value, text.text, found.start, found.end)],
						resource,
						suggestions: suggestionsFor(resource, text, found),
					};
				}
			}
		}
	},
});

/** Places that rules of their own ask, and what the names of resources say. */
const ELSEWHERE = new Map<string, string[]>([["AWS::SSM::Parameter", ["Value", "Name", "Description"]]]);
for (const { type, path } of [...ENVIRONMENT_PLACES, ...SCRIPT_PLACES]) {
	ELSEWHERE.set(type, [...(ELSEWHERE.get(type) ?? []), path.replaceAll("[]", "")]);
}

function isElsewhere(type: string, path: string): boolean {
	// A tag's key is a name: `aws-cdk:cr-owned:f3fab2a2`, which CDK gives to the bucket of a deployment.
	return (
		path === "Tags.Key" ||
		ELSEWHERE.get(type)?.some((place) => path === place || path.startsWith(`${place}.`)) === true
	);
}

/** `Password` of `Users.Password`. */
function lastOf(path: string): string {
	return path.slice(path.lastIndexOf(".") + 1);
}

interface Found {
	readonly detection: Detection;
	readonly name: string | null;
	readonly start: number;
	readonly end: number;
	/** True where the whole text is the secret. */
	readonly whole: boolean;
}

function secretsOf(resource: Resource, { text, name, path }: NamedText): readonly Found[] {
	const taken = takesSecret(resource.type, path);
	const whole = (detection: Detection): readonly Found[] => [
		{ detection, name, start: 0, end: text.length, whole: true },
	];
	if (CODE.has(name)) {
		return findSecrets(text, "code").map((found) => ({ ...found, whole: false }));
	}
	const detection = detectSecret(text, { name, kind: "template" });
	if (detection !== null && !isDescribing(name)) {
		return text.includes("\n") || text.length > 200 || /\s/u.test(text)
			? embedded(text, detection, name)
			: whole(detection);
	}
	if (taken && (isTaken(resource, text) || isBuilt(resource, text))) {
		return whole({
			id: "weak-secret",
			label: "a secret",
			confidence: "low",
			redacted: redact(text),
			start: 0,
			end: text.length,
		});
	}
	// A command, a build's instructions, a state machine's definition.
	return detection === null && (/\s/u.test(text) || text.includes("=")) && !isDescribing(name)
		? findSecrets(text).map((found) => ({ ...found, whole: false }))
		: [];
}

/** A password is what is deployed, be it `changeme`; a secret's first value is often replaced later. */
function isTaken({ type }: Resource, text: string): boolean {
	const isLater = type === "AWS::SecretsManager::Secret" ? isPlaceholder(text) : /^[<[{%].*[>\]}%]$/u.test(text);
	return text.trim() !== "" && !isReference(text) && !isLater && !text.trimStart().startsWith("{");
}

/** `${Stage}-Passw0rd`: whoever knows the stage knows the password. */
function isBuilt({ type }: Resource, text: string): boolean {
	const known = text.replaceAll("${x}", "");
	return (
		type !== "AWS::SecretsManager::Secret" &&
		known !== text &&
		/\d/u.test(known) &&
		known.replaceAll(/[^A-Za-z0-9]/gu, "").length >= 6 &&
		!isReference(known)
	);
}

/** Properties that hold the code of a function. */
const CODE: ReadonlySet<string> = new Set(["ZipFile", "InlineCode", "FunctionCode", "ImportCode"]);

function embedded(text: string, detection: Detection, name: string): readonly Found[] {
	const found = findSecrets(text).map((one) => ({ ...one, whole: false }));
	return found.length > 0 ? found : [{ detection, name, start: detection.start, end: detection.end, whole: false }];
}

/** Prose about a secret: only what a vendor's format proves counts there. */
function isDescribing(name: string): boolean {
	return /description|comment|displayname|^label$|^title$/iu.test(name);
}

/** Properties that hold a program: what is resolved there stands in clear in what is deployed. */
const PROGRAM = /(?:^|\.)(?:ZipFile|InlineCode|FunctionCode|UserData|Script|Code)$/u;

function adviceFor({ type }: Resource, path: string): string {
	if (PROGRAM.test(path)) {
		return "Read it from a store at run time.";
	}
	return type === "AWS::SecretsManager::Secret"
		? "Use `GenerateSecretString`, or run `aws secretsmanager put-secret-value` instead."
		: "Store it in Secrets Manager and use `{{resolve:secretsmanager:…}}`.";
}

function suggestionsFor(resource: Resource, text: NamedText, found: Found): readonly Suggestion[] {
	const property = text.path;
	if (
		!found.whole ||
		text.when.length > 0 ||
		text.value.kind !== "literal" ||
		text.value.via !== null ||
		resource.type === "AWS::SecretsManager::Secret" ||
		!(takesSecret(resource.type, property) || classifyName(text.name) === "secret")
	) {
		return [];
	}
	const path = `/${resource.looped ? "" : `${resource.id}/`}${lastOf(property)}`;
	return [
		{
			messageId: "useReference",
			data: { secret: `\${AWS::StackName}${path}` },
			edits: resource.stack.editor.replace(
				text.value,
				textWith("{{resolve:secretsmanager:", STACK_NAME, `${path}}}`),
			),
		},
	];
}
