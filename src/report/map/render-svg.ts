import { countOf } from "../../text/count-of.ts";
import { escapeControls } from "../escape-controls.ts";
import { shorten } from "../../text/shorten.ts";
import type { AppMap } from "./app-map.ts";
import { graphOf, type GraphEdge, type GraphNode, type NodeKind } from "./map-graph.ts";

/** In pixels. */
const WIDTH = 250;
const GAP = 70;
const HEIGHT = 40;
const SPACE = 10;
const MARGIN = 20;
const TOP = 64;
/** The space for text in a box, and how wide characters are at most: capitals and the like, and all others. */
const TEXT = WIDTH - 20;
const WIDE = 8.4;
const NARROW = 6.6;

/** The columns in their order, with their titles. */
const COLUMNS: readonly (readonly [kind: NodeKind, title: string])[] = [
	["function", "Functions"],
	["variable", "Variables"],
	["stored", "Secrets and SSM parameters"],
	["key", "Keys"],
];

interface Placed {
	readonly node: GraphNode;
	readonly x: number;
	/** The middle of the box. */
	readonly y: number;
}

/** Light and dark, by the reader's own setting. */
const STYLE = `
svg { background: #ffffff; font: 12px ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
text { fill: #1f2328; }
.detail { fill: #59636e; font-size: 11px; }
.title { font-weight: 600; }
rect { fill: #f6f8fa; stroke: #8c959f; }
.function rect { fill: #ddf4ff; stroke: #0969da; }
.stored rect { fill: #dafbe1; stroke: #1a7f37; }
.key rect { fill: #fff8c5; stroke: #9a6700; }
.missing rect { stroke-dasharray: 5 3; fill: none; }
.unused rect { stroke-dasharray: 1 3; }
.exposed rect { fill: #ffebe9; stroke: #d1242f; stroke-width: 2; }
.exposed text { fill: #d1242f; }
path { fill: none; stroke: #8c959f; }
path.exposed { stroke: #d1242f; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; }
text { fill: #e6edf3; }
.detail { fill: #9198a1; }
rect { fill: #151b23; stroke: #656c76; }
.function rect { fill: #0c2d4a; stroke: #4493f8; }
.stored rect { fill: #0f2e1a; stroke: #3fb950; }
.key rect { fill: #2e2a12; stroke: #d29922; }
.missing rect { fill: none; }
.exposed rect { fill: #3c1618; stroke: #f85149; }
.exposed text { fill: #ff7b72; }
path { stroke: #656c76; }
path.exposed { stroke: #f85149; }
}`;

/** The map as a picture that needs nothing else: no script, no font, no address. */
export function renderSvg(map: AppMap): string {
	const { nodes, edges } = graphOf(map);
	const placed = place(nodes, edges);
	const columns = COLUMNS.filter(([kind]) => nodes.some((node) => node.kind === kind));
	const bottom = [...placed.values()].reduce((lowest, { y }) => Math.max(lowest, y + HEIGHT / 2), TOP);
	const width = MARGIN * 2 + Math.max(1, columns.length) * WIDTH + Math.max(0, columns.length - 1) * GAP;
	const height = bottom + MARGIN + 24;
	const lines = [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size(width)} ${size(height)}" width="${size(width)}" height="${size(height)}" role="img" aria-label="Functions, variables, secrets and keys of the application">`,
		`<style>${STYLE}\n</style>`,
		...columns.map(
			([, title], index) =>
				`<text class="title" x="${size(MARGIN + index * (WIDTH + GAP))}" y="${size(MARGIN + 12)}">${title}</text>`,
		),
		...edges.flatMap((edge) => renderEdge(edge, placed)),
		...[...placed.values()].map(renderNode),
		`<text class="detail" x="${size(MARGIN)}" y="${size(height - MARGIN + 4)}">${legendOf(map)}</text>`,
		"</svg>",
		"",
	];
	return lines.join("\n");
}

