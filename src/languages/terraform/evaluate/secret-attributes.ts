import { entryOf } from "../../../model/entry-of.ts";
import { STORED } from "../spec/mapping.ts";

/**
 * Attributes that are secrets, by type; arguments that take one are in the table of the mapping. Source: "Attribute
 * reference" of each resource, documentation of the providers `aws`, `random` and `tls`.
 */
const ATTRIBUTES: Readonly<Record<string, string>> = {
	random_password: "result",
	aws_iam_access_key: "secret ses_smtp_password_v4",
	aws_cognito_user_pool_client: "client_secret",
	tls_private_key: "private_key_pem private_key_openssh private_key_pem_pkcs8",
	"data.aws_secretsmanager_secret_version": "secret_string secret_binary",
	"data.aws_secretsmanager_random_password": "random_password",
	"data.aws_kms_secrets": "plaintext",
	"data.aws_ecr_authorization_token": "password authorization_token",
	"data.aws_eks_cluster_auth": "token",
};

/** Attributes that are secrets if what they are given to is named like one. */
const BY_NAME: Readonly<Record<string, string>> = {
	aws_ssm_parameter: "value",
	"data.aws_ssm_parameter": "value",
	aws_api_gateway_api_key: "value",
	random_string: "result",
	random_id: "hex b64_std b64_url",
};

/** Whether an attribute of a resource, or of a data source (`data.aws_ssm_parameter`), is a secret. */
export function secretAttribute(type: string, name: string): "certain" | "by-name" | undefined {
	if (has(entryOf(ATTRIBUTES, type), name)) {
		return "certain";
	}
	if (has(entryOf(BY_NAME, type), name)) {
		return "by-name";
	}
	const stored = entryOf(STORED, type)?.split(" ") ?? [];
	return stored.some((row) => row.split("=")[0] === name) ? "certain" : undefined;
}

function has(names: string | undefined, name: string): boolean {
	return names?.split(" ").includes(name) === true;
}
