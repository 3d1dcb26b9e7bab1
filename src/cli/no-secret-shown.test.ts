import { Linter } from "eslint";
import { afterAll, describe, expect, test } from "vitest";
import plugin, { rulesOf } from "../plugin.ts";
import { loadTypeScriptParser } from "../languages/javascript/parse-source.ts";
import { canaryOf, CANARY_KINDS, FORMLESS, type Canary } from "../testing/secret-texts/canaries.ts";
import { drawFrom } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";
import { PROGRAM_PLACES, secretProgram } from "../testing/secret-texts/secret-programs.ts";
import { MODULE_PLACES, MODULE_STYLES, secretModule } from "../testing/secret-texts/secret-modules.ts";
import { FORMATS, SCALARS, secretTemplate, TEMPLATE_PLACES } from "../testing/secret-texts/secret-templates.ts";

/** How many programs, templates and modules are tried; `KMSLINT_FUZZ=50000` asks for more of them. */
const COUNT = Number(process.env["KMSLINT_FUZZ"] ?? 350);
const SEED = Number(process.env["KMSLINT_SEED"] ?? 1);
/** How many files one run reads. */
const BATCH = 25;
const isLong = process.env["KMSLINT_FUZZ"] !== undefined;

interface Sample {
	readonly name: string;
	readonly file: string;
	readonly text: string;
	readonly canary: Canary;
}

const KINDS = Object.keys(CANARY_KINDS);

/** The n-th program, template or module: every place with every kind in turn, the rest drawn. */
function sampleOf(n: number): Sample {
	const some = drawFrom(`sample ${String(SEED)} ${String(n)}`);
	const draw = (count: number): number => Number.parseInt(some("0123456789", 6), 10) % count;
	const places = PROGRAM_PLACES.length + TEMPLATE_PLACES.length + MODULE_PLACES.length;
	const at = n % places;
	const kind = KINDS[(Math.floor(n / places) + n) % KINDS.length] ?? "";
	const canary = canaryOf(kind, SEED * 1_000_003 + n);
	const place = PROGRAM_PLACES[at];
	if (place !== undefined) {
		const { extension = (["js", "mjs", "ts"] as const)[draw(3)] ?? "js" } = place;
		return {
			name: `${place.name} (${kind})`,
			file: `s${String(n)}.${extension}`,
			text: secretProgram(place, canary, { style: draw(4), trigger: draw(1000), layout: draw(60) }),
			canary: isLookedFor(place, kind) ? canary : { ...canary, parts: [] },
		};
	}
	const template = TEMPLATE_PLACES[at - PROGRAM_PLACES.length];
	if (template === undefined) {
		const module = MODULE_PLACES[at - PROGRAM_PLACES.length - TEMPLATE_PLACES.length];
		if (module === undefined) {
			throw new RangeError(`There is no place ${String(at)}.`);
		}
		const style = MODULE_STYLES[draw(MODULE_STYLES.length)] ?? "quoted";
		const { text, extension } = secretModule(module, canary, style, draw(4) === 0 ? "\r\n" : "\n");
		return {
			name: `module, ${module.name} (${kind}, ${style})`,
			// A folder is a module.
			file: `m${String(n)}/main.${extension}`,
			text,
			canary: isLookedFor(module, kind) ? canary : { ...canary, parts: [] },
		};
	}
	const format = FORMATS[draw(FORMATS.length)] ?? "yaml";
	const style = {
		format,
		scalar: SCALARS[draw(SCALARS.length)] ?? "double",
		lineEnd: draw(4) === 0 ? "\r\n" : "\n",
	} as const;
	return {
		name: `${template.name} (${kind}, ${format} ${style.scalar})`,
		file: `s${String(n)}.${format === "json" || format === "minified" ? "json" : "yaml"}`,
		text: secretTemplate(template, canary, style, draw(1000)),
		canary: isLookedFor(template, kind) ? canary : { ...canary, parts: [] },
	};
}

/** A word is looked for only where a secret belongs. */
function isLookedFor({ free, likely }: { readonly free?: true; readonly likely?: true }, kind: string): boolean {
	return !(free === true && FORMLESS.has(kind)) && !(likely === true && kind === "word");
}

/** How much of a secret in a row counts as shown. */
const WINDOW = 10;

/** The first part of a canary that an output shows; null where it shows none. */
function leakOf(output: string, { parts }: Canary): string | null {
	for (const part of parts) {
		for (const spelt of new Set([part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)])) {
			for (let from = 0; from === 0 || from + WINDOW <= spelt.length; from += 5) {
				const piece = spelt.slice(from, from + WINDOW);
				if (piece.length >= 6 && output.includes(piece)) {
					return piece;
				}
			}
		}
	}
	return null;
}

/** What the report says of one file, so that a leak is told with the place that it stands in. */
function around(output: string, piece: string): string {
	const at = output.indexOf(piece);
	return output.slice(Math.max(0, at - 300), at + 100);
}

