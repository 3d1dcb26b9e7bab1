const ES_MODULE =
	/^\s{0,80}(?:import\b\s{0,8}[\w{*"'(]|export\s{1,8}(?:default|const|let|var|function|class|async|\{|\*))/mu;

/** True where a program imports or exports as an ES module does. */
export function isEsModule(text: string): boolean {
	return ES_MODULE.test(text);
}
