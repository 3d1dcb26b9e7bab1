/**
 * What an edit writes, before a dialect renders it: data, with references to resources and parameters of the file. If a
 * dialect cannot express it, the edit is not offered.
 */
export type Written =
	| string
	| number
	| boolean
	| null
	| RefTo
	| TextWith
	| readonly Written[]
	| { readonly [key: string]: Written };

/** Names a resource or a parameter of the same file. */
export class RefTo {
	readonly id: string;
	/** The attribute; null for the default reference: an id, a name, the value of a parameter. */
	readonly attribute: string | null;

	constructor(id: string, attribute: string | null) {
		this.id = id;
		this.attribute = attribute;
	}
}

/** Values that the engine knows at deployment. */
export type Deployed = "account" | "partition" | "region" | "stack-name";

/** Text with parts that are not known until deployment. */
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
	/** True to retain it if the stack is deleted or replaces it. */
	readonly retained: boolean;
}

/** Names a resource, a parameter, or an attribute of a resource. */
export function refTo(id: string, attribute: string | null = null): RefTo {
	return new RefTo(id, attribute);
}

/** Text with parts that are not known until deployment: `textWith(STACK_NAME, "/token")`. */
export function textWith(...parts: TextWith["parts"]): TextWith {
	return new TextWith(parts);
}

/** The account, the partition (`aws`, `aws-cn`), the Region and the name of the stack. */
export const ACCOUNT = { deployed: "account" } as const;
export const PARTITION = { deployed: "partition" } as const;
export const REGION = { deployed: "region" } as const;
export const STACK_NAME = { deployed: "stack-name" } as const;

const DEPLOYED: ReadonlyMap<string, Deployed> = new Map([
	["AWS::AccountId", "account"],
	["AWS::Partition", "partition"],
	["AWS::Region", "region"],
	["AWS::StackName", "stack-name"],
]);

/** A text as written by `renderText`, with its holes: `${Secret}`, `${Secret.Arn}`. Null if a hole has no name. */
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
