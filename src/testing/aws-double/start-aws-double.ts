import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Account, REGION, type Call, type Caller } from "./account.ts";
import { AwsError } from "./aws-error.ts";
import { Extension } from "./extension.ts";
import type { Input } from "./input.ts";
import { KmsService, type Context } from "./kms-service.ts";
import type { Statement } from "./policy.ts";
import { SecretsService } from "./secrets-service.ts";
import { SsmService, type PutOptions } from "./ssm-service.ts";

const FUNCTION_NAME = "orders";
const SESSION_TOKEN = "session-token-of-the-double";

/** SSM, KMS, Secrets Manager and the Lambda extension on 127.0.0.1, until `close()`. It models AWS; it is not AWS. */
export interface AwsDouble {
	/** What a child process needs so that the AWS SDK comes here, as the role of the function 'orders'. */
	readonly env: Readonly<Record<string, string>>;
	/** The same for another principal, whose policy is {@link AwsDouble.attach}ed first. */
	envOf(principal: string): Readonly<Record<string, string>>;
	readonly functionName: string;
	/** Stored by the account's owner, who may do everything and is not in {@link calls}. */
	readonly ssm: { put(name: string, value: string, options?: PutOptions): number };
	readonly kms: {
		/** The ARN of the customer managed key `alias/app-secrets`. */
		readonly keyArn: string;
		createKey(alias: string | null): string;
		/**
		 * Gives a key a policy and aliases.
		 *
		 * @param policy its statements; null for the default one, which leaves the decision to IAM
		 */
		configure(keyId: string, policy: readonly Statement[] | null, aliases: readonly string[]): void;
		setEnabled(keyId: string, enabled: boolean): void;
		/** Ciphertext in base64, under the customer managed key unless another is named. */
		encrypt(plaintext: string, context?: Context, keyId?: string): string;
		/** Why a principal may not decrypt what a key encrypted; null if it may. */
		whyNotDecrypt(principal: string, keyId: string, context: Context): string | null;
	};
	readonly secrets: {
		/** Gives the ARN. */
		create(name: string, value: string | Uint8Array, keyId?: string): string;
		put(id: string, value: string | Uint8Array): void;
	};
	readonly extension: Extension;
	/** Every request so far, oldest first. */
	readonly calls: readonly Call[];
	clearCalls(): void;
	/** Denies it to the role of the function from now on; everything is denied where nothing is said. */
	deny(what: { readonly action?: string; readonly resource?: string }): void;
	/** Gives a principal exactly these statements; the role of the function unless another is named. */
	attach(statements: readonly Statement[], principal?: string): void;
	/** Whose extension it is from now on: it asks as the role of its function. */
	extend(principal: string): void;
	/** The role may do everything again, and nothing is throttled. */
	allowAll(): void;
	/** Answers the next requests for an action (`ssm:GetParameter`, `kms:*`) with a `ThrottlingException`. */
	throttle(what: { readonly action: string; readonly times?: number }): void;
	close(): Promise<void>;
}

/** Access key ids, by which the double tells who asks. */
const ROLE = "role";
const OWNER: Caller = { principal: "owner", viaService: null };
const EVERYTHING: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
const SERVICES = { AmazonSSM: "ssm", TrentService: "kms", secretsmanager: "secretsmanager" } as const;

