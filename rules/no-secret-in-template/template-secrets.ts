import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import { findSecrets } from "../../src/detect/find-secrets.ts";
import { redact } from "../../src/detect/redact.ts";
import { isPlaceholder, isReference } from "../../src/detect/veto.ts";
import { takesSecret } from "../../src/model/password-property.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { NamedText } from "../../src/model/texts-in.ts";

export interface Found {
	readonly detection: Detection;
	readonly name: string | null;
	readonly start: number;
	readonly end: number;
	/** True where the whole text is the secret. */
	readonly whole: boolean;
}

/** Arguments that take a secret, of what Terraform alone makes, under its own names. */
const MADE: ReadonlySet<string> = new Set([
	"AWS::KMS::Key.key_material_base64",
	"aws_api_gateway_api_key.value",
	"aws_kms_ciphertext.plaintext",
	"aws_vpn_connection.tunnel1_preshared_key",
	"aws_vpn_connection.tunnel2_preshared_key",
	"data.aws_kms_ciphertext.plaintext",
	"github_actions_secret.plaintext_value",
]);

export function secretsOf(resource: Resource, named: NamedText): readonly Found[] {
	const found = secretsIn(resource, named);
	return isStandIn(resource, named.path) ? found.filter(({ detection }) => isSure(detection)) : found;
}

/**
 * `SetByPipeline` with `ignore_changes = [value]`: what is kept encrypted is set by somebody else, and the first text is
 * there because the engine wants one. A password of a database is in use until it is changed.
 */
function isStandIn(resource: Resource, path: string): boolean {
	return KEEPS_ANY_TEXT.test(resource.writtenType) && resource.ignores?.(path) === true;
}

const KEEPS_ANY_TEXT = /_(?:ssm_parameter|secretsmanager_secret(?:_version)?)$/u;

function secretsIn(resource: Resource, { text, name, path }: NamedText): readonly Found[] {
	const taken = isPlaceOfSecret(resource, path);
	const whole = (detection: Detection): readonly Found[] => [
		{ detection, name, start: 0, end: text.length, whole: true },
	];
	if (isCode(resource, name)) {
		return findSecrets(text, "code").map((found) => ({ ...found, whole: false }));
	}
	// `{ Bucket: …, Key: … }`: the key of an object or of a tag.
	const isProse = isDescribing(name);
	const detected = detectSecret(text, name === "Key" || isProse ? { kind: "template" } : { name, kind: "template" });
	// `ValueFrom: orders-db-password` names a parameter; what is random is no name.
	const detection = (isProse || VALUE_FROM.test(path)) && !isSure(detected) ? null : detected;
	if (detection !== null) {
		return /\s/u.test(text) || text.length > 200 ? embedded(text, detection, name) : whole(detection);
	}
	const proof = detection === null && HEADER_VALUE.test(path) ? detectInHeader(text, name) : null;
	if (proof !== null) {
		return whole(proof);
	}
	if (taken && (isTaken(resource, text) || isBuilt(resource, text))) {
		return whole({
			id: "weak-secret",
			label: "a secret",
			confidence: "low",
			redacted: redact(text),
			start: 0,
			end: text.length,
		});
	}
	// A command, a build's instructions, a state machine's definition.
	return detection === null && !isProse && (/\s/u.test(text) || text.includes("="))
		? findSecrets(text).map((found) => ({ ...found, whole: false }))
		: [];
}

function isPlaceOfSecret({ type }: Resource, path: string): boolean {
	return takesSecret(type, path) || MADE.has(`${type}.${path}`);
}

/** True for what a format proves, whatever its name. */
export function isSure(detection: Detection | null): detection is Detection {
	return detection?.confidence === "high" || detection?.confidence === "certain";
}

const VALUE_FROM = /(?:^|\.)ValueFrom$/u;

/** Headers that CloudFront adds to what it asks of an origin. */
const HEADER_VALUE = /(?:^|\.)OriginCustomHeaders\.HeaderValue$/u;

/**
 * A header such as `X-Origin-Verify` proves to the origin that a request came through CloudFront: its value is a secret
 * if it looks like one, whatever the header is called. Source: "Add custom headers to origin requests", Amazon
 * CloudFront Developer Guide.
 */
function detectInHeader(text: string, name: string): Detection | null {
	const detection = detectSecret(text, { name: `${name}-secret`, kind: "template" });
	return detection === null || detection.confidence === "low" || /\s/u.test(text) ? null : detection;
}

/** `Please paste the certificate here`: tells whoever deploys it what to store. */
const INSTRUCTION = /^\p{Lu}\p{L}*(?:[ \n][\p{L}\d.,'()-]+){4,}$/u;

/** A password is what is deployed, be it `changeme`; a secret's first value is often replaced later. */
function isTaken({ type }: Resource, text: string): boolean {
	const isLater =
		type === "AWS::SecretsManager::Secret"
			? isPlaceholder(text) || INSTRUCTION.test(text)
			: /^[<[{%].*[>\]}%]$/u.test(text);
	return text.trim() !== "" && !isReference(text) && !isLater && !text.trimStart().startsWith("{");
}

/** `${Stage}-Passw0rd`: whoever knows the stage knows the password. */
function isBuilt({ type }: Resource, text: string): boolean {
	const known = text.replaceAll("${x}", "");
	return (
		type !== "AWS::SecretsManager::Secret" &&
		known !== text &&
		/\d/u.test(known) &&
		known.replaceAll(/[^A-Za-z0-9]/gu, "").length >= 6 &&
		!isReference(known)
	);
}

/** True for a property that holds the code of a function. */
function isCode({ type }: Resource, name: string): boolean {
	return CODE.test(name) || (name === "code" && type === "aws_cloudfront_function");
}

const CODE = /(?:^|\.)(?:ZipFile|InlineCode|FunctionCode|ImportCode)$/u;

function embedded(text: string, detection: Detection, name: string): readonly Found[] {
	const found = findSecrets(text)
		.filter((one) => !isDescribing(name) || isSure(one.detection))
		.map((one) => ({ ...one, whole: false }));
	return found.length > 0 ? found : [{ detection, name, start: detection.start, end: detection.end, whole: false }];
}

/** Prose about a secret: only what a vendor's format proves counts there. */
function isDescribing(name: string): boolean {
	return /description|comment|displayname|^label$|^title$/iu.test(name);
}
