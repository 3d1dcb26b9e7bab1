import type { RefTo } from "../../../model/written.ts";
import { snakeCase } from "../spec/new-address.ts";

/** The attribute that stands for a resource where nothing more is said. */
const DEFAULT_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
	["aws_kms_key", "arn"],
	["aws_kms_external_key", "arn"],
	["aws_kms_replica_key", "arn"],
	["aws_secretsmanager_secret", "arn"],
	["aws_iam_policy", "arn"],
	["aws_iam_role", "name"],
	["aws_lambda_function", "function_name"],
]);

/** A resource or a data source of the module itself. */
const ADDRESS = /^(?:data\.)?([a-z][a-z\d_]*)\.[\p{ID_Start}_][\p{ID_Continue}-]*(?:\[(?:\d+|"[^"\\]*")\])?$/u;

/**
 * How an expression names a resource or a variable; null if it cannot.
 *
 * @param isVariable whether the module has a variable of that name
 */
export function nameRef({ id, attribute }: RefTo, isVariable: (name: string) => boolean): string | null {
	if (isVariable(id) && attribute === null) {
		return `var.${id}`;
	}
	const [, type] = ADDRESS.exec(id) ?? [];
	if (type === undefined || type === "module") {
		return null;
	}
	return `${id}.${attribute === null ? (DEFAULT_ATTRIBUTES.get(type) ?? "id") : snakeCase(attribute)}`;
}
