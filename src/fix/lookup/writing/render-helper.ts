import type { GlobalName } from "../reading/fresh-names.ts";
import type { Backend } from "../lookup.ts";
import type { Style } from "../reading/read-style.ts";

/** What the helper's parts are called in this module. */
export interface HelperNames {
	readonly get: string;
	/** The function that asks, where another keeps what it answers. */
	readonly load: string;
	readonly cache: string;
	readonly client: string;
	/** The package's names by what they are called here: `GetParameterCommand` may be `ssm.GetParameterCommand`. */
	readonly sdk: ReadonlyMap<string, string>;
}

/** What a backend takes from which package; nothing for the extension, which is asked over HTTP. */
export const PACKAGES: Readonly<
	Record<Backend, { readonly source: string; readonly client: string | null; readonly command: string } | null>
> = {
	ssm: { source: "@aws-sdk/client-ssm", client: "SSMClient", command: "GetParameterCommand" },
	kms: { source: "@aws-sdk/client-kms", client: "KMSClient", command: "DecryptCommand" },
	"secrets-manager": {
		source: "@aws-sdk/client-secrets-manager",
		client: "SecretsManagerClient",
		command: "GetSecretValueCommand",
	},
	powertools: { source: "@aws-lambda-powertools/parameters/ssm", client: null, command: "getParameter" },
	extension: null,
};

/** The names that the parts have where nothing else has them. */
export const USUAL_NAMES: Readonly<Record<Backend, Omit<HelperNames, "sdk">>> = {
	ssm: { get: "getSecureParameter", load: "loadSecureParameter", cache: "secureParameters", client: "ssmClient" },
	kms: { get: "decryptEnv", load: "loadDecryptedEnv", cache: "decryptedEnv", client: "kmsClient" },
	"secrets-manager": {
		get: "getSecretValue",
		load: "loadSecretValue",
		cache: "secretValues",
		client: "secretsManagerClient",
	},
	powertools: { get: "getSecureParameter", load: "loadSecureParameter", cache: "pendingParameters", client: "" },
	extension: { get: "getSecureParameter", load: "loadSecureParameter", cache: "pendingParameters", client: "" },
};

/**
 * True where Powertools or the extension keeps the answer for a while, so that the module keeps no more than those that
 * are under way.
 */
function keepsAnswers(backend: Backend): boolean {
	return backend === "powertools" || backend === "extension";
}

export interface HelperOptions {
	readonly backend: Backend;
	/**
	 * Whether a lookup stands in a function: calls that are under way at once then share one answer, and go on in their
	 * order.
	 */
	readonly cached: boolean;
	/** False where the module has a client of its own. */
	readonly makesClient: boolean;
	readonly names: HelperNames;
	/** The globals whose names mean something else in this module. */
	readonly redeclared: ReadonlySet<GlobalName>;
	readonly style: Style;
	/** True to export it where it is declared. */
	readonly exported?: boolean;
}

/** The globals that the helper of each backend calls by their name. */
export function globalsOf(backend: Backend, cached: boolean): readonly GlobalName[] {
	const own = {
		ssm: [],
		kms: ["Buffer", "TextDecoder"],
		"secrets-manager": [],
		powertools: [],
		extension: ["fetch", "encodeURIComponent"],
	} as const satisfies Record<Backend, readonly GlobalName[]>;
	return ["process", "Error", ...(cached ? (["Map"] as const) : []), ...own[backend]];
}

/**
 * Renders the helper, ready to stand at the top level. A failed lookup is not kept, so that an environment recovers
 * once a permission is given.
 *
 * Sources: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html (WithDecryption),
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html (the context of the console's
 * helper),
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html (port, header),
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/ (five seconds unless `maxAge` says
 * more).
 */
export function renderHelper(options: HelperOptions): string {
	const { backend, cached, makesClient, names, redeclared, style, exported = false } = options;
	const { get, load, cache, client } = names;
	const sdk = (name: string): string => names.sdk.get(name) ?? name;
	const global = (name: GlobalName): string => (redeclared.has(name) ? `globalThis.${name}` : name);
	const typed = style.types === "typescript";
	const documented = style.types === "jsdoc";
	const own = PACKAGES[backend];
	const doc = documented ? ["/**", " * @param {string} envName", " * @returns {Promise<string>}", " */"] : [];
	const signature = typed ? "(envName: string): Promise<string>" : "(envName)";
	const lines = [
		...(makesClient && own !== null && own.client !== null
			? [`const ${client} = new ${sdk(own.client)}({});`]
			: []),
		...(cached
			? [
					...(documented ? ["/** @type {Map<string, Promise<string>>} */"] : []),
					`const ${cache} = new ${global("Map")}${typed ? "<string, Promise<string>>" : ""}();`,
				]
			: []),
	];
	return restyle(
		[
			...lines,
			...(lines.length > 0 ? [""] : []),
			...doc,
			`async function ${cached ? load : get}${signature} {`,
			...bodyOf(backend, client, sdk, global, style).map((line) => (line === "" ? line : `  ${line}`)),
			"}",
			...(cached
				? [
						"",
						...doc,
						`${exported ? "export " : ""}function ${get}${signature} {`,
						`  let pending = ${cache}.get(envName);`,
						"  if (!pending) {",
						...(keepsAnswers(backend)
							? [
									`    pending = ${load}(envName).finally(() => {`,
									`      ${cache}.delete(envName);`,
									"    });",
								]
							: [
									`    pending = ${load}(envName).catch((error) => {`,
									`      ${cache}.delete(envName);`,
									"      throw error;",
									"    });",
								]),
						`    ${cache}.set(envName, pending);`,
						"  }",
						"  return pending;",
						"}",
					]
				: []),
		],
		style,
	);
}

