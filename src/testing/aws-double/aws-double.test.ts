import {
	GetSecretValueCommand,
	CreateSecretCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { DecryptCommand, DisableKeyCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
	GetParameterCommand,
	GetParametersByPathCommand,
	GetParametersCommand,
	PutParameterCommand,
	SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { fakeSecret } from "../fake-secret.ts";
import { startAwsDouble, type AwsDouble } from "./start-aws-double.ts";

const PASSWORD = fakeSecret("password", 71);
const TOKEN = fakeSecret("token", 72);

let aws: AwsDouble;
let ssm: SSMClient;
let kms: KMSClient;
let secrets: SecretsManagerClient;
let count = 0;

/** A name that no other test uses. */
function fresh(): string {
	count += 1;
	return `/orders/db-password-${String(count)}`;
}

/** The name of the error that a promise ends in. */
async function errorOf(promise: Promise<unknown>): Promise<string> {
	return promise.then(
		() => "none",
		(error: unknown) => (error instanceof Error ? error.name : String(error)),
	);
}

beforeAll(async () => {
	aws = await startAwsDouble();
	const { env } = aws;
	const common = {
		region: env["AWS_REGION"] ?? "",
		maxAttempts: 1,
		credentials: { accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "", secretAccessKey: "none" },
	};
	ssm = new SSMClient({ ...common, endpoint: env["AWS_ENDPOINT_URL_SSM"] ?? "" });
	kms = new KMSClient({ ...common, endpoint: env["AWS_ENDPOINT_URL_KMS"] ?? "" });
	secrets = new SecretsManagerClient({ ...common, endpoint: env["AWS_ENDPOINT_URL_SECRETS_MANAGER"] ?? "" });
});

afterEach(() => {
	aws.allowAll();
	aws.clearCalls();
});

afterAll(async () => {
	await aws.close();
});

describe("Parameter Store", () => {
	test("keeps a SecureString encrypted, and shows it to who asks for decryption", async () => {
		const name = fresh();
		const put = await ssm.send(new PutParameterCommand({ Name: name, Value: PASSWORD, Type: "SecureString" }));
		expect(put.Version).toBe(1);
		const plain = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
		expect(plain.Parameter).toMatchObject({
			Name: name,
			Value: PASSWORD,
			Type: "SecureString",
			Version: 1,
			ARN: `arn:aws:ssm:eu-west-1:111122223333:parameter${name}`,
		});
		const kept = await ssm.send(new GetParameterCommand({ Name: name }));
		expect(kept.Parameter?.Value).toMatch(/^[A-Za-z0-9+/=]{80,}$/u);
		expect(kept.Parameter?.Value).not.toContain(PASSWORD);
	});

	test("keeps a value that is there, unless it may overwrite, and then both versions", async () => {
		const name = fresh();
		aws.ssm.put(name, PASSWORD);
		const again = { Name: name, Value: TOKEN, Type: "SecureString" } as const;
		expect(await errorOf(ssm.send(new PutParameterCommand(again)))).toBe("ParameterAlreadyExists");
		expect((await ssm.send(new PutParameterCommand({ ...again, Overwrite: true }))).Version).toBe(2);
		const read = async (Name: string): Promise<string | undefined> =>
			(await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter?.Value;
		expect(await read(name)).toBe(TOKEN);
		expect(await read(`${name}:1`)).toBe(PASSWORD);
		expect(await read(`arn:aws:ssm:eu-west-1:111122223333:parameter${name}`)).toBe(TOKEN);
		expect(await errorOf(read(`${name}:7`))).toBe("ParameterVersionNotFound");
	});

	test("answers several names, and those below a path page by page", async () => {
		const path = fresh();
		for (let i = 0; i < 12; i++) {
			aws.ssm.put(`${path}/p${String(i).padStart(2, "0")}`, `${TOKEN}${String(i)}`);
		}
		aws.ssm.put(`${path}/deep/er`, TOKEN);
		const some = await ssm.send(
			new GetParametersCommand({ Names: [`${path}/p00`, `${path}/none`], WithDecryption: true }),
		);
		expect(some.Parameters?.map(({ Value }) => Value)).toEqual([`${TOKEN}0`]);
		expect(some.InvalidParameters).toEqual([`${path}/none`]);
		const first = await ssm.send(new GetParametersByPathCommand({ Path: path, WithDecryption: true }));
		expect(first.Parameters).toHaveLength(10);
		const { NextToken = "" } = first;
		const rest = await ssm.send(new GetParametersByPathCommand({ Path: path, WithDecryption: true, NextToken }));
		expect(rest.Parameters?.map(({ Value }) => Value)).toEqual([`${TOKEN}10`, `${TOKEN}11`]);
		expect(
			(await ssm.send(new GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: 1 })))
				.Parameters?.[0]?.Name,
		).toBe(`${path}/deep/er`);
	});

	test.each([
		["a name that begins with aws", { Name: "/aws/x", Value: "v" }, "ValidationException"],
		["a name with a slash but not at its head", { Name: "a/b", Value: "v" }, "ValidationException"],
		["a value of more than 4 KB", { Name: "/big", Value: "v".repeat(4097) }, "ValidationException"],
		["a value in double braces", { Name: "/nested", Value: "a{{ssm:b}}" }, "ValidationException"],
		["a key that there is not", { Name: "/keyless", Value: "v", KeyId: "alias/none" }, "InvalidKeyId"],
		["a kind that there is not", { Name: "/kind", Value: "v", Type: "Secret" as "String" }, "ValidationException"],
	])("refuses %s", async (_name, input, error) => {
		expect(await errorOf(ssm.send(new PutParameterCommand({ Type: "SecureString", ...input })))).toBe(error);
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: input.Name })))).toBe("ParameterNotFound");
	});
});

