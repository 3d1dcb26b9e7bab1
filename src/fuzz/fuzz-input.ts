/** One text to try, with places for secrets: `<<password>>`. */
export interface FuzzInput {
	readonly filename: string;
	readonly text: string;
	/** True where it was made to be read: then it is, and what is offered for it works. */
	readonly wellFormed: boolean;
}
