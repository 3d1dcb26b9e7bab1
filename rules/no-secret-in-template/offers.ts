import { classifyName } from "../../src/detect/name-kind.ts";
import { takesSecret } from "../../src/model/password-property.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { NamedText } from "../../src/model/texts-in.ts";
import type { Suggestion } from "../../src/rule/rule.ts";
import { STACK_NAME, textWith } from "../../src/model/written.ts";
import type { Found } from "./template-secrets.ts";
import { lastOfPath } from "../../src/text/last-of-path.ts";
import { wording, type Words } from "../../src/text/wording.ts";

/** Properties that hold a program: what is resolved there stands in clear in what is deployed. */
const PROGRAM = /(?:^|\.)(?:ZipFile|InlineCode|FunctionCode|UserData|Script|Code)$/u;

/**
 * True where a dynamic reference is no way out: `ValueFrom` takes a name, and what a custom resource is given reaches its
 * provider, and the provider's logs, as plaintext. Source: "Using dynamic references", AWS CloudFormation User Guide.
 */
function takesName({ type }: Resource, path: string): boolean {
	return /(?:^|\.)ValueFrom$/u.test(path) || /^(?:Custom::|AWS::CloudFormation::CustomResource$)/u.test(type);
}

export function adviceFor(resource: Resource, path: string): Words {
	const {
		type,
		stack: {
			engine: { lookup, generator },
		},
	} = resource;
	if (takesName(resource, path)) {
		return wording("Store it in Secrets Manager and pass the secret's ARN.");
	}
	if (PROGRAM.test(path)) {
		return wording("Read it from SSM or Secrets Manager at run time.");
	}
	if (type === "AWS::SecretsManager::Secret") {
		return generator === null
			? wording("Remove it and run `aws secretsmanager put-secret-value` instead.")
			: wording("Use `{{generator}}`, or run `aws secretsmanager put-secret-value` instead.", { generator });
	}
	return lookup === null
		? wording("Pass it in a sensitive variable, then rotate it.")
		: wording("Store it in Secrets Manager and use `{{lookup}}`.", { lookup });
}

export function suggestionsFor(resource: Resource, text: NamedText, found: Found): readonly Suggestion[] {
	const property = text.path;
	if (
		!found.whole ||
		text.when.length > 0 ||
		text.value.kind !== "literal" ||
		text.value.via !== null ||
		resource.stack.engine.lookup === null ||
		resource.type === "AWS::SecretsManager::Secret" ||
		takesName(resource, property) ||
		!(takesSecret(resource.type, property) || classifyName(text.name) === "secret")
	) {
		return [];
	}
	const path = `/${resource.looped ? "" : `${resource.id}/`}${lastOfPath(property)}`;
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
