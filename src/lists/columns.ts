import { fold } from "./fold.ts";

/** What the cells of a column say. */
export type Role =
	| "function"
	| "bucket"
	| "image"
	| "resource"
	| "name"
	| "account"
	| "region"
	| "type"
	| "status"
	| "check"
	| "encrypted"
	/** What describes a resource, and names none: the name of an image, a reason, a date. */
	| "label"
	/** Something that is no resource of the list: its role, its key. */
	| "other";

const NAME = /\b(?:name|nombre|alias|email)\b|名/u;

/**
 * The roles of headers in English, Spanish and Japanese, in the order in which they are tried: what follows from more
 * words comes first. The names of columns are those of exports of Security Hub, Prowler and AWS Config, and of lists
 * that auditors write.
 */
const ROLES: readonly (readonly [pattern: RegExp, role: Role, and?: RegExp])[] = [
	[/encr|cifrad|暗号/u, "encrypted"],
	[/\b(?:compliance|cumplimiento|status|estado|resultado|result|outcome)\b|ステータス|状態|結果/u, "status"],
	[/\b(?:kms|key|clave|llave|role|rol|policy|politica)\b|ロール|キー/u, "other"],
	[/\b(?:tags?|etiquetas?|details?|detalles?|runtime|version|workflow|remediation|product)\b|タグ|備考/u, "other"],
	[
		/\b(?:finding|hallazgo) (?:u?id|unique id)\b|\b(?:values?|valor(?:es)?|passwords?|contrasenas?|secrets?|secretos?|tokens?)\b|パスワード|シークレット/u,
		"other",
	],
	[/\b(?:tipo|type|clase|service name)\b|種別|種類|タイプ/u, "type"],
	[/\b(?:cuenta|account|owner)\b|アカウント/u, "label", NAME],
	[/\b(?:cuentas?|accounts?|owner ?id)\b|アカウント/u, "account"],
	[/\bregion(?:es|s)?\b|リージョン/u, "region"],
	[
		/\b(?:finding|check|control|hallazgo|titulo|title|rule|regla|generator)\b|検出|ルール|タイトル|チェック/u,
		"check",
	],
	[/\b(?:funcion(?:es)?|functions?|lambdas?)\b|関数|ラムダ/u, "function"],
	[/\b(?:buckets?|cubos?)\b|バケット/u, "bucket"],
	[/\b(?:amis?|image|imagen)\b|イメージ/u, "label", NAME],
	[/\b(?:amis?|images?|imagen(?:es)?)\b|イメージ/u, "image"],
	[/\b(?:recursos?|resources?|arn|asset|activo)\b|リソース/u, "resource"],
	[/\b(?:nombres?|names?)\b|名前|名称|^名$/u, "name"],
	[
		/\b(?:fechas?|dates?|time|timestamp|description|descripcion|severity|severidad|criticidad|riesgo|risk|n[o°º]|#|observacion(?:es)?|comentarios?|comments?|notas?|notes?|ambiente|entorno|environment|owner|responsable|proyecto|project)\b|説明|日付|重要度|番号|環境|担当/u,
		"label",
	],
];

/** What a header says of its column; null for one that nobody knows. */
export function roleOfHeader(header: string): Role | null {
	const folded = fold(header.replaceAll(/[¿?¡!"'()]/gu, " "));
	return ROLES.find(([pattern, , and]) => pattern.test(folded) && and?.test(folded) !== false)?.[1] ?? null;
}

const NEGATED = /unencr|sin (?:encr|cifr)|no (?:encr|cifr)|not encr|未暗号/u;
const YES = /^(?:true|yes|y|si|1|encrypted|encriptad[oa]|cifrad[oa]|はい|有|済|暗号化済み?)$/u;

/** True if a cell of a column {@link Role} `encrypted` says that the resource is encrypted already. */
export function saysEncrypted(header: string, cell: string): boolean {
	return !NEGATED.test(fold(header)) && YES.test(fold(cell));
}

/** What the kinds of resources are called. */
const TYPES: readonly (readonly [pattern: RegExp, kind: "function" | "bucket" | "image" | "account"])[] = [
	[/lambda|funcion|function|関数/u, "function"],
	[/\bs3\b|bucket|バケット/u, "bucket"],
	[/\bamis?\b|ec2 ?image|machine image|imagen de maquina|^(?:image|imagen|イメージ)$/u, "image"],
	[/account|cuenta|アカウント/u, "account"],
];

/** What belongs to a function or a bucket, and is none. */
const PARTS = /\b(?:layer|event source|alias|version|capa|access point)\b/u;

/** The kind of resource that a cell names: `AWS::Lambda::Function`, `AwsS3Bucket`, `Función Lambda`; null for others. */
export function kindOfType(type: string): "function" | "bucket" | "image" | "account" | null {
	const folded = fold(type);
	return PARTS.test(folded) ? null : (TYPES.find(([pattern]) => pattern.test(folded))?.[1] ?? null);
}

/** True if a cell says that the auditor's tool found nothing wrong; false if it did; null where it says neither. */
export function saysPassed(cell: string): boolean | null {
	const folded = fold(cell);
	return /^(?:pass(?:ed)?|compliant|cumple|conforme|ok|resolved|resuelto|suppressed|archived|準拠|適合)$/u.test(
		folded,
	)
		? true
		: /^(?:fail(?:ed)?|non[ -]?compliant|no cumple|no conforme|alarm|open|abierto|new|active|activo|非準拠|不適合)$/u.test(
					folded,
			  )
			? false
			: null;
}

/** Services with resources that have names, as types write them without blanks, and the word for them in ARNs. */
const SERVICES: readonly (readonly [written: string, service: string])[] = [
	["lambda", "lambda"],
	["s3", "s3"],
	["dynamodb", "dynamodb"],
	["secretsmanager", "secretsmanager"],
	["kinesis", "kinesis"],
	["opensearch", "es"],
	["elasticsearch", "es"],
	["redshift", "redshift"],
	["loggroup", "logs"],
	["logs", "logs"],
	["rds", "rds"],
	["sqs", "sqs"],
	["sns", "sns"],
	["ssm", "ssm"],
	["kms", "kms"],
	["iam", "iam"],
	["ec2", "ec2"],
	["ecr", "ecr"],
	["ecs", "ecs"],
	["eks", "eks"],
	["efs", "elasticfilesystem"],
	["ebs", "ec2"],
	["cloudfront", "cloudfront"],
	["elasticloadbalancing", "elasticloadbalancing"],
];

/** The service of a type that is none of {@link kindOfType}: `dynamodb` of `AwsDynamoDbTable`; null if it is not known. */
export function serviceOfType(type: string): string | null {
	const folded = fold(type).replaceAll(" ", "");
	return SERVICES.find(([written]) => folded.includes(written))?.[1] ?? null;
}
