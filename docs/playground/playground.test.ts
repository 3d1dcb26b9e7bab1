import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RULE_NAMES } from "../../src/plugin.ts";
import { BrowserPage } from "../../src/testing/drive-browser.ts";
import { fakeSecret } from "../../src/testing/fake-secret.ts";
import { findBrowser } from "../../src/testing/find-browser.ts";
import { FUZZ_RUNS, SEED } from "../../src/testing/seed.ts";
import { Folder } from "../../src/testing/run-command.ts";
import { buildPage } from "./build.js";
import { Buffer as PageBuffer } from "./node/buffer.ts";
import * as path from "./node/path.ts";
import { process as pageProcess } from "./node/process.ts";

describe("what the page has in place of Node.js", () => {
	const name = fc.constantFrom(".", "..", "a", "b.c", ".d", "e.f.g", "ü", "h.");
	const somePath = fc
		.tuple(fc.constantFrom("", "/"), fc.array(name, { maxLength: 6 }), fc.constantFrom("", "/"))
		.map(([root, names, end]) => (names.length === 0 ? root : `${root}${names.join("/")}${end}`));

	test("takes paths apart and joins them as Node.js does", () => {
		fc.assert(
			fc.property(somePath, somePath, (one, other) => {
				expect(path.normalize(one)).toBe(posix.normalize(one));
				expect(path.join(one, other)).toBe(posix.join(one, other));
				expect(path.resolve("/", one, other)).toBe(posix.resolve("/", one, other));
				expect(path.dirname(one)).toBe(posix.dirname(one));
				expect(path.basename(one)).toBe(posix.basename(one));
				expect(path.basename(one, ".c")).toBe(posix.basename(one, ".c"));
				expect(path.extname(one)).toBe(posix.extname(one));
				const [from, to] = [one, other].map((given) => posix.resolve("/", given)) as [string, string];
				expect(path.relative(from, to)).toBe(posix.relative(from, to));
			}),
			{ numRuns: 100 },
		);
	});

	test("reads and writes bytes as Node.js does", () => {
		const text = fc.string({ unit: fc.constantFrom("a", "\u0000", "é", "あ", "😀", "\uFEFF"), maxLength: 12 });
		const base64 = fc.array(fc.constantFrom("Y", "W", "_", "-", "+", "/", "=", " ", "é", "0"), { maxLength: 12 });
		fc.assert(
			fc.property(text, base64, (one, characters) => {
				const encoded = characters.join("");
				for (const encoding of ["utf8", "latin1", "hex", "base64", "base64url"] as const) {
					expect(PageBuffer.from(one).toString(encoding)).toBe(Buffer.from(one).toString(encoding));
					expect(PageBuffer.from(encoded, "base64").toString(encoding)).toBe(
						Buffer.from(encoded, "base64").toString(encoding),
					);
				}
				expect(PageBuffer.byteLength(one)).toBe(Buffer.byteLength(one));
				const { crc32 } = pageProcess.getBuiltinModule("node:zlib") as { crc32(given: string): number };
				expect(crc32(one)).toBe(process.getBuiltinModule("node:zlib").crc32(one));
			}),
			{ numRuns: 30 },
		);
	});
});

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures");

/** With secrets that are made. */
function textOfFixture(path: string): string {
	return readFileSync(join(FIXTURES, path), "utf8").replaceAll(/<<([a-z-]+)>>/gu, (_, id: string) => fakeSecret(id));
}

/** One file of each rule's first story, each alone in a folder: the page knows one file. */
function stories(): readonly { readonly file: string; readonly name: string; readonly text: string }[] {
	return (
		RULE_NAMES.flatMap((rule) => {
			const [story = ""] = readdirSync(join(FIXTURES, rule));
			const name = readdirSync(join(FIXTURES, rule, story)).find((one) =>
				/^(?:template\.(?:yaml|json)|main\.tf|handler\.[cm]?[jt]sx?)$/u.test(one),
			);
			return name === undefined ? [] : [{ name, path: join(rule, story, name) }];
		})
			.concat(["orders", "storage"].map((app) => ({ name: "app.ts", path: join("cdk", app, "app.ts") })))
			// Another quarter in each run.
			.filter((_, index) => FUZZ_RUNS !== undefined || index % 4 === SEED % 4)
			.map(({ name, path: at }, index) => ({
				file: `${String(index)}/${name}`,
				name,
				text: textOfFixture(at),
			}))
	);
}

