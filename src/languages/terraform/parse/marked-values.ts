import { isTrue, memberOf, objectOf } from "./json-members.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { HclExpression, HclObject } from "./syntax.ts";

/** What marks the values of a plan or a state that are beside it. */
const MARKED: ReadonlyMap<string, string> = new Map([
	["sensitive_values", "values"],
	["before_sensitive", "before"],
	["after_sensitive", "after"],
]);

/** The values that a plan or a state marks as sensitive: Terraform writes them out. */
export function markedValues(root: HclObject): readonly HclExpression[] {
	const found: HclExpression[] = [];
	const configuration = objectOf(memberOf(objectOf(memberOf(root, "configuration")), "root_module"));
	for (const { name, value } of objectOf(memberOf(configuration, "variables"))?.items ?? []) {
		if (isTrue(memberOf(objectOf(value), "sensitive"))) {
			const given = objectOf(memberOf(objectOf(memberOf(root, "variables")), name ?? ""));
			take([memberOf(given, "value"), memberOf(objectOf(value), "default")], found);
		}
	}
	const open: HclExpression[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node.type === "HclObject") {
			takeBeside(node, found);
			for (const { value } of node.items) {
				open.push(value);
			}
		} else if (node.type === "HclTuple") {
			pushAll(open, node.items);
		}
	}
	return found;
}

/** The values of an object that are marked by what is beside them. */
function takeBeside(object: HclObject, found: HclExpression[]): void {
	for (const { name } of object.items) {
		const marked = MARKED.get(name ?? "");
		if (marked !== undefined) {
			takeMarked(memberOf(object, marked), memberOf(object, name ?? ""), found);
		} else if (name === "sensitive") {
			// `{"sensitive": true, "value": …}`: an output.
			take(isTrue(memberOf(object, name)) ? [memberOf(object, "value")] : [], found);
		} else if (name === "sensitive_attributes") {
			take(sensitiveAttributes(object), found);
		}
	}
}

/** `"sensitive_attributes": [[{"type": "get_attr", "value": "password"}]]`, beside the attributes of an instance. */
function sensitiveAttributes(object: HclObject): readonly (HclExpression | undefined)[] {
	const paths = memberOf(object, "sensitive_attributes");
	const attributes = objectOf(memberOf(object, "attributes"));
	return paths?.type !== "HclTuple" || attributes === undefined
		? []
		: paths.items.map((path) => {
				const first = path.type === "HclTuple" ? objectOf(path.items[0]) : undefined;
				const name = memberOf(first, "value");
				const part = name?.type === "HclTemplate" ? name.parts[0] : undefined;
				return part?.type === "HclText" ? memberOf(attributes, part.value) : undefined;
			});
}

function takeMarked(value: HclExpression | undefined, mark: HclExpression | undefined, found: HclExpression[]): void {
	const open = [{ value, mark }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { value: one, mark: by } = next;
		if (isTrue(by)) {
			take([one], found);
		} else if (one?.type === "HclTuple" && by?.type === "HclTuple") {
			one.items.forEach((item, index) => open.push({ value: item, mark: by.items[index] }));
		} else if (one?.type === "HclObject" && by?.type === "HclObject") {
			one.items.forEach(({ name, value: item }) => open.push({ value: item, mark: memberOf(by, name ?? "") }));
		}
	}
}

function take(values: readonly (HclExpression | undefined)[], found: HclExpression[]): void {
	for (const value of values) {
		if (value !== undefined) {
			found.push(value);
		}
	}
}
