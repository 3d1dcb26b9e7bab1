import { classifyName } from "../../src/detect/name-kind.ts";
import { takersOf } from "../../src/languages/handler/result-takers.ts";
import type { SdkCall } from "../../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { parameterNames, type ParameterName } from "../../src/languages/handler/sdk/parameter-names.ts";

/** The operations, with what names the parameter in a request; Powertools names it in its first argument. */
export const NAMED_BY: ReadonlyMap<string, string> = new Map([
	["GetParameter", "Name"],
	["GetParameters", "Names"],
	["GetParametersByPath", "Path"],
	["GetParameterHistory", "Name"],
]);

/**
 * What says that the parameter is a secret: its own name, the name that leads to it, or the name that takes the value.
 */
export function secretName(call: SdkCall, module: SourceModule): string | null {
	const asked = call.sdk === "powertools" ? call.arguments[0] : valueOf(call, NAMED_BY.get(call.operation) ?? "");
	if (asked === undefined) {
		return null;
	}
	const names = parameterNames(asked, module);
	if (names.length > 0 && names.every(({ text, own }) => own && text.startsWith("/aws/service/"))) {
		return null; // What AWS itself publishes.
	}
	for (const name of names) {
		if (isSecret(name)) {
			return name.text;
		}
	}
	return takersOf(call.node, module).find((taker) => classifyName(taker) === "secret") ?? null;
}

function valueOf(call: SdkCall, property: string) {
	const value = call.input.get(property);
	return value.kind === "value" ? value.node : undefined;
}

function isSecret({ text, own }: ParameterName): boolean {
	if (text.startsWith("/aws/reference/secretsmanager/")) {
		return true; // https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
	}
	const kind = classifyName(text);
	return kind === "secret" || (!own && kind === "pointer" && !/kms|_?ids?$/iu.test(text));
}
