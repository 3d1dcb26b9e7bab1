import type { TSESTree } from "@typescript-eslint/utils";
import { detectSecret } from "../src/detect/detect-secret.ts";
import { isEveryday, isPlaceholder, isReference } from "../src/detect/veto.ts";
import { classifyName } from "../src/detect/name-kind.ts";
import { addProperty } from "../src/languages/program/object-edit.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk-calls.ts";
import { readInput, type SdkInput } from "../src/languages/handler/sdk-input.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { followNames, nameOfKey, textOf } from "../src/languages/program/variable-of.ts";
import { defineRule, type Finding, type Problem } from "../src/rule/rule.ts";
import type { Span, TextEdit } from "../src/text/span.ts";
import { S3_ALGORITHMS, S3_WRITES, SDK_ROWS, type SdkRow } from "../src/rule/sdk-rows.ts";

interface Options extends Readonly<Record<string, unknown>> {
	readonly algorithm: (typeof S3_ALGORITHMS)[number];
	readonly askEveryWrite: boolean;
	readonly encryptedByDefault: boolean;
}

/**
 * What code makes, no template shows: a volume or a copy of an image that a function makes at run time is in clear
 * unless the request says otherwise, and an explicit `AES256` puts an object under S3's own key although the bucket
 * asks for KMS.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export const requireSdkEncryption = defineRule<Options>({
	name: "require-sdk-encryption",
	description: "Require encryption of volumes, images, databases, objects and parameters created with the AWS SDK",
	types: null,
	severity: "medium",
	severities: ["low"],
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: [{ standard: "CWE", ids: ["CWE-311"], source: "https://cwe.mitre.org/data/definitions/311.html" }],
	options: {
		algorithm: {
			enum: [...S3_ALGORITHMS],
			description: "The required algorithm for S3 requests that name one",
		},
		askEveryWrite: {
			type: "boolean",
			description: "Also report S3 writes that name no algorithm and rely on the bucket's default",
		},
		encryptedByDefault: {
			type: "boolean",
			description:
				"Every account and Region encrypts new EBS volumes by default: report only an explicit `false`",
		},
	},
	defaults: { algorithm: "aws:kms", askEveryWrite: false, encryptedByDefault: false },
	messages: {
		notEncrypted: "`{{operation}}` creates an unencrypted {{what}}{{how}}. Set `{{property}}: true`.",
		weakAlgorithm:
			"`{{operation}}` encrypts with `{{algorithm}}`{{how}} instead of `{{asked}}`. Use `{{asked}}` or the bucket's default.",
		missingAlgorithm: "`{{operation}}` has no `ServerSideEncryption`. Set it to `{{asked}}`.",
		plainParameter: "`PutParameter` stores secret '{{name}}' in plaintext (type `{{type}}`). Use `SecureString`.",
		encrypt: "Set `{{property}}: {{value}}` (the role needs access to the key).",
	},
	*checkModule(module, options) {
		for (const call of findSdkCalls(module)) {
			for (const row of SDK_ROWS) {
				if (row.service === call.service && row.operation === call.operation) {
					yield* judgeRow(call, row, module, options);
				}
			}
			if (call.service === "s3" && S3_WRITES.has(call.operation)) {
				yield* judgeObject(call, module, options);
			}
			if (call.service === "ssm" && call.operation === "PutParameter") {
				yield* judgeParameter(call, module);
			}
		}
	},
});

function* judgeRow(
	call: SdkCall,
	row: SdkRow,
	module: SourceModule,
	{ encryptedByDefault }: Options,
): Iterable<Problem> {
	for (const input of inputsAt(call.input, row.at, module)) {
		const given = input.get(row.property);
		const value = given.kind === "value" ? followNames(given.node, module) : null;
		const off = value?.type === "Literal" && value.value === false;
		const missing =
			given.kind === "absent" &&
			!(row.accountDefault && encryptedByDefault) &&
			row.unless.every((name) => input.get(name).kind === "absent");
		if (!off && !missing) {
			continue;
		}
		const data = { operation: call.operation, what: row.what, property: row.property };
		if (off && given.kind === "value") {
			const edits = value === given.node ? replace(value, "true") : null;
			const how = `: \`${row.property}\` is \`false\``;
			yield notEncrypted(spanOf(given.property), { ...data, how }, edits);
		} else {
			const edits = input.object === null ? null : addProperty(input.object, `${row.property}: true`, module);
			const how = row.accountDefault ? " unless the account encrypts by default" : "";
			const at = row.at === "" || input.object === null ? call.head : spanOf(input.object);
			yield notEncrypted(at, { ...data, how }, edits);
		}
	}
}

function notEncrypted(
	at: Span,
	data: Readonly<Record<"operation" | "what" | "how" | "property", string>>,
	edits: readonly TextEdit[] | null,
): Finding {
	const { property } = data;
	return {
		at,
		messageId: "notEncrypted",
		data,
		property,
		suggestions: [{ messageId: "encrypt", data: { property, value: "true" }, edits }],
	};
}

/**
 * The objects at a path of an input: `LaunchTemplateData.BlockDeviceMappings[].Ebs`. What only run time knows is left
 * out.
 */
