import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { readTerraformMap } from "../languages/terraform/spec/generate-mapping.ts";
import { STORES } from "../model/at-rest/stores.ts";
import type { Store } from "../model/at-rest/store.ts";
import { TextLinter } from "./lint-text.ts";

/** A store of a type of Terraform, with the paths of its settings. */
interface Place {
	readonly name: string;
	readonly type: string;
	readonly store: Store;
	/** `environment{}.variables`: arguments, by the setting. */
	readonly settings: readonly Setting[];
	/** What has to be there so that something is stored. */
	readonly around: readonly Setting[];
}

interface Setting {
	readonly path: string;
	readonly value: string;
	readonly isKey: boolean;
}

const KEY = "aws_kms_key.main.arn";

/** Switched on by an argument that is no property. */
const OWN = new Set(["aws_kinesis_firehose_delivery_stream"]);

const PLACES: readonly Place[] = Object.entries(readTerraformMap().types).flatMap(([type, { cfn, arguments: rows }]) =>
	STORES.filter((store) => store.type === cfn && store.absent !== "unknown").flatMap((store): readonly Place[] => {
		const pathOf = (path: string): string | undefined =>
			rows.find(([, property]) => property === (store.at === undefined ? path : `${store.at}.${path}`))?.[0];
		const settings = [
			{ path: store.switch, value: store.inverted === true ? "false" : "true", isKey: false },
			{ path: store.mode, value: JSON.stringify(store.kms ?? "KMS"), isKey: false },
			{ path: store.key, value: KEY, isKey: true },
		].flatMap(({ path, value, isKey }): readonly (Setting | null)[] => {
			const argument = path === undefined ? undefined : pathOf(path);
			return path === undefined ? [] : [argument === undefined ? null : { path: argument, value, isKey }];
		});
		const around = (store.when ?? []).map(({ path, is }): Setting | null => {
			const argument = pathOf(path);
			const value = is[0] === "*" ? "x" : (is[0] ?? "");
			return argument === undefined ? null : { path: argument, value: JSON.stringify(value), isKey: false };
		});
		// A document in one argument is no block, and what no argument says is of another resource.
		const isWritten = [...settings, ...around].every((one) => one !== null);
		return !isWritten || settings.length === 0 || OWN.has(type)
			? []
			: [
					{
						name: `${type}_${String(STORES.indexOf(store))}`,
						type,
						store,
						settings: settings.filter((one) => one !== null),
						around: around.filter((one) => one !== null),
					},
				];
	}),
);

/** Blocks and arguments, nested by their paths. */
function render(settings: readonly { readonly path: string; readonly value: string }[], wrap = plainBlock): string {
	const groups = new Map<string, { path: string; value: string }[]>();
	const lines: string[] = [];
	for (const { path, value } of settings) {
		const [first = "", ...rest] = path.split(".");
		if (first.endsWith("{}") && rest.length === 0) {
			lines.push(`${first.slice(0, -2)} {\n}`);
		} else if (rest.length === 0) {
			lines.push(`${first.replace(/\[\]$/u, "")} = ${path.endsWith("[]") ? `[${value}]` : value}`);
		} else {
			groups.set(first, [...(groups.get(first) ?? []), { path: rest.join("."), value }]);
		}
	}
	for (const [name, inner] of groups) {
		const label = name.replace(/=?\{\}|\[\]/gu, "");
		lines.push(name.endsWith("={}") ? `${label} = {\n${render(inner, wrap)}\n}` : wrap(label, render(inner, wrap)));
	}
	return lines.join("\n");
}

function plainBlock(label: string, body: string): string {
	return `${label} {\n${body}\n}`;
}

const dynamicBlock =
	(forEach: string) =>
	(label: string, body: string): string =>
		`dynamic "${label}" {\nfor_each = ${forEach}\ncontent {\n${body}\n}\n}`;

const PRELUDE = `
resource "aws_kms_key" "main" {
  enable_key_rotation = true
}
variable "flag" {
  type = bool
}
variable "open" {}
variable "on" {
  default = true
}
variable "off" {
  default = false
}
variable "keys" {
  default = {}
}
locals {
  key  = aws_kms_key.main.arn
  both = merge({ enabled = true }, {})
  none = []
}
`;

const LINTER = new TextLinter({
	preset: "audit",
	rules: new Map(),
	parameterOverrides: {},
	inventory: null,
	suppressions: true,
	cwd: tmpdir(),
});

