import { PRICE_OF_REQUESTS, priceOfKeys } from "../model/prices.ts";
import type { AuditAnswer, AuditCosts, AuditMatch, AuditSubject } from "./answer.ts";

/** What the remedy of a row costs. */
export function costsOfSubject({ kind, matches }: Pick<AuditSubject, "kind" | "matches">): readonly string[] {
	if (kind === "image") {
		return matches.some(({ findings }) => findings.length > 0) ? [TWICE] : [];
	}
	const open = matches.filter(lacksKey);
	const [suitable] = open.flatMap(({ key }) => key?.suitable ?? []);
	return open.length === 0
		? []
		: [
				suitable === undefined
					? `A new key: ${priceOfKeys(1)}, and ${PRICE_OF_REQUESTS}.`
					: `Key '${suitable.id}' exists: only its requests, ${PRICE_OF_REQUESTS}.`,
			];
}

const TWICE = "Until the old snapshots are deleted, you pay for those of both images.";

/** What all remedies together cost. A resource that several rows name is counted once. */
export function costsOf(answers: readonly AuditAnswer[]): AuditCosts {
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
			...(without.size === 0 ? [] : [costsOfKeys(without)]),
			...(images === 0 ? [] : [`Images: ${TWICE.charAt(0).toLowerCase()}${TWICE.slice(1)}`]),
		],
	};
}

/** @param without whether the stack of each has a suitable key */
function costsOfKeys(without: ReadonlyMap<string, boolean>): string {
	const count = without.size;
	const suited = [...without.values()].filter((has) => has).length;
	const existing =
		suited === 0 ? "" : `, nothing where a key of the stack is used (${String(suited)} of ${String(count)})`;
	return count === 1
		? `Keys: ${priceOfKeys(1)} for a new one${existing}; and ${PRICE_OF_REQUESTS}.`
		: `Keys: ${priceOfKeys(1)} for one that all ${String(count)} share, ${priceOfKeys(count)} for one each${existing}; and ${PRICE_OF_REQUESTS}.`;
}

/** True if a customer managed key is missing, and that is reported. */
function lacksKey({ key, findings }: AuditMatch): boolean {
	return key !== undefined && key.level !== "customer" && key.level !== "unknown" && findings.length > 0;
}
