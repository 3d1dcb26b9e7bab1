import { GuardedEditor } from "../../model/guarded-editor.ts";
import type { Editor, LocatedText, PairValue, Stack } from "../../model/resource.ts";
import type { Suppressions } from "../../model/suppression.ts";
import type { LiteralValue, Parameter, Value } from "../../model/value.ts";
import { groupBy } from "../../text/group-by.ts";
import { lastAround } from "../../text/last-around.ts";
import type { Span } from "../../text/span.ts";
import { CDK_ENGINE } from "../cloudformation/engine.ts";
import { Builder, type PathOrigin } from "./translate/builder.ts";
import { CdkEditor, type ObjectOrigin } from "./cdk-editor.ts";
import { CdkResource } from "./cdk-resource.ts";
import type { Construct } from "./spec/construct.ts";
import type { ConstructKind } from "./constructs/construct-kind.ts";
import { addPolicies } from "./constructs/identities.ts";
import { isEnforced } from "./enforced.ts";
import type { Evaluator } from "./evaluate/evaluate.ts";
import { findConstructs } from "./find-constructs.ts";
import { findJsEntry, type InstanceJs, type Js } from "./evaluate/js.ts";
import { LateFacts } from "./translate/late-facts.ts";
import { applyOverrides } from "./translate/late-overrides.ts";
import { PropsWriter } from "./write/props-writer.ts";
import { readRemoval } from "./translate/removal.ts";
import { Translator } from "./translate/to-value.ts";
import type { Node } from "../program/node.ts";
import { nodesOf } from "../program/nodes-of.ts";

/** What a file of an app makes, as the rules see it. */
export class CdkStack implements Stack {
	readonly engine = CDK_ENGINE;
	readonly resources: readonly CdkResource[];
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly outputs: ReadonlyMap<string, Value>;
	readonly suppressions: Suppressions = { entries: [], problems: [] };
	readonly editor: Editor;
	readonly #text: string;
	readonly #byId = new Map<string, CdkResource>();
	readonly #byType: ReadonlyMap<string, readonly CdkResource[]>;
	readonly #writers: PropsWriter[] = [];

	constructor(evaluator: Evaluator, enforced: readonly string[]) {
		const { program } = evaluator;
		this.#text = program.text;
		const constructs = findConstructs(evaluator);
		const bySite = groupBy(constructs, ({ site }): Node => site);
		const idOf = ({ site, frame }: InstanceJs): string | null => {
			const made = bySite.get(site);
			return (made?.find((one) => one.frame === frame) ?? made?.[0])?.id ?? null;
		};
		const parameters = new Map<string, Parameter>();
		const parameterBySite = new Map<Node, Parameter>();
		const originOf = (js: Js, naming: { readonly as: string }): unknown =>
			js.kind === "object" ? ({ object: js, isCfn: naming.as === "cfn" } satisfies ObjectOrigin) : null;
		const translator = new Translator(
			evaluator,
			{ idOf, parameterOf: ({ site }) => parameterBySite.get(site) ?? null },
			new LateFacts(evaluator),
			originOf,
		);
		for (const site of nodesOf(program, "NewExpression")) {
			const entity = evaluator.entities.resolve(site.callee);
			if (entity?.kind === "imported" && entity.module === "" && entity.path[0] === "CfnParameter") {
				const parameter = readParameter(translator, site, evaluator.frames.framesFor(site)[0] ?? null);
				parameters.set(parameter.name, parameter);
				parameterBySite.set(site, parameter);
			}
		}
		this.parameters = parameters;
		this.outputs = readOutputs(translator);
		const byId = new Map(constructs.map((construct) => [construct.id, construct]));
		const resources: CdkResource[] = [];
		for (const construct of constructs) {
			const builder = new Builder(construct, translator);
			const writer = new PropsWriter(construct, builder.props, program, evaluator.entities, {
				byId: (id) => byId.get(id),
			});
			this.#writers.push(writer);
			if (isEnforced(construct.spec.type, enforced)) {
				builder.setOpen();
			}
			readConstruct(builder, construct.kind);
			for (const path of enforced.flatMap((one) =>
				one.startsWith(`${construct.spec.type}.`) ? [one.slice(construct.spec.type.length + 1)] : [],
			)) {
				builder.put(path, {
					kind: "unresolved",
					span: construct.head,
					why: "the app sets it for all resources",
				});
			}
			resources.push(
				new CdkResource(this, construct, {
					id: construct.id,
					type: construct.spec.type,
					head: construct.head,
					properties: builder.build(),
					writer: construct.isShared ? null : writer,
					lateWrites: builder.lateWrites,
					removal: () => readRemoval(builder, program.text),
					source: () => construct.kind.source?.(builder, program.filename) ?? null,
				}),
			);
			for (const added of builder.added) {
				const kind = added.spec ?? construct.kind;
				resources.push(new CdkResource(this, { ...construct, kind }, { ...added, writer: null }));
			}
		}
		this.resources = resources;
		for (const resource of resources) {
			this.#byId.set(resource.id, resource);
		}
		this.#byType = groupBy(resources, ({ type }) => type);
		const writerAt = lastAround(this.#writers, ({ construct: { site } }) => site.range);
		this.editor = new GuardedEditor(
			new CdkEditor(
				program.text,
				writerAt,
				({ origin }) => {
					const resource = isPathOrigin(origin) ? this.#byId.get(origin.resource) : undefined;
					return resource === undefined || !isPathOrigin(origin) ? null : { resource, path: origin.path };
				},
				(id) => this.#byId.get(id)?.writer ?? null,
			),
		);
	}

	spellPair(key: string, value: PairValue): string {
		return `${/^[A-Za-z_$][\w$]*$/u.test(key) ? key : JSON.stringify(key)}: ${this.#spellValue(value)}`;
	}

	#spellValue(value: PairValue): string {
		return typeof value === "object"
			? `{ ${Object.entries(value)
					.map(([key, item]) => this.spellPair(key, item))
					.join(", ")} }`
			: JSON.stringify(value);
	}

