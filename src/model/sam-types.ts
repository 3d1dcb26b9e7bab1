/** A type of SAM. */
interface SamType {
	/** The type that the SAM translator makes of it. */
	readonly deployedAs: string;
	/** Its section of `Globals`; null if it has none. */
	readonly globals: string | null;
	/** True if its `Policies` create a role. */
	readonly makesRole?: boolean;
}

/** Source: "AWS SAM resource and property reference", generated resources; "Globals section of the AWS SAM template". */
const SAM_TYPES: ReadonlyMap<string, SamType> = new Map([
	["AWS::Serverless::Function", { deployedAs: "AWS::Lambda::Function", globals: "Function", makesRole: true }],
	["AWS::Serverless::LayerVersion", { deployedAs: "AWS::Lambda::LayerVersion", globals: "LayerVersion" }],
	["AWS::Serverless::SimpleTable", { deployedAs: "AWS::DynamoDB::Table", globals: "SimpleTable" }],
	[
		"AWS::Serverless::StateMachine",
		{ deployedAs: "AWS::StepFunctions::StateMachine", globals: "StateMachine", makesRole: true },
	],
	["AWS::Serverless::Api", { deployedAs: "AWS::ApiGateway::RestApi", globals: "Api" }],
	["AWS::Serverless::HttpApi", { deployedAs: "AWS::ApiGatewayV2::Api", globals: "HttpApi" }],
	["AWS::Serverless::GraphQLApi", { deployedAs: "AWS::AppSync::GraphQLApi", globals: null }],
]);

/** The CloudFormation type that is deployed for a type of a template. */
export function deployedTypeOf(type: string): string {
	return SAM_TYPES.get(type)?.deployedAs ?? type;
}

/** The section of `Globals` for a type of a template; null if there is none. */
export function globalsSectionOf(type: string): string | null {
	return SAM_TYPES.get(type)?.globals ?? null;
}

/** True if the `Policies` of a type of a template create a role. */
export function makesRole(type: string): boolean {
	return SAM_TYPES.get(type)?.makesRole === true;
}
