import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import type { Variable } from "../../src/model/environment.ts";
import { textsIn } from "../../src/model/texts-in.ts";
import { alternatives, literalOf, textWithHoles, type Value } from "../../src/model/value.ts";
import type { Way } from "../../src/model/way.ts";
import { originWords } from "../../src/rule/secret-finding.ts";
import type { Words } from "../../src/text/wording.ts";

interface Found {
	readonly detection: Detection;
	/** Where the text came from, for the message: `, the default of parameter 'Token'`. */
	readonly origin: Words;
	/** Where it stands in a text of which only parts are known. */
	readonly part: { readonly text: string; readonly start: number; readonly end: number } | null;
}

/** What a variable may be set to. */
interface Setting {
	/** The name of the variable, or the key in its JSON. */
	readonly name: string;
	readonly value: Value;
	readonly when: readonly Way[];
}

/** The values of all branches; of JSON that the deployment writes (`Fn::ToJsonString`), each text under its key. */
export function settingsOf({ name, value: given }: Variable): readonly Setting[] {
	return alternatives(given).flatMap(({ value, when }): readonly Setting[] =>
		value.kind === "map" || value.kind === "list" ? textsIn(value, name, when) : [{ name, value, when }],
	);
}

/** The secret of a variable: in a literal, a default, or the known parts of a text. */
export function detectIn(value: Value, name: string): Found | null {
	if (value.kind === "text") {
		// postgres://app:secret@${Host}/db: the holes are anybody's guess, what stands between them is not.
		const text = textWithHoles(value);
		const detection = detectSecret(text, { kind: "environment" });
		return detection === null
			? null
			: { detection, origin: "", part: { text, start: detection.start, end: detection.end } };
	}
	const literal = literalOf(value);
	const detection = literal === null ? null : detectSecret(literal.text, { name, kind: "environment" });
	return literal === null || detection === null ? null : { detection, origin: originWords(literal), part: null };
}
