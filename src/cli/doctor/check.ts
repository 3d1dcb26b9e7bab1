/** What doctor says of one thing: that it is well, what to know, or what keeps kmslint from its work. */
export interface Check {
	readonly state: "ok" | "note" | "problem";
	readonly about: string;
	readonly message: string;
}
