/**
 * Variables that Lambda sets itself, besides those that begin with `AWS_`. Source: "Defined runtime environment
 * variables", AWS Lambda Developer Guide.
 */
const DEFINED: ReadonlySet<string> = new Set([
	"_HANDLER",
	"_X_AMZN_TRACE_ID",
	"LAMBDA_TASK_ROOT",
	"LAMBDA_RUNTIME_DIR",
	"LANG",
	"PATH",
	"LD_LIBRARY_PATH",
	"TZ",
	"HOME",
	"PWD",
	"TMPDIR",
	"HOSTNAME",
]);

/** Those that begin with `AWS_`, from the same source. */
const DEFINED_BY_AWS =
	/^AWS_(?:REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_\w+|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|XRAY_CONTEXT_MISSING|XRAY_DAEMON_ADDRESS)$/u;

/** True for a variable that Lambda sets for each function. */
export function isSetByLambda(name: string): boolean {
	return DEFINED.has(name) || DEFINED_BY_AWS.test(name);
}

/**
 * Variables of runtimes, extensions, libraries and tools, which read them where they are set and do without where they are
 * not: Node.js, Powertools, the Parameters and Secrets extension, agents, test runners.
 */
const OF_TOOLS =
	/^(?:_?AWS_|LAMBDA_|NODE_|NODE$|npm_|POWERTOOLS_|PARAMETERS_SECRETS_EXTENSION_|SSM_PARAMETER_STORE_|SECRETS_MANAGER_|OTEL_|DD_|NEW_RELIC_|SENTRY_|LUMIGO_|JEST_|VITEST|MOCHA_|CI$|DEBUG$|LOG_LEVEL$|IS_LOCAL$|IS_OFFLINE$|CDK_|GITHUB_|TS_NODE)/iu;

/** True for a variable that Lambda sets, or that a runtime, an extension or a tool reads: a configuration need not set it. */
export function isRuntimeVariable(name: string): boolean {
	return DEFINED.has(name) || OF_TOOLS.test(name);
}