/** Starts it on ports that are free. */
export async function startAwsDouble(): Promise<AwsDouble> {
	const account = new Account();
	account.attach(OWNER.principal, [EVERYTHING]);
	account.attach(ROLE, [EVERYTHING]);
	const kms = new KmsService(account);
	kms.createKey("alias/aws/ssm", `ssm.${REGION}.amazonaws.com`);
	kms.createKey("alias/aws/secretsmanager", `secretsmanager.${REGION}.amazonaws.com`);
	const keyArn = kms.createKey("alias/app-secrets");
	const ssm = new SsmService(account, kms);
	const secrets = new SecretsService(account, kms);
	const services = { ssm, kms, secretsmanager: secrets };

	/** Asks a service and notes the call, whatever becomes of it. */
	const ask = (
		service: keyof typeof services,
		operation: string,
		input: Input,
		caller: Caller,
		via: Call["via"],
	): object => {
		const note = (outcome: string): void => {
			account.calls.push({
				service,
				operation,
				target: targetOf(input),
				principal: caller.principal,
				via,
				outcome,
			});
		};
		try {
			account.pass(`${service}:${operation}`);
			const answer = services[service].answer(operation, input, caller);
			note("ok");
			return answer;
		} catch (error) {
			note(error instanceof AwsError ? error.code : "InternalServiceError");
			throw error;
		}
	};
	let extended = ROLE;
	const extension = new Extension(SESSION_TOKEN, (operation, input) =>
		ask(
			operation === "GetParameter" ? "ssm" : "secretsmanager",
			operation,
			input,
			{ principal: extended, viaService: null },
			"extension",
		),
	);

	const api = await listen(async (request) => {
		const [prefix = "", operation = ""] = String(request.headers["x-amz-target"]).split(".");
		const service = Object.hasOwn(SERVICES, prefix) ? SERVICES[prefix as keyof typeof SERVICES] : undefined;
		if (request.method !== "POST" || service === undefined) {
			throw new AwsError(
				"UnknownOperationException",
				"The double of AWS speaks JSON 1.1 with SSM, KMS and Secrets Manager alone.",
			);
		}
		const input: unknown = JSON.parse(await readBody(request));
		return ask(
			service,
			operation,
			typeof input === "object" && input !== null ? (input as Input) : {},
			callerOf(request, service, account),
			"sdk",
		);
	}, "application/x-amz-json-1.1");
	const port = await listen(async (request) => {
		const url = new URL(request.url ?? "/", "http://localhost");
		const target = url.searchParams.get("name") ?? url.searchParams.get("secretId") ?? "";
		const note = (outcome: string): void => {
			account.calls.push({
				service: "extension",
				operation: url.pathname,
				target,
				principal: extended,
				via: "sdk",
				outcome,
			});
		};
		try {
			const answer = extension.answer(url, request.headers["x-aws-parameters-secrets-token"]?.toString());
			note("ok");
			return { ...answer, ResultMetadata: {} };
		} catch (error) {
			note(error instanceof AwsError ? error.code : "InternalServiceError");
			throw error;
		}
	}, "application/json");

	const envOf = (principal: string): Readonly<Record<string, string>> => ({
		AWS_ENDPOINT_URL_SSM: api.url,
		AWS_ENDPOINT_URL_KMS: api.url,
		AWS_ENDPOINT_URL_SECRETS_MANAGER: api.url,
		AWS_REGION: REGION,
		AWS_ACCESS_KEY_ID: principal,
		AWS_SECRET_ACCESS_KEY: "none",
		AWS_SESSION_TOKEN: SESSION_TOKEN,
		// Nothing of the machine's own: no profile, no instance role.
		AWS_CONFIG_FILE: "/nonexistent/config",
		AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
		AWS_EC2_METADATA_DISABLED: "true",
		AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
		PARAMETERS_SECRETS_EXTENSION_HTTP_PORT: port.port,
	});

	return {
		env: envOf(ROLE),
		envOf,
		functionName: FUNCTION_NAME,
		ssm: { put: (name, value, options) => ssm.put(OWNER, name, value, options) },
		kms: {
			keyArn,
			createKey: (alias) => kms.createKey(alias),
			configure: (keyId, policy, aliases) => kms.configure(keyId, policy, aliases),
			setEnabled: (keyId, enabled) => kms.setEnabled(keyId, enabled),
			encrypt: (plaintext, context = {}, keyId = keyArn) =>
				kms.encrypt(OWNER, keyId, Buffer.from(plaintext), context).toString("base64"),
			whyNotDecrypt: (principal, keyId, context) => {
				try {
					kms.authorize({ principal, viaService: null }, "kms:Decrypt", keyId, context);
					return null;
				} catch (error) {
					return String(error);
				}
			},
		},
		secrets: {
			create: (name, value, keyId) => secrets.create(OWNER, name, value, keyId).arn,
			put: (id, value) => void secrets.put(OWNER, id, value),
		},
		extension,
		calls: account.calls,
		clearCalls: () => void (account.calls.length = 0),
		deny: ({ action = "*", resource = "*" }) =>
			account.attach(ROLE, [
				...(account.policyOf(ROLE) ?? []),
				{ Effect: "Deny", Action: action, Resource: resource },
			]),
		attach: (statements, principal = ROLE) => account.attach(principal, statements),
		extend: (principal) => {
			extended = principal;
			extension.clearCache();
		},
		allowAll: () => {
			account.attach(ROLE, [EVERYTHING]);
			account.unthrottle();
		},
		throttle: ({ action, times = Number.POSITIVE_INFINITY }) => account.throttle(action, times),
		close: async () => {
			await Promise.all([api.close(), port.close()]);
		},
	};
}

/** The caller is who signed: the signature itself is the SDK's business and not looked at. */
function callerOf(request: IncomingMessage, service: string, account: Account): Caller {
	const [, principal, region, scope] =
		/Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/u.exec(request.headers.authorization ?? "") ?? [];
	if (principal === undefined) {
		throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
	}
	if (account.policyOf(principal) === undefined || principal === OWNER.principal) {
		throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
	}
	if (region !== REGION || scope !== service) {
		throw new AwsError(
			"InvalidSignatureException",
			`Credential should be scoped to a valid region and correct service: '${service}'.`,
		);
	}
	return { principal, viaService: null };
}

/** The member that says what is asked for. Never a value. */
function targetOf(input: Input): string {
	const { Name, Names, Path, SecretId, KeyId } = input;
	return [Name, Names, Path, SecretId, KeyId]
		.flat()
		.filter((one) => typeof one === "string")
		.join(",");
}

async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) {
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks).toString("utf8");
}

interface Listening {
	readonly url: string;
	readonly port: string;
	close(): Promise<void>;
}

async function listen(answer: (request: IncomingMessage) => Promise<object>, type: string): Promise<Listening> {
	const respond: RequestListener = (request, response) => {
		answer(request).then(
			(body) => {
				response.writeHead(200, { "content-type": type }).end(JSON.stringify(body));
			},
			(error: unknown) => {
				const { status, code, message } =
					error instanceof AwsError ? error : new AwsError("InternalServiceError", String(error), 500);
				// The extension answers in plain text, the services in JSON.
				const body = type === "application/json" ? message : JSON.stringify({ __type: code, message });
				response
					.writeHead(status, {
						"content-type": type === "application/json" ? "text/plain" : type,
						"x-amzn-errortype": code,
					})
					.end(body);
			},
		);
	};
	const server: Server = createServer(respond);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${String(port)}`,
		port: String(port),
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
