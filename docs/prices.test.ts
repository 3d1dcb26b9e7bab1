import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { PRICES } from "../src/model/prices.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PAGES = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
	.filter((name) => name.endsWith(".md") && !name.includes("decisions"))
	.map((name) => readFileSync(join(ROOT, "docs", name), "utf8"));

test("the pages name the prices that the command has", () => {
	const prices = (pattern: RegExp): readonly number[] =>
		PAGES.flatMap((page) => [...page.matchAll(pattern)].map(([, price]) => Number(price)));
	const keys = prices(/(?:customer managed|retained) key(?: costs)? ([\d.]+) USD a month/giu);
	const requests = prices(/(?<!Secrets Manager, )\b([\d.]+) USD per 10,000(?: KMS)? requests/gu);
	expect([...new Set(keys)]).toEqual([PRICES.keyPerMonth]);
	expect([...new Set(requests)]).toEqual([PRICES.requests.price]);
	expect(Math.min(keys.length, requests.length)).toBeGreaterThan(3);
});
