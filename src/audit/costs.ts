import { PRICES } from "../model/prices.ts";
import type { AuditAnswer, AuditCosts, AuditMatch, AuditSubject } from "./answer.ts";
import { wording, type Translate, type Words } from "../text/wording.ts";

/** What the remedy of a row costs. */
export function costsOfSubject(
	{ kind, matches }: Pick<AuditSubject, "kind" | "matches">,
	translate: Translate,
): readonly string[] {
	if (kind === "image") {
		return matches.some(({ findings }) => findings.length > 0) ? [translate(TWICE)] : [];
	}
	const open = matches.filter(lacksKey);
	const [suitable] = open.flatMap(({ key }) => key?.suitable ?? []);
	return open.length === 0
		? []
		: [
				suitable === undefined
					? translate("A new key: {{price}}, and {{requests}}.", { price: priceOf(1), requests: REQUESTS })
					: translate("Key '{{id}}' exists: only its requests, {{requests}}.", {
							id: suitable.id,
							requests: REQUESTS,
						}),
			];
}

const TWICE = wording("Until the old snapshots are deleted, you pay for those of both images.");

function priceOf(keys: number): Words {
	return wording("{{price}} USD a month", { price: String(keys * PRICES.keyPerMonth) });
}

const REQUESTS = wording("{{price}} USD per {{count}} requests", {
	price: String(PRICES.requests.price),
	count: PRICES.requests.count,
});

/** What all remedies together cost. A resource that several rows name is counted once. */
export function costsOf(answers: readonly AuditAnswer[], translate: Translate): AuditCosts {
	const subjects = answers.flatMap((one) => one.subjects);
	const without = new Map(
		subjects.flatMap(({ matches }) =>
			matches
				.filter(lacksKey)
				.map(({ id, place, key }) => [`${place.file}:${id}`, (key?.suitable.length ?? 0) > 0] as const),
		),
	);
	const images = new Set(
		subjects
			.filter(({ kind, matches }) => kind === "image" && matches.some(({ findings }) => findings.length > 0))
			.map(({ name }) => name),
	).size;
	return {
		withoutKey: without.size,
		images,
		lines: [
			...(without.size === 0 ? [] : [translate(costsOfKeys(without))]),
			...(images === 0
				? []
				: [translate("Images: until the old snapshots are deleted, you pay for those of both images.")]),
		],
	};
}

/** @param without whether the stack of each has a suitable key */
function costsOfKeys(without: ReadonlyMap<string, boolean>): Words {
	const count = without.size;
	const suited = [...without.values()].filter((has) => has).length;
	const existing =
		suited === 0
			? ""
			: wording(", nothing where a key of the stack is used ({{suited}} of {{count}})", {
					suited: String(suited),
					count: String(count),
				});
	return count === 1
		? wording("Keys: {{price}} for a new one{{existing}}; and {{requests}}.", {
				price: priceOf(1),
				existing,
				requests: REQUESTS,
			})
		: wording(
				"Keys: {{price}} for one that all {{count}} share, {{prices}} for one each{{existing}}; and {{requests}}.",
				{ price: priceOf(1), count: String(count), prices: priceOf(count), existing, requests: REQUESTS },
			);
}

/** True if a customer managed key is missing, and that is reported. */
function lacksKey({ key, findings }: AuditMatch): boolean {
	return key !== undefined && key.level !== "customer" && key.level !== "unknown" && findings.length > 0;
}
