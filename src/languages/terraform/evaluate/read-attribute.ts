import type { ReferenceValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { evaluateBody } from "./body.ts";
import type { Evaluation, Module } from "./evaluation.ts";
import { argumentOf, type Declaration } from "./module-table.ts";
import { policyDocument } from "./policy-document.ts";
import { secretAttribute } from "./secret-attributes.ts";
import { isFailed, textOfScalar, unresolved } from "./values.ts";

/** The attribute of a resource that an expression names. */
export interface Asked {
	/** The id of the resource: its address. */
	readonly id: string;
	readonly name: string;
	readonly span: Span;
	readonly module: Module;
}

/** What every run knows by itself, by data source and attribute. */
const PSEUDO: ReadonlyMap<string, string> = new Map([
	["aws_caller_identity account_id", "AWS::AccountId"],
	["aws_partition partition", "AWS::Partition"],
	["aws_partition dns_suffix", "AWS::URLSuffix"],
	["aws_region name", "AWS::Region"],
	["aws_region id", "AWS::Region"],
	["aws_region region", "AWS::Region"],
]);

/** Attributes that are what CloudFormation's `Ref` gives: an id or a name. */
const NAMES: ReadonlySet<string> = new Set(["id", "key_id", "name", "bucket", "function_name"]);

/**
 * The value of an attribute of a resource or a data source: what it refers to, or what a data source makes of its
 * arguments.
 */
export function readAttribute(declaration: Declaration, asked: Asked, evaluation: Evaluation): Value {
	const type = declaration.block.labels[0]?.text ?? "";
	const { name, span } = asked;
	const argument = (wanted: string): Value | undefined => {
		const found = argumentOf(declaration, wanted);
		return found === undefined
			? undefined
			: evaluation.evaluate(found.node.value, { module: asked.module, file: found.file, names: new Map() });
	};
	if (!declaration.isData) {
		return type === "aws_kms_alias" && name.startsWith("target_key_")
			? ofKey(argument("target_key_id"), span)
			: reference(asked, type);
	}
	const pseudo = PSEUDO.get(`${type} ${name}`);
	if (pseudo !== undefined) {
		return { kind: "reference", span, to: { of: "pseudo", name: pseudo } };
	}
	switch (type) {
		case "aws_iam_policy_document":
			return name === "json" || name === "minified_json"
				? documentOf(declaration, asked, evaluation)
				: unresolved(span, "it is not known until the run");
		case "aws_kms_alias":
			return keyByName(argument("name"), span, asked);
		case "aws_kms_key":
			return keyByName(argument("key_id"), span, asked);
		case "aws_iam_policy":
			return name === "arn" ? (argument("arn") ?? managedPolicy(argument("name"), span)) : reference(asked);
		default:
			return reference(asked, `data.${type}`);
	}
}

function reference({ id, name, span }: Asked, type = ""): ReferenceValue {
	const attribute = name === "arn" ? "Arn" : NAMES.has(name) ? null : name;
	const secret = secretAttribute(type, name);
	return {
		kind: "reference",
		span,
		to: { of: "resource", id, attribute, ...(secret === undefined ? {} : { secret }) },
	};
}

/** The key that an alias of this module stands for. */
function ofKey(target: Value | undefined, span: Span): Value {
	return target?.kind === "reference" && target.to.of === "resource"
		? { kind: "reference", span, to: { ...target.to, attribute: "Arn" } }
		: (target ?? unresolved(span, "the alias names no key"));
}

/** A key that exists already. AWS alone makes aliases that begin with `alias/aws/`. */
function keyByName(name: Value | undefined, span: Span, asked: Asked): Value {
	const text = name === undefined ? undefined : textOfScalar(name);
	if (text === undefined) {
		return name?.kind === "reference" && name.to.of === "resource"
			? { ...name, span }
			: unresolved(span, "the name of the key is not known");
	}
	return text.startsWith("alias/")
		? { kind: "text", span, parts: ["arn:aws:kms:", unresolved(span, "the Region is not known"), `:${text}`] }
		: reference(asked);
}

/** A policy by its name, which AWS or somebody else manages. */
function managedPolicy(name: Value | undefined, span: Span): Value {
	const text = name === undefined ? undefined : textOfScalar(name);
	return text === undefined
		? unresolved(span, "the name of the policy is not known")
		: {
				kind: "text",
				span,
				parts: ["arn:aws:iam::", unresolved(span, "the account is not known"), `:policy/${text}`],
			};
}

function documentOf(declaration: Declaration, { span, module }: Asked, evaluation: Evaluation): Value {
	const body = evaluateBody(
		{
			items: declaration.items,
			block: declaration.block,
			span: evaluation.spanOf(declaration.block, declaration),
		},
		{ module, names: new Map() },
		evaluation,
	);
	return isFailed(body) ? body : policyDocument(body, span);
}
