import { ListError, positionIn } from "./list-error.ts";
import type { ListedRow } from "./listed-row.ts";
import { cellsOf, readCells } from "./read-cells.ts";

/** Anything that JSON may hold at a key. */
type Data = Readonly<Record<string, unknown>>;

/** Where exports keep their findings. */
const CONTAINERS = [
	"Findings",
	"findings",
	"EvaluationResults",
	"AggregateEvaluationResults",
	"configurationItems",
	"Results",
	"results",
	"Resources",
] as const;

/** How deep containers are opened: an event of EventBridge has its findings in `detail`. */
const MAX_DEPTH = 4;

/**
 * Reads findings as JSON: one value, or one a line. Known are the AWS Security Finding Format, OCSF (Security Hub,
 * Prowler), Prowler's own, and the evaluations and inventories of AWS Config; any other list of objects is read as a
 * table whose headers are the keys.
 *
 * Sources: "AWS Security Finding Format (ASFF)", AWS Security Hub User Guide; "OCSF Schema", class "Detection Finding";
 * "GetComplianceDetailsByConfigRule" and "SelectResourceConfig", AWS Config API Reference.
 *
 * @throws {ListError} for a text that is no JSON, with the position
 */
export function readFindings(text: string): readonly ListedRow[] {
	const findings = parseAll(text).flatMap((value) => findingsIn(value, 0));
	if (findings.length === 0) {
		throw new ListError("It has no findings. Give an export with a list of findings or of resources.");
	}
	return findings.map((finding, at) => ({ ...readFinding(finding), line: null, number: at + 1, joined: [] }));
}

function parseAll(text: string): readonly unknown[] {
	try {
		return [JSON.parse(text)];
	} catch (error) {
		const lines = text.split("\n");
		const values: unknown[] = [];
		for (const [at, line] of lines.entries()) {
			try {
				if (line.trim() !== "") {
					values.push(JSON.parse(line));
				}
			} catch {
				// The first line is no value of its own, so the whole was meant as one.
				throw values.length === 0
					? noJson(text, error)
					: new ListError("It is not JSON.", { line: at + 1, column: 1 });
			}
		}
		return values;
	}
}

function noJson(text: string, error: unknown): ListError {
	const [, offset = null] = /at position (\d+)/u.exec(String(error)) ?? [];
	const end = text.trimEnd().length;
	const at = offset === null ? end : Math.min(Number(offset), end);
	return new ListError("It is not JSON.", positionIn(text, at), { cause: error });
}

function findingsIn(value: unknown, depth: number): readonly Data[] {
	if (typeof value === "string") {
		// `SelectResourceConfig` gives each resource as a text.
		return /^\s*\{/u.test(value) ? findingsIn(attemptJson(value), depth) : [];
	}
	if (depth > MAX_DEPTH || typeof value !== "object" || value === null) {
		return [];
	}
	if (Array.isArray(value)) {
		return value.flatMap((one) => findingsIn(one, depth + 1));
	}
	const data = value as Data;
	const inside = CONTAINERS.map((key) => data[key]).find((one) => Array.isArray(one));
	return inside !== undefined && !isFinding(data)
		? findingsIn(inside, depth + 1)
		: "detail" in data && typeof data["detail"] === "object"
			? findingsIn(data["detail"], depth + 1)
			: [data];
}

/** A finding of ASFF has resources of its own. */
function isFinding(data: Data): boolean {
	return "AwsAccountId" in data || "Title" in data || "finding_info" in data || "class_uid" in data;
}

function attemptJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null;
	}
}

function readFinding(finding: Data): ReturnType<typeof readCells> {
	const resources = [finding["Resources"], finding["resources"]].find((one) => Array.isArray(one)) as
		| readonly unknown[]
		| undefined;
	const own = cellsIn(finding);
	if (resources === undefined) {
		return readCells(
			cellsOf(
				own.map(([header]) => header),
				own.map(([, text]) => text),
			),
		);
	}
	const rows = resources.map((resource) => {
		const all = [...cellsIn(typeof resource === "object" && resource !== null ? (resource as Data) : {}), ...own];
		return readCells(
			cellsOf(
				all.map(([header]) => header),
				all.map(([, text]) => text),
			),
		);
	});
	const [first] = rows;
	return first === undefined
		? readCells(
				cellsOf(
					own.map(([header]) => header),
					own.map(([, text]) => text),
				),
			)
		: { ...first, subjects: rows.flatMap(({ subjects }) => subjects) };
}

/** What keys of exports are, where their own names say too little or too much. */
const KEYS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		Id: "resource id",
		id: "resource id",
		uid: "resource uid",
		ARN: "resource arn",
		arn: "resource arn",
		ResourceArn: "resource arn",
		Type: "resource type",
		Name: "name",
		AwsAccountId: "account",
		accountId: "account",
		Title: "check title",
		CheckTitle: "check title",
		status_code: "status",
		RecordState: "status",
	}),
);

/** The texts of a finding as cells. What is nested counts where an export has it. */
function cellsIn(finding: Data): readonly (readonly [header: string, text: string])[] {
	const isOfAsff = "ProductArn" in finding || "GeneratorId" in finding;
	const isOfOcsf = "finding_info" in finding || "class_uid" in finding;
	const flat = Object.entries(finding).flatMap(([key, value]): readonly (readonly [string, string])[] =>
		(typeof value === "string" || typeof value === "number" || typeof value === "boolean") &&
		// The id of the finding is none of a resource, and its messages are none of its names.
		!(isOfAsff && !["AwsAccountId", "Region", "Title", "RecordState"].includes(key)) &&
		!(isOfOcsf && !["status_code"].includes(key))
			? [[KEYS.get(key) ?? key, String(value)]]
			: [],
	);
	const nested = NESTED.flatMap(([path, header]): readonly (readonly [string, string])[] => {
		const value = path.reduce<unknown>(
			(at, key) => (typeof at === "object" && at !== null ? (at as Data)[key] : undefined),
			finding,
		);
		return typeof value === "string" ? [[header, value]] : [];
	});
	return [...flat, ...nested];
}

const EVALUATED = ["EvaluationResultIdentifier", "EvaluationResultQualifier"] as const;

const NESTED: readonly (readonly [path: readonly string[], header: string])[] = [
	[["Compliance", "Status"], "status"],
	[["Workflow", "Status"], "status"],
	[["cloud", "account", "uid"], "account"],
	[["cloud", "region"], "region"],
	[["finding_info", "title"], "check title"],
	[["group", "name"], "resource type"],
	[[...EVALUATED, "ResourceId"], "resource id"],
	[[...EVALUATED, "ResourceType"], "resource type"],
	[[...EVALUATED, "ConfigRuleName"], "check"],
];
