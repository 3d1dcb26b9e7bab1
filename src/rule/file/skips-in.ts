import type { Reading } from "../../languages/dialect.ts";
import type { Resource } from "../../model/resource.ts";
import type { Suppression } from "../../model/suppression.ts";
import { reportedIn } from "../reported.ts";
import { follow, literalOf } from "../../model/value.ts";
import type { Span } from "../../text/span.ts";

/** In comments: `checkov:skip=CKV_AWS_7:reason`, `tfsec:ignore:aws-kms-auto-rotate-keys`, `trivy:ignore:AVD-AWS-0065`. */
const SKIP = /\b(?:checkov:skip=|(?:tfsec|trivy):ignore:)\s*([\w-]{1,80})/gu;

/** `:exp:2027-03-31`, after which tfsec and trivy report again. */
const EXPIRY = /^:exp:(\d{4}-\d{2}-\d{2})\b/u;

/** In the metadata of a resource: the list, and the key of its reason. */
const LISTS = [
	["checkov.skip", "comment"],
	["cfn_nag.rules_to_suppress", "reason"],
	["cdk_nag.rules_to_suppress", "reason"],
] as const;

/**
 * What other tools are told to skip with a reason, as suppressions of the rules that ask the same. A comment is about the
 * resource that it stands in, or the one below it. One without a reason does not count.
 */
export function skipsIn(reading: Reading, text: string): readonly Suppression[] {
	const { stack, base = 0, comments = [] } = reading;
	if (stack === null) {
		return [];
	}
	const own = reportedIn(stack)
		.all.map((resource) => ({ resource, at: resource.head.start - base }))
		.filter(({ at }) => at >= 0 && at <= text.length)
		.sort((a, b) => a.at - b.at);
	return [
		...comments.flatMap((comment) => {
			const skips = skipsOf(comment);
			return skips.length === 0
				? []
				: resourcesAt(comment, own, text).flatMap((resource) => skips.map((skip) => ({ ...skip, resource })));
		}),
		...own.flatMap(({ resource }) => skipsInMetadata(resource)),
	];
}

interface Placed {
	readonly resource: Resource;
	readonly at: number;
}

/** The resources whose text a comment is part of: several of one text in a loop. */
function resourcesAt({ end }: Span, own: readonly Placed[], text: string): readonly string[] {
	const below = own.find(({ at }) => at >= end);
	const at =
		below !== undefined && isAbove(text.slice(end, below.at)) ? below.at : own.findLast((one) => one.at < end)?.at;
	return own.filter((one) => one.at === at).map(({ resource }) => resource.id);
}

/** True where comments alone are between a comment and the line that a resource begins in: `resource "` in Terraform. */
function isAbove(between: string): boolean {
	const lines = between.split("\n").map((line) => line.trim());
	const last = lines.pop() ?? "";
	return /^(?:(?:resource|data)\s*"?)?$/u.test(last) && lines.every((line) => /^(?:$|#|\/\/)/u.test(line));
}

function skipsOf({ value, start, end }: Span & { readonly value: string }): readonly Suppression[] {
	const found = [...value.matchAll(SKIP)];
	return found.flatMap((match, index) => {
		const from = match.index + match[0].length;
		const rest = value.slice(from, found[index + 1]?.index);
		const expiry = EXPIRY.exec(rest);
		const reason = rest.slice(expiry?.[0].length ?? 0).replace(/^[\s:;,—–-]+/u, "");
		return skip(match[1] ?? "", withoutMark(reason), { start, end }, expiry?.[1]);
	});
}

/** Without the mark of the comment that follows in the same line. */
function withoutMark(reason: string): string {
	const text = reason.trimEnd();
	const mark = ["#", "//"].find((one) => text.endsWith(one)) ?? "";
	return text.slice(0, text.length - mark.length).trimEnd();
}

function skipsInMetadata(resource: Resource): readonly Suppression[] {
	return LISTS.flatMap(([path, key]) =>
		follow(resource.metadata, `${path}[]`).flatMap(({ value }) => {
			const [id, reason] = ["id", key].map((name) =>
				follow(value, name)
					.map((one) => literalOf(one.value)?.text ?? "")
					.at(0),
			);
			return skip(id ?? "", reason ?? "", value.span).map((one) => ({ ...one, resource: resource.id }));
		}),
	);
}

function skip(id: string, reason: string, span: Span, until: string | null = null): readonly Suppression[] {
	return id === "" || reason === "" ? [] : [{ kind: "skip", rule: checkOf(id), reason, until, resource: null, span }];
}

/** The id of a check without the differences between versions: trivy writes `AWS-0065` since 2024, `AVD-AWS-0065` before. */
export function checkOf(id: string): string {
	return id.toLowerCase().replace(/^avd-/u, "");
}
