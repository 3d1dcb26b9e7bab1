import { dedent } from "../src/testing/dedent.ts";
import { testRule } from "../src/testing/rule-tester.ts";
import { noUnreadSecret } from "./no-unread-secret.ts";

/** A SAM template with a function of this code that is given a password. */
function inline(code: string, properties = "", more = ""): string {
	return dedent`
		Transform: AWS::Serverless-2016-10-31
		Parameters: { DbPassword: { Type: String, NoEcho: true } }
		Resources:
		  Api:
		    Type: AWS::Serverless::Function
		    Properties:
		      Runtime: nodejs22.x
		      Handler: index.handler
		      InlineCode: ${JSON.stringify(code)}
		      Environment: { Variables: { DB_PASSWORD: !Ref DbPassword } }
		      ${properties}
		${more}
	`;
}

const OTHER = "exports.handler = async () => 1;";

testRule(noUnreadSecret, {
	silent: [
		{ name: "the code reads it", code: inline("exports.handler = async () => connect(process.env.DB_PASSWORD);") },
		{ name: "the code reads all variables", code: inline("exports.handler = async () => connect(process.env);") },
		{
			name: "the code reads it by a name in a list",
			code: inline('["DB_PASSWORD"].map((name) => process.env[name]);'),
		},
		{ name: "a module that is not read may read it", code: inline(`require("./db");\n${OTHER}`) },
		{ name: "a package may read it", code: inline(`require("knex");\n${OTHER}`) },
		{ name: "a layer may read it", code: inline(OTHER, "Layers: [!Ref Layer]") },
		{
			name: "it is no secret",
			code: inline(OTHER).replace("DB_PASSWORD: !Ref DbPassword", "STAGE: prod"),
		},
		{
			name: "the code is in another file, which is not read",
			code: inline(OTHER).replace(/InlineCode: .*/u, "CodeUri: src"),
		},
		{
			name: "the code is in another language",
			code: inline("def handler(event, context):\n    return 1\n").replace("nodejs22.x", "python3.12"),
		},
	],
	found: [
		{
			name: "no code reads it",
			code: inline(`require("@aws-sdk/client-s3");\nrequire("node:fs");\n${OTHER}`),
			errors: [{ messageId: "unreadSecret", data: { id: "Api", variable: "DB_PASSWORD" }, line: 10, column: 35 }],
		},
		{
			name: "one of the functions that share it does not read it",
			code: dedent`
				Transform: AWS::Serverless-2016-10-31
				Parameters: { DbPassword: { Type: String, NoEcho: true } }
				Globals: { Function: { Runtime: nodejs22.x, Handler: index.handler, Environment: { Variables: { DB_PASSWORD: !Ref DbPassword } } } }
				Resources:
				  Api: { Type: AWS::Serverless::Function, Properties: { InlineCode: "exports.handler = () => 1;" } }
				  Db: { Type: AWS::Serverless::Function, Properties: { InlineCode: "exports.handler = () => process.env.DB_PASSWORD;" } }
			`,
			errors: [{ messageId: "unreadShared", data: { id: "Api", variable: "DB_PASSWORD" }, line: 3, column: 97 }],
		},
	],
});
