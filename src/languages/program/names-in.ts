import { perModule } from "./per-module.ts";

/** Every name that a program declares or speaks of: what a new one must not be. */
export const namesIn = perModule(
	({ scopes }): ReadonlySet<string> =>
		new Set(
			scopes.scopes.flatMap((scope) => [
				...scope.set.keys(),
				...scope.references.map(({ identifier }) => String(identifier.name)),
			]),
		),
);
