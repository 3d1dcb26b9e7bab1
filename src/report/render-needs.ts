import type { LookupNeed } from "../rule/lookup-needs.ts";

/** What the functions of a file need after `--fix`. */
export interface FileNeeds {
	readonly file: string;
	readonly needs: readonly LookupNeed[];
}

/** The list after a run with fixes: variables, permissions, packages and layers, each once. */
export function renderNeeds(all: readonly FileNeeds[]): string {
	return all
		.map(({ file, needs }) => {
			const variables = needs.map(({ variable, value, holds }) =>
				value === null ? `set ${variable} to ${holds}` : `set ${variable}=${value} (${holds})`,
			);
			const permissions = needs.flatMap(({ permissions: own }) =>
				own.map(({ action, on }) => `allow ${action} on ${on}`),
			);
			const packages = needs.flatMap(({ packages: own }) => own.map((name) => `install ${name}`));
			const layers = needs.flatMap(({ layer }) => (layer === null ? [] : [`add the layer ${layer}`]));
			const lines = [...new Set([...variables, ...permissions, ...packages, ...layers])];
			return `The functions of ${file} now need:\n${lines.map((line) => `  ${line}\n`).join("")}`;
		})
		.join("\n");
}
