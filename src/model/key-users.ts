import type { Resource, Stack } from "./resource.ts";
import { resourcesIn } from "./value.ts";

/** Types that say who may use a key, or what it is called, and that encrypt nothing with it. */
const NO_USERS = /^AWS::(?:IAM|KMS)::/u;

const USERS = new WeakMap<Stack, ReadonlyMap<string, ReadonlySet<string>>>();

/** The types of the resources that name a key of this stack in their properties, policies and aliases aside. */
export function userTypesOf(key: Resource): ReadonlySet<string> {
	const { stack } = key;
	let users = USERS.get(stack);
	if (users === undefined) {
		users = readUsers(stack);
		USERS.set(stack, users);
	}
	return users.get(key.id) ?? new Set();
}

function readUsers(stack: Stack): ReadonlyMap<string, ReadonlySet<string>> {
	const users = new Map(stack.find("AWS::KMS::Key").map(({ id }) => [id, new Set<string>()]));
	if (users.size === 0) {
		return users;
	}
	for (const { type, properties } of stack.resources) {
		if (!NO_USERS.test(type)) {
			for (const id of resourcesIn(properties)) {
				users.get(id)?.add(type);
			}
		}
	}
	return users;
}
