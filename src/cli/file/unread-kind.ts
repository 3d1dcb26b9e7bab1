/** Infrastructure, programs and settings in languages that are not read. */
const UNREAD = /\.(?:hcl|bicep|py|java|kt|scala|go|rb|cs|fs|rs|php|pl|sh|ps1|vue|svelte|astro)$/iu;

const FRAMEWORKS: readonly (readonly [RegExp, string])[] = [
	[/^serverless(?:[.-][\w-]+)?\.(?:ya?ml|json)$/iu, "serverless.yml"],
	[/^pulumi(?:\.[\w-]+)?\.ya?ml$/iu, "Pulumi.yaml"],
	[/^(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/iu, "compose.yaml"],
	[/^\.env(?:\.[\w.-]+)?$/iu, ".env"],
];

/**
 * What a file is counted as that is not read although it could hold what the rules look for: `.bicep`, `.py`,
 * `serverless.yml`; null for any other.
 *
 * @param name the file's name, without its folder
 */
export function unreadKind(name: string): string | null {
	const framework = FRAMEWORKS.find(([pattern]) => pattern.test(name));
	return framework?.[1] ?? UNREAD.exec(name)?.[0].toLowerCase() ?? null;
}
