/** A kind of repository, by how many files of each kind it has. */
interface Kind {
	readonly name: string;
	readonly templates: number;
	readonly programs: number;
	/** How many of the mixed 10,000 are of this kind. */
	readonly share: number;
}

const KINDS: readonly Kind[] = [
	{ name: "a function", templates: 1, programs: 10, share: 7000 },
	{ name: "a service", templates: 5, programs: 100, share: 2800 },
	{ name: "a monorepo", templates: 100, programs: 1000, share: 200 },
];

const REPOSITORIES = 10_000;
/** In the example: USD an hour for a machine, and its processors. */
const PRICE = 0.1;
const PROCESSORS = 2;
const MACHINES = 10;

/** A number of files, and the CPU seconds of a run over them. */
type Point = readonly [files: number, seconds: number];

/**
 * What runs over 10,000 repositories cost, as a table.
 *
 * @param page the text of `docs/performance.md`
 * @throws {Error} where a figure is not in it
 */
export function centralTable(page: string): string {
	const start = numberIn(page, /^\| kmslint --version \| ([\d.]+) \|/mu);
	const templates: readonly Point[] = [
		[0, start],
		...[1, 100, 1000].map((count): Point => [count, secondsOf(page, count)]),
	];
	const programs: readonly Point[] = [[0, start], ...growthOf(page, "programs")];
	const seconds = KINDS.map((kind) => at(templates, kind.templates) + at(programs, kind.programs) - start);
	const mixed = KINDS.reduce((sum, { share }, index) => sum + share * (seconds[index] ?? 0), 0) / REPOSITORIES;
	const shares = KINDS.map(({ name, share }) => `${share.toLocaleString("en")} of ${name}`).join(", ");
	return [
		`| repository | CPU, s | 10,000 of them: CPU, h | on ${String(MACHINES)} machines, h | USD |`,
		"| --- | --: | --: | --: | --: |",
		...KINDS.map(({ name, templates: t, programs: p }, index) =>
			row(`${name}: ${countOf(t, "template")}, ${countOf(p, "program")}`, seconds[index] ?? 0),
		),
		row(`mixed: ${shares.replaceAll(" of a ", " × a ")}`, mixed),
	].join("\n");
}

function row(name: string, seconds: number): string {
	const hours = (seconds * REPOSITORIES) / 3600;
	const wall = hours / PROCESSORS / MACHINES;
	const price = (hours / PROCESSORS) * PRICE;
	return `| ${name} | ${seconds.toFixed(2)} | ${hours.toFixed(1)} | ${wall.toFixed(2)} | ${price.toFixed(2)} |`;
}

/** Between two measured sizes in proportion, beyond the last one by the last two. */
function at(points: readonly Point[], files: number): number {
	const next = Math.max(
		1,
		points.findIndex(([count]) => count >= files),
	);
	const [[x0, y0], [x1, y1]] = [points[next - 1] ?? [0, 0], points[next] ?? [1, 0]];
	return y0 + ((files - x0) / (x1 - x0)) * (y1 - y0);
}

/** The CPU time of kmslint over a number of YAML templates. */
function secondsOf(page: string, count: number): number {
	const title = `## ${count.toLocaleString("en")} YAML template`;
	const section = page.slice(page.indexOf(title));
	return numberIn(section, /^\| \*\*kmslint\*\* \| ([\d.]+) \|/mu);
}

/** `| programs | 250: 1.37, 500: 2.36, … |`. */
function growthOf(page: string, kind: string): readonly Point[] {
	const [, cell = ""] = new RegExp(`^\\| ${kind} \\| ([^|]+) \\|`, "mu").exec(page) ?? [];
	const points = cell.split(/, (?=\d)/u).map((part): Point => {
		const [files = "", seconds = ""] = part.split(": ");
		return [Number(files.replaceAll(",", "")), Number(seconds)];
	});
	if (points.length < 2 || points.some((point) => point.some(Number.isNaN))) {
		throw new Error(`docs/performance.md has no growth of ${kind}.`);
	}
	return points;
}

function numberIn(text: string, pattern: RegExp): number {
	const found = pattern.exec(text)?.[1];
	if (found === undefined) {
		throw new Error(`docs/performance.md has no ${String(pattern)}.`);
	}
	return Number(found);
}

function countOf(count: number, word: string): string {
	return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}
