import type { Generated, Plain, Resource } from "../../model/resource.ts";
import { getIn, type MapValue, pathOf, type Value } from "../../model/value.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { toCdkName } from "./cfn-name.ts";
import type { CdkStack } from "./cdk-stack.ts";
import type { Construct } from "./construct.ts";
import type { ConstructSpec } from "./constructs/spec.ts";
import type { PropsWriter } from "./props-writer.ts";

/** A resource of the template that a construct of the app will make. */
export class CdkResource implements Resource {
	readonly id: string;
	readonly type: string;
	readonly writtenType: string;
	readonly head: Span;
	readonly stack: CdkStack;
	readonly generated: Generated | null = null;
	readonly edge: boolean;
	readonly looped: boolean;
	readonly condition = null;
	readonly properties: MapValue;
	/** Null for what CDK adds by itself, into which nobody can write. */
	readonly writer: PropsWriter | null;
	readonly #spec: ConstructSpec;

	constructor(stack: CdkStack, construct: Construct, of: { readonly id: string; readonly type: string; readonly head: Span; readonly properties: MapValue; readonly writer: PropsWriter | null }) {
		this.id = of.id;
		this.type = of.type;
		this.writtenType = construct.writtenType;
		this.head = of.head;
		this.stack = stack;
		this.edge = construct.spec.edge === true;
		this.looped = construct.looped;
		this.properties = of.properties;
		this.writer = of.writer;
		this.#spec = construct.spec;
	}

	get metadata(): Value {
		return { kind: "absent", span: this.head, explicit: false };
	}

	get(path: string | readonly string[]): Value {
		return getIn(this.properties, path);
	}

	spell(path: string): string {
		const plain = path.replaceAll("[]", "");
		const own = this.#spec.type === this.type ? this.#spec : null;
		const named = own?.spelling?.[plain] ?? (own === null ? undefined : findName(own, plain));
		if (named !== undefined) {
			return named;
		}
		// Environment.Variables.TOKEN is environment.TOKEN: the rest of a path below what a property stands for.
		const names = plain.split(".");
		for (let length = names.length - 1; length > 0 && own !== null; length -= 1) {
			const head = names.slice(0, length).join(".");
			const above = own.spelling?.[head] ?? findName(own, head);
			if (above !== undefined) {
				return [above, ...names.slice(length)].join(".");
			}
		}
		return names.map((name) => (/^[A-Z]/u.test(name) && !/^[A-Z\d_]+$/u.test(name) ? toCdkName(name) : name)).join(".");
	}

	set(path: string | readonly string[], value: Plain): readonly TextEdit[] | null {
		return this.setAll("", { [pathOf(path).join(".")]: value });
	}

	/** Sets several paths below `prefix` together. */
	setAll(prefix: string, values: Readonly<Record<string, Plain>>): readonly TextEdit[] | null {
		const { writer } = this;
		if (writer === null) {
			return null;
		}
		const whole = Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix === "" ? name : `${prefix}.${name}`, value]));
		const own = this.#spec.write?.(whole, writer);
		if (own !== undefined) {
			return own;
		}
		const edits = Object.entries(whole).map(([path, value]) => this.#write(path, value, writer));
		return edits.includes(null) ? null : edits.flatMap((one) => one ?? []);
	}

	#write(path: string, value: Plain, writer: PropsWriter): readonly TextEdit[] | null {
		for (const [name, property] of Object.entries(this.#spec.properties)) {
			if (property !== null && (typeof property === "string" ? property : property.path) === path) {
				const as = typeof property === "string" ? "value" : property.as;
				return as === "enum" || as === "variables" ? null : writer.set(name, writer.plain(value, as === "key" ? "object" : "arn"));
			}
		}
		return writer.construct.isL1 ? writer.setPath(path.split("."), value) : null;
	}
}

function findName(spec: ConstructSpec, path: string): string | undefined {
	return Object.entries(spec.properties).find(([, property]) => property !== null && (typeof property === "string" ? property : property.path) === path)?.[0];
}
