import { findAnswers } from "../src/languages/handler/answers.ts";
import { importedModules, lambdaEvidence } from "../src/languages/handler/evidence.ts";
import { findLogCalls } from "../src/languages/handler/log-calls.ts";
import { pathBelow } from "../src/languages/program/path-below.ts";
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
	const isLocal = !isLambda && LOCAL.test(pathBelow(module));
	const isKnown = (isLambda || (usesAws && !asksUser(module))) && !makesRecords(module);
	for (const call of findLogCalls(module)) {
		for (const secret of call.arguments.flatMap((argument) => shownSecrets(argument, module))) {
			const isTold = secret.kind === "named" ? isKnown : secret.kind !== "variable" || !isLocal;
			if (isTold && !isRedacted(call, secret)) {
				yield { place: PLACES[call.kind === "trace" ? "trace" : "log"], secret };
			}
		}
	}
	for (const { kind, value } of findAnswers(module)) {
		// A login answers with a token, on purpose: there a name says nothing.
		for (const secret of shownSecrets(value, module).filter((one) => one.kind !== "named")) {
			if (kind !== "response" || !isHandedOut(secret)) {
				yield { place: PLACES[kind], secret };
			}
		}
	}
}

/** The server that a developer starts: what it prints is on the screen of who set the variable. */
const LOCAL = /(?:^|[\\/])local[\\/][^\\/]+$/u;

/** What asks a user at a terminal. */
const ASKS = /^(?:inquirer|prompts?|enquirer|@inquirer\/|@clack\/|readline-sync)/u;
/** What reads lines of anything, a file or an object of S3, and of a terminal where the module says so. */
const READS_LINES = /^(?:node:)?readline(?:\/promises)?$/u;
const TERMINAL = /\bprocess\.stdin\b|\bquestion\s*\(/u;

/**
 * True for a script that asks its user: what it prints, the password of an account that it created, is the answer of a
 * terminal and no log.
 */
function asksUser(module: SourceModule): boolean {
	const modules = importedModules(module);
	return (
		modules.some((name) => ASKS.test(name)) ||
		(modules.some((name) => READS_LINES.test(name)) && TERMINAL.test(module.text))
	);
}

/**
 * What STS answers, field by field in a response: temporary credentials for whoever asks, which is what such a function
 * is for. They end within hours, and nobody writes the three fields by mistake.
 */
function isHandedOut({ kind, name }: ShownSecret): boolean {
	return kind === "temporary" && /^'(?:SecretAccessKey|SessionToken)'$/u.test(name);
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
