/** What the names of parameters and secrets begin with unless another prefix is asked for. */
export const DEFAULT_PREFIX = "/app/";

/** `DB_PASSWORD` and `dbPassword` to `db-password`. */
export function kebabName(name: string): string {
	const words = name
		.replaceAll(/([a-z0-9])([A-Z])/gu, "$1-$2")
		.toLowerCase()
		.split(/[^a-z0-9]+/u);
	return (
		words
			.filter((word) => word !== "")
			.join("-")
			.slice(0, 100) || "secret"
	);
}
