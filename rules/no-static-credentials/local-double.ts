import type { TSESTree } from "@typescript-eslint/utils";
import { splitName } from "../../src/detect/name-kind.ts";
import { isPlaceholder } from "../../src/detect/veto.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { staticTextOf } from "../../src/languages/program/static-text.ts";
import { unwrap } from "../../src/languages/program/unwrap.ts";

const DUMMY = new Set(
	"test testing local localhost dummy fake mock foo bar baz example sample any anything whatever none na n a default root admin minio minioadmin dynamodb localstack elasticmq s3rver s3mock offline dev development docker guest my your the access key keys id secret aws credential credentials user name password value placeholder not needed required used ignored unused xxx xxxx xxxxx x y z abc".split(
		" ",
	),
);

/** `test`, `dummyAccessKey`, `S3RVER`: what a local double takes for keys. */
export function isDummy(text: string): boolean {
	return (
		isPlaceholder(text) ||
		text.trim() === "" ||
		text.toLowerCase() === "s3rver" ||
		splitName(text).every((word) => DUMMY.has(word.replace(/\d{1,16}$/u, "")) || /^\d{1,4}$/u.test(word))
	);
}

/** Hosts without a dot, and those that never leave the machine or its network of containers. */
const LOCAL =
	/^(?:https?:\/\/|\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.\d+\.\d+\.\d+|[\w-]+|[\w.-]+\.(?:local|internal|localhost|localstack\.cloud|test))(?::\d+)?(?:\/|$)/iu;

export function isLocal(endpoint: TSESTree.Node | null, module: SourceModule): boolean {
	return endpoint !== null && textsOf(endpoint, module).some((text) => LOCAL.test(text));
}

export function isAmazon(endpoint: TSESTree.Node, module: SourceModule): boolean {
	const texts = textsOf(endpoint, module);
	return texts.length > 0 && texts.every((text) => /amazonaws\.com|\.aws(?:[/:]|$)/iu.test(text));
}

/** What an endpoint may be: a text, one of two, `new AWS.Endpoint("…")`, a template with its host at the start. */
function textsOf(given: TSESTree.Node, module: SourceModule): readonly string[] {
	const node = unwrap(given);
	switch (node.type) {
		case "ConditionalExpression":
			return [...textsOf(node.consequent, module), ...textsOf(node.alternate, module)];
		case "LogicalExpression":
			return [...textsOf(node.left, module), ...textsOf(node.right, module)];
		case "NewExpression":
			return node.arguments.flatMap((argument) => textsOf(argument, module));
		case "TemplateLiteral":
			return [node.quasis.map(({ value }) => value.raw).join("x")];
		default: {
			const text = staticTextOf(node, module);
			return text === null ? [] : [text];
		}
	}
}