/** Each output in turn for the files of one run. */
const RUNS: readonly (readonly [name: string, argv: readonly string[], env: Readonly<Record<string, string>>])[] = [
	["text, diff", ["--preset", "strict", "--fix-dry-run", "--show-unknown"], { KMSLINT_DEBUG: "1" }],
	[
		"text with colours, rules off",
		[
			"--preset",
			"audit",
			"--no-suppressions",
			"--rule",
			"no-hardcoded-secret:off",
			"--rule",
			"no-secret-in-environment:off",
			"--rule",
			"no-secret-in-template:off",
		],
		{ FORCE_COLOR: "1" },
	],
	["JSON in Japanese", ["--preset", "strict", "--format", "json", "--show-unknown", "--lang", "ja"], {}],
	["SARIF in Spanish", ["--preset", "strict", "--format", "sarif", "--lang", "es"], {}],
	["GitHub", ["--preset", "audit", "--format", "github"], {}],
	["Markdown", ["--preset", "audit", "--format", "markdown"], {}],
];

const folders: Folder[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

const SHOWN_LEAKS = isLong ? 60 : 3;

describe(`of ${String(COUNT)} programs, templates and modules, no secret is shown`, () => {
	test("by the command", async () => {
		const leaks = new Map<string, string>();
		let reported = 0;
		for (let from = 0; from < COUNT; from += BATCH) {
			const samples = Array.from({ length: Math.min(BATCH, COUNT - from) }, (_, at) => sampleOf(from + at));
			const folder = new Folder(Object.fromEntries(samples.map(({ file, text }) => [file, text])));
			folders.push(folder);
			const [name, argv, env] = RUNS[(from / BATCH) % RUNS.length] ?? ["", [], {}];
			const { stdout, stderr } = await folder.run(argv, { env });
			reported += (/(\d+) findings/u.exec(stdout)?.[1] ?? 0) === 0 ? 0 : 1;
			for (const sample of samples) {
				const piece = leakOf(stdout + stderr, sample.canary);
				if (piece !== null) {
					leaks.set(
						`${sample.name}: ${name}`,
						`${around(stdout + stderr, piece)}\n=== ${sample.file}\n${sample.text}`,
					);
				}
			}
			folder.remove();
		}
		expect(reported).toBeGreaterThan(COUNT / BATCH / 4);
		expect(
			[...leaks.keys()].length,
			`${[...leaks]
				.slice(0, SHOWN_LEAKS)
				.map(([key, text]) => `--- ${key}\n${text}`)
				.join("\n\n")}\n${String(leaks.size)} leaks`,
		).toBe(0);
	}, 3_600_000);

	test("by ESLint: in messages, suggestions, fixes, and so in its cache", async () => {
		const parser = loadTypeScriptParser() ?? undefined;
		const linter = new Linter();
		const leaks = new Map<string, string>();
		let offers = 0;
		for (let n = 0; n < COUNT / (isLong ? 1 : 4); n += 1) {
			const sample = sampleOf(n);
			const language = /\.(?:yaml|json)$/u.test(sample.file)
				? "aws-kms/template"
				: /\.(?:tf|tfvars)$/u.test(sample.file)
					? "aws-kms/terraform"
					: null;
			const config: Linter.Config = {
				files: ["**/*.*"],
				plugins: { "aws-kms": plugin },
				rules: rulesOf("strict"),
				...(language !== null
					? { language }
					: {
							languageOptions:
								sample.file.endsWith("ts") || sample.file.endsWith("tsx")
									? {
											...(parser === undefined ? {} : { parser }),
											parserOptions: { ecmaFeatures: { jsx: sample.file.endsWith("x") } },
										}
									: { ecmaVersion: "latest" as const, sourceType: "module" as const },
						}),
			};
			// A parser's own message is not ours.
			const messages = linter
				.verify(sample.text, [config], { filename: sample.file })
				.filter(({ fatal }) => fatal !== true);
			offers += messages.filter(({ fix, suggestions }) => fix !== undefined || suggestions !== undefined).length;
			const output = JSON.stringify(messages);
			const piece =
				leakOf(output, sample.canary) ??
				leakOf(
					messages
						.flatMap(({ fix, suggestions = [] }) => [
							fix?.text ?? "",
							...suggestions.map((one) => one.fix.text),
						])
						.join("\n"),
					sample.canary,
				);
			if (piece !== null) {
				leaks.set(sample.name, `${around(output, piece)}\n=== ${sample.file}\n${sample.text}`);
			}
		}
		expect(offers).toBeGreaterThan(COUNT / 5);
		expect(
			leaks.size,
			`${[...leaks]
				.slice(0, SHOWN_LEAKS)
				.map(([key, text]) => `--- ${key}\n${text}`)
				.join("\n\n")}\n${String(leaks.size)} leaks`,
		).toBe(0);
	}, 3_600_000);
});