describe("KMS", () => {
	const EncryptionContext = { LambdaFunctionName: "orders", stage: "prod" };

	test("decrypts under the same context, in whatever order, and under no other", async () => {
		const { CiphertextBlob } = await kms.send(
			new EncryptCommand({ KeyId: "alias/app-secrets", Plaintext: Buffer.from("pässwörd"), EncryptionContext }),
		);
		const { Plaintext, KeyId } = await kms.send(
			new DecryptCommand({ CiphertextBlob, EncryptionContext: { stage: "prod", LambdaFunctionName: "orders" } }),
		);
		expect(new TextDecoder().decode(Plaintext)).toBe("pässwörd");
		expect(KeyId).toBe(aws.kms.keyArn);
		for (const context of [undefined, {}, { ...EncryptionContext, LambdaFunctionName: "other" }]) {
			expect(await errorOf(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context })))).toBe(
				"InvalidCiphertextException",
			);
		}
		expect(await errorOf(kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from("no ciphertext") })))).toBe(
			"InvalidCiphertextException",
		);
	});

	test("never gives the same ciphertext twice", () => {
		expect(aws.kms.encrypt(TOKEN)).not.toBe(aws.kms.encrypt(TOKEN));
	});

	test("knows which key a ciphertext names, and whether it is enabled", async () => {
		const other = aws.kms.createKey("alias/other");
		const CiphertextBlob = Buffer.from(aws.kms.encrypt(TOKEN, {}, "alias/other"), "base64");
		expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).KeyId).toBe(other);
		expect(await errorOf(kms.send(new DecryptCommand({ CiphertextBlob, KeyId: "alias/app-secrets" })))).toBe(
			"IncorrectKeyException",
		);
		await kms.send(new DisableKeyCommand({ KeyId: other }));
		expect(await errorOf(kms.send(new DecryptCommand({ CiphertextBlob })))).toBe("DisabledException");
		aws.kms.setEnabled(other, true);
		expect(await errorOf(kms.send(new DecryptCommand({ CiphertextBlob })))).toBe("none");
		expect(await errorOf(kms.send(new EncryptCommand({ KeyId: "alias/none", Plaintext: Buffer.from("x") })))).toBe(
			"NotFoundException",
		);
		expect(await errorOf(kms.send(new EncryptCommand({ KeyId: other, Plaintext: Buffer.alloc(4097) })))).toBe(
			"ValidationException",
		);
	});

	test("keeps the keys of services to the services", async () => {
		expect(
			await errorOf(kms.send(new EncryptCommand({ KeyId: "alias/aws/ssm", Plaintext: Buffer.from("x") }))),
		).toBe("AccessDeniedException");
	});
});

