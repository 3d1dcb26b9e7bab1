import { isIgnored } from "./ignored-arguments.ts";
import type { CodeSource } from "../../../model/code-source.ts";
import { getIn, type MapValue, type Value } from "../../../model/value.ts";
import type { Removal, Resource } from "../../../model/resource.ts";
import type { Written } from "../../../model/written.ts";
import { entryOf } from "../../../model/entry-of.ts";
import { lastOfPath } from "../../../text/last-of-path.ts";
import type { Span, TextEdit } from "../../../text/span.ts";
import { evaluateBody } from "../evaluate/body.ts";
import type { Evaluation, Module } from "../evaluate/evaluation.ts";
import { headOf, type Declaration } from "../evaluate/module-table.ts";
import { absent, findEntry, literal, truthOf } from "../evaluate/values.ts";
import type { HclBlock } from "../parse/syntax.ts";
import { awsccType, toAwscc } from "../spec/awscc.ts";
import { switchedBlock } from "../spec/switched.ts";
import { companionArgument, typeSpec } from "../spec/type-spec.ts";
import { encryptByDefault } from "./account-defaults.ts";
import { codeSourceOf } from "./code-source.ts";
import type { RegistryModule } from "../spec/registry-modules.ts";
import { argumentsOf, spellInput } from "./module-inputs.ts";
import type { MapBuilder } from "./map-builder.ts";
import { applySpecial } from "./special-types.ts";
import type { ResourceHost } from "./resource-host.ts";
import { translateAwscc } from "./translate-awscc.ts";
import { translateBody } from "./translate-body.ts";

/** Arguments and blocks that say how Terraform treats a resource, not what it is. */
const META: ReadonlySet<string> = new Set([
	"count",
	"for_each",
	"provider",
	"depends_on",
	"lifecycle",
	"provisioner",
	"connection",
	"timeouts",
]);

const CALL_META: ReadonlySet<string> = new Set([...META, "source", "version", "providers"]);

/** Properties that a message spells as another resource, because the argument is deprecated. */
const SPELLED: Readonly<Record<string, string>> = {
	"aws_s3_bucket BucketEncryption": "aws_s3_bucket_server_side_encryption_configuration",
};

/** A resource or a data source as one instance of its block. */
export interface Declared {
	readonly id: string;
	readonly declaration: Declaration;
	readonly module: Module;
	/** `each` and `count` of this instance. */
	readonly names: ReadonlyMap<string, Value>;
	/** The text of a `count` or `for_each` that is not known; null if there certainly is such a resource. */
	readonly condition: string | null;
	/** For the call of a module of the registry: what it makes; null for a resource. */
	readonly registry: RegistryModule | null;
}

/** A resource of a module, with its properties in CloudFormation's spelling. */
export class TerraformResource implements Resource {
	readonly id: string;
	readonly type: string;
	readonly writtenType: string;
	readonly head: Span;
	readonly stack: ResourceHost;
	readonly generated = null;
	readonly looped: boolean;
	readonly condition: string | null;
	/** For edits: the block, and the module that it is in. */
	readonly declared: Declared;
	readonly #evaluation: Evaluation;
	#properties: MapValue | undefined;
	#body: MapValue | undefined;

	constructor(stack: ResourceHost, declared: Declared, evaluation: Evaluation) {
		const { declaration } = declared;
		const [type] = declaration.block.labels;
		this.stack = stack;
		this.declared = declared;
		this.#evaluation = evaluation;
		this.id = declared.id;
		this.writtenType = declared.registry?.type ?? type?.text ?? "";
		this.type = declaration.isData
			? `${declaration.block.keyword.text}.${this.writtenType}`
			: (typeSpec(this.writtenType)?.cfn ?? awsccType(this.writtenType) ?? this.writtenType);
		this.head = evaluation.spanOf(headOf(declaration.block), declaration);
		this.looped = declared.condition !== null;
		this.condition = declared.condition;
	}

	/** The address of its block from the root, without the keys of instances. */
	get address(): string {
		const { module, declaration, registry } = this.declared;
		return `${module.address}${registry === null ? "" : "module."}${declaration.address}`;
	}

	/** The arguments under their own names. */
	get body(): MapValue {
		this.#body ??= this.#evaluate();
		return this.#body;
	}

