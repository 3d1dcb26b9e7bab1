import { applyEdits } from "../../text/apply-edits.ts";
import { fuelFor, type Allowance } from "../../text/fuel.ts";
import type { TextEdit } from "../../text/span.ts";
import type { Generated } from "../../model/resource.ts";
import { hasEnded, type Suppression } from "../../model/suppression.ts";
import { alternatives, literalOf } from "../../model/value.ts";
import { isEsModule } from "../program/module-kind.ts";
import type { TemplateNode } from "./parse/ast.ts";
import { readCodeText, type CodeText } from "./code-text.ts";
import { findMapping, findPair, findScalar, followAliases } from "./parse/intrinsic.ts";
import { readAgain } from "./read-file.ts";
import type { TemplateStack } from "./read-template.ts";

/** The program of a function, inside its template. */
export interface InlineCode {
	/** The logical id of the function. */
	readonly id: string;
	/** The type as the author wrote it. */
	readonly type: string;
	/** `Code.ZipFile`, in SAM `InlineCode`. */
	readonly property: string;
	/** A name for the program, whose extension says how Node.js reads it: `Api.cjs`. */
	readonly filename: string;
	readonly code: CodeText;
	/** The framework that generated the function; null if the author wrote it. */
	readonly generated: Generated | null;
	/** The valid suppressions of the function in `Metadata`. */
	readonly accepted: readonly Suppression[];
}

/** The properties with the code, by type. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
	["AWS::Lambda::Function", ["Code", "ZipFile"]],
	["AWS::Serverless::Function", ["InlineCode"]],
]);

/** Recognizes JavaScript if no runtime is given. Python's `import x` and `def f():` do not match. */
const JAVASCRIPT =
	/(?:^|[^.\w])(?:exports\.\w|module\.exports\b|require\(|export\s{1,8}(?:const|async|default|function)\b|const\s{1,8}[\w{[]|async\s{0,8}\()/u;
const PYTHON = /^(?:def \w|from [\w.]{1,80} import |import \w[\w., ]{0,200}$|\s{0,40}print\()/mu;

/** True if the file may contain a program. */
function mayHaveInlineCode(text: string): boolean {
	return text.includes("ZipFile") || text.includes("InlineCode");
}

/** The JavaScript in the functions of a template, each text once. Other languages are ignored. */
export function findInlineCode(text: string, filename: string): readonly InlineCode[] {
	if (!mayHaveInlineCode(text)) {
		return [];
	}
	const { file, stack, syntax } = readAgain(text, filename);
	if (syntax.length > 0) {
		return []; // Then the end of a scalar is a guess.
	}
	const accepted = (stack?.suppressions.entries ?? []).filter(
		(suppression) => suppression.kind === "metadata" && !hasEnded(suppression),
	);
	const seen = new Set<TemplateNode>();
	return (findMapping(file.body, "Resources")?.pairs ?? []).flatMap(({ key, value }): readonly InlineCode[] => {
		const body = followAliases(value);
		const type = findScalar(body, "Type")?.value ?? "";
		const path = PLACES.get(type);
		const node = path === undefined ? undefined : nodeAt(findPair(body, "Properties")?.value, path);
		const target = node === undefined ? null : followAliases(node);
		if (key.type !== "TemplateScalar" || path === undefined || target === null || seen.has(target)) {
			return [];
		}
		seen.add(target);
		const code = readCodeText(text, target);
		if (code === null || !isJavaScript(code.text, key.value, stack)) {
			return [];
		}
		return [
			{
				id: key.value,
				type,
				property: path.join("."),
				filename: `${key.value.replaceAll(/\W/gu, "_")}.${isEsModule(code.text) ? "mjs" : "cjs"}`,
				code,
				generated: stack?.resource(key.value)?.generated ?? null,
				accepted: accepted.filter(({ resource }) => resource === null || resource === key.value),
			},
		];
	});
}

function nodeAt(given: TemplateNode | undefined, path: readonly string[]): TemplateNode | undefined {
	return path.reduce<TemplateNode | undefined>(
		(node, name) => findPair(node === undefined ? null : followAliases(node), name)?.value,
		given,
	);
}

function isJavaScript(code: string, id: string, stack: TemplateStack | null): boolean {
	const runtimes = alternatives(
		stack?.resource(id)?.get("Runtime") ?? { kind: "absent", span: { start: 0, end: 0 }, explicit: false },
	).flatMap(({ value }) => literalOf(value)?.text ?? []);
	return runtimes.length > 0
		? runtimes.every((runtime) => runtime.startsWith("nodejs"))
		: JAVASCRIPT.test(code) && !PYTHON.test(code);
}

/** How many characters are parsed again for the edits of all programs of a template. */
const READS: Allowance = { base: 4_000_000, perCharacter: 20 };

/**
 * An edit of one of the programs as an edit of their template. The result is parsed again: null if any program would
 * differ from what is intended, or if earlier edits have used up the limit for a template of this size.
 */
export function editInTemplate(
	text: string,
	filename: string,
	all: readonly InlineCode[],
	inline: InlineCode,
	edit: TextEdit,
): TextEdit | null {
	const mapped = inline.code.edit(edit);
	if (mapped === null || !fuelFor(all, "edits of inline programs", text.length, READS).spend(text.length)) {
		return null;
	}
	const wanted = all.map((one) => (one === inline ? one.code.after(edit) : one.code.text));
	const made = findInlineCode(applyEdits(text, [mapped]), filename).map(({ code }) => code.text);
	return made.length === wanted.length && made.every((one, index) => one === wanted[index]) ? mapped : null;
}
