/** Builds the page, as HTML. */
export function buildPage(): Promise<string>;
