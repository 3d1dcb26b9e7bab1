import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Application } from "../app/application.ts";
import { readApplication } from "../app/read-application.ts";
import { readList } from "../lists/read-list.ts";
import { Folder } from "../testing/run-command.ts";
import { WorkCounter } from "../testing/work-counter.ts";
import { answerRows } from "./answer-rows.ts";
import { translatorOf } from "../text/wording.ts";

const counter = new WorkCounter();
const NAMES = ["orders-api", "orders-apis", "nightly-reconciliation", "mail", "a-b-c"];
let folder: Folder;
let app: Application;

beforeAll(() => {
	const resources = NAMES.map(
		(name, at) =>
			`  F${String(at)}: { Type: AWS::Lambda::Function, Properties: { FunctionName: ${name}, Code: { ZipFile: "" } } }\n`,
	);
	folder = new Folder({
		"template.yaml": `Parameters: { Stage: { Type: String } }\nResources:\n${resources.join("")}  Staged: { Type: AWS::Lambda::Function, Properties: { FunctionName: !Sub "\${Stage}-staged", Code: { ZipFile: "" } } }\n`,
	});
	app = readApplication({
		cwd: folder.path,
		parameterOverrides: {},
		suppressions: true,
		paths: [join(folder.path, "template.yaml")],
		roots: [folder.path],
	});
});
afterAll(() => {
	folder.remove();
});

/** The answers of a list, in short. */
function answer(bytes: Uint8Array): readonly string[] {
	const { rows, format, skipped } = readList(bytes);
	const list = { file: "list", format, skipped, rows: rows.length, entries: rows };
	const { answers } = answerRows({
		lists: [list],
		app,
		findingsIn: () => [],
		mentions: new Map(),
		stackNames: () => new Set(),
		translate: translatorOf(null),
		isSynthesized: () => false,
		movable: new Set(),
	});
	return answers.map(({ subjects }) =>
		subjects
			.map(({ name, status, account, matches }) =>
				[name, status, account, ...matches.map(({ id }) => id)].join(" "),
			)
			.join(", "),
	);
}

interface Row {
	readonly name: string;
	readonly account: string;
	/** Where the line of a PDF was broken, and what that added. */
	readonly wrap: number;
	readonly added: string;
}

const ROW: fc.Arbitrary<Row> = fc.record({
	name: fc.constantFrom(...NAMES, "prod-staged", "somebody-elses"),
	account: fc.constantFrom("111122223333", "011122223333"),
	wrap: fc.nat(30),
	added: fc.constantFrom("", "\n", "-\n", " ", "- "),
});

const SHAPE = fc.record({
	delimiter: fc.constantFrom(",", ";", "\t", "|"),
	encoding: fc.constantFrom("utf-8", "utf-8 with a BOM", "utf-16le", "utf-16be", "windows-1252"),
	end: fc.constantFrom("\n", "\r\n"),
	headers: fc.constantFrom(
		["Nombre de la función", "Número de cuenta", "Observación", "Región"],
		["Function name", "Account ID", "Obs", "Region"],
	),
	order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
	isQuoted: fc.boolean(),
	note: fc.constantFrom("", "x", "ñandú", "1,5; 2"),
});

function encode(text: string, encoding: string): Uint8Array {
	switch (encoding) {
		case "utf-16le":
			return Buffer.from(`\uFEFF${text}`, "utf16le");
		case "utf-16be":
			return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
		case "windows-1252":
			return Buffer.from(text, "latin1");
		default:
			return Buffer.from(encoding === "utf-8" ? text : `\uFEFF${text}`);
	}
}

test("the same list is answered the same, however it is written", () => {
	fc.assert(
		fc.property(fc.array(ROW, { minLength: 1, maxLength: 6 }), SHAPE, (rows, shape) => {
			const { delimiter, encoding, end, headers, order, isQuoted, note } = shape;
			const quote = (cell: string): string =>
				isQuoted || /["\n,;|\t]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
			const lines = [
				headers,
				...rows.map(({ name, account, wrap, added }) => [
					wrap > 0 && wrap < name.length ? name.slice(0, wrap) + added + name.slice(wrap) : name,
					account,
					note,
					"us-east-1",
				]),
			].map((cells) => order.map((at) => quote(cells[at] ?? "")).join(delimiter));
			const plain = ["Function name,Account ID", ...rows.map(({ name, account }) => `${name},${account}`)];
			const bytes = encode(`${lines.join("\n")}\n`.replaceAll("\n", end), encoding);
			expect(answer(bytes).map(withoutHyphens)).toEqual(
				answer(Buffer.from(plain.join("\n"))).map(withoutHyphens),
			);
		}),
		{ numRuns: 50 },
	);
});

/** What is not found is shown with the hyphens that it has in the list. */
function withoutHyphens(text: string): string {
	return text.replaceAll("-", "");
}

test("rows in another order are answered in that order", () => {
	const rows = [...NAMES, "prod-staged", "somebody-elses"];
	fc.assert(
		fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
			const answers = answer(Buffer.from(["Función", ...shuffled].join("\n")));
			const sorted = answer(Buffer.from(["Función", ...[...shuffled].sort()].join("\n")));
			expect([...answers].sort()).toEqual([...sorted].sort());
			expect(answers.map((one) => one.split(" ")[0])).toEqual(shuffled);
		}),
		{ numRuns: 10 },
	);
});

test("the work grows no faster than the list", () => {
	const listOf = (count: number): Uint8Array =>
		Buffer.from(
			`Tipo;Función;Cuenta\n${Array.from({ length: count }, (_, at) => `Lambda;${at % 2 === 0 ? `orders-ap-${String(at)}` : (NAMES[at % 5] ?? "")};111122223333`).join("\n")}\n`,
		);
	const [one = 0, two = 0] = [600, 1200].map((count) => {
		const list = listOf(count);
		let answered = 0;
		const work = counter.count(() => {
			answered = answer(list).length;
		});
		expect(answered).toBe(count);
		return [...work.values()].reduce((sum, runs) => sum + runs, 0);
	});
	expect(two / one).toBeLessThanOrEqual(2.05);
});
