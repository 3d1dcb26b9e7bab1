import type { Resource } from "../../../model/resource.ts";
import type { Written } from "../../../model/written.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Declaration } from "../evaluate/module-table.ts";
import type { HclBlock } from "../parse/syntax.ts";
import { awsccType, hasOwnKeys, toAwscc } from "../spec/awscc.ts";
import { switchedBlock } from "../spec/switched.ts";
import { typeSpec, type BlockSpec } from "../spec/type-spec.ts";
import type { FileView } from "../translate/file-view.ts";
import type { TerraformWriter } from "../translate/resource-host.ts";
import { TerraformResource } from "../translate/terraform-resource.ts";
import { FileWriter, type Setting } from "./file-writer.ts";
import { JsonFileWriter } from "./json-file-writer.ts";
import { ModuleEditor } from "./module-editor.ts";
import { attributeIn, blocksOf } from "./own-nodes.ts";
import { renderBlock, type NewItem } from "./render.ts";
import { routeOf, type Route } from "./route.ts";

/**
 * Writes edits of resources in the file that is looked at. What another file, a loop or a called module decides is not
 * edited.
 */
export class ModuleWriter implements TerraformWriter {
	readonly editor: ModuleEditor;
	readonly #file: FileWriter;
	readonly #view: FileView;

	constructor(view: FileView) {
		this.#view = view;
		this.#file = view.own.tree.format === "json" ? new JsonFileWriter(view) : new FileWriter(view);
		this.editor = new ModuleEditor(this.#file);
	}

	set(resource: Resource, path: string | readonly string[], value: Written): readonly TextEdit[] | null {
		const names = typeof path === "string" ? path.split(".") : path;
		const block = this.#blockOf(resource);
		if (block === null || !(resource instanceof TerraformResource) || names.some((name) => name.includes("["))) {
			return null;
		}
		if (this.#wouldFail(resource, names)) {
			return null;
		}
		const type = resource.writtenType;
		if (type === "aws_s3_bucket" && names.length === 1 && names[0] === "BucketEncryption") {
			return this.#addBucketEncryption(block, value);
		}
		const spec = typeSpec(type);
		if (spec === null) {
			const setting = awsccSetting(type, names, value);
			return setting === null || this.#isIgnored(block, setting.route)
				? null
				: this.#file.apply(block, [setting]);
		}
		const settings = switchedOn(type, settingsOf(spec.body, names, value));
		return settings === null || settings.some(({ route }) => this.#isIgnored(block, route))
			? null
			: this.#file.apply(block, settings);
	}

	retain(resource: Resource): readonly TextEdit[] | null {
		const block = this.#blockOf(resource);
		return block === null
			? null
			: this.#file.apply(block, [
					{
						route: { blocks: ["lifecycle"], argument: "prevent_destroy", isDocument: false, keys: [] },
						value: true,
					},
				]);
	}

	maskOutput({ block, file }: Declaration): readonly TextEdit[] | null {
		return file === this.#file.own?.file ? this.#file.setArgument(block, "sensitive", true) : null;
	}

	/** The block of a resource; null if it is not in this file alone, or in a module that is called. */
	#blockOf(resource: Resource): HclBlock | null {
		if (!(resource instanceof TerraformResource) || this.#file.own === null) {
			return null;
		}
		const { declaration, module } = resource.declared;
		const { file } = this.#file.own;
		return module.prefix === "" &&
			declaration.items.every((item) => item.file === file) &&
			declaration.file === file
			? declaration.block
			: null;
	}

	/** A change that Terraform leaves out, because the block ignores it. */
	#isIgnored({ body }: HclBlock, { blocks, argument }: Route): boolean {
		const top = blocks[0] ?? argument;
		return blocksOf(body.items, "lifecycle").blocks.some((lifecycle) => {
			const ignored = attributeIn(lifecycle.body, "ignore_changes")?.value;
			const items = ignored?.type === "HclTuple" ? ignored.items : ignored === undefined ? [] : [ignored];
			return items.some((item) => {
				const root = item.type === "HclTraversal" ? item.root : item;
				return root.type !== "HclVariable" || root.name === "all" || root.name === top;
			});
		});
	}

	/** True for a change that replaces a resource which must not be destroyed: the run would end with an error. */
	#wouldFail(resource: TerraformResource, names: readonly string[]): boolean {
		const { policy } = resource.removal;
		return (
			policy.kind !== "absent" &&
			!(policy.kind === "literal" && policy.text === "Delete") &&
			this.#view.engine.updateOf(resource.type, names.join("."), false) === "replace"
		);
	}

	/** The encryption of a bucket is a resource of its own. */
	#addBucketEncryption(bucket: HclBlock, value: Written): readonly TextEdit[] | null {
		const name = bucket.labels[1]?.text ?? "";
		const type = "aws_s3_bucket_server_side_encryption_configuration";
		const isMany = attributeIn(bucket.body, "count") ?? attributeIn(bucket.body, "for_each");
		const rule = ruleOf(value);
		if (rule === null || isMany !== undefined || this.#view.resource(`${type}.${name}`) !== undefined) {
			return null;
		}
		const byDefault = Object.entries(rule.byDefault).map(([key, item]): NewItem | null => {
			const written = this.#file.render(item, null);
			const argument = key === "SSEAlgorithm" ? "sse_algorithm" : "kms_master_key_id";
			return written === null ? null : { kind: "argument", name: argument, value: written };
		});
		if (byDefault.includes(null)) {
			return null;
		}
		const inner = byDefault.flatMap((item) => item ?? []);
		const text = renderBlock(
			`resource "${type}" "${name}"`,
			[
				{ kind: "argument", name: "bucket", value: `aws_s3_bucket.${name}.id` },
				{
					kind: "block",
					head: "rule",
					items: [
						...(rule.hasBucketKey
							? [{ kind: "argument", name: "bucket_key_enabled", value: "true" } as const]
							: []),
						{ kind: "block", head: "apply_server_side_encryption_by_default", items: inner },
					],
				},
			],
			"",
		);
		return this.#file.addBehind(bucket, text);
	}
}

