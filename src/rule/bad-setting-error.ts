/** A setting that rules cannot use. Bad usage: the message says what to write. */
export class BadSettingError extends Error {
	override readonly name: string = "BadSettingError";
}