/** Functions one below the other with their variables beside them; what they lead to at the height of what leads there. */
function place(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlyMap<string, Placed> {
	const placed = new Map<string, Placed>();
	const columns = COLUMNS.filter(([kind]) => nodes.some((node) => node.kind === kind)).map(([kind]) => kind);
	const xOf = (kind: NodeKind): number => MARGIN + columns.indexOf(kind) * (WIDTH + GAP);
	const byId = new Map(nodes.map((node) => [node.id, node]));
	let top = TOP;
	for (const fn of nodes.filter(({ kind }) => kind === "function")) {
		const variables = edges.flatMap(({ from, to }) => {
			const node = from === fn.id ? byId.get(to) : undefined;
			return node?.kind === "variable" ? [node] : [];
		});
		const rows = Math.max(1, variables.length);
		variables.forEach((node, row) => {
			placed.set(node.id, { node, x: xOf("variable"), y: top + row * (HEIGHT + SPACE) + HEIGHT / 2 });
		});
		placed.set(fn.id, { node: fn, x: xOf("function"), y: top + (rows * (HEIGHT + SPACE) - SPACE) / 2 });
		top += rows * (HEIGHT + SPACE) + SPACE;
	}
	for (const kind of ["stored", "key"] as const) {
		placeBeside(
			nodes.filter((node) => node.kind === kind),
			xOf(kind),
			edges,
			placed,
		);
	}
	return placed;
}

/** Boxes of a column, each as near as there is room to the middle of those that lead to it. */
function placeBeside(
	nodes: readonly GraphNode[],
	x: number,
	edges: readonly GraphEdge[],
	placed: Map<string, Placed>,
): void {
	const wanted = nodes
		.map((node) => {
			const sources = edges.flatMap(({ from, to }) => (to === node.id ? (placed.get(from)?.y ?? []) : []));
			return {
				node,
				y: sources.length === 0 ? Infinity : sources.reduce((sum, y) => sum + y, 0) / sources.length,
			};
		})
		.sort((a, b) => a.y - b.y);
	let top = TOP;
	for (const { node, y } of wanted) {
		const middle = Math.max(top + HEIGHT / 2, Number.isFinite(y) ? y : 0);
		placed.set(node.id, { node, x, y: middle });
		top = middle + HEIGHT / 2 + SPACE;
	}
}

function renderEdge({ from, to }: GraphEdge, placed: ReadonlyMap<string, Placed>): readonly string[] {
	const [start, end] = [placed.get(from), placed.get(to)];
	if (start === undefined || end === undefined) {
		return [];
	}
	const [x1, x2] = [start.x + WIDTH, end.x];
	const bend = (x2 - x1) / 2;
	const isExposed = end.node.state === "exposed" || start.node.state === "exposed";
	return [
		`<path${isExposed ? ' class="exposed"' : ""} d="M${size(x1)} ${size(start.y)}C${size(x1 + bend)} ${size(start.y)} ${size(x2 - bend)} ${size(end.y)} ${size(x2)} ${size(end.y)}"/>`,
	];
}

function renderNode({ node: { kind, label, detail, state }, x, y }: Placed): string {
	const top = y - HEIGHT / 2;
	const whole = detail === "" ? label : `${label}: ${detail}`;
	return [
		`<g class="${kind}${state === "plain" ? "" : ` ${state}`}"><title>${escapeXml(whole)}</title>`,
		`<rect x="${size(x)}" y="${size(top)}" width="${size(WIDTH)}" height="${size(HEIGHT)}" rx="6"/>`,
		`<text x="${size(x + 10)}" y="${size(detail === "" ? y + 4 : y - 3)}">${escapeXml(fit(label))}</text>`,
		...(detail === ""
			? []
			: [`<text class="detail" x="${size(x + 10)}" y="${size(y + 13)}">${escapeXml(fit(detail))}</text>`]),
		"</g>",
	].join("");
}

/** A text that is shortened until it fits in a box. */
function fit(text: string): string {
	const letters = [...text];
	const width = letters.reduce((sum, one) => sum + (/[a-z\d .,:;'/()-]/u.test(one) ? NARROW : WIDE), 0);
	return width <= TEXT ? text : shorten(text, Math.floor((text.length * TEXT) / width) - 1);
}

function legendOf({ functions }: AppMap): string {
	const linked = functions.filter(({ handler }) => handler !== null).length;
	return `${countOf(functions.length, "function")}, ${String(linked)} linked to their code. Red: a secret in plaintext. Dashed: not found, or not set. Dotted: not read.`;
}

function size(pixels: number): string {
	return String(Math.round(pixels));
}

function escapeXml(text: string): string {
	return escapeControls(text)
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}
