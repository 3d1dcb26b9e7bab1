import type { EnvironmentRead } from "../../src/languages/handler/environment/environment-reads.ts";
import type { FixMode, LookupOffer } from "../../src/rule/offers/lookup-offers.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { spanOf } from "../../src/languages/program/node-edit.ts";
import { wording, type Words } from "../../src/text/wording.ts";

/**
 * What stores a value that the program never held. `kmslint secrets store` does only where a template beside it holds the
 * value, which no rule about a program knows.
 */
function howToStore(fix: FixMode): Words {
	switch (fix) {
		case "kms":
			return wording("Encrypt its value with KMS");
		case "secrets-manager":
			return wording("Store its value in Secrets Manager");
		default:
			return wording("Store its value in Parameter Store");
	}
}

/** The one place where a finding is made. */
export function findingFor(
	read: EnvironmentRead,
	offers: ReadonlyMap<EnvironmentRead, LookupOffer> | string,
	fix: FixMode,
): Finding {
	const { name, node } = read;
	const offer = typeof offers === "string" ? null : (offers.get(read) ?? null);
	const refusal = fix === "off" ? null : typeof offers === "string" ? offers : (offer?.refusal ?? null);
	const said =
		refusal !== null
			? { messageId: "refusedVariable", data: { name, reason: refusal } }
			: offer?.isUnkept === true
				? { messageId: "unkeptVariable", data: { name, store: howToStore(fix) } }
				: { messageId: "secretVariable", data: { name } };
	return {
		at: spanOf(node),
		...said,
		property: name,
		fix: offer?.fix ?? null,
		suggestions: offer?.suggestions ?? [],
		needs: offer?.needs ?? [],
	};
}
