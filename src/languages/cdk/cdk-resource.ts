import { markAtEdge } from "../../model/at-edge.ts";
import type { CodeSource } from "../../model/code-source.ts";
import type { Generated, Removal, Resource, Stack } from "../../model/resource.ts";
import type { Written } from "../../model/written.ts";
import { getIn, type MapValue, pathOf, type Value } from "../../model/value.ts";
import { attempt } from "../../text/attempt.ts";
import { joinEdits } from "../../text/join-edits.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { toCdkName } from "./spec/cfn-name.ts";
import type { LateWrite } from "./translate/builder.ts";
import { removalByCdk } from "./translate/removal.ts";
import type { FoundConstruct } from "./find-constructs.ts";
import type { ConstructSpec } from "./spec/construct-spec.ts";
import type { ConstructKind } from "./constructs/construct-kind.ts";
import type { WritableName } from "./write/import-name.ts";
import type { PropsWriter } from "./write/props-writer.ts";
import { entryOf } from "../../model/entry-of.ts";
import { lastOfPath } from "../../text/last-of-path.ts";

/** A resource of the template that a construct of the app will make. */
export class CdkResource implements Resource {
	readonly id: string;
	readonly type: string;
	readonly writtenType: string;
	readonly head: Span;
	readonly stack: Stack;
	readonly generated: Generated | null = null;
	readonly looped: boolean;
	readonly condition = null;
	readonly properties: MapValue;
	/** Null for what CDK adds by itself, into which nobody can write. */
	readonly writer: PropsWriter | null;
	readonly construct: FoundConstruct;
	readonly #spec: ConstructKind;
	readonly #lateWrites: readonly LateWrite[];
	readonly #readRemoval: () => Removal;
	readonly #readSource: () => CodeSource | null;

	constructor(
		stack: Stack,
		construct: FoundConstruct,
		of: {
			readonly id: string;
			readonly type: string;
			readonly head: Span;
			readonly properties: MapValue;
			readonly writer: PropsWriter | null;
			readonly lateWrites?: readonly LateWrite[];
			readonly removal?: () => Removal;
			readonly source?: () => CodeSource | null;
		},
	) {
		this.id = of.id;
		this.type = of.type;
		this.writtenType = construct.writtenType;
		this.head = of.head;
		this.stack = stack;
		if (construct.spec.edge === true) {
			markAtEdge(this);
		}
		this.looped = construct.looped;
		this.properties = of.properties;
		this.writer = of.writer;
		this.construct = construct;
		this.#spec = construct.kind;
		this.#lateWrites = of.lateWrites ?? [];
		this.#readSource = of.source ?? ((): null => null);
		this.#readRemoval = of.removal ?? ((): Removal => removalByCdk(of.head));
	}

	get metadata(): Value {
		return { kind: "absent", span: this.head, explicit: false };
	}

	get source(): CodeSource | null {
		return this.#readSource();
	}

	get removal(): Removal {
		return this.#readRemoval();
	}

	get(path: string | readonly string[]): Value {
		return getIn(this.properties, path);
	}

	spell(path: string): string {
		const plain = path.replaceAll("[]", "");
		const own = this.#spec.type === this.type ? this.#spec : null;
		const named = entryOf(own?.spelling, plain) ?? (own === null ? undefined : findName(own, plain));
		if (named !== undefined) {
			return named;
		}
		// Environment.Variables.TOKEN is environment.TOKEN: the rest of a path below what a property stands for.
		const names = plain.split(".");
		for (let length = names.length - 1; length > 0 && own !== null; length -= 1) {
			const head = names.slice(0, length).join(".");
			const above = entryOf(own.spelling, head) ?? findName(own, head);
			if (above !== undefined) {
				return [above, ...names.slice(length)].join(".");
			}
		}
		return names
			.map((name) => (/^[A-Z]/u.test(name) && !/^[A-Z\d_]+$/u.test(name) ? toCdkName(name) : name))
			.join(".");
	}

	spellValue(path: string, value: string | boolean): string {
		const members = this.#spec.type === this.type ? entryOf(this.#spec.members, path) : undefined;
		const member = members === undefined ? undefined : entryOf(members, String(value));
		// `s3.Bucket` leads to `s3.BucketEncryption`.
		const space = this.writtenType.slice(0, this.writtenType.lastIndexOf(".") + 1);
		return member === undefined ? JSON.stringify(value) : `${space}${member}`;
	}

	spellSetting(path: string, value: string | boolean): string {
		const spelled = this.spell(path);
		return `${lastOfPath(spelled)}: ${this.spellValue(path, value)}`;
	}

	set(path: string | readonly string[], value: Written): readonly TextEdit[] | null {
		return attempt(() => this.setAll("", { [pathOf(path).join(".")]: value }));
	}

	/** Sets several paths below `prefix` together. */
	setAll(prefix: string, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null {
		const { writer } = this;
		if (writer === null) {
			return null;
		}
		const whole = Object.fromEntries(
			Object.entries(values).map(([name, value]) => [prefix === "" ? name : `${prefix}.${name}`, value]),
		);
		const paths = Object.keys(whole);
		const late = this.#lateWrites.filter(({ path }) =>
			paths.some((one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`)),
		);
		if (late.length > 0) {
			return this.#setLate(whole, late, writer);
		}
		const own = this.#spec.write?.(whole, writer);
		if (own !== undefined) {
			return own;
		}
		const named: (readonly [string, WritableName | null])[] = [];
		const others: (readonly [readonly string[], Written])[] = [];
		for (const [path, value] of Object.entries(whole)) {
			const found = Object.entries(this.#spec.properties).find(([, property]) => pathOfSpec(property) === path);
			if (found === undefined) {
				others.push([path.split("."), value]);
			} else {
				const [name, property] = found;
				const as = typeof property === "object" && property !== null ? property.as : "value";
				named.push([
					name,
					as === "enum" || as === "variables" ? null : writer.plain(value, as === "key" ? "object" : "arn"),
				]);
			}
		}
		return joinEdits(
			named.length === 0 ? [] : writer.setAll(named),
			others.length === 0 ? [] : writer.construct.isL1 ? writer.setPaths(others) : null,
		);
	}

	/**
	 * Sets what a later assignment or override decides, in its place: what the construct is given counts for nothing
	 * there. Null where more than one place decides, or where it decides more or less than the path.
	 */
	#setLate(
		values: Readonly<Record<string, Written>>,
		late: readonly LateWrite[],
		writer: PropsWriter,
	): readonly TextEdit[] | null {
		const [[path, value] = ["", null], more] = Object.entries(values);
		const [write, other] = late;
		if (
			more !== undefined ||
			other !== undefined ||
			write?.literal === null ||
			write?.path !== path ||
			!isScalar(value)
		) {
			return null;
		}
		const [start, end] = write.literal.range;
		return [{ span: { start, end }, text: writer.plain(value, "arn")?.text ?? "" }];
	}
}

function isScalar(value: Written): value is string | number | boolean {
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function pathOfSpec(property: ConstructSpec["properties"][string] | undefined): string | null {
	return typeof property === "object" && property !== null ? property.path : (property ?? null);
}

function findName(spec: ConstructSpec, path: string): string | undefined {
	return Object.entries(spec.properties).find(([, property]) => pathOfSpec(property) === path)?.[0];
}
