import type { Construct } from "./read-constructs.ts";

/** A template of an assembly, with the facts for finding its constructs. */
export interface NamedTemplate {
	/** `ShopReports62D422BE.nested.template.json`. */
	readonly file: string;
	/** The logical ids of its resources and parameters. */
	readonly ids: ReadonlySet<string>;
}

/**
 * Assigns each construct of a stack to its template, by file and logical id. The metadata of a parent stack contains
 * the constructs of its nested stacks. Newer versions of CDK name the template of each stack; otherwise CDK's naming
 * scheme for such files decides, and the logical ids in them.
 */
export function assignConstructs(
	stackFile: string,
	constructs: readonly Construct[],
	templates: readonly NamedTemplate[],
): ReadonlyMap<string, ReadonlyMap<string, Construct>> {
	const assigned = new Map<string, Map<string, Construct>>();
	const groups = new Map<string | null, Construct[]>();
	const roots = nestedRoots(constructs);
	const lengths = new Set([...roots].map(({ length }) => length));
	const fileOf = templateFiles(constructs);
	for (const construct of constructs) {
		if (construct.logicalId !== null) {
			const root = rootAround(construct.path, roots, lengths);
			const known = groups.get(root) ?? [];
			groups.set(root, known);
			known.push(construct);
		}
	}
	const taken = new Set<string>();
	for (const [root, group] of groups) {
		const file =
			root === null
				? stackFile
				: (fileOf.get(root) ??
					findNested(
						root,
						group,
						templates.filter((template) => template.file !== stackFile && !taken.has(template.file)),
					));
		if (file === null) {
			continue;
		}
		taken.add(file);
		assigned.set(
			file,
			new Map([
				...(assigned.get(file) ?? []),
				...group.map((construct) => [construct.logicalId ?? "", construct] as const),
			]),
		);
	}
	return assigned;
}

/** `Shop/Reports` for `Shop/Reports.NestedStack/Reports.NestedStackResource`. */
function nestedRoots(constructs: readonly Construct[]): ReadonlySet<string> {
	return new Set(
		constructs.flatMap(({ path }) => {
			const match = /^(.+)\.NestedStack\/[^/]+\.NestedStackResource$/u.exec(path);
			return match?.[1] === undefined ? [] : [match[1]];
		}),
	);
}

/**
 * The innermost nested stack that contains a construct.
 *
 * @param lengths the lengths of the roots: a path may have more steps than there are roots
 */
function rootAround(path: string, roots: ReadonlySet<string>, lengths: ReadonlySet<number>): string | null {
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
		if (lengths.has(end) && roots.has(path.slice(0, end))) {
			return path.slice(0, end);
		}
	}
	return null;
}

/** The template that CDK names for each construct, by path; the first one of duplicate paths. */
function templateFiles(constructs: readonly Construct[]): ReadonlyMap<string, string | null> {
	return new Map([...constructs].reverse().map(({ path, templateFile }) => [path, templateFile]));
}

/**
 * CDK names the file by the path without separators, followed by eight hexadecimal digits; if no file matches, most ids
 * decide.
 */
function findNested(root: string, group: readonly Construct[], templates: readonly NamedTemplate[]): string | null {
	const name = root.replaceAll(/[^A-Za-z0-9]/gu, "");
	const shared = ({ ids }: NamedTemplate): number => group.filter(({ logicalId }) => ids.has(logicalId ?? "")).length;
	const named = templates.filter(({ file }) => file.replace(/[0-9A-F]{8}\.nested\.template\.json$/u, "") === name);
	const [best] = (named.length > 0 ? named : [...templates]).sort((a, b) => shared(b) - shared(a));
	return best === undefined || shared(best) === 0 ? null : best.file;
}
