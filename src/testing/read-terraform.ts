import type { Value } from "../model/value.ts";
import { parseNamed } from "../languages/terraform/parse/parse-named.ts";
import type { ModuleFolders, TerraformFile } from "../languages/terraform/evaluate/terraform-file.ts";

import { ModuleWriter } from "../languages/terraform/write/module-writer.ts";
import { FileView } from "../languages/terraform/translate/file-view.ts";
import { TerraformStack } from "../languages/terraform/translate/terraform-stack.ts";

/** Files of Terraform by their paths: `main.tf`, `modules/queue/main.tf`. */
export type TerraformFiles = Readonly<Record<string, string>>;

/** Reads one file of several, without a disk. */
export function readTerraform(files: TerraformFiles | string, own = "main.tf"): FileView {
	const texts = typeof files === "string" ? { [own]: files } : files;
	const folders = new Map<string, TerraformFile[]>();
	let read: TerraformFile | undefined;
	for (const [path, text] of Object.entries(texts)) {
		const slash = path.lastIndexOf("/");
		const folder = slash === -1 ? "" : path.slice(0, slash);
		const file = { name: path.slice(slash + 1), text, tree: parseNamed(text, path) };
		folders.set(folder, [...(folders.get(folder) ?? []), file]);
		if (path === own) {
			read = file;
		}
	}
	if (read === undefined) {
		throw new Error(`There is no ${own}`);
	}
	const at: ModuleFolders = {
		own: own.includes("/") ? own.slice(0, own.lastIndexOf("/")) : "",
		filesIn: (folder) => folders.get(folder) ?? [],
		resolve(folder, source) {
			const parts = folder === "" ? [] : folder.split("/");
			for (const part of source.split("/")) {
				if (part === "..") {
					parts.pop();
				} else if (part !== ".") {
					parts.push(part);
				}
			}
			const resolved = parts.join("/");
			return /^\.\.?\//u.test(source) && folders.has(resolved) ? resolved : null;
		},
	};
	return new FileView(new TerraformStack(at), read, { entries: [], problems: [] }, (view) => new ModuleWriter(view));
}

/** A value without positions, in few words: `"a"`, `{ a: 1 }`, `→ aws_kms_key.main Arn`, `var.x = "a"`, `?`. */
export function describeValue(value: Value): string {
	switch (value.kind) {
		case "absent":
			return "null";
		case "literal":
			return JSON.stringify(value.value);
		case "text":
			return `text(${value.parts.map((part) => (typeof part === "string" ? part : `{${describeValue(part)}}`)).join("")})`;
		case "map":
			return `{${value.entries.map((entry) => ` ${entry.key}: ${describeValue(entry.value)}`).join(",")}${value.open ? ", …" : ""} }`;
		case "list":
			return `[${value.items.map(describeValue).join(", ")}${value.open ? ", …" : ""}]`;
		case "reference":
			return value.to.of === "parameter"
				? `var.${value.to.name}${value.to.parameter.default === null ? "" : ` = ${describeValue(value.to.parameter.default)}`}`
				: value.to.of === "resource"
					? `→ ${value.to.id}${value.to.attribute === null ? "" : ` ${value.to.attribute}`}`
					: `${value.to.of} ${value.to.name ?? ""}`;
		case "branches":
			return value.branches.map((branch) => describeValue(branch.value)).join(" or ");
		case "unresolved":
			return "?";
		default:
			return value satisfies never;
	}
}