function inputsAt(input: SdkInput, path: string, module: SourceModule): readonly SdkInput[] {
	let reached: readonly SdkInput[] = [input];
	for (const step of path === "" ? [] : path.split(".")) {
		const name = step.replace("[]", "");
		reached = reached.flatMap((from) => {
			const value = from.get(name);
			if (value.kind !== "value") {
				return [];
			}
			const node = followNames(value.node, module);
			const items =
				step === name
					? [value.node]
					: node.type === "ArrayExpression"
						? node.elements.flatMap((element) => (element === null ? [] : [element]))
						: [];
			return items.map((item) => readInput(item, module)).filter(({ object }) => object !== null);
		});
	}
	return reached;
}

function* judgeObject(
	call: SdkCall,
	module: SourceModule,
	{ algorithm: asked, askEveryWrite }: Options,
): Iterable<Problem> {
	const given = call.input.get("ServerSideEncryption");
	if (given.kind === "unknown" || call.input.get("SSECustomerAlgorithm").kind !== "absent") {
		return; // The customer's own key.
	}
	if (given.kind === "absent") {
		if (askEveryWrite) {
			const edits =
				call.input.object === null
					? null
					: addProperty(call.input.object, `ServerSideEncryption: "${asked}"`, module);
			yield {
				at: call.head,
				messageId: "missingAlgorithm",
				data: { operation: call.operation, asked },
				property: "ServerSideEncryption",
				suggestions: [
					{ messageId: "encrypt", data: { property: "ServerSideEncryption", value: `"${asked}"` }, edits },
				],
			};
		}
		return;
	}
	const algorithm = algorithmOf(followNames(given.node, module));
	if (algorithm === null || S3_ALGORITHMS.indexOf(algorithm) >= S3_ALGORITHMS.indexOf(asked)) {
		return;
	}
	const edits =
		given.node.type === "Literal"
			? replace(given.node, JSON.stringify(asked).replaceAll('"', module.text[given.node.range[0]] ?? '"'))
			: null;
	yield {
		at: spanOf(given.property),
		messageId: "weakAlgorithm",
		severity: "low",
		data: {
			operation: call.operation,
			algorithm,
			asked,
			how: algorithm === "AES256" ? " (an S3-managed key)" : "",
		},
		property: "ServerSideEncryption",
		suggestions: [{ messageId: "encrypt", data: { property: "ServerSideEncryption", value: `"${asked}"` }, edits }],
	};
}

