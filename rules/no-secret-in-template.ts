import { classifyName } from "../src/detect/name-kind.ts";
import { ENVIRONMENT_PLACES } from "../src/model/environment.ts";
import { takesSecret } from "../src/model/password-property.ts";
import type { Resource } from "../src/model/resource.ts";
import { type NamedText, textsIn } from "../src/model/texts-in.ts";
import { SCRIPT_PLACES } from "../src/model/user-data.ts";
import { renderWhen } from "../src/model/way.ts";
import { writtenSpans } from "../src/rule/masking/secret-spans.ts";
import type { Span } from "../src/text/span.ts";
import { defineRule, type Finding, type Suggestion } from "../src/rule/rule.ts";
import { renderOrigin, renderRedacted, SEVERITY_OF, sharedPlaceOf } from "../src/rule/secret-finding.ts";
import { STACK_NAME, textWith } from "../src/model/written.ts";
import { type Found, secretsOf } from "./no-secret-in-template/template-secrets.ts";

/**
 * A secret in a template is in git, in the bucket of templates, in CloudFormation's history, and in what `GetTemplate`
 * answers to anyone who may call it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html
 */
export const noSecretInTemplate = defineRule({
	name: "no-secret-in-template",
	description: "Disallow plaintext secrets in the properties of any resource",
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
	compliance: { CWE: ["CWE-798", "CWE-312"] },
	messages: {
		literalSecret:
			"Property '{{property}}' of '{{id}}' is {{label}} in plaintext{{redacted}}{{origin}}{{when}}. {{advice}}",
		embeddedSecret:
			"Property '{{property}}' of '{{id}}' contains {{label}} in plaintext{{redacted}}{{name}}{{when}}. {{advice}}",
		useReference: "Use a dynamic reference to secret '{{secret}}' (store it there first).",
	},
	*checkStack(stack) {
		for (const resource of stack.resources) {
			for (const text of textsIn(resource.properties, "")) {
				if (isElsewhere(resource.type, text.path)) {
					continue;
				}
				for (const found of secretsOf(resource, text)) {
					yield findingFor(resource, text, found);
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

/** Properties that hold a program: what is resolved there stands in clear in what is deployed. */
const PROGRAM = /(?:^|\.)(?:ZipFile|InlineCode|FunctionCode|UserData|Script|Code)$/u;

/**
 * True where a dynamic reference is no way out: `ValueFrom` takes a name, and what a custom resource is given reaches its
 * provider, and the provider's logs, as plaintext. Source: "Using dynamic references", AWS CloudFormation User Guide.
 */
function takesName({ type }: Resource, path: string): boolean {
	return /(?:^|\.)ValueFrom$/u.test(path) || /^(?:Custom::|AWS::CloudFormation::CustomResource$)/u.test(type);
}

function adviceFor(resource: Resource, path: string): string {
	const { type } = resource;
	if (takesName(resource, path)) {
		return "Store it in Secrets Manager and pass the secret's ARN.";
	}
	if (PROGRAM.test(path)) {
		return "Read it from SSM or Secrets Manager at run time.";
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
		takesName(resource, property) ||
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

function findingFor(resource: Resource, text: NamedText, found: Found): Finding {
	const { value } = text;
	const property = resource.spell(text.path);
	const part = (): Span => resource.stack.locate(value, text.text, found.start, found.end);
	const place = found.whole ? (sharedPlaceOf(value) ?? value.span) : part();
	const isNamed = found.name !== null && found.name !== "" && lastOf(text.path) !== found.name;
	return {
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
			name: isNamed ? `, as '${found.name ?? ""}'` : "",
			when: renderWhen(text.when),
			advice: adviceFor(resource, text.path),
		},
		property,
		secretSpans: found.whole ? writtenSpans(value) : [part()],
		resource,
		suggestions: suggestionsFor(resource, text, found),
	};
}
