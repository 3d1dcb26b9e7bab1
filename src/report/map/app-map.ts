import { redactLabel, redactPath } from "../../detect/redact.ts";
import type { Application, AppFunction, AppVariable, Place } from "../../app/application.ts";
import { isSensitive } from "../../rule/sensitive-variable.ts";
import { alternatives, type Value } from "../../model/value.ts";

/** A position in a file: the path as reports show it, line and column from 1. */
export interface MapPlace {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** The application as data. It holds names and places, and never a value. */
export interface AppMap {
	readonly functions: readonly MapFunction[];
	readonly unknown: readonly MapUnknown[];
}

export interface MapFunction {
	readonly id: string;
	readonly place: MapPlace;
	/** The module and the export that Lambda calls; null if it was not found. */
	readonly handler: { readonly file: string; readonly exported: string; readonly place: MapPlace | null } | null;
	/** Why there is no {@link handler}, to follow "because"; null if there is one. */
	readonly why: string | null;
	/** True if there is no JavaScript source to find: another runtime, a container image, an archive in S3. */
	readonly isForeign: boolean;
	/** The files of its code, the handler's first. */
	readonly modules: readonly string[];
	readonly variables: readonly MapVariable[];
}

export interface MapVariable {
	readonly name: string;
	/** Where it is set; null if the configuration does not set it. */
	readonly set: MapPlace | null;
	/** What it is set to, in words without a value: `literal`, `parameter 'DbPassword'`. */
	readonly value: string | null;
	readonly reads: readonly MapPlace[];
	/** True if it holds a secret that is stored with the function's configuration. */
	readonly exposed: boolean;
}

interface MapUnknown {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly id: string | null;
	readonly why: string;
}

/** The application as data for reports: names masked, without values. */
export function mapApplication(app: Application): AppMap {
	return {
		functions: app.functions.map(mapFunction),
		unknown: app.unknown.map(({ place, file, id, why }) => ({
			...(place === null ? { file: redactPath(file), line: 1, column: 1 } : locate(place)),
			id: id === null ? null : redactLabel(id),
			why: redactLabel(why),
		})),
	};
}

function mapFunction({ resource, place, code, variables }: AppFunction): MapFunction {
	const linked = code.kind === "linked" ? code : null;
	return {
		id: redactLabel(resource.id),
		place: locate(place),
		handler:
			linked === null
				? null
				: {
						file: redactPath(linked.handler.file.name),
						exported: redactLabel(linked.exported),
						place: linked.exportedAt === null ? null : locate(linked.exportedAt),
					},
		why: code.kind === "linked" ? null : redactLabel(code.why),
		isForeign: code.kind === "foreign",
		modules: [...new Set((linked?.modules ?? []).map(({ file }) => redactPath(file.name)))],
		variables: variables.map(mapVariable),
	};
}

function mapVariable({ name, set, variable, reads }: AppVariable): MapVariable {
	return {
		name: redactLabel(name),
		set: set === null ? null : locate(set),
		value: variable === null ? null : describeValue(variable.value),
		reads: reads.map(({ place }) => locate(place)),
		exposed: variable !== null && isSensitive(variable),
	};
}

/** A value in words that show nothing of it. */
function describeValue(value: Value): string {
	const kinds = alternatives(value).map(({ value: one }) => {
		switch (one.kind) {
			case "reference":
				return describeTarget(one.to);
			case "text":
				return "text with parts that are not known until deployment";
			case "absent":
				return "no value";
			case "unresolved":
				return "not known until deployment";
			case "literal":
			case "map":
			case "list":
				return "literal";
			default:
				return one satisfies never;
		}
	});
	return [...new Set(kinds)].join(" or ");
}

function describeTarget(to: Extract<Value, { readonly kind: "reference" }>["to"]): string {
	switch (to.of) {
		case "resource":
			return to.attribute === null ? `'${redactLabel(to.id)}'` : `\`${to.attribute}\` of '${redactLabel(to.id)}'`;
		case "parameter":
			return `parameter '${redactLabel(to.name)}'`;
		case "pseudo":
			return `\`${to.name}\``;
		case "import":
			return "import from another stack";
		default:
			return to satisfies never;
	}
}

function locate({ file, span }: Place): MapPlace {
	return { file: redactPath(file.name), ...file.lines.locate(span.start) };
}