/** `"AES256"`, or v3's constant for it: `ServerSideEncryption.AES256`. */
function algorithmOf(node: TSESTree.Node): (typeof S3_ALGORITHMS)[number] | null {
	const text = textOf(node);
	if (text !== null) {
		return S3_ALGORITHMS.find((algorithm) => algorithm === text) ?? null;
	}
	const name = node.type === "MemberExpression" ? nameOfKey(node.property, node.computed) : null;
	return name === "AES256" ? "AES256" : name === "aws_kms" || name === "AWS_KMS" ? "aws:kms" : null;
}

function* judgeParameter({ input, head }: SdkCall, module: SourceModule): Iterable<Problem> {
	const type = input.get("Type");
	const written = type.kind === "value" ? (textOf(followNames(type.node, module)) ?? constantName(type.node)) : null;
	const name = written === "String" || written === "StringList" ? secretName(input, module) : null;
	if (type.kind !== "value" || written === null || name === null) {
		return; // Without a type an overwritten parameter keeps its own.
	}
	const edits =
		type.node.type === "Literal"
			? replace(type.node, JSON.stringify("SecureString").replaceAll('"', module.text[type.node.range[0]] ?? '"'))
			: null;
	yield {
		at: type.property.shorthand ? head : spanOf(type.property),
		messageId: "plainParameter",
		severity: "medium",
		data: { name, type: written },
		property: "Type",
		suggestions: [{ messageId: "encrypt", data: { property: "Type", value: `"SecureString"` }, edits }],
	};
}

/** `ParameterType.STRING` of v3. */
function constantName(node: TSESTree.Node): string | null {
	const name = node.type === "MemberExpression" ? nameOfKey(node.property, node.computed) : null;
	return name === "STRING" ? "String" : name === "STRING_LIST" ? "StringList" : null;
}

/** What says that a secret is stored: the parameter's name, the value itself, or the name of what holds the value. */
function secretName(input: SdkInput, module: SourceModule): string | null {
	const [name, value] = [input.get("Name"), input.get("Value")];
	const called = name.kind === "value" ? lastPart(followNames(name.node, module)) : null;
	const held = value.kind === "value" ? followNames(value.node, module) : null;
	const text = held === null ? null : textOf(held);
	if (text !== null) {
		return nameOfText(text, called);
	}
	if (called !== null && classifyName(called) === "secret") {
		return called;
	}
	const variable = held === null ? null : nameOfRead(held);
	return variable !== null &&
		classifyName(variable) === "secret" &&
		name.kind !== "unknown" &&
		(called === null || classifyName(called) !== "pointer")
		? variable
		: null;
}

/** What a text that is stored is called, where it is a secret. */
function nameOfText(text: string, called: string | null): string | null {
	const detection = detectSecret(text, { kind: "source", ...(called === null ? {} : { name: called }) });
	// Under a secret's name any value is one, but what stands where a value is to be written later.
	const plain =
		called !== null &&
		classifyName(called) === "secret" &&
		!isPlaceholder(text) &&
		!isReference(text) &&
		!isEveryday(text);
	return detection !== null || plain ? (called ?? detection?.label ?? null) : null;
}

/** `dbPassword`, `config.dbPassword` */
function nameOfRead(node: TSESTree.Node): string | null {
	switch (node.type) {
		case "Identifier":
			return node.name;
		case "MemberExpression":
			return nameOfKey(node.property, node.computed);
		default:
			return null;
	}
}

/** The text of a name, of one with holes what stands behind the last. */
function lastPart(node: TSESTree.Node): string | null {
	return node.type === "TemplateLiteral"
		? node.quasis.map(({ value }) => value.cooked ?? "").join("${…}")
		: node.type === "BinaryExpression"
			? lastPart(node.right)
			: textOf(node);
}

function replace({ range: [start, end] }: TSESTree.Node, text: string) {
	return [{ span: { start, end }, text }];
}

function spanOf({ range: [start, end] }: TSESTree.Node) {
	return { start, end };
}
