import type { Editor, Resource } from "../../model/resource.ts";
import type { NewResource, Written } from "../../model/written.ts";
import type { Entry, ListValue, MapValue, Parameter, Value } from "../../model/value.ts";
import { joinAll, joinEdits } from "../../text/join-edits.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { toCdkName } from "./spec/cfn-name.ts";
import type { OptionsOrigin } from "./constructs/machines.ts";
import type { ObjectJs } from "./evaluate/js.ts";
import type { CdkResource } from "./cdk-resource.ts";
import { grantInProps } from "./write/grant.ts";
import type { PropsWriter } from "./write/props-writer.ts";
import { removeProperty, renderObject, setProperties, setProperty, type PropertyText } from "./write/set-property.ts";
import { entryOf } from "../../model/entry-of.ts";

/** The handle of a map: the author's own object, in the names of an L1 construct or as they are written. */
export interface ObjectOrigin {
	readonly object: ObjectJs;
	readonly isCfn: boolean;
}

/** Where a map of a resource that the table built is found again. */
export interface ResourceOrigin {
	readonly resource: {
		setAll(prefix: string, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null;
	};
	readonly path: string;
}

/** Writes into an app in its own style. Null where nothing in CDK stands for what is asked. */
export class CdkEditor implements Editor {
	readonly #text: string;
	/** The writer of the construct around an offset. */
	readonly #writerAt: (offset: number) => PropsWriter | null;
	readonly #ownerOf: (map: MapValue) => ResourceOrigin | null;
	readonly #writerOf: (id: string) => PropsWriter | null;

	constructor(
		text: string,
		writerAt: (offset: number) => PropsWriter | null,
		ownerOf: (map: MapValue) => ResourceOrigin | null,
		writerOf: (id: string) => PropsWriter | null,
	) {
		this.#text = text;
		this.#writerAt = writerAt;
		this.#ownerOf = ownerOf;
		this.#writerOf = writerOf;
	}

	set(map: MapValue, key: string, value: Written): readonly TextEdit[] | null {
		return this.setAll(map, { [key]: value });
	}

