import type { Detection } from "../src/detect/detection.ts";
import { isVendorToken } from "../src/detect/providers.ts";
import { fillsDatabase, isTestFile, makesRecords } from "../src/languages/handler/test-file.ts";
import { FoundSecret } from "../src/rule/found-secret.ts";
import { secretsIn, type HardcodedSecret } from "../src/languages/exposure/hardcoded-secret.ts";
import {
	LOOKUP_MESSAGES,
	LOOKUP_OPTIONS,
	lookupOffers,
	renderBackend,
	type FixMode,
	type LookupOffer,
	type LookupOffers,
} from "../src/rule/offers/lookup-offers.ts";
import { proseSecretsIn, type ProseSecret } from "../src/languages/exposure/prose-secrets.ts";
import { lookupTargetOf } from "../src/fix/lookup/target/literal-target.ts";
import { flag, oneOf, patterns } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { SEVERITY_OF, shownOf } from "../src/rule/secret-finding.ts";
import { suppressedAt } from "../src/rule/suppressed-at.ts";
import type { LookupTarget } from "../src/fix/lookup/lookup.ts";
import { wording } from "../src/text/wording.ts";

/**
 * A secret in a function's source is in git, in every build, and in the code that `GetFunction` gives a link to:
 * whoever may read one of them has it, and it stays in their history when it is taken out.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
 */
export const noHardcodedSecret = defineRule({
	name: "no-hardcoded-secret",
	description: "Disallow secrets in source code",
	givesSecrets: true,
	severity: "critical",
	severities: ["high", "medium"],
	fix: "option",
	yieldsTo: ["no-static-credentials"],
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-798", "CWE-259", "CWE-321"] },
	options: {
		allow: patterns("Regular expressions of names whose values are not checked"),
		tests: oneOf(
			["certain", "all", "off"],
			"certain",
			"What is reported in test files: only secrets proven by a vendor format or a checksum, all, or none",
		),
		comments: flag("Also check comments"),
		jsxText: flag("Also check the text between JSX tags"),
		...LOOKUP_OPTIONS,
	},
	messages: {
		hardcodedSecret:
			"'{{name}}' is hardcoded: {{label}}{{redacted}}. Move it to Parameter Store or Secrets Manager, then rotate it.",
		unnamedSecret:
			"The source contains {{label}}{{redacted}}. Move it to Parameter Store or Secrets Manager, then rotate it.",
		refusedSecret:
			"{{what}}. `--fix` cannot replace it: {{reason}}. Move it to Parameter Store or Secrets Manager, then rotate it.",
		unkeptSecret:
			"{{what}}. Store it with `kmslint secrets store{{backend}}`; then `--fix` replaces it with a lookup.",
		unreadSecret: "{{what}}, and nothing uses it. Its value is stored, so `--fix` removes it.",
		readySecret: "{{what}}. A lookup of it already exists: `--fix` uses it.",
		...LOOKUP_MESSAGES,
	},
	*checkModule(module, options) {
		const inTest = options.tests !== "all" && (isTestFile(module) || makesRecords(module));
		const isTypedIn = options.tests !== "all" && fillsDatabase(module);
		if (inTest && options.tests === "off") {
			return;
		}
		const isReported = ({ name, detection }: Pick<HardcodedSecret, "name" | "detection">): boolean =>
			(name === null || !options.allow(name)) &&
			(!inTest || isProved(detection)) &&
			(!isTypedIn || detection.confidence === "high" || detection.confidence === "certain");
		yield* proseSecretsIn(module, options).filter(isReported).map(proseFinding);
		const found = secretsIn(module).filter(isReported);
		if (found.length === 0) {
			return;
		}
		const isAccepted = suppressedAt(module, "no-hardcoded-secret");
		const targets = found.map((secret) => lookupTargetOf(secret, module));
		const open = targets.filter((target, at) => target !== null && !isAccepted(found[at]?.span.start ?? 0));
		const offers = lookupOffers(module, open as readonly LookupTarget[], options);
		for (const [index, secret] of found.entries()) {
			const target = targets[index] ?? null;
			yield findingFor(secret, isAccepted(secret.span.start) ? null : target, offers, options.fix);
		}
	},
});

function proseFinding({ detection, span }: ProseSecret): Finding {
	return {
		at: span,
		messageId: "unnamedSecret",
		data: shownOf(detection),
		severity: SEVERITY_OF[detection.confidence],
		secretSpans: [span],
	};
}

/** What is no made-up value of a test: a checksum fits, a key is whole, a vendor's format says that it lets in. */
function isProved(detection: Detection): boolean {
	return detection.confidence === "certain" || (detection.confidence === "high" && isVendorToken(detection));
}

/** What is said of a secret, by what `--fix` can do with it. */
function messageOf(
	name: string | null,
	detection: Detection,
	offer: LookupOffer | null,
	mode: FixMode,
): Pick<Finding, "messageId" | "data"> {
	const base = shownOf(detection);
	const what =
		name === null
			? wording("The source contains {{label}}{{redacted}}", base)
			: wording("'{{name}}' is hardcoded: {{label}}{{redacted}}", { name, ...base });
	if (offer !== null && offer.refusal !== null) {
		return { messageId: "refusedSecret", data: { what, reason: offer.refusal } };
	}
	if (offer?.isUnkept === true) {
		return { messageId: "unkeptSecret", data: { what, backend: renderBackend(mode) } };
	}
	if (offer?.isUnread === true || offer?.isReady === true) {
		return { messageId: offer.isUnread ? "unreadSecret" : "readySecret", data: { what } };
	}
	return name === null
		? { messageId: "unnamedSecret", data: base }
		: { messageId: "hardcodedSecret", data: { name, ...base } };
}

/** The one place where a finding is made. */
function findingFor(
	{ name, detection, span }: HardcodedSecret,
	target: LookupTarget | null,
	offers: LookupOffers,
	mode: FixMode,
): Finding {
	const offer = target === null ? null : offers.of(target);
	return {
		at: span,
		...messageOf(name, detection, offer, mode),
		severity: SEVERITY_OF[detection.confidence],
		...(name === null ? {} : { property: name }),
		secretSpans: [span],
		fix: offer?.fix ?? null,
		suggestions: offer?.suggestions ?? [],
		needs: offer?.needs ?? [],
		secrets: target?.kind === "literal" ? [new FoundSecret(offers.nameOf(target), target.value)] : [],
	};
}
