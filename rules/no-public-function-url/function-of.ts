import type { Resource } from "../../src/model/resource.ts";
import { alternatives, resourcesIn, type Value } from "../../src/model/value.ts";

/** What a URL can belong to in place of the function itself, and the property that names the function. */
const BETWEEN: ReadonlySet<string> = new Set(["AWS::Lambda::Alias", "AWS::Lambda::Version"]);

/** The function that a URL is for: by reference, through an alias or a version, or by its name; null if unknown. */
export function functionOf(url: Resource): Resource | null {
	const target = url.get("TargetFunctionArn");
	return behind(url, target) ?? named(url, target);
}

function behind({ stack }: Resource, target: Value): Resource | null {
	let value = target;
	for (let hop = 0; hop < 3; hop += 1) {
		const found = [...resourcesIn(value)].flatMap((id) => stack.resource(id) ?? []);
		const fn = found.find(({ type }) => type === "AWS::Lambda::Function");
		const between = found.find(({ type }) => BETWEEN.has(type));
		if (fn !== undefined || between === undefined) {
			return fn ?? null;
		}
		value = between.get("FunctionName");
	}
	return null;
}

/** `orders`, `arn:aws:lambda:eu-west-1:111122223333:function:orders`. */
function named({ stack }: Resource, target: Value): Resource | null {
	const text = target.kind === "literal" ? target.text : null;
	const name = text?.startsWith("arn:") === true ? (text.split(":")[6] ?? null) : text;
	const isCalled = (fn: Resource): boolean =>
		alternatives(fn.get("FunctionName")).some(({ value }) => value.kind === "literal" && value.text === name);
	return name === null ? null : (stack.find("AWS::Lambda::Function").find(isCalled) ?? null);
}