	setAll(map: MapValue, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null {
		const owner = this.#ownerOf(map);
		if (owner !== null) {
			return owner.resource.setAll(owner.path, values);
		}
		const writer = this.#writerAt(map.span.start);
		if (isOptionsOrigin(map.origin)) {
			return this.#setOptions(map.origin, values, writer);
		}
		if (!isObjectOrigin(map.origin)) {
			return null;
		}
		const { object, isCfn } = map.origin;
		return (
			writer?.setAllIn(
				object,
				Object.entries(values).map(([key, value]) => [
					isCfn ? toCdkName(key) : key,
					writer.plain(value, "arn"),
				]),
			) ?? null
		);
	}

	/** `BlockDeviceVolume.ebs(20)` becomes `BlockDeviceVolume.ebs(20, { encrypted: true })`. */
	#setOptions(
		{ call, index, names }: OptionsOrigin,
		values: Readonly<Record<string, Written>>,
		writer: PropsWriter | null,
	): readonly TextEdit[] | null {
		const properties: PropertyText[] = [];
		const edits: (readonly TextEdit[])[] = [];
		for (const [key, value] of Object.entries(values)) {
			const name = entryOf(names, key);
			const written =
				typeof value === "boolean"
					? { text: String(value), edits: [] }
					: (writer?.plain(value, "object") ?? null);
			if (name === undefined || written === null) {
				return null;
			}
			properties.push({ name, value: written.text });
			edits.push(written.edits);
		}
		const options = call.arguments[index];
		const last = call.arguments[index - 1];
		if (options === undefined) {
			return last === undefined || call.arguments.length !== index || last.type === "SpreadElement"
				? null
				: joinAll([
						[{ span: { start: last.range[1], end: last.range[1] }, text: `, ${renderObject(properties)}` }],
						...edits,
					]);
		}
		return options.type === "ObjectExpression"
			? joinAll([setProperties(this.#text, options, properties), ...edits])
			: null;
	}

	replace(value: Value, by: Written): readonly TextEdit[] | null {
		// CDK has classes for what CloudFormation resolves, and where a text stands nobody says which of them fits.
		const member = this.#memberOf(value, by);
		if (member !== null) {
			return [{ span: member, text: String(by) }];
		}
		const isResolved = typeof by === "object" && by !== null && JSON.stringify(by).includes("{{resolve:");
		const written = isResolved ? null : (this.#writerAt(value.span.start)?.plain(by, "arn") ?? null);
		if (written === null || (value.kind === "literal" ? !this.#isPlainText(value.span) : value.kind !== "list")) {
			return null;
		}
		return joinEdits(
			[{ span: value.span, text: value.kind === "list" ? `[${written.text}]` : written.text }],
			written.edits,
		);
	}

	rewrite(entry: Entry, key: string, value: Written): readonly TextEdit[] | null {
		const written = this.#writerAt(entry.span.start)?.plain(value, "arn") ?? null;
		const source = this.#text.slice(entry.span.start, entry.span.end);
		const { keySpan } = entry;
		if (
			written === null ||
			key.includes("${") || // `[name]`, which only the app knows
			keySpan.start < entry.span.start ||
			keySpan.end > entry.value.span.start ||
			entry.value.span.end !== entry.span.end ||
			/\/\/|\/\*/u.test(source.slice(keySpan.end - entry.span.start, entry.value.span.start - entry.span.start))
		) {
			return null; // A value that stands elsewhere, a shorthand, a comment between.
		}
		const quote = this.#text[keySpan.start] ?? "";
		const name = quote === '"' || quote === "'" ? quote + key + quote : key;
		return joinEdits(
			[
				{ span: keySpan, text: name },
				{ span: entry.value.span, text: written.text },
			],
			written.edits,
		);
	}

	setAttribute({ origin }: Parameter, key: string, value: Written): readonly TextEdit[] | null {
		return isObjectOrigin(origin) && origin.object.node !== null && typeof value === "boolean"
			? setProperty(this.#text, origin.object.node, toCdkName(key), String(value))
			: null;
	}

	removeAttribute({ origin }: Parameter, key: string): readonly TextEdit[] | null {
		return isObjectOrigin(origin) && origin.object.node !== null
			? removeProperty(this.#text, origin.object.node, toCdkName(key))
			: null;
	}

	/** Texts alone: what other lists hold is an object of a class of its own, in most of CDK. */
	append({ span, items }: ListValue, item: Written): readonly TextEdit[] | null {
		const last = items.at(-1);
		const writer = last === undefined ? null : this.#writerAt(last.span.start);
		return typeof item === "string" &&
			writer !== null &&
			last?.kind === "literal" &&
			typeof last.value === "string" &&
			last.span.end < span.end &&
			last.span.start > span.start &&
			this.#isPlainText(last.span)
			? [{ span: { start: last.span.end, end: last.span.end }, text: `, ${writer.quote(item)}` }]
			: null;
	}

	grant(fn: Resource, statements: readonly { readonly [key: string]: Written }[]): readonly TextEdit[] | null {
		const { writer = null } = fn as Partial<Pick<CdkResource, "writer">>;
		return writer === null ? null : grantInProps(writer, statements);
	}

	/**
	 * A key is made in place, where it is first named; with an alias, before the construct that is going to name it.
	 * Anything else would need a class that nobody chose yet.
	 */
	addResources(resources: Readonly<Record<string, NewResource>>, behind?: string): readonly TextEdit[] | null {
		const all = Object.entries(resources);
		if (all.every(([, { type }]) => type === "AWS::KMS::Key")) {
			return [];
		}
		const [key, alias, more] = all;
		const writer = behind === undefined ? null : this.#writerOf(behind);
		const name = alias?.[1].properties["AliasName"];
		const description = key?.[1].properties["Description"];
		return writer === null ||
			more !== undefined ||
			key?.[1].type !== "AWS::KMS::Key" ||
			alias?.[1].type !== "AWS::KMS::Alias" ||
			typeof name !== "string" ||
			typeof description !== "string"
			? null
			: writer.declareKey(key[0], { alias: name, description });
	}

	/**
	 * `NONE` of `lambda.FunctionUrlAuthType.NONE`, where the members of an enumeration are called as their values are,
	 * and the new value is one of them.
	 */
	#memberOf(value: Value, by: Written): Span | null {
		if (value.kind !== "literal" || typeof by !== "string" || !/^[A-Z][A-Z\d_]{0,63}$/u.test(by)) {
			return null;
		}
		const { start, end } = value.span;
		const isMember = this.#text.slice(start, end).endsWith(`.${value.text}`);
		return isMember ? { start: end - value.text.length, end } : null;
	}

	/** True for a text or a switch that stands there as it is. */
	#isPlainText(span: Value["span"]): boolean {
		return /^(?:"[^"]*"|'[^']*'|`[^`$]*`|true|false|[\d.]+)$/u.test(this.#text.slice(span.start, span.end));
	}
}

function isOptionsOrigin(origin: unknown): origin is OptionsOrigin {
	return typeof origin === "object" && origin !== null && "call" in origin && "names" in origin;
}

function isObjectOrigin(origin: unknown): origin is ObjectOrigin {
	return typeof origin === "object" && origin !== null && "object" in origin;
}
