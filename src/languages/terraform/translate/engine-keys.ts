import type { EngineKeys, StateStore } from "../../../model/stack-facts.ts";
import { alternatives, follow, type MapValue } from "../../../model/value.ts";
import { evaluateBody } from "../evaluate/body.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Declaration } from "../evaluate/module-table.ts";
import { placed } from "../evaluate/module-table.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import { absent, findEntry, truthOf } from "../evaluate/values.ts";

/** A provider of AWS or a backend in the file that is read. */
export interface Configured {
	/** As the author writes it: `provider "aws"`. */
	readonly where: string;
	readonly body: MapValue;
	readonly span: StateStore["at"];
	readonly isBackend: boolean;
}

const KEYS = ["access_key", "secret_key", "token"] as const;

/** The keys that providers of AWS and backends of a file are given. Sources: "Provider configuration", AWS provider. */
export function engineKeys(configured: readonly Configured[]): readonly EngineKeys[] {
	return configured.flatMap(({ where, body }) =>
		KEYS.flatMap((argument) =>
			alternatives(findEntry(body, argument)?.value ?? absent(body.span)).flatMap(({ value }) =>
				value.kind === "absent" ? [] : [{ where, argument, value, local: isLocal(body) }],
			),
		),
	);
}

/** The buckets in which a file has Terraform store its state; the rest of a partial backend is given elsewhere. */
export function stateStores(configured: readonly Configured[]): readonly StateStore[] {
	return configured.flatMap(({ where, body, span, isBackend }) =>
		isBackend && findEntry(body, "bucket") !== undefined
			? [
					{
						where,
						at: span,
						argument: "kms_key_id",
						key: findEntry(body, "kms_key_id")?.value ?? absent(span, false),
					},
				]
			: [],
	);
}

/** The providers of AWS and the backends of a file. */
export function configuredIn(evaluator: Evaluator, own: TerraformFile): readonly Configured[] {
	return evaluator.root.table.others.flatMap((declaration): readonly Configured[] => {
		const { block, file } = declaration;
		const keyword = block.keyword.text;
		if (file !== own) {
			return [];
		}
		if (keyword === "provider" && /^(?:aws|awscc)$/u.test(block.labels[0]?.text ?? "")) {
			return [readConfigured(evaluator, declaration, false)];
		}
		return keyword !== "terraform"
			? []
			: block.body.items.flatMap((item) =>
					item.type === "HclBlock" && item.keyword.text === "backend" && item.labels[0]?.text === "s3"
						? [
								readConfigured(
									evaluator,
									{ ...declaration, block: item, items: placed(item.body, file) },
									true,
								),
							]
						: [],
				);
	});
}

function readConfigured(evaluator: Evaluator, { block, items, file }: Declaration, isBackend: boolean): Configured {
	const [label] = block.labels;
	const span = evaluator.spanOf({ start: block.keyword.start, end: label?.end ?? block.keyword.end }, { file });
	const body = evaluateBody({ items, block, span }, { module: evaluator.root, names: new Map() }, evaluator);
	return { where: `${block.keyword.text} "${label?.text ?? ""}"`, body, span, isBackend };
}

/** Settings for LocalStack and its like, which accept any keys. */
function isLocal(body: MapValue): boolean {
	const skips = ["skip_credentials_validation", "skip_requesting_account_id"].some(
		(name) => truthOf(findEntry(body, name)?.value ?? absent(body.span)) === true,
	);
	return (
		skips ||
		follow(body, "endpoints[]").some(({ value }) => value.kind !== "absent") ||
		findEntry(body, "endpoint") !== undefined
	);
}
