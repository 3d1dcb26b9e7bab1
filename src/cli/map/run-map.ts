import { UsageError } from "../../lint/usage-error.ts";
import { escapeJson } from "../../report/escape-controls.ts";
import { mapApplication, type AppMap } from "../../report/map/app-map.ts";
import { renderMapText } from "../../report/map/render-map-text.ts";
import { renderMermaid } from "../../report/map/render-mermaid.ts";
import { renderSvg } from "../../report/map/render-svg.ts";
import { readGiven } from "../parameters/read-given.ts";
import { writeReport } from "../file/write-report.ts";
import type { Io } from "../io.ts";
import { collectApplication } from "./collect-application.ts";
import { MAP_HELP } from "./map-help.ts";
import { parseMapArguments, type MapArguments } from "./parse-map-arguments.ts";

/** Runs `kmslint map …` and gives its exit code. */
export function runMap(argv: readonly string[], io: Io): number {
	const args = parseMapArguments(argv);
	if (args === null) {
		io.stdout.write(MAP_HELP);
		return 0;
	}
	const { values } = readGiven(args, io.cwd);
	const map = mapApplication(collectApplication(args.paths, { exclude: args.exclude, parameters: values }, io));
	const shown = render(map, args);
	if (args.output === null) {
		io.stdout.write(shown);
		return 0;
	}
	const failure = writeReport(io.cwd, args.output, shown);
	if (failure !== null) {
		throw new UsageError(`Cannot write the map to '${args.output}': ${failure}.`);
	}
	return 0;
}

function render(map: AppMap, { format, showUnknown }: MapArguments): string {
	switch (format) {
		case "text":
			return renderMapText(map, { showUnknown });
		case "json": {
			const { unknown, ...joined } = map;
			return `${escapeJson(JSON.stringify(showUnknown ? { ...joined, unknown } : joined, null, 2))}\n`;
		}
		case "mermaid":
			return renderMermaid(map);
		case "svg":
			return renderSvg(map);
		default:
			return format satisfies never;
	}
}
