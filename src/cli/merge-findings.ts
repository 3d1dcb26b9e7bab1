import { groupBy } from "../text/group-by.ts";
import type { ReportedFinding, ReportedSuppression } from "../report/report.ts";

/**
 * Takes together what a run found in an app's source and in the assembly made from it: the same rule about the same
 * construct, or at the same place, is one finding. The source's stays, which can be mended, and learns the construct.
 * What the app acknowledges, which the assembly alone tells, is accepted in its source too.
 */
export function mergeFindings(
	all: readonly ReportedFinding[],
	suppressed: readonly ReportedSuppression[],
): readonly ReportedFinding[] {
	return mergeUntraced(mergeConstructs(mergePlans(all), suppressed));
}

/** What a plan and its module, or several plans, have suppressed is one. */
export function mergeSuppressed(all: readonly ReportedSuppression[]): readonly ReportedSuppression[] {
	return [
		...new Map(
			all.map((one) => [
				JSON.stringify([placeOf(one), one.property, one.resource?.id.replace(KEYS, ""), one.suppression]),
				one,
			]),
		).values(),
	];
}

/** What a plan and the module that it was made of have both is found in the module, where it can be fixed. */
function mergePlans(all: readonly ReportedFinding[]): readonly ReportedFinding[] {
	if (all.every(({ plan }) => plan === undefined)) {
		return all;
	}
	const written = all.filter(({ plan }) => plan === undefined);
	const places = new Set(written.map(placeOf));
	const subjects = new Set(written.flatMap((finding) => subjectsOf(finding, folderOf(finding.file))));
	return all.filter(
		(finding) =>
			finding.plan === undefined ||
			!(
				places.has(placeOf(finding)) ||
				[folderOf(finding.file), finding.plan.module].some((folder) =>
					subjectsOf(finding, folder).every((subject) => subjects.has(subject)),
				)
			),
	);
}

function folderOf(file: string): string {
	const slash = file.lastIndexOf("/");
	return slash === -1 ? "." : file.slice(0, slash);
}

