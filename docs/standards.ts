import type { Rule, Standard } from "../src/rule/rule.ts";

/** AWS's pages of the Security Hub controls of a service also say which requirements of other standards they cover. */
const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide";

/**
 * The standards, and the page with the first of a rule's ids; null if it is not known. `controls` is the page of the
 * rule's Security Hub controls.
 */
const PAGES: Readonly<Record<Standard, (id: string, controls: string | null) => string | null>> = {
	"AWS Security Hub": (_, controls) => controls,
	"AWS Config": (id) => `https://docs.aws.amazon.com/config/latest/developerguide/${id}.html`,
	"CIS AWS Foundations Benchmark 3.0, 5.0": (_, controls) => controls,
	"CIS Controls 8.1": () => "https://github.com/prowler-cloud/prowler/tree/master/prowler/compliance/aws",
	"NIST SP 800-53 r5": (_, controls) => controls ?? "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
	"PCI DSS 4.0.1": (_, controls) => controls,
	CWE: (id) => `https://cwe.mitre.org/data/definitions/${id.replace("CWE-", "")}.html`,
};

/** `KMS.4` is on the page of `kms`. */
function controlsOf({ compliance }: Rule): string | null {
	const service = compliance["AWS Security Hub"]?.[0]?.split(".")[0];
	return service === undefined ? null : `${SECURITY_HUB}/${service.toLowerCase()}-controls.html`;
}

/**
 * The requirements that a rule covers, each standard with the page that describes them.
 *
 * @throws if no such page is known
 */
export function requirementsOf(rule: Rule): readonly {
	readonly standard: string;
	readonly ids: readonly string[];
	readonly source: string;
}[] {
	const controls = controlsOf(rule);
	return (Object.entries(rule.compliance) as readonly (readonly [Standard, readonly string[]])[]).map(
		([standard, ids]) => {
			const source = PAGES[standard](ids[0] ?? "", controls);
			if (source === null) {
				throw new Error(`No page is known for '${standard}', which '${rule.name}' covers.`);
			}
			return { standard, ids, source };
		},
	);
}
