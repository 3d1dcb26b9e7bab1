import type { LookupNeed } from "../rule/lookup-needs.ts";
import type { Translate } from "../text/wording.ts";

/** What the functions of a file need after `--fix`. */
export interface FileNeeds {
	readonly file: string;
	readonly needs: readonly LookupNeed[];
}

/** The list after a run with fixes: variables, permissions, packages and layers, each once. */
export function renderNeeds(all: readonly FileNeeds[], translate: Translate): string {
	return all
		.map(({ file, needs }) => {
			const variables = needs.map(({ variable, value, holds }) =>
				value === null
					? translate("set {{variable}} to {{holds}}", { variable, holds })
					: translate("set {{variable}}={{value}} ({{holds}})", { variable, value, holds }),
			);
			const permissions = needs.flatMap(({ permissions: own }) =>
				own.map(({ action, on }) => translate("allow {{action}} on {{on}}", { action, on })),
			);
			const packages = needs.flatMap(({ packages: own }) =>
				own.map((name) => translate("install {{name}}", { name })),
			);
			const layers = needs.flatMap(({ layer }) =>
				layer === null ? [] : [translate("add the layer {{layer}}", { layer })],
			);
			const lines = [...new Set([...variables, ...permissions, ...packages, ...layers])];
			return `${translate("The functions of {{file}} now need:", { file })}\n${lines.map((line) => `  ${line}\n`).join("")}`;
		})
		.join("\n");
}