/** `["a"]` and `[0]` of an address: a module may not tell how many there are. */
const KEYS = /\[(?:\d{1,9}|"[^"]{0,256}")\]/gu;

/** The blocks that a finding is about, by the folder that has them. */
function subjectsOf(
	{ rule, messageId, property, resource, others = [] }: ReportedFinding,
	folder: string,
): readonly string[] {
	return [resource, ...others].map((one) =>
		JSON.stringify([rule, messageId, property, folder, one?.id.replace(KEYS, "") ?? null]),
	);
}

function mergeConstructs(
	all: readonly ReportedFinding[],
	suppressed: readonly ReportedSuppression[],
): readonly ReportedFinding[] {
	const acknowledged = new Set(
		suppressed.filter(({ suppression }) => suppression.kind === "acknowledgement").map(placeOf),
	);
	const findings =
		acknowledged.size === 0
			? all
			: all.filter((finding) => finding.construct !== undefined || !acknowledged.has(placeOf(finding)));
	/** By all that may make one the same as another: every finding of the source asks for its own alone. */
	const byTrait = new Map<string, ReportedFinding[]>();
	for (const finding of findings) {
		for (const trait of finding.construct === undefined ? [] : new Set(traitsOfMade(finding))) {
			const known = byTrait.get(trait) ?? [];
			byTrait.set(trait, known);
			known.push(finding);
		}
	}
	if (byTrait.size === 0) {
		return findings;
	}
	const order = new Map(findings.map((finding, index) => [finding, index]));
	const taken = new Set<ReportedFinding>();
	const merged = findings.map((finding) => {
		const twins =
			finding.construct === undefined
				? [...new Set(traitsOfSource(finding).flatMap((trait) => byTrait.get(trait) ?? []))]
						.filter((other) => isSame(finding, other))
						.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
				: [];
		twins.forEach((twin) => taken.add(twin));
		const [first] = twins;
		return first?.construct === undefined
			? finding
			: {
					...finding,
					construct: first.construct,
					...(first.related === undefined ? {} : { related: first.related }),
				};
	});
	return merged.filter((finding) => !taken.has(finding));
}

/**
 * What an assembly tells without a line of the source, and the source of its app about a construct of that id, is one
 * finding: an assembly that is checked in may be older than what it was made of, or without traces. Where several
 * constructs have the id, the source has to tell of as many.
 */
function mergeUntraced(all: readonly ReportedFinding[]): readonly ReportedFinding[] {
	const untraced = all.flatMap((finding) => {
		const app = appOf(finding);
		const id = idOf(finding.construct?.path ?? "");
		return app === null || id === undefined ? [] : [{ finding, app, key: untracedKey(finding, id) }];
	});
	if (untraced.length === 0) {
		return all;
	}
	const written = groupBy(
		all
			.filter(({ construct, file }) => construct === undefined && /\.[cm]?[jt]sx?$/u.test(file))
			.flatMap((finding) =>
				[finding.resource, ...(finding.others ?? [])].map((resource) => ({
					file: finding.file,
					key: untracedKey(finding, resource?.id ?? ""),
				})),
			),
		({ key }) => key,
	);
	const made = groupBy(untraced, ({ app, key }) => `${app}\n${key}`);
	const taken = new Set(
		[...made.values()].flatMap((group) => {
			const [{ app, key } = { app: "", key: "" }] = group;
			const known = (written.get(key) ?? []).filter(({ file }) => file.startsWith(app));
			return known.length < group.length ? [] : group.map(({ finding }) => finding);
		}),
	);
	return all.filter((finding) => !taken.has(finding));
}

function untracedKey({ rule, messageId }: ReportedFinding, id: string): string {
	return JSON.stringify([rule, messageId, id]);
}

/** The folder of the app whose assembly a finding is shown in, with a slash; null for any other finding. */
function appOf({ file, construct }: ReportedFinding): string | null {
	const at = construct?.template?.file === file ? /(?:^|\/)cdk\.out\//u.exec(file) : null;
	return at === null ? null : file.slice(0, at.index === 0 && !at[0].startsWith("/") ? 0 : at.index + 1);
}

function placeOf({ rule, messageId, file, line, column }: ReportedFinding | ReportedSuppression): string {
	return JSON.stringify([rule, messageId, file, line, column]);
}

function keyOf({ rule, messageId, file }: ReportedFinding): string {
	return JSON.stringify([rule, messageId, file]);
}

/** The place and the ids of the constructs of what the assembly tells. */
function traitsOfMade(made: ReportedFinding): readonly string[] {
	const ids = [made.construct, ...(made.construct?.others ?? [])].flatMap((construct) =>
		construct === undefined ? [] : (idOf(construct.path) ?? []),
	);
	return traitsOf(made, ids);
}

function traitsOfSource(source: ReportedFinding): readonly string[] {
	return traitsOf(
		source,
		[source.resource, ...(source.others ?? [])].flatMap((resource) => resource?.id ?? []),
	);
}

function traitsOf(finding: ReportedFinding, ids: readonly string[]): readonly string[] {
	const key = keyOf(finding);
	return [`${key} ${String(finding.line)}:${String(finding.column)}`, ...ids.map((id) => `${key} id ${id}`)];
}

function isSame(source: ReportedFinding, made: ReportedFinding): boolean {
	const [a, b] = [source.property?.split(".") ?? [], made.property?.split(".") ?? []];
	if (a.length > 1 && b.length > 1 && a.at(-1) !== b.at(-1)) {
		return false; // Two variables of one function.
	}
	return (
		(source.line === made.line && source.column === made.column) ||
		[made.construct, ...(made.construct?.others ?? [])].some(
			(construct) =>
				construct !== undefined &&
				[source.resource, ...(source.others ?? [])].some((resource) => resource?.id === idOf(construct.path)),
		)
	);
}

/** The id that the author gave: `Shop/Orders/Resource` is what CDK made of `new lambda.Function(this, "Orders")`. */
function idOf(path: string): string | undefined {
	return path.split("/").findLast((part) => part !== "Resource" && part !== "Default");
}
