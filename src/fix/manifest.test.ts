import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { digestOf, findManifest, SECRETS_FOLDER, type KeptState, type ManifestEntry } from "./manifest.ts";
import type { StoreBackend } from "./lookup/lookup.ts";
import { removeFolder } from "../testing/remove-folder.ts";

const TOKEN = fakeSecret("token", 91);
const OTHER = fakeSecret("token", 92);
const KEY = Buffer.alloc(32, 7);

let root: string;
const at = (name: string): string => join(root, SECRETS_FOLDER, name);

function entryOf(
	state: KeptState,
	backend: StoreBackend = "ssm",
	file: string | null = state === "exported" ? "api-token" : null,
): ManifestEntry {
	return {
		digest: digestOf(KEY, backend, "API_TOKEN", TOKEN),
		backend,
		name: "API_TOKEN",
		target: "/app/api-token",
		state,
		file,
		version: null,
		ciphertext: null,
		functionName: null,
		kmsKey: null,
	};
}

function write(entries: readonly unknown[], key: string = KEY.toString("hex")): void {
	writeFileSync(at("manifest.key"), key, { mode: 0o600 });
	writeFileSync(at("manifest.json"), JSON.stringify({ version: 1, entries }), { mode: 0o600 });
}

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "kmslint-manifest-"));
	mkdirSync(join(root, SECRETS_FOLDER), { recursive: true, mode: 0o700 });
	mkdirSync(join(root, "src", "deep"), { recursive: true });
});

afterEach(() => {
	removeFolder(root);
});

describe("a manifest", () => {
	test("says of a stored value that it is, under its own name and backend alone", () => {
		write([entryOf("stored")]);
		const manifest = findManifest(root);
		expect(manifest?.has(TOKEN, "API_TOKEN", "ssm")).toBe("stored");
		expect(manifest?.has(OTHER, "API_TOKEN", "ssm")).toBeNull();
		expect(manifest?.has(TOKEN, "TOKEN", "ssm")).toBeNull();
		expect(manifest?.has(TOKEN, "API_TOKEN", "kms")).toBeNull();
	});

	test("serves Powertools and the extension, which read parameters", () => {
		write([entryOf("stored")]);
		expect(findManifest(root)?.has(TOKEN, "API_TOKEN", "powertools")).toBe("stored");
		expect(findManifest(root)?.has(TOKEN, "API_TOKEN", "extension")).toBe("stored");
	});

	test("says of an exported value that it is, while its file holds it", () => {
		write([entryOf("exported")]);
		const has = (): KeptState | null => findManifest(root)?.has(TOKEN, "API_TOKEN", "ssm") ?? null;
		expect(has()).toBeNull();
		writeFileSync(at("api-token"), TOKEN, { mode: 0o600 });
		expect(has()).toBe("exported");
		writeFileSync(at("api-token"), `${TOKEN}\n`);
		expect(has()).toBeNull();
		expect(findManifest(root)?.find(TOKEN, "API_TOKEN", "ssm")?.target).toBe("/app/api-token");
	});

	test("is found from below, up to the root of the repository", () => {
		write([entryOf("stored")]);
		expect(findManifest(join(root, "src", "deep"))).not.toBeNull();
		mkdirSync(join(root, "src", ".git"));
		expect(findManifest(join(root, "src", "deep"))).toBeNull();
		expect(findManifest(root)).not.toBeNull();
	});

	test("is read anew once it has changed", () => {
		write([]);
		expect(findManifest(root)?.entries).toEqual([]);
		write([entryOf("stored")]);
		expect(findManifest(root)?.has(TOKEN, "API_TOKEN", "ssm")).toBe("stored");
		unlinkSync(at("manifest.json"));
		expect(findManifest(root)).toBeNull();
	});
});

describe("a manifest that counts for nothing", () => {
	test.skipIf(process.platform === "win32")("may be read by others, as what comes out of git may", () => {
		write([entryOf("stored")]);
		chmodSync(at("manifest.key"), 0o644);
		expect(findManifest(root)).toBeNull();
		chmodSync(at("manifest.key"), 0o600);
		chmodSync(at("manifest.json"), 0o640);
		expect(findManifest(root)).toBeNull();
	});

	test.skipIf(process.platform === "win32")("is a link", () => {
		write([entryOf("stored")]);
		const elsewhere = join(root, "key");
		writeFileSync(elsewhere, KEY.toString("hex"), { mode: 0o600 });
		unlinkSync(at("manifest.key"));
		symlinkSync(elsewhere, at("manifest.key"));
		expect(findManifest(root)).toBeNull();
	});

	test.each([
		["has another key", [entryOf("stored")], "00".repeat(32)],
		["has no key", [entryOf("stored")], ""],
		["holds no digests", [{ ...entryOf("stored"), digest: "short" }], undefined],
		["knows another state", [{ ...entryOf("stored"), state: "kept" }], undefined],
		["names a file elsewhere", [entryOf("exported", "ssm", "../../api-token")], undefined],
	])("%s", (_name, entries, key) => {
		writeFileSync(join(root, "api-token"), TOKEN, { mode: 0o600 });
		write(entries, key);
		expect(findManifest(root)?.has(TOKEN, "API_TOKEN", "ssm") ?? null).toBeNull();
	});

	test("is no JSON, or of another version", () => {
		write([]);
		for (const text of ["{", "null", "[]", '{"version":2,"entries":[]}']) {
			writeFileSync(at("manifest.json"), text);
			expect(findManifest(root), text).toBeNull();
		}
	});
});
