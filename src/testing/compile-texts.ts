import ts from "typescript";

/**
 * What TypeScript says against programs that lie in no file, with their place in the text; empty where they compile.
 *
 * @param files texts by the path where each would lie, which decides how its imports resolve
 */
export function compileTexts(files: ReadonlyMap<string, string>, given: ts.CompilerOptions): readonly string[] {
	const options: ts.CompilerOptions = {
		strict: true,
		noEmit: true,
		skipLibCheck: true,
		types: ["node"],
		target: ts.ScriptTarget.ES2022,
		...given,
	};
	const host = ts.createCompilerHost(options);
	const { readFile: read, fileExists: exists, getSourceFile: get } = host;
	host.fileExists = (name) => files.has(name) || exists(name);
	host.readFile = (name) => files.get(name) ?? read(name);
	// Comments of declarations are half of what is read, and say nothing of types.
	host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
	host.getSourceFile = (name, languageVersion, ...rest) => {
		const text = files.get(name);
		return text === undefined
			? get(name, languageVersion, ...rest)
			: ts.createSourceFile(name, text, languageVersion);
	};
	const program = ts.createProgram([...files.keys()], options, host);
	return ts
		.getPreEmitDiagnostics(program)
		.map(
			({ file, messageText, start = 0 }) =>
				`${file?.fileName ?? ""} ${file?.text.slice(Math.max(0, start - 30), start + 40) ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
		);
}