function bodyOf(
	backend: Backend,
	client: string,
	sdk: (name: string) => string,
	global: (name: GlobalName) => string,
	style: Style,
): readonly string[] {
	const env = `${global("process")}.env`;
	const missing = (condition: string, what: string): readonly string[] => [
		`if (${condition}) {`,
		`  throw new ${global("Error")}(\`Environment variable \${envName}${what} is not set\`);`,
		"}",
	];
	const empty = (condition: string, what: string): readonly string[] => [
		`if (!${condition}) {`,
		`  throw new ${global("Error")}(\`\${envName} names a ${what}\`);`,
		"}",
	];
	switch (backend) {
		case "ssm":
			return [
				`const name = ${env}[envName];`,
				...missing("!name", ""),
				`const { Parameter } = await ${client}.send(`,
				`  new ${sdk("GetParameterCommand")}({ Name: name, WithDecryption: true }),`,
				");",
				...empty("Parameter?.Value", "parameter without a value"),
				"return Parameter.Value;",
			];
		case "kms":
			return [
				`const ciphertext = ${env}[envName];`,
				`const functionName = ${env}.AWS_LAMBDA_FUNCTION_NAME;`,
				...missing("!ciphertext || !functionName", " or AWS_LAMBDA_FUNCTION_NAME"),
				`const { Plaintext } = await ${client}.send(`,
				`  new ${sdk("DecryptCommand")}({`,
				`    CiphertextBlob: ${global("Buffer")}.from(ciphertext, "base64"),`,
				"    EncryptionContext: { LambdaFunctionName: functionName },",
				"  }),",
				");",
				`return new ${global("TextDecoder")}().decode(Plaintext);`,
			];
		case "secrets-manager":
			return [
				`const id = ${env}[envName];`,
				...missing("!id", ""),
				`const { SecretString } = await ${client}.send(`,
				`  new ${sdk("GetSecretValueCommand")}({ SecretId: id }),`,
				");",
				...empty("SecretString", "secret without a string value"),
				"return SecretString;",
			];
		case "powertools":
			return [
				`const name = ${env}[envName];`,
				...missing("!name", ""),
				`const value = await ${sdk("getParameter")}(name, { decrypt: true, maxAge: 300 });`,
				...empty("value", "parameter without a value"),
				"return value;",
			];
		case "extension":
			return [
				`const name = ${env}[envName];`,
				`const token = ${env}.AWS_SESSION_TOKEN;`,
				...missing("!name || !token", " or AWS_SESSION_TOKEN"),
				`const port = ${env}.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT ?? "2773";`,
				`const response = await ${global("fetch")}(`,
				"  `http://localhost:${port}/systemsmanager/parameters/get?name=${" +
					global("encodeURIComponent") +
					"(name)}&withDecryption=true`,",
				'  { headers: { "X-Aws-Parameters-Secrets-Token": token } },',
				");",
				"if (!response.ok) {",
				`  throw new ${global("Error")}(` +
					"`Parameter lookup for ${envName} failed with HTTP ${response.status}`);",
				"}",
				style.types === "typescript"
					? "const { Parameter } = (await response.json()) as { Parameter?: { Value?: string } };"
					: style.types === "jsdoc"
						? "const { Parameter } = /** @type {{ Parameter?: { Value?: string } }} */ (await response.json());"
						: "const { Parameter } = await response.json();",
				...empty("Parameter?.Value", "parameter without a value"),
				"return Parameter.Value;",
			];
		default:
			return backend satisfies never;
	}
}

/**
 * Our lines in the author's quotes, semicolons, indentation and line ends. None of them begins with `(`, `[` or a
 * template.
 */
function restyle(lines: readonly string[], { quote, semicolons, indent, eol }: Style): string {
	return lines
		.map((line) => {
			const blanks = /^ */u.exec(line)?.[0].length ?? 0;
			const rest = line.slice(blanks);
			const isComment = rest.startsWith("*");
			const body = rest.replaceAll('"', quote).replace(/;$/u, semicolons ? ";" : "");
			return isComment ? line : indent.repeat(blanks / 2) + body;
		})
		.join(eol);
}
