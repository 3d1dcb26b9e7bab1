/** Bad usage. The message says what to type; it is all that a person sees. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}
