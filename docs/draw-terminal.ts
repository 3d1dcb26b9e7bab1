import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { run } from "../src/cli/run.ts";
import { fillParts } from "./generate-docs.ts";

const ROOT = resolve(import.meta.dirname, import.meta.dirname.includes("dist") ? "../.." : "..");

const TEMPLATE = join(ROOT, "fixtures", "terminal", "template.yaml");

/** Where the picture is kept, from the root of the project. */
export const PICTURE = "docs/terminal.svg";

/** The text of the terminal, with ANSI colors: a finding, its fix, and what the fix changes. */
export async function terminalText(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "kmslint-terminal-"));
	try {
		copyFileSync(TEMPLATE, join(folder, "template.yaml"));
		const found = await printed(folder, []);
		const fixed = await printed(folder, ["--fix"]);
		return [
			prompt("npx eslint-plugin-aws-kms"),
			found,
			prompt("npx eslint-plugin-aws-kms --fix"),
			fixed,
			prompt("git diff -U2"),
			difference(folder),
		].join("\n");
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function prompt(command: string): string {
	return `\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m`;
}

/** What the command prints in a folder. */
async function printed(cwd: string, options: readonly string[]): Promise<string> {
	let stdout = "";
	await run(["--color", ...options], {
		stdout: { write: (text) => (stdout += text) },
		stderr: { write: () => undefined },
		readStdin: () => Promise.resolve(new Uint8Array()),
		cwd,
		env: {},
		now: () => 0,
	});
	return stdout;
}

/** The hunks of git's diff, without the lines that name temporary files. */
function difference(cwd: string): string {
	const arguments_ = ["diff", "--no-index", "--color=never", "--no-ext-diff", "-U2", TEMPLATE, "template.yaml"];
	let diff = "";
	try {
		// No setting of the user's changes the picture.
		const env = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" };
		execFileSync("git", arguments_, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
	} catch (error) {
		// git exits with 1 where the files differ.
		diff = String((error as { readonly stdout?: unknown }).stdout);
	}
	return diff
		.slice(diff.indexOf("@@"))
		.split("\n")
		.map((line) =>
			line.startsWith("@@")
				? `\u001b[36m${line}\u001b[39m`
				: line.startsWith("+")
					? `\u001b[32m${line}\u001b[39m`
					: line,
		)
		.join("\n");
}

const WIDTH = 900;
const PADDING = 20;
const FONT = 13;
const LINE = 19;

/** The colors of a dark terminal: it brings its own background, so it reads on a light page and on a dark one. */
const BACKGROUND = "#0d1117";
const FOREGROUND = "#e6edf3";
const BORDER = "#444c56";
const FILL: Readonly<Record<string, string>> = {
	"31": "#ff7b72",
	"32": "#56d364",
	"33": "#e3b341",
	"35": "#d2a8ff",
	"36": "#79c0ff",
};

interface Style {
	readonly fill: string | null;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isUnderlined: boolean;
}

const PLAIN: Style = { fill: null, isBold: false, isDim: false, isUnderlined: false };

function restyle(style: Style, code: string): Style {
	switch (code) {
		case "1":
			return { ...style, isBold: true };
		case "2":
			return { ...style, isDim: true };
		case "4":
			return { ...style, isUnderlined: true };
		case "22":
			return { ...style, isBold: false, isDim: false };
		case "24":
			return { ...style, isUnderlined: false };
		default:
			return { ...style, fill: FILL[code] ?? null };
	}
}

/** What begins the codes of a terminal, and a piece of text behind the code of its color. */
const ESC = "\u001B";
const COLORED = new RegExp(`${ESC}\\[(\\d+)m([^${ESC}]*)`, "gu");

/** An SVG of a text with ANSI colors. The text stays text: it can be selected, searched and read aloud. */
export function renderTerminal(text: string): string {
	const lines = text.trimEnd().split("\n");
	const height = lines.length * LINE + 2 * PADDING;
	let style = PLAIN;
	const rows = lines.map((line, index) => {
		const spans: string[] = [];
		for (const [, code, piece = ""] of `${ESC}[0m${line}`.matchAll(COLORED)) {
			style = code === "0" ? style : restyle(style, code ?? "");
			if (piece !== "") {
				spans.push(spanOf(piece, style));
			}
		}
		return `<text x="${String(PADDING)}" y="${String(PADDING + FONT + index * LINE)}" xml:space="preserve">${spans.join("")}</text>`;
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${String(WIDTH)}" height="${String(height)}" viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-labelledby="title">`,
		`<title id="title">A terminal: eslint-plugin-aws-kms reports a volume that is not encrypted, and --fix encrypts it</title>`,
		`<rect x="0.5" y="0.5" width="${String(WIDTH - 1)}" height="${String(height - 1)}" rx="8" fill="${BACKGROUND}" stroke="${BORDER}"/>`,
		`<g fill="${FOREGROUND}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="${String(FONT)}">`,
		...rows.filter((row) => !row.endsWith('"preserve"></text>')),
		"</g>",
		"</svg>",
		"",
	].join("\n");
}

function spanOf(piece: string, { fill, isBold, isDim, isUnderlined }: Style): string {
	const attributes = [
		fill === null ? "" : ` fill="${fill}"`,
		isBold ? ' font-weight="bold"' : "",
		isDim ? ' fill-opacity="0.7"' : "",
		isUnderlined ? ' text-decoration="underline"' : "",
	].join("");
	const escaped = piece.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
	return attributes === "" ? `<tspan>${escaped}</tspan>` : `<tspan${attributes}>${escaped}</tspan>`;
}

/** The same as text, for the README. */
export function terminalPart(text: string): string {
	return `\`\`\`text\n${stripVTControlCharacters(text).trimEnd()}\n\`\`\``;
}

/** Run as a program: draws the picture, and writes its text into the README. */
if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const text = await terminalText();
	writeFileSync(join(ROOT, PICTURE), renderTerminal(text));
	const readme = join(ROOT, "README.md");
	writeFileSync(readme, fillParts(readFileSync(readme, "utf8"), { terminal: terminalPart(text) }));
}
