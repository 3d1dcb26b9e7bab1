import type { AppFunction } from "../../app/application.ts";
import { quoteWord } from "../../text/quote-word.ts";
import { redactPath } from "../../detect/redact.ts";

/** The command that deploys the stack of a function, by what its file is written for. */
export function deployCommand({ resource, stack: { file, stack } }: AppFunction): string {
	if (stack.engine.name === "Terraform") {
		return "terraform plan, then terraform apply";
	}
	if (file.reading.module !== null) {
		return "npx cdk diff, then npx cdk deploy";
	}
	const isSam = [...stack.resources, resource].some(({ writtenType }) => writtenType.startsWith("AWS::Serverless::"));
	return isSam
		? "sam build && sam deploy"
		: `aws cloudformation deploy --capabilities CAPABILITY_IAM --template-file ${quoteWord(redactPath(file.name))} --stack-name NAME`;
}
