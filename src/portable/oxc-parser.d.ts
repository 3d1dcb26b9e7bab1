declare module "oxc-parser/src-js/wrap" {
	/** What the binding gives: the tree as JSON. */
	export interface RawResult {
		readonly program: string;
		readonly module: object;
		readonly comments: readonly object[];
		readonly errors: readonly object[];
	}

	export function wrap(result: RawResult): object;
}
