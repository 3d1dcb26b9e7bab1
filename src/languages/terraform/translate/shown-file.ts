import { entryOf } from "../../../model/entry-of.ts";
import type { ShownFile } from "../../../model/stack-facts.ts";
import type { Span } from "../../../text/span.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";
import type { HclBlock, HclExpression, HclItem } from "../parse/syntax.ts";
import { STORED } from "../spec/mapping.ts";

/** The secrets that a plan or a state holds in plaintext; undefined for a file of a module. */
export function shownFile(
	{ tree, text }: TerraformFile,
	spanOf: (node: { readonly start: number; readonly end: number }) => Span,
): ShownFile | undefined {
	const { shown } = tree;
	if (shown === undefined) {
		return undefined;
	}
	return {
		kind: shown.kind,
		at: spanOf(shown.at),
		secrets: shown.held.flatMap((block) =>
			secretsIn(block, text).map(({ argument, value }) => ({
				id: block.address ?? block.labels.map((label) => label.text).join("."),
				argument,
				at: spanOf(value),
			})),
		),
	};
}

function secretsIn(
	{ labels, body }: HclBlock,
	text: string,
): readonly { readonly argument: string; readonly value: HclExpression }[] {
	const type = labels[0]?.text ?? "";
	const rows = entryOf(STORED, type)?.split(" ") ?? [];
	const given = rows.length === 0 ? [] : body.items;
	if (
		type === "aws_ssm_parameter" &&
		!valuesAt(given, ["type"]).some((one) => textOf(one, text).includes("SecureString"))
	) {
		return [];
	}
	return rows.flatMap((row) => {
		const names = (row.split("=")[0] ?? "").split(".");
		return valuesAt(given, names)
			.filter((value) => value.type === "HclTemplate" && value.end - value.start > 2)
			.map((value) => ({ argument: names.at(-1) ?? "", value }));
	});
}

function textOf({ start, end }: HclExpression, text: string): string {
	return text.slice(start, end);
}

/** The values of a path, through lists. */
function valuesAt(items: readonly HclItem[], [first = "", ...rest]: readonly string[]): readonly HclExpression[] {
	const found = items.flatMap((item) =>
		item.type === "HclAttribute" && item.name.text === first ? [item.value] : [],
	);
	return rest.reduce<readonly HclExpression[]>(
		(values, name) =>
			values
				.flatMap(itemsOf)
				.flatMap((value) =>
					value.type === "HclObject"
						? value.items.flatMap((item) => (item.name === name ? [item.value] : []))
						: [],
				),
		found,
	);
}

function itemsOf(value: HclExpression): readonly HclExpression[] {
	return value.type === "HclTuple" ? value.items : [value];
}
