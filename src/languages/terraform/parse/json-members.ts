import type { HclAttribute, HclExpression, HclName, HclObject } from "./syntax.ts";

/** The value of a key; undefined if there is none. */
export function memberOf(object: HclObject | undefined, name: string): HclExpression | undefined {
	return object?.items.find((item) => item.name === name)?.value;
}

export function isTrue(value: HclExpression | undefined): boolean {
	return value?.type === "HclLiteral" && value.value === true;
}

export function objectOf(value: HclExpression | undefined): HclObject | undefined {
	return value?.type === "HclObject" ? value : undefined;
}

/** The objects in a list. */
export function objectsIn(value: HclExpression | undefined): readonly HclObject[] {
	return value?.type === "HclTuple" ? value.items.flatMap((item) => objectOf(item) ?? []) : [];
}

/** The members of an object as arguments of a block. */
export function attributesIn(object: HclObject | undefined): readonly HclAttribute[] {
	return (object?.items ?? []).map((item) => ({
		type: "HclAttribute",
		start: item.start,
		end: item.end,
		name: nameAt(item.key, item.name ?? ""),
		equals: item.key.end,
		value: item.value,
	}));
}

/** A name that a block has from a value. */
export function nameAt({ start, end }: { readonly start: number; readonly end: number }, text: string): HclName {
	return { type: "HclName", start, end, text, isQuoted: true };
}

/** `module.a["x"].aws_kms_key.k[0]` without its keys, as the configuration calls it. */
export function withoutKeys(address: string): string {
	return address.replace(/\[(?:\d{1,9}|"[^"]{0,256}")\]/gu, "");
}