/** What the page lists. */
interface Listed {
	readonly kind: string;
	readonly findings: readonly { readonly rule: string; readonly at: string; readonly message: string }[];
}

/** Types a text into the page, and gives what it lists. */
const LISTING = `(name, text) => {
	document.getElementById("name").value = name;
	document.getElementById("text").value = text;
	document.getElementById("preset").dispatchEvent(new Event("change"));
	const of = (item, selector) => item.querySelector(selector).textContent;
	return {
		kind: document.getElementById("kind").textContent,
		findings: [...document.querySelectorAll("#errors > li, #findings > li")].map((item) => ({
			rule: item.querySelector("a")?.textContent ?? "error",
			at: of(item, ".place"),
			message: item.querySelectorAll("p")[1]?.textContent ?? of(item, "p"),
		})),
	};
}`;

interface ReportedPlace {
	readonly rule: string;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly message: string;
}

const BROWSER = findBrowser();

describe.skipIf(BROWSER === null)("the page in Chromium", () => {
	let folder: Folder;
	let page: BrowserPage;
	let address: string;

	beforeAll(async () => {
		folder = new Folder();
		address = pathToFileURL(folder.write("index.html", await buildPage())).href;
		page = await BrowserPage.open(BROWSER ?? "", join(folder.path, "browser"));
		await page.goTo(address, 'document.getElementById("kind")?.textContent.startsWith("Read as")');
	});

	afterAll(async () => {
		await page.close();
		folder.remove();
	});

	const list = async (name: string, text: string): Promise<Listed> =>
		(await page.evaluate(`(${LISTING})(${JSON.stringify(name)}, ${JSON.stringify(text)})`)) as Listed;
	const textOf = async (id: string): Promise<string> =>
		String(
			await page.evaluate(`(({ value, textContent }) => value ?? textContent)(document.getElementById("${id}"))`),
		);

	test("finds in each story what the command finds, and makes the same fixes", async () => {
		const texts = stories();
		texts.forEach(({ file, text }) => folder.write(`files/${file}`, text));
		const { findings, errors } = JSON.parse((await folder.run(["files", "-f", "json"])).stdout) as {
			readonly findings: readonly ReportedPlace[];
			readonly errors: readonly ReportedPlace[];
		};
		expect(errors).toEqual([]);
		await folder.run(["files", "--fix"]);
		for (const { file, name, text } of texts) {
			const listed = await list(name, text);
			const own = listed.findings.map(({ rule, at, message }) => `${rule} ${at} ${message}`);
			const told = findings
				.filter((one) => one.file === `files/${file}`)
				.map(({ rule, line, column, message }) => {
					const shown = message.replaceAll("`", "").replace(`files/${file}`, name);
					return `${rule} line ${String(line)}, column ${String(column)} ${shown}`;
				});
			expect(own.sort(), file).toEqual(told.sort());
			await page.evaluate('document.getElementById("fix-all").click()');
			expect(await textOf("text"), file).toBe(readFileSync(join(folder.path, "files", file), "utf8"));
		}
	});

	test("tells it in the language that is chosen", async () => {
		const choose = (value: string): Promise<unknown> =>
			page.evaluate(`document.getElementById("language").value = "${value}"`);
		const text = textOfFixture("no-secret-in-environment/orders-api/template.yaml");
		folder.write("language/template.yaml", text);
		for (const language of ["es", "ja"]) {
			await choose(language);
			const { findings } = await list("template.yaml", text);
			const { stdout } = await folder.run(["language", "-f", "json", "--lang", language]);
			const told = (JSON.parse(stdout) as { readonly findings: readonly ReportedPlace[] }).findings;
			expect(told.length).toBeGreaterThan(0);
			expect(findings.map(({ message }) => message)).toEqual(
				told.map(({ message }) => message.replaceAll("`", "")),
			);
			expect(await page.evaluate('document.querySelector("#findings p[lang]").lang')).toBe(language);
		}
		await choose("en");
	});

	test("tells what a text is without its name", async () => {
		for (const { name, text } of stories()) {
			const { kind } = await list("", text);
			expect(kind, text).toMatch(
				name.endsWith(".tf")
					? /^Read as a Terraform file: main\.tf/u
					: /\.[cm]?[jt]s$/u.test(name)
						? /^Read as a source file: index\.[jt]s/u
						: /^Read as a template: template\.(?:yaml|json)/u,
			);
		}
	});

	test("asks for nothing but itself, and is not allowed to", async () => {
		expect(page.problems).toEqual([]);
		expect(page.requests.map((url) => url.replace(/#.*$/u, ""))).toEqual([address]);
		expect(
			await page.evaluate(`new Promise((resolve) => {
				const refused = [];
				addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
					refused.push(effectiveDirective);
					if (refused.length === 4) {
						resolve(refused.sort());
					}
				});
				fetch("https://example.com/").catch(() => undefined);
				navigator.sendBeacon("https://example.com/", "a");
				new Image().src = "https://example.com/a.png";
				const form = document.createElement("form");
				form.action = "https://example.com/";
				document.body.append(form);
				form.submit();
			})`),
		).toEqual(["connect-src", "connect-src", "form-action", "img-src"]);
	});

	test("is worked with by the keyboard: from the text to a fix, and back with undo", async () => {
		const template = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy: {}\n";
		await list("template.yaml", template);
		await page.evaluate('document.getElementById("text").focus()');
		const visited: string[] = [];
		for (let step = 0; step < 12; step += 1) {
			await page.press("Tab");
			visited.push(
				String(await page.evaluate("document.activeElement.id || document.activeElement.textContent")),
			);
			if (visited.at(-1) === "Fix") {
				await page.press("Enter");
				break;
			}
		}
		expect(visited.slice(0, 2)).toEqual(["link", "fix-all"]);
		expect(visited.at(-1)).toBe("Fix");
		expect(await textOf("text")).toContain("EnableKeyRotation: true");
		expect(await page.evaluate("document.activeElement.id")).toBe("text");
		await page.evaluate('document.execCommand("undo")');
		expect(await textOf("text")).toBe(template);
	});

	test("keeps what was typed while somebody looks at an example", async () => {
		const choose = (value: string): Promise<unknown> =>
			page.evaluate(
				`((select) => { select.value = "${value}"; select.dispatchEvent(new Event("change")); })(document.getElementById("example"))`,
			);
		await choose("");
		await list("own.tf", "# of somebody\n");
		await choose("1");
		expect(await textOf("text")).toBe(readFileSync(join(FIXTURES, "terminal/template.yaml"), "utf8"));
		await list("", "Resources: {}\n");
		await choose("");
		expect([await textOf("name"), await textOf("text")]).toEqual(["own.tf", "# of somebody\n"]);
		await choose("1");
		expect(await textOf("text")).toBe("Resources: {}\n");
		await choose("");
	});

	test("makes a link on request only, warns of a secret in it, and opens what a link carries", async () => {
		const text = `Parameters:\n  Token:\n    Type: String\n    Default: ${fakeSecret("github-personal-token")}\nResources:\n  Topic: { Type: AWS::SNS::Topic } # ü😀\n`;
		await list("", text);
		expect(await page.evaluate("location.hash")).toBe("");
		expect(await page.evaluate('document.getElementById("link-label").hidden')).toBe(true);
		await page.evaluate('document.getElementById("link").click()');
		while ((await page.evaluate('document.getElementById("link-label").hidden')) === true) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		expect(await textOf("link-warning")).toBe(
			"1 part of this text may be a secret. Anyone with the link can read it.",
		);
		const link = await textOf("link-text");
		expect(link).toMatch(/#packed=[\w-]+$/u);
		await list("", "");
		await page.goTo(link, 'document.getElementById("text").value !== ""');
		expect(await textOf("text")).toBe(text);
		for (const damaged of ["#packed=AAAA", "#packed=", "#text=e30", "#text=%", "#other"]) {
			await page.evaluate(`location.hash = ${JSON.stringify(damaged)}`);
		}
		expect(await textOf("text")).toBe(text);
	});

	test("axe finds nothing, in light and in dark", async () => {
		await list("", stories()[0]?.text ?? "");
		await page.evaluate(`${readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")};0`);
		for (const value of ["light", "dark"]) {
			await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
			expect(
				await page.evaluate(
					"axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
				),
			).toEqual([]);
		}
	});
});
