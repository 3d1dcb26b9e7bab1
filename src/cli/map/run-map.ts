import { mapApplication } from "../../report/map/app-map.ts";
import { renderMapText } from "../../report/map/render-map-text.ts";
import type { Io } from "../io.ts";
import { collectApplication } from "./collect-application.ts";
import { MAP_HELP } from "./map-help.ts";
import { parseMapArguments } from "./parse-map-arguments.ts";

/** Runs `kmslint map …` and gives its exit code. */
export function runMap(argv: readonly string[], io: Io): number {
	const args = parseMapArguments(argv);
	if (args === null) {
		io.stdout.write(MAP_HELP);
		return 0;
	}
	const map = mapApplication(collectApplication(args.paths, args.exclude, io));
	io.stdout.write(
		args.format === "json"
			? `${JSON.stringify(args.showUnknown ? map : { functions: map.functions }, null, 2)}\n`
			: renderMapText(map, args),
	);
	return 0;
}
