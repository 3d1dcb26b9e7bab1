import {
	SUPPRESSION_KEYS,
	type Suppression,
	type SuppressionProblem,
	type Suppressions,
} from "../../model/suppression.ts";
import { PREFIX, readDirective, suppressionsIn } from "../directive.ts";
import type { TemplateComment, TemplateMapping, TemplateNode, TemplateScalar } from "./parse/ast.ts";
import { findMapping, findPair, findScalar, followAliases } from "./parse/intrinsic.ts";
import { spanOf } from "./read-value.ts";
import { wording } from "../../text/wording.ts";

/**
 * Reads the suppressions of a template: `Metadata.kmslint.suppress` of the template and of its resources, and
 * directives in comments. Metadata of other tools is ignored.
 */
export function readSuppressions(body: TemplateMapping, comments: readonly TemplateComment[]): Suppressions {
	const entries: Suppression[] = comments.flatMap((comment) => {
		const directive = readDirective(comment);
		// A bare directive without a reason applies to the rules of every plugin.
		return directive === null
			? []
			: suppressionsIn(directive).filter(
					({ rule, reason, until }) => rule !== null || reason !== null || until !== null,
				);
	});
	const problems: SuppressionProblem[] = [];
	const resources = findMapping(body, "Resources");
	readBlock(findMapping(body, "Metadata"), null, entries, problems);
	for (const pair of resources?.pairs ?? []) {
		const resource = followAliases(pair.value);
		if (pair.key.type === "TemplateScalar" && resource?.type === "TemplateMapping") {
			readBlock(findMapping(resource, "Metadata"), pair.key.value, entries, problems);
		}
	}
	for (const { resource, span } of entries) {
		if (resource !== null && findPair(resources, resource) === undefined) {
			problems.push({
				span,
				why: wording("there is no resource '{{resource}}'", { resource }),
				key: null,
				advice: "Check the logical id.",
			});
		}
	}
	return { entries, problems };
}

function readBlock(
	metadata: TemplateMapping | undefined,
	resource: string | null,
	entries: Suppression[],
	problems: SuppressionProblem[],
): void {
	const pair = findPair(metadata ?? null, "kmslint");
	if (pair === undefined) {
		return;
	}
	const block = followAliases(pair.value);
	if (block?.type !== "TemplateMapping") {
		problems.push({
			span: spanOf(pair.key),
			why: "`kmslint` is not a map",
			key: null,
			advice: "Write the entries in a list below `suppress`.",
		});
		return;
	}
	for (const entry of block.pairs) {
		const name = entry.key.type === "TemplateScalar" ? entry.key.value : "?";
		if (name !== "suppress") {
			problems.push({
				span: spanOf(entry.key),
				why: wording("'{{name}}' is not a known key", { name }),
				key: name,
			});
			continue;
		}
		const list = followAliases(entry.value);
		for (const item of list?.type === "TemplateSequence" ? list.items : list === null ? [] : [list]) {
			readEntry(followAliases(item) ?? item, resource, entries, problems);
		}
	}
}

function readEntry(
	node: TemplateNode,
	owner: string | null,
	entries: Suppression[],
	problems: SuppressionProblem[],
): void {
	if (node.type !== "TemplateMapping") {
		problems.push({
			span: spanOf(node),
			why: "the entry is not a map",
			key: null,
			advice: "Write a `rule` and a `reason`.",
		});
		return;
	}
	for (const { key } of node.pairs) {
		const name = key.type === "TemplateScalar" ? key.value : "?";
		if (!SUPPRESSION_KEYS.includes(name) || (name === "resource" && owner !== null)) {
			problems.push({
				span: spanOf(key),
				...(name === "resource"
					? {
							why: "`resource` is only valid at the top level of the template",
							key: null,
							advice: "Remove it.",
						}
					: { why: wording("'{{name}}' is not a known key", { name }), key: name }),
			});
		}
	}
	const rule = findText(node, "rule");
	if (rule === undefined) {
		problems.push({ span: spanOf(node), why: "it has no `rule`", key: null, advice: "Add the name of a rule." });
		return;
	}
	entries.push({
		kind: "metadata",
		rule: rule.value.startsWith(PREFIX) ? rule.value.slice(PREFIX.length) : rule.value,
		reason: findText(node, "reason")?.value ?? null,
		until: findText(node, "until")?.value ?? null,
		resource: owner ?? findText(node, "resource")?.value ?? null,
		span: spanOf(rule),
	});
}

/** A text that is not empty. */
function findText(node: TemplateNode, key: string): TemplateScalar | undefined {
	const text = findScalar(node, key);
	return text?.value === "" ? undefined : text;
}
