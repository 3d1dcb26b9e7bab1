import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RULES } from "../../../rules/index.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { lintSource, lintTemplate, type LintResult } from "../../testing/rule-tester.ts";
import { synthApp, type SynthesisedStack } from "../../testing/synth-app.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const APPS = join(ROOT, "fixtures", "cdk");

/** Every rule that asks resources, as the strictest preset asks them. */
const ASKED = Object.fromEntries(
	RULES.filter(({ checkModule }) => checkModule === undefined).map((rule) => [rule.name, {}]),
);

interface App {
	readonly name: string;
	readonly path: string;
	readonly filename: string;
	readonly text: string;
}

const APP_FILES: readonly App[] = readdirSync(APPS).map((name) => {
	const filename = readdirSync(join(APPS, name)).find((file) => /^app\.[jt]s$/u.test(file)) ?? "app.ts";
	const path = join(APPS, name, filename);
	const text = readFileSync(path, "utf8").replace(/<<([a-z-]+)>>/gu, (_, id: string) => fakeSecret(id));
	return { name, path, filename, text };
});

/** `require-key-rotation OrdersKey`: what is said of which construct. */
function saidBySource({ details }: LintResult): ReadonlySet<string> {
	return new Set(
		details.findings.flatMap(({ rule, resource, others = [], property }) =>
			[resource, ...others].map(
				(one) => `${rule} ${one === null ? (property?.split(".")[1] ?? "?") : rootOf(one.id)}`,
			),
		),
	);
}

/**
 * The construct that the author wrote: `Data` of `Data/Key`, which CDK added; `House` of a class that was used once
 * more.
 */
function rootOf(id: string): string {
	return (id.split("/")[0] ?? id).replace(/#\d+$/u, "");
}

function saidByTemplate(
	{ details }: LintResult,
	{ paths }: SynthesisedStack,
	known: ReadonlySet<string>,
): ReadonlySet<string> {
	return new Set(
		details.findings.flatMap(({ rule, resource: first, others = [], property }) =>
			[first, ...others].map((resource) => {
				const path =
					resource === null ? (property?.split(".")[1] ?? "?") : (paths.get(resource.id) ?? resource.id);
				const names = path.split("/").slice(resource === null ? 0 : 1);
				return `${rule} ${names.findLast((name) => known.has(name)) ?? names.filter((name) => name !== "Resource").join("/")}`;
			}),
		),
	);
}

/** The rows of the table in `docs/cdk.md` that say where the two differ, and why. */
function explained(): readonly { readonly app: string; readonly side: string; readonly said: string }[] {
	const page = readFileSync(join(ROOT, "docs", "cdk.md"), "utf8");
	const table = /<!-- begin differences -->\n([\s\S]*?)<!-- end differences -->/u.exec(page)?.[1] ?? "";
	return table
		.split("\n")
		.filter((line) => /^\| `/u.test(line))
		.map((line) => {
			const [, app = "", rule = "", construct = "", side = ""] = line
				.split("|")
				.map((cell) => cell.trim().replaceAll("`", ""));
			return { app, side, said: `${rule} ${construct}` };
		});
}

describe("what the rules say of an app's source and of its template", () => {
	const stacks = new Map<string, readonly SynthesisedStack[]>();

	beforeAll(() => {
		for (const app of APP_FILES) {
			stacks.set(app.name, synthApp(app.text, app.path));
		}
	});

	test("is of many constructs", () => {
		const made = APP_FILES.reduce(
			(count, { text }) => count + (text.match(/\bnew [\w.]+\((?:this|app), ["'`]/gu)?.length ?? 0),
			0,
		);
		expect(made).toBeGreaterThanOrEqual(100);
	});

	test.each(APP_FILES)("is the same in $name, but for what the table explains", (app) => {
		const source = lintSource(app.text, ASKED, app.filename);
		const bySource = saidBySource(source);
		const ids = new Set(
			[...app.text.matchAll(/["'`](\w+)["'`]/gu), ...[...bySource].map((said) => said.split(" "))].map(
				([, id = ""]) => id,
			),
		);
		const byTemplate = new Set(
			(stacks.get(app.name) ?? []).flatMap((stack) => [
				...saidByTemplate(lintTemplate(stack.json, ASKED, "stack.template.json"), stack, ids),
			]),
		);
		const rows = explained().filter((row) => row.app === app.name);
		expect([...bySource].filter((said) => !byTemplate.has(said)).sort()).toEqual(
			rows
				.filter(({ side }) => side === "source")
				.map(({ said }) => said)
				.sort(),
		);
		expect([...byTemplate].filter((said) => !bySource.has(said)).sort()).toEqual(
			rows
				.filter(({ side }) => side === "template")
				.map(({ said }) => said)
				.sort(),
		);
		expect(bySource.size).toBeGreaterThan(2);
	});
});
