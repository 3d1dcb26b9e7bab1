import { describe, expect, test } from "vitest";
import type { ReportedFinding } from "../report/report.ts";
import { NO_FRAME } from "../report/code-frame.ts";
import { mergeFindings } from "./merge-findings.ts";

const inSource: ReportedFinding = {
	rule: "require-key-rotation",
	messageId: "missingRotation",
	message: "Key 'OrdersKey' is never rotated.",
	severity: "medium",
	file: "lib/orders-stack.ts",
	line: 21,
	column: 3,
	endLine: 21,
	endColumn: 14,
	resource: { id: "OrdersKey", type: "aws-kms.Key" },
	property: "enableKeyRotation",
	fix: "safe",
	suggestions: [],
	fingerprint: "a",
	docs: "",
	level: "error",
	generated: null,
	frame: NO_FRAME,
};
const construct = {
	path: "Orders/OrdersKey/Resource",
	logicalId: "OrdersKeyAF24D47B",
	property: null,
	template: null,
	others: [],
};
const inAssembly: ReportedFinding = {
	...inSource,
	message: "Key 'OrdersKeyAF24D47B' is never rotated.",
	resource: { id: "OrdersKeyAF24D47B", type: "AWS::KMS::Key" },
	property: "EnableKeyRotation",
	fix: "none",
	fingerprint: "b",
	construct,
};

describe("what the source and the assembly tell", () => {
	test.each([
		["at one place", { ...inAssembly, construct: { ...construct, path: "Orders/Other" } }],
		["of one construct", { ...inAssembly, line: 30 }],
		[
			"of a construct that another stage makes too",
			{ ...inAssembly, line: 30, construct: { ...construct, path: "X/Y", others: [construct] } },
		],
	])("%s is one finding, that of the source, with the construct", (_name, made) => {
		expect(mergeFindings([made, inSource], [])).toEqual([{ ...inSource, construct: made.construct }]);
	});

	test.each([
		["another rule", { ...inAssembly, rule: "no-public-key-policy" }],
		["another message", { ...inAssembly, messageId: "disabledRotation" }],
		["another file", { ...inAssembly, file: "lib/other.ts" }],
		[
			"another construct on another line",
			{ ...inAssembly, line: 30, construct: { ...construct, path: "Orders/OrdersKey2/Resource" } },
		],
	])("%s is another finding", (_name, made) => {
		expect(mergeFindings([inSource, made], [])).toEqual([inSource, made]);
	});

	test("two variables of one function are two", () => {
		const [a, b] = [
			{ ...inSource, property: "environment.A" },
			{ ...inAssembly, property: "Environment.Variables.B" },
		];
		expect(mergeFindings([a, b], [])).toEqual([a, b]);
		expect(mergeFindings([a, { ...b, property: "Environment.Variables.A" }], [])).toHaveLength(1);
	});

	test("what the app acknowledges is accepted in its source too, at its place", () => {
		const { rule, messageId, message, severity, file, line, column, resource, property, fingerprint } = inSource;
		const suppression = {
			rule,
			messageId,
			message,
			severity,
			file,
			line,
			column,
			resource,
			property,
			fingerprint,
			suppression: { kind: "acknowledgement" as const, reason: "By hand", until: null },
		};
		expect(mergeFindings([inSource], [suppression])).toEqual([]);
		expect(mergeFindings([inSource], [{ ...suppression, line: 30 }])).toEqual([inSource]);
		expect(
			mergeFindings(
				[inSource],
				[{ ...suppression, suppression: { ...suppression.suppression, kind: "comment" } }],
			),
		).toEqual([inSource]);
	});
});

describe("what an assembly tells without a line of the source", () => {
	const shown = { file: "infra/cdk.out/Orders.template.json", line: 9, column: 5 };
	const untraced = { ...inAssembly, ...shown, construct: { ...construct, template: shown } };
	const source = { ...inSource, file: "infra/lib/orders-stack.ts" };

	test.each([
		["in the app's folder", [untraced, source], [source]],
		["twice, as in the source", [untraced, { ...untraced, line: 20 }, source, { ...source, line: 40 }], null],
		["at the top", [{ ...untraced, file: "cdk.out/A.template.json" }, inSource], [inSource]],
	])("is one finding with that of the source: %s", (_name, all, kept) => {
		const given = all.map((one) =>
			one.construct === undefined
				? one
				: { ...one, construct: { ...construct, template: { ...shown, file: one.file } } },
		);
		expect(mergeFindings(given, [])).toEqual(kept ?? given.filter((one) => one.construct === undefined));
	});

	test.each([
		["of another app", [untraced, { ...source, file: "other/lib/orders-stack.ts" }]],
		["of another construct", [untraced, { ...source, resource: { id: "Other", type: "aws-kms.Key" } }]],
		["of another rule", [untraced, { ...source, rule: "no-public-key-policy" }]],
		["of two constructs, where the source tells of one", [untraced, { ...untraced, line: 20 }, source]],
		["in a template of its own", [untraced, { ...source, file: "infra/cfn/orders.yaml" }]],
		["in a folder that is called otherwise", [{ ...untraced, file: "infra/out/A.json" }, source]],
	])("stays: %s", (_name, all) => {
		expect(mergeFindings(all, [])).toEqual(all);
	});
});