/** The places of which something is reported, if each is written in a form; and the errors. */
function lint(bodyOf: (place: Place) => string | null): ReadonlySet<string> {
	const text =
		PRELUDE +
		PLACES.map((place) => {
			const body = bodyOf(place);
			return body === null ? "" : `resource "${place.type}" "${place.name}" {\n${body}\n}\n`;
		}).join("");
	const linted = LINTER.lint(text, "terraform-forms.tf");
	expect(linted.errors.map(({ line }) => text.split("\n")[line - 1])).toEqual([]);
	const places = new Map(PLACES.map((place) => [place.name, place]));
	return new Set(
		linted.findings
			.filter(({ rule }) => rule === "require-encryption-at-rest")
			.flatMap(({ resource, others = [], property }) =>
				[resource, ...others].flatMap((one) => {
					const name = one?.id.split(/[.[]/u)[1] ?? "";
					// The other stores of the type are written as other resources.
					const isOwn = places
						.get(name)
						?.settings.some(({ path }) => path.replaceAll(/=?\{\}|\[\]/gu, "") === property);
					return isOwn === true ? [name] : [];
				}),
			),
	);
}

/** The settings with another way to write their values. */
const written =
	(form: (value: string, setting: Setting) => string | null, wrap?: typeof plainBlock) =>
	({ settings, around }: Place): string | null => {
		const values = settings.map((setting) => form(setting.value, setting));
		return values.includes(null)
			? null
			: render([...around, ...settings.map(({ path }, index) => ({ path, value: values[index] ?? "" }))], wrap);
	};

describe("a store under a key of the customer is not reported", () => {
	test.each([
		["as it is", written((value) => value)],
		["as text", written((value) => (/^(?:true|false)$/u.test(value) ? `"${value}"` : value))],
		["through a template", written((value) => `"\${${value}}"`)],
		["through a local", written((value) => (value === KEY ? "local.key" : value))],
		["through try", written((value) => `try(${value}, null)`)],
		["through try of what may fail", written((value) => `try(var.open.x, ${value})`)],
		["through coalesce", written((value) => (value === KEY ? `coalesce(null, ${value})` : value))],
		["through one", written((value) => `one([${value}])`)],
		["through a splat", written((value) => (value === KEY ? "one(aws_kms_key.main[*].arn)" : value))],
		["through merge", written((value) => `merge({ x = false }, { x = ${value} }).x`)],
		["through lookup", written((value) => `lookup({ x = ${value} }, "x", false)`)],
		["by a condition that is known", written((value) => `var.on ? ${value} : null`)],
		["by a condition that is not known, on both sides", written((value) => `var.flag ? ${value} : ${value}`)],
		["by a variable without a default", written(() => "var.open")],
		["in a dynamic block", written((value) => value, dynamicBlock("[1]"))],
		["in a dynamic block of a map", written((value) => value, dynamicBlock("{ a = 1 }"))],
		["in a dynamic block by a condition", written((value) => value, dynamicBlock("var.on ? [1] : []"))],
		["in a dynamic block for each of objects", written((value) => value, dynamicBlock('toset(["a"])'))],
		["by count", (place: Place) => `count = 2\n${written((value) => value)(place) ?? ""}`],
		[
			"for each of a set",
			(place: Place) => `for_each = toset(["a", "b"])\n${written((value) => value)(place) ?? ""}`,
		],
		[
			"for each of a map that is not known",
			(place: Place) => `for_each = var.keys\n${written((value) => value)(place) ?? ""}`,
		],
	] as const)("%s", (_, form) => {
		expect([...lint(form)]).toEqual([]);
	});

	test("nor one that is not there", () => {
		expect([...lint((place) => `count = 0\n${render(place.around)}`)]).toEqual([]);
		expect([...lint((place) => `count = var.off ? 1 : 0\n${render(place.around)}`)]).toEqual([]);
		expect([...lint((place) => `for_each = {}\n${render(place.around)}`)]).toEqual([]);
		expect([...lint((place) => `for_each = local.none\n${render(place.around)}`)]).toEqual([]);
	});
});

describe("a store that is weaker is reported", () => {
	/** What is reported if nothing is written: a block without which nothing is stored is written then. */
	const weak = (form: (place: Place) => string | null): readonly string[] => {
		const reported = lint(form);
		return PLACES.filter((place) => form(place) !== null && !reported.has(place.name)).map(({ name }) => name);
	};
	const hasKey = ({ settings }: Place): boolean => settings.some(({ isKey }) => isKey);
	const only =
		(is: (place: Place) => boolean, form: (place: Place) => string | null) =>
		(place: Place): string | null =>
			is(place) ? form(place) : null;
	const keyed = (key: string) =>
		only(
			hasKey,
			written((value) => (value === KEY ? key : value)),
		);
	const off = (form: (value: string) => string, wrap?: typeof plainBlock) =>
		only(
			({ store }) => store.switch !== undefined && (store.off ?? "none") === "none",
			({ settings, around }) =>
				render(
					[
						...around,
						...settings
							.filter(({ isKey }) => !isKey)
							.map(({ path, value }) => ({ path, value: form(value === "true" ? "false" : "true") })),
					],
					wrap,
				),
		);

	test.each([
		["by a key of the provider", keyed('"alias/aws/service"')],
		["by a key of the provider, through a variable", keyed('coalesce(null, "alias/aws/service")')],
		["by null", keyed("null")],
		["by an empty text", keyed('""')],
		["by a condition on one side", keyed(`var.flag ? ${KEY} : null`)],
		["by a condition that is known", keyed(`var.off ? ${KEY} : null`)],
		["switched off", off((value) => value)],
		["switched off by a text", off((value) => `"${value}"`)],
		["switched off by a variable", off((value) => (value === "true" ? "var.on" : "var.off"))],
		["switched off through try", off((value) => `try(${value}, null)`)],
		["switched off in a dynamic block", off((value) => value, dynamicBlock("[1]"))],
		[
			"switched off by count",
			(place: Place) => {
				const body = off((value) => value)(place);
				return body === null ? null : `count = 2\n${body}`;
			},
		],
		[
			"switched off for each",
			(place: Place) => {
				const body = off((value) => value)(place);
				return body === null ? null : `for_each = toset(["a"])\n${body}`;
			},
		],
	] as const)("%s", (_, form) => {
		expect(weak(form)).toEqual([]);
	});
});
