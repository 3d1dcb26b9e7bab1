import { findAnswers } from "../src/languages/handler/answers.ts";
import { lambdaEvidence } from "../src/languages/handler/evidence.ts";
import { findLogCalls } from "../src/languages/handler/log-calls.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { isTestFile, makesRecords } from "../src/languages/handler/test-file.ts";
import { patterns } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { shownSecrets, type ShownSecret } from "../src/languages/exposure/shown-secrets.ts";
import { spanOf } from "../src/languages/program/node-edit.ts";
import { isRedacted } from "./no-secret-in-log/is-redacted.ts";
import { wording, type Words } from "../src/text/wording.ts";

/**
 * A log outlives what it tells of: it is kept for years, shipped to other accounts and vendors, and read by people who
 * may not read the secret itself. CloudTrail says nothing of that.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export const noSecretInLog = defineRule({
	name: "no-secret-in-log",
	description: "Disallow secrets and the whole environment in logs, traces, responses and errors",
	severity: "high",
	severities: ["medium"],
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-532", "CWE-209"] },
	options: {
		allow: patterns("Regular expressions of names that may be logged"),
	},
	messages: {
		shownEnvironment:
			"The {{place}} contains the whole environment, credentials included. Include only the variables you need.",
		shownSecret: "The {{place}} contains a secret: {{name}}. Remove it.",
		shownConnection: "The {{place}} contains {{name}}, which may contain a password. Remove it.",
	},
	*checkModule(module, { allow }) {
		if (isTestFile(module)) {
			return;
		}
		for (const { place, secret } of placesOf(module)) {
			if (!allow(secret.name.replaceAll("'", ""))) {
				yield findingFor(place, secret);
			}
		}
	},
});

const PLACES = {
	log: wording("log"),
	trace: wording("trace"),
	response: wording("response"),
	error: wording("error"),
};

interface Shown {
	readonly place: Words;
	readonly secret: ShownSecret;
}

function* placesOf(module: SourceModule): Iterable<Shown> {
	// A name alone says enough only where the module is of the kind that we know.
	const { isLambda, usesAws } = lambdaEvidence(module);
	const isKnown = (isLambda || usesAws) && !makesRecords(module);
	for (const call of findLogCalls(module)) {
		for (const secret of call.arguments.flatMap((argument) => shownSecrets(argument, module))) {
			if ((secret.kind !== "named" || isKnown) && !isRedacted(call, secret)) {
				yield { place: PLACES[call.kind === "trace" ? "trace" : "log"], secret };
			}
		}
	}
	for (const { kind, value } of findAnswers(module)) {
		// A login answers with a token, on purpose: there a name says nothing.
		for (const secret of shownSecrets(value, module).filter((one) => one.kind !== "named")) {
			yield { place: PLACES[kind], secret };
		}
	}
}

function findingFor(place: Words, { node, kind, name }: ShownSecret): Finding {
	const at = spanOf(node);
	return kind === "environment"
		? { at, subject: at, messageId: "shownEnvironment", data: { place } }
		: {
				at,
				subject: at,
				messageId: kind === "connection" ? "shownConnection" : "shownSecret",
				severity: kind === "named" || kind === "connection" ? "medium" : "high",
				data: { place, name },
			};
}
