import type { GeneratedTemplate } from "./generate-templates.ts";

/** One generated handler or CDK stack: deterministic by its number, shaped like what serverless projects hold. */
export function generateProgram(seed: number): GeneratedTemplate {
	const parts = 1 + (seed % 4);
	return seed % 3 === 0
		? { name: `stack-${String(seed)}.ts`, text: stackOf(seed, parts) }
		: { name: `handler-${String(seed)}.${seed % 3 === 1 ? "ts" : "mjs"}`, text: handlerOf(seed, parts) };
}

function handlerOf(seed: number, parts: number): string {
	const typed = seed % 3 === 1;
	const functions = Array.from({ length: parts }, (_, at) => {
		const id = `${String(seed)}${String(at)}`;
		return `
${typed ? `interface Order${id} { readonly id: string; readonly lines: readonly { readonly sku: string; readonly count: number }[]; }\n` : ""}
/** Puts an order into the table, and tells the queue. */
async function putOrder${id}(order${typed ? `: Order${id}` : ""}, traceId${typed ? ": string" : ""}) {
	const total = order.lines.reduce((sum, { count }) => sum + count, 0);
	if (total === 0) {
		console.warn("Order %s has no lines", order.id, { traceId });
		return { statusCode: 400, body: JSON.stringify({ message: "The order is empty." }) };
	}
	await table.send(new PutCommand({
		TableName: process.env.TABLE_NAME,
		Item: { pk: \`ORDER#\${order.id}\`, sk: "META", total, createdAt: new Date().toISOString() },
		ConditionExpression: "attribute_not_exists(pk)",
	}));
	await queue.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ id: order.id, total }) }));
	return { statusCode: 201, headers: { "content-type": "application/json" }, body: JSON.stringify({ id: order.id }) };
}
`;
	});
	return `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const queue = new SQSClient({ region: process.env.AWS_REGION });
${functions.join("")}
export const handler = async (event${typed ? ": { body: string; requestContext: { requestId: string } }" : ""}) => {
	const order = JSON.parse(event.body);
	return await putOrder${String(seed)}0(order, event.requestContext.requestId);
};
`;
}

function stackOf(seed: number, parts: number): string {
	const resources = Array.from(
		{ length: parts },
		(_, at) => `
		const table${String(at)} = new dynamodb.Table(this, "Table${String(at)}", {
			partitionKey: { name: "pk", type: dynamodb.AttributeType.STRING },
			encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
			encryptionKey: props.key,
		});
		const api${String(at)} = new lambda.Function(this, "Api${String(at)}", {
			runtime: lambda.Runtime.NODEJS_22_X,
			handler: "index.handler",
			code: lambda.Code.fromAsset("dist/api-${String(at)}"),
			timeout: Duration.seconds(${String(10 + at)}),
			environment: { TABLE_NAME: table${String(at)}.tableName, LOG_LEVEL: "info" },
			environmentEncryption: props.key,
		});
		table${String(at)}.grantReadWriteData(api${String(at)});
`,
	);
	return `import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

export class Orders${String(seed)} extends Stack {
	constructor(scope: Construct, id: string, props: StackProps & { readonly key: kms.IKey }) {
		super(scope, id, props);
${resources.join("")}
	}
}
`;
}
