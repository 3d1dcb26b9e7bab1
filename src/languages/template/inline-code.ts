import { applyEdits } from "../../text/apply-edits.ts";
import { fuelFor, type Allowance } from "../../text/fuel.ts";
import type { TextEdit } from "../../text/span.ts";
import type { Generated } from "../../model/resource.ts";
import { hasEnded, type Suppression } from "../../model/suppression.ts";
import { alternatives, type Value } from "../../model/value.ts";
import { isEsModule } from "../program/module-kind.ts";
import type { TemplateNode } from "./ast.ts";
import { readCodeText, type CodeText } from "./code-text.ts";
import { findMapping, findPair, findScalar, followAliases } from "./intrinsic.ts";
import { readFile } from "./read-file.ts";
import type { TemplateStack } from "./read-template.ts";

/** A program of a function that stands in its template. */
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
	/** The framework that wrote the function; null where the author did. */
	readonly generated: Generated | null;
	/** What the author accepts of it in `Metadata`, with a reason that counts. */
	readonly accepted: readonly Suppression[];
}

/** Where the types keep their code. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
	["AWS::Lambda::Function", ["Code", "ZipFile"]],
	["AWS::Serverless::Function", ["InlineCode"]],
]);

/** What JavaScript looks like where no runtime says so. Python's `import x` and `def f():` do not. */
const JAVASCRIPT =
	/(?:^|[^.\w])(?:exports\.\w|module\.exports\b|require\(|export\s{1,8}(?:const|async|default|function)\b|const\s{1,8}[\w{[]|async\s{0,8}\()/u;
const PYTHON = /^(?:def \w|from [\w.]{1,80} import |import \w[\w., ]{0,200}$|\s{0,40}print\()/mu;

/** True where reading the file anew could find a program in it. */
function mayHaveInlineCode(text: string): boolean {
	return text.includes("ZipFile") || text.includes("InlineCode");
}

/** The JavaScript that functions of a template bring along, each text once. Any other language is left alone. */
export function findInlineCode(text: string, filename: string): readonly InlineCode[] {
	if (!mayHaveInlineCode(text)) {
		return [];
	}
	const { file, stack, syntax } = readFile(text, filename, { parameterOverrides: {} });
	if (syntax.length > 0) {
		return []; // Where a scalar ends is a guess then.
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
	).flatMap(({ value }) => textOf(value) ?? []);
	return runtimes.length > 0
		? runtimes.every((runtime) => runtime.startsWith("nodejs"))
		: JAVASCRIPT.test(code) && !PYTHON.test(code);
}

/** A literal, or what a parameter is unless somebody says otherwise. */
function textOf(value: Value): string | null {
	if (value.kind === "literal") {
		return value.text;
	}
	return value.kind === "reference" && value.to.of === "parameter"
		? (value.to.parameter.default?.text ?? null)
		: null;
}

/** How many characters are read again for the edits of all programs of a template. */
const READS: Allowance = { base: 4_000_000, perCharacter: 20 };

/**
 * An edit of one of the programs as an edit of their template. What it makes is read again: null where any program
 * would not be exactly what is meant, and where the edits before have used up what a template of this size may cost.
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
