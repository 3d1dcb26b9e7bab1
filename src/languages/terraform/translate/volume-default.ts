import type { VolumeDefault } from "../../../model/stack-facts.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { argumentOf, literalText, type Declaration } from "../evaluate/module-table.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import { absent, findEntry, literal } from "../evaluate/values.ts";
import type { HclBlock } from "../parse/syntax.ts";
import type { TerraformResource } from "./terraform-resource.ts";

const TYPE = "aws_ebs_encryption_by_default";

/** Modules that are made to set up accounts: what they set is not known here. */
const SETS_UP = /baseline|account|landing|security|guardrail|compliance|encrypt|ebs/iu;

/**
 * What the file sets for the volumes of its account and Region. A root module that makes EBS resources and no setting is
 * told at its provider. Undefined for modules that others call, which leave it to their callers.
 */
export function volumeDefault(
	evaluator: Evaluator,
	resources: readonly TerraformResource[],
	own: TerraformFile,
): VolumeDefault | undefined {
	const { root } = evaluator;
	const setting = resources.find(({ writtenType }) => writtenType === TYPE);
	if (setting !== undefined) {
		const enabled = findEntry(setting.body, "enabled")?.value ?? literal(setting.head, true);
		return setting.declared.declaration.file === own
			? { at: setting.head, encrypted: enabled, setting: "enabled = true", encrypt: () => null }
			: undefined;
	}
	const place =
		root.table.others.find(isProvider) ?? root.table.others.find(({ block }) => backendOf(block) !== undefined);
	const mayBeSet = [...root.table.calls.values()].some((call) =>
		SETS_UP.test(`${call.address} ${literalText(argumentOf(call, "source")?.node.value) ?? ""}`),
	);
	const isUsed = resources.some(
		({ writtenType, declared }) => writtenType.startsWith("aws_ebs_") && !declared.declaration.isData,
	);
	if (place === undefined || place.file !== own || mayBeSet || !isUsed) {
		return undefined;
	}
	const block = backendOf(place.block) ?? place.block;
	const at = evaluator.spanOf({ start: block.start, end: block.labels[0]?.end ?? block.keyword.end }, place);
	return { at, encrypted: absent(at, false), setting: TYPE, encrypt: () => added(own) };
}

/** The provider of the Region that resources are in unless they name another. */
function isProvider(declaration: Declaration): boolean {
	const { block } = declaration;
	return (
		block.keyword.text === "provider" &&
		block.labels[0]?.text === "aws" &&
		argumentOf(declaration, "alias") === undefined
	);
}

function backendOf({ keyword, body }: HclBlock): HclBlock | undefined {
	const found =
		keyword.text === "terraform"
			? body.items.find((item) => item.type === "HclBlock" && /^(?:backend|cloud)$/u.test(item.keyword.text))
			: undefined;
	return found?.type === "HclBlock" ? found : undefined;
}

/** The resource at the end of the file. */
function added(own: TerraformFile): readonly TextEdit[] | null {
	if (own.tree.format !== "hcl") {
		return null;
	}
	const eol = own.text.includes("\r\n") ? "\r\n" : "\n";
	const end = own.text.length;
	const before = own.text.endsWith("\n") ? eol : `${eol}${eol}`;
	return [
		{
			span: { start: end, end },
			text: `${before}${[`resource "${TYPE}" "this" {`, "  enabled = true", "}", ""].join(eol)}`,
		},
	];
}
