import { describe, expect, test } from "vitest";
import { readFile } from "../languages/template/read-file.ts";
import { variablesOf } from "../model/environment.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { isSensitive } from "./sensitive-variable.ts";

function sensitive(variable: string): boolean {
	const text = [
		"Parameters:",
		"  Plain: { Type: String }",
		"  Hidden: { Type: String, NoEcho: true }",
		"  ApiKeyParameterName: { Type: String }",
		"Resources:",
		"  Secret: { Type: AWS::SecretsManager::Secret }",
		"  Db: { Type: AWS::RDS::DBInstance }",
		`  F: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { ${variable} } } } }`,
	].join("\n");
	const resource = readFile(text, "template.yaml", { parameterOverrides: {} }).stack?.resource("F");
	return resource !== undefined && variablesOf(resource).some(isSensitive);
}

describe("a variable is sensitive", () => {
	test.each([
		["by a literal secret", `UPLOADER: ${fakeSecret("aws-access-key-id")}`],
		["by its name and a literal", `DB_PASSWORD: "${fakeSecret("password")}"`],
		["by a hidden parameter", "DB: !Ref Hidden"],
		["by a hidden parameter inside a text", 'DB: !Sub "postgres://app:${Hidden}@db"'],
		["by its name and a parameter", "DB_PASSWORD: !Ref Plain"],
		["by a whole secret under the name of a user", 'DB_USER: "{{resolve:secretsmanager:orders}}"'],
		["by a secret that is resolved", 'DB: "{{resolve:secretsmanager:orders}}"'],
		[
			"by a secret that is resolved in a `Fn::Sub`",
			'DB: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}"',
		],
		["by its name and a parameter that is resolved", 'DB_PASSWORD: "{{resolve:ssm:/orders/x}}"'],
		["by one branch of two", "DB_PASSWORD: !If [Nobody, !Ref Plain, none]"],
	])("%s", (_, variable) => {
		expect(sensitive(variable)).toBe(true);
	});
});

describe("a variable is not sensitive", () => {
	test.each([
		["by a plain value", "STAGE: prod"],
		["by a pointer's name", "DB_PASSWORD_PARAMETER_NAME: /orders/db-password"],
		["by a path under a secret's name", "DB_PASSWORD: /orders/db-password"],
		["by an ARN under a secret's name", "DB_SECRET: arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders"],
		["by the ARN of a secret", "DB_SECRET_ARN: !Ref Secret"],
		["by a parameter that is a pointer", "API_KEY: !Ref ApiKeyParameterName"],
		["by a plain parameter", "STAGE: !Ref Plain"],
		["by a plain parameter that is resolved", 'TABLE: "{{resolve:ssm:/orders/table}}"'],
		["by an endpoint", "DB_HOST: !GetAtt Db.Endpoint.Address"],
		["by an import", "DB: !ImportValue Db"],
		["by nothing", "DB_PASSWORD: !Ref AWS::NoValue"],
	])("%s", (_, variable) => {
		expect(sensitive(variable)).toBe(false);
	});
});
