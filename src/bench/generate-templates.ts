/** One generated template: deterministic by its number, shaped like what SAM and CloudFormation projects hold. */
export interface GeneratedTemplate {
	readonly name: string;
	readonly text: string;
}

/** A small generator of numbers, so that two runs measure the same bytes. */
function numbers(seed: number): () => number {
	let state = seed * 2654435761 + 12345;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

function functionYaml(index: number, next: () => number): string {
	const variables = Array.from(
		{ length: 1 + Math.floor(next() * 5) },
		(_, at) =>
			`          SETTING_${String(at)}: ${next() > 0.5 ? `!Ref Table${String(index)}` : `value-${String(at)}`}`,
	);
	return `  Function${String(index)}:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild # one bundle a function
    Properties:
      CodeUri: src/function-${String(index)}/
      Handler: index.handler
      Description: !Sub "Handles request \${AWS::StackName} number ${String(index)}"
      MemorySize: ${String(128 * (1 + Math.floor(next() * 8)))}
      Environment:
        Variables:
${variables.join("\n")}
      Policies:
        - DynamoDBCrudPolicy:
            TableName: !Ref Table${String(index)}
        - Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: [s3:GetObject, s3:PutObject]
              Resource: !Join ["", ["arn:aws:s3:::", !Ref Bucket${String(index)}, "/*"]]
      Events:
        Api:
          Type: Api
          Properties: { Path: "/items/{id}", Method: get }
`;
}

function storeYaml(index: number, next: () => number): string {
	return `  Table${String(index)}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: pk, AttributeType: S }
      KeySchema:
        - { AttributeName: pk, KeyType: HASH }
  Bucket${String(index)}:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: ${next() > 0.15 ? "aws:kms" : "AES256"}
  Volume${String(index)}:
    Type: AWS::EC2::Volume
    Properties:
      AvailabilityZone: !Select [0, !GetAZs ""]
      Encrypted: ${next() > 0.1 ? "true" : "false"}
      Size: 20
`;
}

/**
 * A SAM template in YAML, with about as many findings as published ones have (one in two templates has one), of about
 * `resources` resources.
 */
export function generateYaml(seed: number, resources: number): GeneratedTemplate {
	const next = numbers(seed);
	let text = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: >-
  Generated template ${String(seed)}: functions with their
  tables, buckets and volumes.
Parameters:
  Stage:
    Type: String
    Default: dev
    AllowedValues: [dev, prod]
Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 10${next() > 0.2 ? "\n    KmsKeyArn: !GetAtt Key.Arn" : ""}
    Environment:
      Variables:
        STAGE: !Ref Stage
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
`;
	for (let index = 0; index * 4 < resources; index += 1) {
		text += functionYaml(index, next) + storeYaml(index, next);
	}
	text += `Outputs:
  Stage:
    Value: !Ref Stage
`;
	return { name: `template-${String(seed)}.yaml`, text };
}

/** A template in JSON as CDK synthesises it, of about `resources` resources. */
export function generateJson(seed: number, resources: number): GeneratedTemplate {
	const next = numbers(seed);
	const made: Record<string, unknown> = {};
	for (let index = 0; index * 3 < resources; index += 1) {
		made[`Function${String(index)}`] = {
			Type: "AWS::Lambda::Function",
			Properties: {
				Code: {
					S3Bucket: { "Fn::Sub": "cdk-assets-${AWS::AccountId}-${AWS::Region}" },
					S3Key: `asset-${String(index)}.zip`,
				},
				Environment: { Variables: { TABLE: { Ref: `Table${String(index)}` }, STAGE: "prod" } },
				Handler: "index.handler",
				Role: { "Fn::GetAtt": [`Role${String(index)}`, "Arn"] },
				Runtime: "nodejs22.x",
			},
			DependsOn: [`Role${String(index)}`],
			Metadata: { "aws:cdk:path": `Stack/Function${String(index)}/Resource` },
		};
		made[`Role${String(index)}`] = {
			Type: "AWS::IAM::Role",
			Properties: {
				AssumeRolePolicyDocument: {
					Statement: [
						{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
					],
					Version: "2012-10-17",
				},
				ManagedPolicyArns: [
					{
						"Fn::Join": [
							"",
							[
								"arn:",
								{ Ref: "AWS::Partition" },
								":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
							],
						],
					},
				],
			},
		};
		made[`Table${String(index)}`] = {
			Type: "AWS::DynamoDB::Table",
			Properties: {
				BillingMode: "PAY_PER_REQUEST",
				ReadCapacity: Math.floor(next() * 10),
				KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
			},
		};
	}
	return { name: `stack-${String(seed)}.template.json`, text: JSON.stringify({ Resources: made }, null, 1) };
}