function switchedOn(type: string, settings: readonly Setting[] | null): readonly Setting[] | null {
	const switched = switchedBlock(type);
	if (switched === undefined || settings?.[0]?.route.blocks[0] !== switched.block) {
		return settings;
	}
	const { block, argument } = switched;
	return [{ route: { blocks: [block], argument, isDocument: false, keys: [] }, value: true }, ...settings];
}

/** Properties of `hashicorp/awscc` that take a document as JSON. */
const DOCUMENT = /(?:Policy|Document)$/u;

/** The argument of a resource of `hashicorp/awscc` that a property is, with its parts under their names there. */
function awsccSetting(type: string, names: readonly string[], value: Written): Setting | null {
	const cfn = awsccType(type);
	const [first = "", ...rest] = names;
	if (cfn === null) {
		return null;
	}
	const keys = rest.map((name, index) =>
		hasOwnKeys(cfn, names.slice(0, index + 1).join(".")) ? name : toAwscc(name),
	);
	const isDocument = DOCUMENT.test(names.at(-1) ?? "");
	return (isDocument && keys.length > 0) || (!isDocument && hasDocument(value))
		? null
		: {
				route: { blocks: [], argument: toAwscc(first), isDocument, keys },
				value: isDocument ? value : inAwscc(value, cfn, names.join(".")),
			};
}

/** True for a structure of which a part is a document: it would have to be written as JSON. */
function hasDocument(value: Written): boolean {
	return Array.isArray(value)
		? (value as readonly Written[]).some(hasDocument)
		: isStructure(value) && Object.entries(value).some(([key, item]) => DOCUMENT.test(key) || hasDocument(item));
}

/** A structure under the names of `hashicorp/awscc`, as far as they are not the author's own. */
function inAwscc(value: Written, cfn: string, path: string): Written {
	if (Array.isArray(value)) {
		return (value as readonly Written[]).map((item) => inAwscc(item, cfn, path));
	}
	return isStructure(value) && !hasOwnKeys(cfn, path)
		? Object.fromEntries(
				Object.entries(value).map(([key, item]) => [toAwscc(key), inAwscc(item, cfn, `${path}.${key}`)]),
			)
		: value;
}

/** The arguments that set a property: one, or one for each part of a structure, all in the same blocks. */
function settingsOf(spec: BlockSpec, names: readonly string[], value: Written): readonly Setting[] | null {
	const route = routeOf(spec, names);
	if (route !== null) {
		return [{ route, value }];
	}
	if (!isStructure(value)) {
		return null;
	}
	const settings = Object.entries(value).map(([key, item]): Setting | null => {
		const own = routeOf(spec, [...names, key]);
		return own === null ? null : { route: own, value: item };
	});
	const all = settings.flatMap((setting) => setting ?? []);
	const ways = new Set(all.map(({ route: { blocks } }) => blocks.join(".")));
	return all.length === settings.length && ways.size === 1 ? all : null;
}

function isStructure(value: Written): value is { readonly [key: string]: Written } {
	return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What `BucketEncryption` of CloudFormation says. */
function ruleOf(
	value: Written,
): { readonly byDefault: { readonly [key: string]: Written }; readonly hasBucketKey: boolean } | null {
	const rules = isStructure(value) ? value["ServerSideEncryptionConfiguration"] : undefined;
	const [rule] = (Array.isArray(rules) ? rules : []) as readonly Written[];
	const byDefault = rule !== undefined && isStructure(rule) ? rule["ServerSideEncryptionByDefault"] : undefined;
	return rule === undefined || !isStructure(rule) || byDefault === undefined || !isStructure(byDefault)
		? null
		: { byDefault, hasBucketKey: rule["BucketKeyEnabled"] === true };
}