	get types(): Iterable<string> {
		return this.#byType.keys();
	}

	find(type: string): readonly CdkResource[] {
		return this.#byType.get(type) ?? [];
	}

	isReported(): boolean {
		return true;
	}

	isPossible(): boolean {
		return true; // What decides is known to the running app alone.
	}

	resource(id: string): CdkResource | undefined {
		return this.#byId.get(id);
	}

	*texts(): Iterable<LocatedText> {
		for (const { name, written } of this.parameters.values()) {
			if (written !== null) {
				yield { text: written.text, span: written.span, path: ["Parameters", name, "Default"], resource: null };
			}
		}
		for (const resource of this.resources) {
			yield* textsOf(resource.properties, ["Resources", resource.id, "Properties"], resource);
		}
	}

	spanOfPart({ span }: Value, text: string, start: number, end: number): Span {
		const part = text.slice(start, end);
		let at = span.start - 1;
		for (let from = -1; from < start;) {
			from = text.indexOf(part, from + 1);
			at = this.#text.indexOf(part, at + 1);
			if (from === -1 || at === -1 || at + part.length > span.end) {
				return span;
			}
		}
		return { start: at, end: at + part.length };
	}
}

function readConstruct(builder: Builder, spec: ConstructKind): void {
	const { isL1 } = builder.construct;
	if (isL1) {
		const { translator, props } = builder;
		const inner =
			spec.type !== "" && builder.construct.entity.path[0] === "CfnResource"
				? findJsEntry(props, "properties")?.value
				: undefined;
		const value = translator.toValue(
			inner ?? props,
			inner === undefined ? { as: "cfn", type: spec.type, path: "" } : { as: "written" },
		);
		for (const { key, keySpan, value: one, span } of value.kind === "map" ? value.entries : []) {
			builder.put(key, one, keySpan, span);
		}
		if (value.kind === "map" ? value.open : inner !== undefined) {
			builder.setOpen();
		}
	} else {
		builder.readProperties(spec);
		if (spec.build === undefined) {
			addPolicies(builder, null, builder.get("initialPolicy"));
		} else {
			spec.build(builder);
		}
	}
	applyOverrides(builder);
}

