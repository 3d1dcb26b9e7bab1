import { beforeAll, describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import type * as Texts from "../../testing/plan-text.ts";
import { WorkCounter } from "../../testing/work-counter.ts";
import type { SourceModule } from "../../languages/program/source-module.ts";
import type * as Secrets from "../../languages/exposure/hardcoded-secret.ts";
import type * as Offers from "./lookup-offers.ts";
import type { FixMode } from "./lookup-offers.ts";
import type * as Targets from "../../fix/lookup/target/literal-target.ts";

/** Modules with as many secrets as asked. */
const SHAPES: readonly (readonly [name: string, code: (secrets: readonly string[]) => string])[] = [
	[
		"constants read by one handler",
		(secrets) =>
			`${secrets.map((one, at) => `const apiToken${String(at)} = "${one}";`).join("\n")}\nexports.handler = async (event) => [${secrets.map((_, at) => `apiToken${String(at)}`).join(", ")}];\n`,
	],
	[
		"literals in one function",
		(secrets) =>
			`exports.handler = async (event) => {\n${secrets.map((one, at) => `  const headers${String(at)} = { apiToken: "${one}" };`).join("\n")}\n  return event;\n};\n`,
	],
	[
		"literals with one name, in functions of their own",
		(secrets) =>
			`${secrets.map((one, at) => `exports.f${String(at)} = async (n) => send(n, { apiToken: "${one}" });`).join("\n")}\n`,
	],
	[
		"a list",
		(secrets) =>
			`exports.handler = async (event) => {\n  const tokens = [${secrets.map((one) => `"${one}"`).join(", ")}];\n  return tokens;\n};\n`,
	],
	[
		"constants with comments, read by sync functions",
		(secrets) =>
			`${secrets.map((one, at) => `// The token of ${String(at)}.\nconst apiToken${String(at)} = "${one}"; // rotated\nfunction sign${String(at)}(text) {\n  return text + apiToken${String(at)};\n}`).join("\n")}\nexports.handler = async (event) => [${secrets.map((_, at) => `sign${String(at)}("a")`).join(", ")}];\n`,
	],
	[
		"properties of one object",
		(secrets) =>
			`const config = {\n${secrets.map((one, at) => `  apiToken${String(at)}: "${one}",`).join("\n")}\n};\nexports.handler = async (event) => [config];\n`,
	],
	[
		"one value in many places",
		(secrets) => `exports.handler = async (event) => [${secrets.map(() => `"${secrets[0] ?? ""}"`).join(", ")}];\n`,
	],
];

const counter = new WorkCounter();
let parseProgram: typeof Texts.parseProgram;
let lookupOffers: typeof Offers.lookupOffers;
let lookupTargetOf: typeof Targets.lookupTargetOf;
let secretsIn: typeof Secrets.secretsIn;

beforeAll(async () => {
	({ parseProgram } = await import("../../testing/plan-text.ts"));
	({ lookupOffers } = await import("./lookup-offers.ts"));
	({ lookupTargetOf } = await import("../../fix/lookup/target/literal-target.ts"));
	({ secretsIn } = await import("../../languages/exposure/hardcoded-secret.ts"));
});

/** How much the planning runs, and how many characters the searches in texts and lists go over. */
function workOf(task: () => void): number {
	let searched = 0;
	const originals = [
		String.prototype.includes,
		String.prototype.indexOf,
		Array.prototype.includes,
		Array.prototype.indexOf,
	] as const;
	const counted = <F extends (this: { readonly length: number }, ...given: never[]) => unknown>(original: F): F =>
		function (this: { readonly length: number }, ...given: never[]) {
			searched += this.length;
			return original.apply(this, given);
		} as F;
	String.prototype.includes = counted(originals[0] as never) as never;
	String.prototype.indexOf = counted(originals[1] as never) as never;
	Array.prototype.includes = counted(originals[2] as never) as never;
	Array.prototype.indexOf = counted(originals[3] as never) as never;
	try {
		const runs = [...counter.count(task).values()];
		expect(runs.length).toBeGreaterThan(50);
		return runs.reduce((sum, count) => sum + count, searched);
	} finally {
		[String.prototype.includes, String.prototype.indexOf, Array.prototype.includes, Array.prototype.indexOf] =
			originals;
	}
}

function offersOf(module: SourceModule, fix: FixMode): number {
	const targets = secretsIn(module).flatMap((secret) => lookupTargetOf(secret, module) ?? []);
	const offers = lookupOffers(module, targets, { fix, topLevelAwait: "auto" });
	return targets.filter((target) => offers.of(target).suggestions.length > 0).length;
}

describe.each(SHAPES)("%s", (_name, code) => {
	test("planning lookups costs as much per secret in a large module as in a small one", () => {
		const work: number[] = [];
		for (const size of [20, 80]) {
			const module = parseProgram(
				code(Array.from({ length: size }, (_, at) => fakeSecret("github-personal-token", 2000 + at))),
				"handler.cjs",
			) as SourceModule;
			secretsIn(module);
			work.push(workOf(() => offersOf(module, "suggest")));
		}
		const [small = 1, large = 1] = work;
		expect(Math.log(large / small) / Math.log(4), work.join(" ")).toBeLessThanOrEqual(1.2);
	});
});
