import { escapeJson } from "./escape-controls.ts";
import type { Severity } from "../rule/rule.ts";
import type { Report, ReportedFinding } from "./report.ts";

/** The SARIF description of each rule. */
export interface SarifRule {
	readonly name: string;
	readonly description: string;
	readonly severity: Severity;
	readonly docs: string;
	/** `CWE-798` */
	readonly weaknesses: readonly string[];
}

/**
 * GitHub sorts by this number: over 9 critical, over 7 high, over 4 medium. Source: "SARIF support for code scanning".
 */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
	critical: "9.5",
	high: "8.0",
	medium: "5.5",
	low: "3.0",
	info: "0.5",
};

const LEVEL: Readonly<Record<Severity, "error" | "warning" | "note">> = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "note",
	info: "note",
};

/**
 * Renders SARIF 2.1.0, without snippets: the line of a secret contains the secret.
 * Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS.
 */
export function renderSarif(report: Report, rules: readonly SarifRule[]): string {
	const used = rules.filter((rule) => report.findings.some((finding) => finding.rule === rule.name));
	const run = {
		tool: {
			driver: {
				name: report.tool.name,
				version: report.tool.version,
				semanticVersion: report.tool.version,
				informationUri: "https://www.npmjs.com/package/eslint-plugin-aws-kms",
				rules: used.map((rule) => ({
					id: rule.name,
					name: rule.name,
					shortDescription: { text: `${rule.description}.` },
					helpUri: rule.docs,
					help: {
						text: `${rule.description}. ${rule.docs}`,
						markdown: `[${rule.description}](${rule.docs})`,
					},
					defaultConfiguration: { level: LEVEL[rule.severity] },
					properties: {
						"security-severity": SECURITY_SEVERITY[rule.severity],
						// GitHub shows a tag of this form as the weakness. Source: "CWE coverage for CodeQL".
						tags: [
							"security",
							"aws",
							"kms",
							...rule.weaknesses.map((id) => `external/cwe/${id.toLowerCase()}`),
						],
						precision: "high",
					},
				})),
			},
		},
		columnKind: "utf16CodeUnits",
		originalUriBaseIds: { SRCROOT: { description: { text: "The working directory of the run." } } },
		invocations: [
			{
				executionSuccessful: report.errors.length === 0,
				toolExecutionNotifications: report.errors.map((error) => ({
					level: "error",
					message: { text: error.message },
					...(error.rule === undefined ? {} : { associatedRule: { id: error.rule } }),
					locations: [
						{
							physicalLocation: {
								artifactLocation: artifact(error.file),
								region: { startLine: error.line, startColumn: error.column },
							},
						},
					],
				})),
			},
		],
		results: report.findings.map((finding) => ({
			ruleId: finding.rule,
			ruleIndex: used.findIndex((rule) => rule.name === finding.rule),
			level: LEVEL[finding.severity],
			message: { text: finding.message },
			locations: [
				{
					physicalLocation: {
						artifactLocation: artifact(finding.file),
						region: {
							startLine: finding.line,
							startColumn: finding.column,
							endLine: finding.endLine,
							endColumn: finding.endColumn,
						},
					},
					...logicalLocationsOf(finding),
				},
			],
			...(finding.related === undefined
				? {}
				: {
						relatedLocations: finding.related.map(({ file, line, column, name }, index) => ({
							id: index + 1,
							message: { text: name === "" ? "Called here." : `Called in ${name}.` },
							physicalLocation: {
								artifactLocation: artifact(file),
								region: { startLine: line, startColumn: column },
							},
						})),
					}),
			partialFingerprints: { "kmslint/v1": finding.fingerprint },
			properties: { severity: finding.severity, "security-severity": SECURITY_SEVERITY[finding.severity] },
		})),
	};
	return `${escapeJson(JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2))}\n`;
}

/** The resource, and its construct if there is one. */
function logicalLocationsOf({ resource, others = [], property, construct }: ReportedFinding): {
	readonly logicalLocations?: readonly object[];
} {
	const locations = [
		...(resource === null ? [] : [resource, ...others]).map(({ id }) => ({
			name: id,
			fullyQualifiedName: [id, property ?? ""].filter((part) => part !== "").join("."),
			kind: "resource",
		})),
		...(construct === undefined
			? []
			: [construct, ...construct.others].map(({ path }) => ({
					name: path.split("/").at(-1) ?? path,
					fullyQualifiedName: path,
					kind: "construct",
				}))),
	];
	return locations.length === 0 ? {} : { logicalLocations: locations };
}

/** A lone surrogate, which percent-encoding cannot express. */
const HALF = /\p{Cs}/gu;

function artifact(file: string): { readonly uri: string; readonly uriBaseId?: string } {
	const uri = file
		.replaceAll(HALF, "\uFFFD")
		.split("/")
		.map((part, index) => (index === 0 && /^[A-Za-z]:$/u.test(part) ? part : encodeURIComponent(part)))
		.join("/");
	// A source of an assembly from another machine, which is not available.
	return /^(?:\/|[A-Za-z]:\/)/u.test(uri)
		? { uri: `file://${uri.startsWith("/") ? "" : "/"}${uri}` }
		: { uri, uriBaseId: "SRCROOT" };
}
