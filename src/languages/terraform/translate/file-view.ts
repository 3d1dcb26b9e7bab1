import type { Editor, LocatedText, PairValue, Resource, Stack } from "../../../model/resource.ts";
import type {
	Ciphertext,
	EngineKeys,
	ShownFile,
	ShownOutput,
	StateStore,
	StoredSecret,
	StoredSource,
	VolumeDefault,
} from "../../../model/stack-facts.ts";
import type { Suppressions } from "../../../model/suppression.ts";
import type { Parameter, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { argumentOf, literalText } from "../evaluate/module-table.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import type { HclExpression } from "../parse/syntax.ts";
import { newAddress } from "../spec/new-address.ts";
import { ciphertextsIn } from "./ciphertexts.ts";
import { configuredIn, engineKeys, stateStores, type Configured } from "./engine-keys.ts";
import { TERRAFORM_ENGINE } from "./engine.ts";
import { textsOf } from "./located-texts.ts";
import type { TerraformWriter, View } from "./resource-host.ts";
import { shownFile } from "./shown-file.ts";
import { storedSecrets } from "./stored-secrets.ts";
import { storedSources } from "./stored-sources.ts";
import type { TerraformResource } from "./terraform-resource.ts";
import type { TerraformStack } from "./terraform-stack.ts";
import { volumeDefault } from "./volume-default.ts";

/**
 * A module as one of its files shows it: what is reported, listed and edited belongs to that file. Spans are those of the
 * whole module, {@link base} is where the file begins; edits are in offsets of the file.
 */
export class FileView implements Stack, View {
	readonly engine = TERRAFORM_ENGINE;
	readonly outputs: ReadonlyMap<string, Value> = new Map();
	readonly suppressions: Suppressions;
	readonly own: TerraformFile;
	readonly base: number;
	readonly writer: TerraformWriter | null;
	readonly #whole: TerraformStack;
	readonly #reported: ReadonlySet<Resource>;
	#texts: readonly LocatedText[] | undefined;
	#looseTexts: readonly LocatedText[] | undefined;
	#configured: readonly Configured[] | undefined;
	#stored: readonly StoredSecret[] | undefined;

	constructor(
		whole: TerraformStack,
		own: TerraformFile,
		suppressions: Suppressions,
		makeWriter: ((view: FileView) => TerraformWriter) | null,
	) {
		this.#whole = whole;
		this.own = own;
		this.suppressions = suppressions;
		this.base = whole.evaluator.baseOf(own);
		this.#reported = whole.touchedIn(own);
		this.writer = makeWriter?.(this) ?? null;
	}

	/** The whole module, which from now on is seen through this file. */
	get whole(): TerraformStack {
		this.#whole.view = this;
		return this.#whole;
	}

	get shared(): object {
		return this.#whole;
	}

	get resources(): readonly TerraformResource[] {
		return this.whole.resources;
	}

	get parameters(): ReadonlyMap<string, Parameter> {
		return this.whole.parameters;
	}

	get shownOutputs(): readonly ShownOutput[] {
		const { whole } = this;
		const { evaluator } = whole;
		const shown: ShownOutput[] = [];
		for (const [name, declaration] of evaluator.root.table.outputs) {
			const value = declaration.file === this.own ? whole.shownBy(declaration) : null;
			if (value !== null) {
				shown.push({
					name,
					nameSpan: evaluator.spanOf(declaration.block.labels[0] ?? declaration.block, declaration),
					value,
					shows: lastNameOf(argumentOf(declaration, "value")?.node.value),
					mask: () => this.writer?.maskOutput(declaration) ?? null,
				});
			}
		}
		return shown;
	}

	get editor(): Editor {
		return this.whole.editor;
	}

	get types(): Iterable<string> {
		return this.whole.types;
	}

	find(type: string): readonly TerraformResource[] {
		return this.whole.find(type);
	}

	resource(id: string): TerraformResource | undefined {
		return this.whole.resource(id);
	}

	isPossible(): boolean {
		return this.whole.isPossible();
	}

	spellPair(key: string, value: PairValue): string {
		return this.whole.spellPair(key, value);
	}

	/** The secrets of the file that land in the state. */
	get stored(): readonly StoredSecret[] {
		const { whole, own } = this;
		this.#stored ??= storedSecrets(whole.declaredIn(own), whole.takesWriteOnly, own);
		return this.#stored;
	}

	get storedSources(): readonly StoredSource[] {
		const { whole } = this;
		return storedSources(whole.declaredIn(this.own), whole.takesWriteOnly);
	}

	get shownFile(): ShownFile | undefined {
		return shownFile(this.own, (node) => this.whole.evaluator.spanOf(node, { file: this.own }));
	}

	get #configuration(): readonly Configured[] {
		this.#configured ??= configuredIn(this.whole.evaluator, this.own);
		return this.#configured;
	}

	get engineKeys(): readonly EngineKeys[] {
		return engineKeys(this.#configuration);
	}

	get ciphertexts(): readonly Ciphertext[] {
		return ciphertextsIn(this.whole, this.own);
	}

	get stateStores(): readonly StateStore[] {
		return stateStores(this.#configuration);
	}

	get volumeDefault(): VolumeDefault | undefined {
		const { resources, evaluator } = this.whole;
		return volumeDefault(evaluator, resources, this.own);
	}

	newId(type: string, wanted: string): string | null {
		return newAddress(type, wanted);
	}

	placeOf(span: Span): { readonly path: string; readonly span: Span } | null {
		return this.whole.placeOf(span);
	}

	isReported(resource: Resource): boolean {
		return this.#reported.has(resource);
	}

	/** True for what is written in this file. */
	isOwn({ start, end }: Span): boolean {
		return start >= this.base && end <= this.base + this.own.text.length;
	}

	texts(): Iterable<LocatedText> {
		this.#texts ??= Array.from(
			textsOf(this.own, (address): Resource | null => this.whole.resource(address) ?? null, false),
			({ text, span, path, resource }) => ({ text, span: this.#inModule(span), path, resource }),
		);
		return this.#texts;
	}

	looseTexts(): Iterable<LocatedText> {
		this.#looseTexts ??= Array.from(
			textsOf(this.own, () => null, true),
			(located) => ({
				...located,
				span: this.#withQuotes(this.#inModule(located.span)),
			}),
		);
		return this.#looseTexts;
	}

	/** A text as a whole, as values have it: what another rule reports of it is at the same place. */
	#withQuotes({ start, end }: Span): Span {
		const { text } = this.own;
		return text[start - this.base - 1] === '"' && text[end - this.base] === '"'
			? { start: start - 1, end: end + 1 }
			: { start, end };
	}

	spanOfPart({ span }: Value, text: string, start: number, end: number): Span {
		const part = text.slice(start, end);
		if (!this.isOwn(span) || part === "") {
			return span;
		}
		const source = this.own.text;
		const last = span.end - this.base;
		let at = span.start - this.base - 1;
		for (let from = -1; from < start;) {
			from = text.indexOf(part, from + 1);
			at = source.indexOf(part, at + 1);
			if (from === -1 || at === -1 || at + part.length > last) {
				return span;
			}
		}
		return this.#inModule({ start: at, end: at + part.length });
	}

	#inModule({ start, end }: Span): Span {
		return { start: start + this.base, end: end + this.base };
	}
}

/** `password` of `module.db.password` and of `local.credentials["password"]`. */
function lastNameOf(node: HclExpression | undefined): string | null {
	const last = node?.type === "HclTraversal" ? node.steps.at(-1) : undefined;
	return last?.type === "HclAttributeStep" ? last.name : last?.type === "HclIndexStep" ? literalText(last.key) : null;
}
