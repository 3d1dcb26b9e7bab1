/**
 * Takes the tabs of the test file from a text, so that it can stand where it is used. The template's own indentation is
 * blanks, because YAML knows no tabs. An empty first line and the last line's indentation go too.
 *
 * A tag, `dedent` + a template literal, in which `\${` stands for CloudFormation's `${`.
 */
export function dedent(parts: TemplateStringsArray, ...values: readonly string[]): string {
	const text = parts.map((part, index) => part + (values[index] ?? "")).join("");
	const lines = text.replace(/^\n/u, "").split("\n");
	const depths = lines.filter((line) => line.trim() !== "").map((line) => /^\t*/u.exec(line)?.[0].length ?? 0);
	const depth = Math.min(...depths);
	const cut = lines.map((line) => line.replace(new RegExp(`^\\t{0,${String(depth)}}`, "u"), ""));
	return cut.join("\n").replace(/[ \t]+$/u, "");
}
