import { variablesOf } from "../model/environment.ts";
import type { Resource, Stack } from "../model/resource.ts";
import { roleOf } from "../model/role.ts";
import type { Value } from "../model/value.ts";
import { ACCOUNT_ID, REGION } from "./aws-double/account.ts";
import type { Statement } from "./aws-double/policy.ts";
import type { Deployed } from "./resolve-template.ts";

const PSEUDO: ReadonlyMap<string | null, string> = new Map([
	["AWS::AccountId", ACCOUNT_ID],
	["AWS::Region", REGION],
	["AWS::Partition", "aws"],
]);

/**
 * What a stack deploys, by our own evaluation of its values: for engines whose language the tests cannot evaluate
 * otherwise.
 *
 * @throws {Error} for a value that is not known
 */
export function resolveStack(
	stack: Stack,
	parameters: Readonly<Record<string, string>>,
	newKey: (index: number) => string,
): Deployed {
	const keys = stack.find("AWS::KMS::Key").map((key, index) => ({ key, arn: newKey(index + 1) }));
	const textOf = (value: Value): string => {
		switch (value.kind) {
			case "literal":
				return value.text;
			case "text":
				return value.parts.map((part) => (typeof part === "string" ? part : textOf(part))).join("");
			case "reference":
				if (value.to.of === "pseudo") {
					return PSEUDO.get(value.to.name) ?? "";
				}
				if (value.to.of === "parameter") {
					return parameters[value.to.name] ?? value.to.parameter.default?.text ?? "";
				}
				return value.to.of === "resource" ? arnOf(value.to.id) : "";
			default:
				throw new Error(`A text was expected, not ${value.kind}.`);
		}
	};
	const arnOf = (id: string): string => {
		const key = keys.find((one) => one.key.id === id);
		return key?.arn ?? `arn:aws:double:${REGION}:${ACCOUNT_ID}:${id}`;
	};
	const dataOf = (value: Value): unknown => {
		switch (value.kind) {
			case "map":
				return Object.fromEntries(value.entries.map((entry) => [entry.key, dataOf(entry.value)]));
			case "list":
				return value.items.map(dataOf);
			default:
				return textOf(value);
		}
	};
	const functions = stack.find("AWS::Lambda::Function").map((fn) => {
		const role = roleOf(fn);
		const principal = (role?.id ?? "").replaceAll(/[^\w-]/gu, "-");
		return {
			role: principal,
			statements: (role?.statements ?? []).map(({ map }) => dataOf(map) as Statement),
			deployed: {
				id: fn.id,
				name: nameOf(fn, textOf),
				environment: Object.fromEntries(variablesOf(fn).map(({ name, value }) => [name, textOf(value)])),
				handler: "",
				key: fn.get("KmsKeyArn").kind === "absent" ? null : textOf(fn.get("KmsKeyArn")),
				role: principal,
			},
		};
	});
	return {
		functions: functions.map(({ deployed }) => deployed),
		roles: new Map(functions.map(({ role, statements }) => [role, statements])),
		keys: keys.map(({ key, arn }) => ({
			id: key.id,
			arn,
			policy: null,
			aliases: stack
				.find("AWS::KMS::Alias")
				.filter((alias) => textOf(alias.get("TargetKeyId")) === arn)
				.map((alias) => textOf(alias.get("AliasName"))),
		})),
	};
}

function nameOf(fn: Resource, textOf: (value: Value) => string): string {
	const name = fn.get("FunctionName");
	return name.kind === "absent" ? fn.id : textOf(name);
}
