import { basename, extname } from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import type { CodeSource } from "../../../model/code-source.ts";
import type { Evaluator } from "../evaluate/evaluate.ts";
import { argumentAt } from "../evaluate/argument-at.ts";
import { pathOfJs } from "../evaluate/machine-path.ts";
import { findJsEntry, type Js } from "../evaluate/js.ts";
import { variableOf } from "../../program/variable-of.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { GivenProps } from "../translate/given-props.ts";

/**
 * Where the code of a function is: `entry` and `handler` of a `NodejsFunction`, the path of `Code.fromAsset`. Null for
 * code that a property of the resource contains.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda_nodejs-readme.html
 */
export function codeSourceOf(given: GivenProps, filename: string): CodeSource | null {
	const source = sourceOf(given, filename);
	const why = whySetElsewhere(given);
	return source === null || why === null ? source : { ...source, mayBeSet: why };
}

/** `addEnvironment` may be called wherever the construct is known, and a bundler can put values in the code. */
function whySetElsewhere(given: GivenProps): string | null {
	const bundling = given.get("bundling");
	if (
		bundling.kind !== "absent" &&
		(bundling.kind !== "object" || bundling.open || findJsEntry(bundling, "define") !== undefined)
	) {
		return "its bundler may put values in the place of variables";
	}
	return isKnownOutside(given.construct.site, given.evaluator)
		? "other files of the app may add to its environment"
		: null;
}

/**
 * True for a construct that is kept in a field that others can read, returned, exported, or given to a class that is not
 * known here.
 */
function isKnownOutside(site: TSESTree.Node, evaluator: Evaluator): boolean {
	const { parent } = site;
	switch (parent?.type) {
		case "AssignmentExpression":
			return parent.left.type === "MemberExpression" && parent.left.property.type !== "PrivateIdentifier";
		case "PropertyDefinition":
			return parent.accessibility !== "private" && parent.key.type !== "PrivateIdentifier";
		case "ReturnStatement":
		case "ArrowFunctionExpression":
		case "ArrayExpression":
			return true;
		case "Property":
			return !isGivenToCdk(parent, evaluator);
		case "AwaitExpression":
		case "TSAsExpression":
			return isKnownOutside(parent, evaluator);
		case "VariableDeclarator":
			return (
				/^Export/u.test(parent.parent.parent.type) ||
				(variableOf(parent.id, evaluator.program)?.references ?? []).some(
					(reference) =>
						reference.isRead() && isKnownOutside(reference.identifier as TSESTree.Node, evaluator),
				)
			);
		default:
			return false;
	}
}

/** `new LambdaRestApi(this, "Api", { handler: fn })`: a class of CDK adds no variables to a function. */
function isGivenToCdk({ parent: props }: TSESTree.Property, evaluator: Evaluator): boolean {
	const made = props.parent;
	return (
		(made?.type === "NewExpression" || made?.type === "CallExpression") &&
		evaluator.entities.resolve(made.callee)?.kind === "imported"
	);
}

function sourceOf(given: GivenProps, filename: string): CodeSource | null {
	const { entity, isL1 } = given.construct;
	if (isL1) {
		return null;
	}
	const [className = ""] = entity.path;
	if (className === "DockerImageFunction") {
		return { kind: "foreign", why: "its code is a container image" };
	}
	if (!/^(?:Function|SingletonFunction|NodejsFunction|TriggerFunction|EdgeFunction)$/u.test(className)) {
		return { kind: "foreign", why: `a '${className}' has no JavaScript source` };
	}
	const runtime = given.memberOf(given.get("runtime"));
	if (runtime !== null && !runtime.startsWith("NODEJS")) {
		return { kind: "foreign", why: `its runtime is '${runtime}'` };
	}
	return className === "NodejsFunction" && (given.get("code").kind === "absent" || setsEntryLast(given))
		? bundled(given, filename)
		: fromCode(given, given.get("code"));
}

/** `{ ...props, entry: "src/api.ts" }`: whoever names the entry bundles it, whatever else is given. */
function setsEntryLast(given: GivenProps): boolean {
	const { site, spec } = given.construct;
	const argument = site.arguments[spec.propsAt ?? 2];
	const properties = argument?.type === "ObjectExpression" ? argument.properties : [];
	const last = properties.findLastIndex(({ type }) => type === "SpreadElement");
	return (
		given.entry("code") === undefined &&
		properties
			.slice(last + 1)
			.some((property) => property.type === "Property" && memberKey(property.key, property.computed) === "entry")
	);
}

function bundled(given: GivenProps, filename: string): CodeSource {
	const handler = given.get("handler");
	const exported = handler.kind === "absent" ? "handler" : textOf(handler);
	const entry = given.get("entry");
	if (entry.kind === "absent") {
		const id = idOf(given);
		return id === null
			? { kind: "unknown", why: "its id, which names its file, is not known until the app runs" }
			: {
					kind: "entry",
					base: "file",
					way: `${basename(filename, extname(filename))}.${id}`,
					exported: exportIn(exported),
				};
	}
	const path = pathOfJs(entry);
	return path === null
		? { kind: "unknown", why: "its `entry` is not known until the app runs" }
		: { kind: "entry", ...path, exported: exportIn(exported) };
}

/** `index.handler` is what `handler` stands for. */
function exportIn(handler: string | null): string | null {
	return handler === null ? null : handler.slice(handler.indexOf(".") + 1);
}

function idOf(given: GivenProps): string | null {
	return textOf(given.ownArgument(1));
}

function fromCode(given: GivenProps, code: Js): CodeSource | null {
	const handler = textOf(given.get("handler"));
	if (code.kind === "instance" && code.entity?.path[0] === "AssetCode") {
		const argument = (index: number): Js =>
			argumentAt(given.evaluator, code.site.arguments, index, code.frame, code.span);
		return fromAsset(argument(0), argument(1), handler);
	}
	if (code.kind !== "call") {
		return { kind: "unknown", why: "its `code` is not known until the app runs" };
	}
	const argument = (index: number): Js => argumentAt(given.evaluator, code.args, index, code.frame, code.span);
	switch (code.entity.path[1]) {
		case "fromAsset":
		case "asset": {
			const options = argument(1);
			return options.kind === "absent" ||
				(options.kind === "object" && !options.open && findJsEntry(options, "bundling") === undefined)
				? fromAsset(argument(0), options, handler)
				: { kind: "unknown", why: "its code is bundled by the app" };
		}
		case "fromInline":
		case "inline":
			return { kind: "inline", handler };
		case "fromBucket":
		case "fromBucketV2":
		case "bucket":
			return { kind: "foreign", why: "its code is an archive in S3" };
		case "fromDockerBuild":
		case "fromAssetImage":
		case "fromEcrImage":
			return { kind: "foreign", why: "its code is a container image" };
		default:
			return { kind: "unknown", why: "its `code` is not known until the app runs" };
	}
}

function fromAsset(asset: Js, options: Js, handler: string | null): CodeSource {
	const isWhole =
		options.kind === "absent" ||
		(options.kind === "object" && !options.open && findJsEntry(options, "exclude") === undefined);
	const path = pathOfJs(asset);
	return path === null
		? { kind: "unknown", why: "the path of its asset is not known until the app runs" }
		: { kind: "folder", ...path, handler, ...(isWhole ? {} : { leavesOut: true }) };
}

function textOf(js: Js): string | null {
	return js.kind === "literal" && typeof js.value === "string" ? js.value : null;
}
