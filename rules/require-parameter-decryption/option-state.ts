import { addProperty } from "../../src/languages/program/object-edit.ts";
import type { SdkCall } from "../../src/languages/handler/sdk/sdk-calls.ts";
import { readInput } from "../../src/languages/handler/sdk/sdk-input.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import type { TextEdit } from "../../src/text/span.ts";
import { spanOf } from "../../src/languages/program/node-edit.ts";

export function stateOf(call: SdkCall, option: string, module: SourceModule): "on" | "off" | "unknown" {
	const given = call.input.get(option);
	if (given.kind === "value") {
		return given.constant === false ? "off" : given.constant === true ? "on" : "unknown";
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
		return given.isLiteral ? [{ span: given.span, text: "true" }] : null;
	}
	if (call.input.object !== null) {
		return addProperty(call.input.object, `${option}: true`, module);
	}
	const [only, more] = call.arguments;
	if (only === undefined || more !== undefined) {
		return null;
	}
	const { end } = spanOf(only);
	return [{ span: { start: end, end }, text: `, { ${option}: true }` }];
}
