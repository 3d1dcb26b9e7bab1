import { addProperty } from "../../src/languages/program/object-edit.ts";
import type { SdkCall } from "../../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import type { Finding, Problem } from "../../src/rule/rule.ts";
import type { Span, TextEdit } from "../../src/text/span.ts";
import type { SdkRow } from "./sdk-rows.ts";
import { inputsAt } from "../../src/languages/handler/sdk/inputs-at.ts";
import { spanOf } from "../../src/languages/program/node-edit.ts";
import type { Options } from "./written-object.ts";
import { wording, type Words } from "../../src/text/wording.ts";

export function* judgeRow(
	call: SdkCall,
	row: SdkRow,
	module: SourceModule,
	{ encryptedByDefault }: Options,
): Iterable<Problem> {
	for (const input of inputsAt(call.input, row.at, module)) {
		const given = input.get(row.property);
		const off = given.kind === "value" && given.constant === false;
		const missing =
			given.kind === "absent" &&
			!(row.accountDefault && encryptedByDefault) &&
			row.unless.every((name) => input.get(name).kind === "absent");
		if (!off && !missing) {
			continue;
		}
		const data = { operation: call.operation, what: row.what, property: row.property };
		if (off) {
			const edits = given.isLiteral ? [{ span: given.span, text: "true" }] : null;
			const how = wording(": `{{property}}` is `false`", { property: row.property });
			yield notEncrypted(spanOf(given.property), { ...data, how }, edits);
		} else {
			const edits = input.object === null ? null : addProperty(input.object, `${row.property}: true`, module);
			const how = row.accountDefault ? wording(" unless the account encrypts by default") : "";
			const at = row.at === "" || input.object === null ? call.head : spanOf(input.object);
			yield notEncrypted(at, { ...data, how }, edits);
		}
	}
}

function notEncrypted(
	at: Span,
	data: Readonly<Record<"operation" | "what" | "property", string>> & { readonly how: Words },
	edits: readonly TextEdit[] | null,
): Finding {
	const { property } = data;
	return {
		at,
		messageId: "notEncrypted",
		data,
		property,
		suggestions: [{ messageId: "encrypt", data: { property, value: "true" }, edits }],
	};
}
