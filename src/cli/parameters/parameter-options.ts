/** The options that give values to the parameters of templates. */
export const PARAMETER_OPTIONS = {
	parameters: { type: "string", multiple: true, takes: "file" },
	"parameter-overrides": { type: "string", multiple: true },
	"config-env": { type: "string" },
	samconfig: { type: "string", takes: "file" },
} as const;

/** What is given with them. */
export interface GivenParameters {
	/** Written on the command line; these win. */
	readonly parameterOverrides: Readonly<Record<string, string>>;
	/** Files with values, the last one first. */
	readonly parameterFiles: readonly string[];
	/** The environment of SAM's configuration whose parameters count; null for none. */
	readonly configEnv: string | null;
	/** SAM's configuration; null for the usual one. */
	readonly samconfig: string | null;
}
