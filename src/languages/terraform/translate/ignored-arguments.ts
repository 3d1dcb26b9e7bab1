import type { Declaration } from "../evaluate/module-table.ts";

/** `lifecycle { ignore_changes = [value] }`: the value is set outside of Terraform. */
export function isIgnored({ items }: Declaration, name: string): boolean {
	return items.some(({ node, file }) => {
		const ignored =
			node.type === "HclBlock" && node.keyword.text === "lifecycle"
				? node.body.items.find((item) => item.type === "HclAttribute" && item.name.text === "ignore_changes")
				: undefined;
		const names = ignored === undefined ? [] : file.text.slice(ignored.start, ignored.end).split(/\W+/u).slice(1);
		return names.includes(name) || names.includes("all");
	});
}