describe("Secrets Manager", () => {
	test("creates a secret once, and answers by name and by ARN", async () => {
		const name = fresh();
		const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: name, SecretString: PASSWORD }));
		expect(ARN).toMatch(new RegExp(`^arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-\\w{6}$`, "u"));
		for (const SecretId of [name, ARN, ARN.slice(0, -7)]) {
			expect(await secrets.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
				SecretString: PASSWORD,
				Name: name,
				VersionStages: ["AWSCURRENT"],
			});
		}
		expect(await errorOf(secrets.send(new CreateSecretCommand({ Name: name, SecretString: TOKEN })))).toBe(
			"ResourceExistsException",
		);
		expect(await errorOf(secrets.send(new GetSecretValueCommand({ SecretId: `${name}-none` })))).toBe(
			"ResourceNotFoundException",
		);
	});

	test("keeps the version before, under its stage and its id", async () => {
		const name = fresh();
		aws.secrets.create(name, PASSWORD);
		const before = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
		await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: TOKEN }));
		const read = async (where: object): Promise<string | undefined> =>
			(await secrets.send(new GetSecretValueCommand({ SecretId: name, ...where }))).SecretString;
		expect(await read({})).toBe(TOKEN);
		expect(await read({ VersionStage: "AWSPREVIOUS" })).toBe(PASSWORD);
		expect(await read({ VersionId: before.VersionId })).toBe(PASSWORD);
		expect(await errorOf(read({ VersionId: "0".repeat(36) }))).toBe("ResourceNotFoundException");
	});

	test("keeps bytes as bytes", async () => {
		const name = fresh();
		aws.secrets.create(name, Buffer.from([0, 255, 7]));
		expect([...((await secrets.send(new GetSecretValueCommand({ SecretId: name }))).SecretBinary ?? [])]).toEqual([
			0, 255, 7,
		]);
	});
});

describe("permissions", () => {
	const statement = {
		Effect: "Allow",
		Action: ["ssm:GetParameter"],
		Resource: "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/*",
	} as const;

	test("a denied action is denied by its own name alone", async () => {
		const name = fresh();
		aws.ssm.put(name, PASSWORD);
		aws.deny({ action: "ssm:PutParameter" });
		expect(await errorOf(ssm.send(new PutParameterCommand({ Name: fresh(), Value: TOKEN, Type: "String" })))).toBe(
			"AccessDeniedException",
		);
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: name })))).toBe("none");
		aws.deny({ resource: `*${name}` });
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: name })))).toBe("AccessDeniedException");
	});

	test("what is not allowed is denied", async () => {
		const name = fresh();
		aws.ssm.put(name, PASSWORD);
		aws.ssm.put("/elsewhere", PASSWORD);
		aws.attach([statement]);
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true })))).toBe("none");
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: "/elsewhere", WithDecryption: true })))).toBe(
			"AccessDeniedException",
		);
		expect(await errorOf(ssm.send(new GetParametersCommand({ Names: [name] })))).toBe("AccessDeniedException");
	});

	test("a SecureString under a customer managed key needs the key, through SSM and for this parameter alone", async () => {
		const [name, other] = [fresh(), fresh()];
		for (const one of [name, other]) {
			aws.ssm.put(one, PASSWORD, { keyId: "alias/app-secrets" });
		}
		const read = (Name: string): Promise<string> =>
			errorOf(ssm.send(new GetParameterCommand({ Name, WithDecryption: true })));
		aws.attach([statement]);
		expect(await read(name)).toBe("AccessDeniedException");
		const decrypt = (keys: Readonly<Record<string, string>>): void =>
			aws.attach([
				statement,
				{ Effect: "Allow", Action: "kms:Decrypt", Resource: aws.kms.keyArn, Condition: { StringEquals: keys } },
			]);
		decrypt({
			"kms:ViaService": "ssm.eu-west-1.amazonaws.com",
			"kms:EncryptionContext:PARAMETER_ARN": `arn:aws:ssm:eu-west-1:111122223333:parameter${name}`,
		});
		expect(await read(name)).toBe("none");
		expect(await read(other)).toBe("AccessDeniedException");
		decrypt({ "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" });
		expect(await read(name)).toBe("AccessDeniedException");
	});

	test("a condition on the encryption context holds for direct calls", async () => {
		const CiphertextBlob = Buffer.from(aws.kms.encrypt(TOKEN, { LambdaFunctionName: "orders" }), "base64");
		const decrypt = (LambdaFunctionName: string): Promise<string> =>
			errorOf(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { LambdaFunctionName } })));
		aws.attach([
			{
				Effect: "Allow",
				Action: "kms:*",
				Resource: "*",
				Condition: { StringEquals: { "kms:EncryptionContext:LambdaFunctionName": "orders" } },
			},
		]);
		expect(await decrypt("orders")).toBe("none");
		expect(await decrypt("renamed")).toBe("AccessDeniedException");
	});

	test("a condition that the model does not know is an error, not a pass", async () => {
		aws.attach([{ ...statement, Condition: { DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } } }]);
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: fresh() })))).toBe("InternalServiceError");
	});

	test("an unknown principal, a wrong scope and no signature are refused", async () => {
		const { AWS_ENDPOINT_URL_SSM: url = "" } = aws.env;
		const ask = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
			const response = await fetch(url, {
				method: "POST",
				headers: { "x-amz-target": "AmazonSSM.GetParameter", ...headers },
				body: "{}",
			});
			return ((await response.json()) as { readonly __type: string }).__type;
		};
		expect(await ask({})).toBe("MissingAuthenticationTokenException");
		expect(
			await ask({ authorization: "AWS4-HMAC-SHA256 Credential=nobody/20260101/eu-west-1/ssm/aws4_request" }),
		).toBe("UnrecognizedClientException");
		expect(
			await ask({ authorization: "AWS4-HMAC-SHA256 Credential=role/20260101/eu-west-1/kms/aws4_request" }),
		).toBe("InvalidSignatureException");
	});
});