/** `new CfnOutput(this, "Url", { value: … })`, by id. */
function readOutputs(translator: Translator): ReadonlyMap<string, Value> {
	const { entities, frames, program } = translator.evaluator;
	const outputs = new Map<string, Value>();
	for (const site of nodesOf(program, "NewExpression")) {
		const entity = entities.resolve(site.callee);
		if (entity?.kind !== "imported" || entity.module !== "" || entity.path[0] !== "CfnOutput") {
			continue;
		}
		const frame = frames.framesFor(site)[0] ?? null;
		const span = { start: site.range[0], end: site.range[1] };
		const id = translator.argument(site.arguments, 1, frame, span);
		const props = translator.argument(site.arguments, 2, frame, span);
		const value = props.kind === "object" ? findJsEntry(props, "value")?.value : undefined;
		if (value !== undefined) {
			outputs.set(id.kind === "literal" ? id.text : "?", translator.toValue(value));
		}
	}
	return outputs;
}

function readParameter(translator: Translator, site: Construct["site"], frame: Construct["frame"]): Parameter {
	const span = { start: site.range[0], end: site.range[1] };
	const id = translator.argument(site.arguments, 1, frame, span);
	const props = translator.argument(site.arguments, 2, frame, span);
	const object = props.kind === "object" ? props : null;
	const jsOf = (name: string): Js | undefined => (object === null ? undefined : findJsEntry(object, name)?.value);
	const literalOf = (name: string): LiteralValue | null => {
		const value = jsOf(name);
		const made = value === undefined ? null : translator.toValue(value);
		return made?.kind === "literal" ? made : null;
	};
	const name = id.kind === "literal" ? String(id.value) : "?";
	const type = literalOf("type")?.text ?? "String";
	const written = defaultOf(literalOf("default"), name);
	const noEcho = jsOf("noEcho");
	// What is assigned to it afterwards counts more than what it is given.
	const isSetLater = translator.late.assignmentsOf({ site, frame }).length > 0;
	const isGivenMore = props.kind !== "absent" && (object === null || object.open);
	return {
		name,
		type,
		noEcho: noEcho?.kind === "literal" && noEcho.value === true,
		description: literalOf("description")?.text ?? "",
		default: type.startsWith("AWS::SSM::Parameter::Value") ? null : written,
		written,
		overridden: false,
		allowed: textsIn(jsOf("allowedValues")),
		open: isSetLater || isGivenMore || (noEcho !== undefined && noEcho.kind !== "literal"),
		span,
		nameSpan: id.span,
		origin: object === null ? null : ({ object, isCfn: true } satisfies ObjectOrigin),
	};
}

/** The default of a parameter, which knows where it comes from. */
function defaultOf(literal: LiteralValue | null, name: string): LiteralValue | null {
	return literal === null ? null : { ...literal, via: { kind: "parameter", name, span: literal.span } };
}

/** The literals of a list; null for anything else. */
function textsIn(js: Js | undefined): readonly string[] | null {
	return js?.kind === "array" ? js.items.flatMap((item) => (item.kind === "literal" ? [item.text] : [])) : null;
}

function isPathOrigin(origin: unknown): origin is PathOrigin {
	return typeof origin === "object" && origin !== null && "resource" in origin && "path" in origin;
}

function* textsOf(value: Value, path: readonly string[], resource: CdkResource): Iterable<LocatedText> {
	switch (value.kind) {
		case "literal":
			yield { text: value.text, span: value.span, path, resource };
			break;
		case "map":
			for (const { key, value: inner } of value.entries) {
				yield* textsOf(inner, [...path, key], resource);
			}
			break;
		case "list":
			for (const [index, item] of value.items.entries()) {
				yield* textsOf(item, [...path, String(index)], resource);
			}
			break;
		case "text":
			for (const part of value.parts) {
				if (typeof part === "string") {
					yield { text: part, span: value.span, path, resource };
				} else {
					yield* textsOf(part, path, resource);
				}
			}
			break;
		case "reference":
			if (value.to.of === "parameter") {
				yield { text: value.to.name, span: value.span, path, resource }; // As `Ref` would say it.
			}
			break;
		case "branches":
			for (const branch of value.branches) {
				yield* textsOf(branch.value, path, resource);
			}
			break;
		case "absent":
		case "unresolved":
			break;
		default:
			value satisfies never;
	}
}
