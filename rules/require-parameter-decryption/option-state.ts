import { addProperty } from "../../src/languages/program/object-edit.ts";
import type { SdkCall } from "../../src/languages/handler/sdk-calls.ts";
import { readInput } from "../../src/languages/handler/sdk-input.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { followNames } from "../../src/languages/program/variable-of.ts";
import type { TextEdit } from "../../src/text/span.ts";

export function stateOf(call: SdkCall, option: string, module: SourceModule): "on" | "off" | "unknown" {
	const given = call.input.get(option);
	if (given.kind === "value") {
		const value = followNames(given.node, module);
		return value.type === "Literal" && value.value === false
			? "off"
			: value.type === "Literal" && value.value === true
				? "on"
				: "unknown";
	}
	if (given.kind === "unknown") {
		return "unknown";
	}
	// Powertools hands `sdkOptions` on as they are.
	const handed = call.sdk === "powertools" ? call.input.get("sdkOptions") : given;
	if (handed.kind !== "value") {
		return handed.kind === "absent" ? "off" : "unknown";
	}
	const inner = readInput(handed.node, module).get("WithDecryption");
	return inner.kind === "absent" ? "off" : "unknown";
}

export function editsOf(call: SdkCall, option: string, module: SourceModule): readonly TextEdit[] | null {
	const given = call.input.get(option);
	if (given.kind === "value") {
		const [start, end] = given.node.range;
		return given.node.type === "Literal" ? [{ span: { start, end }, text: "true" }] : null;
	}
	if (call.input.object !== null) {
		return addProperty(call.input.object, `${option}: true`, module);
	}
	const last = call.arguments.at(-1);
	return last === undefined || call.arguments.length !== 1
		? null
		: [{ span: { start: last.range[1], end: last.range[1] }, text: `, { ${option}: true }` }];
}