describe("throttling and the log", () => {
	test("throttles as often as asked, and the SDK tries again", async () => {
		const name = fresh();
		aws.ssm.put(name, PASSWORD);
		aws.throttle({ action: "ssm:GetParameter", times: 1 });
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: name })))).toBe("ThrottlingException");
		expect(await errorOf(ssm.send(new GetParameterCommand({ Name: name })))).toBe("none");
	});

	test("notes each call with its outcome, and never a value", async () => {
		const name = fresh();
		await ssm.send(new PutParameterCommand({ Name: name, Value: PASSWORD, Type: "SecureString" }));
		await errorOf(ssm.send(new GetParameterCommand({ Name: `${name}-none` })));
		await secrets.send(new CreateSecretCommand({ Name: name, SecretString: PASSWORD }));
		expect(aws.calls).toEqual([
			{ service: "ssm", operation: "PutParameter", target: name, principal: "role", via: "sdk", outcome: "ok" },
			{
				service: "ssm",
				operation: "GetParameter",
				target: `${name}-none`,
				principal: "role",
				via: "sdk",
				outcome: "ParameterNotFound",
			},
			{
				service: "secretsmanager",
				operation: "CreateSecret",
				target: name,
				principal: "role",
				via: "sdk",
				outcome: "ok",
			},
		]);
		expect(JSON.stringify(aws.calls)).not.toContain(PASSWORD);
	});
});

describe("the Lambda extension", () => {
	async function ask(path: string, token = aws.env["AWS_SESSION_TOKEN"] ?? ""): Promise<readonly [number, string]> {
		const response = await fetch(
			`http://localhost:${aws.env["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"] ?? ""}${path}`,
			{ headers: token === "" ? {} : { "X-Aws-Parameters-Secrets-Token": token } },
		);
		return [response.status, await response.text()];
	}

	test("is not ready while the function starts", async () => {
		aws.extension.ready = false;
		expect(await ask("/systemsmanager/parameters/get?name=x")).toEqual([
			400,
			"not ready to serve traffic, please wait",
		]);
		aws.extension.ready = true;
	});

	test("asks for the function's token", async () => {
		expect((await ask("/systemsmanager/parameters/get?name=x", ""))[0]).toBe(401);
		expect((await ask("/systemsmanager/parameters/get?name=x", "another"))[0]).toBe(401);
	});

	test("looks up a parameter and a secret once, and fails anew", async () => {
		const name = fresh();
		const path = `/systemsmanager/parameters/get?name=${encodeURIComponent(name)}&withDecryption=true`;
		expect((await ask(path))[0]).toBe(400);
		aws.ssm.put(name, PASSWORD);
		aws.secrets.create(name, TOKEN);
		for (let i = 0; i < 3; i++) {
			expect(JSON.parse((await ask(path))[1])).toMatchObject({ Parameter: { Name: name, Value: PASSWORD } });
			expect(
				JSON.parse((await ask(`/secretsmanager/get?secretId=${encodeURIComponent(name)}`))[1]),
			).toMatchObject({ SecretString: TOKEN });
		}
		expect(
			aws.calls
				.filter(({ via }) => via === "extension")
				.map(({ operation, outcome }) => `${operation} ${outcome}`),
		).toEqual(["GetParameter ParameterNotFound", "GetParameter ok", "GetSecretValue ok"]);
		expect((await ask("/elsewhere"))[0]).toBe(404);
	});
});
