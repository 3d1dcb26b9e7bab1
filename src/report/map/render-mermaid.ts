import { escapeControls } from "../escape-controls.ts";
import { shorten } from "../../text/shorten.ts";
import type { AppMap } from "./app-map.ts";
import { graphOf, type GraphNode } from "./map-graph.ts";

/** The shapes of Mermaid for each kind of box. https://mermaid.js.org/syntax/flowchart.html */
const SHAPES: Readonly<Record<GraphNode["kind"], readonly [open: string, close: string]>> = {
	function: ["[", "]"],
	variable: ["(", ")"],
	stored: ["[(", ")]"],
	key: ["{{", "}}"],
};

/** The map as a Mermaid flowchart, which GitHub and many wikis draw. */
export function renderMermaid(map: AppMap): string {
	const { nodes, edges } = graphOf(map);
	return [
		"flowchart LR",
		...nodes.map(({ id, kind, label, detail, state }) => {
			const [open, close] = SHAPES[kind];
			const text = [label, ...(detail === "" ? [] : [detail])].map(plain).join("<br>");
			return `  ${id}${open}"${text}"${close}${state === "plain" ? "" : `:::${state}`}`;
		}),
		...edges.map(({ from, to }) => `  ${from} --> ${to}`),
		"  classDef exposed stroke:#d1242f,stroke-width:2px,color:#d1242f",
		"  classDef missing stroke-dasharray:4",
		"  classDef unused stroke-dasharray:1 3",
		"",
	].join("\n");
}

/** A text in quotes of Mermaid: what means something to it, or to HTML, by its number. */
function plain(text: string): string {
	return shorten(escapeControls(text), 80).replaceAll(/["#&<>`\\]/gu, (one) => `#${String(one.charCodeAt(0))};`);
}
