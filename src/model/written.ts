/**
 * What an edit writes, before a dialect says it in its own words: data, with references to what the file itself
 * creates. What a dialect cannot express makes the offer void.
 */
export type Written =
	string | number | boolean | null | RefTo | TextWith | readonly Written[] | { readonly [key: string]: Written };

/** Names a resource or a parameter of the same file. */
export class RefTo {
	readonly id: string;
	/** What of it; null for what names it where others take it: its id, its name, a parameter's value. */
	readonly attribute: string | null;

	constructor(id: string, attribute: string | null) {
		this.id = id;
		this.attribute = attribute;
	}
}

/** What the engine knows when it deploys. */
export type Deployed = "account" | "partition" | "stack-name";

/** Text with parts that only the deployment knows. */
export class TextWith {
	readonly parts: readonly (string | RefTo | { readonly deployed: Deployed })[];

	constructor(parts: TextWith["parts"]) {
		this.parts = parts;
	}
}

/** A resource that an edit adds. */
export interface NewResource {
	/** The CloudFormation type. */
	readonly type: string;
	readonly properties: { readonly [property: string]: Written };
	/** True to keep it where the stack is deleted or replaces it. */
	readonly retained: boolean;
}

/** Names a resource, a parameter, or an attribute of a resource. */
export function refTo(id: string, attribute: string | null = null): RefTo {
	return new RefTo(id, attribute);
}

/** Text around what only the deployment knows: `textWith(STACK_NAME, "/token")`. */
export function textWith(...parts: TextWith["parts"]): TextWith {
	return new TextWith(parts);
}

/** The account, the partition (`aws`, `aws-cn`) and the name of what is deployed together. */
export const ACCOUNT = { deployed: "account" } as const;
export const PARTITION = { deployed: "partition" } as const;
export const STACK_NAME = { deployed: "stack-name" } as const;

const DEPLOYED: ReadonlyMap<string, Deployed> = new Map([
	["AWS::AccountId", "account"],
	["AWS::Partition", "partition"],
	["AWS::StackName", "stack-name"],
]);

/**
 * The text that `renderText` of a partly known text gave, with its holes: `${Secret}`, `${Secret.Arn}`. Null where a hole is
 * one that nobody can name again.
 */
export function readHoles(text: string): TextWith | null {
	const parts = text.split(/\$\{([^{}]*)\}/u).map((part, at) => (at % 2 === 0 ? part : readHole(part)));
	return parts.includes(null)
		? null
		: new TextWith(parts.flatMap((part) => (part === null || part === "" ? [] : [part])));
}

function readHole(name: string): TextWith["parts"][number] | null {
	const deployed = name.startsWith("AWS::") ? (DEPLOYED.get(name) ?? null) : undefined;
	if (deployed !== undefined) {
		return deployed === null ? null : { deployed };
	}
	const [, id = "", attribute = null] = /^([^.?]+)(?:\.(.+))?$/u.exec(name) ?? [];
	return id === "" ? null : new RefTo(id, attribute);
}