	#evaluate(): MapValue {
		const { declaration, module, names, registry } = this.declared;
		const body = evaluateBody(
			{ items: declaration.items, block: declaration.block, span: this.head },
			{ module, names },
			this.#evaluation,
			registry === null ? META : CALL_META,
		);
		return registry === null ? body : argumentsOf(body, registry);
	}

	get properties(): MapValue {
		this.#properties ??= this.#translate();
		return this.#properties;
	}

	#translate(): MapValue {
		const { body } = this;
		if (this.declared.declaration.isData) {
			return body;
		}
		const spec = typeSpec(this.writtenType);
		if (spec === null) {
			return this.type === this.writtenType ? body : translateAwscc(body, this.type);
		}
		const builder = translateBody(body, spec.body, this.type);
		for (const { properties, isCertain } of this.stack.companionsOf(this.id)) {
			mergeCompanion(builder, properties, isCertain);
		}
		const properties = applySpecial(this.writtenType, builder.build(), body);
		return this.stack.encryptsByDefault(this.id) ? encryptByDefault(this.type, properties) : properties;
	}

	get metadata(): Value {
		return absent(this.head, false);
	}

	get source(): CodeSource | null {
		if (this.type !== "AWS::Lambda::Function") {
			return null;
		}
		const { module, registry } = this.declared;
		return codeSourceOf(this.body, registry !== null, {
			root: this.stack.root,
			bodyOf: (id) => bodyIn(this.stack.resource(id)),
			archives: () =>
				this.stack.resources.flatMap((one) =>
					one instanceof TerraformResource &&
					one.writtenType === "archive_file" &&
					one.declared.module === module
						? [one.body]
						: [],
				),
		});
	}

	get removal(): Removal {
		const { declaration, registry } = this.declared;
		if (registry !== null || declaration.block.address !== undefined) {
			const why = registry === null ? "a plan does not show it" : "the module decides it";
			return {
				policy: { kind: "unresolved", span: this.head, why },
				property: "lifecycle",
				setting: "prevent_destroy = true",
				retain: () => null,
			};
		}
		const lifecycle = evaluateBody(
			{ items: declaration.items, block: null, span: this.head },
			{ module: this.declared.module, names: this.declared.names },
			this.#evaluation,
			namesBesideLifecycle(declaration),
		);
		const block = findEntry(lifecycle, "lifecycle")?.value;
		const inner = block?.kind === "list" ? block.items[0] : block;
		const value = inner?.kind === "map" ? findEntry(inner, "prevent_destroy")?.value : undefined;
		const isKept = value === undefined ? false : truthOf(value);
		return {
			policy:
				value === undefined
					? absent(this.head, false)
					: isKept === undefined
						? value
						: literal(value.span, isKept ? "Retain" : "Delete"),
			property: "lifecycle.prevent_destroy",
			setting: "prevent_destroy = true",
			retain: () => this.stack.writer?.retain(this) ?? null,
		};
	}

	get(path: string | readonly string[]): Value {
		return getIn(this.properties, path);
	}

	ignores(path: string): boolean {
		return isIgnored(this.declared.declaration, this.spell(path).split(/[.[]/u)[0] ?? "");
	}

	lacks(path: string): boolean {
		// What is written in lower case is an argument itself.
		const isProperty = /^[A-Z]/u.test(path) && typeSpec(this.writtenType) !== null;
		return isProperty && this.#spellArgument(path) === path.replaceAll("[]", "");
	}

	spell(path: string): string {
		const { registry } = this.declared;
		const off = this.#switchBefore(path);
		if (off !== null) {
			return off;
		}
		return registry === null ? this.#spellArgument(path) : spellInput(this.#spellArgument(path), registry);
	}

	/** `root_block_device.encrypted`, which is a volume as those of `ebs_block_device` are. */
	spellIn({ origin }: MapValue, path: string): string {
		const spelled = this.spell(path);
		const names = spelled.split(".");
		const block = blockOf(origin);
		return block === null || names.length < 2
			? spelled
			: [...names.slice(0, -2), block, ...names.slice(-1)].join(".");
	}

	#spellArgument(path: string): string {
		const plain = path.replaceAll("[]", "");
		const other = entryOf(SPELLED, `${this.writtenType} ${plain}`);
		if (other !== undefined && this.declared.registry === null) {
			return other;
		}
		const spelling = this.declared.declaration.isData ? undefined : typeSpec(this.writtenType)?.spelling;
		const names = plain.split(".");
		// `Environment.Variables.TOKEN` is `environment.variables.TOKEN`.
		for (let length = names.length; length > 0 && spelling !== undefined; length -= 1) {
			const known = spelling.get(names.slice(0, length).join("."));
			if (known !== undefined) {
				return [known, ...names.slice(length)].join(".");
			}
		}
		const ofOther = spelling === undefined ? null : companionArgument(this.writtenType, plain);
		if (ofOther !== null) {
			return ofOther;
		}
		return this.writtenType.startsWith("awscc_")
			? names.map((name) => (/^[A-Z][A-Za-z\d]*$/u.test(name) ? toAwscc(name) : name)).join(".")
			: plain;
	}

	spellValue(path: string, value: string | boolean): string {
		return JSON.stringify(this.#switchBefore(path) === null ? value : true);
	}

	/** The switch of a block that is off, in place of a property that does not count before it is on; null for all others. */
	#switchBefore(path: string): string | null {
		const switched = switchedBlock(this.writtenType);
		return switched !== undefined &&
			path === `${switched.property}.${switched.mode}` &&
			this.get(switched.property).kind === "absent"
			? `${switched.block}.${switched.argument}`
			: null;
	}

	spellSetting(path: string, value: string | boolean): string {
		return `${lastOfPath(this.spell(path))} = ${this.spellValue(path, value)}`;
	}

	set(path: string | readonly string[], value: Written): readonly TextEdit[] | null {
		return this.stack.writer?.set(this, path, value) ?? null;
	}
}

function bodyIn(resource: Resource | undefined): MapValue | undefined {
	return resource instanceof TerraformResource ? resource.body : undefined;
}

/** The name of the block that a map is; of a `dynamic` one, it is found around it. */
function blockOf(origin: unknown): string | null {
	const block = typeof origin === "object" && origin !== null && "block" in origin ? origin.block : null;
	const keyword = (block as HclBlock | null)?.keyword.text ?? null;
	return keyword === "content" ? null : keyword;
}

/** The names of everything in a block that is no `lifecycle`. */
function namesBesideLifecycle({ items }: Declaration): ReadonlySet<string> {
	const names = new Set(items.map(({ node }) => (node.type === "HclAttribute" ? node.name.text : node.keyword.text)));
	names.delete("lifecycle");
	return names;
}

/** Adds what another resource says; what is not certain leaves the properties unknown. */
function mergeCompanion(builder: MapBuilder, properties: MapValue, isCertain: boolean): void {
	builder.merge(
		isCertain
			? properties
			: {
					...properties,
					entries: properties.entries.map((one) => ({
						...one,
						value: {
							kind: "unresolved",
							span: one.value.span,
							why: "it is not known whether the resource that sets it is created",
						},
					})),
				},
	);
}
