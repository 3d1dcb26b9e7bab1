import { splitName } from "../../src/detect/name-kind.ts";
import { isPlaceholder } from "../../src/detect/veto.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { endpointTexts } from "../../src/languages/handler/endpoint-texts.ts";
import type { GivenKeys } from "../../src/languages/handler/given-keys.ts";

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

export function isLocal(endpoint: GivenKeys["endpoint"], module: SourceModule): boolean {
	return endpoint !== null && endpointTexts(endpoint, module).some((text) => LOCAL.test(text));
}

export function isAmazon(endpoint: NonNullable<GivenKeys["endpoint"]>, module: SourceModule): boolean {
	const texts = endpointTexts(endpoint, module);
	return texts.length > 0 && texts.every((text) => /amazonaws\.com|\.aws(?:[/:]|$)/iu.test(text));
}
